"""The comparison as shapes: both curves in one picture, and for each lane and stage what both or one of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import escape

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap, term
from cjm_research.rendering.compare_curves import COLOURS, curves_piece, point_signs
from cjm_research.rendering.compare_view import (
    CLEAR,
    LETTERS,
    Compared,
    ComparedLane,
    CompareView,
    clear_words,
    same_words,
    split,
)
from cjm_research.rendering.environment import share
from cjm_research.rendering.figure_sheet import Paper, figure_svg, flow_piece, label
from cjm_research.rendering.icons import mark_shape
from cjm_research.rendering.journey_curve import CurveBox
from cjm_research.rendering.journey_svg_parts import (
    LINE,
    MUTED,
    TEXT,
    Piece,
    id_attribute,
    mark,
    num,
    stack,
    text_block,
)
from cjm_research.rendering.journey_words import actor_line
from cjm_research.rendering.moments import SIGNS, mark_word
from cjm_research.rendering.stage_row import StageTitle, lines_of, stage_row
from cjm_research.rendering.story_words import map_facts
from cjm_research.rendering.text_fit import text_width

# Most entries of a cell on each side, names and quotes, from rich to sparse.
DENSITIES = ((6, 4), (4, 3), (3, 2), (3, 1), (2, 1))
TEXT_LIMIT = 70
# Room of the letters before an entry, in the size of the text.
_INDENT = 3.0


@dataclass(frozen=True)
class Frame:
    """The sheet, its columns, and how many names and quotes of each side a cell shows."""

    sheet: Paper
    n_stages: int
    n_names: int = 6
    n_items: int = 4

    @property
    def lane_width(self) -> float:
        """Of the column with the names of the lanes."""
        return self.sheet.size * 10.5

    @property
    def column(self) -> float:
        """Of one stage."""
        return (self.sheet.inner - self.lane_width) / max(1, self.n_stages)

    def x(self, stage: int) -> float:
        """Where the column of a stage begins, from the left margin."""
        return self.lane_width + self.column * stage


def compare_pages(view: CompareView, sheet: Paper) -> list[str]:
    """The comparison on as few sheets as it needs, with as many entries as these hold."""
    drafts = []
    for names, items in DENSITIES:
        frame = Frame(sheet, len(view.stages), names, items)
        drafts.append((frame, _pages(view, frame)))
        if len(drafts[-1][1]) == 1:
            break
    frame, pages = min(drafts, key=lambda draft: len(draft[1]))
    return [_drawn(view, frame, page, i, len(pages)) for i, page in enumerate(pages)]


def compare_picture(view: CompareView, sheet: Paper) -> str:
    """The comparison in one picture, higher than the sheet where the sparsest choice needs it."""
    for names, items in DENSITIES:
        frame = Frame(sheet, len(view.stages), names, items)
        rows = _all_rows(view, frame)
        height = sum(row.height for row in rows) + 2 * sheet.margin + 2 * sheet.size
        if height <= sheet.height:
            break
    tall = Paper(sheet.name, sheet.width_mm, max(height, sheet.height) / 72 * 25.4, sheet.margin, sheet.size)
    return _drawn(view, Frame(tall, len(view.stages), frame.n_names, frame.n_items), rows, 0, 1)


def _pages(view: CompareView, frame: Frame) -> list[list[Piece]]:
    rows = _all_rows(view, frame)
    head, stages, lanes, legend = rows[0], rows[1], rows[2:-1], rows[-1]
    room = frame.sheet.height - 2 * frame.sheet.margin - 2 * frame.sheet.size - legend.height
    pages, used = [[head, stages]], head.height + stages.height
    for lane in lanes:
        if used + lane.height > room and len(pages[-1]) > 1 + (len(pages) == 1):
            pages.append([stages])
            used = stages.height
        pages[-1].append(lane)
        used += lane.height
    return [[*page, legend] for page in pages]


def _all_rows(view: CompareView, frame: Frame) -> list[Piece]:
    return [
        _head(view, frame),
        _stage_row(view, frame),
        *(_lane(view, lane, frame) for lane in view.lanes),
        _legend(view, frame),
    ]


def _drawn(view: CompareView, frame: Frame, rows: Sequence[Piece], index: int, n_pages: int) -> str:
    sheet, y, parts = frame.sheet, frame.sheet.margin, []
    for row in rows[:-1]:
        parts.append(row.at(sheet.margin, y))
        y += row.height
    foot = sheet.height - sheet.margin * 0.55
    parts.append(rows[-1].at(sheet.margin, foot - sheet.size * 1.8 - rows[-1].height))
    numbers = f"{format_number(index + 1)} / {format_number(n_pages)}"
    parts.append(label(numbers, sheet.width - sheet.margin, foot, sheet.size, anchor="end"))
    title = f"{view.left.title} – {view.right.title}"
    return figure_svg(title, view.summary, "".join(parts), sheet)


def _head(view: CompareView, frame: Frame) -> Piece:
    size, width = frame.sheet.size, frame.sheet.inner
    half = width / 2 - size * 2
    title = text_block(_("Two journey maps compared"), width, size * 1.15, bold=True, colour="#0b5c92")
    sides = [_side(m, side, half, size) for m, side in ((view.left, "left"), (view.right, "right"))]
    both = Piece(sides[0].svg + sides[1].at(width / 2, 0), max(side.height for side in sides))
    summary = text_block(view.summary, width, size * 1.15, bold=True)
    return Piece(
        stack([title, both, summary], gap=size * 0.6).svg, title.height + both.height + summary.height + size * 2.2
    )


def _side(journey_map: JourneyMap, side: str, width: float, size: float) -> Piece:
    indent = size * 3
    rows = [text_block(journey_map.title, width - indent, size * 2.1, bold=True, max_lines=2, line_height=1.15)]
    version = f" · {journey_map.version}" if journey_map.version else ""
    rows.append(text_block(actor_line(journey_map) + version, width - indent, size * 1.05, max_lines=2))
    if journey_map.purpose:
        rows.append(text_block(_("Purpose:") + " " + journey_map.purpose, width - indent, size * 1.05, max_lines=3))
    rows.append(
        flow_piece([(None, f"{name}: {value}") for name, value in map_facts(journey_map)], width - indent, size)
    )
    text = stack(rows, gap=size * 0.2)
    return Piece(_badge(side, size * 2.2) + text.at(indent, 0), text.height)


def _badge(side: str, size: float, *, letter: float = 0.75) -> str:
    """The letter of a map on its own shape: a circle for the first, a square for the second.

    `letter` is its height as a part of the shape's.
    """
    half = size / 2
    shape = (
        f'<circle cx="{num(half)}" cy="{num(half)}" r="{num(half)}" fill="{COLOURS[side]}"/>'
        if side == "left"
        else f'<rect width="{num(size)}" height="{num(size)}" fill="{COLOURS[side]}"/>'
    )
    return shape + label(LETTERS[side], half, half + size * letter * 0.36, size * letter, bold=True, colour="#fff")


def _stage_row(view: CompareView, frame: Frame) -> Piece:
    titles = []
    for stage in view.stages:
        counts = [f"{letter} {share(c)}" for letter, c in zip("AB", stage.counts, strict=True) if c and c.n > 1]
        titles.append(StageTitle(stage.key, stage.name, stage.phase, tuple(counts)))
    return stage_row(titles, frame.sheet, frame.lane_width)


def _lane(view: CompareView, lane: ComparedLane, frame: Frame) -> Piece:
    size, pad = frame.sheet.size, frame.sheet.size * 0.55
    curve = Piece("", 0.0)
    if lane.key == "emotion":
        centres = tuple(frame.x(i) + frame.column / 2 for i in range(frame.n_stages))
        box = CurveBox(centres, frame.x(0), frame.sheet.inner, size * 2, size * 10.5, size)
        curve = Piece(f'<g id="emotion-curve">{curves_piece(view, box)}</g>', size * 15.2)
    name = text_block(term("lane", lane.key), frame.lane_width - size, size * 1.1, bold=True)
    cells = [_cell(cell, lane, frame, is_brief=view.is_brief) for cell in lane.cells]
    height = max(name.height, curve.height + max((cell.height for cell in cells), default=0.0)) + 2 * pad
    parts = [name.at(0, pad), curve.svg]
    for i, (stage, cell) in enumerate(zip(view.stages, cells, strict=True)):
        parts.append(cell.at(frame.x(i) + pad, curve.height + pad, key=f"{stage.key}.{lane.key}"))
        if i:
            x = num(frame.x(i))
            parts.append(f'<path d="M{x} {num(curve.height)}V{num(height)}" stroke="#e9edf1"/>')
    parts.append(f'<path d="M0 {num(height)}H{num(frame.sheet.inner)}" stroke="{LINE}"/>')
    title = f"<title>{escape(term('lane', lane.key))}</title>"
    return Piece(f"<g{id_attribute(f'lane-{lane.key}')}>{title}{''.join(parts)}</g>", height)


def _cell(entries: Sequence[Compared], lane: ComparedLane, frame: Frame, *, is_brief: bool) -> Piece:
    size = frame.sheet.size
    width = frame.column - size * 1.1
    limit = frame.n_names if lane.key in ("touchpoint", "emotion") else frame.n_items
    pieces = []
    told, same = split(entries, is_brief=is_brief)
    for (side, _differs), group in groupby(told, key=lambda entry: (entry.side, entry.differs)):
        found = list(group)
        shown = found[: limit + 1 if len(found) == limit + 1 else limit]
        pieces += [_entry(entry, width, size) for entry in shown]
        if len(found) > len(shown):
            more = len(found) - len(shown)
            words = ngettext("and {n} more", "and {n} more", more).format(n=format_number(more))
            pieces.append(_badged(side, text_block(words, width - _INDENT * size, size, colour=MUTED), size))
    if same:
        pieces.append(_badged("both", text_block(same_words(len(same)), width - _INDENT * size, size), size))
    if not pieces:
        pieces.append(text_block("–", width, size, colour=MUTED))
    return stack(pieces, gap=size * 0.32)


def _entry(entry: Compared, width: float, size: float) -> Piece:
    room = width - _INDENT * size
    name, words = entry.name(), entry.words(TEXT_LIMIT)
    if entry.item.is_barrier:
        name = " ".join(part for part in (_("Barrier:"), name) if part)
    bold, colour = entry.is_clear, TEXT if entry.is_clear else MUTED
    counts = [f"{CLEAR} {words}" if bold else words for words in entry.counts[:1]] + list(entry.counts[1:])
    lines = lines_of(counts, room, size, bold=bold) if counts else ()
    beside = text_width(name, size, bold=True) * 1.04 + size * 0.6
    if len(lines) == 1 and name and not words and beside + text_width(lines[0], size, bold=bold) <= room * 0.96:
        title = text_block(name, room, size, bold=True)
        rows = [
            Piece(title.svg + text_block(lines[0], room, size, bold=bold, colour=colour).at(beside, 0), title.height)
        ]
    else:
        rows = [text_block(name, room, size, bold=True)] if name else []
        rows += [text_block(words, room, size)] if words else []
        rows += [text_block(line, room, size, bold=bold, colour=colour) for line in lines]
    piece = _badged(entry.side, stack(rows), size, entry.mark)
    return Piece(f"<g{id_attribute(entry.key)}>{piece.svg}</g>", piece.height)


def _badged(side: str, text: Piece, size: float, sign: str = "") -> Piece:
    letters = ("left", "right") if side == "both" else (side,)
    small = size * 1.25
    parts = [
        f'<g transform="translate({num(i * size * 1.35)} {num(size * 0.08)})">{_badge(s, small)}</g>'
        for i, s in enumerate(letters)
    ]
    high = max(text.height, small)
    if sign:
        # Beside a single letter, below two of them.
        x, y = (0.0, size * 1.5) if side == "both" else (size * 1.4, size * 0.08)
        parts.append(f'<g transform="translate({num(x)} {num(y)})">{mark(sign, small)}</g>')
        high = max(high, y + small)
    return Piece("".join(parts) + text.at(_INDENT * size, 0), high)


def _legend(view: CompareView, frame: Frame) -> Piece:
    size = frame.sheet.size
    entries: list[tuple[str | None, str]] = [
        (_on_grid("left"), _("solid line, circles: the first map")),
        (_on_grid("right"), _("broken line, squares: the second map")),
        (None, clear_words()),
        (
            None,
            _("“{k} of {n}” counts people: those behind an entry, of all the people of this map.").format(k="k", n="n"),
        ),
    ]
    entries += point_signs(view)
    used = {entry.mark for cell in _shown(view) for entry in cell}
    entries += [(mark_shape(name), mark_word(name)) for name in SIGNS if name in used]
    return flow_piece(entries, frame.sheet.inner, size)


def _shown(view: CompareView) -> list[Sequence[Compared]]:
    return [split(cell, is_brief=view.is_brief)[0] for lane in view.lanes for cell in lane.cells]


def _on_grid(side: str) -> str:
    return _badge(side, 24, letter=0.84)
