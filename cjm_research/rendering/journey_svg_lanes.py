"""The rows of the journey map as SVG: lanes, the emotion curve, and what divides customers' side and company's side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import term
from cjm_research.rendering.journey_curve import CurveBox, curve_shapes
from cjm_research.rendering.journey_svg_cells import LANE_TINTS, cell_piece
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_head import notes_piece, steps_piece
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, id_attribute, num, stack, text_block
from cjm_research.rendering.journey_view import LaneView, MapView

COMPANY_TINT = "#f4f6f8"
_INK = "#24435c"


@dataclass(frozen=True)
class Row:
    """A row with its id and accessible name; a heading stays on the page of the row after it."""

    piece: Piece
    key: str
    label: str = ""
    is_heading: bool = False


def blueprint_lines() -> Mapping[str, str]:
    """Lane -> the line above it, by which customers are parted from those who serve them.

    References
    ----------
    Bitner, Ostrom & Morgan (2008), Service blueprinting: a practical technique for service innovation.
    """
    return {
        "frontstage": _("Line of interaction"),
        "backstage": _("Line of visibility"),
        "support": _("Line of internal interaction"),
    }


def rows_of(view: MapView, frame: Frame, *, detail: bool = True) -> list[Row]:
    """All rows below the heads of the columns."""
    rows = [Row(notes_piece(view, frame), "stage-notes", _("About the stage"))] if detail else []
    if detail or view.zoom == "steps":
        rows.append(Row(steps_piece(view, frame), "steps", _("Steps")))
    lines = blueprint_lines() if view.is_blueprint else {}
    sides = {lane.is_company for lane in view.lanes}
    above: list[LaneView] = []
    side: bool | None = None
    for lane in view.lanes:
        if lane.key in lines:
            rows.append(_line(view, lane, above, lines[lane.key], frame))
            above = []
        elif detail and not view.is_blueprint and len(sides) > 1 and lane.is_company is not side:
            rows.append(_band(lane.is_company, frame))
        side = lane.is_company
        above.append(lane)
        rows.append(Row(_lane(view, lane, frame, detail), f"lane-{lane.key}", term("lane", lane.key)))
    return [row for row in rows if row.piece.height]


def side_words(is_company: bool) -> str:
    """The heading of a side."""
    return _("What the company does") if is_company else _("What people live through")


def _band(is_company: bool, frame: Frame) -> Row:
    size = frame.size
    words = text_block(side_words(is_company), frame.inner, size * 1.15, bold=True, colour="#fff")
    height = words.height + size * 0.5
    box = (
        f'<rect x="{num(frame.margin)}" width="{num(frame.inner)}" height="{num(height)}" '
        f'fill="{"#4a4f55" if is_company else _INK}"/>'
    )
    piece = Piece(box + words.at(frame.margin + size * 0.6, size * 0.25), height + size * 0.1)
    return Row(piece, "side-company" if is_company else "side-customer", side_words(is_company), is_heading=True)


def _line(view: MapView, lane: LaneView, above: list[LaneView], words: str, frame: Frame) -> Row:
    """The broken line above a lane of a blueprint; arrows join what stands on both sides of it in a column."""
    size = frame.size
    height = size * 2.6
    label = text_block(words, frame.lane_width + frame.column, size, bold=True, colour=_INK, max_lines=1)
    y = height / 2
    parts = [
        f'<path d="M{num(frame.margin)} {num(y)}H{num(frame.right)}" stroke="{_INK}" '
        f'stroke-width="{num(size * 0.16)}" stroke-dasharray="{num(size * 0.9)} {num(size * 0.55)}"/>'
    ]
    for i, is_joined in enumerate(joined(view, lane, above)):
        if is_joined:
            x, tip, top, bottom = frame.x(i + 0.5), size * 0.4, size * 0.25, height - size * 0.25
            head = (
                f"M{num(x - tip)} {num(top + tip)}L{num(x)} {num(top)}L{num(x + tip)} {num(top + tip)}"
                f"M{num(x - tip)} {num(bottom - tip)}L{num(x)} {num(bottom)}L{num(x + tip)} {num(bottom - tip)}"
            )
            parts.append(
                f'<path d="M{num(x)} {num(top)}V{num(bottom)}{head}" fill="none" stroke="{_INK}" '
                f'stroke-width="{num(size * 0.14)}"/>'
            )
    parts.append(label.at(frame.margin, y - label.height * 1.02))
    return Row(Piece("".join(parts), height), f"line-{lane.key}", words, is_heading=True)


def joined(view: MapView, lane: LaneView, above: Sequence[LaneView]) -> list[bool]:
    """For each column whether something stands in the lane and, for the same step, in the lanes above its line.

    What belongs to a stage as a whole belongs to each of its steps.
    """
    columns = view.columns
    full = [any(other.cells[i].shown for other in above) for i in range(len(columns))]

    def meets(i: int, j: int) -> bool:
        whole = columns[i].step is None or columns[j].step is None
        return i == j or (whole and columns[i].stage == columns[j].stage)

    return [
        bool(cell.shown) and any(full[j] for j in range(len(columns)) if meets(i, j))
        for i, cell in enumerate(lane.cells)
    ]


def _lane(view: MapView, lane: LaneView, frame: Frame, detail: bool) -> Piece:
    size, pad = frame.size, frame.pad
    people = _("{k} of {n} people").format(k=format_number(lane.people[0]), n=format_number(lane.people[1]))
    room = frame.lane_width - size
    name = stack(
        [
            text_block(term("lane", lane.key), room, size * 1.1, bold=True),
            *([text_block(people, room, size, colour=MUTED)] if lane.is_counted else []),
        ]
    )
    curve = _curve(view, frame, size * (8.0 if detail else 5.2)) if lane.key == "emotion" else Piece("", 0.0)
    cells = _cells(view, lane, frame, detail)
    height = max(curve.height + max((c.height for c in cells), default=0.0), name.height) + 2 * pad
    parts = [_tint(lane, frame, height), name.at(frame.margin, pad), curve.svg]
    if lane.is_empty:
        parts += [cell.at(frame.x(0) + pad, curve.height + pad) for cell in cells]
    else:
        for i, (cell, piece) in enumerate(zip(lane.cells, cells, strict=True)):
            parts.append(piece.at(frame.x(i) + pad, curve.height + pad, key=cell.key))
            if i:
                x = num(frame.x(i))
                parts.append(f'<path d="M{x} {num(curve.height)}V{num(height)}" stroke="#e9edf1"/>')
    parts.append(f'<path d="M{num(frame.margin)} {num(height)}H{num(frame.right)}" stroke="{LINE}"/>')
    return Piece("".join(parts), height)


def _cells(view: MapView, lane: LaneView, frame: Frame, detail: bool) -> list[Piece]:
    if lane.is_empty:
        width = frame.right - frame.x(0) - 2 * frame.pad
        return [text_block(view.none_words(lane), width, frame.size, colour=MUTED)]
    extremes = view.extremes if lane.key == "emotion" else {}
    at = {view.columns[first].key: stage.key for stage, first, _n in view.spans}
    width = frame.column - 2 * frame.pad
    return [
        cell_piece(view, cell, width, frame.size, extreme=extremes.get(at.get(cell.column, "")), detail=detail)
        for cell in lane.cells
    ]


def _tint(lane: LaneView, frame: Frame, height: float) -> str:
    colour = LANE_TINTS.get(lane.key) or (COMPANY_TINT if lane.is_company else "")
    if not colour:
        return ""
    width = frame.right - frame.x(0)
    return f'<rect x="{num(frame.x(0))}" width="{num(width)}" height="{num(height)}" fill="{colour}"/>'


def _curve(view: MapView, frame: Frame, height: float) -> Piece:
    size = frame.size
    centres = tuple(frame.x(first + n / 2) for _stage, first, n in view.spans)
    stages = [stage.key for stage, _first, _n in view.spans]
    # Numbers in the curve are nine tenths of its text: none may be smaller than the text around it.
    box = CurveBox(centres, frame.x(0), frame.right, size * 1.8, height, size / 0.9)
    points = {point.stage: point for point in view.map.curve}
    planned = {point.stage: point for point in view.map.curve_to_be}
    shapes = curve_shapes(
        [points[stage] for stage in stages if stage in points],
        box,
        [planned[stage] for stage in stages] if all(stage in planned for stage in stages) else (),
    )
    return Piece(f"<g{id_attribute('emotion-curve')}>{shapes}</g>", height + size * 4.7)
