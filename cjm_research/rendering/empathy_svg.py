"""An empathy map as a standalone SVG in A3 landscape: live text, one group for each quadrant and note."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import EmpathyMap, EmpathyNote, term
from cjm_research.model.empathy import Quadrant
from cjm_research.rendering.empathy_map import CONCLUDED, chosen_notes
from cjm_research.rendering.environment import people, place, quoted, share, shorten
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, font_attributes, num, stack, text_block

WIDTH, HEIGHT = 1191.0, 842.0
MARGIN, GAP, PADDING = 29.0, 12.0, 12.0
SIZE = 9.2
# Columns from left to right; pains and gains stand in the last one where anybody has any.
COLUMNS: tuple[tuple[Quadrant, Quadrant], ...] = (("says", "does"), ("thinks", "feels"), ("pains", "gains"))
COLOURS: dict[str, str] = {"pains": "#d55e00", "gains": "#007d5c"}
ACCENT = "#0b5c92"
MOST_NOTES = 14
TEXT_LIMIT = 110


def empathy_svg(empathy: EmpathyMap) -> str:
    """The map on one sheet, in the language in force: as many notes as fit in text of 9 points, strongest first.

    What a person said has a full line beside it, a summary a broken one. Each note says how many people stand behind
    it; one that rests on a single quote names its place.
    """
    columns = [pair for pair in COLUMNS if pair[0] != "pains" or any(map(empathy.quadrant, pair))]
    header, legend = _header(empathy), _legend()
    top = MARGIN + header.height + GAP
    bottom = HEIGHT - MARGIN - legend.height - GAP
    width = (WIDTH - 2 * MARGIN - GAP * (len(columns) - 1)) / len(columns)
    height = (bottom - top - GAP) / 2
    parts = [header.at(MARGIN, MARGIN, key="header")]
    for i, pair in enumerate(columns):
        for j, key in enumerate(pair):
            box = _quadrant(key, empathy.quadrant(key), width, height)
            x, y = MARGIN + i * (width + GAP), top + j * (height + GAP)
            parts.append(box.at(x, y, key=f"quadrant-{key}", label=term("quadrant", key)))
    parts.append(legend.at(MARGIN, bottom + GAP, key="legend"))
    title = _("Empathy map: {title}").format(title=empathy.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(WIDTH)}" height="{num(HEIGHT)}" '
        f'viewBox="0 0 {num(WIDTH)} {num(HEIGHT)}" role="img" aria-labelledby="map-title map-desc" {font_attributes()}>'
        f'<title id="map-title">{escape(_plain(title))}</title>'
        f'<desc id="map-desc">{escape(_description(empathy))}</desc>'
        f"<style>{font_face_css()}</style>"
        f'<rect width="{num(WIDTH)}" height="{num(HEIGHT)}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _header(empathy: EmpathyMap) -> Piece:
    room = WIDTH - 2 * MARGIN
    facts = f"{people(len(empathy.participants))} · {term('basis', empathy.basis)}"
    return stack(
        [
            text_block(_("Empathy map"), room, 9, bold=True, colour=ACCENT),
            text_block(_plain(empathy.title), room, 22, bold=True, max_lines=2),
            text_block(facts, room, 10.5, colour=MUTED),
        ],
        gap=2,
    )


def _legend() -> Piece:
    items = ((False, _("Said in these words")), (True, _("Summary of what several people said")))
    svg, x = [], 0.0
    for dashed, words in items:
        text = text_block(words, 400, 8.5, colour=MUTED)
        svg.append(_edge(11, dashed=dashed, x=x + 1.5) + text.at(x + 9, 0))
        x += 260
    note = text_block(_("Counts are people, not mentions."), 300, 8.5, colour=MUTED)
    return Piece("".join(svg) + note.at(x, 0), 12)


def _quadrant(key: Quadrant, notes: Sequence[EmpathyNote], width: float, height: float) -> Piece:
    room, colour = width - 2 * PADDING, COLOURS.get(key, ACCENT)
    head = [text_block(term("quadrant", key), room, 13, bold=True)]
    if key in CONCLUDED:
        head.append(text_block(_("concluded from what was said"), room, 8.2, colour=MUTED))
    top = stack(head)
    body = _notes(notes, room, height - top.height - 2.5 * PADDING)
    dashes = ' stroke-dasharray="7 4"' if key in CONCLUDED else ""
    frame = (
        f'<rect width="{num(width)}" height="{num(height)}" rx="6" fill="#fff" stroke="{LINE}"/>'
        f'<path d="M3 1.5H{num(width - 3)}" stroke="{colour}" stroke-width="3"{dashes}/>'
    )
    return Piece(frame + top.at(PADDING, PADDING) + body.at(PADDING, PADDING * 1.6 + top.height), height)


def _notes(notes: Sequence[EmpathyNote], width: float, room: float) -> Piece:
    if not notes:
        return text_block(_("Nothing was coded here."), width, SIZE, colour=MUTED)
    for n_shown in range(min(MOST_NOTES, len(notes)), -1, -1):
        pieces = [_note(note, width) for note in chosen_notes(notes, n_shown)]
        left = len(notes) - n_shown
        if left:
            words = ngettext("+{n} more note", "+{n} more notes", left).format(n=format_number(left))
            pieces.append(text_block(words, width, SIZE, bold=True, colour=ACCENT))
        body = stack(pieces, gap=SIZE * 0.55)
        if body.height <= room:
            break
    return body


def _note(note: EmpathyNote, width: float) -> Piece:
    words = shorten(_plain(note.text), TEXT_LIMIT)
    source = f" · {place(note.evidence[0])}" if len(note.evidence) == 1 else ""
    text = stack(
        [
            text_block(quoted(words) if note.verbatim else words, width - 8, SIZE),
            text_block(_plain(share(note.count) + source), width - 8, SIZE * 0.86, colour=MUTED),
        ]
    )
    return Piece(_edge(text.height, dashed=not note.verbatim, x=1) + text.at(8, 0), text.height)


def _edge(height: float, *, dashed: bool, x: float) -> str:
    style = f'stroke="{MUTED}" stroke-dasharray="3 2.5"' if dashed else f'stroke="{ACCENT}"'
    return f'<path d="M{num(x)} 0V{num(height)}" stroke-width="2" {style}/>'


def _plain(text: str) -> str:
    # SVG text has no isolation that all viewers honour: signs that turn the direction of the line are left out.
    return "".join(char for char in text if not ("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"))


def _description(empathy: EmpathyMap) -> str:
    parts = []
    for pair in COLUMNS:
        for key in pair:
            notes = empathy.quadrant(key)
            if notes:
                best = _("{name}: {text} ({share})").format(
                    name=term("quadrant", key), text=_plain(notes[0].text), share=share(notes[0].count)
                )
                parts.append(best)
    return "; ".join(parts)
