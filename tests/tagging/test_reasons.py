"""Reasons in plain words: no identifier of a rule, three languages."""

from __future__ import annotations

import pytest

from cjm_research.i18n import using_language
from cjm_research.tagging.reasons import reason_in_words


def test_reason_names_the_kind_the_words_and_how_often_it_is_right():
    said = reason_in_words("pain_point", ["nobody picked up"], "rule", 0.62)
    assert said == "Pain point: the words “nobody picked up” are a sign of it. Seen right in 62% of such cases."


def test_one_word_is_a_word():
    assert reason_in_words("emotion", ["livid"], label="anger") == "Emotion (Anger): the word “livid” is a sign of it."


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
@pytest.mark.parametrize("origin", ["rule", "model", "both"])
@pytest.mark.parametrize("words", [[], ["queue"], ["three times", "on hold"]])
def test_every_reason_quotes_its_words_and_shows_no_identifier(language, origin, words):
    with using_language(language):
        said = reason_in_words("success_point", words, origin, 0.5, label="support_service")
    assert all(word in said for word in words)
    assert "_" not in said
    assert "{" not in said
    assert said.endswith(".")


def test_origins_are_told_apart():
    assert len({reason_in_words("need", ["must"], origin) for origin in ("rule", "model", "both")}) == 3


def test_words_inside_other_words_and_repeats_are_not_quoted_again():
    said = reason_in_words("pain_point", ["times", "three times", "on hold", "three times", " ", "a", "b"])
    assert said == "Pain point: the words “three times”, “on hold”, “a” are a sign of it."


def test_distrust_is_told_from_trust():
    assert "Distrust" in reason_in_words("emotion", ["hm"], label="trust", valence=-1)


def test_percentages_are_written_as_the_language_does():
    for language, shown in (("en", "62%"), ("ru", "62\u00a0%"), ("pl", "62%"), ("en", "62%")):
        with using_language(language):
            assert shown in reason_in_words("need", ["must"], share=0.619)


def test_words_that_differ_by_case_alone_are_named_once():
    assert reason_in_words("pain_point", ["In the end", "in the end"]).count("the end") == 1
