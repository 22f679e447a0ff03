from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.errors import UnknownLanguageError, UnknownNameError
from cjm_research.model.scheme import EMOTION_LABELS
from cjm_research.tagging.learnt.feeling_features import Describer, clauses_of
from cjm_research.tagging.learnt.feelings import SIGNS, feelings, feelings_of, load_feelings, weights_path
from cjm_research.tagging.learnt.linear import load_arrays

LANGUAGES = ("en", "pl", "ru")
# An angry, a happy and a frightened sentence, and one without any feeling.
ANGRY = {
    "en": "I was furious, I hate those idiots.",
    "pl": "Byłam wściekła, to skandal i oszustwo!",
    "ru": "Я была в ярости, меня бесят эти идиоты!",
}
HAPPY = {
    "en": "Thank you so much, I was so happy, I love it!",
    "pl": "Byłam przeszczęśliwa, dziękuję, jest wspaniale!",
    "ru": "Спасибо огромное, я так счастлива и рада!",
}
AFRAID = {
    "en": "I was terrified, I was so scared of losing it all.",
    "pl": "Bałam się strasznie, bałam się o dzieci.",
    "ru": "Мне было очень страшно, я боялась за детей.",
}
PLAIN = {
    "en": "The parcel was on the second shelf of the wardrobe on Tuesday.",
    "pl": "Paczka leżała we wtorek na drugiej półce w szafie.",
    "ru": "Посылка во вторник лежала на второй полке в шкафу.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_clear_feelings_are_shown_and_plain_talk_shows_none(language):
    angry, happy, afraid, plain = feelings_of(
        language, [text[language] for text in (ANGRY, HAPPY, AFRAID, PLAIN)], register="interviews"
    )
    assert angry.families["anger"] > 5 * plain.families["anger"]
    assert angry.sign == "negative"
    assert happy.shown[0] == "joy"
    assert happy.sign == "positive"
    assert afraid.shown[0] == "fear"
    assert plain.shown == ()
    assert plain.neutral > happy.neutral


@pytest.mark.parametrize("language", LANGUAGES)
def test_probabilities_are_probabilities(language):
    for text in (ANGRY[language], PLAIN[language]):
        one = feelings(language, text)
        assert tuple(one.families) == EMOTION_LABELS
        assert all(0 <= p <= 1 for p in one.families.values())
        assert tuple(one.polarity) == SIGNS
        assert math.isclose(sum(one.polarity.values()), 1, abs_tol=1e-6)
        assert math.isclose(sum(one.registers.values()), 1, abs_tol=1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_quote_the_words_that_weigh_most(language):
    text = AFRAID[language]
    one = feelings(language, text, register="interviews")
    quoted = {text[start:end].lower() for start, end in one.words["fear"]}
    assert quoted & {"terrified", "scared", "bałam", "страшно", "боялась"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_place_is_the_sentence_with_the_feeling(language):
    text = f"{PLAIN[language]} {AFRAID[language]} {PLAIN[language]}"
    one = feelings(language, text, register="interviews")
    start, end = one.place("fear")
    assert len(PLAIN[language]) < start < end <= len(PLAIN[language]) + 1 + len(AFRAID[language])
    with pytest.raises(UnknownNameError, match="disgust"):
        one.place("disgust")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_said_shows_nothing(language, text):
    one = feelings(language, text)
    assert (one.shown, one.sign) == ((), "neutral")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["😡😡😡", "...", "!!!", "_", "e\u0301 \u200d", "a" * 5000, "ha " * 20_000])
def test_odd_texts_are_judged_without_trouble(language, text):
    one = feelings(language, text)
    for family in one.shown:
        start, end = one.place(family)
        assert 0 <= start < end <= len(text)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from(LANGUAGES))
def test_quoted_places_lie_in_the_text(text, language):
    one = feelings(language, text)
    for family in one.shown:
        for start, end in (one.place(family), *one.words[family]):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_judged_alike_alone_and_in_a_list(language):
    texts = [ANGRY[language], HAPPY[language], PLAIN[language]]
    for text, one in zip(texts, feelings_of(language, texts), strict=True):
        alone = feelings(language, text)
        assert alone.shown == one.shown
        assert np.allclose(list(alone.families.values()), list(one.families.values()), atol=1e-5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_one_source_share_their_register(language):
    texts = [ANGRY[language], HAPPY[language], PLAIN[language]] * 5
    found = feelings_of(language, texts, together=True)
    assert all(one.registers == found[0].registers for one in found)
    assert feelings_of(language, []) == []


def test_unknown_names_say_what_is_known():
    with pytest.raises(UnknownLanguageError, match="en, pl, ru"):
        feelings("xx", "text")
    with pytest.raises(UnknownNameError, match="interviews"):
        feelings("en", "text", register="sonnets")


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_small_and_hold_no_objects(language):
    assert weights_path(language).stat().st_size <= 1_500_000
    assert all(array.dtype != object for array in load_arrays(weights_path(language)).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_register_judges_polarity_and_interviews_know_every_family(language):
    model = load_feelings(language)
    assert all(None not in model.columns(name) for name in ("is negative", "is neutral", "is positive"))
    at = model.registers.index("interviews")
    assert all(model.columns(family)[at] is not None for family in EMOTION_LABELS)


def test_denied_words_are_marked_up_to_the_next_comma():
    one = Describer(lambda form: (form,), frozenset({"not"}))
    assert one.item("I am not at all happy, really glad")["denied"] == ["at", "all", "happy"]
    assert one.item("I don't like it")["denied"] == ["like", "it"]


def test_clauses_cover_the_text_in_order():
    one = Describer(lambda form: (form,), frozenset())
    text = "Well, it was late. I rang them, twice, and nobody came!"
    pieces = one.pieces(text)
    ranges = clauses_of(text, pieces)
    assert [start for start, _end in ranges][1:] == [end for _start, end in ranges][:-1]
    assert (ranges[0][0], ranges[-1][1]) == (0, len(pieces))
    assert [text[pieces[a].start : pieces[b - 1].end] for a, b in ranges] == [
        "Well, it was late.",
        "I rang them,",
        "twice, and nobody came!",
    ]
