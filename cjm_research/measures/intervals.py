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
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, weight = k / n, z * z / n
    centre = (share + weight / 2) / (1 + weight)
    half = z * (share * (1 - share) / n + weight / (4 * n)) ** 0.5 / (1 + weight)
    # At the borders the bound is exactly 0 or 1; floating point would leave a dust of 1e-17.
    return (0.0 if k == 0 else max(0.0, centre - half)), (1.0 if k == n else min(1.0, centre + half))


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
