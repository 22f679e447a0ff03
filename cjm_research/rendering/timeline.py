"""The journey along time: stages on a broken scale, events from outside, steps, and how people felt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import ExternalFactor, JourneyMap, term
from cjm_research.rendering.environment import quoted, shorten
from cjm_research.rendering.figure_sheet import (
    Page,
    Paper,
    Table,
    figure_html,
    figure_pdf,
    figure_svg,
    flow_piece,
    head_piece,
    label,
    paper,
)
from cjm_research.rendering.figure_steps import UNKNOWN_FACE, StepView, by_stage, left_out_note, step_views
from cjm_research.rendering.icons import PHASES, mark_shape, mood
from cjm_research.rendering.journey_curve import CurveBox, curve_shapes, monotone_path
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
from cjm_research.rendering.timeline_scale import Segment, duration_words, segments, total_words

MOST_STEPS = 60
_HATCH = "#8794a0"


@dataclass(frozen=True)
class _Frame:
    """The sheet, its columns, and the steps in them."""

    map: JourneyMap
    sheet: Paper
    columns: list[Segment]
    steps: list[StepView]
    size: float
    linked: bool

    def of(self, segment: Segment) -> list[StepView]:
        return [view for view in self.steps if view.stage == segment.stage.key]


def timeline_svg(journey_map: JourneyMap, *, page: Page = "A3") -> str:
    """The timeline on one sheet in landscape, in the language in force.

    Stages are as wide as the logarithm of their time; where the scale changes a break is drawn. Stages of unknown
    length are hatched. Steps stand in the order of telling, which is not that of the clock.

    Parameters
    ----------
    journey_map : JourneyMap
        Any map.
    page : {"A3", "A4", "A1"}
        The sheet.

    Raises
    ------
    BadValueError
        The page is none of these.
    """
    return _svg(journey_map, page, linked=False)


def timeline_html(journey_map: JourneyMap) -> str:
    """The timeline as a self-contained page, with the sources of its times and the words behind each step."""
    views, _left_out = step_views(journey_map)
    groups = [(name, [view.entry() for view in steps]) for name, steps in by_stage(journey_map, views)]
    rows = [
        (journey_map.stage_name(s.key), duration_words(s), s.time_frame.source if s.time_frame else "")
        for s in journey_map.stages
    ]
    rows += [
        (f"{view.number}. {view.name}", time_words(view.step.duration), view.step.duration.source)
        for view in views
        if view.step and view.step.duration
    ]
    times = Table(_("How long it takes"), (_("Stage or step"), _("Time"), _("Source")), tuple(rows))
    factors = Table(
        _("Events outside"),
        (_("Event"), _("Date"), _("Source")),
        tuple((factor.text, factor.date, factor.source) for factor in journey_map.factors),
    )
    return figure_html(
        journey_map,
        _svg(journey_map, "A3", linked=True),
        name=_("Timeline"),
        notes=total_words(journey_map),
        groups=groups,
        tables=[times, factors],
    )


def timeline_pdf(journey_map: JourneyMap, *, page: Page = "A3") -> bytes:
    """The timeline as PDF on one sheet (see `timeline_svg`); the same map gives the same bytes."""
    return figure_pdf(timeline_svg(journey_map, page=page), f"{_('Timeline')} – {journey_map.title}", paper(page))


def _svg(journey_map: JourneyMap, page: Page, *, linked: bool) -> str:
    sheet = paper(page)
    views, left_out = step_views(journey_map, most=MOST_STEPS)
    columns = segments(journey_map, sheet.margin, sheet.inner)
    head = head_piece(journey_map, _("Timeline"), sheet.inner, sheet.size * 1.1)
    inner = sheet.height - 2 * sheet.margin - head.height
    for factor in (1.6, 1.45, 1.3, 1.15, 1.0):
        frame = _Frame(journey_map, sheet, columns, views, sheet.size * factor, linked)
        legend = _legend(frame, left_out)
        rows = [(_factors(frame), "factors"), (_stages(frame), "stages"), (_axis(frame), "axis")]
        used = legend.height + _curve(frame).height + sum(row.height for row, _key in rows) + 7 * frame.size
        cards = _cards(frame, inner - used)
        if cards is not None and _words_fit(frame):
            break
    cards = cards or _cut_cards(frame, inner - used)
    spare = max(0.0, inner - used - cards.height)
    body: list[str] = []
    y = sheet.margin + head.height + frame.size
    for row, key in (*rows, (cards, "steps"), (_curve(frame, spare * 0.6), "curve")):
        body.append(row.at(0, y, key=key))
        y += row.height + (frame.size if row.height else 0)
    at_foot = legend.at(sheet.margin, sheet.height - sheet.margin - legend.height, key="legend")
    drawn = "".join([head.at(sheet.margin, sheet.margin, key="header"), *body, at_foot])
    return figure_svg(f"{_('Timeline')} – {journey_map.title}", _description(journey_map), drawn, sheet)


def _words_fit(frame: _Frame) -> bool:
    """Whether no name of a step would be broken inside a word."""
    rooms = {c.stage.key: (c.width - frame.size * 4.2) * SAFE for c in frame.columns}
    return all(
        text_width(word, frame.size, bold=True) <= rooms[view.stage]
        for view in frame.steps
        for word in view.name.split()
    )


def _description(journey_map: JourneyMap) -> str:
    stages = [f"{journey_map.stage_name(s.key)}: {duration_words(s)}" for s in journey_map.stages]
    return " ".join(["; ".join(stages) + ".", *total_words(journey_map)])


def _factors(frame: _Frame) -> Piece:
    """A flag for each event outside, over the stages that it changed; events that meet stand below each other."""
    taken: list[float] = []
    parts, size, pitch = [], frame.size, frame.size * 2.9
    for factor in frame.map.factors:
        span = [c for c in frame.columns if c.stage.key in factor.stages] or frame.columns
        if not span:
            continue
        words = _factor_words(factor)
        room = frame.sheet.width - frame.sheet.margin - span[0].x - size * 1.6
        row = next((i for i, end in enumerate(taken) if end <= span[0].x), len(taken))
        text = text_block(words, room, size, max_lines=1, bold=not factor.stages)
        end = max(span[-1].end, span[0].x + size * 2 + min(room, len(words) * size * 0.56))
        taken[row : row + 1] = [end]
        flag = (
            f'<path d="M0 0V{num(pitch * 0.86)}M0 0h{num(size)}l{num(-size * 0.35)} {num(size * 0.45)}'
            f'l{num(size * 0.35)} {num(size * 0.45)}h{num(-size)}z" fill="{TEXT}" stroke="{TEXT}" stroke-width="1.1"/>'
            f'<rect y="{num(pitch * 0.7)}" width="{num(span[-1].end - span[0].x - 3)}" height="2.4" fill="{TEXT}"/>'
        )
        parts.append(Piece(flag + text.at(size * 1.4, 0), pitch).at(span[0].x, row * pitch, key=factor.key))
    return Piece("".join(parts), len(taken) * pitch)


def _factor_words(factor: ExternalFactor) -> str:
    words = " · ".join(part for part in (factor.date, factor.text) if part)
    return f"{words} ({factor.source})" if factor.source else words


def _stages(frame: _Frame) -> Piece:
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


def _axis(frame: _Frame) -> Piece:
    size = frame.size
    y, thick = size * 1.6, size * 0.9
    parts, high = [], 0.0
    for column in frame.columns:
        known = column.stage.time_frame is not None
        parts.append(_bar(column, y, thick, known=known))
        parts += _dots(frame, column, y + thick / 2)
        rows = [text_block(duration_words(column.stage), column.width - size, size * 1.3, bold=known, colour=TEXT)]
        source = column.stage.time_frame.source if column.stage.time_frame else ""
        if source:
            rows.append(text_block(source, column.width - size, size, colour=MUTED, max_lines=3))
        words = stack(rows)
        parts.append(words.at(column.x + size * 0.3, y + thick + size * 0.7))
        high = max(high, words.height)
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
        f'stroke="{_HATCH}" stroke-width=".8" stroke-dasharray="3 2"/><path d="{strokes}" stroke="{_HATCH}" '
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


def _dots(frame: _Frame, column: Segment, y: float) -> list[str]:
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


def _cards(frame: _Frame, height: float) -> Piece | None:
    """The steps below their stages, each with its whole name; None where there is no room for that."""
    stacks = _stacks(frame, 5)
    return _side_by_side(frame, stacks) if all(_height(s, frame.size) <= height for s in stacks) else None


def _cut_cards(frame: _Frame, height: float) -> Piece:
    """The same with fewer lines each, and where that does not help, with the number of those that are not shown."""
    size = frame.size
    for max_lines in (3, 2, 1):
        stacks = _stacks(frame, max_lines)
        if all(_height(pieces, size) <= height for pieces in stacks):
            break
    for i, pieces in enumerate(stacks):
        n = len(pieces)
        while pieces and _height(pieces, size) > height - (size * 2 if len(pieces) < n else 0):
            pieces.pop()
        if len(pieces) < n:
            words = _("+{n} more").format(n=format_number(n - len(pieces)))
            pieces.append(text_block(words, frame.columns[i].width, size, bold=True, colour="#0b5c92"))
    return _side_by_side(frame, stacks)


def _stacks(frame: _Frame, max_lines: int) -> list[list[Piece]]:
    return [[_card(frame, v, c.width - frame.size * 0.8, max_lines) for v in frame.of(c)] for c in frame.columns]


def _side_by_side(frame: _Frame, stacks: Sequence[Sequence[Piece]]) -> Piece:
    blocks = [stack(pieces, gap=frame.size * 0.5) for pieces in stacks]
    svg = "".join(block.at(column.x, 0) for column, block in zip(frame.columns, blocks, strict=True))
    return Piece(svg, max((block.height for block in blocks), default=0.0))


def _height(pieces: Sequence[Piece], size: float) -> float:
    return sum(piece.height + size * 0.5 for piece in pieces)


def _card(frame: _Frame, view: StepView, width: float, max_lines: int) -> Piece:
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


def _curve(frame: _Frame, spare: float = 0.0) -> Piece:
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


def _to_be(frame: _Frame, box: CurveBox) -> str:
    middles = {c.stage.key: c.middle for c in frame.columns}
    points = [
        (middles[p.stage], box.y(p.mean)) for p in frame.map.curve_to_be if p.mean is not None and p.stage in middles
    ]
    if not points:
        return ""
    path = monotone_path(*zip(*points, strict=True)) if len(points) > 1 else f"M{num(points[0][0])} {num(points[0][1])}"
    dots = "".join(
        f'<path d="M{num(x - 3)} {num(y - 3)}h6v6h-6z" fill="#fff" stroke="#007d5c" stroke-width="1.5"/>'
        for x, y in points
    )
    return f'<path d="{path}" fill="none" stroke="#007d5c" stroke-width="2" stroke-dasharray="7 4"/>{dots}'


def _legend(frame: _Frame, left_out: int) -> Piece:
    hatch = (
        f'<path d="M1 8h22v8H1z" fill="#fff" stroke="{_HATCH}" stroke-dasharray="3 2"/>'
        f'<path d="M4 16l7-8M11 16l7-8" stroke="{_HATCH}"/>'
    )
    breaks = f'<path d="M6 20 10 4M14 20 18 4" stroke="{TEXT}" stroke-width="2"/>'
    dashed = f'<path d="M2 5h20v14H2z" fill="none" stroke="{MUTED}" stroke-width="2" stroke-dasharray="5 4"/>'
    entries: list[tuple[str | None, str]] = [
        (breaks, _("The scale of time changes here")),
        (hatch, _("Length not known")),
        (mark_shape("positive"), _("Mean feeling good")),
        (mark_shape("neutral"), _("Neither good nor bad")),
        (mark_shape("negative"), _("Mean feeling bad")),
        (UNKNOWN_FACE, _("Feeling not known")),
        (mark_shape("turning"), _("Make or break: people leave or stay here")),
        (dashed, _("Nobody yet: an assumption")),
    ]
    if frame.map.curve_to_be:
        square = '<path d="M2 12h20" stroke="#007d5c" stroke-width="3" stroke-dasharray="6 3"/>'
        entries.append((square, term("layer", "to_be")))
    words = [
        *total_words(frame.map),
        _("Stages are as wide as the logarithm of their time."),
        _("Steps stand in the order of telling, which is not that of the clock."),
    ]
    if left_out:
        words.append(left_out_note(left_out))
    return flow_piece([*entries, *((None, text) for text in words)], frame.sheet.inner, frame.size)
