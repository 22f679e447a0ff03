"""Pieces of the journey map as SVG: measured text, chevrons, items. Each function returns its shapes and its height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from cjm_research.i18n import _
from cjm_research.model import JourneyItem
from cjm_research.model.lanes import LaneKey
from cjm_research.rendering.environment import html_id, quoted, share, shorten, turn
from cjm_research.rendering.fonts import FONT_STACK
from cjm_research.rendering.icons import COLOURS as MARK_COLOURS
from cjm_research.rendering.icons import INK, mark_shape, mood, support_level, touchpoint_path
from cjm_research.rendering.journey_view import (
    CellView,
    Extreme,
    item_mark,
    item_name,
    item_words,
    share_of,
    single_source,
)
from cjm_research.rendering.text_fit import text_width, wrap

TEXT = "#1d2a35"
MUTED = "#56636f"
LINE = "#d6dde3"
LANE_TINTS = {"pain": "#fdf6f1", "success": "#f2f8f5", "turning": "#f9f4f8"}
BARS = {"pain": "#d55e00", "success": "#007d5c", "turning": "#8c4a86"}
LINE_HEIGHT = 1.28
# Text is wrapped a little before its room ends: a viewer without the embedded font draws it in a wider one.
SAFE = 0.96
TEXT_LIMIT = 90


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


def chevron(width: float, height: float, colour: str, *, first: bool) -> str:
    """An arrow-shaped box that points to the next stage."""
    tip, gap = height * 0.28, 2.0
    notch = "" if first else f"L{num(tip)} {num(height / 2)}"
    right = width - gap
    return (
        f'<path d="M0 0H{num(right - tip)}L{num(right)} {num(height / 2)}L{num(right - tip)} {num(height)}H0{notch}Z" '
        f'fill="{colour}"/>'
    )


def cell_piece(cell: CellView, width: float, size: float, extreme: Extreme | None = None) -> Piece:
    """Everything in a cell: the bar of people, the items, how many more there are, and the curve's peak or valley."""
    pieces = []
    if not cell.shown:
        pieces.append(text_block("–", width, size, colour=MUTED))
    else:
        pieces.append(_bar(cell, size))
        pieces += [_item(item, cell.lane, width, size) for item in cell.shown]
        if cell.more:
            words = _("+{n} more").format(n=len(cell.more))
            pieces.append(text_block(words, width, size, bold=True, colour="#0b5c92"))
    if extreme is not None:
        pieces.append(_extreme(extreme, width, size))
    return stack(pieces, gap=size * 0.42)


def _bar(cell: CellView, size: float) -> Piece:
    width, height = size * 4.2, size * 0.42
    filled = width * share_of(cell.people)
    y = size * 0.42
    svg = (
        f'<rect y="{num(y)}" width="{num(width)}" height="{num(height)}" rx="{num(height / 2)}" fill="#dfe6ec"/>'
        f'<rect y="{num(y)}" width="{num(filled)}" height="{num(height)}" rx="{num(height / 2)}" '
        f'fill="{BARS.get(cell.lane, "#6d8ba4")}"/>'
        f'<text x="{num(width + size * 0.5)}" y="{num(size * 0.98)}" font-size="{num(size)}" fill="{MUTED}">'
        f"{escape(share(cell.people))}</text>"
    )
    return Piece(svg, size * 1.2)


def _item(item: JourneyItem, lane: LaneKey, width: float, size: float) -> Piece:
    symbol, indent = _symbol(item, lane, size)
    name, words = item_name(item, lane), item_words(item, lane, TEXT_LIMIT)
    if item.is_barrier:
        name = " ".join(part for part in (_("Barrier:"), name) if part)
    colour = MARK_COLOURS["barrier"] if item.is_barrier else TEXT
    texts = [text_block(name, width - indent, size, bold=True, colour=colour)] if name else []
    texts += [text_block(words, width - indent, size)] if words else []
    meta = _meta(item, lane, width - indent, size)
    body = stack([*texts, meta])
    svg = symbol + body.at(indent, 0)
    return Piece(f"<g{id_attribute(item.key)}>{svg}</g>", body.height)


def _symbol(item: JourneyItem, lane: LaneKey, size: float) -> tuple[str, float]:
    side = size * 1.3
    name = mood(item.valence) if lane == "emotion" else item_mark(item, lane)
    if lane == "touchpoint":
        return icon(item.label, side), side + size * 0.4
    return (mark(name, side), side + size * 0.4) if name else ("", 0.0)


def _meta(item: JourneyItem, lane: LaneKey, width: float, size: float) -> Piece:
    """The support mark, k of n, the mood of a touchpoint, and the place of a single quote where there is room."""
    side = size * 0.86
    words = share(item.count)
    x = side + size * 0.3
    parts = [f'<g transform="translate(0 {num(size * 0.26)})">{mark(support_level(item.count), side)}</g>']
    source = single_source(item, lane)
    face = mood(item.valence) if lane == "touchpoint" else None
    if source is not None:
        longer = f"{words} · {source.participant}, {turn(source)}"
        fits = x + text_width(longer, size) <= width * SAFE
        words = longer if fits else words
    parts.append(f'<text x="{num(x)}" y="{num(size)}" font-size="{num(size)}" fill="{MUTED}">{escape(words)}</text>')
    if face is not None:
        at = x + text_width(words, size) * 1.04 + size * 0.4
        parts.append(f'<g transform="translate({num(at)} {num(size * 0.1)})">{mark(face, size * 1.1)}</g>')
    return Piece("".join(parts), size * LINE_HEIGHT)


def _extreme(extreme: Extreme, width: float, size: float) -> Piece:
    indent = size * 0.7
    title = _("Highest point") if extreme.is_peak else _("Lowest point")
    evidence = extreme.evidence
    body = stack(
        [
            text_block(title, width - indent, size, bold=True, colour="#24435c"),
            text_block(quoted(shorten(evidence.quote, TEXT_LIMIT)), width - indent, size),
            text_block(f"{evidence.participant}, {turn(evidence)}", width - indent, size, colour=MUTED),
        ]
    )
    rule = f'<rect width="{num(size * 0.22)}" height="{num(body.height)}" fill="#24435c"/>'
    return Piece(rule + body.at(indent, 0), body.height)


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
