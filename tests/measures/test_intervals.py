import pytest

from cjm_research.measures import bootstrap_mean, count_of, wilson

# Wilson intervals of Newcombe (1998), Statistics in Medicine 17:857, table I, and equal to statsmodels 0.14.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (4, 5, 0.3755, 0.9638),
    (5, 5, 0.5655, 1.0),
    (0, 12, 0.0, 0.2425),
    (9, 12, 0.4677, 0.9111),
    (18, 24, 0.5510, 0.8800),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), WILSON)
def test_wilson_gives_the_published_bounds(k, n, low, high):
    assert [round(bound, 4) for bound in wilson(k, n)] == [low, high]


def test_wilson_of_nobody_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3)])
def test_wilson_refuses_impossible_counts(k, n):
    with pytest.raises(ValueError, match="k must lie"):
        wilson(k, n)


def test_count_carries_its_interval():
    count = count_of(9, 12)
    assert (count.k, count.n) == (9, 12)
    assert count.interval == wilson(9, 12)


def test_bootstrap_is_silent_below_three_people():
    assert bootstrap_mean([1.0, 2.0], 1) is None
    assert bootstrap_mean([], 1) is None


def test_bootstrap_holds_the_mean_and_repeats_itself():
    values = [-2, -1, -1, 0, 1, 2, -2, 0]
    low, high = bootstrap_mean(values, 7)
    assert low < sum(values) / len(values) < high
    assert bootstrap_mean(values, 7) == (low, high)
    assert bootstrap_mean(values[::-1], 7) == (low, high)


def test_bootstrap_comes_near_the_normal_interval():
    # For 0/1 data with n = 100 and mean 0.5, the percentile interval is close to 0.5 +- 1.96 * 0.05.
    low, high = bootstrap_mean([0.0] * 50 + [1.0] * 50, 3)
    assert low == pytest.approx(0.402, abs=0.012)
    assert high == pytest.approx(0.598, abs=0.012)
