"""Known answers: Guest, Namey & Chen 2020 (worked example), Guest, Bunce & Johnson 2006."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from cjm_research.errors import BadValueError
from cjm_research.measures import base_run
from cjm_research.measures.saturation import mean_curve, new_codes, over_orders, share_met

# 37 codes in the first four interviews, then 4, 3, 1, 0.
WORKED = [15, 10, 7, 5, 4, 3, 1, 0]
GUEST_2006 = [80, *[0] * 5, 20, *[0] * 5, 9, *[0] * 17, 5, *[0] * 29]


def table_of(new):
    """A table whose interviews bring so many new codes each, and nothing else."""
    bounds = np.cumsum([0, *new])
    return np.array([[low <= at < high for at in range(sum(new))] for low, high in pairwise(bounds)])


def test_the_worked_example():
    found = base_run(WORKED)
    assert found.base_codes == 37
    assert [run.new for run in found.runs] == [7, 4, 1]
    assert [(run.first, run.last) for run in found.runs] == [(5, 6), (6, 7), (7, 8)]
    assert [round(100 * run.ratio, 1) for run in found.runs] == [18.9, 10.8, 2.7]
    assert (found.stopped_after, found.label) == (8, "6+2")
    assert found.stopping_run == found.runs[2]


def test_no_new_code_is_asked_for_at_a_threshold_of_nought():
    assert base_run(WORKED, threshold=0).label == ""
    assert base_run([*WORKED, 0], threshold=0).label == "7+2"
    assert base_run([*WORKED, 0, 0], run=3, threshold=0).label == "7+3"


def test_a_run_of_exactly_the_threshold_counts():
    assert base_run([10, 5, 3, 2, 1, 0]).label == "4+2"


def test_too_few_interviews_and_an_empty_base_reach_nothing():
    for new in ([9, 4, 2, 1, 0], [], [0, 0, 0, 0, 0, 0]):
        assert base_run(new).stopped_after is None
    assert base_run([0, 0, 0, 0, 3, 0, 0]).runs == ()


def test_the_denominator_is_named():
    shares = [share_met(GUEST_2006, n, of=of) for of in (30, 60) for n in (6, 12)]
    assert [round(100 * share, 1) for share in shares] == [73.4, 91.7, 70.2, 87.7]
    assert len(GUEST_2006) == 60
    assert sum(GUEST_2006) == 114
    with pytest.raises(BadValueError):
        share_met(GUEST_2006, 30, of=6)


def test_new_codes_follow_the_order():
    table = table_of(WORKED)
    assert new_codes(table) == WORKED
    assert new_codes(table[::-1]) == WORKED[::-1]
    assert new_codes(np.zeros((3, 0))) == [0, 0, 0]


def test_the_mean_curve_is_that_of_all_orders():
    table = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0], [0, 1, 1, 1]], dtype=bool)
    curves = [np.cumsum(new_codes(table[list(order)])) for order in permutations(range(4))]
    assert mean_curve(table) == pytest.approx(np.mean(curves, axis=0))


def test_random_orders_are_those_of_the_rule():
    table = np.random.default_rng(4).random((6, 12)) < 0.4
    stops = [base_run(new_codes(table[list(order)]), base=2, run=1).stopped_after for order in permutations(range(6))]
    exact = np.mean([stop is not None for stop in stops])
    spread, curve = over_orders(table, seed=1, base=2, run=1, orders=1500)
    assert spread.reached == pytest.approx(exact, abs=0.04)
    late = sorted(stop or 7 for stop in stops)
    assert (spread.quartile, spread.median) == (late[len(late) // 4], late[len(late) // 2])
    assert [point.n for point in curve] == list(range(1, 7))
    assert all(point.low <= point.mean <= point.high for point in curve)
    assert over_orders(table, seed=1, base=2, run=1, orders=1500) == (spread, curve)


def test_orders_that_never_meet_the_rule_count_as_later():
    spread, _curve = over_orders(table_of([2] * 8), seed=1)
    assert spread.reached == 0
    assert (spread.quartile, spread.median, spread.ninetieth) == (None, None, None)
    always, _curve = over_orders(np.ones((8, 3), dtype=bool), seed=1)
    assert (always.reached, always.median, always.ninetieth) == (1, 6, 6)


@pytest.mark.parametrize("options", [{"base": 0}, {"run": 0}, {"threshold": 1.5}])
def test_impossible_rules_are_refused(options):
    with pytest.raises(BadValueError):
        base_run(WORKED, **options)
