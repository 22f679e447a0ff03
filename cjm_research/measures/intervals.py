"""Intervals for shares and means at interview size."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from cjm_research.model import Count

# Below this many people an interval by resampling says more than the data hold.
MIN_FOR_BOOTSTRAP = 3


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of the share k/n.

    Parameters
    ----------
    k, n : int
        How many of how many, 0 <= k <= n.
    level : float
        Confidence, 0..1.

    Returns
    -------
    tuple of float
        Lower and upper bound, in [0, 1]; (0, 1) when nobody was asked (n = 0).

    Raises
    ------
    ValueError
        k lies outside 0..n.

    References
    ----------
    Wilson (1927), JASA 22:209; Newcombe (1998), Statistics in Medicine 17:857, method 3.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must lie in 0..n, found k={k}, n={n}")
    if n == 0:
        return 0.0, 1.0
    return score_interval(k / n, n, level)


def score_interval(share: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a mean of `n` values that all lie in 0..1, of which 0s and 1s are the extreme case.

    No values between 0 and 1 scatter more about their mean m than 0s and 1s, whose variance is m (1 - m): for other
    values the interval is on the safe side, and it has a width even where all values are equal.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    weight = z * z / n
    centre = (share + weight / 2) / (1 + weight)
    half = z * (share * (1 - share) / n + weight / (4 * n)) ** 0.5 / (1 + weight)
    # At the borders the bound is exactly 0 or 1; floating point would leave a dust of 1e-17.
    return (0.0 if share == 0 else max(0.0, centre - half)), (1.0 if share == 1 else min(1.0, centre + half))


def count_of(k: int, n: int) -> Count:
    """How many people of how many, with the 95% Wilson interval of the share."""
    return Count(k=k, n=n, interval=wilson(k, n))


def bootstrap_mean(
    values: Sequence[float], seed: int, *, level: float = 0.95, draws: int = 2000
) -> tuple[float, float] | None:
    """Percentile interval of the mean, by drawing the values (one per person) again with replacement.

    Parameters
    ----------
    values : sequence of float
        One value per person.
    seed : int
        Seed of the draws: the same seed and values give the same interval.
    level : float
        Confidence, 0..1.
    draws : int
        Number of resamples.

    Returns
    -------
    tuple of float or None
        Lower and upper bound; None below three values.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    if len(values) < MIN_FOR_BOOTSTRAP:
        return None
    data = np.sort(np.asarray(values, dtype=float))
    chosen = np.random.default_rng(seed).integers(0, len(data), size=(draws, len(data)))
    low, high = np.quantile(data[chosen].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def t_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float] | None:
    """Student's interval of the mean.

    Returns
    -------
    tuple of float or None
        Lower and upper bound; None below two values and where all are equal, for then it would have no width.

    References
    ----------
    Student (1908), Biometrika 6:1; Sauro & Lewis (2016), Quantifying the User Experience, chapter 3.

    Examples
    --------
    >>> [round(bound, 2) for bound in t_interval([7, 6, 5, 7, 4, 6, 7, 3, 6, 5, 7, 6])]
    [4.93, 6.57]
    """
    data = np.asarray(values, dtype=float)
    if len(data) < 2 or not np.ptp(data):
        return None
    half = _t_quantile(level, len(data) - 1) * float(data.std(ddof=1)) / len(data) ** 0.5
    return float(data.mean()) - half, float(data.mean()) + half


def welch_interval(first: Sequence[float], second: Sequence[float], level: float = 0.95) -> tuple[float, float] | None:
    """Interval of the difference of two means, second less first, of different people; variances may differ.

    Returns
    -------
    tuple of float or None
        None where one side has fewer than two values, or none of them differ.

    References
    ----------
    Welch (1947), Biometrika 34:28.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if min(len(a), len(b)) < 2 or not (np.ptp(a) or np.ptp(b)):
        return None
    parts = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    middle, half = float(b.mean() - a.mean()), _t_quantile(level, freedom) * float(sum(parts)) ** 0.5
    return middle - half, middle + half


def newcombe_difference(first: tuple[int, int], second: tuple[int, int], level: float = 0.95) -> tuple[float, float]:
    """Interval of the difference of two shares (k, n) of different people, second less first.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873, method 10.

    Examples
    --------
    >>> [round(bound, 4) for bound in newcombe_difference((48, 80), (56, 70))]
    [0.0524, 0.3339]
    """
    (low1, high1), (low2, high2) = wilson(*first, level), wilson(*second, level)
    share1, share2 = (k / n if n else 0.5 for k, n in (first, second))
    middle = share2 - share1
    below = ((share2 - low2) ** 2 + (high1 - share1) ** 2) ** 0.5
    above = ((high2 - share2) ** 2 + (share1 - low1) ** 2) ** 0.5
    return max(-1.0, middle - below), min(1.0, middle + above)


def bca_mean(
    values: Sequence[float], seed: int, *, level: float = 0.95, draws: int = 4000
) -> tuple[float, float] | None:
    """Bias-corrected and accelerated interval of the mean, by drawing the values (one per person) again.

    Expanded for small samples as Hesterberg advises: with t instead of normal quantiles and n - 1 for n.

    Returns
    -------
    tuple of float or None
        Lower and upper bound; None below `MIN_FOR_BOOTSTRAP` values and where all are equal. The same seed and values,
        in whatever order, give the same interval.

    References
    ----------
    Efron (1987), JASA 82:171; Hesterberg (2015), The American Statistician 69:371, section 4.
    """
    data = np.sort(np.asarray(values, dtype=float))
    n = len(data)
    if n < MIN_FOR_BOOTSTRAP or not np.ptp(data):
        return None
    rng = np.random.default_rng(seed)
    # In parts: 5,000 people drawn 4,000 times at once would need a gigabyte.
    size = max(1, 2_000_000 // n)
    parts = [data[rng.integers(0, n, size=(min(size, draws - at), n))].mean(axis=1) for at in range(0, draws, size)]
    means = np.sort(np.concatenate(parts))
    mean = data.mean()
    # Means of ratings repeat: of those equal to the mean, half lie below it.
    below = (np.count_nonzero(means < mean - 1e-12) + 0.5 * np.count_nonzero(abs(means - mean) <= 1e-12)) / draws
    normal = NormalDist()
    bias = normal.inv_cdf(min(max(below, 1 / draws), 1 - 1 / draws))
    away = data - mean
    acceleration = float((away**3).sum() / (6 * (away**2).sum() ** 1.5))
    bounds = []
    # Drawn values scatter less than people do: at n = 8 plain bounds hold the true mean in 85 of 100 studies, not 95.
    wide = _t_quantile(level, n - 1) * (n / (n - 1)) ** 0.5
    for z in (bias - wide, bias + wide):
        bounds.append(float(np.quantile(means, normal.cdf(bias + z / (1 - acceleration * z)))))
    return bounds[0], bounds[1]


def _t_quantile(level: float, freedom: float) -> float:
    from scipy.special import stdtrit  # shares need none of it

    return float(stdtrit(freedom, 0.5 + level / 2))
