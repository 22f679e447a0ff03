"""Pieces of an empathy map as SVG: notes with their support, areas filled with as many as fit, the head and legend."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import EmpathyMap, EmpathyNote, term
from cjm_research.rendering.empathy_view import MapHeader, chosen_notes, note_marks
from cjm_research.rendering.environment import people, place, quoted, share, shorten
from cjm_research.rendering.icons import mark_shape, support_level
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, SAFE, Piece, num, stack, text_block
from cjm_research.rendering.text_fit import text_width

WIDTH, HEIGHT = 1191.0, 842.0
MARGIN, GAP, PADDING = 29.0, 12.0, 12.0
ACCENT = "#0b5c92"
COLOURS: dict[str, str] = {"pains": "#d55e00", "gains": "#007d5c"}
MOST_NOTES = 14
TEXT_LIMIT = 110
META = 0.86  # size of the line below a note, of the note's
INDENT = 8.0
FIELD_WIDTHS = (130.0, 130.0, 78.0, 62.0)


def note_piece(note: EmpathyNote, width: float, size: float) -> Piece:
    """A note with its support below: a full edge for words as they were said, a broken one for a summary.

    An assumption stands in a dotted frame, a fact about the participants has none. The group has the note's key as id
    and its whole text as title.
    """
    if note.fact:
        return _fact(note, width, size)
    words = shorten(plain(note.text), TEXT_LIMIT)
    room = width - INDENT - (5 if note.is_assumption else 0)
    body = stack([text_block(quoted(words) if note.verbatim else words, room, size), _meta(note, room, size * META)])
    if note.is_assumption:
        frame = (
            f'<rect x="0.6" y="-1.5" width="{num(width - 1.2)}" height="{num(body.height + 4)}" rx="3" fill="none" '
            f'stroke="{MUTED}" stroke-width="1.1" stroke-dasharray="1.2 2.6" stroke-linecap="round"/>'
        )
        height = body.height + 3
    else:
        frame = edge(body.height, dashed=not note.verbatim)
        height = body.height
    return Piece(Piece(frame + body.at(INDENT, 0), height).at(0, 0, key=note.key, label=plain(note.text)), height)


def _fact(note: EmpathyNote, width: float, size: float) -> Piece:
    """What is known of the participants, with the number of those of whom it is true where it is not all of them."""
    words = shorten(plain(note.text), TEXT_LIMIT)
    if note.count.k < note.count.n:
        words = _("{text} · {share}").format(text=words, share=share(note.count))
    dot = f'<circle cx="2" cy="{num(size * 0.68)}" r="1.7" fill="{MUTED}"/>'
    text = text_block(words, width - INDENT, size)
    return Piece(Piece(dot + text.at(INDENT, 0), text.height).at(0, 0, key=note.key, label=words), text.height)


def _meta(note: EmpathyNote, width: float, size: float) -> Piece:
    """How well it is supported, k of n, who said it as far as there is room, and what else is to be known."""
    side = size * 0.95
    x = side + size * 0.35
    words = " · ".join([share(note.count), *note_marks(note)])
    for longer in _with_people(words, note):
        if x + text_width(longer, size) <= width * SAFE:
            words = longer
            break
    text = text_block(plain(words), width - x, size, colour=MUTED)
    svg = f'<g transform="translate(0 {num(size * 0.2)})">{_support(note, side)}</g>'
    return Piece(svg + text.at(x, 0), text.height)


def _support(note: EmpathyNote, side: float) -> str:
    return f'<g transform="scale({num(side / 24, 4)})">{mark_shape(support_level(note.count))}</g>'


def _with_people(words: str, note: EmpathyNote) -> list[str]:
    """The line with the people behind the note, from the longest form to the shortest."""
    if not note.people:
        return []
    if len(note.evidence) == 1:
        return [f"{words} · {place(note.evidence[0])}", f"{words} · {note.people[0]}"]
    lines = []
    for n in range(len(note.people), 0, -1):
        more = f" +{len(note.people) - n}" if n < len(note.people) else ""
        lines.append(f"{words} · {', '.join(note.people[:n])}{more}")
    return lines


def edge(height: float, *, dashed: bool, x: float = 1.0) -> str:
    """The line beside a note."""
    style = f'stroke="{MUTED}" stroke-dasharray="3 2.5"' if dashed else f'stroke="{ACCENT}"'
    return f'<path d="M{num(x)} 0V{num(height)}" stroke-width="2" {style}/>'


def notes_piece(
    notes: Sequence[EmpathyNote], width: float, room: float, size: float, *, columns: int = 1, empty: str = ""
) -> Piece:
    """As many notes as fit, strongest first, and how many more there are; in columns from left to right.

    Parameters
    ----------
    width, room, size : float
        Of the area, and of the type.
    empty : str
        What stands where there are no notes.
    """
    column = (width - GAP * 1.5 * (columns - 1)) / columns
    if not notes:
        words = empty or _("Nothing was coded here.")
        return text_block(words, min(width, 420.0), size, colour=MUTED)
    made = {note.key: note_piece(note, column, size) for note in notes}
    body = Piece("", 0)
    for n_shown in range(min(MOST_NOTES * columns, len(notes)), -1, -1):
        pieces = [made[note.key] for note in chosen_notes(notes, n_shown)]
        if left := len(notes) - n_shown:
            words = ngettext("+{n} more note", "+{n} more notes", left).format(n=format_number(left))
            pieces.append(text_block(words, column, size, bold=True, colour=ACCENT))
        body = _in_columns(pieces, column, room, size * 0.62, columns)
        if body.height <= room:
            break
    return body


def _in_columns(pieces: Sequence[Piece], width: float, room: float, gap: float, columns: int) -> Piece:
    """Pieces one below the other, in the next column where one would end below the room; the last takes the rest."""
    parts, x, y, lowest, left = [], 0.0, 0.0, 0.0, columns
    for piece in pieces:
        if y and y + piece.height > room and left > 1:
            x, y, left = x + width + GAP * 1.5, 0.0, left - 1
        parts.append(piece.at(x, y))
        lowest, y = max(lowest, y + piece.height), y + piece.height + gap
    return Piece("".join(parts), lowest)


def wanted_height(notes: Sequence[EmpathyNote], width: float, size: float, *, columns: int = 1) -> float:
    """How high an area would like to be to hold all its notes."""
    return notes_piece(notes[: MOST_NOTES * columns], width, 1e6, size).height / columns


def header_piece(empathy: EmpathyMap, header: MapHeader) -> Piece:
    """Whose map it is and what it rests on; on the right who made it for whom, or lines to fill in."""
    fields = _fields(header)
    fields_width = sum(FIELD_WIDTHS) + 14 * (len(FIELD_WIDTHS) - 1)
    room = WIDTH - 2 * MARGIN - fields_width - 24
    pieces = [text_block(_("Empathy map"), room, 9, bold=True, colour=ACCENT)]
    if empathy.is_blank:
        pieces.append(text_block(_("A sheet to fill in, area by area"), room, 19, bold=True, max_lines=2))
    else:
        facts = [term("group", empathy.group), people(len(empathy.participants)), term("basis", empathy.basis)]
        pieces += [
            text_block(plain(empathy.title), room, 19, bold=True, max_lines=2),
            text_block(" · ".join(facts), room, 10, colour=MUTED),
        ]
    title = stack(pieces, gap=2)
    return Piece(title.svg + fields.at(WIDTH - 2 * MARGIN - fields_width, 0), max(title.height, fields.height))


def _fields(header: MapHeader) -> Piece:
    parts, x, height = [], 0.0, 34.0
    for (name, value), width in zip(header.fields(), FIELD_WIDTHS, strict=True):
        label = text_block(name, width, 8, colour=MUTED)
        words = text_block(plain(value), width, 9.6, bold=True, max_lines=2) if value else Piece("", 0)
        bottom = max(34.0, label.height + 3 + words.height + 3)
        height = max(height, bottom)
        line = f'<path d="M0 {num(bottom)}H{num(width)}" stroke="{MUTED}" stroke-width="0.8"/>'
        parts.append(Piece(label.svg + words.at(0, label.height + 3) + line, bottom).at(x, 0))
        x += width + 14
    return Piece("".join(parts), height)


def legend_piece(empathy: EmpathyMap) -> Piece:
    """What edges, frames and marks mean, and that people are counted; nothing on a sheet to fill in."""
    if empathy.is_blank:
        return Piece("", 0)
    size, x, parts = 8.2, 0.0, []
    samples = [
        (edge(10, dashed=False), _("Said in these words")),
        (edge(10, dashed=True), _("Summary of what several people said")),
        (
            f'<rect x="-1" y="1" width="9" height="8.5" rx="2" fill="none" stroke="{MUTED}" '
            'stroke-dasharray="1.2 2.2" stroke-linecap="round"/>',
            _("Assumption: nobody said it"),
        ),
        *((f'<g transform="translate(-1 1) scale(0.36)">{mark_shape(m)}</g>', words) for m, words in _levels()),
        ("", _("Counts are people, not mentions.")),
    ]
    for sample, words in samples:
        indent = 12 if sample else 0
        parts.append(f'<g transform="translate({num(x)} 0)">{sample}</g>')
        parts.append(text_block(words, 600, size, colour=MUTED).at(x + indent, 0))
        x += indent + text_width(words, size) * 1.04 + 20
    return Piece("".join(parts), 12)


def _levels() -> tuple[tuple[str, str], ...]:
    return ("full", _("Three or more people")), ("half", _("One or two people"))


def plain(text: str) -> str:
    """The text without the signs that turn the direction of a line: not all viewers isolate them."""
    return "".join(char for char in text if not ("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"))


def description(empathy: EmpathyMap) -> str:
    """The strongest note of each area, for those who do not see the picture."""
    parts = []
    for key in dict.fromkeys(note.quadrant for note in empathy.notes):
        note = empathy.quadrant(key)[0]
        parts.append(
            _("{name}: {text} ({share})").format(
                name=term("quadrant", key), text=plain(note.text), share=share(note.count)
            )
        )
    return "; ".join(parts)


def framed(width: float, height: float, *, fill: str = "#fff", dashed: bool = False, colour: str = ACCENT) -> str:
    """The frame of an area, its upper edge in colour; broken where what stands in it is concluded."""
    dashes = ' stroke-dasharray="7 4"' if dashed else ""
    return (
        f'<rect width="{num(width)}" height="{num(height)}" rx="6" fill="{fill}" stroke="{LINE}"/>'
        f'<path d="M3 1.5H{num(width - 3)}" stroke="{escape(colour)}" stroke-width="3"{dashes}/>'
    )
