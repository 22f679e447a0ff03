import io
import re
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from cjm_research.i18n import using_language
from cjm_research.measures import count_of
from cjm_research.model import EmpathyMap, EmpathyNote, Evidence
from cjm_research.model.empathy import CANVAS, FORMS
from cjm_research.rendering.empathy_map import MapHeader, chosen_notes, empathy_html, empathy_pdf, empathy_view
from cjm_research.rendering.empathy_svg import empathy_svg
from cjm_research.rendering.empathy_svg_notes import HEIGHT, WIDTH
from cjm_research.rendering.text_fit import text_width

QUOTES = {"en": "I gave up & left <now>", "pl": "Żółć mnie zalała", "ru": "Бросила всё"}


def evidence(who, quote):
    return Evidence(participant=who, transcript=who, utterance=3, start=0, end=len(quote), quote=quote)


def note(number, quadrant, people, *, text="words", verbatim=True, **values):
    return EmpathyNote(
        key=f"{quadrant}-{quadrant}.{number}", quadrant=quadrant, text=text, verbatim=verbatim,
        count=count_of(len(people), 5),
        evidence=tuple(evidence(who, text) for who in people), people=tuple(people), **values,
    )  # fmt: skip


def empathy(*notes):
    return EmpathyMap(key="P1", title="Callers", participants=tuple("abcde"), basis="confirmed", notes=notes)


FULL = empathy(
    *(note(i, "says", "abcde"[i], text=quote) for i, quote in enumerate(QUOTES.values())),
    note(1, "feels", "abc", text="Anger", verbatim=False),
    note(1, "pains", "ab", text="Phone call: “nobody”", verbatim=False),
)


def test_concluded_quadrants_say_so():
    page = BeautifulSoup(empathy_html(FULL), "lxml")
    marked = {section["class"][1] for section in page.select(".quadrant") if section.select_one(".tag")}
    assert marked == {"thinks", "feels"}
    assert "Nothing was coded here." in page.select_one(".quadrant.thinks").get_text()


def test_pains_and_gains_stand_only_where_somebody_told_of_them():
    keys = [q.key for row in empathy_view(FULL).rows for q in row]
    assert keys == ["says", "thinks", "does", "feels", "pains", "gains"]
    assert len(empathy_view(empathy(note(1, "says", "a"))).rows) == 2


def test_words_and_summaries_look_different_and_carry_counts():
    page = BeautifulSoup(empathy_html(FULL), "lxml")
    said = page.select_one(".quadrant.says li")
    assert said["class"] == ["verbatim"]
    assert "1 of 5 · a, turn 4" in said.get_text()
    felt = page.select_one(".quadrant.feels li")
    assert felt["class"] == ["summary"]
    assert felt.summary.get_text().startswith("3 of 5")
    ids = {element["id"] for element in page.find_all(id=True)}
    assert {a["href"][1:] for a in page.find_all("a")} <= ids


@pytest.mark.parametrize(
    ("quadrant", "verbatim"),
    [("gains", [False, False, False, True, True]), ("does", [True, True, False, False, False])],
)
def test_shown_notes_mix_names_and_words_and_hear_different_people(quadrant, verbatim):
    names = [note(i, quadrant, "abc", text=f"name {i}", verbatim=False) for i in range(9)]
    words = [note(i + 20, quadrant, who, text=f"words {i}") for i, who in enumerate("aaab")]
    chosen = chosen_notes([*names, *words], 5)
    assert [n.verbatim for n in chosen] == verbatim
    assert {n.evidence[0].participant for n in chosen if n.verbatim} == {"a", "b"}
    assert chosen_notes([], 5) == ()
    assert len(chosen_notes(names, 5)) == 5


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_svg_holds_live_text_in_every_alphabet(language):
    with using_language(language):
        svg = empathy_svg(FULL)
    text = "".join(ET.fromstring(svg).itertext())
    assert all(quote in text for quote in QUOTES.values())
    assert "<now>" not in svg


LONG = "a very long remark that runs over several lines because nobody stopped its speaker " * 3
MANY = empathy(
    *(note(i, area, "abcde"[i % 5 :], text=f"{i} {LONG}", verbatim=i % 2 == 0) for area in CANVAS for i in range(20))
)
ONE_WORD = empathy(*(note(1, area, "a", text="x" * 400) for area in CANVAS))


def _moved(element):
    move = re.match(r"translate\((\S+) (\S+?)\)", element.get("transform", ""))
    return tuple(map(float, move.groups())) if move else (0.0, 0.0)


def _texts(element, x=0.0, y=0.0):
    """Every line of text with its place on the sheet: (words, left, baseline, right)."""
    for child in element:
        dx, dy = _moved(child)
        if child.tag.endswith("text") and child.get("text-anchor") is None:
            left, size = x + float(child.get("x")), float(child.get("font-size"))
            right = left + text_width(child.text or "", size, bold=child.get("font-weight") == "700")
            yield child.text, left, y + float(child.get("y")), right, size
        yield from _texts(child, x + dx, y + dy)


SHEETS = [(MANY, language) for language in ("en", "pl", "ru")]
SHEETS += [(ONE_WORD, "en"), (FULL, "pl"), (EmpathyMap.blank(), "ru")]


@pytest.mark.parametrize("form", ["quadrants", "canvas"])
@pytest.mark.parametrize(("which", "language"), SHEETS)
def test_no_text_leaves_the_sheet_or_covers_another_however_many_notes_there_are(which, form, language):
    header = MapHeader("A team with a very long name indeed", "Anna", "2026-01-14", "12")
    with using_language(language):
        root = ET.fromstring(empathy_svg(which, form=form, header=header))
    assert (float(root.get("width")), float(root.get("height"))) == (WIDTH, HEIGHT)
    lines = [line for line in _texts(root) if line[0]]
    for words, left, baseline, right, size in lines:
        assert size >= 7, words
        assert 28 <= left < right <= WIDTH - 28, words
        assert 28 <= baseline <= HEIGHT - 28, words
    for i, (words, left, baseline, right, size) in enumerate(lines):
        for other, left2, baseline2, right2, size2 in lines[i + 1 :]:
            apart = right <= left2 or right2 <= left or abs(baseline - baseline2) >= 0.8 * max(size, size2)
            assert apart, f"{words} | {other}"


@pytest.mark.parametrize("form", ["quadrants", "canvas"])
def test_every_area_holds_its_text_and_says_how_many_notes_are_left(form):
    root = ET.fromstring(empathy_svg(MANY, form=form))
    groups = {e.get("id"): e for e in root.iter() if e.get("id")}
    for area in FORMS[form]:
        box = groups[f"quadrant-{area}"]
        heading, *_rest = (e.text for e in box.iter() if e.tag.endswith("title"))
        assert heading
        assert "more notes" in "".join(box.itertext())
        frames = [r for r in box.iter() if r.tag.endswith("rect") and r.get("rx") in {"6", "8"}]
        for frame in frames[:1]:
            assert all(line[2] <= float(frame.get("height")) - 2 for line in _texts(box))
    assert set(groups) >= {"header", "legend"}


def test_the_canvas_has_its_areas_in_their_places():
    root = ET.fromstring(empathy_svg(MANY, form="canvas"))
    places = {}

    def walk(element, x, y):
        for child in element:
            dx, dy = _moved(child)
            if (child.get("id") or "").startswith(("quadrant-", "area-")):
                places[child.get("id").partition("-")[2]] = (x + dx, y + dy)
            walk(child, x + dx, y + dy)

    walk(root, 0, 0)
    left, top = (lambda area: places[area][0]), (lambda area: places[area][1])
    assert top("who") == top("task") < top("head") == top("sees") == top("hears")
    assert left("who") < left("task")
    assert left("hears") < left("head") < left("sees") == left("says")
    assert top("sees") < top("says") < HEIGHT
    assert top("does") > top("feels")
    assert left("pains") == left("thinks") < left("gains") == left("feels")
    assert top("pains") == top("gains") < top("thinks") == top("feels")


@pytest.mark.parametrize("form", ["quadrants", "canvas"])
def test_assumptions_and_own_words_look_different_and_say_so(form):
    own = note(1, "says", "", text="They care", verbatim=False, own=True)
    backed = note(2, "says", "ab", text="They care a lot", verbatim=False, own=True)
    svg = empathy_svg(empathy(own, backed), form=form)
    group = next(e for e in ET.fromstring(svg).iter() if e.get("id") == "says-says.1")
    words = " ".join(" ".join(group.itertext()).split())
    assert "assumption" in words
    assert "not word for word" in words
    assert any(e.tag.endswith("rect") and e.get("stroke-dasharray") for e in group.iter())
    page = BeautifulSoup(empathy_html(empathy(own, backed), form=form), "lxml")
    notes = page.select(".says li")
    assert ["assumption" in n["class"] for n in notes] == [True, False]
    assert [tag.get_text() for tag in notes[1].select(".tag")] == ["own note", "not word for word"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_the_canvas_page_holds_every_note_and_each_leads_to_its_quotes(language):
    with using_language(language):
        page = BeautifulSoup(empathy_html(MANY, form="canvas", header=MapHeader("Team <b>")), "lxml")
    assert len(page.select(".area li")) == len(MANY.notes)
    ids = {element["id"] for element in page.find_all(id=True)}
    links = {a["href"][1:] for a in page.find_all("a")}
    assert links
    assert links <= ids
    assert "Team <b>" in page.select_one(".facts").get_text()
    assert [n.get_text() for n in page.select(".number")] == ["1", "2", "6", "7", "3", "4", "5"]


def test_a_blank_canvas_asks_what_belongs_where_and_has_lines_for_the_header():
    root = ET.fromstring(empathy_svg(EmpathyMap.blank(), form="canvas"))
    words = " ".join("".join(root.itertext()).split())
    assert "word for word?" in words
    assert "Nothing was coded" not in words
    assert "0 people" not in words
    assert "Designed for" in words
    for form, areas in FORMS.items():
        page = BeautifulSoup(empathy_html(EmpathyMap.blank(), form=form), "lxml").get_text()
        assert page.count("?") >= len(areas)
        assert "0 people" not in page


def test_a_pdf_is_one_sheet_of_a3_in_landscape_and_always_the_same():
    from pdfminer.pdfpage import PDFPage

    first, again = (empathy_pdf(FULL, form="canvas") for _time in range(2))
    assert first == again
    (page,) = PDFPage.get_pages(io.BytesIO(first))
    assert [round(side, 1) for side in page.mediabox[2:]] == [1190.6, 841.9]


def test_what_a_researcher_wrote_is_always_among_the_shown_and_an_own_order_stands():
    notes = [note(i, "gains", "abc", text=f"n{i}") for i in range(9)]
    own = note(20, "gains", "", text="mine", own=True)
    assert own in chosen_notes([*notes, own], 3)
    on_top = own.model_copy(update={"position": -1.0})
    assert chosen_notes([on_top, *notes], 3)[0] == on_top
    placed = [notes[4].model_copy(update={"placed": True}), *notes[:4]]
    assert chosen_notes(placed, 5) == tuple(placed)


def test_svg_leaves_out_signs_that_turn_the_line():
    assert "\u202e" not in empathy_svg(empathy(note(1, "says", "a", text="\u202eevil")))
