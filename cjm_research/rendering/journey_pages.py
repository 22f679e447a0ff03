"""The journey map on sheets of paper: rows broken over pages under repeated heads, and columns too if need be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from cjm_research.i18n import _
from cjm_research.rendering.journey_appendix import COLUMN_WIDTH, appendix_pages, overflow_sources, overflow_text
from cjm_research.rendering.journey_svg import NARROWEST, svg_document
from cjm_research.rendering.journey_svg_foot import foot_piece
from cjm_research.rendering.journey_svg_frame import Frame
from cjm_research.rendering.journey_svg_head import header_piece, stages_piece
from cjm_research.rendering.journey_svg_lanes import Row, rows_of
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, num, stack, text_block
from cjm_research.rendering.journey_view import CellView, MapView

_PT_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper in landscape: its sides in mm, the size of its text and of the stages' names in points."""

    width_mm: float
    height_mm: float
    size: float
    title: float

    @property
    def width(self) -> float:
        """In points."""
        return self.width_mm * _PT_PER_MM

    @property
    def height(self) -> float:
        """In points."""
        return self.height_mm * _PT_PER_MM


# To be read at a desk from 7 points on, on a wall from 12 on.
SHEETS: dict[str, Sheet] = {
    "A1": Sheet(841, 594, 12.6, 24),
    "A3": Sheet(420, 297, 7.3, 11.05),
    "A4": Sheet(297, 210, 7.0, 10.2),
}


def map_pages(view: MapView, sheet: Sheet, *, appendix: bool = True, detail: bool = True) -> list[str]:
    """The pages as pictures: the map, then the entries that don't fit their cells."""
    bodies = [body for part in _parts(view, sheet) for body in _table_pages(part, view, sheet, detail)]
    last = _Page(sheet, Frame(sheet.width, sheet.size, 1, is_tight=not detail))
    bodies[-1] = bodies[-1].with_foot(foot_piece(view, bodies[-1].frame)) or bodies[-1]
    if not bodies[-1].has_foot:
        bodies.append(last.with_foot(foot_piece(view, last.frame)) or last)
    drawn = [body.svg for body in bodies]
    drawn += _appendix(view, sheet) if appendix else []
    size = (sheet.width, sheet.height)
    return [
        svg_document(view, body + _page_foot(view, sheet, i, len(drawn)), size, fonts=False)
        for i, body in enumerate(drawn)
    ]


def n_pages(view: MapView, sheet: Sheet, *, detail: bool = True) -> int:
    """How many pages the map needs, without the list of entries that don't fit."""
    pages = [page for part in _parts(view, sheet) for page in _table_pages(part, view, sheet, detail)]
    return len(pages) + (pages[-1].with_foot(foot_piece(view, pages[-1].frame)) is None)


@dataclass
class _Page:
    """A page that is being filled from top to bottom."""

    sheet: Sheet
    frame: Frame
    svg: str = ""
    used: float = 0.0
    has_foot: bool = False

    @property
    def room(self) -> float:
        return self.sheet.height - 2 * self.frame.margin - self.frame.size * 2.2

    def add(self, row: Row) -> None:
        self.svg += row.piece.at(0, self.frame.margin + self.used, key=row.key, label=row.label)
        self.used += row.piece.height

    def with_foot(self, foot: Piece) -> _Page | None:
        """The page with the foot below the table; None where it does not fit."""
        top = self.used + 2 * self.frame.pad if self.used else 0.0
        if self.used and top + foot.height > self.room:
            return None
        svg = self.svg + foot.at(self.frame.margin, self.frame.margin + top, key="legend")
        return replace(self, svg=svg, used=top + foot.height, has_foot=True)


def _parts(view: MapView, sheet: Sheet) -> Iterator[MapView]:
    """The map cut into runs of columns that are wide enough, stages together where they can be."""
    frame = Frame(sheet.width, sheet.size, 1)
    most = max(1, int(frame.column // (NARROWEST[view.zoom] * sheet.size)))
    n = len(view.columns)
    if n <= most:
        yield view
        return
    target = -(-n // -(-n // most))
    start = 0
    while start < n:
        end = min(n, start + target)
        # A stage that begins inside the run and does not end there moves to the next one, unless it fills a whole run.
        if end < n and view.columns[end].stage == view.columns[end - 1].stage:
            first = next(i for i, c in enumerate(view.columns) if c.stage == view.columns[end].stage)
            end = first if first > start else end
        yield _columns(view, start, end)
        start = end


def _columns(view: MapView, start: int, end: int) -> MapView:
    lanes = tuple(replace(lane, cells=lane.cells[start:end]) for lane in view.lanes)
    return replace(view, columns=view.columns[start:end], lanes=lanes)


def _table_pages(part: MapView, whole: MapView, sheet: Sheet, detail: bool) -> list[_Page]:
    frame = Frame(sheet.width, sheet.size, len(part.columns), sheet.title, is_tight=not detail)
    heads = stages_piece(part, frame)
    pages = [_Page(sheet, frame)]
    if part.columns[:1] == whole.columns[:1]:
        header = header_piece(whole, frame)
        shifted = Piece(header.at(frame.margin, 0), header.height + frame.size)
        pages[0].add(Row(shifted, "header"))
    pages[0].add(Row(heads, "stages"))
    rows = rows_of(part, frame, detail=detail)
    for i, row in enumerate(rows):
        needed = row.piece.height + (rows[i + 1].piece.height if row.is_heading and i + 1 < len(rows) else 0.0)
        if pages[-1].used + needed > pages[-1].room and pages[-1].used > heads.height:
            pages.append(_Page(sheet, frame))
            pages[-1].add(Row(heads, "stages"))
        pages[-1].add(row if pages[-1].used + row.piece.height <= pages[-1].room else _shrunk(row, pages[-1]))
    return pages


def _shrunk(row: Row, page: _Page) -> Row:
    # A single row higher than a page: better small than cut off.
    room = page.room - page.used
    factor = max(0.2, room / row.piece.height)
    shift = page.frame.margin * (1 - factor)
    svg = f'<g transform="translate({num(shift)} 0) scale({num(factor, 4)})">{row.piece.svg}</g>'
    return replace(row, piece=Piece(svg, room))


def _page_foot(view: MapView, sheet: Sheet, index: int, n: int) -> str:
    frame = Frame(sheet.width, sheet.size, 1)
    y = sheet.height - frame.margin
    words = text_block(view.map.title, frame.inner * 0.8, frame.size, colour=MUTED, max_lines=1)
    return (
        words.at(frame.margin, y - words.height)
        + f'<text x="{num(sheet.width - frame.margin)}" y="{num(y - frame.size * 0.26)}" '
        f'font-size="{num(frame.size)}" text-anchor="end" fill="{MUTED}">{escape(f"{index + 1} / {n}")}</text>'
    )


def _appendix(view: MapView, sheet: Sheet) -> list[str]:
    frame = Frame(sheet.width, sheet.size, 1)
    size, top = frame.size, frame.size * 3.4
    height = sheet.height - 2 * frame.margin - frame.size * 2.2 - top
    bodies = []
    for page in appendix_pages(view, width=frame.inner, height=height, size=size):
        title = text_block(_("Entries that did not fit their cells"), frame.inner, size * 1.6, bold=True)
        parts = [title.at(frame.margin, frame.margin, key="appendix")]
        for i, column in enumerate(page):
            x = frame.margin + i * frame.inner * (COLUMN_WIDTH + 0.015)
            parts.append(_appendix_column(view, column, frame).at(x, frame.margin + top))
        bodies.append("".join(parts))
    return bodies


def _appendix_column(view: MapView, column: Sequence[tuple[CellView, list]], frame: Frame) -> Piece:
    size, width = frame.size, frame.inner * COLUMN_WIDTH
    pieces = []
    for cell, items in column:
        words = view.cell_name(cell)
        head = text_block(words, width, size, bold=True, max_lines=1)
        rule = f'<path d="M0 {num(head.height + size * 0.1)}H{num(width)}" stroke="{LINE}"/>'
        pieces.append(Piece(head.svg + rule, head.height + size * 0.35))
        for item in items:
            entry = f"{overflow_text(item, cell.lane)} {overflow_sources(item)}"
            block = text_block(entry, width, size)
            pieces.append(Piece(block.at(0, 0, key=item.key), block.height + size * 0.25))
    return stack(pieces)
