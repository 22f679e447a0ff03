"""The cells of the journey map as SVG: the bar of people, entries with their marks, and what does not fit."""

from __future__ import annotations

from markupsafe import escape

from cjm_research.i18n import _
from cjm_research.model import JourneyItem
from cjm_research.model.lanes import LaneKey, is_company_lane
from cjm_research.rendering.environment import quoted, share, shorten, turn
from cjm_research.rendering.icons import COLOURS, mood, support_level
from cjm_research.rendering.journey_cells import more_count
from cjm_research.rendering.journey_facts import contact_words
from cjm_research.rendering.journey_marks import contact_marks, is_guess, is_touched
from cjm_research.rendering.journey_svg_parts import (
    LINE_HEIGHT,
    MUTED,
    SAFE,
    TEXT,
    Piece,
    badge_flow,
    dashed_frame,
    icon,
    id_attribute,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.journey_view import (
    CellView,
    Extreme,
    MapView,
    item_mark,
    item_name,
    item_words,
    share_of,
    single_source,
)
from cjm_research.rendering.text_fit import text_width, wrap

LANE_TINTS = {"pain": "#fdf6f1", "success": "#f2f8f5", "turning": "#f9f4f8"}
BARS = {"pain": "#d55e00", "success": "#007d5c", "turning": "#8c4a86"}
GUESS, PLANNED = "#6b7680", "#0b5c92"
# Longest words of an entry, in characters.
TEXT_LIMIT, SHORT_TEXT = 90, 46


def cell_piece(
    view: MapView, cell: CellView, width: float, size: float, *, extreme: Extreme | None = None, detail: bool = True
) -> Piece:
    """Everything in a cell; without `detail` in few words."""
    if cell.lane == "emotion" and not detail:
        return Piece("", 0.0)  # the curve tells of the emotions
    pieces: list[Piece] = []
    if not cell.shown:
        pieces.append(text_block("–", width, size, colour=MUTED))
    else:
        if detail and cell.is_counted:
            pieces.append(_bar(cell, size))
        pieces += [item_piece(view, item, cell.lane, width, size, detail=detail) for item in cell.shown]
        for line in view.more_lines(cell) if detail else more_count(cell):
            pieces.append(text_block(line, width, size, bold=cell.lane != "touchpoint", colour="#0b5c92"))
    if extreme is not None and detail:
        pieces.append(_extreme(extreme, width, size))
    return stack(pieces, gap=size * (0.42 if detail else 0.2))


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


def item_piece(
    view: MapView, item: JourneyItem, lane: LaneKey, width: float, size: float, *, detail: bool = True
) -> Piece:
    """An entry: its mark, name and words, who stands behind it, and what is said of it."""
    framed = is_guess(item, lane) or item.layer == "to_be"
    room = width - size * 0.5 if framed else width
    symbol, indent = _symbol(item, lane, size)
    name, words = item_name(item, lane), item_words(item, lane, TEXT_LIMIT if detail else SHORT_TEXT)
    if item.is_barrier:
        name = " ".join(part for part in (_("Barrier:"), name) if part)
    marks = _meta(view, item, lane, room - indent, size)
    marks += [(badge.mark, badge.words) for badge in view.badges(item, lane)][: None if detail else 2]
    parts = [_said(name, words, marks, room - indent, size, item.is_barrier, detail=detail)]
    parts += [badge_flow(marks, room - indent, size)] if marks else []
    contact = view.map.touchpoint(item.label)
    if lane == "touchpoint" and detail and contact.own:
        parts.append(text_block(contact_words(item, view.map), room - indent, size, colour=MUTED))
    body = stack(parts)
    svg = symbol + body.at(indent, 0)
    if framed:
        frame = dashed_frame(room, body.height, size, PLANNED if item.layer == "to_be" else GUESS)
        shift = num(size * 0.25)
        return Piece(
            f'<g{id_attribute(item.key)} transform="translate({shift} {shift})">{frame}{svg}</g>',
            body.height + size * 0.5,
        )
    return Piece(f"<g{id_attribute(item.key)}>{svg}</g>", body.height)


def _said(
    name: str, words: str, marks: list[tuple[str, str]], width: float, size: float, is_barrier: bool, *, detail: bool
) -> Piece:
    """Name and words; after a name alone, or in few words, the marks stand beside the last line and are used up."""
    colour = COLOURS["barrier"] if is_barrier else TEXT
    blocks = [text_block(name, width, size, bold=True, colour=colour)] if name else []
    blocks += [text_block(words, width, size)] if words else []
    block = stack(blocks)
    if not marks or (words and detail):
        return block
    last = wrap(words or name, width * SAFE, size, bold=not words)[-1]
    left = text_width(last, size, bold=not words) / SAFE + size * 0.8
    needed = sum(size * 1.7 + (text_width(each, size) / SAFE + size * 0.6 if each else 0) for _mark, each in marks)
    if left + needed > width:
        return block
    beside = badge_flow(marks, width, size)
    marks.clear()
    return Piece(block.svg + beside.at(left, block.height - size * LINE_HEIGHT), block.height)


def _symbol(item: JourneyItem, lane: LaneKey, size: float) -> tuple[str, float]:
    side = size * 1.3
    name = mood(item.valence) if lane == "emotion" else item_mark(item, lane)
    if lane == "touchpoint":
        return icon(item.label, side), side + size * 0.4
    return (mark(name, side), side + size * 0.4) if name else ("", 0.0)


def _meta(view: MapView, item: JourneyItem, lane: LaneKey, width: float, size: float) -> list[tuple[str, str]]:
    """Marks with words: how many people, with the place of a single quote where it fits; mood of a contact; pen."""
    marks: list[tuple[str, str]] = []
    if item.evidence or not is_company_lane(lane):
        marks.append((support_level(item.count), _meta_words(item, lane, width, size)))
    if lane == "touchpoint" and (face := mood(item.valence)):
        marks.append((face, ""))
    if lane == "touchpoint":
        marks += [(mark, "") for mark in contact_marks(view.map.touchpoint(item.label))]
    return [*marks, *([("pen", "")] if is_touched(item) else [])]


def _meta_words(item: JourneyItem, lane: LaneKey, width: float, size: float) -> str:
    words = _("Assumption") if is_guess(item, lane) else share(item.count)
    source = single_source(item, lane)
    if source is not None:
        longer = f"{words} · {source.participant}, {turn(source)}"
        if text_width(longer, size) <= (width - size * 1.6) * SAFE:
            return longer
    return words


def _extreme(extreme: Extreme, width: float, size: float) -> Piece:
    indent = size * 0.7
    title = _("Highest point") if extreme.is_peak else _("Lowest point")
    evidence = extreme.evidence
    quote = quoted(shorten(evidence.quote, TEXT_LIMIT))
    body = stack(
        [
            text_block(title, width - indent, size, bold=True, colour="#24435c"),
            text_block(f"{quote} {evidence.participant}, {turn(evidence)}", width - indent, size),
        ]
    )
    rule = f'<rect width="{num(size * 0.22)}" height="{num(body.height)}" fill="#24435c"/>'
    return Piece(rule + body.at(indent, 0), body.height)
