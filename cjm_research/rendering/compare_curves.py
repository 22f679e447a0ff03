"""Two emotion curves in one picture, told apart by colour, line and shape of their points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from cjm_research.i18n import _, format_number
from cjm_research.model import EmotionPoint
from cjm_research.rendering.compare_view import CLEAR, CompareView, clear_point
from cjm_research.rendering.environment import signed
from cjm_research.rendering.figure_sheet import label
from cjm_research.rendering.journey_curve import ENOUGH, CurveBox, monotone_path
from cjm_research.rendering.journey_svg_parts import MUTED, num
from cjm_research.rendering.text_fit import text_width

COLOURS = {"left": "#0b5c92", "right": "#a84300"}
_DASHES = {"left": "", "right": ' stroke-dasharray="6 4"'}


def curves_piece(view: CompareView, box: CurveBox) -> str:
    """Both emotion curves: the first solid with circles, the second broken with squares; intervals beside points."""
    parts = []
    for valence in (2, 1, 0, -1, -2):
        colour, width = (MUTED, 1.3) if valence == 0 else ("#dfe5ea", 1)
        y = num(box.y(valence))
        parts.append(f'<path d="M{num(box.left)} {y}H{num(box.right)}" stroke="{colour}" stroke-width="{width}"/>')
    for valence in (2, 0, -2):
        words = signed(valence, 0)
        parts.append(label(words, box.left + 3, box.y(valence) - 2, box.font_size * 0.95, anchor="start"))
    numbers: list[str] = []
    for index, side in enumerate(("left", "right")):
        points = [pair[index] for pair in view.points]
        above = [_is_above(pair[index], pair[1 - index], side) for pair in view.points]
        shapes, values = _curve(points, above, box, side)
        parts += shapes
        numbers += values
    for x, (one, other) in zip(box.centres, view.points, strict=True):
        numbers.append(_numbers(x, one, other, box))
    # Numbers lie above both lines.
    return "".join([*parts, *numbers])


def _curve(
    points: Sequence[EmotionPoint | None], above: Sequence[bool], box: CurveBox, side: str
) -> tuple[list[str], list[str]]:
    """The shapes of one curve, and the numbers of its points; those of `above` stand over them."""
    colour, size = COLOURS[side], box.font_size
    shift, r = size * (-0.5 if side == "left" else 0.5), size * 0.42
    known = [(i, p) for i, p in enumerate(points) if p is not None and p.mean is not None]
    parts, numbers = [], []
    for _gap, run in groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0]):
        places = [(box.centres[i] + shift, box.y(p.mean or 0.0)) for _n, (i, p) in run]
        if len(places) > 1:
            path = monotone_path([x for x, _y in places], [y for _x, y in places])
            parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{_DASHES[side]}/>')
    for i, p in known:
        x, y = box.centres[i] + shift, box.y(p.mean or 0.0)
        if p.interval:
            low, high = (num(box.y(value)) for value in p.interval)
            parts.append(f'<path d="M{num(x)} {low}V{high}" stroke="{colour}" stroke-width="1"/>')
        parts.append(_sign(x, y, r, side, hollow=is_hollow(p)))
        at, anchor = (x - r - 3, "end") if side == "left" else (x + r + 3, "start")
        base = y - r - 1 if above[i] else y + r + size * 0.85
        numbers.append(_value(signed(p.mean or 0.0), at, base, size, anchor, colour))
    return parts, numbers


def is_hollow(point: EmotionPoint | None) -> bool:
    """Whether a mean is of too few people to be a finding; what a researcher set is none that was measured."""
    return point is not None and point.mean is not None and not point.own and point.n < ENOUGH


def point_signs(view: CompareView) -> list[tuple[str | None, str]]:
    """Signs at the points that a legend has to tell, on a grid of 24 x 24, with what they mean."""
    points = [point for pair in view.points for point in pair if point is not None]
    entries: list[tuple[str | None, str]] = []
    if any(point.mean is not None and point.interval for point in points):
        bars = f'<path d="M8 2V22" stroke="{COLOURS["left"]}" stroke-width="2"/>'
        bars += f'<path d="M16 2V22" stroke="{COLOURS["right"]}" stroke-width="2"/>'
        entries.append((bars, _("95% interval of the mean")))
    if any(is_hollow(point) for point in points):
        signs = _sign(6, 12, 5, "left", hollow=True) + _sign(18, 12, 4.5, "right", hollow=True)
        entries.append((signs, _("Mean of fewer than three people")))
    return entries


def _sign(x: float, y: float, r: float, side: str, *, hollow: bool = False) -> str:
    """A circle for the first map, a square for the second."""
    colour = COLOURS[side]
    look = f'fill="#fff" stroke="{colour}" stroke-width="1.6"' if hollow else f'fill="{colour}" stroke="#fff"'
    if side == "left":
        return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {look}/>'
    return f'<rect x="{num(x - r)}" y="{num(y - r)}" width="{num(2 * r)}" height="{num(2 * r)}" {look}/>'


def _is_above(point: EmotionPoint | None, other: EmotionPoint | None, side: str) -> bool:
    """Whether a number stands above its point: that of the higher of two points, so that neither curve crosses it."""
    if point is None or point.mean is None or other is None or other.mean is None:
        return True
    return point.mean > other.mean or (point.mean == other.mean and side == "left")


def _value(words: str, x: float, y: float, size: float, anchor: str, colour: str) -> str:
    """A number on a light ground, so that a line behind it does not strike it out."""
    width = text_width(words, size, bold=True)
    left = x - width if anchor == "end" else x
    ground = (
        f'<rect x="{num(left - 1)}" y="{num(y - size * 0.82)}" width="{num(width + 2)}" height="{num(size)}" '
        'fill="#fff" fill-opacity="0.85"/>'
    )
    return ground + label(words, x, y, size, anchor=anchor, bold=True, colour=colour)


def _numbers(x: float, one: EmotionPoint | None, other: EmotionPoint | None, box: CurveBox) -> str:
    ns = [f"{letter} n = {format_number(p.n)}" for letter, p in zip("AB", (one, other), strict=True) if p is not None]
    known = [p for p in (one, other) if p is not None and p.mean is not None]
    words = " · ".join(ns) if any(p.n for p in known) else _("set by hand") if known else _("no data")
    sign = f"{CLEAR} " if clear_point(one, other) else ""
    return label(sign + words, x, box.bottom + box.font_size * 1.6, box.font_size * 0.95, bold=bool(sign))
