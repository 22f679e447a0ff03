"""The gap statistic: how much closer people are to their group than they would be in shuffled data."""

from __future__ import annotations

import numpy as np


def log_within(features: np.ndarray, labels: np.ndarray) -> float:
    """Logarithm of the squared distances of people to the centre of their group, summed.

    Parameters
    ----------
    features : ndarray, shape (n, p)
    labels : ndarray of int, shape (n,)
        From 0, every label used.
    """
    groups = np.eye(int(labels.max()) + 1)[labels]
    centres = groups.T @ features / groups.sum(axis=0)[:, None]
    return float(np.log(max(((features - centres[labels]) ** 2).sum(), 1e-12)))


def gap(within: np.ndarray, within_null: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The gap and its standard error for every number of groups, shape (n_k,) each.

    Parameters
    ----------
    within : ndarray, shape (n_k,)
        `log_within` of the data at every number of groups.
    within_null : ndarray, shape (n_tables, n_k)
        The same in reference tables.

    References
    ----------
    Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63:411.
    """
    error = within_null.std(axis=0) * np.sqrt(1 + 1 / len(within_null))
    return within_null.mean(axis=0) - within, error


def k_by_gap(gaps: np.ndarray, errors: np.ndarray, ks: tuple[int, ...]) -> int:
    """The smallest number of groups whose gap is within one standard error of the next one's, or the last.

    Parameters
    ----------
    gaps, errors : ndarray, shape (n_k,)
    ks : tuple of int
        The numbers of groups, rising, 1 among them.
    """
    for i in range(len(ks) - 1):
        if gaps[i] >= gaps[i + 1] - errors[i + 1]:
            return ks[i]
    return ks[-1]
