"""SVG pictures as PNG, for documents that cannot hold SVG: the bundled font, the same bytes for the same picture."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zlib

DPI = 200
# Enough for an A3 sheet at `DPI`; wider pictures only make files that nobody can send.
MAX_PIXELS = 3308
_SVG = "{http://www.w3.org/2000/svg}"
_SIGNATURE_BYTES = 8


def svg_png(svg: str, width_cm: float = 0.0) -> bytes:
    """A picture as PNG of `DPI` pixels per inch.

    Parameters
    ----------
    svg : str
        Standalone SVG that the package drew.
    width_cm : float
        How wide it will be shown; by default its own width, in points.

    References
    ----------
    PNG Specification, 3rd ed., W3C 2025: 5 (chunks), 11.2.3 (image data).
    """
    import vl_convert

    from cjm_research.charts.theme import register_font

    register_font()
    own = float(_attribute(svg, "width"))
    wanted = width_cm / 2.54 * DPI if width_cm else own / 72 * DPI
    return _smaller(vl_convert.svg_to_png(svg, scale=min(wanted, MAX_PIXELS) / own))


def svg_words(svg: str) -> str:
    """What a picture says of itself: its title and description, for people who cannot see it."""
    root = ET.fromstring(svg)
    found = (root.findtext(_SVG + tag, "").strip() for tag in ("title", "desc"))
    return ". ".join(text.rstrip(".") for text in found if text)


def _attribute(svg: str, name: str) -> str:
    found = re.search(rf'<svg[^>]*? {name}="([\d.]+)', svg)
    return found.group(1) if found else "600"


def _smaller(png: bytes) -> bytes:
    """The same picture, packed tighter: the drawing library packs for speed."""
    packed, rest, at = b"", [png[:_SIGNATURE_BYTES]], _SIGNATURE_BYTES
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"IDAT":
            packed += content
            continue
        if kind == b"IEND":
            rest.append(_chunk(b"IDAT", zlib.compress(zlib.decompress(packed), 6)))
        rest.append(_chunk(kind, content))
    return b"".join(rest)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
