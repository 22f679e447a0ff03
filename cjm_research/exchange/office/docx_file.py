"""A document as DOCX: real headings and styles, lists, tables with repeated heads, pictures with words for the blind.

References
----------
ECMA-376, Office Open XML, 5th ed., part 1: 17.16 (fields), 17.13.6 (bookmarks), 17.4 (tables).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import singledispatchmethod
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.table import _Cell

from cjm_research.exchange.office.document import (
    LOCALES,
    Block,
    Bullets,
    Contents,
    Heading,
    OfficeDocument,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Section,
    Table,
    Text,
    lines_of,
    office_text,
    runs_of,
)
from cjm_research.exchange.office.docx_styles import (
    GROUP_FILL,
    HEAD_FILL,
    LINE,
    MUTED,
    dress,
    field_mark,
    number_pages,
    page,
    shade,
)
from cjm_research.exchange.steady_zip import steady_zip

# Levels of headings that the table of contents holds.
_LISTED = (1, 2)
_PLAIN = (False, 1)


def write_docx(path: str | Path, content: OfficeDocument) -> Path:
    """Write a document as DOCX; equal documents give equal bytes."""
    path = Path(path)
    path.write_bytes(docx_bytes(content))
    return path


def docx_bytes(content: OfficeDocument) -> bytes:
    """A document as the bytes of a DOCX file."""
    document = docx.Document()
    dress(document, content)
    page(document.sections[0])
    number_pages(document)
    writer = _Writer(document, content)
    if content.eyebrow:
        writer.paragraph(content.eyebrow, "Muted")
    writer.paragraph(content.title, "Title")
    if content.subtitle:
        writer.paragraph(content.subtitle, "Subtitle")
    for block in content.blocks:
        writer.write(block)
    written = io.BytesIO()
    document.save(written)
    return steady_zip(written)


class _Writer:
    """Appends blocks to a document."""

    def __init__(self, document: Any, content: OfficeDocument) -> None:
        self.document = document
        self.styles = {style.name: style.style_id for style in document.styles}
        self.language = content.language
        self.headings = list(_headings(content.blocks))
        self.n_headings = 0
        self.is_page_to_begin = False
        # Landscape or not, and the number of columns, of the section that is being written.
        self.layout = _PLAIN

    @property
    def room(self) -> int:
        """The width between the margins in EMU."""
        section = self.document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def write(self, block: Block) -> None:
        """Append a block that stands in no section of its own, or such a section."""
        if not isinstance(block, Section) and self.layout != _PLAIN:
            self._begin(_PLAIN)
        self.add(block)

    def paragraph(self, text: Text, style: str) -> Any:
        """Append a paragraph."""
        paragraph = self._styled(self.document.add_paragraph(), style)
        if self.is_page_to_begin:
            paragraph.paragraph_format.page_break_before = True
            self.is_page_to_begin = False
        self._fill(paragraph, text)
        return paragraph

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Append one block."""
        raise TypeError(type(block).__name__)

    @add.register
    def _(self, block: Heading) -> None:
        paragraph = self.paragraph(block.text, f"Heading {block.level}")
        self.n_headings += 1
        if block.level in _LISTED:
            _bookmark(paragraph, self.n_headings)

    @add.register
    def _(self, block: Paragraph) -> None:
        looks = {"Notice": block.notice, "Muted": block.muted, "Small": block.small}
        self.paragraph(block.text, next((style for style, is_so in looks.items() if is_so), "Normal"))

    @add.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            self.paragraph(item, "List Bullet")

    @add.register
    def _(self, block: Quote) -> None:
        paragraph = self.paragraph("", "Quote")
        self._run(paragraph, block.words, language=block.language)
        self._run(paragraph, f"  {block.place}", muted=True)

    @add.register
    def _(self, block: Picture) -> None:
        width = min(self.room, Cm(block.width_cm)) if block.width_cm else self.room
        section = self.document.sections[-1]
        # Room is left for the heading above it.
        height = section.page_height - section.top_margin - section.bottom_margin - Cm(2.4)
        paragraph = self.paragraph("", "Normal")
        shape = paragraph.add_run().add_picture(io.BytesIO(block.png), width=int(min(width, height * block.ratio)))
        shape._inline.docPr.set("descr", office_text(block.alt))
        shape._inline.docPr.set("name", f"picture {shape._inline.docPr.id}")

    @add.register
    def _(self, block: PageBreak) -> None:
        self.is_page_to_begin = True

    @add.register
    def _(self, block: Contents) -> None:
        self.paragraph(block.heading, "TOC Heading")
        first = paragraph = self.paragraph("", "toc 1")
        field_mark(first, "begin", dirty=True)
        instruction = OxmlElement("w:instrText")
        instruction.set(qn("xml:space"), "preserve")
        instruction.text = r' TOC \o "1-2" \h \z \u '
        first.add_run()._r.append(instruction)
        field_mark(first, "separate")
        # What stands here until the program counts the pages: the headings, each leading to its place.
        listed = [(n, heading) for n, heading in self.headings if heading.level in _LISTED]
        for i, (n, heading) in enumerate(listed):
            paragraph = self.paragraph("", f"toc {heading.level}") if i else first
            self._link(paragraph, heading.text, _anchor(n))
        field_mark(paragraph, "end")

    @add.register
    def _(self, block: Section) -> None:
        self._begin((block.landscape, block.columns))
        for inner in block.blocks:
            self.add(inner)

    @add.register
    def _(self, block: Table) -> None:
        table = self.document.add_table(rows=len(block.rows) + 1, cols=len(block.header))
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        _table_properties(table, office_text(block.title))
        widths = [int(self.room * share) for share in block.shares]
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        style = "Table Text Small" if block.small else "Table Text"
        for row, cells in zip(table._tbl.tr_lst, (block.header, *block.rows), strict=True):
            is_head = row is table._tbl.tr_lst[0]
            self._table_row(table, row, cells, widths, (style, is_head, block.numeric))
        self.paragraph("", "Muted")

    def _begin(self, layout: tuple[bool, int]) -> None:
        """Begin a section. Columns go on below what stands on the page; the other side of the paper is a new page."""
        is_new_page = layout[0] or self.layout[0]
        section = self.document.add_section(WD_SECTION.NEW_PAGE if is_new_page else WD_SECTION.CONTINUOUS)
        page(section, landscape=layout[0], columns=layout[1])
        _end_in_last_paragraph(self.document)
        self.layout = layout

    def _table_row(
        self,
        table: Any,
        row: Any,
        cells: Sequence[Text | tuple[Text, ...]],
        widths: Sequence[int],
        look: tuple[str, bool, tuple[int, ...]],
    ) -> None:
        style, is_head, numeric = look
        _row_properties(row, is_head=is_head)
        slots = row.tc_lst
        is_group = len(cells) == 1 and len(slots) > 1
        if is_group:
            slots[0].merge(slots[-1])
            slots = row.tc_lst
        for i, (slot, cell) in enumerate(zip(slots, cells, strict=True)):
            slot.width = sum(widths) if is_group else widths[i]
            if is_head or is_group:
                shade(slot.get_or_add_tcPr(), HEAD_FILL if is_head else GROUP_FILL)
            self._cell(_Cell(slot, table), lines_of(cell), style, bold=is_head or is_group, right=i in numeric)

    def _cell(self, cell: Any, texts: Sequence[Text], style: str, *, bold: bool, right: bool) -> None:
        for i, text in enumerate(texts or ("",)):
            paragraph = cell.add_paragraph() if i else cell.paragraphs[0]
            self._styled(paragraph, style)
            if right:
                paragraph.alignment = 2
            if bold:  # heads stay with what they head
                paragraph.paragraph_format.keep_with_next = True
            self._fill(paragraph, text, bold=bold)

    def _styled(self, paragraph: Any, style: str) -> Any:
        # The library looks through all styles for each paragraph; a document has thousands.
        if style != "Normal":
            paragraph._p.get_or_add_pPr().style = self.styles[style]
        return paragraph

    def _fill(self, paragraph: Any, text: Text, *, bold: bool = False) -> None:
        for run in runs_of(text):
            self._run(paragraph, run.text, bold=bold or run.bold, muted=run.muted, language=run.language)

    def _run(self, paragraph: Any, text: str, *, bold: bool = False, muted: bool = False, language: str = "") -> Any:
        run = paragraph.add_run(office_text(text))
        if bold:
            run.bold = True
        if muted:
            run.font.color.rgb = RGBColor.from_string(MUTED)
        if language and language != self.language:
            lang = OxmlElement("w:lang")
            lang.set(qn("w:val"), LOCALES.get(language, language))
            run._r.get_or_add_rPr().append(lang)
        return run

    def _link(self, paragraph: Any, text: str, anchor: str) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        link.append(self._run(paragraph, text)._r)
        paragraph._p.append(link)


def _headings(blocks: Sequence[Block]) -> Iterator[tuple[int, Heading]]:
    def walk(blocks: Sequence[Block]) -> Iterator[Heading]:
        for block in blocks:
            if isinstance(block, Section):
                yield from walk(block.blocks)
            elif isinstance(block, Heading):
                yield block

    return enumerate(walk(blocks), start=1)


def _end_in_last_paragraph(document: Any) -> None:
    """Let a section end in its last paragraph: an empty one behind a picture could begin an empty page."""
    *_before, last, end = document.element.body.iterchildren(qn("w:p"), qn("w:tbl"))
    if last.tag == qn("w:p") and end.pPr is not None and last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        last.get_or_add_pPr().append(end.pPr.find(qn("w:sectPr")))
        document.element.body.remove(end)


def _anchor(number: int) -> str:
    return f"_Toc{number:08d}"


def _bookmark(paragraph: Any, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _anchor(number))
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(end)


def _table_properties(table: Any, title: str) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    order = {name: i for i, name in enumerate(("top", "left", "bottom", "right", "insideH", "insideV"))}
    borders[:] = sorted(borders, key=lambda line: order[line.tag.rpartition("}")[2]])
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    if title:
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), title)
        properties.append(caption)


def _row_properties(row: Any, *, is_head: bool) -> None:
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if is_head else ())):
        properties.append(OxmlElement(name))


__all__ = ["docx_bytes", "write_docx"]
