"""How slides look: 16:9, the project's colours, titles on the left, the number of the slide; and their language."""

from __future__ import annotations

import copy
import re
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from cjm_research.exchange.office.document import LOCALES, Deck, office_text

WIDTH_IN, HEIGHT_IN = 13.333, 7.5
MARGIN_IN = 0.55
TITLE_TOP_IN, TITLE_HEIGHT_IN = 0.35, 0.85
BODY_TOP_IN, BODY_BOTTOM_IN = 1.3, 7.0
FONT = "Calibri"
INK, MUTED, BLUE, BAND = "1D2A35", "56636F", "1C4668", "DFE8EF"
TITLE_SIZE, LEAST_TITLE_SIZE = 28.0, 18.0
# Of the theme of the empty deck: name -> colour.
_COLOURS = {"dk2": INK, "accent1": "2B6A9B", "accent2": "D55E00", "accent3": "007D5C", "accent4": "8C4A86"}
TITLE_SLIDE, ONE_TEXT, TWO_TEXTS, NO_TEXT = 0, 1, 3, 5


def dress(deck: Any, content: Deck) -> None:
    """Make an empty deck of python-pptx 16:9, in the project's look, with the properties of `content`."""
    width = int(Inches(WIDTH_IN))
    stretch = width / deck.slide_width
    deck.slide_width, deck.slide_height = Emu(width), Inches(HEIGHT_IN)
    master = deck.slide_masters[0]
    for part in (master, *master.slide_layouts):
        for shape in part.placeholders:
            # The layouts were made for 4:3; those that take their place from the master have none of their own.
            if shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
    for part in (master, *(master.slide_layouts[i] for i in (ONE_TEXT, TWO_TEXTS, NO_TEXT))):
        _titles_left(part)
    _master_texts(master)
    _theme(master)
    facts = deck.core_properties
    facts.title, facts.author = office_text(content.title)[:255], office_text(content.author or "cjm-research")[:255]
    facts.last_modified_by, facts.revision = facts.author, 1
    facts.language = LOCALES.get(content.language, content.language)
    package = deck.part.package
    for key in [key for key, relation in package._rels.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package._rels.pop(key)


def number(slide: Any) -> None:
    """Put the layout's slide number on a slide: new slides come without it."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type == 13:  # PP_PLACEHOLDER.SLIDE_NUMBER
            element = copy.deepcopy(shape._element)
            element.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
            slide.shapes._spTree.append(element)


def _titles_left(part: Any) -> None:
    for shape in part.placeholders:
        if shape.placeholder_format.idx == 0:
            shape.left, shape.width = Inches(MARGIN_IN), Inches(WIDTH_IN - 2 * MARGIN_IN)
            shape.top, shape.height = Inches(TITLE_TOP_IN), Inches(TITLE_HEIGHT_IN)


def _master_texts(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(int(TITLE_SIZE * 100)))
    run.set("b", "1")
    for shape in master.placeholders:
        if shape.placeholder_format.type == 13:
            shape.left, shape.width = Inches(WIDTH_IN - MARGIN_IN - 1), Inches(1)
            shape.top, shape.height = Inches(7.02), Inches(0.36)
            for paragraph in shape.text_frame.paragraphs:
                for each in paragraph.runs:
                    each.font.size = Pt(12)
    for layout in master.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.type == 13 and shape._element.spPr.find(qn("a:xfrm")) is not None:
                shape._element.spPr.remove(shape._element.spPr.find(qn("a:xfrm")))


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode("utf-8")
    for name, colour in _COLOURS.items():
        theme = re.sub(
            rf"(<a:{name}>)<a:s(?:rgb|ys)Clr[^>]*/>(</a:{name}>)", rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', theme
        )
    part._blob = theme.encode("utf-8")
