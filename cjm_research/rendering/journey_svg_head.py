"""The top of the journey map as SVG: header, outside events, phases, stages, what is said of them, and steps."""

from __future__ import annotations

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import term
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.rendering.environment import people, share
from cjm_research.rendering.icons import COLOURS, PHASES, mood
from cjm_research.rendering.journey_columns import Arc, Column
from cjm_research.rendering.journey_facts import factor_words, header_facts, stage_notes
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_parts import (
    LINE,
    MUTED,
    SAFE,
    Piece,
    badge_flow,
    chevron,
    dashed_frame,
    icon,
    id_attribute,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.journey_view import N_STEPS, MapView, actor_line, machine_notice
from cjm_research.rendering.journey_words import step_notes, time_words
from cjm_research.rendering.text_fit import text_width

_ACCENT = "#0b5c92"
_WARNING = "#9a4300"


def header_piece(view: MapView, frame: Frame) -> Piece:
    """Actor, title, purpose, scenario and facts; a logo on the right."""
    journey_map, size = view.map, frame.size
    logo = size * 5.5 if view.logo else 0.0
    width = frame.inner - logo * 2.2
    kind = term("map_kind", "blueprint") if view.is_blueprint else actor_line(journey_map)
    rows = [
        text_block(kind, width, size * 1.1, bold=True, colour=_ACCENT),
        text_block(journey_map.title, width, size * (2 if frame.is_tight else 2.6), bold=True),
    ]
    if journey_map.purpose:
        rows.append(text_block(_("Purpose:") + " " + journey_map.purpose, width, size * 1.2))
    if journey_map.scenario:
        rows.append(text_block(_("Scenario:") + " " + journey_map.scenario, width, size * 1.2))
    if journey_map.basis == "machine" and journey_map.actor != "story":
        rows.append(text_block(machine_notice(), width, size * 1.1, bold=True, colour=_WARNING))
    facts = [("", f"{name}: {value}") for name, value in header_facts(journey_map, date=view.date)]
    rows.append(badge_flow(facts, width, size * 1.1))
    head = stack(rows, gap=size * 0.25)
    if not view.logo:
        return head
    picture = (
        f'<image x="{num(frame.inner - logo * 2)}" width="{num(logo * 2)}" height="{num(logo)}" '
        f'preserveAspectRatio="xMaxYMin meet" href="{escape(view.logo)}"/>'
    )
    return Piece(head.svg + picture, max(head.height, logo))


def stages_piece(view: MapView, frame: Frame) -> Piece:
    """The heads of the columns, from top to bottom: outside events, phases, stages, steps of a map drawn in steps."""
    rows = [_factors(view, frame), _phases(view, frame), _chevrons(view, frame)]
    if view.zoom == "steps":
        rows += [_step_heads(view, frame)]
    return stack([row for row in rows if row.height], gap=0)


def _factors(view: MapView, frame: Frame) -> Piece:
    size, parts, y = frame.size, [], 0.0
    levels = sorted({span.level for span in view.factors})
    for level in levels:
        height = 0.0
        for span in (s for s in view.factors if s.level == level):
            width = frame.column * (span.last - span.first + 1) - size * 0.5
            words = text_block(factor_words(span.factor), width - size * 2.4, size)
            box = dashed_frame(width - size * 0.6, words.height, size, COLOURS["warm"]).replace("#fff", "#fdf8ec", 1)
            flag = f'<g transform="translate({num(size * 0.1)} 0)">{mark("factor", size * 1.3)}</g>'
            piece = Piece(box + flag + words.at(size * 1.8, 0), words.height)
            parts.append(piece.at(frame.x(span.first) + size * 0.3, y + size * 0.2, key=f"factor.{span.factor.key}"))
            height = max(height, words.height)
        y += height + size * 0.8
    if not parts:
        return Piece("", 0.0)
    label = text_block(_("Outside events"), frame.lane_width - size, size * 1.1, bold=True)
    parts.insert(0, label.at(frame.margin, 0))
    return Piece("".join(parts), max(y, label.height) + size * 0.5)


def _phases(view: MapView, frame: Frame) -> Piece:
    size, parts, index = frame.size, [], 0
    for phase in view.phases:
        x, width, colour = frame.x(index), frame.column * phase.n_stages - 3, PHASES[phase.key]
        words = text_block(term("stage", phase.key), width, size * 1.1, bold=True, colour=colour, max_lines=1)
        parts.append(words.at(x, 0))
        parts.append(f'<rect x="{num(x)}" y="{num(size * 1.6)}" width="{num(width)}" height="1.6" fill="{colour}"/>')
        index += phase.n_stages
    return Piece("".join(parts), size * 2.1)


def _chevrons(view: MapView, frame: Frame) -> Piece:
    size = frame.size
    texts = []
    for stage, first, n in view.spans:
        inner = frame.column * n - size * (2.3 if first == 0 else 3.4)
        title = _title_size(view.map.stage_name(stage.key), inner, frame)
        count = _("{k} of {n} people").format(k=format_number(stage.count.k), n=format_number(stage.count.n))
        name = text_block(view.map.stage_name(stage.key), inner, title, bold=True, colour="#fff", line_height=1.15)
        lines = [name]
        if stage.count.n:
            lines.append(text_block(count, inner, size, colour="#fff", max_lines=1))
        texts.append(stack(lines, gap=size * 0.1))
    height = max((text.height for text in texts), default=0.0) + size * (0.8 if frame.is_tight else 1.4)
    parts = []
    for (stage, first, n), text in zip(view.spans, texts, strict=True):
        indent = size * (0.9 if first == 0 else 2.0)
        shape = chevron(frame.column * n, height, PHASES[stage.phase], first=first == 0, tip=size * 1.3)
        piece = Piece(shape + text.at(indent, (height - text.height) / 2), height)
        parts.append(piece.at(frame.x(first), 0, key=stage.key))
    return Piece("".join(parts), height)


def _title_size(name: str, room: float, frame: Frame) -> float:
    """The size of a stage's name: smaller where a word would not fit its column."""
    widest = max((text_width(word, 1.0, bold=True) for word in name.split()), default=0.0)
    return max(frame.size, min(frame.stage_size, room * SAFE * 0.99 / widest)) if widest else frame.stage_size


def notes_piece(view: MapView, frame: Frame) -> Piece:
    """What researchers say of each stage: goal, mindset, tasks, duration; nothing where they say nothing."""
    size = frame.size
    cells = []
    for stage, first, n in view.spans:
        width = frame.column * n - 2 * frame.pad
        lines = [text_block(f"{name}: {value}", width, size) for name, value in stage_notes(stage)]
        skipped = view.skipped(stage.key)
        if skipped:
            words = ngettext("{n} person skipped this stage", "{n} people skipped this stage", skipped)
            lines.append(text_block(words.format(n=format_number(skipped)), width, size, colour=MUTED))
        if lines:
            cells.append((first, stack(lines, gap=size * 0.25)))
    return _row(view, frame, _("About the stage"), cells) if cells else Piece("", 0.0)


def steps_piece(view: MapView, frame: Frame) -> Piece:
    """The steps under their stages with the ways back as arcs above; nothing for a map without steps."""
    if not view.map.steps:
        return Piece("", 0.0)
    arcs = _arcs(view, frame)
    if view.zoom == "steps":
        cells = [(i, _step_body(c.step, frame)) for i, c in enumerate(view.columns) if c.step]
    else:
        cells = [(i, _step_list(view, column, frame)) for i, column in enumerate(view.columns)]
    row = _row(view, frame, _("Steps"), [(i, piece) for i, piece in cells if piece.height], top=arcs.height)
    return Piece(arcs.svg + row.svg, row.height)


def _row(view: MapView, frame: Frame, label: str, cells: list[tuple[int, Piece]], *, top: float = 0.0) -> Piece:
    """A row of the table that is no lane: its name, its cells at their columns, and the line below it."""
    size, pad = frame.size, frame.pad
    name = text_block(label, frame.lane_width - size, size * 1.1, bold=True)
    height = max([name.height, *(top + piece.height for _i, piece in cells)]) + 2 * pad
    parts = [name.at(frame.margin, pad)]
    parts += [piece.at(frame.x(i) + pad, top + pad) for i, piece in cells]
    parts.append(f'<path d="M{num(frame.margin)} {num(height)}H{num(frame.right)}" stroke="{LINE}"/>')
    return Piece("".join(parts), height)


def _step_list(view: MapView, column: Column, frame: Frame) -> Piece:
    steps = view.steps.get(column.stage, ())
    shown = steps if len(steps) <= N_STEPS + 1 else steps[:N_STEPS]
    pieces = [_step(step, frame) for step in shown]
    if len(steps) > len(shown):
        words = _("+{n} more").format(n=format_number(len(steps) - len(shown)))
        pieces.append(text_block(words, frame.column, frame.size, bold=True, colour=_ACCENT))
    return stack(pieces, gap=frame.size * 0.35) if pieces else Piece("", 0.0)


def _step(step: JourneyStep, frame: Frame) -> Piece:
    size = frame.size
    indent, width = size * 1.7, frame.column - 2 * frame.pad
    symbol = icon(step.label, size * 1.3) if step.label else mark("advance", size * 1.2)
    body = stack([text_block(step.text, width - indent, size, bold=True), _step_brief(step, width - indent, size)])
    svg = symbol + body.at(indent, 0)
    if step.layer == "to_be":
        svg = dashed_frame(width - size * 0.4, body.height, size, _ACCENT) + svg
    return Piece(f"<g{id_attribute(step.key)}>{svg}</g>", body.height)


def _step_brief(step: JourneyStep, width: float, size: float) -> Piece:
    """The numbers of a step behind their marks, which the legend explains."""
    badges = [(mood(step.valence) or "", share(step.count))] if step.count.n else []
    numbers = (("back", step.repeats), ("stall", step.stalled), ("exit", step.exited))
    badges += [(name, format_number(n)) for name, n in numbers if n]
    badges += [("wait", time_words(step.duration))] if step.duration else []
    badges += [("to_be", term("layer", "to_be"))] if step.layer == "to_be" else []
    badges += [("pen", "")] if step.own or step.edited else []
    return badge_flow(badges, width, size) if badges else Piece("", 0.0)


def _step_body(step: JourneyStep, frame: Frame, indent: float = 0.0) -> Piece:
    size, width = frame.size, frame.column - 2 * frame.pad - indent
    face = mood(step.valence)
    badges = [(face or "", share(step.count))] if step.count.n else []
    badges += step_notes(step)
    if step.duration:
        badges.append(("wait", time_words(step.duration)))
    return badge_flow(badges, width, size) if badges else Piece("", 0.0)


def _step_heads(view: MapView, frame: Frame) -> Piece:
    size, width = frame.size, frame.column - 2 * frame.pad
    texts = []
    for column in view.columns:
        if column.step:
            symbol = icon(column.step.label, size * 1.3) if column.step.label else mark("advance", size * 1.2)
            name = text_block(column.step.text, width - size * 1.7, size, bold=True)
            texts.append(Piece(symbol + name.at(size * 1.7, 0), max(name.height, size * 1.3)))
        else:
            words = _("Whole stage") if column.is_rest else ""
            texts.append(text_block(words, width, size, bold=True, colour=MUTED) if words else Piece("", 0.0))
    height = max(text.height for text in texts) + 2 * frame.pad
    parts = []
    for i, (column, text) in enumerate(zip(view.columns, texts, strict=True)):
        box = (
            f'<rect x="1" y="{num(size * 0.2)}" width="{num(frame.column - 2)}" height="{num(height - size * 0.2)}" '
            f'fill="#eef3f7"/>'
        )
        key = column.step.key if column.step else ""
        parts.append(Piece(box + text.at(frame.pad, frame.pad), height).at(frame.x(i), 0, key=key))
    return Piece("".join(parts), height)


def _arcs(view: MapView, frame: Frame) -> Piece:
    """Ways back as brackets that lead from right to left, each with the number of people."""
    centres = [frame.x(i) + frame.column / 2 for i in range(frame.n_columns)]
    return arcs_piece(view.arcs, centres, frame.size)


def arcs_piece(arcs: tuple[Arc, ...], centres: list[float], size: float) -> Piece:
    """The arcs between columns with these centres; the lowest level lies at the bottom."""
    if not arcs:
        return Piece("", 0.0)
    step, n_levels = size * 1.9, max(arc.level for arc in arcs) + 1
    height = n_levels * step + size * 0.9
    parts, labels = [], []
    for arc in arcs:
        # An arc that starts where another one ends must not run into it.
        start, end = centres[arc.source] - size * 0.7, centres[arc.target] + size * 0.7
        top, bottom, r = (n_levels - arc.level) * step - size * 0.75, height, size * 0.7
        path = (
            f"M{num(start)} {num(bottom)}V{num(top + r)}Q{num(start)} {num(top)} {num(start - r)} {num(top)}"
            f"H{num(end + r)}Q{num(end)} {num(top)} {num(end)} {num(top + r)}V{num(bottom)}"
        )
        tip, base = size * 0.4, num(bottom - size * 0.6)
        head = f"M{num(end - tip)} {base}L{num(end)} {num(bottom)}L{num(end + tip)} {base}"
        stroke = f'fill="none" stroke="#24435c" stroke-width="{num(0.9 + min(arc.people, 12) * 0.12)}"'
        words, middle = people(arc.people), (start + end) / 2
        width = text_width(words, size) / SAFE
        parts.append(f'<path d="{path}" {stroke}/><path d="{head}" {stroke}/>')
        # Words lie over all lines.
        labels.append(
            f'<rect x="{num(middle - width / 2 - size * 0.3)}" y="{num(top - size * 0.65)}" '
            f'width="{num(width + size * 0.6)}" height="{num(size * 1.3)}" fill="#fff"/>'
            f'<text x="{num(middle)}" y="{num(top + size * 0.35)}" font-size="{num(size)}" text-anchor="middle" '
            f'fill="#24435c">{escape(words)}</text>'
        )
    return Piece("".join([*parts, *labels]), height)
