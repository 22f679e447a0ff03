"""The way of one person as a strip: moments from left to right in the order of telling, each in the row of its stage.

Ways back to an earlier stage are seen as lines that rise; below the rows stand how it felt, the contacts and the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap, term
from cjm_research.rendering.environment import signed
from cjm_research.rendering.figure_sheet import label
from cjm_research.rendering.icons import COLOURS, INK, PHASES
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, icon, mark, num, stack, text_block
from cjm_research.rendering.moments import Moment

BACK = "#8c4a86"
# So many moments stand in one row of the strip, and so many rows are drawn; the list holds all moments.
MOST_MOMENTS, MOST_STRIPS = 40, 2
# Contacts and marks of one moment beyond these stand in the list alone.
MOST_SIGNS = 3


def strip_piece(
    journey_map: JourneyMap, told: Sequence[Moment], width: float, size: float, *, room: float = float("inf")
) -> Piece:
    """The strip, `width` points wide with text of `size` points.

    Parameters
    ----------
    journey_map : JourneyMap
        Gives the rows: its stages, also those that the person left out.
    told : sequence of Moment
        Their moments; an empty strip where there are none, several one below the other where there are very many.
    room : float
        Height that these may take, in points; the first is drawn in any case.
    """
    rows = [told[i : i + MOST_MOMENTS] for i in range(0, len(told), MOST_MOMENTS)] or [told]
    pieces = [_strip(journey_map, row, width, size) for row in rows[:MOST_STRIPS]]
    while len(pieces) > 1 and sum(piece.height for piece in pieces) > room:
        pieces.pop()
    if left := sum(map(len, rows[len(pieces) :])):
        words = ngettext("and {n} more", "and {n} more", left).format(n=format_number(left))
        pieces.append(text_block(words, width, size, bold=True))
    return stack(pieces, gap=size * 1.5)


def _strip(journey_map: JourneyMap, told: Sequence[Moment], width: float, size: float) -> Piece:
    room = size * 15
    row, step = size * 2.5, (width - room) / max(1, len(told))
    xs = [room + step * (i + 0.5) for i in range(len(told))]
    rows = {stage.key: row * (i + 0.5) for i, stage in enumerate(journey_map.stages)}
    bottom = row * len(rows)
    parts = [_rows(journey_map, width, size, row), _lines(told, xs, rows)]
    parts += [_dot(moment, x, rows[moment.stage], journey_map, size) for moment, x in zip(told, xs, strict=True)]
    feelings = _feelings(told, xs, width, size)
    parts.append(feelings.at(0, bottom + size * 0.8))
    y = bottom + size * 0.8 + feelings.height
    for name, signs in (
        (term("lane", "touchpoint"), _contacts(told, size)),
        (_("Marks"), _marks(told, size)),
    ):
        high = max((piece.height for piece in signs), default=0.0) or size * 1.6
        parts.append(text_block(name, room - size, size, colour=MUTED).at(0, y + size * 0.3))
        parts += [piece.at(x - size * 0.7, y + size * 0.3) for piece, x in zip(signs, xs, strict=True) if piece.svg]
        y += high + size * 0.9
    return Piece("".join(parts), y)


def _rows(journey_map: JourneyMap, width: float, size: float, row: float) -> str:
    parts = []
    for i, stage in enumerate(journey_map.stages):
        name = text_block(journey_map.stage_name(stage.key), size * 14, size, bold=True, max_lines=2, line_height=1.12)
        colour = PHASES[stage.phase]
        tint = f'<rect y="{num(row * i)}" width="{num(width)}" height="{num(row)}" fill="#f5f7f9"/>' if i % 2 else ""
        bar = f'<rect y="{num(row * i + 2)}" width="3" height="{num(row - 4)}" fill="{colour}"/>'
        parts.append(tint + bar + name.at(size * 0.8, row * i + (row - name.height) / 2))
    return "".join(parts)


def _lines(told: Sequence[Moment], xs: Sequence[float], rows: dict[str, float]) -> str:
    order = {stage: i for i, stage in enumerate(rows)}
    parts = []
    for (one, x0), (other, x1) in pairwise(zip(told, xs, strict=True)):
        back = order[other.stage] < order[one.stage]
        look = f'stroke="{BACK}" stroke-width="1.8" stroke-dasharray="5 3"' if back else f'stroke="{INK}"'
        y0, y1 = rows[one.stage], rows[other.stage]
        middle = (x0 + x1) / 2
        parts.append(
            f'<path d="M{num(x0)} {num(y0)}C{num(middle)} {num(y0)} {num(middle)} {num(y1)} {num(x1)} {num(y1)}" '
            f'fill="none" {look}/>'
        )
    return "".join(parts)


def _dot(moment: Moment, x: float, y: float, journey_map: JourneyMap, size: float) -> str:
    stage = journey_map.stage(moment.stage)
    colour = PHASES[stage.phase] if stage else MUTED
    ring = f'stroke="{BACK}" stroke-width="2"' if moment.is_return else 'stroke="#fff" stroke-width="1"'
    name = f"{format_number(moment.number)}. {journey_map.stage_name(moment.stage)}"
    return (
        f'<g id="moment-{moment.number}"><title>{escape(name)}</title>'
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(size * 0.95)}" fill="{colour}" {ring}/>'
        + label(format_number(moment.number), x, y + size * 0.34, size, bold=True, colour="#fff")
        + "</g>"
    )


def _feelings(told: Sequence[Moment], xs: Sequence[float], width: float, size: float) -> Piece:
    """How each moment felt, on the scale from -2 to +2; nothing is drawn where nobody knows."""
    top, height, left = size * 1.6, size * 8.6, size * 15

    def y(valence: float) -> float:
        return top + (2 - valence) / 4 * height

    parts = [text_block(term("lane", "emotion"), size * 11, size, colour=MUTED).at(0, y(0) - size * 0.6)]
    for valence in (2, 0, -2):
        colour, at = (MUTED, 1.2) if valence == 0 else (LINE, 0.8)
        parts.append(f'<path d="M{num(left)} {num(y(valence))}H{num(width)}" stroke="{colour}" stroke-width="{at}"/>')
        text = "0" if valence == 0 else signed(valence, 0)
        parts.append(label(text, left - size * 0.5, y(valence) + size * 0.35, size, anchor="end"))
    known = [(x, moment) for x, moment in zip(xs, told, strict=True) if moment.valence is not None]
    for (x0, one), (x1, other) in pairwise(known):
        near = other.number == one.number + 1
        dashes = "" if near else ' stroke-dasharray="2 3"'
        points = f"M{num(x0)} {num(y(one.valence or 0))}L{num(x1)} {num(y(other.valence or 0))}"
        parts.append(f'<path d="{points}" fill="none" stroke="#24435c" stroke-width="1.2"{dashes}/>')
    for i, (x, moment) in enumerate(known):
        parts.append(_felt(moment, x, y(moment.valence or 0), _is_valley(known, i), size))
    return Piece("".join(parts), top + height + size * 2.4)


def _felt(moment: Moment, x: float, y: float, is_valley: bool, size: float) -> str:
    """A face and its number, on the side that the line leaves free."""
    face = mark(moment.mood or "neutral", size * 1.7)
    words = label(signed(moment.valence or 0), x, y + size * (1.75 if is_valley else -1.05), size)
    return f'<g transform="translate({num(x - size * 0.85)} {num(y - size * 0.85)})">{face}</g>{words}'


def _is_valley(known: Sequence[tuple[float, Moment]], index: int) -> bool:
    here = known[index][1].valence or 0.0
    beside = [known[i][1].valence or 0.0 for i in (index - 1, index + 1) if 0 <= i < len(known)]
    return bool(beside) and here < sum(beside) / len(beside)


def _contacts(told: Sequence[Moment], size: float) -> list[Piece]:
    return [_signs([(icon(c.label, size * 1.4), c.name) for c in m.contacts], size) for m in told]


def _marks(told: Sequence[Moment], size: float) -> list[Piece]:
    found = []
    for moment in told:
        names = list(dict.fromkeys(n.mark for n in moment.marks))
        found.append(_signs([(mark(name, size * 1.4), "") for name in names], size))
    return found


def _signs(signs: Sequence[tuple[str, str]], size: float) -> Piece:
    parts = []
    for i, (svg, name) in enumerate(signs[:MOST_SIGNS]):
        title = f"<title>{escape(name)}</title>" if name else ""
        parts.append(f'<g transform="translate(0 {num(i * size * 1.7)})">{title}{svg}</g>')
    if len(signs) > MOST_SIGNS:
        more = f"+{format_number(len(signs) - MOST_SIGNS)}"
        parts.append(label(more, size * 0.7, MOST_SIGNS * size * 1.7 + size * 0.9, size))
    return Piece("".join(parts), size * 1.7 * min(len(signs), MOST_SIGNS + 1))


def strip_legend() -> tuple[tuple[str | None, str], ...]:
    """Signs of the strip that a legend has to tell: (shapes on a grid of 24 x 24, words)."""
    back = f'<path d="M2 19C12 19 12 5 22 5" fill="none" stroke="{BACK}" stroke-width="2.5" stroke-dasharray="6 3"/>'
    dashes = f'<path d="M1 12h22" stroke="{COLOURS["neutral"]}" stroke-width="2" stroke-dasharray="3 4"/>'
    return (
        (back, _("back to an earlier stage")),
        (dashes, _("nothing is known of the feelings between")),
    )
