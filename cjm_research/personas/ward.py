"""Ward's method for many resamples at once: the same merges step by step in all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

# With more people than this the steps outnumber what is saved by taking them for all tables at once.
MANY = 100


def squared_distances(features: np.ndarray) -> np.ndarray:
    """Squared Euclidean distances, shape (n, n), the features summed.

    Parameters
    ----------
    features : ndarray, shape (n, p)
    """
    return squared_differences(features).sum(axis=0)


def squared_differences(features: np.ndarray) -> np.ndarray:
    """Squared differences of every two people in each feature, shape (p, n, n)."""
    columns = features.T
    return (columns[:, :, None] - columns[:, None, :]) ** 2


def ward(features: np.ndarray, k: int) -> np.ndarray:
    """Labels of Ward's method cut at `k` groups, shape (n,), from 0."""
    return ward_of_many(squared_distances(features)[None], [k])[k][0]


def ward_of_many(distances: np.ndarray, ks: Sequence[int]) -> dict[int, np.ndarray]:
    """Ward's groups for every number of groups in each of many tables of distances.

    Every step merges the two groups whose union adds least to the squared distances from the centres; of equals those
    with the lowest members.

    Parameters
    ----------
    distances : ndarray, shape (n_tables, n, n)
        Squared Euclidean distances.
    ks : sequence of int
        Numbers of groups, each 1..n.

    Returns
    -------
    dict
        k -> labels from 0, by first member, shape (n_tables, n).

    References
    ----------
    Ward (1963), Journal of the American Statistical Association 58:236; Lance & Williams (1967), The Computer Journal
    9:373.
    """
    n_tables, n, _n = distances.shape
    if n > MANY:
        return _one_by_one(distances, ks)
    # Rounded, so that sums in another order (another processor) cannot break a tie differently.
    costs = distances.round(9)
    costs[:, np.arange(n), np.arange(n)] = np.inf
    sizes, owner = np.ones((n_tables, n)), np.tile(np.arange(n), (n_tables, 1))
    tables, labels = np.arange(n_tables), {}
    for n_groups in range(n, 0, -1):
        if n_groups in ks:
            labels[n_groups] = _numbered(owner)
        if n_groups == max(1, min(ks)):
            break
        first, second = np.divmod(costs.reshape(n_tables, -1).argmin(axis=1), n)
        _merge(costs, sizes, tables, first, second)
        owner[owner == second[:, None]] = np.repeat(first, (owner == second[:, None]).sum(axis=1))
    return labels


def _one_by_one(distances: np.ndarray, ks: Sequence[int]) -> dict[int, np.ndarray]:
    cuts = [cut(linkage(np.sqrt(squareform(one.round(9), checks=False)), "ward"), ks) for one in distances]
    return {k: np.array([labels[k] for labels in cuts]) for k in ks}


def cut(tree: np.ndarray, ks: Sequence[int]) -> dict[int, np.ndarray]:
    """Labels (shape (n,), starting at 0) at every k of a linkage tree: one walk up the tree serves all of them."""
    n = len(tree) + 1
    owner = np.arange(n)
    leaders, labels = list(range(n)), {}
    for step in range(n):
        if n - step in ks:
            labels[n - step] = _numbered(owner[None])[0]
        if step < n - 1:
            first, second = sorted((leaders[int(tree[step, 0])], leaders[int(tree[step, 1])]))
            owner[owner == second] = first
            leaders.append(first)
    return labels


def _merge(costs: np.ndarray, sizes: np.ndarray, tables: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
    """Put `second` into `first` in every table: its costs go to infinity, those of `first` are those of both."""
    one, other = sizes[tables, first][:, None], sizes[tables, second][:, None]
    merged = (
        (one + sizes) * costs[tables, first]
        + (other + sizes) * costs[tables, second]
        - sizes * costs[tables, first, second][:, None]
    ) / (one + other + sizes)
    merged[tables, first] = np.inf
    costs[tables, first] = costs[tables, :, first] = merged
    costs[tables, second] = costs[tables, :, second] = np.inf
    sizes[tables, first] += sizes[tables, second]


def _numbered(owner: np.ndarray) -> np.ndarray:
    """Labels 0, 1, ... in the order of first members, who are also the owners' numbers, shape of `owner`."""
    leads = owner == np.arange(owner.shape[1])
    return np.take_along_axis(leads.cumsum(axis=1) - 1, owner, axis=1)
