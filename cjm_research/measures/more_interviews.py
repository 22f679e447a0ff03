"""What more interviews would bring: new codes with a prediction interval, by drawing the study again from its estimate.

The estimated pool holds the codes met, each with its corrected chance to come up in an interview, and the codes not
met yet. From it, whole studies of T interviews and the ones after them are drawn; each is judged by the same formula,
and the errors of its forecast make the interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.measures.checks import checked_table
from cjm_research.measures.richness import coverage, expected_new, unmet

DRAWS = 1000
# Against floating point: 3.0000000001 codes are 3.
_DUST = 1e-9


@dataclass(frozen=True)
class Forecast:
    """New codes in 1, 2, ... more interviews: arrays of equal length; `low` and `high` are ends of the interval."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def bounds(self, more: int) -> tuple[int, int]:
        """Whole numbers of codes around the interval for so many more interviews."""
        at = more - 1
        return floor(self.low[at] + _DUST), ceil(self.high[at] - _DUST)


def forecast_new_codes(
    table: np.ndarray | Sequence[Sequence[bool]], more: int, *, seed: int, level: float = 0.95, draws: int = DRAWS
) -> Forecast:
    """How many new codes the next 1 to `more` interviews would bring, each with a prediction interval.

    Parameters
    ----------
    table : array of bool, shape (T, codes)
        Presence; T at least 2. Codes nobody told of are left out.
    more : int
        Largest number of further interviews, 1 or more; beyond T the formula is no longer reliable.
    seed : int
        The same seed and table give the same interval.
    level : float
        Of the interval, 0..1: the share of such forecasts that come true.
    draws : int
        Studies drawn from the estimated pool.

    Raises
    ------
    BadValueError
        There are fewer than two interviews, no code, or `more` is below 1.

    References
    ----------
    Expected number: Chao & Colwell (2017), SORT 41:3. Pool: Chao et al. (2014), Ecological Monographs 84:45,
    appendix G.
    Interval from the errors of forecasts: Davison & Hinkley (1997), Bootstrap Methods and their Application, 6.3.3.
    """
    met = checked_table(table)
    times = met.sum(axis=0)
    times = times[times > 0]
    if len(met) < 2 or not len(times) or more < 1:
        raise BadValueError(_("A forecast needs at least two interviews, one code and one more interview."))
    steps = np.arange(1, more + 1)
    once, f0 = (times == 1).sum(), unmet(len(met), (times == 1).sum(), (times == 2).sum())
    mean = expected_new(f0, once, len(met), steps)
    errors = _errors(_pool(times, len(met)), len(met), steps, np.random.default_rng(seed), draws)
    ends = np.quantile(errors, [(1 - level) / 2, (1 + level) / 2], axis=0)
    # More interviews cannot have brought fewer codes: dips come from the draws.
    low, high = np.maximum.accumulate(np.maximum(0, mean + ends), axis=1)
    return Forecast(mean=mean, low=low, high=high)


def coverage_interval(
    table: np.ndarray | Sequence[Sequence[bool]], *, seed: int, level: float = 0.95, draws: int = DRAWS
) -> tuple[float, float]:
    """Interval of `coverage`, 0..1, from its errors in studies drawn from the estimated pool.

    Parameters and raised errors are those of `forecast_new_codes`.
    """
    met = checked_table(table)
    times = met.sum(axis=0)
    times = times[times > 0]
    if len(met) < 2 or not len(times):
        raise BadValueError(_("Coverage needs at least two interviews and one code."))
    chances = _pool(times, len(met))
    drawn = np.random.default_rng(seed).binomial(len(met), chances, size=(draws, len(chances)))
    true = (drawn > 0) @ chances / chances.sum()
    once, twice, incidences = (drawn == 1).sum(axis=1), (drawn == 2).sum(axis=1), drawn.sum(axis=1)
    judged = [
        coverage(len(met), once=int(a), twice=int(b), incidences=int(u))
        for a, b, u in zip(once, twice, incidences, strict=True)
    ]
    here = coverage(len(met), once=int((times == 1).sum()), twice=int((times == 2).sum()), incidences=int(times.sum()))
    low, high = here + np.quantile(true - np.array(judged), [(1 - level) / 2, (1 + level) / 2])
    return max(0.0, min(float(low), here)), min(1.0, max(float(high), here))


def _pool(times: np.ndarray, interviews: int) -> np.ndarray:
    """The chance of each code, met and not met, to come up in an interview."""
    once, f0 = (times == 1).sum(), unmet(interviews, (times == 1).sum(), (times == 2).sum())
    n_unmet = ceil(float(f0) - _DUST)
    seen = times / interviews
    if not n_unmet:
        return seen
    unseen = once * n_unmet / (interviews * n_unmet + once)
    faded = seen * (1 - seen) ** interviews
    weight = unseen / faded.sum() if faded.sum() else 0.0
    return np.concatenate([np.maximum(0, seen - weight * faded), np.full(n_unmet, unseen / n_unmet)])


def _errors(
    chances: np.ndarray, interviews: int, steps: np.ndarray, random: np.random.Generator, draws: int
) -> np.ndarray:
    """New codes less forecast, shape (draws, len(steps)), of studies drawn from the pool."""
    times = random.binomial(interviews, chances, size=(draws, len(chances)))
    comes_up = random.geometric(np.maximum(chances, _DUST), size=times.shape)
    late = np.where(times == 0, comes_up, steps[-1] + 1)
    arrivals = np.stack([(late == step).sum(axis=1) for step in steps], axis=1)
    once, twice = (times == 1).sum(axis=1), (times == 2).sum(axis=1)
    forecasts = np.stack(
        [expected_new(unmet(interviews, once, twice), once, interviews, step) for step in steps], axis=1
    )
    return arrivals.cumsum(axis=1) - forecasts
