"""What clustering found: a number of groups, the groups, and the figures that speak for and against them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cjm_research.personas.consensus import Consensus

MAX_GROUPS = 6
# Fewer people can show two or three groups, and these as a hypothesis only.
MANY_GROUPS_FROM = 20
MOST_OF_FEW = 3
# No group smaller than this is a group.
SMALLEST_GROUP = 3
SIGNIFICANCE = 0.05


@dataclass(frozen=True)
class Grouping:
    """What clustering found.

    Attributes
    ----------
    k : int
        The chosen number of groups; 1 where none is possible.
    chosen : Consensus or None
        The groups at `k`.
    p_value : float
        Share of tables (the data's own counted among the shuffled) that stand out as much, over all numbers of groups.
    scores : dict
        Number of groups -> its figures, see `cjm_research.personas.clarity`: each with its mean (``_null``) and
        standard deviation (``_null_sd``) in shuffled tables, ``stands_out`` (how far above these, in standard
        deviations), ``gap`` and ``gap_sd``, and the size of the ``smallest`` group.
    features : ndarray, shape (n, p)
        What people were compared by.
    jaccard : tuple of float
        How alike each group comes out when people are left out, 0..1.
    methods : dict
        Other method of clustering -> adjusted Rand index of its groups with these.
    k_by_gap : int
        The number of groups that the gap statistic names, for comparison.
    """

    k: int
    chosen: Consensus | None
    p_value: float
    scores: dict[int, dict[str, float]]
    features: np.ndarray
    jaccard: tuple[float, ...] = ()
    methods: dict[str, float] = field(default_factory=dict)
    k_by_gap: int = 1

    @property
    def stands_out(self) -> bool:
        """Whether shuffled data reach this rarely."""
        return self.chosen is not None and self.p_value <= SIGNIFICANCE


def possible_ks(n: int) -> tuple[int, ...]:
    """Numbers of groups worth trying for `n` people: 2..min(6, n // 4), at least 2; below twenty people at most 3."""
    most = MAX_GROUPS if n >= MANY_GROUPS_FROM else MOST_OF_FEW
    return tuple(range(2, max(2, min(most, n // 4)) + 1))
