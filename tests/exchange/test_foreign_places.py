"""Positions in the units of other tools become code points, and places that do not fit are listed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.errors import BadValueError
from cjm_research.exchange.losses import Loss
from cjm_research.exchange.other_tools.places import (
    Counting,
    Placing,
    Ruler,
    counting_named,
    countings,
    find_counting,
)
from tests.exchange.foreign_samples import INTERVIEWS, LANGUAGES, QUOTES

ALL = countings(("code_points", "utf16", "bytes", "graphemes"))
LETTERS = st.text(st.sampled_from("aż ё😀\u0301\u200d👍🏽🇵🇱\r\n."), max_size=25)


def widths(text: str, counting: Counting) -> int:
    """How many units the text has, reckoned in another way than the ruler does."""
    if counting.line_end == 1:
        text = text.replace("\r\n", "\n")
    return {"code_points": len(text), "utf16": len(text.encode("utf-16-le")) // 2, "bytes": len(text.encode())}[
        counting.unit
    ]


@settings(max_examples=50, deadline=None)
@given(LETTERS, st.sampled_from([counting for counting in ALL if counting.unit != "graphemes"]))
def test_every_code_point_has_the_position_that_its_tool_counts(text, counting):
    ruler = Ruler(text, counting)
    for at in range(len(text) + 1):
        if text[at - 1 : at + 1] == "\r\n" and at:
            continue
        assert ruler.mark(at) == widths(text[:at], counting)
        assert ruler.point(ruler.mark(at)) == at
    assert ruler.point(-1) is None
    assert ruler.point(ruler.mark(len(text)) + 1) is None


@pytest.mark.parametrize(
    ("text", "n"),
    [("cafe\u0301", 4), ("👍🏽!", 2), ("🇵🇱🇷🇺", 2), ("👩\u200d💻", 1), ("a\r\nb", 3), ("й", 1), ("и\u0306", 1), ("", 0)],
)
def test_letters_are_counted_as_readers_see_them(text, n):
    assert Ruler(text, Counting("graphemes")).mark(len(text)) == n


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("cafe\u0301 x", 0, 4, "cafe\u0301"),
        ("cafe\u0301 x", 4, 6, " x"),
        ("👨\u200d👩 ok", 0, 1, "👨\u200d👩"),
        ("👨\u200d👩 ok", 2, 4, "ok"),
        ("🇵🇱🇷🇺", 1, 2, "🇷🇺"),
        ("a\r\nb", 1, 2, "\r\n"),
        ("a\r\nb", 2, 3, "b"),
    ],
)
def test_words_begin_and_end_between_letters_as_readers_see_them(text, start, end, words):
    assert Ruler(text, Counting("graphemes")).slice(start, end) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("counting", ALL, ids=lambda counting: counting.name)
def test_counting_is_found_by_quoted_words(language, counting):
    text = "\r\n".join(INTERVIEWS[language])
    ruler = Ruler(text, counting)
    places = []
    for quote in QUOTES[language]:
        at = text.index(quote)
        places.append((ruler.mark(at), ruler.mark(at + len(quote)), quote))
    found = find_counting(text, places, ALL)
    assert [Ruler(text, found).slice(start, end) for start, end, _quote in places] == list(QUOTES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_counting_is_found_by_the_edges_of_words_where_nothing_is_quoted(language):
    text = "\n".join(INTERVIEWS[language])
    ruler = Ruler(text, Counting("utf16"))
    words = [word for word in text.replace("<", " ").split() if word.isalpha()][3:]
    places = [(ruler.mark(text.index(word)), ruler.mark(text.index(word) + len(word)), "") for word in words]
    assert find_counting(text, places, ALL).unit == "utf16"


def placed(text, start, end, quote="", counting=Counting()):  # noqa: B008
    losses: list[Loss] = []
    place = Placing(text, counting, "a.txt", losses).place(start, end, quote)
    return place, [loss.fate for loss in losses]


def test_words_that_are_quoted_are_found_where_they_stand_once():
    assert placed("one two three", 0, 3, "two") == ((4, 7), ["changed"])
    assert placed("one two two", 0, 3, "two") == ((0, 3), ["changed"])
    assert placed("one two three", "x", None, "two") == ((4, 7), ["changed"])
    assert placed("one  two", 0, 8, "one two") == ((0, 8), [])


def test_places_outside_the_text_are_cut_or_listed_as_lost():
    assert placed("one two", 4, 99) == ((4, 7), ["changed"])
    assert placed("one two", 40, 99) == (None, ["dropped"])
    assert placed("one two", 5, 2) == (None, ["dropped"])
    assert placed("one two", 2.5, True) == (None, ["dropped"])
    assert placed("one two", 3, 3) == ((3, 3), [])


def test_a_place_within_a_letter_means_the_whole_letter():
    assert placed("aż!", 2, 4, counting=Counting("bytes")) == ((1, 3), ["changed"])
    assert placed("aż!", 0, 2, counting=Counting("bytes")) == ((0, 2), ["changed"])


def test_countings_have_names():
    assert counting_named("utf16+crlf1") == Counting("utf16", 1)
    assert all(counting_named(counting.name) == counting for counting in ALL)
    with pytest.raises(BadValueError, match="utf16"):
        counting_named("utf-7")
