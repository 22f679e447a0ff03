import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from cjm_research.i18n import using_language
from cjm_research.measures import count_of
from cjm_research.model import EmpathyMap, EmpathyNote, Evidence
from cjm_research.rendering.empathy_map import chosen_notes, empathy_html, empathy_view
from cjm_research.rendering.empathy_svg import HEIGHT, WIDTH, empathy_svg

QUOTES = {"en": "I gave up & left <now>", "pl": "Żółć mnie zalała", "ru": "Бросила всё"}


def evidence(who, quote):
    return Evidence(participant=who, transcript=who, utterance=3, start=0, end=len(quote), quote=quote)


def note(number, quadrant, people, *, text="words", verbatim=True):
    return EmpathyNote(
        key=f"{quadrant}-{number}", quadrant=quadrant, text=text, verbatim=verbatim, count=count_of(len(people), 5),
        evidence=tuple(evidence(who, text) for who in people),
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


def test_svg_fits_its_sheet_however_many_notes_there_are():
    long = "a very long remark that runs over several lines because nobody stopped its speaker " * 3
    many = empathy(*(note(i, q, "abcde"[i % 5], text=f"{i} {long}") for q in ("says", "feels") for i in range(60)))
    root = ET.fromstring(empathy_svg(many))
    assert (float(root.get("width")), float(root.get("height"))) == (WIDTH, HEIGHT)
    for box in (e for e in root.iter() if (e.get("id") or "").startswith("quadrant-")):
        height = next(float(r.get("height")) for r in box.iter() if r.tag.endswith("rect"))
        assert all(bottom <= height for bottom in _bottoms(box))
    assert "more notes" in "".join(root.itertext())


def _bottoms(group):
    def walk(element, offset):
        for child in element:
            move = child.get("transform", "")
            dy = float(move.split()[1].rstrip(")")) if move.startswith("translate(") else 0.0
            if child.tag.endswith("text"):
                yield offset + float(child.get("y"))
            yield from walk(child, offset + dy)

    return list(walk(group, 0.0))


def test_svg_leaves_out_signs_that_turn_the_line():
    assert "\u202e" not in empathy_svg(empathy(note(1, "says", "a", text="\u202eevil")))
