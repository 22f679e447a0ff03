import re

import pytest
from bs4 import BeautifulSoup

from cjm_research.i18n import using_language
from cjm_research.journey import build_journey_map, empty_map
from cjm_research.measures import count_of
from cjm_research.rendering.journey_facts import header_facts
from cjm_research.rendering.journey_html import journey_css, journey_fragment, journey_html
from tests.rendering.full_maps import full_map


def page(journey_map, **options):
    return BeautifulSoup(journey_html(journey_map, **options), "lxml")


def test_the_table_has_scoped_heads_for_every_stage_and_lane(make_map):
    table = page(make_map()).find("table", class_="journey")
    stages = [th.get_text(" ", strip=True) for th in table.select("thead th[scope=col]")]
    assert stages == ["Awareness 3 of 3 people", "Purchase 2 of 3 people"]
    lanes = [th.find(string=True).strip() for th in table.select("tbody th[scope=row]")]
    assert lanes == [
        "Goals", "Actions", "Touchpoints", "Thoughts", "Emotions", "Pain points and barriers", "Success points",
        "Turning points", "Quotes",
    ]  # fmt: skip


def test_the_header_names_actor_purpose_people_groups_basis_and_stage_model(make_map):
    text = page(make_map()).find("header").get_text(" ", strip=True)
    for part in ("The patient caller", "See who gives up.", "n = 3", "Customer", "Confirmed codings", "Seven stages"):
        assert part in text


def test_each_item_bears_its_key_count_support_and_the_way_to_its_quotes(make_map, words):
    soup = page(make_map(quote=words))
    item = soup.find(id="awareness.touchpoint.1")
    assert "3 of 3" in item.get_text()
    assert item.find(title="Three or more people") is not None
    cites = [cite.get_text(strip=True) for cite in item.select("details cite")]
    assert cites == ["a1 · t_a1, turn 5", "a2 · t_a2, turn 5", "a3 · t_a3, turn 5"]
    assert f"“{words}”" in item.select_one("details li").get_text()


def test_a_quote_of_one_person_shows_its_place_at_once(make_map):
    item = page(make_map()).find(id="purchase.pain.1")
    assert item.find("details") is None
    assert "a2, turn 2" in item.get_text()
    assert item.find(title="One or two people") is not None
    assert "Barrier:" in item.get_text()


def test_what_does_not_fit_a_cell_unfolds(make_map):
    soup = page(make_map(n_items=12))
    more = soup.find("details", class_="more")
    assert more.summary.get_text(strip=True) == "+4 more"
    assert len(more.select("li.item")) == 4


def test_lanes_without_content_say_that_none_was_found(make_map):
    row = page(make_map()).select_one("tr.lane.turning")
    assert row.find("td", class_="none-found").get_text(strip=True) == "None found"


def test_the_empty_map_is_a_whole_page():
    empty = build_journey_map([], key="all", title="Nobody", actor="everybody", participants=[], basis="machine")
    soup = page(empty)
    assert len(soup.select("thead th[scope=col]")) == 7
    assert "nobody has reviewed" in soup.find("p", class_="notice").get_text()
    assert "no data" in soup.find("svg", class_="curve").get_text()


def test_hostile_text_is_inert(make_map, hostile):
    html = journey_html(make_map(quote=hostile, title=hostile, purpose=hostile, participants=(hostile,)))
    soup = BeautifulSoup(html, "lxml")
    assert soup.find("script") is None
    assert soup.find("img") is None
    assert len(soup.find_all("style")) == 1
    assert "49" not in soup.find(id="purchase.pain.1").get_text()
    assert soup.h1.get_text() == hostile


def test_the_page_asks_for_nothing_from_outside(flagship_map):
    html = journey_html(flagship_map("en", 8))
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?!#)""", html)
    assert set(re.findall(r"url\(['\"]?(\w+):", html)) == {"data"}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_ids_are_unique_and_every_item_of_the_map_has_one(flagship_map, language):
    journey_map = flagship_map(language, 8)
    with using_language(language):
        soup = page(journey_map)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    keys = {item.key for cell in journey_map.cells for item in cell.items}
    assert keys <= set(ids)
    assert soup.html["lang"] == language


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_the_same_map_gives_the_same_page(flagship_map, language):
    with using_language(language):
        assert journey_html(flagship_map(language, 8)) == journey_html(flagship_map(language, 8))


def test_a_fragment_links_to_quotes_elsewhere_and_prefixes_its_ids(make_map):
    fragment = journey_fragment(make_map(), anchor=lambda e: f"#q-{e.participant}", id_prefix="P1-")
    soup = BeautifulSoup(str(fragment), "lxml")
    assert soup.find(id="P1-awareness.touchpoint.1") is not None
    assert [a["href"] for a in soup.find(id="P1-awareness.touchpoint.1").select("a")] == ["#q-a1", "#q-a2", "#q-a3"]
    assert soup.find("blockquote") is None
    assert all(tag["id"].startswith("P1-") for tag in soup.find_all(id=True))


def test_every_rule_of_the_fragments_style_sheet_is_scoped():
    css = re.sub(r"/\*.*?\*/", "", str(journey_css()), flags=re.S)
    selectors = [s.strip() for block in re.findall(r"([^{}@]+)\{", css) for s in block.split(",")]
    assert all(s.startswith(".journey") for s in selectors if s and not s.startswith(("media", "screen", "print")))


def test_the_place_of_a_quote_may_break_before_its_turn(make_map):
    source = page(make_map()).select_one(".item .src")
    assert source.get_text() == "a2, turn 2"
    assert source.select_one(".nowrap").get_text() == "turn 2"
    assert not re.search(r"\.src[^}]*nowrap", str(journey_css()))


def test_a_map_wider_than_its_window_says_that_it_scrolls_and_words_are_hyphenated(make_map):
    assert "scroll it to the right" in page(make_map()).select_one(".journey-hint").get_text()
    css = str(journey_css())
    assert re.search(r"max-width: \d+px\) {\s+\.journey-hint { display: block", css)
    assert re.search(r"\.journey \.stage {[^}]*hyphens: auto", css)


def test_the_legend_explains_the_broken_line(make_map):
    assert "Mean of fewer than three people" in page(make_map()).select_one(".legend").get_text()


def test_entries_say_what_they_are_about_and_lead_to_what_answers_them():
    soup = page(full_map())
    pain = soup.find(id="pain.1")
    assert [badge.get_text(strip=True) for badge in pain.select(".badge")] == [
        "Solution: Call back within the hour", "Time is lost here", "Convenience",
    ]  # fmt: skip
    assert pain.select_one(".badge a")["href"] == "#solution.1"
    assert "Open: no solution yet" in soup.find(id="pain.2").get_text()
    assert "guess" in soup.find(id="thought.guess")["class"]
    assert "planned" in soup.find(id="solution.1")["class"]
    assert "Online · The brand's own" in soup.find(id="touchpoint.1").get_text()
    assert "Owner: Hotline" in soup.find(id="touchpoint.2").get_text()


@pytest.mark.parametrize("zoom", ["stages", "steps"])
def test_steps_stand_under_their_stages_with_the_ways_back_and_unfold_their_quotes(zoom):
    soup = page(full_map(), zoom=zoom)
    assert soup.find(id="step-call") is not None
    assert "2 people" in soup.select_one("tr.steps.curve-row").get_text()
    row = soup.select("tr.steps")[-1]
    assert "1 of 8 got stuck here" in row.get_text()
    assert len(row.select("details li")) == 5 + 4 + 6 + 3
    if zoom == "steps":
        heads = [th.get_text(strip=True) for th in soup.select("tr.step-heads th")]
        assert heads == ["Online store", "Whole stage", "Phone call", "Checkout and payment", "Whole stage",
                         "The product in use"]  # fmt: skip


def test_both_sides_outside_events_notes_and_sign_offs_have_their_place():
    soup = page(full_map(), date="2026-11-22")
    assert [tr.get_text(strip=True) for tr in soup.select("tr.side")] == [
        "What people live through", "What the company does",
    ]  # fmt: skip
    assert soup.find(id="factor.law").get("colspan") == "1"
    assert soup.find(id="factor.season").get("colspan") == "3"
    assert "Goal: Find one" in soup.select_one("tr.notes").get_text(" ", strip=True).replace(" :", ":")
    assert "1 person skipped this stage" in soup.select_one("tr.notes").get_text()
    feet = " ".join(p.get_text(" ", strip=True) for p in soup.select(".journey-foot"))
    assert "Cost of service: 12 EUR" in feet
    assert "Logistics, O. Lis: agreed; version 2.0" in feet
    assert "2026-11-22" in soup.find("header").get_text()
    assert "CSAT: 3.4; before: 3.1; target: 4.5; n = 120; 2026" in soup.find(id="purchase.metric").get_text()


def test_stages_bear_the_names_that_researchers_gave_them():
    named = full_map().stages[0].model_copy(update={"name": "First glance <b>"})
    soup = page(full_map(stages=(named, *full_map().stages[1:])))
    assert soup.select_one(".stage-name").get_text() == "First glance <b>"
    assert "First glance" in soup.find("svg", class_="curve", role="img")["aria-label"]


def test_the_head_says_of_how_many_people_the_end_is_not_known():
    blank = empty_map("m", "M", stage_model="seven_stage")
    known = blank.model_copy(update={"participants": ("a", "b", "c"), "outcomes": (("advocate", count_of(2, 2)),)})
    assert dict(header_facts(known))["How it ended"] == "Recommends it: 2 of 2; not known: 1"
    everybody = known.model_copy(update={"participants": ("a", "b")})
    assert dict(header_facts(everybody))["How it ended"] == "Recommends it: 2 of 2"
