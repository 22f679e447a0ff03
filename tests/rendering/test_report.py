import base64
import hashlib
import re
import shutil
from dataclasses import fields
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from cjm_research import charts
from cjm_research.coding import codings_of
from cjm_research.empathy import build_empathy_map
from cjm_research.i18n import using_language
from cjm_research.journey import build_journey_map, top_pains
from cjm_research.measures import wilson
from cjm_research.model import (
    Coding,
    Evidence,
    Participant,
    Persona,
    PersonaDraft,
    Statement,
    StudySettings,
    Transcript,
    Utterance,
)
from cjm_research.model.persona import Ordination, OrdinationPoint
from cjm_research.personas import verdict
from cjm_research.rendering import persona_sheet, report_method
from cjm_research.rendering.report import render_report, write_report
from cjm_research.rendering.report_content import Agreement, MethodFacts, ReportContent
from cjm_research.rendering.report_findings import verdict_sentence
from cjm_research.rendering.report_measures import FigureRow, MeasuresView
from cjm_research.rendering.report_plane import plane_of
from tests.coding.told import told_by

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> \u202eevil {{ 7*7 }} </style>'
TEXTS = {
    "en": ("They kept me on hold for an hour. I gave up.", "for an hour", "I gave up"),
    "pl": ("Czekałam na infolinii godzinę, żółć mnie zalała. Odpuściłam.", "godzinę", "Odpuściłam"),
    "ru": ("Я ждала на линии целый час. Бросила всё.", "целый час", "Бросила всё"),
}


def interview(name, language, *, extra=""):
    text, pain, decision = TEXTS[language]
    utterances = (
        Utterance(speaker="I", role="interviewer", text="And then?"),
        Utterance(speaker="P", role="participant", text=f"{text} {extra}".strip()),
    )
    marks = [(pain, "pain_point", None), (pain, "touchpoint", "phone"), (decision, "turning_point", None)]
    marks += [(decision, "barrier", None), (text.split()[0], "success_point", None), (text, "quote_worthy", None)]
    marks += [(pain, "emotion", "anger"), (decision, "thought", None)]
    marks += [(extra, "pain_point", None)] if extra else []
    codings = tuple(
        Coding(
            guid=f"{name}-{i}", transcript=name, participant=name, utterance=1, start=utterances[1].text.index(quote),
            end=utterances[1].text.index(quote) + len(quote), quote=quote, kind=kind, label=label,
            valence=-2 if label else None, stage="purchase", coder="ann",
        )
        for i, (quote, kind, label) in enumerate(marks)
    )  # fmt: skip
    return Transcript(id=name, language=language, utterances=utterances), codings


def persona(key, title, members, codings, others):
    mine = tuple(Evidence.of(c) for c in codings if c.participant in members and c.kind == "pain_point")
    statement = Statement(
        text="Phone call", code="pain_point", section="pains", inside=(len(members), len(members)),
        outside=(0, others), interval=wilson(len(members), len(members)), evidence=mine,
    )  # fmt: skip
    return Persona(
        key=key, title=title, members=members, membership=dict.fromkeys(members, 0.9), typical_member=members[0],
        statements=(statement,), quotes=mine[:3], counter_quote=mine[0],
    )  # fmt: skip


def make_content(n=4, language="en", *, title="A study", extra="", basis="confirmed", **fields):
    languages = ("en", "pl", "ru")
    made = [interview(f"p{i}", languages[i % 3], extra=extra) for i in range(1, n + 1)]
    transcripts, codings = tuple(t for t, _ in made), tuple(c for _, cs in made for c in cs)
    if basis == "machine":
        codings = tuple(c.model_copy(update={"status": "suggested", "coder": "machine"}) for c in codings)
    people = tuple(Participant(id=t.id, attributes={"age": 30 + i, "gender": "f"}) for i, t in enumerate(transcripts))
    ids = tuple(p.id for p in people)
    with using_language(language):
        halves = ids[: n // 2], ids[n // 2 :]
        personas = tuple(persona(f"P{j}", f"{title} {j}", h, codings, n - len(h)) for j, h in enumerate(halves, 1) if h)
        maps = [("all", "Everybody", "everybody", ids)] + [(p.key, p.title, "persona", p.members) for p in personas]
        journeys = tuple(
            build_journey_map(codings, key=k, title=t, actor=a, participants=m, basis=basis) for k, t, a, m in maps
        )
        empathies = tuple(
            build_empathy_map(codings, key=k, title=t, participants=m, basis=basis) for k, t, _, m in maps[1:]
        )
        return ReportContent(
            settings=StudySettings(title=title, interface_language=language), participants=people,
            transcripts=transcripts, codings=codings, basis=basis,
            personas=PersonaDraft(
                verdict="tentative", why="Because.", n=n, k=len(personas), basis=basis, personas=personas
            ),
            journey_maps=journeys, empathy_maps=empathies, top_pains=tuple(top_pains(codings, people)), **fields,
        )  # fmt: skip


EMPTY = ReportContent(settings=StudySettings(), personas=PersonaDraft(verdict="no_groups", why="Nobody.", n=0, k=0))


@pytest.fixture(scope="module")
def content():
    return make_content()


@pytest.fixture(scope="module")
def page(content):
    return BeautifulSoup(render_report(content), "lxml")


def test_every_link_leads_to_a_place_on_the_page(page):
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = [a["href"] for a in page.find_all("a")]
    assert targets
    assert {t for t in targets if not (t.startswith("#") and t[1:] in set(ids))} == set()


def test_page_needs_nothing_from_outside(content):
    html = render_report(content)
    page = BeautifulSoup(html, "lxml")
    assert not page.find_all(["link", "img", "iframe", "object", "base"])
    assert not page.find_all(src=True)
    # The name space of SVG inside embedded pictures is a name, not an address.
    assert set(re.findall(r"https?://[^\s'\"/]+", html)) <= {"http://www.w3.org"}
    assert all(source.startswith("data:") for source in re.findall(r"url\([\"']?(\w+:?)", html))
    assert "default-src 'none'" in page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]


def test_policy_names_the_one_script_by_its_hash(page):
    scripts = page.find_all("script")
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].string.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]


def test_every_coding_stands_in_the_list_of_quotes_with_its_codes(content, page):
    quotes = page.find(id="quotes").select("ol.quotes > li")
    places = {c.place for c in content.codings}
    assert len(quotes) == len(places)
    assert sum(len(li["data-k"].split()) for li in quotes) == len({(c.place, c.kind) for c in content.codings})
    words = {c.quote for c in content.codings}
    assert {li.q.get_text() for li in quotes} == words


def test_anchor_of_a_quote_is_the_same_in_every_report(content, page):
    anchors = {li["id"] for li in page.select("ol.quotes > li")}
    smaller = content.model_copy(update={"codings": content.codings[:3], "journey_maps": (), "empathy_maps": ()})
    fewer = {li["id"] for li in BeautifulSoup(render_report(smaller), "lxml").select("ol.quotes > li")}
    assert fewer <= anchors


def test_counts_open_to_the_quotes_behind_them(page):
    details = page.find(id="pains").select_one("details.ev")
    assert details.summary.get_text().startswith("4 of 4")
    places = {a["href"][1:] for a in details.select(".refs a")}
    assert len(places) == 8  # a pain point and a barrier each


def test_findings_are_sentences_with_their_counts(page):
    text = page.find(id="findings").get_text(" ", strip=True).replace("\u00a0", " ")
    assert "People's stories fall into 2 groups: “A study 1” (2 of 4), “A study 2” (2 of 4)." in text
    assert "“Phone call (Purchase)” (4 of 4)" in text
    assert "4 of 4 people told of a moment that decided whether they would stay or leave." in text
    assert "Something stopped 4 of 4 people on their way, or nearly did." in text
    assert len(page.find(id="findings").select("ol.findings > li")) <= 6


def test_headings_do_not_skip_a_level(page):
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_quotes_in_another_language_say_so(page):
    marked = {li.get("lang") for li in page.select("ol.quotes > li")}
    assert marked == {None, "pl", "ru"}


def test_words_around_a_quote_come_from_its_own_sentence(page):
    entry = next(li for li in page.select("ol.quotes > li") if li.q.get_text() == "целый час")
    assert entry.bdi.get_text() == "Я ждала на линии целый час. "


def test_same_content_gives_the_same_bytes(tmp_path, content):
    first, second = (write_report(tmp_path / name, content).read_bytes() for name in ("a.html", "b.html"))
    assert first == second


def test_date_and_author_stand_only_where_given(content):
    assert "Prepared by" not in render_report(content)
    text = render_report(content.model_copy(update={"date": "12 May", "author": "Ann"}))
    assert "12 May" in text
    assert "Ann" in text


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_page_declares_its_language(language):
    content = make_content(language=language)
    with using_language(language):
        page = BeautifulSoup(render_report(content), "lxml")
    assert page.html["lang"] == language
    assert all(quote in page.get_text() for _, quote, _ in TEXTS.values())


def test_hostile_text_stays_text():
    content = make_content(title=HOSTILE, extra=HOSTILE, note=HOSTILE)
    html = render_report(content)
    page = BeautifulSoup(html, "lxml")
    assert len(page.find_all("script")) == 1
    assert len(page.find_all("style")) == 1
    assert not page.find_all("img")
    assert not [name for element in page.find_all(True) for name in element.attrs if name.startswith("on")]
    assert page.h1.get_text() == HOSTILE
    assert "49" not in page.h1.get_text()
    # A sign that turns the line round ends with the element that holds it.
    isolating = {"bdi", "title", "option"}
    for text in page.find_all(string=re.compile("\u202e")):
        classes = {c for parent in text.parents for c in parent.get("class", [])}
        harmless = {p.name for p in text.parents} & isolating or classes & {"text", "extreme", "visually-hidden"}
        assert harmless, text.parent


def test_stages_are_those_of_the_study(content):
    settings = content.settings.model_copy(update={"stage_model": "three_phase"})
    page = BeautifulSoup(render_report(content.model_copy(update={"settings": settings})), "lxml")
    assert [option["value"] for option in page.select("select[name=stage] option")] == ["", "during"]
    assert {li["data-s"] for li in page.select("ol.quotes > li")} == {"during"}
    assert [th.get_text() for th in page.select("table.tallies tbody th")] == ["Before", "During", "After"]


def test_machine_suggestions_are_called_unreviewed(content):
    assert "Not reviewed yet" not in render_report(content)
    html = render_report(make_content(basis="machine"))
    assert "Not reviewed yet." in html
    assert "no person has reviewed any of them" in html


def test_few_interviews_carry_a_warning(content):
    assert "Few interviews." in render_report(content)
    assert "Few interviews." not in render_report(make_content(12))


def test_empty_study_says_that_nothing_is_there():
    page = BeautifulSoup(render_report(EMPTY), "lxml")
    assert "No interviews have been imported" in page.find(id="findings").get_text()
    assert not page.find(id="quotes")


def test_uncoded_interviews_give_no_findings(content):
    bare = ReportContent(
        settings=content.settings, participants=content.participants, transcripts=content.transcripts,
        personas=PersonaDraft(verdict="no_groups", why="Nothing coded.", n=4, k=0),
    )  # fmt: skip
    page = BeautifulSoup(render_report(bare), "lxml")
    assert "nothing to find" in page.find(id="findings").get_text()
    assert not page.select("ol.findings > li")


def test_method_states_facts_as_given():
    facts = MethodFacts(
        n_suggested=7, n_rejected=1, coders=("ann",), versions={"cjm-research": "9.9"},
        agreement=(Agreement(between="machine", measure="f1", value=0.315, n_transcripts=4),),
    )  # fmt: skip
    text = BeautifulSoup(render_report(make_content(facts=facts)), "lxml").find(id="method").get_text(" ", strip=True)
    assert "7 suggestions of the machine still wait for a decision" in text
    assert "1 suggestion of the machine was turned down" in text
    assert "over 4 interviews: F1 0.32" in text or "over 4 interviews: F1 0.31" in text
    assert "9.9" in text


def test_method_explains_the_verdicts_as_the_procedure_gives_them():
    assert report_method.GROUPED_FROM == verdict.MIN_FOR_CLUSTERING
    assert report_method.TENTATIVE_FROM == verdict.MIN_FOR_TENTATIVE
    assert report_method.STABLE_FROM == verdict.MIN_FOR_STABLE
    assert persona_sheet.BORDER == verdict.BETWEEN


def test_flagship_report_stays_small(corpus):
    files = sorted((corpus / "pl" / "wakacje-z-lotem").glob("*.json"))
    transcripts = tuple(Transcript.model_validate_json(f.read_text("utf-8")) for f in files)
    codings = tuple(c for t in transcripts for c in codings_of(t))
    people = tuple(Participant(id=t.id, attributes=t.attributes) for t in transcripts)
    journey = build_journey_map(
        codings, key="all", title="Everybody", actor="everybody", participants=[p.id for p in people], basis="confirmed"
    )
    content = ReportContent(
        settings=StudySettings(title="Wakacje"), participants=people, transcripts=transcripts, codings=codings,
        personas=PersonaDraft(verdict="no_groups", why="-", n=24, k=0), journey_maps=(journey,),
    )  # fmt: skip
    html = render_report(content)
    assert len(html.encode()) < 1_900_000
    assert html.count('<li id="q-') == len({c.place for c in codings})


@pytest.mark.browser
def test_page_works_in_a_browser_without_requests(tmp_path, content):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    path = write_report(tmp_path / "report.html", content)
    problems = []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 900, "height": 900})
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        page.eval_on_selector("#pains details.ev", "element => { element.open = true; }")
        heard = page.wait_for_selector("#pains details.ev .heard q").inner_text()
        page.select_option("form.filter select[name=kind]", "emotion")
        shown = page.locator("ol.quotes > li:not(.filtered)").count()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        browser.close()
    assert problems == []
    assert heard in {quote for texts in TEXTS.values() for quote in texts}
    assert shown == 4
    assert wide <= 0


def test_technical_details_are_named_for_people_and_keys_stay_for_programs():
    method = {"k_chosen_by": "data", "n_codings": 1713, "group": "customer", "p_value": 0.0173, "own_thing": 2}
    content = make_content(facts=MethodFacts(versions={"tagger": "6a"}))
    draft = content.personas.model_copy(update={"method": method})
    rows = dict(report_method.technical_facts(content.model_copy(update={"personas": draft})))
    assert rows["Personas: who chose the number of groups"] == "the data"
    assert rows["Personas: number of codings"] == "1,713"
    assert rows["Personas: group of interviewees"] == "Customer"
    assert rows["Personas: p value against chance"] == "0.017"
    assert rows["Personas: own thing"] == "2"
    assert rows["Version of the tagger"] == "6a"


def test_a_coder_without_a_name_is_the_researcher():
    assert report_method.coder_name("coder") == "the researcher"
    assert report_method.coder_name("ann") == "ann"


def test_groups_and_gender_are_told_in_lines_of_their_own(page):
    lines = [p.get_text() for p in page.select("#participants > p")]
    assert "Group: Customer (4)." in lines
    assert "Gender: woman (4)." in lines


def test_on_paper_a_line_stands_for_the_list_of_quotes(content, page):
    line = page.select_one("#quotes > .print-only").get_text()
    assert line.endswith("stand in the file of this report, which opens on screen.")
    style = page.find("style").get_text()
    assert "#quotes .transcript { display: none; }" in style[style.index("@page wide") :]


def test_an_example_stands_once_beside_its_statement_whatever_marks_it_has():
    said = 'they said "come back" to me'
    evidence = Evidence(participant="a", transcript="a", utterance=0, start=0, end=len(said), quote=said)
    statement = Statement(
        text="At the stage “Purchase”, for example: “they said ‘come back’ to me”", code="goal@purchase",
        section="goals", inside=(1, 1), outside=(0, 1), interval=wilson(1, 1), evidence=(evidence,),
    )  # fmt: skip
    made = Persona(key="P1", title="One", members=("a",), membership={}, typical_member="a", statements=(statement,))
    draft = PersonaDraft(verdict="tentative", why="Because.", n=2, k=1, basis="confirmed", personas=(made,))
    (section,) = persona_sheet.persona_view(made, draft, ()).sections
    assert section.rows[0].example is None


@pytest.fixture(scope="module")
def settled(content):
    """A report of two personas that researchers changed, with a general portrait and somebody in none of them."""
    draft = content.personas
    first, second = draft.personas
    people = tuple(p.id for p in content.participants)
    general = first.model_copy(update={"key": "all", "title": "Everyone at once", "members": people})
    assumed = first.statements[0].model_copy(update={"text": "Wants peace", "own": True, "evidence": ()})
    first = first.model_copy(update={"statements": (*first.statements, assumed), "own_title": True})
    changed = draft.model_copy(
        update={
            "personas": (first, second),
            "general": general,
            "decisions": ("p1 was moved.",),
            "warnings": ("Beware.",),
            "unassigned": ("p9",),
            "method": {"k_chosen_by": "hand", "k_found": 2},
        }
    )
    return content.model_copy(update={"personas": changed})


def test_general_portrait_comes_before_the_groups_and_in_the_contents(settled):
    page = BeautifulSoup(render_report(settled), "lxml")
    assert [card["id"] for card in page.select("article.persona")] == ["persona-all", "persona-P1", "persona-P2"]
    links = [a["href"] for a in page.select('.toc a[href^="#persona-"]')]
    assert links == ["#persona-all", "#persona-P1", "#persona-P2"]
    levels = [int(heading.name[1]) for heading in page.select("#personas h2, #personas h3, #personas h4, #personas h5")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_researchers_settled_is_told_once_for_all_personas(settled):
    page = BeautifulSoup(render_report(settled), "lxml")
    panel = page.select_one(".verdict-panel").get_text(" ", strip=True)
    assert "p1 was moved." in panel
    assert "Beware." in panel
    assert "1 person is in no persona: p9." in panel
    assert page.get_text().count("p1 was moved.") == 1
    assert page.select_one("tr.assumption").get_text(" ", strip=True).startswith("Wants peace")
    method = page.find(id="method").get_text(" ", strip=True)
    assert "Researchers said which people belong together" in method
    assert "Statements marked as assumptions" in method
    assert "a researcher, by hand" in method


def test_method_names_the_attribute_that_made_the_groups(content):
    draft = content.personas.model_copy(update={"method": {"k_chosen_by": "attribute:gender"}})
    rows = dict(report_method.technical_facts(content.model_copy(update={"personas": draft})))
    assert rows["Personas: who chose the number of groups"] == "the attribute “Gender”"
    parts = report_method.method_parts(content.model_copy(update={"personas": draft}))
    assert "People are grouped by the attribute “Gender”, not by what they tell." in parts[3].sentences


def test_one_portrait_that_researchers_chose_is_not_blamed_on_the_interviews():
    chosen = PersonaDraft(verdict="no_groups", why="-", n=24, k=1, method={"k_chosen_by": "researcher", "k_found": 3})
    assert "Researchers chose" in verdict_sentence(chosen)
    assert "Nothing in the material" in verdict_sentence(chosen.model_copy(update={"method": {"k_found": 1}}))


def test_plane_is_drawn_for_few_people_only(monkeypatch):
    # Drawing takes longer than all the rest.
    monkeypatch.setitem(vars(charts), "plot_ordination", lambda found, draft: draft)
    monkeypatch.setitem(vars(charts), "chart_svg", lambda draft: f"<svg>{draft is not None}</svg>")
    plane = Ordination(explained=(0.4, 0.3), points=(OrdinationPoint(participant="p1", x=0, y=1),))
    draft = make_content(4).personas.model_copy(update={"ordination": plane})
    assert plane_of(draft) == "<svg>True</svg>"
    assert plane_of(draft.model_copy(update={"personas": draft.personas[:1]})) == "<svg>False</svg>"
    assert plane_of(draft.model_copy(update={"n": report_method.GROUPED_FROM})) == ""
    assert plane_of(draft.model_copy(update={"n": 3})) == ""
    assert plane_of(draft.model_copy(update={"ordination": None})) == ""


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_saturation_and_surveys_have_chapters_where_there_are_any(language, content):
    row = FigureRow(name="NPS <b>", wave="", n="4", figure="+10", interval="-5 to 25")
    blank = {field.name: () for field in fields(MeasuresView)}
    surveys = MeasuresView(**blank | {"rows": (row,), "answers": Markup("<svg></svg>")})
    with using_language(language):
        full = content.model_copy(update={"saturation": told_by(3), "measures": surveys})
        page, bare = (BeautifulSoup(render_report(each), "lxml") for each in (full, content))
    order = [section["id"] for section in page.select("main > section")]
    assert order.index("keep") < order.index("measures") < order.index("saturation") < order.index("method")
    for name in ("measures", "saturation"):
        heading = page.select_one(f"#{name} > h2").get_text()
        assert page.select_one(f'.toc a[href="#{name}"]').get_text() == heading
        assert not bare.select(f'#{name}, .toc a[href="#{name}"]')
    assert "NPS <b>" in page.find(id="measures").get_text()
