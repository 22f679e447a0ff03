"""Rows of the timeline: events outside, stages, the axis with its times, cards of the steps, and the emotion curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import ExternalFactor, JourneyMap, term
from cjm_research.rendering.environment import quoted, shorten
from cjm_research.rendering.figure_sheet import Paper, label
from cjm_research.rendering.figure_steps import UNKNOWN_FACE, StepView
from cjm_research.rendering.icons import PHASES, mark_shape, mood
from cjm_research.rendering.journey_curve import PLANNED, CurveBox, curve_shapes, monotone_path
from cjm_research.rendering.journey_svg_parts import (
    LINE,
    MUTED,
    SAFE,
    TEXT,
    Piece,
    chevron,
    id_attribute,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.journey_view import map_view
from cjm_research.rendering.journey_words import time_words
from cjm_research.rendering.text_fit import text_width
from cjm_research.rendering.timeline_scale import Segment, duration_words

MOST_FACTORS = 8
HATCH = "#8794a0"


@dataclass(frozen=True)
class Frame:
    """The sheet, its columns, and the steps in them."""

    map: JourneyMap
    sheet: Paper
    columns: list[Segment]
    steps: list[StepView]
    size: float
    linked: bool

    def of(self, segment: Segment) -> list[StepView]:
        """The steps of one stage."""
        return [view for view in self.steps if view.stage == segment.stage.key]


def factors_piece(frame: Frame) -> Piece:
    """A flag for each event outside, over the stages that it changed; events that meet stand below each other."""
    taken: list[float] = []
    parts, size, pitch = [], frame.size, frame.size * 2.9
    for factor in frame.map.factors[:MOST_FACTORS] if frame.columns else ():
        span = [c for c in frame.columns if c.stage.key in factor.stages] or frame.columns
        left, right = span[0].x, span[-1].end
        room = frame.sheet.width - frame.sheet.margin - left - size * 1.6
        words = _factor_words(factor)
        text = text_block(words, room, size, max_lines=1, bold=not factor.stages)
        row = next((i for i, end in enumerate(taken) if end <= left), len(taken))
        taken[row : row + 1] = [max(right, left + size * 2 + min(room, text_width(words, size, bold=True)))]
        parts.append(
            Piece(_flag(right - left, size) + text.at(size * 1.4, 0), pitch).at(left, row * pitch, key=factor.key)
        )
    height = len(taken) * pitch
    more = len(frame.map.factors) - MOST_FACTORS
    if more > 0 and parts:
        words = _("+{n} more").format(n=format_number(more))
        parts.append(text_block(words, frame.sheet.inner, size, bold=True).at(frame.sheet.margin, height))
        height += size * 1.5
    return Piece("".join(parts), height)


def _flag(width: float, size: float) -> str:
    """A flag on its pole, and the bar over what it stands for."""
    return (
        f'<path d="M0 0V{num(size * 2.5)}M0 0h{num(size)}l{num(-size * 0.35)} {num(size * 0.45)}'
        f'l{num(size * 0.35)} {num(size * 0.45)}h{num(-size)}z" fill="{TEXT}" stroke="{TEXT}" stroke-width="1.1"/>'
        f'<rect y="{num(size * 2)}" width="{num(width - 3)}" height="2.4" fill="{TEXT}"/>'
    )


def _factor_words(factor: ExternalFactor) -> str:
    words = " · ".join(part for part in (factor.date, factor.text) if part)
    return f"{words} ({factor.source})" if factor.source else words


def stages_piece(frame: Frame) -> Piece:
    """The names of the stages, and how many people told of each."""
    size = frame.size
    names = [frame.map.stage_name(column.stage.key) for column in frame.columns]
    rooms = [column.width - size * 3 for column in frame.columns]
    large = _largest(names, rooms, (size * 1.45, size * 1.25, size * 1.1, size, frame.sheet.size))
    titles = []
    for column, name, room in zip(frame.columns, names, rooms, strict=True):
        count = column.stage.count
        people = _("{k} of {n} people").format(k=format_number(count.k), n=format_number(count.n))
        rows = [text_block(name, room, large, bold=True, colour="#fff", line_height=1.12)]
        rows += [text_block(people, room, min(size, large), colour="#fff")] if frame.map.participants else []
        titles.append(stack(rows))
    height = max((t.height for t in titles), default=0.0) + size * 1.8
    parts = []
    for i, (column, title) in enumerate(zip(frame.columns, titles, strict=True)):
        shape = chevron(column.width, height, PHASES[column.stage.phase], first=i == 0)
        inside = title.at(size * (0.8 if i == 0 else 1.7), (height - title.height) / 2)
        parts.append(Piece(shape + inside, height).at(column.x, 0, key=column.stage.key))
    return Piece("".join(parts), height)


def _largest(texts: Sequence[str], rooms: Sequence[float], sizes: Sequence[float]) -> float:
    """The largest size in which no word has to be broken; the smallest where there is none."""
    for size in sizes:
        if all(
            text_width(word, size, bold=True) <= room * SAFE
            for text, room in zip(texts, rooms, strict=True)
            for word in text.split()
        ):
            return size
    return sizes[-1]


def axis_piece(frame: Frame) -> Piece:
    """The axis with its breaks, and below each stage how long it takes and who says so.

    Where that is not known the bar is hatched: the legend tells it once for all of them.
    """
    size = frame.size
    y, thick = size * 1.6, size * 0.9
    parts, high = [], 0.0
    for column in frame.columns:
        known = column.stage.time_frame is not None
        parts.append(_bar(column, y, thick, known=known))
        parts += _dots(frame, column, y + thick / 2)
        rows = []
        if known:
            words = duration_words(column.stage)
            rows.append(text_block(words, column.width - size, size * 1.3, bold=True, colour=TEXT))
        source = column.stage.time_frame.source if column.stage.time_frame else ""
        if source:
            rows.append(text_block(source, column.width - size, size, colour=MUTED, max_lines=3))
        below = stack(rows)
        parts.append(below.at(column.x + size * 0.3, y + thick + size * 0.7))
        high = max(high, below.height)
        if column.breaks:
            parts.append(_break(column.x, y + thick / 2, size))
    return Piece("".join(parts), y + thick + size * 0.7 + high)


def _bar(column: Segment, y: float, thick: float, *, known: bool) -> str:
    left, right = column.x + 1, column.end - 2
    if known:
        return (
            f'<rect x="{num(left)}" y="{num(y)}" width="{num(right - left)}" height="{num(thick)}" '
            f'fill="{PHASES[column.stage.phase]}"/>'
        )
    step = thick * 0.9
    strokes = "".join(
        f"M{num(left + i * step)} {num(y + thick)}L{num(left + (i + 1) * step)} {num(y)}"
        for i in range(int((right - left) / step))
    )
    return (
        f'<rect x="{num(left)}" y="{num(y)}" width="{num(right - left)}" height="{num(thick)}" fill="#fff" '
        f'stroke="{HATCH}" stroke-width=".8" stroke-dasharray="3 2"/><path d="{strokes}" stroke="{HATCH}" '
        'stroke-width=".8"/>'
    )


def _break(x: float, y: float, size: float) -> str:
    tall, lean = size * 1.1, size * 0.35
    white = f'<path d="M{num(x)} {num(y + tall)}l{num(lean * 2)} {num(-2 * tall)}" stroke="#fff" stroke-width="5"/>'
    strokes = "".join(
        f'<path d="M{num(x + shift - lean)} {num(y + tall)}l{num(lean * 2)} {num(-2 * tall)}" stroke="{TEXT}" '
        'stroke-width="1.3"/>'
        for shift in (-2.2, 2.2)
    )
    return white.replace(f"M{num(x)}", f"M{num(x - lean)}") + strokes


def _dots(frame: Frame, column: Segment, y: float) -> list[str]:
    """The numbers of the steps above the axis, in the order of telling; left out where there is no room for them."""
    views, size = frame.of(column), frame.size
    step = (column.width - size) / max(1, len(views))
    if step < size * 1.3:
        return []
    parts = []
    for i, view in enumerate(views):
        x = column.x + size * 0.5 + step * (i + 0.5)
        parts.append(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(size * 0.34)}" fill="#fff" stroke="{TEXT}"/>')
        parts.append(label(format_number(view.number), x, y - size * 0.95, size, bold=True, colour=TEXT))
    return parts


def card_piece(frame: Frame, view: StepView, width: float, max_lines: int) -> Piece:
    """One step: its name, its face, how many people took it, how long it takes, and what comes of it."""
    size, side = frame.size, frame.size * 1.9
    face = mood(view.valence)
    room = width - side - size * 1.3
    rows = [text_block(f"{view.number}. {view.name}", room, size, bold=True, max_lines=max_lines, line_height=1.2)]
    if view.facts:
        rows.append(text_block(view.facts, room, size, colour=MUTED))
    if view.step and view.step.duration:
        time = view.step.duration
        words = time_words(time) + (f" ({time.source})" if time.source else "")
        rows.append(text_block(words, room, size, max_lines=2))
    rows += [text_block(words, room, size, max_lines=2) for words in view.roles]
    body = stack(rows)
    height = max(body.height, side * (2 if view.turning else 1)) + size * 0.7
    dashed = ' stroke-dasharray="4 3"' if view.is_assumption or view.planned else ""
    shapes = (
        f'<rect width="{num(width)}" height="{num(height)}" rx="3" fill="#fff" stroke="{LINE if not dashed else MUTED}"'
        f"{dashed}/>"
        f'<g transform="translate({num(size * 0.3)} {num(size * 0.3)}) scale({num(side / 24, 4)})">'
        f"{mark_shape(face) if face else UNKNOWN_FACE}</g>"
    )
    if view.turning:
        shapes += (
            f'<g transform="translate({num(size * 0.5)} {num(size * 0.4 + side)})">{mark("turning", side * 0.8)}</g>'
        )
    svg = f"<g{id_attribute(view.key)}>{shapes}{body.at(side + size * 0.7, size * 0.35)}</g>"
    return Piece(f'<a href="#words-{view.key}">{svg}</a>' if frame.linked else svg, height)


def curve_piece(frame: Frame, spare: float = 0.0) -> Piece:
    """The emotion curve below the stages, so much higher than need be, with the words behind its ends."""
    if not any(point.mean is not None for point in (*frame.map.curve, *frame.map.curve_to_be)):
        return Piece("", 0.0)
    size = frame.size
    by_key = {point.stage: point for point in frame.map.curve}
    columns = [c for c in frame.columns if c.stage.key in by_key]
    sheet = frame.sheet
    box = CurveBox(
        tuple(c.middle for c in columns), sheet.margin, sheet.width - sheet.margin, size * 2.6, size * 9 + spare, size
    )
    shapes = curve_shapes([by_key[c.stage.key] for c in columns], box)
    title = text_block(term("lane", "emotion"), sheet.inner, size * 1.1, bold=True)
    y = box.bottom + size * 3.1
    words = []
    for stage, extreme in map_view(frame.map, lanes=()).extremes.items():
        column = next(c for c in frame.columns if c.stage.key == stage)
        name = _("Highest point") if extreme.is_peak else _("Lowest point")
        quote = text_block(quoted(shorten(extreme.evidence.quote, 90)), column.width - size, size, max_lines=4)
        who = text_block(extreme.evidence.participant, column.width - size, size, colour=MUTED)
        heading = text_block(name, column.width - size, size, bold=True, colour="#24435c")
        words.append((column.x + size * 0.3, stack([heading, quote, who])))
    high = max((piece.height for _x, piece in words), default=0.0)
    parts = [title.at(sheet.margin, 0), shapes, _to_be(frame, box), *(piece.at(x, y) for x, piece in words)]
    return Piece("".join(parts), y + high)


def _to_be(frame: Frame, box: CurveBox) -> str:
    middles = {c.stage.key: c.middle for c in frame.columns}
    points = [
        (middles[p.stage], box.y(p.mean)) for p in frame.map.curve_to_be if p.mean is not None and p.stage in middles
    ]
    if not points:
        return ""
    path = monotone_path(*zip(*points, strict=True)) if len(points) > 1 else f"M{num(points[0][0])} {num(points[0][1])}"
    dots = "".join(
        f'<path d="M{num(x - 3)} {num(y - 3)}h6v6h-6z" fill="#fff" stroke="{PLANNED}" stroke-width="1.5"/>'
        for x, y in points
    )
    return f'<path d="{path}" fill="none" stroke="{PLANNED}" stroke-width="2" stroke-dasharray="7 4"/>{dots}'
