"""The journey map as a standalone SVG: live text, a group for each lane, stage, cell and item, under their own ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap, term
from cjm_research.model.lanes import LaneKey
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.icons import PHASES
from cjm_research.rendering.journey_curve import CurveBox, curve_in_words, curve_shapes
from cjm_research.rendering.journey_svg_parts import (
    LANE_TINTS,
    LINE,
    MUTED,
    Piece,
    cell_piece,
    chevron,
    font_attributes,
    id_attribute,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.journey_view import (
    FEW_STAGES,
    LaneView,
    MapView,
    Preset,
    actor_line,
    machine_notice,
    map_view,
    status_name,
)
from cjm_research.rendering.text_fit import text_width

A3_WIDTH, A2_WIDTH, A1_WIDTH = 1191.0, 1684.0, 2384.0
RATIO = 297 / 420
TEXT_SIZE = 7.3
_MARGIN = 0.0245
# Sheet, most items and most names of a cell: the first that the map fits is taken.
_SHEETS = (
    (A3_WIDTH, 3, 5),
    (A3_WIDTH, 3, 4),
    (A3_WIDTH, 2, 4),
    (A2_WIDTH, 3, 5),
    (A2_WIDTH, 2, 4),
    (A1_WIDTH, 3, 5),
)


@dataclass(frozen=True)
class _Frame:
    """The sheet: its width, its margin, the size of its text and its columns, all in points."""

    width: float
    size: float
    n_stages: int

    @property
    def margin(self) -> float:
        return self.width * _MARGIN

    @property
    def lane_width(self) -> float:
        return self.size * 10.5

    @property
    def column(self) -> float:
        return (self.width - 2 * self.margin - self.lane_width) / max(1, self.n_stages)

    def x(self, stage: int) -> float:
        return self.margin + self.lane_width + self.column * stage


def journey_svg(
    journey_map: JourneyMap,
    *,
    lanes: Preset | Sequence[LaneKey] = "standard",
    width: float | None = None,
) -> str:
    """The map as one picture in A3 landscape proportion, in the language in force.

    The sheet is the smallest of A3, A2 and A1 that holds the map in text of 7.3 points; a map that fills more than A1
    makes the picture higher.

    Parameters
    ----------
    journey_map : JourneyMap
        The map.
    lanes : {"minimal", "standard", "full"} or sequence of lane keys
        Which lanes, from top to bottom.
    width : float, optional
        Size at which the picture is shown, in points; that of its sheet by default.
    """
    sheets = ((A3_WIDTH, 8, 8), *_SHEETS) if len(journey_map.stages) <= FEW_STAGES else _SHEETS
    for sheet, n_items, n_names in sheets:
        view = map_view(journey_map, lanes=lanes, n_items=n_items, n_names=n_names)
        body = _body(view, _Frame(sheet, TEXT_SIZE, len(journey_map.stages)))
        if body.height <= sheet * RATIO:
            break
    height = max(body.height, sheet * RATIO)
    scale = (width or sheet) / sheet
    title = f"{journey_map.title} – {actor_line(journey_map)}"
    # What no XML may hold can still stand in a name.
    return clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(sheet * scale)}" height="{num(height * scale)}" '
        f'viewBox="0 0 {num(sheet)} {num(height)}" role="img" aria-labelledby="map-title map-desc" {font_attributes()}>'
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(_description(journey_map))}</desc>'
        f"<style>{font_face_css()}</style>"
        f'<rect width="{num(sheet)}" height="{num(height)}" fill="#fff"/>{body.svg}</svg>\n'
    )


def table_heights(view: MapView, width: float, size: float) -> tuple[float, float, list[float]]:
    """How high header, stage row and lanes come out on a sheet (its inner width and text size in points)."""
    frame = _Frame(width / (1 - 2 * _MARGIN), size, len(view.stages))
    lanes = [_lane(view, lane, frame).height for lane in view.lanes]
    return _header(view.map, frame).height, _stages(view, frame).height, lanes


def _description(journey_map: JourneyMap) -> str:
    stages = ", ".join(term("stage", stage.key) for stage in journey_map.stages)
    people = ngettext("{n} person", "{n} people", len(journey_map.participants))
    return _("Journey of {people} through these stages: {stages}. {curve}").format(
        people=people.format(n=format_number(len(journey_map.participants))),
        stages=stages,
        curve=curve_in_words(journey_map.curve),
    )


def _body(view: MapView, frame: _Frame) -> Piece:
    header = _header(view.map, frame)
    parts = [header.at(frame.margin, frame.margin, key="header")]
    y = frame.margin + header.height + frame.size
    stages = _stages(view, frame)
    parts.append(stages.at(0, y, key="stages"))
    y += stages.height
    for lane in view.lanes:
        row = _lane(view, lane, frame)
        parts.append(row.at(0, y, key=f"lane-{lane.key}", label=term("lane", lane.key)))
        y += row.height
    legend = _legend(view.map, frame)
    parts.append(legend.at(frame.margin, y + frame.size, key="legend"))
    return Piece("".join(parts), y + frame.size + legend.height + frame.margin)


def _header(journey_map: JourneyMap, frame: _Frame) -> Piece:
    width, size = frame.width - 2 * frame.margin, frame.size
    facts = (
        (_("Interviews"), f"n = {format_number(len(journey_map.participants))}"),
        (_("Groups"), ", ".join(term("group", group) for group in journey_map.groups)),
        (_("Rests on"), term("basis", journey_map.basis)),
        (_("Status"), status_name(journey_map.status)),
        (_("Stage model"), term("stage_model", journey_map.stage_model)),
    )
    rows = [
        text_block(actor_line(journey_map), width, size * 1.1, bold=True, colour="#0b5c92"),
        text_block(journey_map.title, width, size * 2.6, bold=True),
    ]
    if journey_map.purpose:
        rows.append(text_block(_("Purpose:") + " " + journey_map.purpose, width, size * 1.2))
    if journey_map.basis == "machine":
        rows.append(text_block(machine_notice(), width, size * 1.1, bold=True, colour="#9a4300"))
    rows.append(_flow([f"{name}: {value}" for name, value in facts if value], width, size * 1.1))
    return stack(rows, gap=size * 0.25)


def _flow(entries: Sequence[str], width: float, size: float, marks: Sequence[str] = ()) -> Piece:
    """Short entries side by side, each after its mark if it has one, broken into rows that fit the width."""
    parts, x, y = [], 0.0, 0.0
    for i, entry in enumerate(entries):
        indent = size * 1.35 if i < len(marks) else 0.0
        piece = text_block(entry, width - indent, size, colour=MUTED)
        needed = indent + min(width - indent, text_width(entry, size) * 1.04)
        if x and x + needed > width:
            x, y = 0.0, y + size * 1.5
        if indent:
            parts.append(f'<g transform="translate({num(x)} {num(y + size * 0.15)})">{mark(marks[i], size)}</g>')
        parts.append(piece.at(x + indent, y))
        y += max(0.0, piece.height - size * 1.28)
        x += needed + size * 2.2
    return Piece("".join(parts), y + size * 1.4)


def _stages(view: MapView, frame: _Frame) -> Piece:
    size = frame.size
    parts, index = [], 0
    for phase in view.phases:
        x, width, colour = frame.x(index), frame.column * phase.n_stages - 3, PHASES[phase.key]
        words = text_block(term("stage", phase.key), width, size * 1.1, bold=True, colour=colour, max_lines=1)
        parts.append(words.at(x, 0))
        parts.append(f'<rect x="{num(x)}" y="{num(size * 1.6)}" width="{num(width)}" height="1.6" fill="{colour}"/>')
        index += phase.n_stages
    top = size * 2.1
    inner = frame.column - size * 3.6
    titles = [
        text_block(term("stage", s.key), inner, size * 1.5, bold=True, colour="#fff", line_height=1.15)
        for s in view.stages
    ]
    height = max((t.height for t in titles), default=0.0) + size * 3
    for i, (stage, title) in enumerate(zip(view.stages, titles, strict=True)):
        people = _("{k} of {n} people").format(k=format_number(stage.count.k), n=format_number(stage.count.n))
        text = stack([title, text_block(people, inner, size, colour="#fff", max_lines=1)], gap=size * 0.1)
        indent = size * (1.0 if i == 0 else 2.0)
        shape = chevron(frame.column, height, PHASES[stage.phase], first=i == 0)
        parts.append(
            Piece(shape + text.at(indent, (height - text.height) / 2), height).at(frame.x(i), top, key=stage.key)
        )
    return Piece("".join(parts), top + height)


def _lane(view: MapView, lane: LaneView, frame: _Frame) -> Piece:
    size, pad = frame.size, frame.size * 0.6
    people = _("{k} of {n} people").format(k=format_number(lane.people[0]), n=format_number(lane.people[1]))
    room = frame.lane_width - size
    name = stack(
        [
            text_block(term("lane", lane.key), room, size * 1.1, bold=True),
            *([] if lane.is_empty else [text_block(people, room, size, colour=MUTED)]),
        ]
    )
    curve = _curve(view, frame) if lane.key == "emotion" else Piece("", 0.0)
    cells = _cells(view, lane, frame)
    height = max(curve.height + max((c.height for c in cells), default=0.0), name.height) + 2 * pad
    parts = [_tint(lane, frame, height), name.at(frame.margin, pad), curve.svg]
    if lane.is_empty:
        parts.append(
            text_block(_("None found"), frame.column, size, colour=MUTED).at(frame.x(0) + pad, curve.height + pad)
        )
    else:
        for i, (cell, piece) in enumerate(zip(lane.cells, cells, strict=True)):
            parts.append(piece.at(frame.x(i) + pad, curve.height + pad, key=f"{cell.stage}.{cell.lane}"))
            if i:
                x = num(frame.x(i))
                parts.append(f'<path d="M{x} {num(curve.height)}V{num(height)}" stroke="#e9edf1"/>')
    end = num(frame.width - frame.margin)
    parts.append(f'<path d="M{num(frame.margin)} {num(height)}H{end}" stroke="{LINE}"/>')
    return Piece("".join(parts), height)


def _cells(view: MapView, lane: LaneView, frame: _Frame) -> list[Piece]:
    if lane.is_empty:
        return [text_block(_("None found"), frame.column, frame.size)]
    extremes = view.extremes if lane.key == "emotion" else {}
    width = frame.column - frame.size * 1.2
    return [cell_piece(cell, width, frame.size, extremes.get(cell.stage)) for cell in lane.cells]


def _tint(lane: LaneView, frame: _Frame, height: float) -> str:
    if lane.key not in LANE_TINTS:
        return ""
    width = frame.column * frame.n_stages
    return f'<rect x="{num(frame.x(0))}" width="{num(width)}" height="{num(height)}" fill="{LANE_TINTS[lane.key]}"/>'


def _curve(view: MapView, frame: _Frame) -> Piece:
    size = frame.size
    centres = tuple(frame.x(i) + frame.column / 2 for i in range(frame.n_stages))
    box = CurveBox(centres, frame.x(0), frame.x(frame.n_stages), size * 1.6, size * 9.5, size)
    shapes = curve_shapes(view.map.curve, box)
    return Piece(f"<g{id_attribute('emotion-curve')}>{shapes}</g>", size * 14)


def _legend(journey_map: JourneyMap, frame: _Frame) -> Piece:
    marks = ("full", "half", "none", "pain", "barrier", "success", "turning", "positive", "neutral", "negative")
    words = [
        _("Three or more people"),
        _("One or two people"),
        _("Nobody yet: an assumption"),
        term("kind", "pain_point"),
        _("Barrier: stopped somebody, or nearly did"),
        term("kind", "success_point"),
        term("kind", "turning_point"),
        _("Mean feeling good"),
        _("Neither good nor bad"),
        _("Mean feeling bad"),
        _("Band: 95% interval of the mean. Small circles: one person’s mean each."),
        _("Broken line, hollow point: fewer than three people."),
        _("“{k} of {n}” counts people: those behind an entry, of all the people of this map.").format(k="k", n="n"),
    ]
    if journey_map.n_unstaged:
        n = journey_map.n_unstaged
        words.append(
            ngettext(
                "{n} coding names no stage of this model and is not shown.",
                "{n} codings name no stage of this model and are not shown.",
                n,
            ).format(n=format_number(n))
        )
    return _flow(words, frame.width - 2 * frame.margin, frame.size, marks)
