"""Change between waves: the same people, different people, and what is refused."""

from __future__ import annotations

import pytest

from cjm_research.errors import BadValueError
from cjm_research.i18n import LANGUAGES, using_language
from cjm_research.measures import percent_of_maximum
from cjm_research.measures.satisfaction import satisfaction
from cjm_research.measures.waves import compare_waves, paired_change
from cjm_research.model import Instrument

RATING = Instrument.of("rating", low=1, high=10)
BEFORE = {"a": 3, "b": 4, "c": 2, "d": 3, "e": 3, "f": 5, "g": 2, "h": 3}
AFTER = {"a": 8, "b": 7, "c": 8, "d": 9, "e": 8, "f": 7, "g": 3, "h": 8}


def waves(first, second, instrument=RATING):
    return satisfaction(instrument, first, wave="at purchase"), satisfaction(instrument, second, wave="after")


def test_three_at_purchase_and_eight_after_are_55_6_points():
    first, second = (percent_of_maximum(value, 1, 10) for value in (3, 8))
    assert round(second - first, 1) == 55.6
    found = compare_waves(*waves({"a": 3.0}, {"a": 8.0}), seed=1)
    assert round(found.second.percent - found.first.percent, 1) == 55.6


def test_people_who_answered_twice_are_compared_with_themselves():
    found = compare_waves(*waves(BEFORE, {**AFTER, "new": 1}), seed=1)
    assert found.is_paired
    assert found.paired.n == 8
    change, (low, high) = found.change
    assert change == pytest.approx(sum(AFTER[who] - BEFORE[who] for who in BEFORE) / 8)
    assert 0 < low < change < high
    assert (found.paired.improved, found.paired.worsened) == (8, 0)
    assert compare_waves(*waves(BEFORE, {**AFTER, "new": 1}), seed=1) == found


def test_different_people_are_compared_as_groups():
    found = compare_waves(*waves(BEFORE, {f"{who}2": value for who, value in AFTER.items()}), seed=1)
    assert found.paired is None
    change, (low, high) = found.change
    assert low < change < high
    assert change == pytest.approx(found.second.mean - found.first.mean)


@pytest.mark.parametrize(
    "other",
    [
        Instrument.of("rating", low=1, high=5),
        Instrument.of("csat"),
        Instrument.of("rating", low=1, high=10, touchpoint="phone"),
        RATING.model_copy(update={"higher_is_better": False}),
    ],
)
def test_other_instruments_and_scales_are_refused(other):
    first, second = satisfaction(RATING, {"a": 3}, wave="1"), satisfaction(other, {"a": 4}, wave="2")
    with pytest.raises(BadValueError, match=r"different instruments.*percent of the maximum and without a test"):
        compare_waves(first, second, seed=1)


def test_a_wave_is_not_compared_with_itself():
    first, _second = waves(BEFORE, AFTER)
    with pytest.raises(BadValueError, match="name two waves"):
        compare_waves(first, first, seed=1)


@pytest.mark.parametrize("kind", ["csat", "nps"])
def test_change_of_shares_and_scores_is_in_points(kind):
    instrument = Instrument.of(kind)
    good, bad = float(instrument.high), float(instrument.low)
    first = {f"p{n}": bad if n < 6 else good for n in range(10)}
    second = {f"p{n}": bad if n < 2 else good for n in range(10)}
    found = compare_waves(*waves(first, second, instrument), seed=3)
    assert found.change[0] == pytest.approx(40 if kind == "csat" else 80)
    assert found.difference == pytest.approx(found.change[0])
    assert found.difference_interval[0] < found.difference < found.difference_interval[1]


def test_a_fall_of_effort_is_an_improvement():
    found = paired_change(Instrument.of("ces1"), {"a": 5, "b": 4}, {"a": 2, "b": 4}, seed=1)
    assert (found.improved, found.worsened, found.interval) == (1, 0, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparison_is_told_in_words(language):
    with using_language(language):
        said = str(compare_waves(*waves(BEFORE, AFTER), seed=1))
    assert "at purchase" in said
    assert "8" in said


def test_more_satisfied_people_are_an_improvement_also_where_one_is_the_best_mark():
    marks = Instrument.of("csat", higher_is_better=False)
    before, after = ({f"p{n}": 4.0 if n < bad else 1.0 for n in range(20)} for bad in (18, 3))
    found = compare_waves(*waves(before, after, marks), seed=1)
    assert (found.higher_is_better, found.change[0]) == (True, 75)
    assert "it has become better" in str(found)


def test_a_change_lies_in_its_interval_also_where_all_agree():
    nps = Instrument.of("nps")
    first, second = ({f"{name}{n}": mark for n in range(7)} for name, mark in (("a", 0.0), ("b", 10.0)))
    found = compare_waves(*waves(first, second, nps), seed=1)
    assert found.difference_interval[0] < found.difference == found.difference_interval[1] == 200
    one = satisfaction(nps, {"a": 9.0}, wave="1").nps
    assert one.interval[0] < one.score == one.interval[1] == 100
