"""Spans keep their words when a text is corrected."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.model import anchors
from cjm_research.model.anchors import moved_spans

WORDS = ("delivery", "was", "late", "kurier", "żółty", "nie", "przyszedł", "доставка", "опоздала", "не", "I", "a")
ODD = ("👩‍👩‍👧", "👍🏽", "e\u0301te\u0301", "й", "и\u0306", "don't", "e-mail", "3,5", "…", "„tak”", "\u200fשלום\u200e")
SPACES = (" ", "  ", "\r\n", "\n", "\u00a0")
tokens = st.sampled_from(WORDS + ODD)
texts = st.lists(st.tuples(tokens, st.sampled_from(SPACES)), min_size=1, max_size=30)


def moved(old: str, new: str, words: str) -> str | None:
    start = old.index(words)
    (span,) = moved_spans(old, new, [(start, start + len(words))])
    return None if span is None else new[span[0] : span[1]]


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("I like cats", "I like cats", "like", "like"),
        ("I like cats", "I really like cats", "like cats", "like cats"),
        ("I like cats", "I like cats a lot", "like cats", "like cats"),
        ("I like cats", "I like big cats", "like cats", "like big cats"),
        ("I like big cats", "I like cats", "like big cats", "like cats"),
        ("I lke cats", "I like cats", "lke", "like"),
        ("the delivry was late", "the delivery was late", "vry was", "delivery was"),
        ("the delivery was late", "the delivery was late", "very was", "very was"),
        ("uh the delivery was late", "the delivery was late", "very was", "very was"),
        ("I like cat", "I like cats.", "cat", "cats"),
        ("the web site was slow", "the website was slow", "web", "website"),
        ("alot of trouble", "a lot of trouble", "alot", "a lot"),
        ("it was good, yes", "it was , yes", "good", None),
        ("it was good, yes", "it was , yes", "good,", None),
        ("one two three", "one three", "two", None),
        ("one two three", "one three", "two three", "three"),
        ("one  two   three", "one two three", "two   three", "two three"),
        ("so I called", "so, I called", "so", "so"),
        ("so I called", "so, I called", "so I", "so, I"),
        ("I called Ikia support", "I called IKEA support", "Ikia support", "IKEA support"),
        ("dont know", "don't know", "dont", "don't"),
        ("kurier nie przyszed wczoraj", "kurier nie przyszedł wczoraj", "przyszed", "przyszedł"),
        ("kupiłem butty wczoraj", "kupiłam nowe buty wczoraj", "kupiłem butty", "kupiłam nowe buty"),
        ("kupiłem butty wczoraj", "kupiłam nowe buty wczoraj", "butty", "buty"),
        ("byłem wsklepie i w domu", "byłem w sklepie i w domu", "wsklepie", "w sklepie"),
        ("byłem wsklepie i w domu", "byłem w sklepie i w domu", "domu", "domu"),
        ("нехочу ждать доставку", "не хочу ждать доставку", "нехочу", "не хочу"),
        ("я позвонил в сбер банк утром", "я позвонил в Сбербанк утром", "сбер", "Сбербанк"),
        ("ещё раз скажу", "раз скажу", "ещё", None),
        ("окна привезли поздно", "окна нам привезли очень поздно", "привезли поздно", "привезли очень поздно"),
        ("fine 👩‍👩‍👧 ok", "fine 👩‍👧 ok", "👩‍👩‍👧", "👩‍👧"),
        ("fine 👍🏽 ok", "very fine 👍🏽 ok", "👍🏽 ok", "👍🏽 ok"),
        ("first\r\nsecond line", "first\nsecond line", "second", "second"),
        ("first\r\nsecond line", "first\nsecond line", "first\r\nsecond", "first\nsecond"),
    ],
)
def test_words_take_their_codings_along(old, new, words, expected):
    assert moved(old, new, words) == expected


def test_a_text_that_did_not_change_moves_nothing_whatever_the_spans():
    spans = [(0, 0), (0, 3), (2, 2), (1, 2)]
    assert moved_spans("a b", "a b", spans) == spans


def test_an_empty_span_in_what_changed_is_lost():
    assert moved_spans("one two three", "one three", [(4, 4)]) == [None]


@given(texts, texts, st.lists(st.tuples(tokens, st.sampled_from(SPACES)), max_size=5), st.data())
@settings(max_examples=200, deadline=None)
def test_an_edit_elsewhere_keeps_the_words_and_taking_it_back_keeps_the_place(before, inside, edit, data):
    inside_text = "".join(token + space for token, space in inside[:-1]) + inside[-1][0]
    head = "".join(token + space for token, space in before)
    tail = data.draw(st.sampled_from(["", " end", "\r\nконец 👍🏽", " a a a"]))
    changed = "".join(token + space for token, space in edit)
    old, new = head + inside_text + tail, changed + head + inside_text + tail
    span = (len(head), len(head) + len(inside_text))
    (there,) = moved_spans(old, new, [span])
    assert there is not None
    assert new[slice(*there)] == inside_text
    assert moved_spans(new, old, [there]) == [span]


@given(texts, texts, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8))
@settings(max_examples=300, deadline=None)
def test_spans_stay_inside_the_text_in_order_and_without_white_space_at_their_edges(before, after, pairs):
    old, new = ("".join(t + s for t, s in part) for part in (before, after))
    spans = [(min(p), min(max(p), len(old))) for p in pairs if min(p) < min(max(p), len(old))]
    for span, there in zip(spans, moved_spans(old, new, spans), strict=True):
        if there is None:
            continue
        words, was = new[slice(*there)], old[slice(*span)]
        assert 0 <= there[0] < there[1] <= len(new)
        assert words == words.strip() or was != was.strip()


@given(texts, texts)
@settings(max_examples=150, deadline=None)
def test_spans_one_after_the_other_stay_in_order(before, after):
    old, new = ("".join(t + s for t, s in part) for part in (before, after))
    ends = [0]
    for token, space in before:
        ends.append(ends[-1] + len(token) + len(space))
    found = [span for span in moved_spans(old, new, list(pairwise(ends))) if span]
    assert found == sorted(found)


@given(st.lists(st.sampled_from("ab,"), max_size=14), st.lists(st.sampled_from("ab,"), max_size=14))
@settings(max_examples=300, deadline=None)
def test_the_shortest_edit_pairs_equal_words_and_covers_both_texts(old, new):
    at = (0, 0)
    for tag, i1, i2, j1, j2 in anchors._shortest_edit(old, new):
        assert (i1, j1) == at
        assert tag != "equal" or old[i1:i2] == new[j1:j2]
        at = (i2, j2)
    assert at == (len(old), len(new))


@pytest.mark.parametrize("words", [("a ",), ("la", " ", "tak, "), tuple(f"w{n} " for n in range(997))])
def test_a_long_turn_is_corrected_in_time(words):
    turn = ("".join(words) * 20_000)[:20_000]
    new = "changed " + turn[:9_000].rstrip() + " in the middle too " + turn[9_000:].rstrip() + " and here"
    spans = [(n, n + 20) for n in range(0, 19_000, 100)]
    began = time.perf_counter()
    found = moved_spans(turn, new, spans)
    assert time.perf_counter() - began < 2
    assert all(found)


def test_one_endless_word_is_no_danger():
    assert moved_spans("a" * 1_000_000, "b" * 1_000_000, [(5, 9)]) == [(0, 1_000_000)]
