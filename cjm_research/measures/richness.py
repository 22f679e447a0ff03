"""How many codes there are, met and not met, from how many were met in one and in two interviews.

S codes were met in T interviews, Q1 of them in exactly one interview, Q2 in exactly two; U are the incidences, the
pairs of interview and code. A = (T - 1) / T.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.measures.checks import checked_share, checked_table
from cjm_research.model.saturation import Estimate, Richness

Z = 1.959963984540054


def richness_of_table(table: np.ndarray | Sequence[Sequence[bool]]) -> Richness:
    """The estimates for a table of interviews x codes, shape (T, codes), presence; codes nobody told of are left out.

    Raises
    ------
    BadValueError
        There are fewer than two interviews, or no code.
    """
    met = checked_table(table)
    times = met.sum(axis=0)
    times = times[times > 0]
    return richness_of_counts(
        len(times), len(met), once=int((times == 1).sum()), twice=int((times == 2).sum()), incidences=int(times.sum())
    )


def richness_of_counts(observed: int, interviews: int, *, once: int, twice: int, incidences: int) -> Richness:
    """Chao2, its bias-corrected form, the two jackknives, and coverage.

    Parameters
    ----------
    observed, interviews, once, twice, incidences : int
        S, T (at least 2), Q1, Q2 and U.

    Raises
    ------
    BadValueError
        The numbers cannot belong to each other.

    References
    ----------
    Chao (1987), Biometrics 43:783 (Chao2, variance, interval by logarithms); Chao (2005), Encyclopedia of Statistical
    Sciences, "Species estimation and applications" (bias-corrected form and its variance, also for Q2 = 0); Burnham &
    Overton (1978), Biometrika 65:625 (jackknives; variance: sum of a_j^2 Q_j minus the estimate); Chao & Jost (2012),
    Ecology 93:2533 (coverage); checked against vegan's `specpool`.
    """
    rest = observed - once - twice
    if interviews < 2 or observed < 1 or min(once, twice, rest) < 0 or incidences < once + 2 * twice + 3 * rest:
        raise BadValueError(
            _("At least two interviews and one code are needed, with counts that can belong to each other.")
        )
    tally = (observed, interviews, once, twice)
    plain = _chao2(*tally) if twice else None
    return Richness(
        observed=observed,
        interviews=interviews,
        once=once,
        twice=twice,
        incidences=incidences,
        chao2=plain,
        chao2_corrected=_chao2_corrected(*tally),
        jack1=_jackknife(*tally, order=1),
        jack2=_jackknife(*tally, order=2),
        used="chao2" if plain else "chao2_corrected",
        coverage=coverage(interviews, once=once, twice=twice, incidences=incidences),
    )


def unmet(interviews: int, once: np.ndarray | int, twice: np.ndarray | int) -> np.ndarray:
    """Estimated number of codes not met yet: that of Chao2, where Q2 = 0 of its bias-corrected form.

    Takes numbers or arrays of equal shape.
    """
    once, twice = np.asarray(once, dtype=float), np.asarray(twice, dtype=float)
    a = (interviews - 1) / interviews
    f0 = a * np.where(twice > 0, once**2 / (2 * np.maximum(twice, 1)), once * (once - 1) / 2)
    return np.maximum(0.0, f0)


def expected_new(
    unmet_codes: np.ndarray | float, once: np.ndarray | float, interviews: int, more: np.ndarray | float
) -> np.ndarray:
    """How many new codes `more` interviews would bring on average: f0 [1 - (1 - Q1 / (T f0 + Q1))^more].

    References
    ----------
    Chao & Colwell (2017), SORT 41:3; Colwell et al. (2012), Journal of Plant Ecology 5:3, equation 18.
    """
    f0, once = np.asarray(unmet_codes, dtype=float), np.asarray(once, dtype=float)
    below = interviews * f0 + once
    chance = np.divide(once, below, out=np.zeros_like(below), where=below > 0)
    return np.maximum(0.0, f0 * (1 - (1 - chance) ** more))


def more_interviews_for(estimates: Richness, share: float) -> float:
    """How many more interviews would meet this share (0..1, below 1) of the estimated number of codes; 0 where met.

    References
    ----------
    Chao, Colwell, Lin & Gotelli (2009), Ecology 90:1125, equation 12.
    """
    checked_share(share, name="share", below_one=True)
    missing = share * estimates.estimate.value - estimates.observed
    if missing <= 0:
        return 0.0
    f0, once = estimates.unmet, estimates.once
    return log(1 - missing / f0) / log(1 - once / (estimates.interviews * f0 + once))


def coverage(interviews: int, *, once: int, twice: int, incidences: int) -> float:
    """Share of the code incidences of a further interview that belong to codes already met, 0..1.

    1 - Q1/U [(T-1) Q1 / ((T-1) Q1 + 2 Q2)]; with Q2 = 0 by the bias-corrected estimate.

    References
    ----------
    Chao & Jost (2012), Ecology 93:2533; Chao & Colwell (2017), SORT 41:3.
    """
    if not once:
        return 1.0
    left = (interviews - 1) * (once if twice else once - 1)
    new = left / (left + 2 * twice) if twice else left / (left + 2)
    return 1 - once / incidences * new


def _chao2(observed: int, interviews: int, once: int, twice: int) -> Estimate:
    a, ratio = (interviews - 1) / interviews, once / twice
    variance = twice * (a / 2 * ratio**2 + a**2 * ratio**3 + a**2 / 4 * ratio**4)
    return _with_interval(observed, a * once**2 / (2 * twice), variance)


def _chao2_corrected(observed: int, interviews: int, once: int, twice: int) -> Estimate:
    a = (interviews - 1) / interviews
    f0 = a * once * (once - 1) / (2 * (twice + 1))
    variance = a * once * (once - 1) / (2 * (twice + 1)) + a**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
    if twice:
        variance += a**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    else:
        variance -= a**2 * once**4 / (4 * (observed + f0))
    return _with_interval(observed, f0, variance)


def _jackknife(observed: int, interviews: int, once: int, twice: int, *, order: int) -> Estimate:
    """S + sum of (a_j - 1) Q_j, with variance sum of a_j^2 Q_j - S_jack."""
    t = interviews
    first, second = ((t - 1) / t, 0.0) if order == 1 else ((2 * t - 3) / t, -((t - 2) ** 2) / (t * (t - 1)))
    added = once * first + twice * second
    weighed = (observed - once - twice) + once * (1 + first) ** 2 + twice * (1 + second) ** 2
    return _with_interval(observed, added, weighed - observed - added)


def _with_interval(observed: int, f0: float, variance: float) -> Estimate:
    """The estimate with a 95% interval whose lower end cannot fall below what was met (Chao 1987)."""
    se = sqrt(max(0.0, variance))
    if f0 <= 0:
        return Estimate(value=observed + f0, se=se, interval=(float(observed), float(observed)))
    factor = exp(Z * sqrt(log(1 + variance / f0**2)))
    return Estimate(value=observed + f0, se=se, interval=(observed + f0 / factor, observed + f0 * factor))
