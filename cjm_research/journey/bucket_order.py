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

import numpy as np

SEED = 20260101
# Random orders that the found one is compared with: the smallest share that can come out is 1/100.
RANDOM_ORDERS = 99


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
    orders: Sequence[Sequence[str]], *, most: int, k: int | None = None, seed: int = SEED
) -> BucketOrder:
    """The groups that fit best.

    Parameters
    ----------
    orders : sequence of sequence of str
        Each person's things in order, none twice; people may leave some out.
    most : int
        The greatest number of groups.
    k : int, optional
        This many groups, or as many as there are things.
    seed : int
        Of the random orders.
    """
    names = sorted({name for order in orders for name in order})
    if not names:
        return BucketOrder((), 0.0, 1.0, ())
    index = {name: n for n, name in enumerate(names)}
    told = [np.array([index[name] for name in order], dtype=int) for order in orders]
    before = _before(told, len(names))
    ranks, cuts, saved = _best(before, most, k)
    ordered = before[np.ix_(ranks, ranks)]
    ends = [*cuts, len(names)]
    buckets = tuple(tuple(names[i] for i in ranks[a:b]) for a, b in zip(ends, ends[1:], strict=False))
    shares = tuple(_share(ordered[a:b, b:c], ordered[b:c, a:b].T) for a, b, c in zip(ends, ends[1:], ends[2:], strict=False))
    rng = np.random.default_rng(seed)
    random = [_best(_before([rng.permutation(order) for order in told], len(names)), most, k)[2] for _n in range(RANDOM_ORDERS)]
    chance = (1 + sum(other >= saved - 1e-9 for other in random)) / (1 + RANDOM_ORDERS)
    return BucketOrder(buckets, saved, chance if saved > 0 else 1.0, shares)


def _before(told: Sequence[np.ndarray], n: int) -> np.ndarray:
    """How many people told i before j; shape (n, n)."""
    before = np.zeros((n, n))
    for order in told:
        at = np.triu_indices(len(order), 1)
        before[order[at[0]], order[at[1]]] += 1
    return before


def _best(before: np.ndarray, most: int, k: int | None) -> tuple[np.ndarray, list[int], float]:
    """The order of things by how much comes after them, where its groups begin, and what they save."""
    both = before + before.T
    share = np.divide(before, both, out=np.full_like(before, 0.5), where=both > 0)
    after = (share * both).sum(axis=1) / np.maximum(both.sum(axis=1), 1)
    ranks = np.argsort(-after.round(9), kind="stable")
    share, both = share[np.ix_(ranks, ranks)], both[np.ix_(ranks, ranks)]
    # What a pair told apart costs less than told together: |P - 1/2| - |1 - P|, by the people who told both.
    apart = np.triu(both * (np.abs(share - 0.5) - np.abs(1 - share)), 1)
    together = apart.cumsum(axis=0).cumsum(axis=1)
    total = float(together[-1, -1])
    kept, cuts = _cut(together, min(most, len(ranks)), min(k, len(ranks)) if k else None)
    return ranks, cuts, total - kept


def _cut(sums: np.ndarray, most: int, k: int | None) -> tuple[float, list[int]]:
    """The least that groups of neighbours keep together, and where they begin; of equals fewer groups."""
    n = len(sums)
    padded = np.zeros((n + 1, n + 1))
    padded[1:, 1:] = sums
    block = padded.diagonal()[None, :] - padded.T[:, :] - padded + padded.diagonal()[:, None]
    # block[a, b]: what things a to b-1 keep together as one group.
    best = np.full((most + 1, n + 1), np.inf)
    came = np.zeros((most + 1, n + 1), dtype=int)
    best[0, 0] = 0
    for groups in range(1, most + 1):
        for end in range(groups, n + 1):
            costs = best[groups - 1, :end] + block[:end, end]
            came[groups, end] = start = int(np.argmin(costs.round(9)))
            best[groups, end] = costs[start]
    groups = k or 1 + int(np.argmin(best[1:, n].round(9)))
    cuts, end = [], n
    for left in range(groups, 0, -1):
        end = int(came[left, end])
        cuts.append(end)
    return float(best[groups, n]), cuts[::-1]


def _share(forth: np.ndarray, back: np.ndarray) -> float:
    total = forth.sum() + back.sum()
    return float(forth.sum() / total) if total else 0.5
