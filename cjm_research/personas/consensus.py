"""Groups that come back: clustering many subsamples of people and codes, and counting who is put with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist, squareform

PEOPLE_SHARE = 0.8
CODES_SHARE = 0.7
# People move to the group they belong to most, and again, until nobody moves or this often.
MAX_ROUNDS = 10


@dataclass(frozen=True)
class Consensus:
    """The outcome for one number of groups.

    Attributes
    ----------
    labels : ndarray of int, shape (n,)
        Group of each person, 0 for the largest; ties by first member.
    together : ndarray, shape (n, n)
        Share of the resamples holding both people in which they were put into one group, 0..1.
    silhouette : float
        Mean silhouette of the groups in the features.
    """

    labels: np.ndarray
    together: np.ndarray
    silhouette: float

    @property
    def separation(self) -> float:
        """`inside` minus `between`; 1 when every resample gives the same groups."""
        return self.inside - self.between

    @property
    def inside(self) -> float:
        """Mean share of resamples in which two members of one group were put together."""
        return self._mean(same=True)

    @property
    def between(self) -> float:
        """The same for two people of different groups."""
        return self._mean(same=False)

    @property
    def smallest(self) -> int:
        """Members of the smallest group."""
        return int(np.bincount(self.labels).min())

    def membership(self) -> np.ndarray:
        """How firmly each person belongs to each group: mean of `together` over its other members, shape (n, k)."""
        return firmness(self.labels, self.together)

    def _mean(self, *, same: bool) -> float:
        pairs = (self.labels[:, None] == self.labels) == same
        np.fill_diagonal(pairs, False)
        return float(self.together[pairs].mean()) if pairs.any() else 0.0


def find_groups(
    features: np.ndarray, ks: Sequence[int], *, draws: int, rng: np.random.Generator
) -> dict[int, Consensus]:
    """The consensus groups for each number of groups.

    Each draw takes 80% of the people and 70% of the features, clusters them with Ward's method and cuts the tree at
    every k; average linkage on the shares of draws in which people met gives the groups.

    Parameters
    ----------
    features : ndarray, shape (n, p)
    ks : sequence of int
        Numbers of groups to try, each 2..n.
    draws : int
        Number of resamples.
    rng : numpy.random.Generator

    References
    ----------
    Monti, Tamayo, Mesirov & Golub (2003), Machine Learning 52:91; Ward (1963), JASA 58:236.
    """
    n, p = features.shape
    met = {k: np.zeros((n, n)) for k in ks}
    drawn = np.zeros((n, n))
    n_people, n_codes = max(2, round(PEOPLE_SHARE * n)), max(1, round(CODES_SHARE * p))
    for _draw in range(draws):
        people = np.sort(rng.permutation(n)[:n_people])
        codes = np.sort(rng.permutation(p)[:n_codes])
        tree = linkage(features[np.ix_(people, codes)], method="ward")
        pairs = np.ix_(people, people)
        drawn[pairs] += 1
        for k, labels in cut(tree, ks).items():
            met[k][pairs] += labels[:, None] == labels
    distances = squareform(pdist(features))
    return {k: _consensus(met[k] / np.maximum(drawn, 1), k, distances) for k in ks}


def cut(tree: np.ndarray, ks: Sequence[int]) -> dict[int, np.ndarray]:
    """Labels (shape (n,), starting at 0) at every k of a linkage tree: one walk up the tree serves all of them."""
    n = len(tree) + 1
    members = {leaf: [leaf] for leaf in range(n)}
    labels = {}
    for step in range(n):
        if n - step in ks:
            labels[n - step] = _labels(members, n)
        if step < n - 1:
            left, right = int(tree[step, 0]), int(tree[step, 1])
            members[n + step] = members.pop(left) + members.pop(right)
    return labels


def _labels(members: dict[int, list[int]], n: int) -> np.ndarray:
    labels = np.empty(n, dtype=int)
    for label, leaves in enumerate(members.values()):
        labels[leaves] = label
    return labels


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette of a grouping, -1..1; a person alone in a group counts 0.

    Parameters
    ----------
    distances : ndarray, shape (n, n)
    labels : ndarray of int, shape (n,)
        From 0, every label used.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20:53.
    """
    groups = np.eye(int(labels.max()) + 1)[labels]
    sizes, people = groups.sum(axis=0), np.arange(len(labels))
    if len(sizes) < 2:
        return 0.0
    sums = distances @ groups
    own = sums[people, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[people, labels] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    return float(np.where((sizes[labels] > 1) & (larger > 0), (other - own) / np.maximum(larger, 1e-12), 0.0).mean())


def _consensus(together: np.ndarray, k: int, distances: np.ndarray) -> Consensus:
    together = together.copy()
    np.fill_diagonal(together, 1)
    # Rounded, so that sums in another order (another processor) cannot break a tie differently.
    tree = linkage(squareform((1 - together).round(9), checks=False), method="average")
    labels = _by_size(_settled(cut(tree, [k])[k], together))
    return Consensus(labels, together, silhouette(distances, labels))


def _settled(labels: np.ndarray, together: np.ndarray) -> np.ndarray:
    """Labels after everybody has moved to the group whose members she meets most often, as far as no group dies out."""
    k = int(labels.max()) + 1
    for _round in range(MAX_ROUNDS):
        moved = firmness(labels, together).round(9).argmax(axis=1)
        if len(np.unique(moved)) < k or (moved == labels).all():
            break
        labels = moved
    return labels


def firmness(labels: np.ndarray, together: np.ndarray) -> np.ndarray:
    """Mean of `together` over the other members of each group, shape (n, k); 0 where there are none."""
    members = np.eye(int(labels.max()) + 1)[labels]
    met = together @ members - np.diag(together)[:, None] * members
    return met / np.maximum(members.sum(axis=0) - members, 1)


def _by_size(labels: np.ndarray) -> np.ndarray:
    groups = sorted(np.unique(labels), key=lambda g: (-int((labels == g).sum()), int(np.argmax(labels == g))))
    return np.array([groups.index(label) for label in labels])
