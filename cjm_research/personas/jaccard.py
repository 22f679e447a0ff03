"""Does each group come back when some people are missing? Hennig's stability, group by group."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def similarity(group: np.ndarray, other: np.ndarray) -> float:
    """Jaccard similarity of two groups: how many people are in both, of those who are in either; 0..1.

    Parameters
    ----------
    group, other : ndarray of bool, shape (n,)
    """
    either = int((group | other).sum())
    return float((group & other).sum() / either) if either else 0.0


def best_matches(labels: np.ndarray, again: np.ndarray) -> np.ndarray:
    """For each group of `labels`, its similarity to the group of `again` that is most like it, shape (k,).

    Parameters
    ----------
    labels, again : ndarray of int, shape (n,)
        Two groupings of the same people, numbered from 0. A group of which nobody is left is NaN.
    """
    first, second = (np.eye(int(found.max()) + 1)[found] for found in (labels, again))
    both = first.T @ second
    either = first.sum(axis=0)[:, None] + second.sum(axis=0) - both
    return (both / np.maximum(either, 1)).max(axis=1)


def jaccard_of_groups(
    features: np.ndarray,
    labels: np.ndarray,
    *,
    cluster: Callable[[np.ndarray], np.ndarray],
    resamples: int,
    rng: np.random.Generator,
) -> tuple[float, ...]:
    """How alike each group comes out of bootstrap samples of the people: mean best Jaccard similarity, 0..1.

    Below 0.6 a group is unstable, up to 0.75 doubtful, above 0.85 highly stable, in Hennig's reading.

    Parameters
    ----------
    features : ndarray, shape (n, p)
    labels : ndarray of int, shape (n,)
        The groups, from 0, every number used.
    cluster : callable
        Features of the drawn people, each once -> labels from 0.
    resamples : int
    rng : numpy.random.Generator

    References
    ----------
    Hennig (2007), Computational Statistics & Data Analysis 52:258.
    """
    n, k = len(labels), int(labels.max()) + 1
    found, seen = np.zeros(k), np.zeros(k)
    for _resample in range(resamples):
        # Somebody drawn twice counts once: a copy of a person would be a group of its own.
        people = np.unique(rng.integers(n, size=n))
        drawn, numbers = np.unique(labels[people], return_inverse=True)
        if len(people) <= k:
            continue
        found[drawn] += best_matches(numbers, cluster(features[people]))
        seen[drawn] += 1
    return tuple(np.round(found / np.maximum(seen, 1), 4).tolist())
