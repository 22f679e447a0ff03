"""How a DOCX looks and what it says of itself: styles, language, page, page numbers, fields."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from cjm_research.exchange.office.document import LOCALES, OfficeDocument, office_text

FONT = "Calibri"
INK, MUTED, BLUE, LINE = "1D2A35", "56636F", "1C4668", "C3CCD4"
HEAD_FILL, GROUP_FILL, NOTICE_FILL = "DFE8EF", "F3F5F7", "FDF1E9"
PAGE_CM, MARGIN_CM = (21.0, 29.7), 2.0
# Style -> size in points, bold, colour, space before and after in points.
_LOOKS: dict[str, tuple[float, bool, str, float, float]] = {
    "Normal": (10.5, False, INK, 0, 6),
    "Title": (30, True, INK, 0, 8),
    "Subtitle": (14, False, MUTED, 0, 14),
    "Heading 1": (20, True, BLUE, 24, 8),
    "TOC Heading": (15, True, BLUE, 18, 6),
    "Heading 2": (15, True, BLUE, 16, 6),
    "Heading 3": (12, True, INK, 12, 4),
    "Heading 4": (10.5, True, INK, 8, 2),
    "List Bullet": (10.5, False, INK, 0, 3),
    "Quote": (10.5, False, INK, 2, 6),
    "Caption": (9, False, MUTED, 2, 8),
}
_OWN_LOOKS: dict[str, tuple[float, bool, str, float, float]] = {
    "Muted": (9.5, False, MUTED, 0, 6),
    "Notice": (10.5, False, INK, 4, 8),
    "Table Text": (9.5, False, INK, 0, 1),
    "Table Text Small": (7.5, False, INK, 0, 1),
    "Small": (8.5, False, INK, 0, 3),
    "toc 1": (10.5, True, INK, 5, 1),
    "toc 2": (10, False, INK, 0, 1),
}


def dress(document: Any, content: OfficeDocument) -> None:
    """Give an empty document its styles, language and properties."""
    for name, look in _LOOKS.items():
        _look(document.styles[name], look)
    for name, look in _OWN_LOOKS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
        style.base_style = document.styles["Normal"]
        _look(style, look)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["toc 2"].paragraph_format.left_indent = Cm(0.6)
    document.styles["Quote"].font.italic = False
    document.styles["Quote"].paragraph_format.left_indent = Cm(0.6)
    _side_line(document.styles["Quote"])
    shade(document.styles["Notice"].element.get_or_add_pPr(), NOTICE_FILL)
    _no_rule(document.styles["Title"])
    _language(document, LOCALES.get(content.language, content.language))
    _properties(document, content)
    without_thumbnail(document.part.package)


def page(section: Any, *, landscape: bool = False, columns: int = 1) -> None:
    """Make a section's pages A4 with the document's margins."""
    narrow, wide = (Cm(side) for side in PAGE_CM)
    section.page_width, section.page_height = (wide, narrow) if landscape else (narrow, wide)
    section.orientation = 1 if landscape else 0
    margin = Cm(1.5 if landscape else MARGIN_CM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Cm(0.8)
    section.different_first_page_header_footer = False
    cols = section._sectPr.find(qn("w:cols"))
    if cols is None:
        cols = OxmlElement("w:cols")
        section._sectPr.append(cols)
    cols.set(qn("w:space"), "400")
    for name in (qn("w:num"),):
        cols.attrib.pop(name, None)
    if columns > 1:
        cols.set(qn("w:num"), str(columns))


def number_pages(document: Any) -> None:
    """The page and the number of pages at the foot of each page but the first."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles["Muted"]
    paragraph.alignment = 2
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" / ")
    field(paragraph, "NUMPAGES", "1")


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field of one run (ECMA-376 part 1, 17.16.19)."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), instruction)
    simple.append(paragraph.add_run(shown)._r)
    paragraph._p.append(simple)


def field_mark(paragraph: Any, kind: str, *, dirty: bool = False) -> None:
    """The beginning, middle or end of a field of many paragraphs (17.16.18); a dirty one is renewed when opened."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def shade(properties: Any, fill: str) -> None:
    """Put a colour behind a paragraph or a cell."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), fill)
    # Elements of these properties have a fixed order; both classes know where theirs goes.
    successors = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:tcMar", "w:vAlign")
    properties.insert_element_before(shading, *successors)


def without_thumbnail(package: Any) -> None:
    """Take the picture of the empty template out of a package: file managers would show it as the document's."""
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)


def _look(style: Any, look: tuple[float, bool, str, float, float]) -> None:
    size, bold, colour, before, after = look
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    fonts = style.element.rPr.rFonts
    # A font of the theme would win over the one named.
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _language(document: Any, locale: str) -> None:
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    lang = run.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        run.append(lang)
    lang.set(qn("w:val"), locale)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), locale)


def _properties(document: Any, content: OfficeDocument) -> None:
    facts = document.core_properties
    facts.title, facts.author = office_text(content.title)[:255], office_text(content.author or "cjm-research")[:255]
    facts.last_modified_by, facts.comments, facts.keywords = facts.author, "", ""
    facts.language, facts.revision = LOCALES.get(content.language, content.language), 1


def _side_line(style: Any) -> None:
    _border(style, "left", {"val": "single", "sz": "18", "space": "8", "color": "A9CBE3"})


def _no_rule(style: Any) -> None:
    _border(style, "bottom", {"val": "nil"})


def _border(style: Any, side: str, values: dict[str, str]) -> None:
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in values.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    successors = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
    properties.insert_element_before(borders, *successors)
