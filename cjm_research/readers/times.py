"""Time stamps: from the many ways of writing them to seconds."""

from __future__ import annotations

import re

# 1:02:03.5, 01:02:03,500, 0:41, 00:43.810, Teams' 0:0:5.13, and 01:02:03:12 with the frames of a film
STAMP = r"(?:\d{1,3}:\d{1,2}:\d{1,2}(?::\d{2})?|\d{1,3}:\d{2})(?:[.,]\d{1,6})?"
_ARROW = r"[ \t]{0,4}(?:-{1,2}>|-|–|—|→)[ \t]{0,4}"
_RANGE = re.compile(rf"\s*[\[(]?\s*({STAMP})(?:{_ARROW}({STAMP}))?\s*[\])]?\s*$")
_LEADING = re.compile(
    rf"\s*(?:\[[ \t]?({STAMP})(?:{_ARROW}({STAMP}))?[ \t]?\]|\([ \t]?({STAMP})[ \t]?\)"
    rf"|({STAMP})(?:{_ARROW}({STAMP}))?(?=\s|$))[ \t]*"
)
_INLINE = re.compile(
    rf"[ \t]{{0,4}}(?:\[[ \t]?{STAMP}(?:{_ARROW}{STAMP})?[ \t]?\]"
    rf"|\([ \t]?\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,6}})?[ \t]?\))"
)

Times = tuple[float | None, float | None]


def seconds(stamp: str) -> float:
    """Seconds of a stamp, to the millisecond; frames are left out.

    Examples
    --------
    >>> seconds("1:02:03,5")
    3723.5
    """
    parts = [float(part) for part in stamp.replace(",", ".").split(":")[:3]]
    total = 0.0
    for part in parts:
        total = total * 60 + part
    return round(total, 3)


def _times(start: str | None, end: str | None) -> Times:
    return (seconds(start) if start else None, seconds(end) if end else None)


def only_stamp(text: str) -> Times | None:
    """The times of a line that holds nothing else, such as ``00:01 --> 00:04``; None for other lines."""
    match = _RANGE.match(text) if len(text) < 80 else None
    return _times(match[1], match[2]) if match else None


def split_leading_stamp(text: str, *, bare: bool = False) -> tuple[Times, str]:
    """The times a text begins with, and the text after them.

    A stamp without brackets counts only when `bare` is true: “10:30 was too late” is speech.
    """
    match = _LEADING.match(text)
    if not match or (match[4] and not bare):
        return (None, None), text
    return _times(match[1] or match[3] or match[4], match[2] or match[5]), text[match.end() :]


def without_inline_stamps(text: str) -> str:
    """`text` without ``[03:59]`` and ``(1:03:59)`` in it."""
    stripped = _INLINE.sub("", text)
    return stripped if stripped == text else stripped.strip()


def milliseconds(stamp_s: float) -> float:
    """Seconds from milliseconds."""
    return round(stamp_s / 1000, 3)
