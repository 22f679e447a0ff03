"""Geometry of the experience wheel: wedges of rings, and text that fits them without ever standing upside down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin
from typing import Literal

from cjm_research.rendering.journey_svg_parts import num
from cjm_research.rendering.text_fit import text_width, wrap

LINE_HEIGHT = 1.2
PADDING = 4.0
Way = Literal["level", "along"]


@dataclass(frozen=True)
class Wedge:
    """A piece of a ring around (0, 0): radii in points, angles in degrees clockwise from twelve o'clock."""

    inner: float
    outer: float
    start: float
    end: float

    @property
    def middle(self) -> float:
        """The angle in its middle."""
        return (self.start + self.end) / 2

    @property
    def half(self) -> float:
        """Half of its span in degrees, at most 80: text keeps to one side of the circle."""
        return min(80.0, (self.end - self.start) / 2)

    def path(self) -> str:
        """Its outline as path data."""
        end = min(self.end, self.start + 359.99)
        large = int(end - self.start > 180)
        (x0, y0), (x1, y1) = point(self.outer, self.start), point(self.outer, end)
        (x2, y2), (x3, y3) = point(self.inner, end), point(self.inner, self.start)
        return (
            f"M{num(x0)} {num(y0)}A{num(self.outer)} {num(self.outer)} 0 {large} 1 {num(x1)} {num(y1)}"
            f"L{num(x2)} {num(y2)}A{num(self.inner)} {num(self.inner)} 0 {large} 0 {num(x3)} {num(y3)}Z"
        )

    def holds(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether an upright box with its middle at (x, y) lies within, with a little room to spare."""
        nearest = hypot(max(0.0, abs(x) - width / 2), max(0.0, abs(y) - height / 2))
        if nearest < self.inner + PADDING:
            return False
        return all(self._has(x + dx * width / 2, y + dy * height / 2) for dx in (-1, 1) for dy in (-1, 1))

    def _has(self, x: float, y: float) -> bool:
        radius = hypot(x, y)
        if radius > self.outer - PADDING:
            return False
        off = (atan2(x, -y) * 180 / pi - self.middle + 180) % 360 - 180
        # The distance from the straight sides counts, not the angle.
        return abs(off) < self.half and radius * sin(radians(self.half - abs(off))) >= PADDING


@dataclass(frozen=True)
class Placed:
    """Lines of text around the point (x, y), turned by so many degrees (-90..+90)."""

    lines: tuple[str, ...]
    x: float
    y: float
    turn: float
    size: float


def point(radius: float, angle: float) -> tuple[float, float]:
    """The point at an angle in degrees clockwise from twelve o'clock; y runs downwards."""
    return radius * sin(radians(angle)), -radius * cos(radians(angle))


def upright(angle: float) -> float:
    """By how much text along the ring is turned so that nobody has to read it upside down."""
    turn = angle % 360
    return turn if turn <= 90 else turn - 180 if turn <= 270 else turn - 360


def fit(words: str, wedge: Wedge, size: float, way: Way, *, bold: bool = False, extra: int = 0) -> Placed | None:
    """The text within the wedge, no word broken; None where it does not fit.

    Parameters
    ----------
    words : str
        The text.
    wedge : Wedge
        Where it has to be.
    size : float
        Of the text, in points.
    way : {"level", "along"}
        Level like this line, or along the ring.
    bold : bool
        Which cut of the font.
    extra : int
        Lines below it for which room is kept.
    """
    turn = 0.0 if way == "level" else upright(wedge.middle)
    # Text along the ring is laid out as if its wedge stood at twelve or at six o'clock.
    angle = wedge.middle if way == "level" else (0.0 if abs((wedge.middle + 180) % 360 - 180) <= 90 else 180.0)
    stand = Wedge(wedge.inner, wedge.outer, angle - wedge.half, angle + wedge.half)
    for lines, width in _breakings(words, size, bold, 2 * wedge.outer):
        height = (len(lines) + extra) * size * LINE_HEIGHT
        for share in (0.5, 0.62, 0.38, 0.74):
            radius = wedge.inner + (wedge.outer - wedge.inner) * share
            if stand.holds(*point(radius, angle), width, height):
                x, y = point(radius, wedge.middle)
                return Placed(tuple(lines), x, y, turn, size)
    return None


def _breakings(words: str, size: float, bold: bool, most: float) -> list[tuple[list[str], float]]:
    """Ways to break a text into lines, each with its width, from few lines to many; never inside a word."""
    pieces = words.split()
    if not pieces:
        return [([""], 0.0)]
    longest = max(text_width(piece, size, bold=bold) for piece in pieces)
    whole = text_width(" ".join(pieces), size, bold=bold)
    found: dict[int, tuple[list[str], float]] = {}
    for n in range(1, len(pieces) + 1):
        lines = wrap(words, max(longest, whole / n * 1.12) + 0.01, size, bold=bold)
        width = max(text_width(line, size, bold=bold) for line in lines) * 1.04
        if width <= most and (len(lines) not in found or width < found[len(lines)][1]):
            found[len(lines)] = (lines, width)
    return [found[n] for n in sorted(found)]


def fit_all(texts: Sequence[tuple[str, Wedge, int]], sizes: Sequence[float], *, bold: bool = False) -> list[Placed]:
    """All texts in one size: the largest in which every one fits, level if possible; empty where none does.

    Parameters
    ----------
    texts : sequence of (words, wedge, extra lines)
        See `fit`.
    sizes : sequence of float
        From large to small, in points.
    """
    # Level text is read at once: a smaller size is a fair price for it.
    level: tuple[Way, ...] = ("level",)
    either: tuple[Way, ...] = ("level", "along")
    for ways, size in (*((level, size) for size in sizes[:-1]), *((either, size) for size in sizes)):
        found = [_first(words, wedge, size, ways, bold, extra) for words, wedge, extra in texts]
        placed = [one for one in found if one]
        if len(placed) == len(texts):
            return placed
    return []


def _first(words: str, wedge: Wedge, size: float, ways: Sequence[Way], bold: bool, extra: int) -> Placed | None:
    return next((one for way in ways if (one := fit(words, wedge, size, way, bold=bold, extra=extra))), None)
