"""Groups among many: respondents of a survey instead of interviews, without a matrix of everybody with everybody."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score

from cjm_research.personas.consensus import Consensus
from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.grouping import MAX_GROUPS, Grouping
from cjm_research.personas.threads import one_thread

# With more people than this, groups are found the way described in `group_many`.
LARGE_N = 300
# What a short answer is compared by: channels. In a few sentences a contact, its stage, its trouble and the feeling
# about it come together whoever tells of them, so that with all of them sentences would be grouped and not people.
ANSWER_WEIGHTS: Mapping[str, float] = {"channels": 1.0, "ratings": 0.5, "attributes": 0.5}
# A code told by a smaller share of everybody tells nobody apart.
LEAST_SHARE = 0.01
# Axes on which many people are compared: an answer of a few sentences tells of a few codes, and only what many codes
# have in common stands out of that.
AXES = 5
# How often everybody is split into halves, each of which says where everybody belongs: for the groups, for a test.
SPLITS, TEST_SPLITS = 10, 4
NULL_TABLES = 19
# People of about the same number of codes among whom a code is dealt out anew.
LEAST_STRATUM = 40

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ManyGroups(Consensus):
    """Groups of many people; `together` is of shape (n, k): how often the halves put each person into each group.

    Attributes
    ----------
    shares : tuple of float
        Of the halves that put two members of one group together, and two people of different groups.
    """

    shares: tuple[float, float] = (0.0, 0.0)

    @property
    def inside(self) -> float:
        """Mean share of halves that put two members of one group together."""
        return self.shares[0]

    @property
    def between(self) -> float:
        """The same for two people of different groups."""
        return self.shares[1]

    def membership(self) -> np.ndarray:
        """How firmly each person belongs to each group, shape (n, k)."""
        return self.together


def group_many(
    X: Any,
    *,
    features: Any = None,
    n_clusters: int | None = None,
    random_state: int = 20260101,
    progress: Progress | None = None,
) -> Grouping:
    """Groups of more than `LARGE_N` people.

    People are compared on the first `AXES` principal axes of the features, each feature standardised, and grouped by
    k-means. Everybody is split into halves at random: each half makes groups of its own, whose centres tell where
    everybody belongs; how far two halves agree on everybody (adjusted Rand index) says how much the groups are worth.
    The same is done with `NULL_TABLES` tables in which each code is dealt out anew among people who tell of about as
    many codes. The number of groups is the one that stands out most from these, by the agreement of halves and the
    share of the differences that the groups explain (mean of both, in standard deviations).

    How often the halves put a person into her group is how firmly she belongs to it; how alike a group comes out of
    them is its Jaccard similarity.

    Parameters
    ----------
    X : DataFrame or array, shape (n_participants, n_columns)
    features : PersonaFeatures, optional
        What people are compared by, channels by default (`ANSWER_WEIGHTS`); codes of fewer than `LEAST_SHARE` of the
        people are left out.
    n_clusters : int, optional
        The researcher's own number of groups.
    random_state : int
        The same number and table give the same groups.
    progress : callable, optional
        Called with (tables done, tables in all).

    References
    ----------
    Lange, Roth, Braun & Buhmann (2004), Neural Computation 16:1299 (agreement of halves against a null reference);
    Hennig (2007), Computational Statistics & Data Analysis 52:258 (Jaccard similarity of groups); Greenacre (2017),
    Correspondence Analysis in Practice (standardised axes of presence).
    """
    recipe = PersonaFeatures(weights=ANSWER_WEIGHTS) if features is None else clone(features)
    recipe.set_params(min_people=max(recipe.min_people, ceil(LEAST_SHARE * len(X))))
    with one_thread():
        return _grouped(recipe, X, n_clusters, random_state, progress)


def _grouped(
    recipe: PersonaFeatures, X: Any, n_clusters: int | None, random_state: int, progress: Progress | None
) -> Grouping:
    points = _points(recipe, X)
    most = min(MAX_GROUPS, len(np.unique(points, axis=0)))
    ks = tuple(range(2, most + 1)) if n_clusters is None else (n_clusters,)
    if not np.any(points) or ks == (1,):
        return Grouping(1, None, 1.0, {}, points)
    observed = _figures(points, ks, random_state, stream=0)
    null = []
    for number in range(NULL_TABLES):
        rng = np.random.default_rng([random_state, 1, number])
        shuffled = _points(recipe, shuffled_among_like(X, rng))
        null.append(_figures(shuffled, ks, random_state, stream=1 + number))
        if progress:
            progress(number + 1, NULL_TABLES)
    mean, spread = np.mean(null, axis=0), np.maximum(np.std(null, axis=0, ddof=1), 1e-3)
    leads = ((observed - mean) / spread).mean(axis=1)
    best = int(np.argmax(leads.round(6)))
    null_best = ((np.array(null) - mean) / spread).mean(axis=2).max(axis=1)
    p_value = float((1 + (null_best >= leads[best]).sum()) / (1 + NULL_TABLES))
    scores = {
        k: {
            name: round(float(value), 4)
            for name, value in (
                ("split_halves", observed[i, 0]),
                ("split_halves_null", mean[i, 0]),
                ("split_halves_null_sd", spread[i, 0]),
                ("explained", observed[i, 1]),
                ("explained_null", mean[i, 1]),
                ("explained_null_sd", spread[i, 1]),
                ("stands_out", leads[i]),
            )
        }
        for i, k in enumerate(ks)
    }
    return _described(points, ks[best], p_value, scores, random_state, _points(recipe, shuffled_among_like(X, rng)))


def _described(
    points: np.ndarray,
    k: int,
    p_value: float,
    scores: dict[int, dict[str, float]],
    seed: int,
    shuffled: np.ndarray,
) -> Grouping:
    labels = _by_size(_k_means(points, k, seed, starts=10).labels_)
    assigned = _halves(points, k, np.random.default_rng([seed, 0, 1]), SPLITS)
    matched = np.array([_renumbered(found, labels, k) for found in assigned])
    share = np.stack([(matched == group).mean(axis=0) for group in range(k)], axis=1)
    inside, between = _together(labels, assigned, k)
    apart = _together(
        _k_means(shuffled, k, seed, starts=3).labels_,
        _halves(shuffled, k, np.random.default_rng([seed, 0, 2]), TEST_SPLITS),
        k,
    )
    agreement = _agreement(assigned)
    scores[k] |= {
        "separation": round(inside - between, 4),
        "separation_null": round(apart[0] - apart[1], 4),
        "smallest": int(np.bincount(labels).min()),
    }
    return Grouping(
        k,
        ManyGroups(labels, share, np.nan, agreement, (inside, between)),
        p_value,
        scores,
        points,
        jaccard=tuple(round(value, 4) for value in _jaccard(labels, matched, k)),
        methods={"split_halves": round(agreement, 4)},
    )


def shuffled_among_like(X: Any, rng: np.random.Generator) -> Any:
    """`X` with each column dealt out anew among people who tell of about as many codes.

    Columns keep their values exactly, people about how much they tell; cells of people who were not asked are dealt
    out with the others. Faster than trades between two people, and with many people as good.
    """
    is_frame = hasattr(X, "columns")
    told = np.nan_to_num((X.iloc[:, _told(X)] if is_frame else X).astype(float)) > 0
    strata = _strata(np.asarray(told).sum(axis=1))
    shuffled = X.copy()
    for position in range(X.shape[1]):
        order = np.argsort(strata + rng.random(len(X)), kind="stable")
        values = X.iloc[:, position].to_numpy() if is_frame else X[:, position]
        column = values.copy()
        column[np.argsort(strata, kind="stable")] = values[order]
        if is_frame:
            shuffled.isetitem(position, column)
        else:
            shuffled[:, position] = column
    return shuffled


def _told(X: Any) -> list[int]:
    return [i for i, name in enumerate(X.columns) if not str(name).startswith(("rating:", "attribute:"))]


def _strata(totals: np.ndarray) -> np.ndarray:
    """A number for each person: people of equal totals together, small neighbours joined."""
    numbers, at, size = {}, 0, 0
    values, counts = np.unique(totals, return_counts=True)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        if size >= LEAST_STRATUM:
            at, size = at + 1, 0
        numbers[value] = at
        size += count
    return np.array([numbers[total] for total in totals.tolist()])


def _points(recipe: Any, X: Any) -> np.ndarray:
    """Coordinates on the first axes, shape (n, at most `AXES`)."""
    features = clone(recipe).fit(X).transform(X)
    if not features.shape[1]:
        return np.zeros((len(features), 0))
    spread = features.std(axis=0)
    features = (features - features.mean(axis=0)) / np.where(spread > 1e-12, spread, 1.0)
    # The axes of the features are those of their small (p, p) table of products.
    _sizes, axes = np.linalg.eigh(features.T @ features)
    turned = features @ axes[:, ::-1][:, :AXES]
    # A turn without a sign of its own: the same table gives the same figures everywhere.
    return np.asarray(turned * np.where(np.sum(turned**3, axis=0) < 0, -1.0, 1.0)).round(9)


def _figures(points: np.ndarray, ks: Sequence[int], seed: int, *, stream: int) -> np.ndarray:
    """For each number of groups how far two halves agree on everybody, and the share of the differences explained."""
    rng = np.random.default_rng([seed, 3, stream])
    total = max(float(((points - points.mean(axis=0)) ** 2).sum()), 1e-12)
    return np.array(
        [
            (
                _agreement(_halves(points, k, rng, TEST_SPLITS)),
                1 - _k_means(points, k, int(rng.integers(2**31)), starts=3).inertia_ / total,
            )
            for k in ks
        ]
    )


def _agreement(assigned: np.ndarray) -> float:
    pairs = zip(assigned[::2], assigned[1::2], strict=True)
    return float(np.mean([adjusted_rand_score(first, second) for first, second in pairs]))


def _halves(points: np.ndarray, k: int, rng: np.random.Generator, splits: int) -> np.ndarray:
    """Where each half puts everybody, shape (2 * splits, n)."""
    assigned = []
    for _split in range(splits):
        order = rng.permutation(len(points))
        for half in (order[: len(order) // 2], order[len(order) // 2 :]):
            found = _k_means(points[np.sort(half)], k, int(rng.integers(2**31)), starts=3)
            assigned.append(found.predict(points))
    return np.array(assigned)


def _k_means(points: np.ndarray, k: int, seed: int, *, starts: int) -> KMeans:
    with warnings.catch_warnings():
        # Where people give a few kinds of answers only, a half may have fewer of them than groups are asked for.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(k, n_init=starts, random_state=seed % 2**32).fit(points)


def _renumbered(found: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """Groups of a half, each with the number of the group that it shares most people with, no number twice."""
    shared = np.zeros((k, k))
    np.add.at(shared, (found, labels), 1)
    _rows, columns = linear_sum_assignment(-shared)
    return np.asarray(columns[found])


def _together(labels: np.ndarray, assigned: np.ndarray, k: int) -> tuple[float, float]:
    """Share of the halves that put two members of one group together, and two people of different groups."""
    sizes = np.bincount(labels, minlength=k)
    pairs_inside = (sizes * (sizes - 1) / 2).sum()
    pairs = len(labels) * (len(labels) - 1) / 2
    inside, everywhere = 0.0, 0.0
    for found in assigned:
        cells = np.zeros((k, k))
        np.add.at(cells, (labels, found), 1)
        of_found = cells.sum(axis=0)
        inside += (cells * (cells - 1) / 2).sum()
        everywhere += (of_found * (of_found - 1) / 2).sum()
    n = len(assigned)
    between = (everywhere - inside) / max(1.0, n * (pairs - pairs_inside))
    return float(inside / max(1.0, n * pairs_inside)), float(between)


def _jaccard(labels: np.ndarray, matched: np.ndarray, k: int) -> list[float]:
    found = []
    for group in range(k):
        here, there = labels == group, matched == group
        found.append(float(((here & there).sum(axis=1) / np.maximum((here | there).sum(axis=1), 1)).mean()))
    return found


def _by_size(labels: np.ndarray) -> np.ndarray:
    """Labels from 0 for the largest group; ties by first member."""
    groups = sorted(np.unique(labels), key=lambda g: (-int((labels == g).sum()), int(np.argmax(labels == g))))
    return np.array([groups.index(label) for label in labels.tolist()])
