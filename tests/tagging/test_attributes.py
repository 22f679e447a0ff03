"""Label, valence and stage of found spans: right on plain talk, the same every time, never outside the scheme."""

from __future__ import annotations

import numpy as np
import pytest

from cjm_research.model.scheme import LABELS
from cjm_research.tagging.learnt import attributes
from cjm_research.tagging.learnt.attributes import around, leaning, load_attributes, valence_of, weights_file, worth
from cjm_research.tagging.learnt.surroundings import Language
from cjm_research.tagging.learnt.word_lists import WordLists
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import Candidate, Turn, reading_of
from cjm_research.tagging.rules.lexicon import STAGES

CALLED = {
    "en": ("What happened then?", "I rang their hotline twice and nobody picked up, I was furious."),
    "pl": ("Co było potem?", "Dzwoniłam na infolinię dwa razy i nikt nie odebrał, byłam wściekła."),
    "ru": ("Что было потом?", "Я звонила на горячую линию два раза, никто не ответил, я была в ярости."),
}
GLAD = {"en": "I was so happy.", "pl": "Byłam taka szczęśliwa.", "ru": "Я была так счастлива."}
LANGUAGES = sorted(CALLED)


def turns(language: str, *texts: str) -> list[Turn]:
    """Question and answer in turn."""
    nlp = load_pipeline(language)
    return [Turn(number % 2 == 1, text, reading_of(nlp(text))) for number, text in enumerate(texts)]


def learnt(kind: str, start: int, end: int) -> Candidate:
    """A span that no rule found."""
    return Candidate(start, end, kind, None, None, None, 0.5)


def described(language: str, texts: tuple[str, ...], *spans: Candidate) -> list[Candidate]:
    interview = turns(language, *texts)
    interview[1].reading.candidates = list(spans)
    load_attributes(language).describe(interview, "customer")
    return interview[1].reading.candidates


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_a_phone_contact_though_no_rule_found_the_span(language):
    span = described(language, CALLED[language], learnt("touchpoint", 0, 5))[0]
    assert span.label == "phone"
    assert span.valence in range(-2, 3)
    assert span.stage in STAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_fury_is_anger_and_happiness_joy(language):
    answer = CALLED[language][1]
    n = len(reading_of(load_pipeline(language)(answer)).words)
    angry = described(language, CALLED[language], learnt("emotion", n - 3, n))[0]
    glad = described(language, ("?", GLAD[language]), learnt("emotion", 0, 3))[0]
    assert (angry.label, np.sign(angry.valence)) == ("anger", -1)
    assert (glad.label, np.sign(glad.valence)) == ("joy", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_kinds_get_a_stage_and_nothing_else(language):
    spans = described(language, CALLED[language], learnt("pain_point", 4, 8), learnt("action", 0, 4))
    assert all(span.stage in STAGES for span in spans)
    assert [(span.label, span.valence) for span in spans] == [(None, None)] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_those_of_the_kind(language):
    learned = load_attributes(language)
    for kind, model in learned.labels.items():
        assert set(model.outputs) <= set(LABELS[kind])
    assert learned.stages
    assert set(learned.stages.outputs) == set(STAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_spans_are_described_alike_together_and_alone(language):
    together = described(language, CALLED[language], learnt("touchpoint", 0, 5), learnt("touchpoint", 0, 3))
    alone = described(language, CALLED[language], learnt("touchpoint", 0, 5))
    assert (together[0].label, together[0].valence) == (alone[0].label, alone[0].valence)


def test_without_learnt_figures_the_word_of_the_rules_stands(monkeypatch, tmp_path):
    monkeypatch.setattr(attributes, "weights_file", lambda language: tmp_path / f"{language}.npz")
    load_attributes.cache_clear()
    try:
        interview = turns("en", *CALLED["en"])
        interview[1].reading.candidates = [Candidate(0, 4, "touchpoint", "phone", None, None, 0.5)]
        load_attributes("en").describe(interview, "customer")
        span = interview[1].reading.candidates[0]
    finally:
        load_attributes.cache_clear()
    assert (span.label, span.valence) == ("phone", 0)
    assert span.stage in STAGES


def test_an_interview_without_answers_or_spans_is_fine():
    load_attributes("en").describe([], "customer")
    load_attributes("en").describe(turns("en", "Anything else?", ""), "customer")


def test_the_learnt_figures_are_small():
    assert all(weights_file(language).stat().st_size <= 2_000_000 for language in LANGUAGES)


def test_sign_comes_before_size():
    # -1 is the likeliest single value, but +1 and +2 together are likelier.
    odds = np.log(np.array([[0.02, 0.38, 0.1, 0.26, 0.24]]))
    assert valence_of(odds, ("-2", "-1", "0", "1", "2")) == [1]


def test_an_unclear_answer_leans_towards_the_stage_of_its_neighbours():
    sure, unclear = np.log([0.96, 0.02, 0.02]), np.log([1 / 3] * 3)
    stay = np.log(np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]) * 3)
    leaning = around(np.array([sure, unclear, sure]), np.array([0, 1, 2]), 3, stay)
    assert np.argmax(unclear + leaning[1]) == 0


def test_an_answer_without_spans_says_nothing_but_passes_on():
    sure = np.log([[0.96, 0.02, 0.02]])
    stay = np.log(np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]]) * 3)
    leaning = around(sure, np.array([0]), 3, stay)
    assert np.argmax(leaning[2]) == 0


SAME_IDEA = {"en": "colleagues", "pl": "koleżanki", "ru": "коллеге"}


def test_an_idea_has_one_name_in_three_languages():
    found = {language: set(WordLists(language).ideas([word])[0]) for language, word in SAME_IDEA.items()}
    assert all("touchpoint:word_of_mouth" in ideas for ideas in found.values())


@pytest.mark.parametrize(
    ("language", "forms", "idea"),
    [
        ("en", ["next", "door"], "touchpoint:word_of_mouth/neighbour"),
        ("pl", ["nie", "ufam"], "emotion:trust/distrust"),
        ("ru", ["не", "верил"], "emotion:trust/distrust"),
    ],
)
def test_two_words_in_a_row_are_one_idea(language, forms, idea):
    lists = WordLists(language)
    assert idea in lists.ideas(forms)[0]
    assert idea not in lists.ideas(forms[:1])[0]


@pytest.mark.parametrize(
    ("language", "text", "idea"),
    [
        ("en", "a lump in my throat", "emotion:sadness/low"),
        ("pl", "no i opadły mi ręce", "emotion:sadness/low"),
        ("pl", "ręce mi opadły", "emotion:sadness/low"),
        ("ru", "прямо камень с души упал", "emotion:relief/weight off"),
    ],
)
def test_a_turn_of_speech_is_one_idea_whatever_the_order_of_its_words(language, text, idea):
    forms = text.split()
    lists = WordLists(language)
    assert idea in {name for ideas in lists.ideas(forms) for name in ideas}
    assert idea not in {name for form in forms for name in lists.ideas([form])[0]}


def test_words_of_a_turn_of_speech_that_stand_far_apart_are_none():
    forms = ["ręce", *["a"] * 6, "opadły"]
    assert "emotion:sadness/low" not in {name for ideas in WordLists("pl").ideas(forms) for name in ideas}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_span_whose_label_is_unsure_is_dropped_on_request(language):
    turn = turns(language, *CALLED[language])
    clear, unclear = learnt("touchpoint", 0, 5), learnt("touchpoint", 5, 6)
    clear.score, unclear.score = 0.6, 0.05
    other = learnt("action", 0, 4)
    learned = load_attributes(language)
    for sure_only, kept in ((False, [clear, unclear, other]), (True, [clear, other])):
        turn[1].reading.candidates = [clear, unclear, other]
        learned.describe(turn, "customer", sure_only=sure_only)
        assert turn[1].reading.candidates == kept
    assert 0 < clear.score < 1
    assert other.score == 0.5


def test_a_surer_label_makes_a_kept_span_likelier():
    sure = load_attributes("en").sure["touchpoint"]
    assert sure.of(0.5, 0.9) > sure.of(0.5, 0.4)
    assert sure.of(0.8, 0.5) > sure.of(0.3, 0.5)
    assert worth(0.5, 0.9) > worth(0.5, 0.4)


def test_a_likely_family_leans_towards_its_usual_sign():
    usual = np.array([[0.9, 0.1], [0.1, 0.9]])
    assert np.argmax(leaning(np.log([[0.8, 0.2], [0.2, 0.8]]), usual), axis=1).tolist() == [0, 1]
    assert not leaning(np.log([[0.8, 0.2]]), None).any()


def test_a_short_stem_is_no_beginning_of_a_longer_word():
    assert "touchpoint:advertising/advert" in WordLists("en").ideas(["ad"])[0]
    assert WordLists("en").ideas(["adamant"])[0] == []


def test_every_line_of_the_word_lists_has_words_in_three_languages():
    for language in LANGUAGES:
        lists = WordLists(language)
        assert len(lists.ideas(["x"])) == 1
    folder = weights_file("en").parents[1] / "word_lists"
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [line for line in lines if line and line[0] not in "#["]
    assert len(rows) > 80
    assert all(len([cell for cell in row.split("|") if cell.strip()]) == 4 for row in rows)


def test_a_language_without_lists_has_no_ideas():
    assert WordLists("de").ideas(["freund", "post"]) == [[], []]
    assert Language.load("de").lists.ideas(["freund"]) == [[]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_without_marks_is_described_in_time_that_grows_with_its_length(language):
    answer = " ".join([CALLED[language][1].replace(",", "").replace(".", "")] * 60)
    interview = turns(language, "?", answer)
    n = len(interview[1].reading.words)
    interview[1].reading.candidates = [learnt("touchpoint", i, i + 4) for i in range(0, n - 5, 5)]
    load_attributes(language).describe(interview, "customer")
    assert all(span.label for span in interview[1].reading.candidates)
