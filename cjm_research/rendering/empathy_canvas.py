"""The empathy map canvas: the goal above, what can be observed around a head, what goes on inside it.

Places and numbers are those of Gray (2017): who and what for on top, then clockwise from the right what people see,
say, do and hear, and last, inside, what they think and feel with pains left and gains right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.i18n import N_, _
from cjm_research.model import EmpathyMap, term
from cjm_research.model.empathy import INFERRED, Quadrant
from cjm_research.rendering.empathy_svg_notes import ACCENT, COLOURS, GAP, PADDING, notes_piece, wanted_height
from cjm_research.rendering.empathy_view import NUMBER_OF_THE_HEAD, NUMBERS, prompt
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, num, text_block
from cjm_research.rendering.text_fit import text_width

# Type of the notes: larger where there are few.
SIZE, LARGE, FEW = 8.6, 9.8, 45
# Translators: heading of the middle of an empathy map: Polish "myśli i czuje", Russian "думает и чувствует".
HEAD_TITLE = N_("Thinks and feels")
HEADING, NUMBER_SIDE = 11.5, 15.0
SIDE = 240.0  # width of the areas left and right of the head
EAR, NOSE, NECK = 13.0, 20.0, 12.0
CORNER = 96.0
# So far inside its corners text is inside the head.
INSET = 0.3 * CORNER + 4
BAND = (74.0, 104.0)  # least and greatest height of the goal on top
DOES = (96.0, 158.0)  # and of what people do
SEES_LEAST = 120.0
# What areas of a sheet for handwriting want: half of what there is, or as much as they may get.
EVEN, BY_HAND = 1000.0, {"who": BAND[1], "task": BAND[1], "does": DOES[1]}
PAINS_AND_GAINS: tuple[Quadrant, ...] = ("pains", "gains")
OUTSIDE, INSIDE, GOAL = "#f5f7f9", "#eaf2f8", "#fff"
WHO_SHARE, WHO_COLUMNS, TASK_COLUMNS, DOES_COLUMNS = 0.37, 2, 3, 3


@dataclass(frozen=True)
class _Box:
    """Where an area stands on the canvas."""

    key: Quadrant
    x: float
    y: float
    width: float
    height: float
    columns: int = 1


def canvas_piece(empathy: EmpathyMap, width: float, height: float) -> Piece:
    """The whole canvas below the header; areas share the room as their notes need it."""
    return _Canvas(empathy, LARGE if len(empathy.notes) <= FEW else SIZE).drawn(width, height)


class _Canvas:
    """Measures and draws the areas of one map in one size of type."""

    def __init__(self, empathy: EmpathyMap, size: float) -> None:
        self._map = empathy
        self._size = size

    def drawn(self, width: float, height: float) -> Piece:
        """The areas around the head, and the head."""
        band = self._band(width)
        top = band + GAP
        right = width - SIDE
        does_width = right - GAP
        does = _between(DOES, self._wanted("does", does_width, DOES_COLUMNS))
        middle = height - top - does - GAP - NECK
        below = height - top - GAP
        sees = _share(self._wanted("sees", SIDE), self._wanted("says", SIDE), below, SEES_LEAST)
        who = width * WHO_SHARE
        boxes = [
            _Box("who", 0, 0, who, band, WHO_COLUMNS),
            _Box("task", who + GAP, 0, width - who - GAP, band, TASK_COLUMNS),
            _Box("sees", right, top, SIDE, sees),
            _Box("says", right, top + sees + GAP, SIDE, below - sees),
            _Box("does", 0, height - does, does_width, does, DOES_COLUMNS),
            _Box("hears", 0, top, SIDE, middle + NECK),
        ]
        left = SIDE + EAR + 4
        parts = [self._outside(box) for box in boxes]
        head = self._head(right - NOSE - 4 - left, middle)
        parts.append(head.at(left, top, key="area-head", label=_(HEAD_TITLE)))
        return Piece("".join(parts), height)

    def _band(self, width: float) -> float:
        who = width * WHO_SHARE
        wanted = (self._wanted("who", who, WHO_COLUMNS), self._wanted("task", width - who - GAP, TASK_COLUMNS))
        return _between(BAND, max(wanted))

    def _wanted(self, key: Quadrant, width: float, columns: int = 1) -> float:
        """How high an area would like to be, its heading included."""
        column = (width - 2 * PADDING - GAP * 1.5 * (columns - 1)) / columns
        notes = self._map.quadrant(key)
        if self._map.is_blank:
            return BY_HAND.get(key, EVEN)
        body = wanted_height(notes, column, self._size, columns=columns) if notes else 4 * self._size
        return body + _heading(key, width).height + 2.4 * PADDING

    def _outside(self, box: _Box) -> str:
        fill = GOAL if box.key in {"who", "task"} else OUTSIDE
        frame = f'<rect width="{num(box.width)}" height="{num(box.height)}" rx="8" fill="{fill}" stroke="{LINE}"/>'
        area = self._area(box.key, box.width - 2 * PADDING, box.height - 1.6 * PADDING, box.columns)
        piece = Piece(frame + area.at(PADDING, PADDING * 0.8), box.height)
        return piece.at(box.x, box.y, key=f"quadrant-{box.key}", label=term("quadrant", box.key))

    def _area(self, key: Quadrant, width: float, height: float, columns: int = 1) -> Piece:
        """Heading and notes of one area."""
        heading = _heading(key, width)
        room = height - heading.height - 5
        empty = prompt(key) if self._map.is_blank else ""
        notes = notes_piece(self._map.quadrant(key), width, room, self._size, columns=columns, empty=empty)
        return Piece(heading.svg + notes.at(0, heading.height + 5), height)

    def _head(self, width: float, height: float) -> Piece:
        """The head in profile, looking at what it sees, with four areas inside."""
        title = _head_title(width)
        column, top = (width - 2 * INSET - GAP * 1.4) / 2, title.height + 12
        inner = height - top - 0.5 * INSET
        upper = _share(self._row(PAINS_AND_GAINS, column), self._row(INFERRED, column), inner, 70.0)
        parts = [_profile(width, height), title.at(0, 8)]
        for key, n, y, room in (
            *((key, n, 0.0, upper - GAP * 0.5) for n, key in enumerate(PAINS_AND_GAINS)),
            *((key, n, upper, inner - upper) for n, key in enumerate(INFERRED)),
        ):
            area, x = self._area(key, column, room), INSET + n * (column + GAP * 1.4)
            parts.append(area.at(x, top + y, key=f"quadrant-{key}", label=term("quadrant", key)))
        return Piece("".join(parts), height)

    def _row(self, keys: Sequence[Quadrant], width: float) -> float:
        return max(self._wanted(key, width + 2 * PADDING) - PADDING for key in keys)


def _between(bounds: tuple[float, float], wanted: float) -> float:
    return min(max(wanted, bounds[0]), bounds[1])


def _share(first: float, second: float, room: float, least: float) -> float:
    """Of a room for two: what the first needs, at most half of it or what the second leaves."""
    return max(least, min(first, max(room / 2, room - second)))


def _heading(key: Quadrant, width: float) -> Piece:
    number = NUMBERS.get(key)
    indent = NUMBER_SIDE + 6 if number else 0.0
    colour = COLOURS.get(key)
    title = text_block(term("quadrant", key), width - indent, HEADING, bold=True)
    parts = [title.at(indent, 0)]
    if number:
        parts.append(_number(number))
    if colour:
        parts.append(f'<path d="M0 {num(title.height + 1)}H{num(width)}" stroke="{colour}" stroke-width="2"/>')
    elif key in INFERRED:
        parts.append(
            f'<path d="M0 {num(title.height + 1)}H{num(width)}" stroke="{ACCENT}" stroke-width="1.6" '
            'stroke-dasharray="6 3.5"/>'
        )
    return Piece("".join(parts), title.height + (3 if colour or key in INFERRED else 0))


def _number(number: int) -> str:
    """In which order the area is filled."""
    half = NUMBER_SIDE / 2
    return (
        f'<circle cx="{num(half)}" cy="{num(half)}" r="{num(half)}" fill="{ACCENT}"/>'
        f'<text x="{num(half)}" y="{num(half + 3.3)}" font-size="9.4" font-weight="700" fill="#fff" '
        f'text-anchor="middle">{number}</text>'
    )


def _head_title(width: float) -> Piece:
    """The heading inside the head, in its middle."""
    size, remark = HEADING + 1, _("concluded from what was said")
    title = text_block(_(HEAD_TITLE), width - 2 * INSET, size, bold=True)
    left = (width - NUMBER_SIDE - 6 - text_width(_(HEAD_TITLE), size, bold=True)) / 2
    below = text_block(remark, width - 2 * INSET, 8, colour=MUTED).at((width - text_width(remark, 8)) / 2, title.height)
    svg = Piece(_number(NUMBER_OF_THE_HEAD), 0).at(left, 0) + title.at(left + NUMBER_SIDE + 6, 0) + below
    return Piece(svg, title.height + 11)


def _profile(width: float, height: float) -> str:
    """A head that looks to the right: crown, brow, nose, lips, chin, neck, nape; and its ear."""
    r, w, h = CORNER, width, height
    brow, tip, under, mouth = h * 0.4, h * 0.53, h * 0.57, h * 0.67
    jaw, nape = r * 0.75, r * 0.8
    path = (
        f"M0 {num(r)}A{num(r)} {num(r)} 0 0 1 {num(r)} 0H{num(w - r)}A{num(r)} {num(r)} 0 0 1 {num(w)} {num(r)}"
        f"V{num(brow)}C{num(w)} {num(brow + 14)} {num(w + NOSE - 3)} {num(tip - 10)} {num(w + NOSE)} {num(tip)}"
        f"Q{num(w + NOSE)} {num(under)} {num(w + 2)} {num(under)}Q{num(w - 1)} {num(under + 8)} {num(w + 1)} "
        f"{num(mouth - 12)}Q{num(w + 9)} {num(mouth - 8)} {num(w + 6)} {num(mouth - 2)}L{num(w - 8)} {num(mouth)}"
        f"L{num(w + 4)} {num(mouth + 3)}Q{num(w + 6)} {num(mouth + 11)} {num(w - 1)} {num(mouth + 15)}"
        f"Q{num(w - 5)} {num(mouth + 22)} {num(w)} {num(mouth + 32)}"
        f"V{num(h - jaw)}Q{num(w)} {num(h)} {num(w - jaw)} {num(h)}"
        f"H{num(w * 0.68)}Q{num(w * 0.66)} {num(h)} {num(w * 0.66)} {num(h + NECK)}H{num(w * 0.3)}"
        f"Q{num(w * 0.3)} {num(h)} {num(w * 0.28)} {num(h)}H{num(nape)}Q0 {num(h)} 0 {num(h - nape)}Z"
    )
    ear = h * 0.5
    return (
        f'<path d="M1 {num(ear - 24)}C{num(-EAR * 1.5)} {num(ear - 36)} {num(-EAR * 1.5)} {num(ear + 36)} 1 '
        f'{num(ear + 24)}" fill="{INSIDE}" stroke="{ACCENT}" stroke-width="1.6"/>'
        f'<path d="{path}" fill="{INSIDE}" stroke="{ACCENT}" stroke-width="1.6" stroke-linejoin="round"/>'
    )
