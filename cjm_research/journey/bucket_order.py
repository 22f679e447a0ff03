"""An order with ties that fits many orders best: things told in any order together, and groups that follow each other.

References
----------
Gionis, Mannila, Puolamäki and Ukkonen (2006), Algorithms for discovering bucket orders from data, KDD, 561-566: pair
precedences, and the distance of a bucket order to them. Feng, Fang and Ng (2008), Discovering bucket orders from full
rankings, SIGMOD, 55-66: the best cut of a given order by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SEED = 20260101
# Random orders that the found one is compared with: the smallest share that can come out is 1/100.
RANDOM_ORDERS = 99
# More groups than save this share of the most that can be saved only follow the noise.
ENOUGH = 0.9


@dataclass(frozen=True)
class BucketOrder:
    """Groups of things, in order.

    Attributes
    ----------
    buckets : tuple of tuple of str
        What is told together, in the order of the groups.
    saved : float
        Pairs told by the same person, weighted by how many did, that the groups tell right and one single group would
        not; 0 where there is one group.
    chance : float
        Share of random orders (each person's shuffled) in which as much is saved, 0..1: small where the order is real.
    before : tuple of float
        For each group but the last: share of pairs across its end that people told in this order, 0..1.
    """

    buckets: tuple[tuple[str, ...], ...]
    saved: float
    chance: float
    before: tuple[float, ...]


def bucket_order(
    orders: Sequence[Sequence[str]], *, most: int, least: int = 1, k: int | None = None, seed: int = SEED
) -> BucketOrder:
    """The groups that fit best: as few as save nine tenths of what any number of groups can.

    Parameters
    ----------
    orders : sequence of sequence of str
        Each person's things in order, none twice; people may leave some out.
    most : int
        The greatest number of groups.
    least : int
        People who must have told of something in each group, where that is possible.
    k : int, optional
        This many groups, or as many as can be.
    seed : int
        Of the random orders.
    """
    names = sorted({name for order in orders for name in order})
    if not names:
        return BucketOrder((), 0.0, 1.0, ())
    index = {name: n for n, name in enumerate(names)}
    told = [np.array([index[name] for name in order], dtype=int) for order in orders]
    ask = _Ask(most, least, k)
    before = _before(told, len(names))
    ranks, cuts, saved = _best(told, before, ask)
    ordered = before[np.ix_(ranks, ranks)]
    blocks = list(pairwise([*cuts, len(names)]))
    shares = (_share(ordered[a:b, b:c], ordered[b:c, a:b].T) for (a, b), (_b, c) in pairwise(blocks))
    rng = np.random.default_rng(seed)
    random = []
    for _n in range(RANDOM_ORDERS):
        shuffled = [rng.permutation(order) for order in told]
        random.append(_best(shuffled, _before(shuffled, len(names)), ask)[2])
    chance = (1 + sum(other >= saved - 1e-9 for other in random)) / (1 + RANDOM_ORDERS)
    buckets = tuple(tuple(names[i] for i in ranks[a:b]) for a, b in blocks)
    return BucketOrder(buckets, saved, chance if saved > 0 else 1.0, tuple(shares))


@dataclass(frozen=True)
class _Ask:
    most: int
    least: int
    k: int | None


def _before(told: Sequence[np.ndarray], n: int) -> np.ndarray:
    """How many people told i before j; shape (n, n)."""
    before = np.zeros((n, n))
    for order in told:
        at = np.triu_indices(len(order), 1)
        before[order[at[0]], order[at[1]]] += 1
    return before


def _best(told: Sequence[np.ndarray], before: np.ndarray, ask: _Ask) -> tuple[np.ndarray, list[int], float]:
    """The order of things by how much comes after them, where its groups begin, and what they save."""
    both = before + before.T
    share = np.divide(before, both, out=np.full_like(before, 0.5), where=both > 0)
    after = (share * both).sum(axis=1) / np.maximum(both.sum(axis=1), 1)
    ranks = np.argsort(-after.round(9), kind="stable")
    share, both = share[np.ix_(ranks, ranks)], both[np.ix_(ranks, ranks)]
    # What a pair told apart saves: |P - 1/2| - |1 - P|, by the people who told both.
    apart = np.triu(both * (np.abs(share - 0.5) - np.abs(1 - share)), 1)
    kept = _together(apart)
    total = float(kept[0, -1])
    allowed = np.where(_tellers(told, ranks) >= min(ask.least, len(told)), kept, np.inf)
    left, cuts = _cut(allowed, total, ask)
    return ranks, cuts, total - left


def _together(apart: np.ndarray) -> np.ndarray:
    """What things a to b-1 lose as one group; shape (n + 1, n + 1), at [a, b]."""
    sums = np.zeros((len(apart) + 1, len(apart) + 1))
    sums[1:, 1:] = apart.cumsum(axis=0).cumsum(axis=1)
    ends = sums.diagonal()
    return ends[None, :] - sums.T - sums + ends[:, None]


def _tellers(told: Sequence[np.ndarray], ranks: np.ndarray) -> np.ndarray:
    """How many people told of any of things a to b-1; shape (n + 1, n + 1), at [a, b]."""
    n = len(ranks)
    at = np.empty(n, dtype=int)
    at[ranks] = np.arange(n)
    counts = np.zeros((n + 1, n + 1))
    for order in told:
        has = np.zeros(n + 1)
        has[at[order] + 1] = 1
        so_far = has.cumsum()
        counts += so_far[None, :] > so_far[:, None]
    return counts


def _cut(kept: np.ndarray, total: float, ask: _Ask) -> tuple[float, list[int]]:
    """The least that groups of neighbours lose, and where they begin."""
    n = len(kept) - 1
    most = min(ask.k or ask.most, n)
    best = np.full((most + 1, n + 1), np.inf)
    came = np.zeros((most + 1, n + 1), dtype=int)
    best[0, 0] = 0
    for groups in range(1, most + 1):
        for end in range(groups, n + 1):
            costs = best[groups - 1, :end] + kept[:end, end]
            came[groups, end] = start = int(np.argmin(costs.round(9)))
            best[groups, end] = costs[start]
    possible = np.flatnonzero(np.isfinite(best[:, n]))
    if ask.k:
        groups = int(possible[-1])
    else:
        saved = total - best[possible, n]
        groups = int(possible[np.argmax(saved >= ENOUGH * max(0.0, saved.max()) - 1e-9)])
    cuts, end = [], n
    for left in range(groups, 0, -1):
        end = int(came[left, end])
        cuts.append(end)
    return float(best[groups, n]), cuts[::-1]


def _share(forth: np.ndarray, back: np.ndarray) -> float:
    total = forth.sum() + back.sum()
    return float(forth.sum() / total) if total else 0.5
