"""Cards drawn as shapes: words in the largest type that fits, several cards for long texts, sheets with cut marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from cjm_research.i18n import _, format_number
from cjm_research.readers.cleaning import clean
from cjm_research.rendering.cards_view import Card
from cjm_research.rendering.environment import html_id
from cjm_research.rendering.fonts import font_face_css
from cjm_research.rendering.journey_svg_parts import (
    LINE_HEIGHT,
    MUTED,
    Piece,
    font_attributes,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.text_fit import wrap

LARGEST, SMALLEST = 17.0, 8.0
_PT = 72 / 25.4
_PAD, _BAND, _SAFE = 9.0, 20.0, 0.96
# Room that names and facts may take: the rest of a card is for the words.
_NAME_LINES, _FACT_LINES = 3, 3


@dataclass(frozen=True)
class Grid:
    """A sheet and the cards on it, all in mm: sides of the sheet, sides of a card, columns and rows."""

    page: tuple[float, float]
    card: tuple[float, float]
    columns: int
    rows: int

    @property
    def size(self) -> tuple[float, float]:
        """The sheet in points."""
        return self.page[0] * _PT, self.page[1] * _PT

    @property
    def corner(self) -> tuple[float, float]:
        """Where the first card begins, in points: the cards stand in the middle of the sheet."""
        return tuple(
            (p - c * n) / 2 * _PT for p, c, n in zip(self.page, self.card, (self.columns, self.rows), strict=True)
        )  # type: ignore[return-value]


GRIDS: dict[str, Grid] = {
    "sticky": Grid((76, 76), (76, 76), 1, 1),
    "six": Grid((210, 297), (76, 76), 2, 3),
    "eight": Grid((210, 297), (95, 66), 2, 4),
}


def split_card(card: Card, grid: Grid) -> list[Card]:
    """The card, or several that share its text, where it is too long for one in the smallest type."""
    width, height = (side * _PT for side in grid.card)
    room = width - 2 * _PAD
    free = _free(card, room, height)
    if _fitting_size(card.text, room, free):
        return [card]
    # On which of the cards one is needs no room: it stands in the band.
    parts, rest = [], card.text
    while rest:
        end = _longest(rest, room, free)
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [card.cut(text, (i + 1, len(parts))) for i, text in enumerate(parts)]


def _longest(text: str, room: float, free: float) -> int:
    """How much of a text fits a card in the smallest type, up to the end of a word; one character at least."""
    words = re.finditer(r"\S+", text)
    ends = [match.end() for match in words]
    n = bisect_left(ends, True, key=lambda end: not _fits(text[:end], room, free, SMALLEST))
    if n:
        return ends[n - 1]
    # Not even the first word fits: it is cut where the card ends.
    return max(
        1, bisect_left(range(1, len(text) + 1), True, key=lambda end: not _fits(text[:end], room, free, SMALLEST))
    )


def _fits(text: str, room: float, free: float, size: float) -> bool:
    return len(wrap(text, room * _SAFE, size)) * size * LINE_HEIGHT <= free


def _fitting_size(text: str, room: float, free: float) -> float | None:
    size = LARGEST
    while size >= SMALLEST:
        if _fits(text, room, free, size):
            return size
        size -= 0.5
    return None


def _free(card: Card, room: float, height: float) -> float:
    return height - _BAND - 3 * _PAD - _name(card, room).height - _foot(card, room).height


def _name(card: Card, room: float) -> Piece:
    return text_block(card.name, room, 11, bold=True, max_lines=_NAME_LINES) if card.name else Piece("", 0.0)


def _foot(card: Card, room: float) -> Piece:
    rows = [text_block(card.stage, room, 9, bold=True, max_lines=2)] if card.stage else []
    if card.facts:
        facts = " · ".join(card.facts)
        rows.append(text_block(facts, room, SMALLEST, colour=MUTED, max_lines=_FACT_LINES))
    if card.key:
        rows.append(text_block(card.key, room, SMALLEST, colour=MUTED))
    return stack(rows, gap=1.5)


def _card(card: Card, width: float, height: float) -> str:
    dashes = ' stroke-dasharray="4 3"' if card.is_assumption or card.is_blank else ""
    frame = (
        f'<rect x="0.5" y="0.5" width="{num(width - 1)}" height="{num(height - 1)}" fill="#fff" stroke="#8794a0"'
        f"{dashes}/>"
    )
    return frame + (_blank(width, height) if card.is_blank else _written(card, width, height))


def _written(card: Card, width: float, height: float) -> str:
    room = width - 2 * _PAD
    kind = (
        card.kind
        if card.part == (1, 1)
        else f"{card.kind} ({format_number(card.part[0])}/{format_number(card.part[1])})"
    )
    word = text_block(kind, room - (20 if card.sign else 0), 10, bold=True, colour="#fff", max_lines=1)
    band = f'<rect width="{num(width)}" height="{_BAND}" fill="{card.colour}"/>' + word.at(_PAD, 3.6)
    sign = ""
    if card.sign:
        x = width - _PAD - 15
        sign = f'<circle cx="{num(x + 7.5)}" cy="10" r="9" fill="#fff"/>'
        sign += f'<g transform="translate({num(x)} 2.5)">{mark(card.sign, 15)}</g>'
    name, foot = _name(card, room), _foot(card, room)
    free = _free(card, room, height)
    size = _fitting_size(card.text, room, free) or SMALLEST
    text = text_block(card.text, room, size) if card.text else Piece("", 0.0)
    y = _BAND + _PAD * 0.8
    parts = [
        name.at(_PAD, y),
        text.at(_PAD, y + name.height + _PAD * 0.2),
        foot.at(_PAD, height - _PAD * 0.7 - foot.height),
    ]
    return band + sign + "".join(parts)


def _blank(width: float, height: float) -> str:
    parts = [f'<rect width="{num(width)}" height="{_BAND}" fill="#eef1f4"/>']
    for i, words in enumerate((_("Stage:"), _("Who said it:"))):
        y = height - _PAD - (1 - i) * 22
        piece = text_block(words, width - 2 * _PAD, 9, colour=MUTED)
        parts.append(piece.at(_PAD, y - 12))
        parts.append(f'<path d="M{num(_PAD)} {num(y)}H{num(width - _PAD)}" stroke="#8794a0" stroke-dasharray="1 2"/>')
    return "".join(parts)


def card_picture(card: Card, grid: Grid) -> str:
    """One card as an inline picture for a page."""
    width, height = (side * _PT for side in grid.card)
    # Colours and shapes of a card say nothing that its words do not; a blank one has nothing to say.
    role = ' aria-hidden="true"' if card.is_blank else f' role="img" aria-label="{escape(_aloud(card))}"'
    return clean(
        f'<svg{_id(card)} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)} {num(height)}"{role}>'
        f"{_card(card, width, height)}</svg>"
    )


def _aloud(card: Card) -> str:
    return ". ".join(part for part in (card.kind, card.name, card.text, card.stage, *card.facts) if part)


def card_sheet(cards: Sequence[Card], grid: Grid) -> str:
    """A sheet of cards as a picture: as many as its grid holds, with marks to cut along where there are several."""
    width, height = grid.size
    w, h = (side * _PT for side in grid.card)
    left, top = grid.corner
    parts = []
    for i, card in enumerate(cards):
        x, y = left + (i % grid.columns) * w, top + (i // grid.columns) * h
        parts.append(f'<g{_id(card)} transform="translate({num(x)} {num(y)})">{_card(card, w, h)}</g>')
    marks = _cut_marks(grid, w, h) if grid.columns * grid.rows > 1 else ""
    return clean(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(width)}" height="{num(height)}" '
        f'viewBox="0 0 {num(width)} {num(height)}" {font_attributes()}><style>{font_face_css()}</style>'
        f"{''.join(parts)}{marks}</svg>"
    )


def _id(card: Card) -> str:
    # The second card of a long text may not bear the same id.
    return f' id="{escape(html_id(card.key))}"' if card.key and card.part[0] == 1 else ""


def _cut_marks(grid: Grid, w: float, h: float) -> str:
    left, top = grid.corner
    right, bottom = left + grid.columns * w, top + grid.rows * h
    lines = []
    for i in range(grid.columns + 1):
        x = num(left + i * w)
        lines += [f"M{x} {num(top - 14)}V{num(top - 4)}", f"M{x} {num(bottom + 4)}V{num(bottom + 14)}"]
    for i in range(grid.rows + 1):
        y = num(top + i * h)
        lines += [f"M{num(left - 14)} {y}H{num(left - 4)}", f"M{num(right + 4)} {y}H{num(right + 14)}"]
    return f'<path d="{"".join(lines)}" stroke="#1d2a35" stroke-width="0.6" fill="none"/>'
