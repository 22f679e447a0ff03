from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.errors import BadValueError
from cjm_research.exchange.refi_qda.offsets import COUNTINGS, Counting, counting_named, detect, learned

TEXTS = {
    "en": "Interviewer: How was it?\r\nAnna: It was fine 😀, until the parcel got lost.\r\nSo I called them 👍🏽.\r\n",
    "pl": "Ankieter: Jak było?\r\nAnna: Zażółć gęślą jaźń 😀, powiedziałam dość.\r\nPotem zadzwoniłam 👍🏽.\r\n",
    "ru": "Интервьюер: Как прошло?\r\nОльга: Ждала два часа 😀, потом ушла.\r\nНикто не звонил 👍🏽.\r\n",
    "nfd": "Anna: Zaz\u0307o\u0301łc\u0301 ge\u0328s\u0301la\u0328 😀, dos\u0301c\u0301.\r\nI juz\u0307 wie?\r\n",
}


def places(text: str, counting: Counting) -> list[tuple[int, int]]:
    """Stretches of words of a text, counted in some way."""
    words = [found.span() for found in re.finditer(r"[\w\u0300-\u036f]+(?: [\w\u0300-\u036f]+){0,2}", text)]
    return [tuple(counting.ruler(text).from_points(place).tolist()) for place in words]


@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda one: one.name)
@pytest.mark.parametrize("language", TEXTS)
def test_every_way_of_counting_is_told_from_the_words(language, counting):
    text = TEXTS[language] * 3
    found = detect(text, places(text, counting))
    assert (found.name, found.sure) == (counting.name, True)
    assert found.fit > 0.95


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda one: one.name)
def test_positions_lead_to_the_same_words_in_every_way_of_counting(language, counting):
    text = TEXTS[language]
    ruler = counting.ruler(text)
    points = list(range(len(text) + 5))
    inside_line_end = {found.start() + 1 for found in re.finditer("\r\n", text)} if counting.line_end == 1 else set()
    back = ruler.to_points(ruler.from_points(points)).tolist()
    assert [point for point in points if back[point] != point] == sorted(inside_line_end)


def test_counts_are_those_of_the_encodings():
    text = TEXTS["ru"]
    assert Counting("utf8").ruler(text).total == len(text.encode())
    assert Counting("utf16").ruler(text).total == len(text.encode("utf-16-le")) // 2
    assert Counting("code_points", 1).ruler(text).total == len(text.replace("\r\n", "\n"))
    assert Counting("utf16").to_points("😀 да", 3) == 2


@pytest.mark.parametrize("counting", COUNTINGS, ids=lambda one: one.name)
@pytest.mark.parametrize("language", TEXTS)
def test_ends_that_are_the_last_character_are_told_too(language, counting):
    text = TEXTS[language] * 3
    words = counting.places_in(text, places(text, counting))
    last = replace(counting, is_last=True)
    found = detect(text, last.places_of(text, words))
    assert found.name == f"{counting.name}+last"
    assert found.places_in(text, last.places_of(text, words)) == words
    assert detect(text, last.places_of(text, words)[:2], expected=last).is_last
    assert not detect(text, places(text, counting), expected=last).is_last


def test_without_evidence_positions_are_code_points():
    for text, where in (("plain ASCII text\nof two lines", [(0, 5), (6, 11)]), ("żółw 😀\r\n", []), ("", [])):
        assert detect(text, where).name == "code_points+crlf2"
        assert detect(text, where).sure


def test_one_coding_alone_does_not_overrule_the_standard_but_what_is_expected_does():
    text = "😀 ждала долго"
    assert detect(text, [(3, 8)]).name == "code_points+crlf2"
    assert detect(text, [(3, 8)], expected=Counting("utf16")).name == "utf16+crlf2"
    assert not detect(text, [(3, 8)]).sure


def test_what_is_expected_is_only_a_hint():
    text = TEXTS["ru"] * 3
    for counting in COUNTINGS:
        assert detect(text, places(text, counting), expected=Counting("utf16", 1)).name == counting.name


def test_a_text_without_emoji_or_line_ends_of_two_teaches_nothing_about_them():
    nvivo = Counting("utf16", 2)
    assert learned(nvivo, Counting(), "ASCII") == nvivo
    assert learned(nvivo, Counting("code_points", 1), "żółw\r\n") == Counting("utf16", 1)
    assert learned(nvivo, Counting("code_points", 2), "😀") == Counting()
    assert learned(nvivo, Counting("utf8", 1, sure=False), "😀\r\n") == nvivo


def test_codings_beyond_the_end_speak_against_a_way_of_counting():
    text = "Ждала 😀 два часа"
    ends = Counting("utf8").ruler(text).total
    assert detect(text, [(11, ends), (11, ends)]).unit == "utf8"


def test_positions_outside_of_a_text_stay_as_far_outside():
    ruler = Counting("utf16").ruler("😀a")
    assert ruler.to_points([-2, 0, 1, 2, 3, 10]).tolist() == [-2, 0, 0, 1, 2, 9]
    assert ruler.from_points([-2, 9]).tolist() == [-2, 10]
    assert ruler.is_edge([-1, 0, 1, 2, 3, 4]).tolist() == [False, True, False, True, True, False]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("code_points", "code_points+crlf2"),
        ("utf16", "utf16+crlf2"),
        ("bytes+crlf1", "bytes+crlf1"),
        ("UTF16+crlf1+last", "utf16+crlf1+last"),
    ],
)
def test_ways_of_counting_have_names(name, meant):
    assert counting_named(name).name == meant


@pytest.mark.parametrize("name", ["", "letters", "utf16+lf", "bytes+crlf3"])
def test_unknown_ways_of_counting_are_refused_with_the_names_there_are(name):
    with pytest.raises(BadValueError, match=r"bytes\+crlf1"):
        counting_named(name)


letters = st.text(st.sampled_from("aż😀ё \r\n\u0301👩\u200d"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(text=letters, data=st.data())
def test_any_place_between_characters_comes_back(text, data):
    counting = data.draw(st.sampled_from(COUNTINGS))
    ruler = counting.ruler(text)
    n = data.draw(st.integers(-3, ruler.total + 3))
    if ruler.is_edge([n])[0] or not 0 <= n <= ruler.total:
        assert ruler.from_points(ruler.to_points([n])).tolist() == [n]
    found = detect(text, [(n, n + 2)])
    assert 0 <= found.fit <= 1
