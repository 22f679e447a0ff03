"""A small PDF file: pages, the two cuts of the bundled font, opacities, and the tags of its sections."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from typing import Any

from cjm_research.rendering.fonts import font_file

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Collects pages and writes them; objects are numbered in the order in which they come.

    Parameters
    ----------
    title, language : str
        Of the document; the language as ISO 639-1 code.
    """

    def __init__(self, *, title: str, language: str) -> None:
        self._title, self._language = title, language
        self._objects: list[bytes] = [b""] * 3  # catalogue, pages, structure: written last
        self._pages: list[int] = []
        self._fonts: dict[bool, int] = {}
        self._opacities: dict[tuple[float, float], int] = {}
        self._used: dict[bool, dict[int, int]] = {False: {}, True: {}}
        self._parts: list[tuple[int, int, str]] = []

    def glyphs(self, text: str, *, bold: bool) -> tuple[str, list[int]]:
        """The name of a cut of the font, and the glyphs of a text in it; 0 for letters that it lacks."""
        used, known = self._used[bold], _font(bold)["glyphs"]
        numbers = []
        for char in text:
            number = known.get(ord(char), 0)
            used.setdefault(number, ord(char))
            numbers.append(number)
        return ("B" if bold else "R"), numbers

    def opacity(self, fill: float, stroke: float) -> str:
        """The name of a graphics state with these opacities (0..1)."""
        key = (fill, stroke)
        if key not in self._opacities:
            self._opacities[key] = self._add(f"<</Type /ExtGState /ca {fill:g} /CA {stroke:g}>>".encode())
        return f"O{self._opacities[key]}"

    def add_page(self, width: float, height: float, content: str, sections: list[str]) -> None:
        """A page of that size in points; `sections` names its marked sections in the order of their numbers."""
        body = self._add(stream(content.encode("latin-1")))
        page = len(self._objects) + 1
        index = len(self._pages)
        self._add(
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents {body} 0 R "
            f"/StructParents {index} /Tabs /S /Resources @RES@>>".encode()
        )
        self._parts += [(page, number, name) for number, name in enumerate(sections)]
        self._pages.append(page)

    def write(self) -> bytes:
        """The file."""
        fonts = " ".join(f"/{'B' if bold else 'R'} {self._font_object(bold)} 0 R" for bold in (False, True))
        states = " ".join(f"/O{number} {number} 0 R" for number in self._opacities.values())
        resources = f"<</Font <<{fonts}>> /ExtGState <<{states}>>>>".encode()
        self._objects = [each.replace(b"@RES@", resources, 1) if b"/Type /Page " in each[:20] else each
                         for each in self._objects]  # fmt: skip
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._objects[1] = f"<</Type /Pages /Count {len(self._pages)} /Kids [{kids}]>>".encode()
        self._structure()
        self._objects[0] = (
            f"<</Type /Catalog /Pages 2 0 R /Lang {literal(self._language)} /MarkInfo <</Marked true>> "
            "/StructTreeRoot 3 0 R /ViewerPreferences <</DisplayDocTitle true>>>>"
        ).encode()
        info = self._add(f"<</Title {literal(self._title)} /Producer (cjm-research)>>".encode())
        return self._file(info)

    def _structure(self) -> None:
        """The tree of tags: a document of sections in reading order, and the way back from each page to them."""
        root = len(self._objects) + 1
        document = self._add(b"")
        parents: dict[int, list[int]] = {page: [] for page in self._pages}
        for page, number, name in self._parts:
            place = f"/P {document} 0 R /Pg {page} 0 R /K {number}"
            element = self._add(f"<</Type /StructElem /S /Sect {place} /T {literal(name)}>>".encode())
            parents[page].append(element)
        kids = " ".join(f"{element} 0 R" for elements in parents.values() for element in elements)
        self._objects[root - 1] = f"<</Type /StructElem /S /Document /P 3 0 R /K [{kids}]>>".encode()
        numbers = " ".join(
            f"{i} [{' '.join(f'{element} 0 R' for element in parents[page])}]" for i, page in enumerate(self._pages)
        )
        tree = self._add(f"<</Nums [{numbers}]>>".encode())
        self._objects[2] = f"<</Type /StructTreeRoot /K {document} 0 R /ParentTree {tree} 0 R>>".encode()

    def _font_object(self, bold: bool) -> int:
        data, used = _font(bold), self._used[bold]
        name = f"CJMSans-{'Bold' if bold else 'Regular'}"
        file = self._add(stream(data["file"], extra=f"/Length1 {len(data['file'])}"))
        box = " ".join(str(value) for value in data["box"])
        descriptor = self._add(
            f"<</Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [{box}] /ItalicAngle 0 "
            f"/Ascent {data['ascent']} /Descent {data['descent']} /CapHeight 714 /StemV {120 if bold else 80} "
            f"/FontFile2 {file} 0 R>>".encode()
        )
        widths = " ".join(f"{glyph} [{data['widths'][glyph]:g}]" for glyph in sorted(used))
        descendant = self._add(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 600 /W [{widths}] "
            f"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            f"/FontDescriptor {descriptor} 0 R>>".encode()
        )
        unicode = self._add(stream(_to_unicode(used).encode()))
        return self._add(
            f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode} 0 R>>".encode()
        )

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _file(self, info: int) -> bytes:
        out, offsets = bytearray(_HEADER), []
        for number, body in enumerate(self._objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        start, identifier = len(out), hashlib.sha256(out).hexdigest()[:32]
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        trailer = f"<</Size {len(offsets) + 1} /Root 1 0 R /Info {info} 0 R /ID [<{identifier}> <{identifier}>]>>"
        return bytes(out + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())


def stream(data: bytes, *, extra: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data, 9)
    return f"<</Length {len(packed)} /Filter /FlateDecode {extra}>>\nstream\n".encode() + packed + b"\nendstream"


def literal(text: str) -> str:
    """A text string object: UTF-16 with its mark, as hexadecimal digits."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def hex_string(glyphs: list[int]) -> str:
    """Glyph numbers as a string of two bytes each."""
    return f"<{''.join(f'{glyph:04X}' for glyph in glyphs)}>"


def _to_unicode(used: dict[int, int]) -> str:
    rows = [
        f"<{glyph:04X}> <{chr(code).encode('utf-16-be', 'replace').hex().upper()}>"
        for glyph, code in sorted(used.items())
    ]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]
    maps = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /CJM def\n/CMapType 2 def\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{maps}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend"
    )


@cache
def _font(bold: bool) -> dict[str, Any]:
    from fontTools.ttLib import TTFont

    path = font_file(bold=bold)
    with TTFont(path, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        head, order = font["head"], font.getGlyphOrder()
        numbers = {name: i for i, name in enumerate(order)}
        return {
            "file": path.read_bytes(),
            "glyphs": {code: numbers[name] for code, name in font.getBestCmap().items()},
            "widths": [font["hmtx"].metrics[name][0] * scale for name in order],
            "box": [round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)],
            "ascent": round(font["hhea"].ascent * scale),
            "descent": round(font["hhea"].descent * scale),
        }
