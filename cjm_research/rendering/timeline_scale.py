"""The broken scale of a timeline: how wide each stage is, where the scale breaks, and how long all of it takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap, JourneyStage
from cjm_research.rendering.journey_words import time_words
from cjm_research.rendering.time_words import bounds, span_words

# No column is narrower than this share of an even one.
_LEAST = 0.72
# Neighbours whose points stand for times that differ by more than this factor are parted by a break.
_SAME_SCALE = 1.5


@dataclass(frozen=True)
class Segment:
    """One stage on the axis: where it starts, how wide it is, and whether the scale changes before it."""

    stage: JourneyStage
    x: float
    width: float
    breaks: bool

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """The middle of its column."""
        return self.x + self.width / 2


def segments(journey_map: JourneyMap, left: float, width: float) -> list[Segment]:
    """The stages side by side, as wide as the logarithm of their time; unknown ones of middle width.

    Parameters
    ----------
    journey_map : JourneyMap
        Its stages may have time frames.
    left, width : float
        Room of the axis, in points.
    """
    stages = journey_map.stages
    if not stages:
        return []
    known = [_weight(s) for s in stages if s.time_frame]
    usual = sum(known) / len(known) if known else 1.0
    weights = [_weight(s) if s.time_frame else usual for s in stages]
    even = width / len(stages)
    spare, total = width * (1 - _LEAST), sum(weights)
    found: list[Segment] = []
    x = left
    for stage, weight in zip(stages, weights, strict=True):
        wide = even * _LEAST + spare * weight / total
        found.append(Segment(stage, x, wide, bool(found) and _breaks(found[-1], stage, wide)))
        x += wide
    return found


def duration_words(stage: JourneyStage) -> str:
    """How long a stage takes, or that nobody knows."""
    return time_words(stage.time_frame) if stage.time_frame else _("not known")


def total_words(journey_map: JourneyMap) -> list[str]:
    """How long the whole journey takes: as somebody said, and as the sum of its stages."""
    words = []
    if journey_map.time_frame is not None:
        source = journey_map.time_frame.source
        length = time_words(journey_map.time_frame) + (f" ({source})" if source else "")
        words.append(_("The whole journey: {time}.").format(time=length))
    known = [bounds(s.time_frame) for s in journey_map.stages if s.time_frame]
    if known:
        total = span_words(sum(low for low, _high in known), sum(high for _low, high in known))
        words.append(_("Sum of the stages whose length is known: {time}.").format(time=total))
    n = len(journey_map.stages) - len(known)
    if n:
        words.append(
            ngettext("The length of {n} stage is not known.", "The length of {n} stages is not known.", n).format(
                n=format_number(n)
            )
        )
    return words


def _weight(stage: JourneyStage) -> float:
    return 0.4 + log10(1 + (stage.time_frame.seconds if stage.time_frame else 0.0) / 60)


def _breaks(before: Segment, stage: JourneyStage, width: float) -> bool:
    if before.stage.time_frame is None or stage.time_frame is None:
        return before.stage.time_frame is not stage.time_frame
    one, other = before.stage.time_frame.seconds / before.width, stage.time_frame.seconds / width
    return max(one, other) > _SAME_SCALE * min(one, other)
