"""What people answered to one instrument: satisfaction (CSAT), effort (CES), recommendation (NPS), ratings.

Every figure comes with its number of people and its interval. Up to 30 people, figures are said in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist, fmean, stdev

from pydantic import Field

from cjm_research.i18n import _, format_number, format_percent, format_share, ngettext
from cjm_research.measures.intervals import count_of, score_interval, t_interval
from cjm_research.model import Count, Instrument
from cjm_research.model.base import Model

Interval = tuple[float, float]
# Up to this many people a decimal of a score says more than the data hold.
FEW = 30
# Below this many people the answers themselves are the figure.
TOO_FEW = 5
# Imaginary promoters, passives and detractors that the adjusted interval adds.
ROCKS_2016 = (0.75, 1.5, 0.75)
PROMOTER, DETRACTOR = 9, 6


class NetPromoter(Model):
    """A Net Promoter Score, -100..100: percent of promoters (9, 10) less percent of detractors (0 to 6)."""

    promoters: int = Field(ge=0)
    passives: int = Field(ge=0)
    detractors: int = Field(ge=0)
    score: float
    interval: Interval

    @property
    def n(self) -> int:
        """How many people answered."""
        return self.promoters + self.passives + self.detractors


def nps_interval(
    promoters: int,
    passives: int,
    detractors: int,
    *,
    level: float = 0.95,
    added: tuple[float, float, float] = ROCKS_2016,
    clip: bool = True,
) -> tuple[float, float, float]:
    """Adjusted centre and 95% bounds of a Net Promoter Score.

    Parameters
    ----------
    promoters, passives, detractors : int
        How many people, of at least one.
    added : tuple of float
        Imaginary people of each kind; (0, 0, 0) is the plain Wald interval, which has no width where all agree.
    clip : bool
        Keep the bounds within -100..100.

    Returns
    -------
    (float, float, float)
        Centre, lower and upper bound.

    References
    ----------
    Rocks (2016), Interval estimation for the Net Promoter Score, The American Statistician 70:365.

    Examples
    --------
    >>> [round(value, 2) for value in nps_interval(19, 9, 8)]
    [28.21, 2.88, 53.53]
    """
    p, q, d = (k + more for k, more in zip((promoters, passives, detractors), added, strict=True))
    n = p + q + d
    centre = (p - d) / n
    variance = (p + d) / n - centre**2
    half = NormalDist().inv_cdf(0.5 + level / 2) * (variance / n) ** 0.5
    low, high = 100 * (centre - half), 100 * (centre + half)
    return 100 * centre, max(low, -100.0) if clip else low, min(high, 100.0) if clip else high


def net_promoter(values: Iterable[float]) -> NetPromoter:
    """The score of some answers from 0 to 10, at least one, with its adjusted Wald interval."""
    answers = list(values)
    promoters = sum(value >= PROMOTER for value in answers)
    detractors = sum(value <= DETRACTOR for value in answers)
    passives = len(answers) - promoters - detractors
    _centre, low, high = nps_interval(promoters, passives, detractors)
    score = 100 * (promoters - detractors) / len(answers)
    return NetPromoter(
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        score=score,
        # Its centre lies nearer to zero: where very few agree, the score itself would fall out of it.
        interval=(min(low, score), max(high, score)),
    )


def mean_interval(values: Sequence[float], low: float, high: float) -> Interval:
    """95% interval of the mean of ratings on a scale from `low` to `high`, which it never leaves.

    Student's; where that has no width, because there is one answer or all are equal, the score interval of a bounded
    variable, which is on the safe side (see `score_interval`).
    """
    found = t_interval(values)
    if found is None:
        bounds = score_interval((fmean(values) - low) / (high - low), len(values))
        found = low + bounds[0] * (high - low), low + bounds[1] * (high - low)
    return max(found[0], low), min(found[1], high)


class Satisfaction(Model):
    """The answers of some people to one instrument in one wave.

    `values` are theirs, one a person, sorted by person. `mean_interval` is on the instrument's scale, `percent` the
    mean as percent of the maximum turned so that 100 is best, with `percent_interval`. `favourable` counts the answers
    in the top boxes. `nps` only where it was asked.
    """

    instrument: Instrument
    wave: str = ""
    group: str = ""
    values: tuple[tuple[str, float], ...]
    mean: float
    sd: float | None
    mean_interval: Interval
    percent: float
    percent_interval: Interval
    favourable: Count
    nps: NetPromoter | None = None

    @property
    def n(self) -> int:
        """How many people answered."""
        return len(self.values)

    @property
    def headline(self) -> tuple[float, float, float]:
        """The figure by which the instrument is usually known, with its interval.

        NPS as -100..100; CSAT as the favourable share in percent; CES and ratings as the mean on their scale.
        """
        if self.nps:
            return self.nps.score, *self.nps.interval
        if self.instrument.kind == "csat":
            count = self.favourable
            return 100 * count.k / count.n, 100 * count.interval[0], 100 * count.interval[1]
        return self.mean, *self.mean_interval

    def sentences(self) -> tuple[str, ...]:
        """The answer in words: the figure, its interval, and what few people mean for it."""
        return (_said(self), *_cautions(self))

    def __str__(self) -> str:
        few = [few_people()] if TOO_FEW <= self.n <= FEW else []
        return " ".join([*self.sentences(), *few])


def satisfaction(
    instrument: Instrument, values: Mapping[str, float], *, wave: str = "", group: str = ""
) -> Satisfaction:
    """What the figures of an instrument are.

    Parameters
    ----------
    instrument : Instrument
        Says what the values mean.
    values : mapping
        Person -> answer; at least one.

    Raises
    ------
    ValueError
        Nobody answered.
    """
    if not values:
        raise ValueError("nobody answered")
    people = sorted(values.items())
    numbers = [value for _who, value in people]
    bounds = mean_interval(numbers, instrument.low, instrument.high)
    goodness = sorted(instrument.goodness(bound) for bound in bounds)
    return Satisfaction(
        instrument=instrument,
        wave=wave,
        group=group,
        values=tuple(people),
        mean=fmean(numbers),
        sd=stdev(numbers) if len(numbers) > 1 else None,
        mean_interval=bounds,
        percent=instrument.goodness(fmean(numbers)),
        percent_interval=(goodness[0], goodness[1]),
        favourable=count_of(sum(map(instrument.is_favourable, numbers)), len(numbers)),
        nps=net_promoter(numbers) if instrument.kind == "nps" else None,
    )


def _said(found: Satisfaction) -> str:
    instrument, n = found.instrument, found.n
    if n < TOO_FEW:
        shown = ", ".join(f"{value:g}" for _who, value in found.values)
        message = ngettext(
            "{instrument}: {n} person answered, on a scale from {low} to {high}: {answers}.",
            "{instrument}: {n} people answered, on a scale from {low} to {high}: {answers}.",
            n,
        )
        return message.format(instrument=instrument.title, n=n, low=instrument.low, high=instrument.high, answers=shown)
    if found.nps:
        low, high = found.nps.interval
        return _(
            "{instrument}: {score} (95% interval {low} to {high}); of {n} people, {promoters} are promoters and "
            "{detractors} detractors."
        ).format(
            instrument=instrument.title,
            score=signed(found.nps.score),
            low=signed(low),
            high=signed(high),
            promoters=found.nps.promoters,
            detractors=found.nps.detractors,
            n=format_number(n),
        )
    return " ".join((_share_said(found), _mean_said(found)))


def _share_said(found: Satisfaction) -> str:
    instrument, count = found.instrument, found.favourable
    return _(
        "{instrument}: {share} people answered {first} to {last}, that is {percent} (95% interval {low} to {high})."
    ).format(
        instrument=instrument.title,
        share=format_share(count.k, count.n),
        first=instrument.box[0],
        last=instrument.box[1],
        percent=format_percent(count.k / count.n),
        low=format_percent(count.interval[0]),
        high=format_percent(count.interval[1]),
    )


def _mean_said(found: Satisfaction) -> str:
    instrument = found.instrument
    direction = _("high is good") if instrument.higher_is_better else _("low is good")
    if found.n <= FEW:
        message = _(
            "The mean lies between {from_} and {to} (95% interval) on a scale from {low} to {high} ({direction})."
        )
    else:
        message = _("The mean is {mean} (95% interval {from_} to {to}) on a scale from {low} to {high} ({direction}).")
    return message.format(
        mean=format_number(found.mean, 1),
        low=instrument.low,
        high=instrument.high,
        direction=direction,
        from_=format_number(found.mean_interval[0], 1),
        to=format_number(found.mean_interval[1], 1),
    )


def _cautions(found: Satisfaction) -> list[str]:
    if found.n < TOO_FEW:
        return [_("So few answers are shown one by one; they have no mean worth naming.")]
    numbers = {value for _who, value in found.values}
    cautions = []
    if len(numbers) == 1:
        cautions.append(_("Everybody gave the same answer; the interval says what that leaves open."))
    return cautions


def few_people() -> str:
    """What to keep in mind up to `FEW` people."""
    return _("With so few people only the intervals count, and differences within them mean nothing.")


def signed(value: float) -> str:
    """A whole number with its sign: “+31”, “−4”, “0”."""
    rounded = round(value)
    return "0" if not rounded else ("+" if rounded > 0 else "−") + format_number(abs(rounded))
