"""Empty sheets for the wall: the journey table to fill in by hand, and the wheel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import escape

from cjm_research.i18n import _
from cjm_research.journey import empty_map
from cjm_research.model import StageModel, term
from cjm_research.model.lanes import LANE_PRESETS, LaneKey, Preset, is_company_lane
from cjm_research.model.stages import StageDefinition, stage_model
from cjm_research.rendering.figure_sheet import Page, Paper, figure_svg, label, paper
from cjm_research.rendering.journey_svg_parts import LINE, MUTED, Piece, id_attribute, num, text_block
from cjm_research.rendering.stage_row import StageTitle, stage_row
from cjm_research.rendering.svg_pdf import svg_pages_to_pdf
from cjm_research.rendering.wheel import wheel_svg

Form = Literal["table", "wheel"]
# Lanes that need more room to write than others, and the curve, which needs most.
_WEIGHTS: dict[str, float] = {"emotion": 2.2, "touchpoint": 1.1, "pain": 1.3, "solution": 1.2, "quote": 1.2}
# No lane is lower than this, in the size of the text: two lines of its name; the curve needs room for its scale.
_LEAST, _LEAST_CURVE = 3.3, 8.0
_TINTS = {"pain": "#fdf6f1", "success": "#f2f8f5", "turning": "#f9f4f8"}


def template_svg(
    stages: str | StageModel = "seven_stage",
    *,
    lanes: Preset | Sequence[LaneKey] = "standard",
    page: Page = "A3",
    form: Form = "table",
) -> str:
    """An empty journey table on one sheet in landscape, in the language in force: live text, one group for each lane.

    Parameters
    ----------
    stages : str or StageModel
        The columns.
    lanes : {"minimal", "standard", "full", "blueprint"} or sequence of lane keys
        The rows, from top to bottom. A sheet with very many of them is higher than its paper.
    page : {"A3", "A4", "A1"}
        The sheet.
    form : {"table", "wheel"}
        The journey table, or the wheel around a persona (without lanes).

    Raises
    ------
    BadValueError
        The page is none of these.
    UnknownNameError
        There is no stage model of that name.
    """
    if form == "wheel":
        return wheel_svg(empty_map("", "", stage_model=stages), page=page)
    model = stage_model(stages) if isinstance(stages, str) else stages
    keys = LANE_PRESETS[lanes] if isinstance(lanes, str) else tuple(lanes)
    sheet = _high_enough(paper(page), keys)
    return figure_svg(_title(), _("A sheet to fill in, area by area"), _body(model, keys, sheet), sheet)


def template_pdf(
    stages: str | StageModel = "seven_stage",
    *,
    lanes: Preset | Sequence[LaneKey] = "standard",
    page: Page = "A3",
    form: Form = "table",
) -> bytes:
    """An empty journey table as PDF on exactly one sheet; see `template_svg`."""
    sheet = paper(page)
    svg = template_svg(stages, lanes=lanes, page=page, form=form)
    return svg_pages_to_pdf([svg], title=_title(), size=(sheet.width, sheet.height))


def _title() -> str:
    return term("map_kind", "cjm")


def _least(lane: LaneKey, size: float) -> float:
    return size * (_LEAST_CURVE if lane == "emotion" else _LEAST)


def _high_enough(sheet: Paper, lanes: Sequence[LaneKey]) -> Paper:
    head = sheet.size * 15 + 2 * sheet.margin
    least = head + sum(_least(lane, sheet.size) for lane in lanes)
    if least <= sheet.height:
        return sheet
    return Paper(sheet.name, sheet.width_mm, least / 72 * 25.4, sheet.margin, sheet.size)


def _body(model: StageModel, lanes: Sequence[LaneKey], sheet: Paper) -> str:
    size, left = sheet.size, sheet.margin
    head = _head(sheet)
    stages = _stage_row(model.stages, sheet)
    top = sheet.margin + head.height + size * 1.2
    bottom = sheet.height - sheet.margin
    heights = _heights(lanes, bottom - top - stages.height, size)
    parts = [head.at(left, sheet.margin, key="header"), stages.at(left, top, key="stages")]
    y = top + stages.height
    for lane, height in zip(lanes, heights, strict=True):
        parts.append(_lane(lane, model, sheet, height).at(left, y, key=f"lane-{lane}", label=term("lane", lane)))
        y += height
    parts.append(f'<path d="M{num(left)} {num(y)}H{num(sheet.width - left)}" stroke="{LINE}"/>')
    return "".join(parts)


def _heights(lanes: Sequence[LaneKey], room: float, size: float) -> list[float]:
    """The room shared out by weight, no row lower than its least."""
    least = [_least(lane, size) for lane in lanes]
    weights = [_WEIGHTS.get(lane, 1.0) for lane in lanes]
    spare = max(0.0, room - sum(least))
    return [low + spare * weight / sum(weights) for low, weight in zip(least, weights, strict=True)]


def _head(sheet: Paper) -> Piece:
    size, width = sheet.size, sheet.inner
    title = text_block(_title(), width * 0.4, size * 2.3, bold=True)
    lines = (_("Designed for"), _("Purpose of the map"), _("Designed by"), _("Date"), _("Version"))
    shares = (0.22, 0.38, 0.18, 0.11, 0.11)
    parts, x, gap = [title.svg], 0.0, size * 1.5
    y = title.height + size * 2.6
    for words, share in zip(lines, shares, strict=True):
        room = width * share - gap
        name = text_block(words, room, size, colour=MUTED, max_lines=1)
        parts.append(name.at(x, title.height + size * 0.5))
        parts.append(f'<path d="M{num(x)} {num(y)}H{num(x + room)}" stroke="#8794a0" stroke-width="0.8"/>')
        x += width * share
    return Piece("".join(parts), y)


def _columns(n: int, sheet: Paper) -> tuple[float, float]:
    lane_width = sheet.size * 11.5
    return lane_width, (sheet.inner - lane_width) / max(1, n)


def _stage_row(stages: Sequence[StageDefinition], sheet: Paper) -> Piece:
    titles = [StageTitle(s.key, s.name or term("stage", s.key), s.phase) for s in stages]
    return stage_row(titles, sheet, _columns(len(stages), sheet)[0])


def _lane(lane: LaneKey, model: StageModel, sheet: Paper, height: float) -> Piece:
    size, n = sheet.size, len(model.stages)
    lane_width, column = _columns(n, sheet)
    name = text_block(term("lane", lane), lane_width - size, size * 1.15, bold=True, line_height=1.15)
    tint = "#f5f7f9" if is_company_lane(lane) else _TINTS.get(lane, "#fff")
    parts = [
        f'<rect x="{num(lane_width)}" width="{num(column * n)}" height="{num(height)}" fill="{tint}"/>',
        name.at(0, size * 0.5),
    ]
    if lane == "emotion":
        parts.append(_scale(lane_width, column * n, height, size))
    for i, stage in enumerate(model.stages):
        x = num(lane_width + column * i)
        cell = f"{stage.key}.{lane}"
        parts.append(f'<path{id_attribute(cell)} d="M{x} 0V{num(height)}" stroke="{LINE}"/>')
    parts.append(f'<path d="M0 0H{num(sheet.inner)}" stroke="{LINE}"/>')
    return Piece("".join(parts), height)


def _scale(x: float, width: float, height: float, size: float) -> str:
    """The scale of the emotion curve, from -2 to +2, to draw into."""
    parts = []
    for valence in (2, 1, 0, -1, -2):
        y = height / 2 - valence * (height - size * 3) / 4
        look = 'stroke="#56636f" stroke-width="1.2"' if valence == 0 else 'stroke="#c3ccd4" stroke-dasharray="2 3"'
        parts.append(f'<path d="M{num(x)} {num(y)}H{num(x + width)}" {look}/>')
        words = f"{valence:+d}".replace("-", "−") if valence else "0"
        parts.append(label(escape(words), x - size * 0.4, y + size * 0.35, size, anchor="end"))
    return "".join(parts)
