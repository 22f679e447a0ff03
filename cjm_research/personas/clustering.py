"""How many groups, and whether there are any: the consensus of the data against that of shuffled data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cjm_research.personas.consensus import Consensus, find_groups
from cjm_research.personas.features import BLOCK_WEIGHTS, PersonaFeatures
from cjm_research.personas.null_model import curveball

if TYPE_CHECKING:
    import pandas as pd

MAX_GROUPS = 6
# No group smaller than this is a group.
SMALLEST_GROUP = 3
SIGNIFICANCE = 0.05
# A group of this many people can be tested for groups of its own.
LARGE_GROUP = 12

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Grouping:
    """What clustering found.

    Attributes
    ----------
    k : int
        The chosen number of groups, the one that stands out most from shuffled data; 1 where none is possible.
    chosen : Consensus or None
        The groups at `k`.
    p_value : float
        Share of tables (the data's own counted among the shuffled) whose best number of groups stands out as much.
    scores : dict
        k -> separation and silhouette, their mean and standard deviation in shuffled tables, how far they stand out
        from these (mean of both, in standard deviations), and the size of the smallest group.
    """

    k: int
    chosen: Consensus | None
    p_value: float
    scores: dict[int, dict[str, float]]
    features: np.ndarray

    @property
    def stands_out(self) -> bool:
        """Whether shuffled data reach this rarely."""
        return self.chosen is not None and self.p_value <= SIGNIFICANCE


@dataclass(frozen=True)
class _Test:
    """The groups at every k, how far each stands out from shuffled tables, and how far the best of each table does."""

    found: dict[int, Consensus]
    lead: dict[int, float]
    scores: dict[int, dict[str, float]]
    null_best: np.ndarray

    def p_value(self, k: int) -> float:
        """Share of tables, this one counted among the shuffled, whose best k stands out as far as `k` does here."""
        return float(1 + (self.null_best >= self.lead[k]).sum()) / (1 + len(self.null_best))


class PersonaClusterer:
    """Finds groups of participants in presence data and tests them against a null model that keeps the margins.

    Parameters
    ----------
    columns : pandas.Index of str
        The codes of the presence table.
    weights : tuple of float
        Of the blocks of features.
    draws : int
        Resamples of the data.
    null_tables : int
        Shuffled tables to compare with.
    null_draws : int
        Resamples of each of them: fewer will do for a mean.
    seed : int
        Of everything random here.
    """

    def __init__(
        self,
        columns: pd.Index,
        *,
        weights: tuple[float, float] = BLOCK_WEIGHTS,
        draws: int = 200,
        null_tables: int = 59,
        null_draws: int = 40,
        seed: int = 20260101,
    ):
        self.features = PersonaFeatures(columns, weights=weights)
        self.draws = draws
        self.null_tables = null_tables
        self.null_draws = null_draws
        self.seed = seed

    def fit(
        self,
        presence: np.ndarray,
        *,
        ks: Sequence[int],
        smallest: int | None = None,
        progress: Progress | None = None,
    ) -> Grouping:
        """The grouping of `presence` (bool, shape (n_participants, n_codes)), its k taken from `ks`.

        The k that stands out most from shuffled tables is taken; where one of its groups is large enough to be
        tested itself and falls apart again beyond chance, the next larger k that stands out most. A k that leaves a
        group of fewer than `smallest` people (3 by default) is not chosen.
        """
        smallest = SMALLEST_GROUP if smallest is None else smallest
        features = self.features.transform(presence)
        test = self._test(presence, ks, stream=0, progress=progress)
        possible = {k: test.lead[k] for k in test.lead if test.found[k].smallest >= smallest}
        if not possible:
            return Grouping(1, None, 1.0, test.scores, features)
        k = _largest(possible)
        p_value = test.p_value(k)
        while p_value <= SIGNIFICANCE and (finer := {m: lead for m, lead in possible.items() if m > k}):
            if not self._falls_apart(presence, test.found[k].labels):
                break
            k = _largest(finer)
        return Grouping(k, test.found[k], p_value, test.scores, features)

    def _falls_apart(self, presence: np.ndarray, labels: np.ndarray) -> bool:
        """Whether a group of at least `LARGE_GROUP` people holds groups itself, at a level shared among such groups."""
        large = [label for label, size in enumerate(np.bincount(labels)) if size >= LARGE_GROUP]
        for label in large:
            members = presence[labels == label]
            test = self._test(members, possible_ks(len(members)), stream=int(100 + 10 * labels.max() + label))
            if test.lead and test.p_value(_largest(test.lead)) <= SIGNIFICANCE / len(large):
                return True
        return False

    def _test(self, presence: np.ndarray, ks: Sequence[int], *, stream: int, progress: Progress | None = None) -> _Test:
        features = self.features.transform(presence)
        if not ks or features.shape[1] < 2:
            return _Test({}, {}, {}, np.array([]))
        found = find_groups(features, ks, draws=self.draws, rng=np.random.default_rng([self.seed, stream, 0]))
        # As many draws as a shuffled table gets: fewer draws make groups look clearer than they are.
        rng = np.random.default_rng([self.seed, stream, 1])
        alike = find_groups(features, ks, draws=self.null_draws, rng=rng)
        null = []
        for number in range(self.null_tables):
            rng = np.random.default_rng([self.seed, stream, 2, number])
            shuffled = self.features.transform(curveball(presence, rng))
            null.append(_statistics(find_groups(shuffled, ks, draws=self.null_draws, rng=rng), ks))
            if progress:
                progress(number + 1, self.null_tables)
        mean, spread = np.mean(null, axis=0), np.maximum(np.std(null, axis=0, ddof=1), 1e-9)
        lead = ((_statistics(alike, ks) - mean) / spread).mean(axis=1)
        null_best = ((np.array(null) - mean) / spread).mean(axis=2).max(axis=1)
        scores = {k: _score(found[k], alike[k], mean[i], spread[i], lead[i]) for i, k in enumerate(ks)}
        return _Test(found, dict(zip(ks, lead.tolist(), strict=True)), scores, null_best)


def _largest(lead: dict[int, float]) -> int:
    """The k that stands out most; the smaller one of equals."""
    return max(lead, key=lambda k: (round(lead[k], 6), -k))


def _statistics(found: dict[int, Consensus], ks: Sequence[int]) -> np.ndarray:
    """Separation and silhouette for every k, shape (len(ks), 2)."""
    return np.array([[found[k].separation, found[k].silhouette] for k in ks])


def _score(found: Consensus, alike: Consensus, mean: np.ndarray, spread: np.ndarray, lead: float) -> dict[str, float]:
    values = {
        "separation": alike.separation,
        "separation_null": mean[0],
        "separation_null_sd": spread[0],
        "silhouette": alike.silhouette,
        "silhouette_null": mean[1],
        "silhouette_null_sd": spread[1],
        "stands_out": lead,
    }
    return {name: round(float(value), 4) for name, value in values.items()} | {"smallest": found.smallest}


def possible_ks(n: int) -> tuple[int, ...]:
    """Numbers of groups worth trying for `n` people: 2..min(6, n // 4), at least 2."""
    return tuple(range(2, max(2, min(MAX_GROUPS, n // 4)) + 1))
