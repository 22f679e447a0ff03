"""Groups that come back: clustering many subsamples of people and codes, and counting who is put with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from cjm_research.personas.ward import cut, squared_differences, ward_of_many

PEOPLE_SHARE = 0.8
CODES_SHARE = 0.7
# People move to the group they belong to most, and again, until nobody moves or this often.
MAX_ROUNDS = 10
# Distances held in memory at once.
MAX_CELLS = 4_000_000


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
    stability : float
        Mean adjusted Rand index of the resamples' groups with these; NaN where groups were not made by resampling.
    """

    labels: np.ndarray
    together: np.ndarray
    silhouette: float
    stability: float = np.nan

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
    every k; average linkage on the shares of draws in which people met gives the groups. Then people move to the group
    that they meet most often, and to the nearest centre in the k - 1 strongest directions, as long as anybody moves.

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
    n_people, n_codes = max(2, *ks, round(PEOPLE_SHARE * n)), max(1, round(CODES_SHARE * p))
    people = np.array([np.sort(rng.permutation(n)[:n_people]) for _draw in range(draws)])
    codes = np.array([rng.permutation(p) < n_codes for _draw in range(draws)], dtype=float)
    which = np.arange(draws)[:, None]
    drawn = np.zeros((draws, n))
    drawn[which, people] = 1
    both_drawn = np.maximum(drawn.T @ drawn, 1)
    differences = squared_differences(features)
    whole, directions = np.sqrt(differences.sum(axis=0)), main_directions(features)
    found = {}
    for k, labels in _labels_of_draws(differences, people, codes, ks).items():
        groups = np.zeros((draws, n, k))
        groups[which, people, labels] = 1
        met = np.einsum("dig,djg->ij", groups, groups, optimize=True)
        found[k] = _consensus(met / both_drawn, groups, whole, directions)
    return found


def _labels_of_draws(
    differences: np.ndarray, people: np.ndarray, codes: np.ndarray, ks: Sequence[int]
) -> dict[int, np.ndarray]:
    """Ward's labels of the drawn people by the drawn codes, shape (n_draws, n_people) for every k."""
    p, n, _n = differences.shape
    flat, step = differences.reshape(p, -1), max(1, MAX_CELLS // n**2)
    parts = []
    for start in range(0, len(people), step):
        drawn = people[start : start + step]
        distances = (codes[start : start + step] @ flat).reshape(-1, n, n)
        which = np.arange(len(drawn))[:, None, None]
        parts.append(ward_of_many(distances[which, drawn[:, :, None], drawn[:, None]], ks))
    return {k: np.concatenate([part[k] for part in parts]) for k in ks}


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


def mean_rand(labels: np.ndarray, groups: np.ndarray) -> float:
    """Mean adjusted Rand index of a grouping with groupings of some of the same people each.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
    groups : ndarray of 0 and 1, shape (n_groupings, n, k)
        Who is in which group; somebody in none of a grouping is left out of its comparison.

    References
    ----------
    Hubert & Arabie (1985), Journal of Classification 2:193.
    """
    cells = np.einsum("ng,dnk->dgk", np.eye(int(labels.max()) + 1)[labels], groups)
    both = _pairs(cells).sum(axis=(1, 2))
    first, second = _pairs(cells.sum(axis=2)).sum(axis=1), _pairs(cells.sum(axis=1)).sum(axis=1)
    chance = first * second / np.maximum(_pairs(cells.sum(axis=(1, 2))), 1)
    most = (first + second) / 2
    # Where both put everybody together, or everybody alone, they agree wholly.
    return float(np.where(most > chance, (both - chance) / np.maximum(most - chance, 1e-12), 1.0).mean())


def _pairs(n: np.ndarray) -> np.ndarray:
    return n * (n - 1) / 2


def _consensus(together: np.ndarray, groups: np.ndarray, distances: np.ndarray, directions: np.ndarray) -> Consensus:
    together = together.copy()
    k = groups.shape[2]
    np.fill_diagonal(together, 1)
    # Rounded, so that sums in another order (another processor) cannot break a tie differently.
    tree = linkage(squareform((1 - together).round(9), checks=False), method="average")
    labels = _settled(cut(tree, [k])[k], together)
    labels = _by_size(_nearest(labels, directions[:, : k - 1]))
    return Consensus(labels, together, silhouette(distances, labels), mean_rand(labels, groups))


def _settled(labels: np.ndarray, together: np.ndarray) -> np.ndarray:
    """Labels after everybody has moved to the group whose members she meets most often, as far as no group dies out."""
    k = int(labels.max()) + 1
    for _round in range(MAX_ROUNDS):
        moved = firmness(labels, together).round(9).argmax(axis=1)
        if len(np.unique(moved)) < k or (moved == labels).all():
            break
        labels = moved
    return labels


def _nearest(labels: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Labels after everybody has moved to the nearest centre of a group, as far as no group dies out (k-means)."""
    k = int(labels.max()) + 1
    for _round in range(MAX_ROUNDS):
        groups = np.eye(k)[labels]
        centres = groups.T @ places / groups.sum(axis=0)[:, None]
        moved = ((places[:, None] - centres) ** 2).sum(axis=2).round(9).argmin(axis=1)
        if len(np.unique(moved)) < k or (moved == labels).all():
            break
        labels = moved
    return labels


def main_directions(features: np.ndarray) -> np.ndarray:
    """Where people stand on the principal axes of their features, the strongest first, shape (n, min(n, p)).

    k groups differ in k - 1 directions at most; what lies in the others is noise to them.
    """
    left, strengths, _right = np.linalg.svd(features - features.mean(axis=0), full_matrices=False)
    return (left * strengths).round(9)


def firmness(labels: np.ndarray, together: np.ndarray) -> np.ndarray:
    """Mean of `together` over the other members of each group, shape (n, k); 0 where there are none."""
    members = np.eye(int(labels.max()) + 1)[labels]
    met = together @ members - np.diag(together)[:, None] * members
    return met / np.maximum(members.sum(axis=0) - members, 1)


def _by_size(labels: np.ndarray) -> np.ndarray:
    groups = sorted(np.unique(labels), key=lambda g: (-int((labels == g).sum()), int(np.argmax(labels == g))))
    return np.array([groups.index(label) for label in labels])
