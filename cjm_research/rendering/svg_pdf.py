"""Our own SVG pictures as pages of a PDF: live text in the bundled font, one tagged section for each named group.

Maps are measured once, as SVG; drawing the same shapes here keeps every page exactly as measured, and takes a fraction
of the time of a general layout engine. Pictures with letters that the bundled font lacks, or with a raster image, go
through WeasyPrint instead.

References
----------
ISO 32000-1:2008, 8 (graphics), 9 (text), 14.7 (logical structure).
"""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import cos, radians, sin

from markupsafe import escape

from cjm_research.i18n import current_language
from cjm_research.rendering.fonts import FONT_STACK, font_face_css
from cjm_research.rendering.pdf import html_to_pdf, pdf_backend
from cjm_research.rendering.pdf_objects import PdfFile, hex_string
from cjm_research.rendering.svg_paths import circle_path, path_operators, rectangle_path
from cjm_research.rendering.text_fit import font_characters, text_width

_SVG = "{http://www.w3.org/2000/svg}"
_MOVE = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
_INHERITED = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size",
              "font-weight", "text-anchor", "fill-opacity", "stroke-opacity", "font-style")  # fmt: skip
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


def svg_pages_to_pdf(pages: Sequence[str], *, title: str, size: tuple[float, float] | None = None) -> bytes:
    """The pictures as pages of one PDF, in their order; the same pictures give the same bytes.

    Parameters
    ----------
    pages : sequence of str
        Standalone pictures of `rect`, `circle`, `path`, `text` and groups of them, moved, scaled or turned.
    title : str
        Title of the document.
    size : (float, float), optional
        Width and height of every page in points; by default what each picture says of itself.

    Raises
    ------
    MissingDependencyError
        A picture needs WeasyPrint, which does not find its system libraries.
    """
    roots = [ET.fromstring(page) for page in pages]
    if _needs_engine(roots) and pdf_backend() == "weasyprint":
        return html_to_pdf(_as_html(pages, roots, title, size))
    document = PdfFile(title=title, language=current_language())
    for root in roots:
        width, height = size or _size(root)
        painter = _Painter(document)
        box = [float(value) for value in root.get("viewBox", f"0 0 {width} {height}").split()]
        painter.out.append(f"{_n(width / box[2])} 0 0 {_n(-height / box[3])} 0 {_n(height)} cm")
        for child in root:
            painter.section(child, dict(root.attrib))
        document.add_page(width, height, "\n".join(painter.out), painter.sections)
    return document.write()


def _size(root: ET.Element) -> tuple[float, float]:
    return float(root.get("width", "0")), float(root.get("height", "0"))


def _needs_engine(roots: Sequence[ET.Element]) -> bool:
    known = font_characters()
    for root in roots:
        for element in root.iter():
            if element.tag == _SVG + "image":
                return True
            if element.tag == _SVG + "text" and not known.issuperset(element.text or ""):
                return True
    return False


def _as_html(pages: Sequence[str], roots: Sequence[ET.Element], title: str, size: tuple[float, float] | None) -> str:
    parts, rules = [], []
    for i, (page, root) in enumerate(zip(pages, roots, strict=True)):
        width, height = size or _size(root)
        picture = base64.b64encode(page.encode("utf-8")).decode("ascii")
        rules.append(f"@page p{i}{{size:{width}pt {height}pt;margin:0}}")
        parts.append(
            f'<img style="page:p{i};display:block;width:{width}pt;height:{height}pt" alt="{escape(title)}" '
            f'src="data:image/svg+xml;base64,{picture}">'
        )
    return (
        f'<!doctype html><html lang="{current_language()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{font_face_css('ttf')}{''.join(rules)}body{{margin:0;font-family:{FONT_STACK}}}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


@dataclass
class _Painter:
    """Turns elements into operators of a page's content stream."""

    document: PdfFile
    out: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    def section(self, element: ET.Element, style: dict[str, str]) -> None:
        """An element at the top of the picture: a tagged section where it is a group with words, else decoration."""
        words = any(child.tag == _SVG + "text" for child in element.iter())
        if words:
            self.out.append(f"/Sect <</MCID {len(self.sections)}>> BDC")
            self.sections.append(element.get("id", ""))
        else:
            self.out.append("/Artifact BMC")
        self.draw(element, style)
        self.out.append("EMC")

    def draw(self, element: ET.Element, style: dict[str, str]) -> None:
        kind = element.tag.removeprefix(_SVG)
        if kind in ("title", "desc", "style", "defs"):
            return
        style = {**style, **{name: element.attrib[name] for name in _INHERITED if name in element.attrib}}
        matrices = _matrices(element.get("transform", ""))
        if matrices:
            self.out += ["q", *matrices]
        if kind == "text":
            self._text(element, style)
        elif kind in ("rect", "circle", "path"):
            self._shape(kind, element, style)
        else:
            for child in element:
                self.draw(child, style)
        if matrices:
            self.out.append("Q")

    def _shape(self, kind: str, element: ET.Element, style: dict[str, str]) -> None:
        path = _path_of(kind, element)
        fill, stroke = _colour(style.get("fill", "#000")), _colour(style.get("stroke", "none"))
        if not path or not (fill or stroke):
            return
        self.out.append("q")
        opacity = (float(style.get("fill-opacity", 1)), float(style.get("stroke-opacity", 1)))
        if opacity != (1.0, 1.0):
            self.out.append(f"/{self.document.opacity(*opacity)} gs")
        if fill:
            self.out.append(f"{fill} rg")
        if stroke:
            self.out += [f"{stroke} RG", f"{style.get('stroke-width', '1')} w"]
            self.out += [f"{_CAPS[style.get('stroke-linecap', 'butt')]} J"]
            self.out += [f"{_JOINS[style.get('stroke-linejoin', 'miter')]} j"]
            dashes = style.get("stroke-dasharray", "none")
            if dashes != "none":
                self.out.append(f"[{dashes.replace(',', ' ')}] 0 d")
        self.out += [path, {(True, True): "B", (True, False): "f", (False, True): "S"}[bool(fill), bool(stroke)], "Q"]

    def _text(self, element: ET.Element, style: dict[str, str]) -> None:
        words = element.text or ""
        colour = _colour(style.get("fill", "#000"))
        if not words.strip() or not colour:
            return
        size, bold = float(style.get("font-size", 10)), style.get("font-weight") in ("700", "bold")
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        width = text_width(words, size, bold=bold)
        x -= {"middle": width / 2, "end": width}.get(style.get("text-anchor", "start"), 0.0)
        font, glyphs = self.document.glyphs(words, bold=bold)
        self.out.append(f"BT {colour} rg /{font} {_n(size)} Tf 1 0 0 -1 {_n(x)} {_n(y)} Tm {hex_string(glyphs)} Tj ET")


def _path_of(kind: str, element: ET.Element) -> str:
    def number(name: str) -> float:
        return float(element.get(name, 0))

    if kind == "path":
        return path_operators(element.get("d", ""))
    if kind == "circle":
        return circle_path(number("cx"), number("cy"), number("r"))
    return rectangle_path(number("x"), number("y"), number("width"), number("height"), number("rx"))


def _matrices(transform: str) -> list[str]:
    found = []
    for name, values in _MOVE.findall(transform):
        v = [float(part) for part in values.replace(",", " ").split()]
        if name == "translate":
            found.append(f"1 0 0 1 {_n(v[0])} {_n(v[1] if len(v) > 1 else 0)} cm")
        elif name == "scale":
            found.append(f"{_n(v[0])} 0 0 {_n(v[-1])} 0 0 cm")
        else:
            c, s = cos(radians(v[0])), sin(radians(v[0]))
            x, y = (v[1], v[2]) if len(v) > 2 else (0.0, 0.0)
            found.append(f"{_n(c)} {_n(s)} {_n(-s)} {_n(c)} {_n(x - c * x + s * y)} {_n(y - s * x - c * y)} cm")
    return found


@cache
def _colour(value: str) -> str:
    """Three numbers of 0..1; empty for no colour."""
    if value in ("none", "transparent", ""):
        return ""
    digits = {"white": "ffffff", "black": "000000"}.get(value, value.lstrip("#"))
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    return " ".join(_n(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))


def _n(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
