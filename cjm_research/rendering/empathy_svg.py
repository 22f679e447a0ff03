"""An empathy map as a standalone SVG in A3 landscape: live text, one group for each area and note."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from cjm_research.i18n import _
from cjm_research.model import EmpathyMap, EmpathyNote, term
from cjm_research.model.empathy import INFERRED, Form, Quadrant
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.empathy_canvas import canvas_piece
from cjm_research.rendering.empathy_svg_notes import (
    ACCENT,
    COLOURS,
    GAP,
    HEIGHT,
    MARGIN,
    PADDING,
    WIDTH,
    description,
    framed,
    header_piece,
    legend_piece,
    notes_piece,
    plain,
)
from cjm_research.rendering.empathy_view import MapHeader, prompt
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.journey_svg_parts import MUTED, Piece, font_attributes, num, stack, text_block

SIZE = 9.2
# Columns from left to right; pains and gains stand in the last one where anybody has any.
COLUMNS: tuple[tuple[Quadrant, Quadrant], ...] = (("says", "does"), ("thinks", "feels"), ("pains", "gains"))


def empathy_svg(empathy: EmpathyMap, *, form: Form = "quadrants", header: MapHeader | None = None) -> str:
    """The map on one sheet, in the language in force: as many notes as fit, strongest first.

    What a person said has a full line beside it, a summary a broken one, an assumption a dotted frame. Each note says
    how many people stand behind it and, as far as there is room, who. A map of nobody (`EmpathyMap.blank`) is a sheet
    to fill in by hand.

    Parameters
    ----------
    empathy : EmpathyMap
        Of a persona, a participant or everybody.
    form : {"quadrants", "canvas"}
        Four quadrants with pains and gains, or the canvas around a head with who and what for above.
    header : MapHeader, optional
        For whom, by whom, when and which version; lines to fill in where not given.

    References
    ----------
    Gray (2017), Empathy Map Canvas, XPLANE: areas of the canvas and the order in which they are filled.
    """
    here = empathy.in_form(form)
    top_piece, legend = header_piece(empathy, header or MapHeader()), legend_piece(empathy)
    top = MARGIN + top_piece.height + GAP
    bottom = HEIGHT - MARGIN - (legend.height + GAP * 0.7 if legend.height else 0)
    draw = canvas_piece if form == "canvas" else _quadrants
    parts = [
        top_piece.at(MARGIN, MARGIN, key="header"),
        draw(here, WIDTH - 2 * MARGIN, bottom - top).at(MARGIN, top),
        legend.at(MARGIN, bottom + GAP * 0.7, key="legend") if legend.height else "",
    ]
    title = _("Empathy map: {title}").format(title=empathy.title) if empathy.title else _("Empathy map")
    # What no XML may hold can still stand in a name or a note.
    return clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(WIDTH)}" height="{num(HEIGHT)}" '
        f'viewBox="0 0 {num(WIDTH)} {num(HEIGHT)}" role="img" aria-labelledby="map-title map-desc" {font_attributes()}>'
        f'<title id="map-title">{escape(plain(title))}</title>'
        f'<desc id="map-desc">{escape(description(here))}</desc>'
        f"<style>{font_face_css()}</style>"
        f'<rect width="{num(WIDTH)}" height="{num(HEIGHT)}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _quadrants(empathy: EmpathyMap, width: float, height: float) -> Piece:
    optional = empathy.is_blank or any(map(empathy.quadrant, COLUMNS[-1]))
    columns = COLUMNS if optional else COLUMNS[:-1]
    box_width = (width - GAP * (len(columns) - 1)) / len(columns)
    box_height = (height - GAP) / 2
    parts = []
    for i, pair in enumerate(columns):
        for j, key in enumerate(pair):
            empty = prompt(key) if empathy.is_blank else ""
            box = _quadrant(key, empathy.quadrant(key), box_width, box_height, empty)
            x, y = i * (box_width + GAP), j * (box_height + GAP)
            parts.append(box.at(x, y, key=f"quadrant-{key}", label=term("quadrant", key)))
    return Piece("".join(parts), height)


def _quadrant(key: Quadrant, notes: Sequence[EmpathyNote], width: float, height: float, empty: str) -> Piece:
    room = width - 2 * PADDING
    head = [text_block(term("quadrant", key), room, 13, bold=True)]
    if key in INFERRED:
        head.append(text_block(_("concluded from what was said"), room, 8.2, colour=MUTED))
    top = stack(head)
    body = notes_piece(notes, room, height - top.height - 2.5 * PADDING, SIZE, empty=empty)
    frame = framed(width, height, dashed=key in INFERRED, colour=COLOURS.get(key, ACCENT))
    return Piece(frame + top.at(PADDING, PADDING) + body.at(PADDING, PADDING * 1.6 + top.height), height)
