"""A sheet with one picture of a journey: paper sizes, header, legend, and the picture as SVG, page and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from cjm_research.errors import BadValueError
from cjm_research.i18n import _, format_number
from cjm_research.model import Evidence, JourneyMap, term
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.environment import render
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.journey_svg_parts import MUTED, Piece, font_attributes, num, stack, text_block
from cjm_research.rendering.journey_words import actor_line, machine_notice, status_name
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf
from cjm_research.rendering.text_fit import text_width

Page = Literal["A1", "A3", "A4"]
_PT_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """A sheet in landscape: its sides in mm, its margin and the size of its smallest text in points."""

    name: str
    width_mm: float
    height_mm: float
    margin: float
    size: float

    @property
    def width(self) -> float:
        """In points."""
        return self.width_mm * _PT_PER_MM

    @property
    def height(self) -> float:
        """In points."""
        return self.height_mm * _PT_PER_MM

    @property
    def inner(self) -> float:
        """Width between the margins, in points."""
        return self.width - 2 * self.margin


# Margins of 10 mm and more; text of 7 points and more to read at a desk, 12 and more on a wall.
PAPERS: dict[str, Paper] = {
    "A4": Paper("A4", 297, 210, 28.4, 7.0),
    "A3": Paper("A3", 420, 297, 29.0, 7.6),
    "A1": Paper("A1", 841, 594, 46.0, 13.5),
}


@dataclass(frozen=True)
class Entry:
    """A line of the list below a picture: what it is, how much stands behind it, and the words themselves."""

    key: str
    title: str
    facts: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table below a picture, every cell as text."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def paper(page: str) -> Paper:
    """The sheet of that name.

    Raises
    ------
    BadValueError
        The page is none of A1, A3 and A4.
    """
    if page not in PAPERS:
        raise BadValueError(
            _("There is no page “{page}”. Choose one of: {known}.").format(page=page, known=", ".join(PAPERS))
        )
    return PAPERS[page]


def figure_svg(title: str, description: str, body: str, sheet: Paper) -> str:
    """Shapes as a standalone picture of the size of the sheet, in points."""
    width, height = num(sheet.width), num(sheet.height)
    # What no XML may hold can still stand in a name.
    return clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="map-title map-desc" {font_attributes()}>'
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(description)}</desc>'
        f"<style>{font_face_css()}</style>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>{body}</svg>\n'
    )


def figure_pdf(svg: str, title: str, sheet: Paper) -> bytes:
    """The picture as PDF on one sheet: the same picture gives the same bytes."""
    return svg_pages_to_pdf([svg], title=title, size=(sheet.width, sheet.height))


def figure_html(
    journey_map: JourneyMap,
    svg: str,
    *,
    name: str,
    notes: Sequence[str] = (),
    groups: Sequence[tuple[str, Sequence[Entry]]] = (),
    tables: Sequence[Table] = (),
) -> str:
    """The picture as a self-contained page: below it each entry unfolds to the words behind it.

    Parameters
    ----------
    journey_map : JourneyMap
        Gives the page its title.
    svg : str
        From `figure_svg`.
    name : str
        What kind of picture it is.
    notes : sequence of str
        How to read it.
    groups : sequence of (heading, entries)
        What is listed below.
    tables : sequence of Table
        Figures behind the picture.
    """
    return clean(
        render(
            "figure.html",
            map=journey_map,
            name=name,
            svg=_inline(svg),
            notes=notes,
            groups=[(heading, list(entries)) for heading, entries in groups if entries],
            tables=[table for table in tables if table.rows],
        )
    )


def _inline(svg: str) -> Markup:
    # The page brings the font; in the picture it would stand a second time.
    head, _start, rest = svg.partition("<style>")
    _font, _end, tail = rest.partition("</style>")
    return Markup(head + tail)


def head_piece(journey_map: JourneyMap, name: str, width: float, size: float) -> Piece:
    """What the picture is, of whom and what for, how many people stand behind it, and how sure it is."""
    n = len(journey_map.participants)
    facts = (
        (_("Interviews"), f"n = {format_number(n)}" if n else ""),
        (_("Groups"), ", ".join(term("group", group) for group in journey_map.groups)),
        (_("Rests on"), term("basis", journey_map.basis) if n else ""),
        (_("Status"), status_name(journey_map.status)),
        (_("Stage model"), term("stage_model", journey_map.stage_model)),
    )
    rows = [text_block(f"{name} · {actor_line(journey_map)}", width, size * 1.15, bold=True, colour="#0b5c92")]
    if journey_map.title:
        rows.append(text_block(journey_map.title, width, size * 2.3, bold=True, max_lines=4, line_height=1.15))
    if journey_map.purpose:
        rows.append(text_block(_("Purpose:") + " " + journey_map.purpose, width, size * 1.2, max_lines=4))
    if journey_map.basis == "machine" and n:
        rows.append(text_block(machine_notice(), width, size * 1.1, bold=True, colour="#9a4300"))
    rows.append(flow_piece([(None, f"{key}: {value}") for key, value in facts if value], width, size * 1.1))
    return stack(rows, gap=size * 0.25)


def flow_piece(entries: Sequence[tuple[str | None, str]], width: float, size: float) -> Piece:
    """Short texts side by side, each after its sign if it has one, broken into rows that fit the width.

    A sign is SVG on a grid of 24 x 24.
    """
    parts, x, y, high = [], 0.0, 0.0, 0.0
    for sign, words in entries:
        indent = size * 1.5 if sign else 0.0
        needed = indent + text_width(words, size) * 1.06
        if x and x + needed > width:
            x, y, high = 0.0, y + high + size * 0.22, 0.0
        piece = text_block(words, width - indent, size, colour=MUTED)
        if sign:
            scale = num(size * 1.15 / 24, 4)
            parts.append(f'<g transform="translate({num(x)} {num(y + size * 0.1)}) scale({scale})">{sign}</g>')
        parts.append(piece.at(x + indent, y))
        high = max(high, piece.height)
        x += min(needed, width) + size * 2
    return Piece("".join(parts), y + high)


def label(
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "middle",
    bold: bool = False,
    colour: str = MUTED,
    turn: float = 0.0,
) -> str:
    """One line of live text; `turn` in degrees around its place."""
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{num(x)}" y="{num(y)}"'
    if turn:
        place = f'x="0" y="0" transform="translate({num(x)} {num(y)}) rotate({num(turn)})"'
    return (
        f'<text {place} font-size="{num(size)}"{weight} text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
    )
