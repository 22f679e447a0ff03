"""Pieces of SVG pictures: measured text, marks, chevrons, frames. Each function returns its shapes and its height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from cjm_research.rendering.environment import html_id
from cjm_research.rendering.fonts import FONT_STACK
from cjm_research.rendering.icons import INK, mark_shape, touchpoint_path
from cjm_research.rendering.text_fit import text_width, wrap

TEXT = "#1d2a35"
MUTED = "#56636f"
LINE = "#d6dde3"
LINE_HEIGHT = 1.28
# Text is wrapped a little before its room ends: a viewer without the embedded font draws it in a wider one.
SAFE = 0.96


@dataclass(frozen=True)
class Piece:
    """Shapes drawn from (0, 0) downwards, and how high they are."""

    svg: str
    height: float

    def at(self, x: float, y: float, *, key: str = "", label: str = "") -> str:
        """The shapes moved to a place, as a group that may have an id and an accessible name."""
        name = f"<title>{escape(label)}</title>" if label else ""
        return f'<g{id_attribute(key)} transform="translate({num(x)} {num(y)})">{name}{self.svg}</g>'


def text_block(
    words: str,
    width: float,
    size: float,
    *,
    bold: bool = False,
    colour: str = TEXT,
    max_lines: int | None = None,
    line_height: float = LINE_HEIGHT,
) -> Piece:
    """Wrapped live text: one ``text`` element a line, so that every viewer puts lines where we measured them."""
    lines = wrap(words, width * SAFE, size, bold=bold, max_lines=max_lines)
    step = size * line_height
    weight = ' font-weight="700"' if bold else ""
    svg = "".join(
        f'<text x="0" y="{num(step * i + size * 1.02)}" font-size="{num(size)}"{weight} fill="{colour}">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
    )
    return Piece(svg, step * len(lines))


def stack(pieces: Sequence[Piece], gap: float = 0) -> Piece:
    """Pieces one below the other."""
    parts, y = [], 0.0
    for piece in pieces:
        parts.append(piece.at(0, y) if y else piece.svg)
        y += piece.height + gap
    return Piece("".join(parts), max(0.0, y - gap))


def mark(name: str, size: float) -> str:
    """A mark with its upper left corner at (0, 0)."""
    return f'<g transform="scale({num(size / 24, 4)})">{mark_shape(name)}</g>'


def icon(label: str | None, size: float) -> str:
    """A channel's icon with its upper left corner at (0, 0)."""
    return (
        f'<path transform="scale({num(size / 24, 4)})" d="{touchpoint_path(label)}" fill="none" stroke="{INK}" '
        'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def chevron(width: float, height: float, colour: str, *, first: bool, tip: float | None = None) -> str:
    """An arrow-shaped box that points to the next stage."""
    tip, gap = height * 0.28 if tip is None else tip, 2.0
    notch = "" if first else f"L{num(tip)} {num(height / 2)}"
    right = width - gap
    return (
        f'<path d="M0 0H{num(right - tip)}L{num(right)} {num(height / 2)}L{num(right - tip)} {num(height)}H0{notch}Z" '
        f'fill="{colour}"/>'
    )


def badge_flow(badges: Sequence[tuple[str, str]], width: float, size: float, colour: str = MUTED) -> Piece:
    """Marks with their words side by side, broken into rows that fit the width."""
    parts, x, y, row = [], 0.0, 0.0, size * LINE_HEIGHT
    side = size * 1.05
    for name, words in badges:
        indent = (side + size * 0.3 if words else side) if name else 0.0
        piece = text_block(words, width - indent, size, colour=colour) if words else Piece("", 0.0)
        is_one_line = piece.height < size * LINE_HEIGHT * 1.5
        needed = indent + (text_width(words, size) / SAFE if is_one_line else width - indent)
        if x and x + needed > width:
            x, y, row = 0.0, y + row, size * LINE_HEIGHT
        if name:
            parts.append(f'<g transform="translate({num(x)} {num(y + size * 0.13)})">{mark(name, side)}</g>')
        if words:
            parts.append(piece.at(x + indent, y))
        row = max(row, piece.height)
        x += needed + size * 1.1
    return Piece("".join(parts), y + row)


def dashed_frame(width: float, height: float, size: float, colour: str) -> str:
    """The frame of what is not found but assumed or planned."""
    pad = size * 0.3
    return (
        f'<rect x="{num(-pad)}" y="{num(-pad / 2)}" width="{num(width + 2 * pad)}" height="{num(height + pad)}" '
        f'rx="{num(size * 0.3)}" fill="#fff" stroke="{colour}" stroke-width="{num(size * 0.11)}" '
        f'stroke-dasharray="{num(size * 0.42)} {num(size * 0.32)}"/>'
    )


def id_attribute(key: str) -> str:
    """`` id="…"``; nothing for an empty key."""
    return f' id="{escape(html_id(key))}"' if key else ""


def num(value: float, digits: int = 2) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def font_attributes() -> str:
    """The font of the whole picture."""
    return f'font-family="{escape(FONT_STACK)}"'
