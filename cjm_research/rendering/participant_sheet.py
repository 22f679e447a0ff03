"""One person's journey laid out on sheets: the strip on top, the moments with their words in columns below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cjm_research.i18n import _, format_number
from cjm_research.model import JourneyMap, term
from cjm_research.rendering.environment import quoted, turn
from cjm_research.rendering.figure_sheet import Paper, figure_svg, flow_piece, head_piece, label
from cjm_research.rendering.icons import PHASES, mark_shape, mood
from cjm_research.rendering.journey_svg_parts import MUTED, Piece, icon, id_attribute, mark, num, stack, text_block
from cjm_research.rendering.moments import SIGNS, Moment, Noted, again, mark_word
from cjm_research.rendering.participant_strip import strip_legend, strip_piece
from cjm_research.rendering.story_words import order_note
from cjm_research.rendering.text_fit import wrap

COLUMNS, GAP = 4, 2.6
_SAFE = 0.96


@dataclass(frozen=True)
class Block:
    """Rows that follow each other; the first ones stay together, so that no heading ends a column."""

    rows: tuple[Piece, ...]
    together: int = 1


def participant_pages(journey_map: JourneyMap, told: Sequence[Moment], sheet: Paper) -> list[str]:
    """The sheets as pictures: as many as the moments need."""
    top = _top(journey_map, told, sheet)
    blocks = [_block(journey_map, told, i, _column(sheet)) for i in range(len(told))]
    first = sheet.height - 2 * sheet.margin - top.height - sheet.size * 3.5
    later = sheet.height - 2 * sheet.margin - sheet.size * 3.5
    pages = _columns(blocks, first, later, sheet.size)
    if len(pages) == 1:
        pages = _columns(blocks, room := _balanced(blocks, first, sheet.size), room, sheet.size)
    return [_page(journey_map, sheet, top if i == 0 else None, page, i, len(pages)) for i, page in enumerate(pages)]


def participant_picture(journey_map: JourneyMap, told: Sequence[Moment], sheet: Paper) -> str:
    """Everything in one picture of the sheet's width, as high as it needs to be."""
    top = _top(journey_map, told, sheet)
    blocks = [_block(journey_map, told, i, _column(sheet)) for i in range(len(told))]
    room = _balanced(blocks, float("inf"), sheet.size)
    pages = _columns(blocks, room, room, sheet.size)
    height = max(sheet.height, top.height + room + 2 * sheet.margin + sheet.size * 3.5)
    tall = Paper(sheet.name, sheet.width_mm, height / 72 * 25.4, sheet.margin, sheet.size)
    return _page(journey_map, tall, top, pages[0], 0, 1)


def _balanced(blocks: Sequence[Block], most: float, size: float) -> float:
    """The least height, up to `most`, in which all rows fit one sheet: then its columns end side by side."""
    room = sum(row.height for block in blocks for row in block.rows) / COLUMNS + size
    while room < most and len(_columns(blocks, room, room, size)) > 1:
        room *= 1.03
    return min(room, most)


def _column(sheet: Paper) -> Paper:
    width = (sheet.inner - (COLUMNS - 1) * GAP * sheet.size) / COLUMNS
    return Paper(sheet.name, width / 72 * 25.4, sheet.height_mm, 0, sheet.size)


def _top(journey_map: JourneyMap, told: Sequence[Moment], sheet: Paper) -> Piece:
    size = sheet.size
    head = head_piece(journey_map, term("map_kind", journey_map.kind), sheet.inner, size)
    strip = strip_piece(journey_map, told, sheet.inner, size, room=sheet.height * 0.6)
    note = text_block(order_note(journey_map), sheet.inner, size, colour=MUTED)
    legend = flow_piece([*strip_legend(), *_legend(told)], sheet.inner, size)
    return stack([head, note, strip, legend], gap=size * 0.9)


def _legend(told: Sequence[Moment]) -> Iterable[tuple[str, str]]:
    used = {n.mark for moment in told for n in moment.marks}
    yield from ((mark_shape(name), mark_word(name)) for name in SIGNS if name in used)
    moods = {
        "positive": _("Mean feeling good"),
        "neutral": _("Neither good nor bad"),
        "negative": _("Mean feeling bad"),
    }
    faces = {moment.mood for moment in told}
    yield from ((mark_shape(name), words) for name, words in moods.items() if name in faces)


def _block(journey_map: JourneyMap, told: Sequence[Moment], index: int, column: Paper) -> Block:
    moment, width, size = told[index], column.width, column.size
    indent = size * 2.6
    rows = [_heading(journey_map, moment, width, size)]
    said = wrap(quoted(" … ".join(moment.passages)), (width - indent) * _SAFE, size * 1.08)
    rows += [_indented(text_block(line, width, size * 1.08), indent) for line in said]
    rows.append(_indented(text_block(turn(moment.evidence[0]), width - indent, size, colour=MUTED), indent))
    rows += [_note(n, indent, width, size, again(told, index, n)) for n in _shown(moment.noted)]
    return Block(tuple(rows), together=min(3, len(rows)))


def _shown(noted: Sequence[Noted]) -> list[Noted]:
    """What has something to say; that somebody got stuck stands once, however many words tell of it."""
    told: dict[object, Noted] = {}
    for n in noted:
        if n.mark or n.lane in ("touchpoint", "emotion"):
            told[n.key] = n
        elif n.tags:
            told.setdefault(n.tags, n)
    return list(told.values())


def _heading(journey_map: JourneyMap, moment: Moment, width: float, size: float) -> Piece:
    stage = journey_map.stage(moment.stage)
    colour = PHASES[stage.phase] if stage else MUTED
    name = journey_map.stage_name(moment.stage)
    words = _("Back to: {stage}").format(stage=name) if moment.is_return else name
    text = text_block(words, width - size * 2.6, size * 1.1, bold=True, colour=colour)
    dot = f'<circle cx="{num(size)}" cy="{num(size * 0.75)}" r="{num(size * 0.95)}" fill="{colour}"/>'
    number = label(format_number(moment.number), size, size * 1.1, size, bold=True, colour="#fff")
    return Piece(dot + number + text.at(size * 2.6, 0), max(text.height, size * 1.9))


def _note(noted: Noted, indent: float, width: float, size: float, again_words: str) -> Piece:
    sign = ""
    if noted.lane == "touchpoint":
        sign = icon(noted.label, size * 1.2)
    elif name := noted.mark or noted.sign or (noted.lane == "emotion" and mood(noted.valence)):
        sign = mark(name, size * 1.2)
    name = mark_word(noted.mark) if noted.mark else noted.name
    words = ", ".join(part for part in (name, *noted.tags, again_words) if part)
    text = text_block(words, width - indent - size * 1.7, size, bold=bool(noted.mark), colour=MUTED)
    svg = f'<g transform="translate({num(indent)} {num(size * 0.05)})">{sign}</g>' if sign else ""
    return Piece(
        f"<g{id_attribute(noted.key if noted.opens else '')}>{svg}{text.at(indent + size * 1.7, 0)}</g>", text.height
    )


def _indented(piece: Piece, indent: float) -> Piece:
    return Piece(piece.at(indent, 0), piece.height)


def _columns(blocks: Sequence[Block], first: float, later: float, size: float) -> list[list[list[tuple[float, Piece]]]]:
    """Rows in columns and pages: page -> column -> (place from the top, row)."""
    pages: list[list[list[tuple[float, Piece]]]] = [[[]]]
    y = 0.0
    for block in blocks:
        for i, row in enumerate(block.rows):
            needed = sum(r.height for r in block.rows[: block.together]) if i == 0 else row.height
            room = first if len(pages) == 1 else later
            if y and y + needed > room:
                if len(pages[-1]) == COLUMNS:
                    pages.append([[]])
                else:
                    pages[-1].append([])
                y = 0.0
            pages[-1][-1].append((y, row))
            y += row.height
        y += size * 1.4
    return pages


def _page(
    journey_map: JourneyMap,
    sheet: Paper,
    top: Piece | None,
    columns: Sequence[Sequence[tuple[float, Piece]]],
    index: int,
    n_pages: int,
) -> str:
    size, y = sheet.size, sheet.margin
    parts = []
    if top is not None:
        parts.append(top.at(sheet.margin, y, key="header"))
        y += top.height + size * 1.6
    step = _column(sheet).width + GAP * size
    for i, column in enumerate(columns):
        rows = "".join(row.at(0, at) for at, row in column)
        parts.append(f'<g transform="translate({num(sheet.margin + i * step)} {num(y)})">{rows}</g>')
    foot = sheet.height - sheet.margin * 0.6
    parts.append(label(journey_map.title, sheet.margin, foot, size, anchor="start"))
    numbers = f"{format_number(index + 1)} / {format_number(n_pages)}"
    parts.append(label(numbers, sheet.width - sheet.margin, foot, size, anchor="end"))
    return figure_svg(journey_map.title, order_note(journey_map), "".join(parts), sheet)
