"""One journey map as a sheet: stages as columns, lanes as rows, both sides, in the language in force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.exchange.journey_xlsx.cells import letter, put
from cjm_research.exchange.journey_xlsx.words import ASSUMED, cell_lines, row_labels, time_text
from cjm_research.i18n import _, format_number, format_share
from cjm_research.model import EmotionPoint, JourneyMap, JourneyStage, term
from cjm_research.model.lanes import COMPANY_LANES, LANES, STEADY_LANES, LaneKey

LANE_WIDTH, STAGE_WIDTH = 26, 36
LINE_PT, MAX_ROW_PT = 14.5, 400
_PHASE_FILLS = {"before": "2B6A9B", "during": "1C4668", "after": "4C6379"}
_LANE_FILLS = {"pain": "FDF1E9", "success": "EDF6F2", "turning": "F7F0F6"}
_COMPANY_FILL = "F3F4F6"
STAGE_TEXTS = ("goal", "mindset", "time_frame", "customer_task", "company_task")


def write_map_sheet(sheet: Any, journey_map: JourneyMap, lanes: Sequence[LaneKey] = LANES) -> None:
    """Fill an empty sheet with a map; its curve stands above the emotions, or below the other lanes."""
    labels = row_labels()
    facts = list(_facts(journey_map, labels))
    put(sheet, 1, 1, journey_map.title or sheet.title, size=16)
    for row, (name, value) in enumerate(facts, start=2):
        put(sheet, row, 1, name, bold=True)
        put(sheet, row, 2, value)
    head = len(facts) + 3
    _stage_rows(sheet, journey_map, head, labels["stage"])
    row = head + (2 if journey_map.participants else 1)
    for field in STAGE_TEXTS:
        row = _row(sheet, row, labels[f"stage:{field}"], [stage_text(stage, field) for stage in journey_map.stages])
    row = _row(sheet, row, labels["steps"], _step_cells(journey_map))
    for lane in lanes:
        if lane == "emotion":
            row = _curve_rows(sheet, journey_map, row, labels)
        fill = _COMPANY_FILL if lane in COMPANY_LANES else _LANE_FILLS.get(lane)
        row = _row(sheet, row, labels[f"lane:{lane}"], _lane_cells(journey_map, lane), fill=fill)
    if "emotion" not in lanes:
        _curve_rows(sheet, journey_map, row, labels)
    _page_setup(sheet, head, len(journey_map.stages))


def stage_text(stage: JourneyStage, field: str) -> str:
    """A field of a stage as it stands in the table."""
    return time_text(stage.time_frame) if field == "time_frame" else str(getattr(stage, field))


def point_value(points: Iterable[EmotionPoint], stage: str) -> float | None:
    """A point of the curve as it stands in the table."""
    mean = next((point.mean for point in points if point.stage == stage), None)
    return None if mean is None else round(mean, 3)


def _facts(journey_map: JourneyMap, labels: dict[str, str]) -> Iterable[tuple[str, str]]:
    """What stands above the table; what a person may fill in has its row even where it is empty."""
    people, unstaged = journey_map.participants, journey_map.n_unstaged
    for field in ("purpose", "scenario", "authors", "review_due"):
        yield labels[f"map:{field}"], getattr(journey_map, field)
    yield _("Stage model"), term("stage_model", journey_map.stage_model)
    if people:
        yield _("Interviews"), f"n = {format_number(len(people))}"
        yield _("Participants"), ", ".join(people)
        yield _("Groups"), ", ".join(term("group", group) for group in journey_map.groups)
        yield _("Rests on"), term("basis", journey_map.basis)
    if unstaged:
        yield _("Codings without a stage"), format_number(unstaged)
    yield _("Legend"), " ".join((ASSUMED, _("Nobody yet: an assumption")))


def _stage_rows(sheet: Any, journey_map: JourneyMap, row: int, label: str) -> None:
    put(sheet, row, 1, label, bold=True)
    if journey_map.participants:
        put(sheet, row + 1, 1, _("People who told of it"), bold=True)
    for column, stage in enumerate(journey_map.stages, start=2):
        fill, name = _PHASE_FILLS[stage.phase], journey_map.stage_name(stage.key)
        put(sheet, row, column, name, bold=True, size=12, colour="FFFFFF", fill=fill)
        if journey_map.participants:
            put(sheet, row + 1, column, format_share(stage.count.k, stage.count.n))


def _row(sheet: Any, row: int, label: str, cells: Sequence[str], fill: str | None = None) -> int:
    put(sheet, row, 1, label, bold=True, fill=fill)
    lines = 1
    for column, text in enumerate(cells, start=2):
        put(sheet, row, column, text, fill=fill)
        lines = max(lines, sum(math.ceil(len(line) / (STAGE_WIDTH * 0.95)) or 1 for line in text.split("\n")))
    sheet.row_dimensions[row].height = min(MAX_ROW_PT, lines * LINE_PT + 6)
    return row + 1


def _step_cells(journey_map: JourneyMap) -> list[str]:
    return [
        "\n".join(cell_lines([step for step in journey_map.steps if step.stage == stage.key]))
        for stage in journey_map.stages
    ]


def _lane_cells(journey_map: JourneyMap, lane: LaneKey) -> list[str]:
    cells = {cell.stage: cell.items for cell in journey_map.cells if cell.lane == lane and cell.items}
    looked_for = lane in STEADY_LANES and journey_map.actor != "story"
    nothing = _("None found") if not cells and (looked_for or lane in journey_map.none_found) else ""
    return ["\n".join(cell_lines(cells.get(stage.key, ()), lane)) or nothing for stage in journey_map.stages]


def _curve_rows(sheet: Any, journey_map: JourneyMap, row: int, labels: dict[str, str]) -> int:
    """The emotion curve as numbers: mean, interval, people, and the planned one."""
    points = {point.stage: point for point in journey_map.curve}
    people = bool(journey_map.participants)
    names = (labels["point:as_is"], *((_("95% interval of the mean"), _("People with an emotion")) if people else ()))
    for offset, name in enumerate((*names, labels["point:to_be"])):
        put(sheet, row + offset, 1, name, bold=True)
    for column, stage in enumerate(journey_map.stages, start=2):
        planned = point_value(journey_map.curve_to_be, stage.key)
        put(sheet, row, column, point_value(journey_map.curve, stage.key), number_format="+0.0;-0.0;0.0")
        put(sheet, row + len(names), column, planned, number_format="+0.0;-0.0;0.0")
        point = points.get(stage.key)
        if point is not None and people:
            put(sheet, row + 1, column, _interval(point))
            put(sheet, row + 2, column, point.n)
    return row + len(names) + 1


def _interval(point: EmotionPoint) -> str:
    if point.interval is None:
        return ""
    low, high = (format_number(bound, 1) for bound in point.interval)
    return _("{low} to {high}").format(low=low, high=high)


def _page_setup(sheet: Any, head: int, n_stages: int) -> None:
    sheet.column_dimensions["A"].width = LANE_WIDTH
    for column in range(2, n_stages + 2):
        sheet.column_dimensions[letter(column)].width = STAGE_WIDTH
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_title_cols = "A:A"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
