"""The bundled font: its files, and the style sheet rule that embeds it."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent
FONT_FAMILY = "CJM Sans"
# What a viewer that ignores embedded fonts falls back to; all three carry Polish and Cyrillic letters.
FONT_STACK = f'"{FONT_FAMILY}", "Noto Sans", "Segoe UI", "DejaVu Sans", Arial, sans-serif'
_WEIGHTS = {"Regular": 400, "Bold": 700}


def font_file(*, bold: bool = False, suffix: str = "ttf") -> Path:
    """The file of the regular or the bold cut, as ``ttf`` or ``woff2``."""
    return FONT_FOLDER / f"CJMSans-{'Bold' if bold else 'Regular'}.{suffix}"


@cache
def font_face_css(suffix: str = "woff2") -> str:
    """``@font-face`` rules with both cuts inside them, so that a page needs no other file.

    Parameters
    ----------
    suffix : {"woff2", "ttf"}
        ``woff2`` is small (about 50 kB), ``ttf`` is what the PDF engine reads without unpacking (about 120 kB).
    """
    kind = "truetype" if suffix == "ttf" else suffix
    rules = []
    for name, weight in _WEIGHTS.items():
        data = base64.b64encode(font_file(bold=name == "Bold", suffix=suffix).read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{FONT_FAMILY}";font-weight:{weight};font-style:normal;'
            f"src:url(data:font/{suffix};base64,{data}) format('{kind}')}}"
        )
    return "\n".join(rules)
