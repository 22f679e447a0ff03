"""The journey along time: stages on a broken scale, events from outside, steps, and how people felt."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, term
from cjm_research.rendering.figure_sheet import (
    Page,
    Table,
    figure_html,
    figure_pdf,
    figure_svg,
    flow_piece,
    head_piece,
    paper,
)
from cjm_research.rendering.figure_steps import UNKNOWN_FACE, by_stage, left_out_note, step_views
from cjm_research.rendering.icons import mark_shape
from cjm_research.rendering.journey_curve import PLANNED
from cjm_research.rendering.journey_svg_parts import (
    MUTED,
    SAFE,
    TEXT,
    Piece,
    stack,
    text_block,
)
from cjm_research.rendering.journey_words import time_words
from cjm_research.rendering.text_fit import text_width
from cjm_research.rendering.timeline_parts import (
    HATCH,
    Frame,
    axis_piece,
    card_piece,
    curve_piece,
    factors_piece,
    stages_piece,
)
from cjm_research.rendering.timeline_scale import duration_words, segments, total_words

MOST_STEPS = 60


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
    if not any(s.time_frame for s in journey_map.stages) and not any(v.step and v.step.duration for v in views):
        rows = []
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
    title = " – ".join((_("Timeline"), journey_map.title))
    return figure_pdf(timeline_svg(journey_map, page=page), title, paper(page))


def _svg(journey_map: JourneyMap, page: Page, *, linked: bool) -> str:
    sheet = paper(page)
    views, left_out = step_views(journey_map, most=MOST_STEPS)
    columns = segments(journey_map, sheet.margin, sheet.inner)
    head = head_piece(journey_map, _("Timeline"), sheet.inner, sheet.size * 1.1)
    inner = sheet.height - 2 * sheet.margin - head.height
    for factor in (1.6, 1.45, 1.3, 1.15, 1.0):
        frame = Frame(journey_map, sheet, columns, views, sheet.size * factor, linked)
        legend = _legend(frame, left_out)
        rows = [(factors_piece(frame), "factors"), (stages_piece(frame), "stages"), (axis_piece(frame), "axis")]
        used = legend.height + curve_piece(frame).height + sum(row.height for row, _key in rows) + 7 * frame.size
        cards = _cards(frame, inner - used)
        if cards is not None and _words_fit(frame):
            break
    cards = cards or _cut_cards(frame, inner - used)
    spare = max(0.0, inner - used - cards.height)
    body: list[str] = []
    y = sheet.margin + head.height + frame.size
    for row, key in (*rows, (cards, "steps"), (curve_piece(frame, spare * 0.6), "curve")):
        body.append(row.at(0, y, key=key))
        y += row.height + (frame.size if row.height else 0)
    at_foot = legend.at(sheet.margin, sheet.height - sheet.margin - legend.height, key="legend")
    drawn = "".join([head.at(sheet.margin, sheet.margin, key="header"), *body, at_foot])
    title = " – ".join((_("Timeline"), journey_map.title))
    return figure_svg(title, _description(journey_map), drawn, sheet)


def _words_fit(frame: Frame) -> bool:
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


def _cards(frame: Frame, height: float) -> Piece | None:
    """The steps below their stages, each with its whole name; None where there is no room for that."""
    stacks = _stacks(frame, 5)
    return _side_by_side(frame, stacks) if all(_height(s, frame.size) <= height for s in stacks) else None


def _cut_cards(frame: Frame, height: float) -> Piece:
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


def _stacks(frame: Frame, max_lines: int) -> list[list[Piece]]:
    return [[card_piece(frame, v, c.width - frame.size * 0.8, max_lines) for v in frame.of(c)] for c in frame.columns]


def _side_by_side(frame: Frame, stacks: Sequence[Sequence[Piece]]) -> Piece:
    blocks = [stack(pieces, gap=frame.size * 0.5) for pieces in stacks]
    svg = "".join(block.at(column.x, 0) for column, block in zip(frame.columns, blocks, strict=True))
    return Piece(svg, max((block.height for block in blocks), default=0.0))


def _height(pieces: Sequence[Piece], size: float) -> float:
    return sum(piece.height + size * 0.5 for piece in pieces)


def _legend(frame: Frame, left_out: int) -> Piece:
    hatch = (
        f'<path d="M1 8h22v8H1z" fill="#fff" stroke="{HATCH}" stroke-dasharray="3 2"/>'
        f'<path d="M4 16l7-8M11 16l7-8" stroke="{HATCH}"/>'
    )
    breaks = f'<path d="M6 20 10 4M14 20 18 4" stroke="{TEXT}" stroke-width="2"/>'
    dashed = f'<path d="M2 5h20v14H2z" fill="none" stroke="{MUTED}" stroke-width="2" stroke-dasharray="5 4"/>'
    known = [column.stage.time_frame is not None for column in frame.columns]
    entries: list[tuple[str | None, str]] = [
        *([(breaks, _("The scale of time changes here"))] if any(c.breaks for c in frame.columns) else []),
        *([] if all(known) else [(hatch, _("Length not known"))]),
        (mark_shape("positive"), _("Mean feeling good")),
        (mark_shape("neutral"), _("Neither good nor bad")),
        (mark_shape("negative"), _("Mean feeling bad")),
        (UNKNOWN_FACE, _("Feeling not known")),
        (mark_shape("turning"), _("Make or break: people leave or stay here")),
        (dashed, _("Nobody yet: an assumption")),
    ]
    if frame.map.curve_to_be:
        square = f'<path d="M2 12h20" stroke="{PLANNED}" stroke-width="3" stroke-dasharray="6 3"/>'
        entries.append((square, term("layer", "to_be")))
    words = [
        *total_words(frame.map),
        *([_("Stages are as wide as the logarithm of their time.")] if any(known) else []),
        _("Steps stand in the order of telling, which is not that of the clock."),
    ]
    if left_out:
        words.append(left_out_note(left_out))
    return flow_piece([*entries, *((None, text) for text in words)], frame.sheet.inner, frame.size)
