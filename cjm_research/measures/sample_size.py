"""How many interviews a study needs for a theme of a given prevalence to come up."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_percent
from cjm_research.measures.checks import checked_share
from cjm_research.measures.discovery import found_share, least_probability
from cjm_research.model.saturation import SamplePlan

# Below, the numbers are no longer those of interviews, nor exact.
LEAST_PREVALENCE = 0.0001


def chance_of_meeting(n: int, prevalence: float, times: int = 1) -> float:
    """The probability that at least `times` of `n` people have what a share of `prevalence` of everybody has.

    Parameters
    ----------
    n : int
        People interviewed, 0 or more.
    prevalence : float
        Share of people who have it and tell of it when asked, 0..1.
    times : int
        How often it has to come up, 0 or more.

    Returns
    -------
    float
        P(Binomial(n, prevalence) >= times), 0..1.

    Raises
    ------
    BadValueError
        A value lies outside its range.

    Examples
    --------
    >>> round(chance_of_meeting(200, 0.06, 5), 4)
    0.9936
    """
    checked_share(prevalence, name="prevalence")
    if n < 0 or times < 0:
        raise BadValueError(_("A number of people or times cannot be below 0."))
    if times > n:
        return 0.0
    if prevalence in (0.0, 1.0) or times == 0:
        return float(times == 0 or prevalence == 1)
    # Fewer than `times`, in logarithms: factorials of large n leave the range of floats.
    fewer = sum(
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(prevalence) + (n - k) * log1p(-prevalence))
        for k in range(times)
    )
    return min(1.0, max(0.0, 1 - fewer))


def people_needed(prevalence: float, times: int = 1, power: float = 0.8) -> int:
    """The least number of people with whom a theme comes up at least `times` times with probability `power`.

    Parameters
    ----------
    prevalence : float
        Share of people who have the theme and tell of it when asked, 0.0001 to 1.
    times : int
        How often it has to come up, 1 or more.
    power : float
        Probability wanted, 0..1, below 1.

    Raises
    ------
    BadValueError
        A value lies outside its range.

    References
    ----------
    Fugard & Potts (2015), International Journal of Social Research Methodology 18:669. They assume that people are
    drawn at random, that a theme is either there or not, and that it is told and recognised whenever it is there.

    Examples
    --------
    >>> people_needed(0.1, 2, 0.8)
    29
    """
    checked_share(prevalence, name="prevalence", above_zero=True)
    if prevalence < LEAST_PREVALENCE:
        raise BadValueError(
            _("What fewer than {share} of people have cannot be planned for with interviews: take a survey.").format(
                share=format_percent(LEAST_PREVALENCE, 2)
            )
        )
    checked_share(power, name="power", below_one=True)
    if times < 1:
        raise BadValueError(_("A theme has to come up at least once, found {n}.").format(n=times))
    high = times
    while chance_of_meeting(high, prevalence, times) < power:
        high *= 2
    low = max(times, high // 2)
    while low < high:
        middle = (low + high) // 2
        if chance_of_meeting(middle, prevalence, times) >= power:
            high = middle
        else:
            low = middle + 1
    return high


def sample_plan(prevalence: float, times: int = 1, power: float = 0.8) -> SamplePlan:
    """How many interviews a theme needs, with what it assumes in words; parameters are those of `people_needed`."""
    people = people_needed(prevalence, times, power)
    return SamplePlan(
        prevalence=prevalence,
        times=times,
        power=power,
        people=people,
        chance=chance_of_meeting(people, prevalence, times),
        with_five=chance_of_meeting(5, prevalence, times),
        five_find=found_share(prevalence, 5),
        five_need=least_probability(0.8, 5),
    )
