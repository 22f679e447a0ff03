"""Known answers: R vegan `specpool(BCI)`, and the formulas of Chao at interview size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cjm_research.errors import BadValueError
from cjm_research.measures import richness_of_counts, richness_of_table
from cjm_research.measures.more_interviews import coverage_interval, forecast_new_codes
from cjm_research.measures.richness import more_interviews_for
from cjm_research.measures.saturation import mean_curve

TABLES = hnp.arrays(bool, st.tuples(st.integers(2, 12), st.integers(1, 15)))


def study_of(times, interviews):
    """A table in which each code was met so many times, spread over the interviews."""
    return np.array([[(row - 7 * at) % interviews < n for at, n in enumerate(times)] for row in range(interviews)])


def test_vegan_on_barro_colorado_island():
    found = richness_of_counts(225, 50, once=21, twice=19, incidences=4539)
    assert round(found.chao2.value, 4) == 236.3732
    assert round(found.chao2.se, 5) == 6.54361
    assert [round(end, 2) for end in found.chao2.interval] == [228.99, 257.44]
    assert round(found.chao2_corrected.value, 2) == 235.29
    assert round(found.chao2_corrected.se, 4) == 6.0423
    assert round(found.jack1.value, 2) == 245.58
    assert round(found.jack2.value, 4) == 247.8722
    assert round(225 + found.unmet * 50 / 49, 4) == 236.6053, "older vegan left out (T - 1) / T"


def test_a_study_of_twelve():
    found = richness_of_counts(40, 12, once=9, twice=6, incidences=150)
    assert round(found.estimate.value, 4) == 46.1875
    assert round(found.estimate.se, 4) == 5.4391
    assert [round(end, 2) for end in found.estimate.interval] == [41.40, 67.26]
    assert round(found.chao2_corrected.value, 4) == 44.7143
    assert round(found.coverage, 4) == 0.9465
    assert round(more_interviews_for(found, 0.95), 1) == 8.6
    assert round(more_interviews_for(found, 0.99), 1) == 22.7
    assert more_interviews_for(found, 0.8) == 0


def test_without_codes_met_twice_the_corrected_form_is_used():
    found = richness_of_counts(40, 12, once=5, twice=0, incidences=150)
    assert found.chao2 is None
    assert found.used == "chao2_corrected"
    assert round(found.estimate.value, 4) == 49.1667
    assert [round(end, 2) for end in found.estimate.interval] == [41.70, 89.32]


def test_usability_data_compared_with_lewis():
    found = richness_of_table(study_of([1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 5, 2], 6))
    assert (found.observed, found.once, found.twice, found.incidences) == (12, 8, 2, 20)
    assert round(found.chao2.value, 2) == 25.33
    assert round(found.chao2_corrected.value, 2) == 19.78


def test_nothing_met_once_means_no_sign_of_more():
    found = richness_of_counts(10, 6, once=0, twice=3, incidences=40)
    assert found.estimate.interval == (10, 10)
    assert (found.unmet, found.coverage) == (0, 1)
    assert more_interviews_for(found, 0.99) == 0


@settings(max_examples=40)
@given(TABLES)
def test_estimates_are_never_below_what_was_met(table):
    if not table.any():
        with pytest.raises(BadValueError):
            richness_of_table(table)
        return
    found = richness_of_table(table)
    low, high = found.estimate.interval
    assert found.observed <= low <= found.estimate.value <= high
    assert 0 <= found.coverage <= 1
    assert found.jack1.value >= found.observed
    assert mean_curve(table)[-1] == pytest.approx(found.observed)


def test_the_forecast_goes_on_where_the_curve_ends():
    table = study_of([1] * 9 + [2] * 6 + [4] * 15 + [6] * 10, 12)
    found, forecast = richness_of_table(table), forecast_new_codes(table, 24, seed=1)
    assert np.all(np.diff(forecast.mean) > 0)
    assert np.all((forecast.low <= forecast.mean) & (forecast.mean <= forecast.high))
    assert forecast.mean[-1] < found.unmet < forecast_new_codes(table, 400, seed=1).mean[-1] + 1e-6
    ahead = more_interviews_for(found, 0.95)
    at = forecast.mean[int(ahead) - 1], forecast.mean[int(ahead)]
    assert at[0] <= 0.95 * found.estimate.value - found.observed <= at[1]


def test_the_same_seed_gives_the_same_forecast():
    table = study_of([1] * 5 + [2] * 4 + [3] * 9, 8)
    first, again, other = (forecast_new_codes(table, 3, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.low, again.low)
    assert np.array_equal(first.high, again.high)
    assert np.array_equal(first.mean, other.mean)


def test_forecasts_come_true_as_often_as_they_say():
    random = np.random.default_rng(3)
    right = 0
    for _study in range(60):
        study = random.random((12, 70)) < random.beta(0.5, 3, 70)
        before, after = study[:10].any(axis=0), study[10:].any(axis=0)
        low, high = forecast_new_codes(study[:10], 2, seed=1, draws=200).bounds(2)
        right += low <= (after & ~before).sum() <= high
    assert right >= 54


def test_the_interval_of_coverage_holds_the_coverage():
    random = np.random.default_rng(8)
    right = 0
    for _study in range(60):
        chances = random.beta(0.5, 3, 70)
        study = random.random((10, 70)) < chances
        low, high = coverage_interval(study, seed=1, draws=200)
        right += low <= (chances * study.any(axis=0)).sum() / chances.sum() <= high
    assert right >= 53


@pytest.mark.parametrize(
    "call",
    [
        lambda: richness_of_counts(10, 1, once=2, twice=1, incidences=30),
        lambda: richness_of_counts(3, 5, once=2, twice=2, incidences=30),
        lambda: richness_of_counts(10, 5, once=2, twice=2, incidences=10),
        lambda: richness_of_table(np.zeros((3, 0))),
        lambda: forecast_new_codes(np.ones((3, 2)), 0, seed=1),
        lambda: coverage_interval(np.ones((1, 2)), seed=1),
        lambda: forecast_new_codes(np.zeros((3, 2)), 1, seed=1),
    ],
)
def test_impossible_tables_are_refused(call):
    with pytest.raises(BadValueError):
        call()
