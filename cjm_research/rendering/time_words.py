"""Lengths of time in words of the language in force."""

from __future__ import annotations

from cjm_research.i18n import format_duration
from cjm_research.model.journey_parts import SECONDS_IN, TimeFrame, TimeUnit


def time_words(frame: TimeFrame) -> str:
    """“2–3 weeks”, without the source."""
    return _words(frame.low, frame.high, frame.unit)


def span_words(low: float, high: float) -> str:
    """A range of seconds in the largest unit of which it holds two or more: “5–8 weeks”."""
    unit: TimeUnit = "seconds"
    for each, seconds in SECONDS_IN.items():
        if high >= 2 * seconds:
            unit = each
    first, last = (round(value / SECONDS_IN[unit], 1) for value in (low, high))
    return _words(first, last if last != first else None, unit)


def bounds(frame: TimeFrame) -> tuple[float, float]:
    """The shortest and the longest time in seconds."""
    high = frame.low if frame.high is None else frame.high
    return frame.low * SECONDS_IN[frame.unit], high * SECONDS_IN[frame.unit]


def _words(low: float, high: float | None, unit: str) -> str:
    return format_duration(low, high, unit)
