"""Sums of lengths of time."""

from __future__ import annotations

from cjm_research.model.journey_parts import SECONDS_IN, TimeFrame, TimeUnit
from cjm_research.rendering.journey_words import time_words


def span_words(low: float, high: float) -> str:
    """A range of seconds in words, in the largest unit of which it holds two or more."""
    unit: TimeUnit = "seconds"
    for each, seconds in SECONDS_IN.items():
        if high >= 2 * seconds:
            unit = each
    first, last = (round(value / SECONDS_IN[unit], 1) for value in (low, high))
    return time_words(TimeFrame(low=first, high=last, unit=unit))


def bounds(frame: TimeFrame) -> tuple[float, float]:
    """The shortest and the longest time in seconds."""
    high = frame.low if frame.high is None else frame.high
    return frame.low * SECONDS_IN[frame.unit], high * SECONDS_IN[frame.unit]
