"""A deck as PPTX: titles and texts in the placeholders of their layout, real lists and tables, speaker notes.

References
----------
ECMA-376, Office Open XML, 5th ed., part 1: 19.3 (slides), 21.1 (text and tables of DrawingML).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from cjm_research.exchange.office import pptx_theme as look
from cjm_research.exchange.office.document import (
    LOCALES,
    Area,
    Bullets,
    Deck,
    Paragraph,
    Picture,
    Quote,
    Run,
    Slide,
    SlideBlock,
    Table,
    Text,
    Wrap,
    lines_of,
    office_text,
    runs_of,
)
from cjm_research.exchange.office.pptx_fit import (
    AFTER,
    AFTER_ITEM,
    BOX_PAD,
    CELL_X,
    CELL_Y,
    ELLIPSIS,
    INDENT,
    LINE,
    Fitted,
    clipped,
    fit,
    place_size,
    row_heights,
)
from cjm_research.exchange.steady_zip import steady_zip

_IN = 72.0
_BREAKS = re.compile(r"[\r\n\t]+")
_GAP_IN = 0.3
# Left, top, width and height in points.
Box = tuple[float, float, float, float]


def write_pptx(path: str | Path, deck: Deck, wrap: Wrap) -> Path:
    """Write a deck as PPTX; equal decks give equal bytes. `wrap` gives the lines of a text (see `deck_bytes`)."""
    path = Path(path)
    path.write_bytes(deck_bytes(deck, wrap))
    return path


def deck_bytes(deck: Deck, wrap: Wrap) -> bytes:
    """A deck as the bytes of a PPTX file.

    Parameters
    ----------
    deck : Deck
        The slides.
    wrap : callable
        Text, room and font size in points, bold -> the lines of the text. It should err on the side of many: the
        presentation program draws the text in a font of its own.
    """
    presentation = pptx.Presentation()
    look.dress(presentation, deck)
    writer = _Writer(presentation, deck.language, wrap)
    for slide in deck.slides:
        writer.slide(slide)
    written = io.BytesIO()
    presentation.save(written)
    return steady_zip(written)


class _Writer:
    """Appends slides to a presentation."""

    def __init__(self, presentation: Any, language: str, wrap: Wrap) -> None:
        self.presentation = presentation
        self.language = language
        self.wrap = wrap

    def slide(self, content: Slide) -> None:
        """Append one slide."""
        fitted = self._fitted(content.areas)
        texts = sum(len(list(_groups(each.blocks))) for _area, _box, each in fitted)
        layout = (look.NO_TEXT, look.ONE_TEXT, look.TWO_TEXTS)[min(texts, 2)] if fitted else look.TITLE_SLIDE
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])
        title = slide.shapes.title
        if fitted:
            self._title(title.text_frame, content.title)
            free = [shape for shape in slide.placeholders if shape.placeholder_format.idx != 0]
            for area, box, each in fitted:
                self._area(slide, free, area, box, each)
            for shape in free:
                shape._element.getparent().remove(shape._element)
            look.number(slide)
        else:
            self._title_slide(slide, content)
        left_out = [f"+ {words}" for _area, _box, each in fitted for words in each.left_out]
        whole = [content.title] if title.text_frame.text.endswith(ELLIPSIS) else []
        self._notes(slide, [*whole, *content.notes, *left_out])

    def _fitted(self, areas: Sequence[Area]) -> list[tuple[Area, Box, Fitted]]:
        """Areas with their places and what fits them; those that ask for one size of text get one size."""
        first = [self._fit(area, _box(area)) for area in areas]
        least: dict[float, float] = {}
        for area, found in zip(areas, first, strict=True):
            least[area.size] = min(found.size, least.get(area.size, found.size))
        return [(area, _box(area), self._fit(replace(area, size=least[area.size]), _box(area))) for area in areas]

    def _fit(self, area: Area, box: Box) -> Fitted:
        pad = 2 * BOX_PAD if area.boxed else 0.0
        return fit(area, box[2] - pad, box[3] - pad, self.wrap)

    def _title(self, frame: Any, words: str) -> None:
        width = (look.WIDTH_IN - 2 * look.MARGIN_IN) * _IN - 16
        room = look.TITLE_HEIGHT_IN * _IN - 8
        size = look.TITLE_SIZE
        while size > look.LEAST_TITLE_SIZE and len(self.wrap(words, width, size, True)) * size * LINE > room:
            size -= 1
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._fill(frame.paragraphs[0], clipped(words, width, room, size, self.wrap), size)

    def _title_slide(self, slide: Any, content: Slide) -> None:
        title, subtitle = slide.shapes.title, slide.placeholders[1]
        for shape, words, size, top, height in (
            (title, content.title, 40.0, 2.2, 1.7), (subtitle, content.subtitle, 20.0, 4.1, 2.2)
        ):  # fmt: skip
            shape.left, shape.width = Inches(1), Inches(look.WIDTH_IN - 2)
            shape.top, shape.height = Inches(top), Inches(height)
            width = (look.WIDTH_IN - 2.3) * _IN
            while size > 14 and _n_lines(words, width, size, self.wrap) * size * LINE > (height - 0.15) * _IN:
                size -= 1
            words = clipped(words, width, (height - 0.15) * _IN, size, self.wrap)
            for i, line in enumerate(words.split("\n")):
                paragraph = shape.text_frame.add_paragraph() if i else shape.text_frame.paragraphs[0]
                paragraph.alignment = 1
                self._fill(paragraph, line, size)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if shape is title else MSO_ANCHOR.TOP
        if not content.subtitle:
            subtitle._element.getparent().remove(subtitle._element)

    def _area(self, slide: Any, free: list[Any], area: Area, box: Box, fitted: Fitted) -> None:
        x, y, width, _height = box
        if area.boxed:
            self._frame(slide, box)
            x, y, width = x + BOX_PAD, y + BOX_PAD, width - 2 * BOX_PAD
        at = 0
        for is_text, group in groupby(fitted.blocks, key=_is_text):
            blocks = list(group)
            heights = fitted.heights[at : at + len(blocks)]
            at += len(blocks)
            if is_text:
                self._texts(slide, free, blocks, (x, y, width, sum(heights)), fitted.size)
                y += sum(heights)
                continue
            for block, height in zip(blocks, heights, strict=True):
                if isinstance(block, Table):
                    self._table(slide, block, (x, y, width, height), fitted.size)
                elif isinstance(block, Picture):
                    _picture(slide, block, (x, y, width, height))
                y += height

    def _frame(self, slide: Any, box: Box) -> None:
        shape = slide.shapes.add_shape(1, *(Pt(value) for value in box))
        shape.name = f"frame {shape.shape_id}"
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string("F3F5F7")
        shape.line.fill.background()
        shape.shadow.inherit = False
        # Only a background: those who listen to the slide need not hear of it.
        shape._element.nvSpPr.cNvPr.set("descr", "")

    def _texts(self, slide: Any, free: list[Any], blocks: Sequence[SlideBlock], box: Box, size: float) -> None:
        shape = free.pop(0) if free else slide.shapes.add_textbox(0, 0, 0, 0)
        # Placeholders stand before everything in the file; a frame that came later must not hide them.
        slide.shapes._spTree.append(shape._element)
        shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        body = frame._txBody.bodyPr
        for old in list(body):
            body.remove(old)
        body.append(parse_xml(f"<a:normAutofit {nsdecls('a')}/>"))
        is_first = True
        for block in blocks:
            for text, style in _paragraphs(block, size):
                paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
                is_first = False
                self._fill(paragraph, text, style.size, muted=style.muted)
                paragraph.space_after, paragraph.space_before = Pt(style.after), Pt(0)
                _indent(paragraph, style)

    def _table(self, slide: Any, block: Table, box: Box, size: float) -> None:
        x, y, width, _height = box
        heights = row_heights(block, width, size, self.wrap)
        n_columns = len(block.header)
        place = (Pt(x), Pt(y), Pt(width), Pt(sum(heights)))
        graphic = slide.shapes.add_table(len(block.rows) + 1, n_columns, *place)
        graphic._element.nvGraphicFramePr.cNvPr.set("descr", office_text(block.title))
        table = graphic.table
        for column, share in zip(table.columns, block.shares, strict=True):
            column.width = Pt(width * share)
        for i, (row, cells) in enumerate(zip(table.rows, (block.header, *block.rows), strict=True)):
            row.height = Pt(heights[i])
            slots = list(row.cells)
            if len(cells) == 1 and n_columns > 1:
                slots[0].merge(slots[-1])
            for j, (slot, cell) in enumerate(zip(slots, cells, strict=False)):
                slot.margin_left = slot.margin_right = Pt(CELL_X)
                slot.margin_top = slot.margin_bottom = Pt(CELL_Y)
                for k, text in enumerate(lines_of(cell)):
                    paragraph = slot.text_frame.add_paragraph() if k else slot.text_frame.paragraphs[0]
                    paragraph.alignment = 3 if j in block.numeric else 1
                    self._fill(paragraph, text, size, bold=i == 0, coloured=i > 0)

    def _notes(self, slide: Any, notes: Sequence[str]) -> None:
        words = [line for line in notes if line.strip()]
        if not words:
            return
        frame = slide.notes_slide.notes_text_frame
        for i, line in enumerate(words):
            paragraph = frame.add_paragraph() if i else frame.paragraphs[0]
            self._fill(paragraph, line, 12.0, coloured=False)

    def _fill(
        self, paragraph: Any, text: Text, size: float, *, bold: bool = False, muted: bool = False, coloured: bool = True
    ) -> None:
        for run in runs_of(text):
            made = paragraph.add_run()
            # A run holds one line: what would break it is a blank.
            made.text = _BREAKS.sub(" ", run.text)
            made.font.size, made.font.name = Pt(size), look.FONT
            if bold or run.bold:
                made.font.bold = True
            if coloured:
                made.font.color.rgb = RGBColor.from_string(look.MUTED if muted or run.muted else look.INK)
            made._r.get_or_add_rPr().set("lang", LOCALES.get(run.language or self.language, self.language))
        paragraph._p.get_or_add_endParaRPr().set("lang", LOCALES.get(self.language, self.language))


class _Style:
    """How a paragraph is set: size and space below in points, whether it has a bullet."""

    def __init__(self, size: float, after: float, *, bullet: bool = False, muted: bool = False) -> None:
        self.size, self.after, self.bullet, self.muted = size, after, bullet, muted


def _paragraphs(block: SlideBlock, size: float) -> Iterator[tuple[Text, _Style]]:
    if isinstance(block, Bullets):
        for i, item in enumerate(block.items, start=1):
            last = AFTER if i == len(block.items) else 0.0
            yield item, _Style(size, size * (AFTER_ITEM + last), bullet=True)
    elif isinstance(block, Quote):
        yield (Run(block.words, language=block.language),), _Style(size, 0)
        yield block.place, _Style(place_size(size), place_size(size) * AFTER, muted=True)
    elif isinstance(block, Paragraph):
        yield block.text, _Style(size, size * AFTER, muted=block.muted)


def _indent(paragraph: Any, style: _Style) -> None:
    properties = paragraph._p.get_or_add_pPr()
    for old in [child for child in properties if child.tag in (qn("a:buNone"), qn("a:buChar"), qn("a:buAutoNum"))]:
        properties.remove(old)
    if style.bullet:
        indent = int(Pt(style.size * INDENT))
        properties.set("marL", str(indent))
        properties.set("indent", str(-indent))
        properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))
    else:
        properties.set("marL", "0")
        properties.set("indent", "0")
        properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def _picture(slide: Any, block: Picture, box: Box) -> None:
    x, y, width, height = box
    shown = min(width, height * block.ratio)
    picture = slide.shapes.add_picture(io.BytesIO(block.png), Pt(x + (width - shown) / 2), Pt(y), width=Pt(shown))
    picture._element.nvPicPr.cNvPr.set("descr", office_text(block.alt))


def _is_text(block: SlideBlock) -> bool:
    return not isinstance(block, (Table, Picture))


def _groups(blocks: Sequence[SlideBlock]) -> Iterator[bool]:
    return (True for is_text, _group in groupby(blocks, key=_is_text) if is_text)


def _n_lines(words: str, width: float, size: float, wrap: Wrap) -> int:
    return sum(len(wrap(line, width, size, True)) for line in words.split("\n"))


def _box(area: Area) -> Box:
    """Left, top, width and height of an area in points; neighbours keep a gap."""
    room_x, room_y = look.WIDTH_IN - 2 * look.MARGIN_IN, look.BODY_BOTTOM_IN - look.BODY_TOP_IN
    gap_x = _GAP_IN if area.x + area.width < 0.999 else 0.0
    gap_y = _GAP_IN / 2 if area.y + area.height < 0.999 else 0.0
    return (
        (look.MARGIN_IN + area.x * room_x) * _IN,
        (look.BODY_TOP_IN + area.y * room_y) * _IN,
        (area.width * room_x - gap_x) * _IN,
        (area.height * room_y - gap_y) * _IN,
    )


__all__ = ["deck_bytes", "write_pptx"]
