"""Shapes of an SVG picture as path operators of PDF."""

from __future__ import annotations

from functools import lru_cache

_KAPPA = 0.5523  # of a quarter circle as a cubic curve


class _Pen:
    """Collects operators; what `fontTools.svgLib.path.parse_path` draws on."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the name is the protocol's
        self._at = point
        self.out.append(f"{_p(point)} m")

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._at = point
        self.out.append(f"{_p(point)} l")

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._at = points[-1]
        self.out.append(f"{' '.join(_p(point) for point in points)} c")

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        # A quadratic curve is the cubic one whose controls lie two thirds of the way.
        x, y = self._at
        first = (x + (control[0] - x) * 2 / 3, y + (control[1] - y) * 2 / 3)
        second = (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3)
        self.curveTo(first, second, end)

    def closePath(self) -> None:  # noqa: N802
        self.out.append("h")

    def endPath(self) -> None:  # noqa: N802
        """Nothing: an open path ends where it is painted."""


@lru_cache(maxsize=4096)
def path_operators(data: str) -> str:
    """The operators that draw the ``d`` of a path; the commands of SVG, arcs too."""
    from fontTools.svgLib.path import parse_path

    pen = _Pen()
    parse_path(data, pen)
    return " ".join(pen.out)


def circle_path(x: float, y: float, r: float) -> str:
    """A circle around (x, y)."""
    return rectangle_path(x - r, y - r, 2 * r, 2 * r, r)


def rectangle_path(x: float, y: float, width: float, height: float, radius: float = 0.0) -> str:
    """A rectangle, its corners rounded by `radius`."""
    if width <= 0 or height <= 0:
        return ""
    r = min(radius, width / 2, height / 2)
    if not r:
        return f"{_p((x, y))} {_p((width, height))} re"
    k, right, bottom = r * (1 - _KAPPA), x + width, y + height
    return (
        f"{_p((x + r, y))} m {_p((right - r, y))} l "
        f"{_p((right - k, y))} {_p((right, y + k))} {_p((right, y + r))} c {_p((right, bottom - r))} l "
        f"{_p((right, bottom - k))} {_p((right - k, bottom))} {_p((right - r, bottom))} c {_p((x + r, bottom))} l "
        f"{_p((x + k, bottom))} {_p((x, bottom - k))} {_p((x, bottom - r))} c {_p((x, y + r))} l "
        f"{_p((x, y + k))} {_p((x + k, y))} {_p((x + r, y))} c h"
    )


def _p(point: tuple[float, float]) -> str:
    return f"{point[0]:.3f} {point[1]:.3f}"
