"""How the learnt part is made: lessons, folds, out-of-fold rows, thresholds, links; on a corpus of a few sentences."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cjm_research.model import Transcript, TranscriptCoding, Utterance
from cjm_research.tagging.learnt.learning import (
    NETWORKS,
    FirstStep,
    Lesson,
    best_thresholds,
    by_lesson,
    fit_link,
    fit_network,
    folds_of,
    judged_spans,
    lesson_of,
    matches,
    networks_out_of_fold,
    overlaps,
    place_of,
    school_of,
    second_odds,
    table_of,
)
from cjm_research.tagging.learnt.moments import BARRIER, FOUND, Found

LANGUAGES = ("en", "pl", "ru")
STUDIES = ("bank", "gym", "shop")
PAIN, JOY = FOUND.index("pain_point"), FOUND.index("emotion")
# A plain piece, trouble, a feeling, a barrier; every study says them in an order of its own.
SAID = {
    "en": ("It was Monday", "the app kept crashing", "I was so happy", "so I gave up the order"),
    "pl": (
        "To był poniedziałek",
        "aplikacja ciągle się zawieszała",
        "byłam taka szczęśliwa",
        "więc nie złożyłam zamówienia",
    ),
    "ru": ("Это был понедельник", "приложение постоянно зависало", "я была так счастлива", "и я бросила заказ"),
}
KIND_OF = {1: "pain_point", 2: "emotion", 3: "barrier"}
ORDERS = ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0))


def interview(language: str, order: tuple[int, ...], *, coded: bool = True, name: str = "x") -> Transcript:
    """One answer whose pieces come in this order, coded as KIND_OF says."""
    said = SAID[language]
    utterances = (Utterance(role="interviewer", text="?"), Utterance(text=", ".join(said[i] for i in order) + "."))
    codings = tuple(TranscriptCoding(u=1, quote=said[i], kind=KIND_OF[i]) for i in order if coded and i in KIND_OF)
    return Transcript(id=name, language=language, utterances=utterances, codings=codings)


@cache
def lessons(language: str, uncoded: str = "") -> tuple[Lesson, ...]:
    """Four interviews of each study; those of the study `uncoded` have no codings."""
    return tuple(
        lesson_of(interview(language, order, coded=study != uncoded), study) for study in STUDIES for order in ORDERS
    )


@cache
def step(language: str, uncoded: str = "") -> FirstStep:
    return FirstStep(lessons(language, uncoded))


def rows_of(study: str, language: str = "en") -> np.ndarray:
    return step(language).studies == study


FOLD = {study: number for number, study in enumerate(STUDIES)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_knows_which_pieces_hold_which_kind(language):
    lesson = lesson_of(interview(language, ORDERS[0]), "gym")
    assert lesson.study == "gym"
    assert len(lesson.units) == 4
    assert lesson.targets["pain_point"].tolist() == [0, 1, 0, 1]
    assert lesson.targets[BARRIER].tolist() == [0, 0, 0, 1]
    assert lesson.targets["emotion"].tolist() == [0, 0, 1, 0]
    assert not any(lesson.targets[kind].any() for kind in FOUND if kind not in ("pain_point", "emotion"))
    text = lesson.transcript.utterances[1].text
    assert [(u, text[start:end], kind) for u, start, end, kind in lesson.gold] == [
        (1, SAID[language][i], KIND_OF[i]) for i in (1, 2, 3)
    ]


def test_a_coding_of_another_utterance_is_no_coding_of_this_one():
    base = interview("en", ORDERS[0])
    twice = base.model_copy(update={"utterances": (*base.utterances, base.utterances[1])})
    lesson = lesson_of(twice)
    assert lesson.targets["emotion"].tolist() == [0, 0, 1, 0] + [0] * 4


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((0, 10), (5, 15), True),
        ((0, 10), (6, 16), False),
        ((0, 100), (40, 50), True),
        ((0, 100), (95, 115), False),
        ((0, 10), (10, 20), False),
        ((0, 1), (0, 1), True),
    ],
)
def test_ranges_overlap_where_they_share_half_of_the_shorter_one(one, other, shared):
    assert overlaps(*one, *other) is overlaps(*other, *one) is shared


def test_studies_of_each_language_take_turns_in_the_folds():
    both = [*lessons("en"), *lessons("pl")]
    assert folds_of(both, 2) == {"bank": 0, "gym": 1, "shop": 0}
    assert folds_of(both) == folds_of(both[::-1]) == FOLD
    other = [replace(lesson, study=lesson.study + " pl") for lesson in lessons("pl")]
    assert folds_of([*lessons("en"), *other], 3)["bank pl"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_step_learns_its_lessons(language):
    model = step(language).model()
    assert model.outputs == (*FOUND, BARRIER)
    odds = model.log_odds(step(language).items)
    for kind, column in (("pain_point", PAIN), ("emotion", JOY), (BARRIER, len(FOUND))):
        held = step(language).targets[kind].astype(bool)
        assert odds[held, column].min() > odds[~held, column].max(), kind
    # What nobody ever coded is unlikely everywhere.
    assert (odds[:, FOUND.index("goal")] < -5).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_out_of_fold_rows_come_from_the_model_that_has_not_seen_their_study(language):
    odds, models = step(language).out_of_fold(FOLD)
    assert sorted(models) == [0, 1, 2]
    for study, number in FOLD.items():
        rows = rows_of(study, language)
        items = [item for item, here in zip(step(language).items, rows, strict=True) if here]
        assert np.allclose(models[number].log_odds(items), odds[rows], atol=1e-4)


@pytest.mark.parametrize("study", STUDIES)
def test_codings_of_a_study_do_not_change_what_is_said_of_it_out_of_fold(study):
    before, _models = step("en").out_of_fold(FOLD)
    after, _models = step("en", study).out_of_fold(FOLD)
    rows = rows_of(study)
    assert np.array_equal(before[rows], after[rows])
    assert not np.allclose(before[~rows], after[~rows])


@cache
def school(uncoded: str = ""):
    return school_of(lessons("en", uncoded), FOLD)


def test_a_school_standardises_its_features():
    one = school()
    inputs = one.inputs[:, : one.table.shape[1]]
    assert np.allclose(inputs.mean(axis=0), 0, atol=1e-5)
    assert (one.spread > 0).all()
    assert one.targets.shape == (len(one.step.studies), len(FOUND))
    assert (one.targets[:, PAIN] == one.step.targets["pain_point"]).all()
    assert one.language == "en"


def test_the_table_is_made_interview_by_interview():
    one = school()
    first = lessons("en")[0]
    n = len(first.units)
    assert np.allclose(table_of([first], one.odds[:n]), one.table[:n])
    assert [len(rows) for _lesson, rows in by_lesson(one.lessons, one.odds)] == [n] * 12


def test_an_interview_without_a_word_is_no_trouble():
    silent = lesson_of(Transcript(id="x", language="en", utterances=(Utterance(text="…"),)), "gym")
    one = school()
    assert np.allclose(table_of([silent, *lessons("en")], one.odds), one.table)
    assert judged_spans([silent], one.odds[:0], dict.fromkeys(FOUND, 0.0)) == []


@cache
def network_of_two():
    rng = np.random.default_rng(0)
    table = rng.normal(size=(2000, 6)).astype(np.float32)
    targets = np.zeros((2000, len(FOUND)), dtype=int)
    targets[:, PAIN] = table[:, 0] > 0
    targets[:, JOY] = table[:, 1] < 0
    return fit_network(table, targets), table, targets


def test_the_network_learns_what_is_plain_to_see():
    network, table, targets = network_of_two()
    odds = network.log_odds(table)
    assert odds.shape == targets.shape
    for kind in (PAIN, JOY):
        held = targets[:, kind] == 1
        assert odds[held, kind].mean() > odds[~held, kind].mean() + 1
    assert (odds[:, FOUND.index("goal")] < -1).all()


def test_several_networks_stand_side_by_side():
    network, _table, _targets = network_of_two()
    assert network.hidden.shape[1] % NETWORKS == 0
    assert network.hidden.shape[1] == len(network.hidden_bias) == len(network.output)


def test_the_same_lessons_make_the_same_network():
    _network, table, targets = network_of_two()
    one, other = (fit_network(table[:60], targets[:60]) for _ in range(2))
    assert (one.hidden == other.hidden).all()
    assert (one.output == other.output).all()


def test_the_network_of_a_fold_has_not_seen_the_codings_of_its_study():
    one = school()
    kept = ~rows_of("gym")
    odds = second_odds(one, networks_out_of_fold([one], FOLD), FOLD)
    assert odds.shape == one.targets.shape
    by_hand = fit_network(one.inputs[kept], one.targets[kept])
    assert np.allclose(odds[~kept], by_hand.log_odds(one.inputs[~kept]))


def span(kind: str, first: int, end: int, odds: float = 1.0) -> Found:
    return Found(kind, first, end, odds, first)


def test_a_coding_matches_one_span_the_one_that_shares_most():
    lesson = lesson_of(interview("en", ORDERS[0]))
    # The coded feeling is piece 2: one span holds it alone, the other begins there and goes on.
    alone, further = span("emotion", 2, 3), span("emotion", 2, 4)
    assert [right for _one, right in matches(lesson, [alone, further])] == [True, False]
    assert sum(right for _one, right in matches(lesson, [alone, alone])) == 1


def test_a_span_matches_one_coding():
    lesson = lesson_of(interview("en", (1, 3, 0, 2)))
    # Both pieces are coded, the second one is longer: the span that holds both takes that, largest share first.
    whole, first, second = span("pain_point", 0, 2), span("pain_point", 0, 1), span("pain_point", 1, 2)
    assert [right for _one, right in matches(lesson, [whole])] == [True]
    assert [right for _one, right in matches(lesson, [whole, first])] == [True, True]
    assert [right for _one, right in matches(lesson, [whole, second])] == [True, False]
    assert sum(right for _one, right in matches(lesson, [whole, first, second])) == 2


def test_matches_need_the_kind_and_count_a_barrier_as_a_pain_point():
    lesson = lesson_of(interview("en", ORDERS[0]))
    spans = [span("need", 2, 3), span("pain_point", 3, 4), span("pain_point", 0, 1)]
    assert [right for _one, right in matches(lesson, spans)] == [False, True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_of_a_span_is_that_of_its_words(language):
    lesson = lesson_of(interview(language, ORDERS[0]))
    start, end = place_of(lesson, span("emotion", 1, 3))
    assert lesson.transcript.utterances[1].text[start:end] == ", ".join(SAID[language][1:3])


def odds_of(values: dict[int, list[float]], n: int) -> np.ndarray:
    odds = np.full((n, len(FOUND)), -50.0)
    for column, said in values.items():
        odds[:, column] = said
    return odds


def test_judged_spans_know_their_study_and_whether_they_are_right():
    lesson = lesson_of(interview("en", ORDERS[0]), "gym")
    judged = judged_spans([lesson], odds_of({JOY: [2, -9, 3, -9]}, 4), dict.fromkeys(FOUND, 0.0))
    assert [(one.kind, one.odds, one.right, one.study) for one in judged] == [
        ("emotion", 2.0, False, "gym"),
        ("emotion", 3.0, True, "gym"),
    ]


def test_the_threshold_of_the_highest_f1_is_found():
    # Feelings: right ones at 2, wrong ones at 0; trouble: right ones (two apart) at -1, wrong ones never above -4.
    lesson = lesson_of(interview("en", (1, 0, 3, 2)))
    odds = odds_of({JOY: [0, -9, -9, 2], PAIN: [-1, -4, -1, -4]}, 4)
    grid = np.arange(-6, 4, 0.5)
    best = best_thresholds([lesson] * 5, np.vstack([odds] * 5), grid)
    assert 0 < best["emotion"] <= 2
    assert -4 < best["pain_point"] <= -1
    assert set(best) == set(FOUND)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_link_finds_the_shares_that_the_data_have(seed):
    rng = np.random.default_rng(seed)
    odds = rng.uniform(-4, 4, 20_000)
    share = 1 / (1 + np.exp(-(odds - 0.5) / 1.5))
    link = fit_link(odds, rng.random(20_000) < share)
    for at in (-3, -1, 0, 0.5, 1, 3):
        assert link(at) == pytest.approx(1 / (1 + np.exp(-(at - 0.5) / 1.5)), abs=0.04)
    assert (np.diff(link.share) >= 0).all()


def test_a_link_never_says_never_or_always():
    odds = np.linspace(-3, 3, 60)
    link = fit_link(odds, odds > 0)
    assert 0 < link(-99) < 0.3
    assert 0.7 < link(99) < 1


def test_a_link_of_falling_shares_is_flat():
    odds = np.linspace(-3, 3, 600)
    link = fit_link(odds, odds < 0)
    assert link(-3) == pytest.approx(link(3))
    assert link(0) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("right", "share"), [([], 0.5), ([True, True, False, True], 0.75)])
def test_few_spans_share_one_share(right, share):
    link = fit_link(np.linspace(0, 1, len(right)), np.array(right, dtype=bool))
    assert link(-5) == link(5) == share


def test_equal_odds_are_one_bin():
    link = fit_link(np.zeros(50), np.array([True] * 20 + [False] * 30))
    assert link(0.0) == pytest.approx(21 / 52)
