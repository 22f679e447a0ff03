"""The rule of base and run in the order of interviews and over random orders, and the curve of codes met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.measures.checks import checked_share, checked_table
from cjm_research.model.saturation import BaseRun, CurvePoint, OrderSpread, RunOfInterviews

ORDERS = 1000
# Against floating point: one of twenty is 5%.
_DUST = 1e-12
# Cells of orders x interviews x codes worked on at once: 50 million bytes.
_BLOCK = 6_000_000


def new_codes(table: np.ndarray | Sequence[Sequence[bool]]) -> list[int]:
    """How many codes each interview brings that no interview before it had; rows are interviews in their order."""
    met = checked_table(table)
    return np.diff(np.logical_or.accumulate(met, axis=0).sum(axis=1), prepend=0).tolist()


def share_met(new: Sequence[int], interviews: int, *, of: int | None = None) -> float:
    """Share of codes met in the first interviews, 0..1; the denominator is always named.

    Parameters
    ----------
    new : sequence of int
        New codes of each interview, in order.
    interviews : int
        The first so many.
    of : int, optional
        Of the codes met in the first so many; all interviews where not named.

    Raises
    ------
    BadValueError
        `of` is below `interviews`, or no code was met in them.

    References
    ----------
    Guest, Bunce & Johnson (2006), Field Methods 18:59: the same 80 codes of the first six interviews are 73% of those
    of the first thirty and 70% of those of all sixty.
    """
    of = len(new) if of is None else of
    total = sum(new[:of])
    if not 0 <= interviews <= of or not total:
        raise BadValueError(_("The codes met can only be a share of codes met in as many interviews or more."))
    return sum(new[:interviews]) / total


def base_run(new: Sequence[int], *, base: int = 4, run: int = 2, threshold: float = 0.05) -> BaseRun:
    """The rule of base and run for interviews in their order.

    Parameters
    ----------
    new : sequence of int
        New codes of each interview, in order.
    base, run : int
        Interviews of the base and of a run, 1 or more. Runs overlap and slide by one interview.
    threshold : float
        Largest share of the base's codes that a run may bring at saturation, 0..1.

    Raises
    ------
    BadValueError
        A value lies outside its range.

    References
    ----------
    Guest, Namey & Chen (2020), PLoS ONE 15:e0232076.

    Examples
    --------
    >>> base_run([15, 10, 7, 5, 4, 3, 1, 0]).label
    '6+2'
    """
    _check(base, run, threshold)
    of_base = sum(new[:base])
    if len(new) < base or not of_base:
        return BaseRun(base=base, run=run, threshold=threshold, base_codes=of_base)
    runs = tuple(
        RunOfInterviews(first=last - run + 1, last=last, new=(n := sum(new[last - run : last])), ratio=n / of_base)
        for last in range(base + run, len(new) + 1)
    )
    stop = next((each.last for each in runs if each.ratio <= threshold + _DUST), None)
    return BaseRun(base=base, run=run, threshold=threshold, base_codes=of_base, runs=runs, stopped_after=stop)


def over_orders(
    table: np.ndarray | Sequence[Sequence[bool]],
    *,
    seed: int,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = ORDERS,
) -> tuple[OrderSpread, tuple[CurvePoint, ...]]:
    """Stopping points and discovery curve over random orders of the same interviews.

    Parameters
    ----------
    table : array of bool, shape (n_interviews, n_codes)
        Presence.
    seed : int
        The same seed and table give the same orders.
    orders : int
        How many, 1 or more.

    Returns
    -------
    OrderSpread
        Quantiles over all orders: one that never meets the rule counts as later than the last interview.
    tuple of CurvePoint
        For 1 to n interviews the mean of codes met (exact, without drawing) and the middle 95% of the orders.

    References
    ----------
    Guest, Namey & Chen (2020), PLoS ONE 15:e0232076 (random orders). Mean over all orders: Ugland, Gray & Ellingsen
    (2003), Journal of Animal Ecology 72:888.
    """
    _check(base, run, threshold)
    met = checked_table(table)
    if orders < 1:
        raise BadValueError(_("The number of random orders must be 1 or more."))
    random = np.random.default_rng(seed)
    new = np.concatenate(list(_new_in_orders(met, random, orders)))
    spread = _spread(new, seed=seed, base=base, run=run, threshold=threshold)
    ends = np.quantile(new.cumsum(axis=1), [0.025, 0.975], axis=0)
    curve = tuple(
        CurvePoint(n=n, mean=mean, low=float(ends[0, n - 1]), high=float(ends[1, n - 1]))
        for n, mean in enumerate(mean_curve(met), start=1)
    )
    return spread, curve


def mean_curve(table: np.ndarray | Sequence[Sequence[bool]]) -> list[float]:
    """Codes met in 1, 2, ... n interviews, on average over all orders of them."""
    met = checked_table(table)
    n, times = len(met), met.sum(axis=0)
    absent = np.ones(met.shape[1])
    means = []
    for drawn in range(n):
        # The chance that a code is missing from the interviews drawn so far, and from this one too.
        absent = absent * np.maximum(n - times - drawn, 0) / (n - drawn)
        means.append(float((1 - absent).sum()) if met.shape[1] else 0.0)
    return means


def _new_in_orders(met: np.ndarray, random: np.random.Generator, orders: int) -> Iterator[np.ndarray]:
    """New codes of each interview in random orders, shape (some orders, n_interviews)."""
    n, n_codes = met.shape
    at_once = max(1, _BLOCK // max(1, n * n_codes))
    for start in range(0, orders, at_once):
        size = min(at_once, orders - start)
        places = random.permuted(np.tile(np.arange(n, dtype=np.int32), (size, 1)), axis=1)
        first = np.where(met[None], places[:, :, None], n).min(axis=1) if n_codes else np.full((size, 0), n)
        yield np.stack([(first == at).sum(axis=1) for at in range(n)], axis=1)


def _spread(new: np.ndarray, *, seed: int, base: int, run: int, threshold: float) -> OrderSpread:
    orders, n = new.shape
    never = n + 1
    stops = np.full(orders, never)
    of_base = new[:, :base].sum(axis=1)
    total = np.concatenate([np.zeros((orders, 1), dtype=new.dtype), new.cumsum(axis=1)], axis=1)
    for last in range(n, base + run - 1, -1):
        fits = (total[:, last] - total[:, last - run] <= threshold * of_base + _DUST) & (of_base > 0)
        stops[fits] = last
    ends = np.quantile(stops, [0.25, 0.5, 0.75, 0.9], method="inverted_cdf")
    quartile, median, upper, ninetieth = (None if end >= never else int(end) for end in ends)
    return OrderSpread(
        n_orders=orders, seed=seed, reached=float((stops < never).mean()),
        quartile=quartile, median=median, upper_quartile=upper, ninetieth=ninetieth,
    )  # fmt: skip


def _check(base: int, run: int, threshold: float) -> None:
    checked_share(threshold, name="threshold")
    if base < 1 or run < 1:
        raise BadValueError(_("The base and the run need at least one interview each."))
