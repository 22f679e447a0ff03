"""How wide a text is in the bundled font, and where its lines break."""

from __future__ import annotations

from functools import cache, lru_cache

from cjm_research.rendering.fonts import font_file

ELLIPSIS = "…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in the unit of `size`; kerning is left out, which errs on the safe side.

    A character the font lacks, such as an emoji, counts as one em and a quarter.
    """
    advances = _advances(bold)
    return size * sum(advances.get(ord(c), 1.25) for c in text)


def font_characters() -> frozenset[str]:
    """The characters that the bundled font can show."""
    return _characters()


def wrap(text: str, width: float, size: float, *, bold: bool = False, max_lines: int | None = None) -> list[str]:
    """The lines of a text, none wider than `width`; at least one line, empty for an empty text.

    Parameters
    ----------
    text : str
        Runs of white space count as one space.
    width, size : float
        Room and font size, in one unit.
    bold : bool
        Which cut of the font.
    max_lines : int, optional
        Lines beyond are left out and the last one ends with an ellipsis.
    """
    return list(_wrapped(" ".join(text.split()), width, size, bold, max_lines))


# Sheets are measured several times before one is chosen.
@lru_cache(maxsize=8192)
def _wrapped(text: str, width: float, size: float, bold: bool, max_lines: int | None) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            candidate = f"{line} {piece}" if line else piece
            if line and text_width(candidate, size, bold=bold) > width:
                lines.append(line)
                line = piece
            else:
                line = candidate
    lines.append(line)
    if max_lines is not None and len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], _with_ellipsis(lines[max_lines - 1], width, size, bold)]
    return tuple(lines)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    # A word wider than the room is cut where the room ends: nothing may be clipped.
    if text_width(word, size, bold=bold) <= width:
        return [word]
    pieces = [""]
    for char in word:
        if pieces[-1] and text_width(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _with_ellipsis(line: str, width: float, size: float, bold: bool) -> str:
    while line and text_width(line + ELLIPSIS, size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip(" ,.;:-–—") + ELLIPSIS


@cache
def _advances(bold: bool) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(bold=bold), lazy=True) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


@cache
def _characters() -> frozenset[str]:
    return frozenset(chr(code) for code in _advances(False))
