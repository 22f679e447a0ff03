"""The emotion curve as SVG shapes: zero line, people as dots, interval band, monotone line, n under every point.

Used inside the HTML table and by the standalone SVG; everything is a presentation attribute, no style sheet is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from markupsafe import escape

from cjm_research.i18n import _, format_number
from cjm_research.model import EmotionPoint, term
from cjm_research.rendering.environment import signed
from cjm_research.rendering.fonts import FONT_STACK
from cjm_research.rendering.icons import COLOURS, mood
from cjm_research.rendering.text_fit import text_width

LINE = "#24435c"
BAND = "#c9d9e6"
GRID = "#dfe5ea"
DOT = "#5f7d95"
MUTED = "#56636f"
PLANNED = "#8a5a00"
# Below so many people a mean is no finding: its point is hollow, the line to it thin and broken.
ENOUGH = 3


@dataclass(frozen=True)
class CurveBox:
    """Where the curve is drawn: the centres of the stages, the plot's sides and height, and the size of its text."""

    centres: tuple[float, ...]
    left: float
    right: float
    top: float
    height: float
    font_size: float

    def y(self, valence: float) -> float:
        """Where a valence of -2..+2 lies; positive is up."""
        return self.top + (2 - valence) / 4 * self.height

    @property
    def bottom(self) -> float:
        """The lower end of the scale."""
        return self.top + self.height


def even_box(n_stages: int, width: float, height: float, *, font_size: float) -> CurveBox:
    """A box whose stages are equally wide columns of one picture; room for the numbers is kept above and below."""
    column = width / max(1, n_stages)
    centres = tuple(column * (i + 0.5) for i in range(n_stages))
    return CurveBox(centres, 0, width, font_size * 1.5, height - font_size * 4.2, font_size)


def curve_shapes(curve: Sequence[EmotionPoint], box: CurveBox, to_be: Sequence[EmotionPoint] = ()) -> str:
    """All shapes of the curve, back to front; `to_be` is the planned one, drawn broken.

    Both have their points in the order of the box's centres. Points that a researcher set are squares.
    """
    points = [(x, point) for x, point in zip(box.centres, curve, strict=False) if point.mean is not None]
    parts = [_grid(box), _band(curve, box), *(_dots(x, p, box) for x, p in points), _planned(to_be, box)]
    parts += [_line(run, box) for run in _runs(curve, box)]
    parts += [_point(box.centres[i], p, _rises_after(curve, i), box) for i, p in enumerate(curve) if p.mean is not None]
    parts += [_n_label(x, p, box) for x, p in zip(box.centres, curve, strict=False)]
    return "".join(parts)


def curve_svg(
    curve: Sequence[EmotionPoint],
    *,
    width: float,
    height: float,
    font_size: float = 11,
    to_be: Sequence[EmotionPoint] = (),
    names: Mapping[str, str] | None = None,
    spans: Sequence[int] = (),
) -> str:
    """The curve as an inline picture that is as wide as the columns of the table it stands in.

    `names` are the stages' own names; `spans` tells over how many columns each stage stretches, one each by default.
    """
    box = even_box(len(curve), width, height, font_size=font_size)
    if spans:
        column = width / max(1, sum(spans))
        starts = [sum(spans[:i]) for i in range(len(spans))]
        centres = tuple(column * (start + n / 2) for start, n in zip(starts, spans, strict=True))
        box = replace(box, centres=centres)
    return (
        f'<svg class="curve" viewBox="0 0 {_f(width)} {_f(height)}" width="100%" role="img" '
        f'aria-label="{escape(curve_in_words(curve, names))}" xmlns="http://www.w3.org/2000/svg">'
        f"{curve_shapes(curve, box, to_be)}</svg>"
    )


def curve_in_words(curve: Sequence[EmotionPoint], names: Mapping[str, str] | None = None) -> str:
    """The curve for those who do not see it; `names` are the stages' own names."""
    known = [
        _("{stage}: {mean} (n = {n})").format(
            stage=(names or {}).get(p.stage) or term("stage", p.stage), mean=signed(p.mean), n=format_number(p.n)
        )
        for p in curve
        if p.mean is not None
    ]
    if not known:
        return _("Emotion curve: no emotions are coded.")
    return _("Emotion curve from −2 to +2. {points}").format(points="; ".join(known))


def monotone_path(xs: Sequence[float], ys: Sequence[float]) -> str:
    """A smooth path through the points that never rises above or falls below its neighbours.

    References
    ----------
    Fritsch & Carlson (1980), Monotone piecewise cubic interpolation; tangents as Steffen (1990) sets them.
    """
    return f"M{_f(xs[0])} {_f(ys[0])}" + "".join(_bends(xs, ys))


def _bends(xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    """The bend from each point to the next, as path data that continue a path."""
    slopes = [(y1 - y0) / (x1 - x0) for x0, x1, y0, y1 in zip(xs, xs[1:], ys, ys[1:], strict=False)]
    tangents = [*slopes[:1], *(_tangent(a, b) for a, b in pairwise(slopes)), *slopes[-1:]]
    parts = []
    for i in range(len(xs) - 1):
        third = (xs[i + 1] - xs[i]) / 3
        parts.append(
            f"C{_f(xs[i] + third)} {_f(ys[i] + tangents[i] * third)} "
            f"{_f(xs[i + 1] - third)} {_f(ys[i + 1] - tangents[i + 1] * third)} {_f(xs[i + 1])} {_f(ys[i + 1])}"
        )
    return parts


def _tangent(before: float, after: float) -> float:
    if before * after <= 0:
        return 0.0
    return min(abs(before), abs(after), abs(before + after) / 4) * 2 * (1 if before > 0 else -1)


def _runs(curve: Sequence[EmotionPoint], box: CurveBox) -> list[list[tuple[float, EmotionPoint]]]:
    # The line breaks where nobody's emotion is known.
    runs: list[list[tuple[float, EmotionPoint]]] = [[]]
    for x, point in zip(box.centres, curve, strict=False):
        if point.mean is None:
            runs.append([])
        else:
            runs[-1].append((x, point))
    return [run for run in runs if len(run) > 1]


def _grid(box: CurveBox) -> str:
    lines = []
    for valence in (2, 1, -1, -2):
        y = _f(box.y(valence))
        lines.append(f'<path d="M{_f(box.left)} {y}H{_f(box.right)}" stroke="{GRID}" stroke-width="1"/>')
    zero = _f(box.y(0))
    lines.append(f'<path d="M{_f(box.left)} {zero}H{_f(box.right)}" stroke="{MUTED}" stroke-width="1.3"/>')
    size = box.font_size * 0.9
    for valence, label in ((2, "+2"), (0, "0"), (-2, "−2")):
        lines.append(_text(box.left + size * 0.4, box.y(valence) - size * 0.3, label, size, anchor="start"))
    return "".join(lines)


def _band(curve: Sequence[EmotionPoint], box: CurveBox) -> str:
    shapes, run = [], []
    for x, point in [*zip(box.centres, curve, strict=False), (0.0, None)]:
        if point is not None and point.interval is not None:
            run.append((x, point.interval))
            continue
        if len(run) == 1:
            x0, (low, high) = run[0]
            w = box.font_size * 0.9
            h = max(2.0, box.y(low) - box.y(high))
            shapes.append(
                f'<rect x="{_f(x0 - w / 2)}" y="{_f(box.y(high))}" width="{_f(w)}" height="{_f(h)}" fill="{BAND}"/>'
            )
        elif run:
            xs = [x for x, _bounds in run]
            upper = monotone_path(xs, [box.y(high) for _x, (_low, high) in run])
            lower = monotone_path(xs[::-1], [box.y(low) for _x, (low, _high) in run[::-1]])
            shapes.append(f'<path d="{upper}L{lower[1:]}Z" fill="{BAND}" fill-opacity=".75"/>')
        run = []
    return "".join(shapes)


def _dots(x: float, point: EmotionPoint, box: CurveBox) -> str:
    """One dot a person; people of equal feeling stand side by side."""
    step, radius = _dot_step(box), box.font_size * 0.2
    dots = []
    for value, n in _dot_rows(point):
        for i in range(n):
            cx = x + (i - (n - 1) / 2) * step
            dots.append(
                f'<circle cx="{_f(cx)}" cy="{_f(box.y(value))}" r="{_f(radius)}" fill="#fff" fill-opacity=".6" '
                f'stroke="{DOT}" stroke-width=".9"/>'
            )
    return "".join(dots)


def _dot_rows(point: EmotionPoint) -> list[tuple[float, int]]:
    # Values closer than a dot is high share a row, or they would cover each other.
    return sorted(Counter(round(value * 8) / 8 for _who, value in point.people).items())


def _dot_step(box: CurveBox) -> float:
    return box.font_size * 0.46


def _line(run: Sequence[tuple[float, EmotionPoint]], box: CurveBox) -> str:
    """One smooth line, firm between points of enough people and broken elsewhere."""
    xs, ys = [x for x, _p in run], [box.y(p.mean or 0.0) for _x, p in run]
    firm = [min(a.n, b.n) >= ENOUGH for (_x, a), (_y, b) in pairwise(run)]
    bends = list(zip(range(len(firm)), firm, _bends(xs, ys), strict=True))
    parts = []
    for is_firm, part in groupby(bends, key=lambda bend: bend[1]):
        piece = list(part)
        start = piece[0][0]
        path = f"M{_f(xs[start])} {_f(ys[start])}" + "".join(bend for _i, _is_firm, bend in piece)
        style = 'stroke-width="2.4" stroke-linecap="round"' if is_firm else 'stroke-width="1.1" stroke-dasharray="5 4"'
        parts.append(f'<path d="{path}" fill="none" stroke="{LINE}" {style}/>')
    return "".join(parts)


def _point(x: float, point: EmotionPoint, rises: bool, box: CurveBox) -> str:
    """The mean and its number, to the right of the people's dots and on the side that the line leaves free."""
    mean = point.mean or 0.0
    colour = COLOURS[mood(mean) or "neutral"]
    radius = box.font_size * 0.5
    y = box.y(mean)
    size = box.font_size * 1.05
    label_y = y + size * (1.15 if rises else -0.45)
    beside = [n for value, n in _dot_rows(point) if abs(box.y(value) - label_y + size * 0.35) < size * 0.7]
    offset = max([radius * 0.5, *(n / 2 * _dot_step(box) for n in beside)]) + size * 0.3
    look = f'fill="{colour}" stroke="#fff"' if point.n >= ENOUGH or point.own else f'fill="#fff" stroke="{colour}"'
    shape = _square(x, y, radius) if point.own else f'<circle cx="{_f(x)}" cy="{_f(y)}" r="{_f(radius)}"'
    return f'{shape} {look} stroke-width="1.6"/>' + _text(
        x + offset, label_y, signed(mean), size, bold=True, colour=colour, anchor="start", halo=True
    )


def _square(x: float, y: float, half: float) -> str:
    return f'<rect x="{_f(x - half)}" y="{_f(y - half)}" width="{_f(2 * half)}" height="{_f(2 * half)}"'


def _planned(curve: Sequence[EmotionPoint], box: CurveBox) -> str:
    """The planned curve: broken, its points hollow squares with their numbers on the left."""
    parts = []
    for run in _runs(curve, box):
        xs, ys = [x for x, _p in run], [box.y(p.mean or 0.0) for _x, p in run]
        path = monotone_path(xs, ys)
        parts.append(f'<path d="{path}" fill="none" stroke="{PLANNED}" stroke-width="1.8" stroke-dasharray="7 4"/>')
    size = box.font_size
    for x, point in zip(box.centres, curve, strict=False):
        if point.mean is None:
            continue
        y, half = box.y(point.mean), box.font_size * 0.36
        words = signed(point.mean)
        left = x - half - size * 0.3 - text_width(words, size, bold=True)
        parts.append(f'{_square(x, y, half)} fill="#fff" stroke="{PLANNED}" stroke-width="1.6"/>')
        parts.append(_text(left, y + size * 0.35, words, size, bold=True, colour=PLANNED, anchor="start", halo=True))
    return "".join(parts)


def _rises_after(curve: Sequence[EmotionPoint], index: int) -> bool:
    following = curve[index + 1] if index + 1 < len(curve) else None
    return following is not None and following.mean is not None and following.mean > (curve[index].mean or 0)


def _n_label(x: float, point: EmotionPoint, box: CurveBox) -> str:
    unknown = _("set by hand") if point.own else _("no data")
    words = _("n = {n}").format(n=format_number(point.n)) if point.n else unknown
    return _text(x, box.bottom + box.font_size * 2.3, words, box.font_size * 0.95)


def _text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = MUTED,
    anchor: str = "middle",
    halo: bool = False,
) -> str:
    shape = ""
    if halo:
        width = text_width(words, size, bold=bold) + size * 0.3
        left = x - size * 0.15 if anchor == "start" else x - width / 2
        shape = (
            f'<rect x="{_f(left)}" y="{_f(y - size * 0.85)}" width="{_f(width)}" height="{_f(size * 1.1)}" '
            'fill="#fff" fill-opacity=".8"/>'
        )
    weight = ' font-weight="700"' if bold else ""
    return (
        f'{shape}<text x="{_f(x)}" y="{_f(y)}" font-family="{escape(FONT_STACK)}" font-size="{_f(size)}"{weight} '
        f'text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )


def _f(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
