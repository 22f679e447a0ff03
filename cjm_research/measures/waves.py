"""One instrument at two times: the change, per person where the same people answered; other instruments are refused."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

from pydantic import Field

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures.intervals import bca_mean, newcombe_difference, welch_interval
from cjm_research.measures.satisfaction import (
    DETRACTOR,
    PROMOTER,
    ROCKS_2016,
    Interval,
    NetPromoter,
    Satisfaction,
    signed,
)
from cjm_research.model import Instrument
from cjm_research.model.base import Model

# Below this many people who answered twice, drawing them again says nothing.
MIN_PAIRS = 5
# From this many comparisons on, chance is spoken of.
MANY = 4


class PairedChange(Model):
    """How the answers of the same people changed, in the unit of the headline; `people` are (who, first, second)."""

    people: tuple[tuple[str, float, float], ...]
    change: float
    interval: Interval | None
    improved: int = Field(ge=0)
    worsened: int = Field(ge=0)

    @property
    def n(self) -> int:
        """How many people answered both times."""
        return len(self.people)


class WaveComparison(Model):
    """The same instrument in two waves.

    `difference` and `difference_interval` set all who answered against each other, as if they were different people;
    `paired` only those who answered both times. All in the unit of the headline: points of the scale for CES and
    ratings, percentage points for CSAT, points of the score for NPS. Above zero is a rise of the figure; whether that
    is good, `higher_is_better` says.
    """

    instrument: Instrument
    first: Satisfaction
    second: Satisfaction
    difference: float
    difference_interval: Interval | None
    paired: PairedChange | None

    @property
    def higher_is_better(self) -> bool:
        """Whether a rise of the figure is good: of a share of good answers always, whatever the direction."""
        return self.instrument.kind == "csat" or self.instrument.higher_is_better

    @property
    def is_paired(self) -> bool:
        """Whether the change per person is what counts."""
        return self.paired is not None and self.paired.n >= MIN_PAIRS

    @property
    def change(self) -> tuple[float, Interval | None]:
        """The change that counts and its interval."""
        if self.paired is not None and self.is_paired:
            return self.paired.change, self.paired.interval
        return self.difference, self.difference_interval

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return " ".join(self.sentences())


def check_same_instrument(first: Instrument, second: Instrument) -> None:
    """Stop a comparison across instruments or scales.

    Raises
    ------
    BadValueError
        They are different; the message names both and what can be done instead.
    """
    if first.key == second.key and first.scale_key == second.scale_key:
        return
    raise BadValueError(
        _(
            "“{first}” (scale {first_scale}) and “{second}” (scale {second_scale}) are different instruments: a "
            "difference between them would come from the question or the scale as much as from the people. Ask the "
            "same instrument twice. Until then they can only be looked at side by side, as percent of the maximum and "
            "without a test: study.side_by_side(...)."
        ).format(
            first=first.title,
            second=second.title,
            first_scale=first.scale,
            second_scale=second.scale,
        )
    )


def many_changes(n: int) -> str:
    """What to keep in mind where many changes are looked at together; empty for a few."""
    if n < MANY:
        return ""
    message = _(
        "{n} changes are looked at together; where nothing changed, one interval in twenty leaves out zero by chance."
    )
    return message.format(n=format_number(n))


def compare_waves(first: Satisfaction, second: Satisfaction, *, seed: int) -> WaveComparison:
    """The change from one wave to the next, second less first.

    Raises
    ------
    BadValueError
        The instruments or scales differ, or the wave is the same.

    References
    ----------
    Paired: bootstrap by person, BCa (see `bca_mean`). Unpaired: Welch for means, Newcombe's method 10 for shares,
    adjusted Wald for NPS (Rocks 2016).
    """
    check_same_instrument(first.instrument, second.instrument)
    if first.wave == second.wave:
        raise BadValueError(_("A wave cannot be compared with itself: name two waves."))
    return WaveComparison(
        instrument=first.instrument,
        first=first,
        second=second,
        difference=second.headline[0] - first.headline[0],
        difference_interval=_unpaired_interval(first, second),
        paired=paired_change(first.instrument, dict(first.values), dict(second.values), seed=seed),
    )


def paired_change(
    instrument: Instrument, first: Mapping[str, float], second: Mapping[str, float], *, seed: int
) -> PairedChange | None:
    """How the same people changed; None where nobody answered both times.

    The change is the mean over people of each person's own change of what counts: the answer, for CSAT whether it is
    favourable (0 or 100), for NPS -100, 0 or 100.

    Parameters
    ----------
    first, second : mapping
        Person -> answer.
    """
    both = sorted(first.keys() & second.keys())
    if not both:
        return None
    changes = [_counted(instrument, second[who]) - _counted(instrument, first[who]) for who in both]
    gains = [instrument.goodness(second[who]) - instrument.goodness(first[who]) for who in both]
    return PairedChange(
        people=tuple((who, first[who], second[who]) for who in both),
        change=fmean(changes),
        interval=bca_mean(changes, seed) if len(both) >= MIN_PAIRS else None,
        improved=sum(gain > 0 for gain in gains),
        worsened=sum(gain < 0 for gain in gains),
    )


def _counted(instrument: Instrument, value: float) -> float:
    if instrument.kind == "nps":
        return 100.0 * ((value >= PROMOTER) - (value <= DETRACTOR))
    return 100.0 * instrument.is_favourable(value) if instrument.kind == "csat" else value


def _unpaired_interval(first: Satisfaction, second: Satisfaction) -> Interval | None:
    if first.nps and second.nps:
        return _nps_difference(first.nps, second.nps)
    if first.instrument.kind == "csat":
        before, after = first.favourable, second.favourable
        low, high = newcombe_difference((before.k, before.n), (after.k, after.n))
        return 100 * low, 100 * high
    return welch_interval([value for _who, value in first.values], [value for _who, value in second.values])


def _nps_difference(first: NetPromoter, second: NetPromoter) -> Interval:
    centre = variance = 0.0
    for score, sign in ((first, -1), (second, 1)):
        counts = (score.promoters, score.passives, score.detractors)
        p, q, d = (k + more for k, more in zip(counts, ROCKS_2016, strict=True))
        n = p + q + d
        mean = (p - d) / n
        centre += sign * mean
        variance += ((p + d) / n - mean**2) / n
    half = 1.959963984540054 * variance**0.5
    low, high = max(-200.0, 100 * (centre - half)), min(200.0, 100 * (centre + half))
    # Each centre lies nearer to zero than its score: where all agree, their difference would fall out of the interval.
    observed = second.score - first.score
    return min(low, observed), max(high, observed)


def _sentences(found: WaveComparison) -> list[str]:
    names = {"first": found.first.wave or "–", "second": found.second.wave or "–"}
    said = [
        _("{instrument}: “{first}” against “{second}”.").format(instrument=found.instrument.title, **names),
        ngettext(
            "{n} person answered both times.", "{n} people answered both times.", found.paired.n if found.paired else 0
        ).format(n=format_number(found.paired.n if found.paired else 0)),
    ]
    change, interval = found.change
    said.append(_change_said(found, change, interval))
    if found.is_paired and found.paired:
        said.append(
            _("Of these, {better} answered better the second time, {worse} worse, {same} the same.").format(
                better=found.paired.improved,
                worse=found.paired.worsened,
                same=found.paired.n - found.paired.improved - found.paired.worsened,
            )
        )
    elif found.paired:
        said.append(
            _(
                "They are too few to tell how people changed; all who answered are set against each other, as if they "
                "were different people, which makes the interval wider than it need be."
            )
        )
    return said


def _change_said(found: WaveComparison, change: float, interval: Interval | None) -> str:
    size = _with_unit(found.instrument, change)
    if interval is None:
        return _("The change is {change}; everybody changed alike or too few answered, so it has no interval.").format(
            change=size
        )
    low, high = (_points(found.instrument, bound) for bound in interval)
    better = (change > 0) == found.higher_is_better
    if interval[0] <= 0 <= interval[1]:
        message = _("The change is {change}, 95% interval {low} to {high}: no change can be told from these answers.")
    elif better:
        message = _("The change is {change}, 95% interval {low} to {high}: it has become better.")
    else:
        message = _("The change is {change}, 95% interval {low} to {high}: it has become worse.")
    return message.format(change=size, low=low, high=high)


def _with_unit(instrument: Instrument, change: float) -> str:
    shown, n = _points(instrument, change), abs(round(change))
    if instrument.kind == "csat":
        return ngettext("{change} percentage point", "{change} percentage points", n).format(change=shown)
    if instrument.kind == "nps":
        return ngettext("{change} point", "{change} points", n).format(change=shown)
    return shown


def _points(instrument: Instrument, value: float) -> str:
    if instrument.kind in {"csat", "nps"}:
        return signed(value)
    sign = "0" if not round(value, 1) else ("+" if value > 0 else "−")
    return sign if sign == "0" else sign + format_number(abs(value), 1)
