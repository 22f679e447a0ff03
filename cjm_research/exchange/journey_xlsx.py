"""Journey maps as a workbook: a sheet a map (stages as columns, lanes as rows) and one with all the evidence.

Built on openpyxl. Text stays text: what begins like a formula is stored as a string with a quote prefix, so that no
spreadsheet executes what somebody said. The same maps give the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.steady_zip import steady_workbook
from cjm_research.i18n import _, format_number, format_percent, format_share
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.lanes import LANES, LaneKey

# Entries of a cell that are written out; all of them stand on the evidence sheet.
SHOWN = 8
LANE_WIDTH, STAGE_WIDTH = 22, 36
LINE_PT, MAX_ROW_PT = 14.5, 400
CELL_LIMIT = 32_000  # Excel refuses more than 32,767 characters
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PHASE_FILLS = {"before": "2B6A9B", "during": "1C4668", "after": "4C6379"}
_LANE_FILLS = {"pain": "FDF1E9", "success": "EDF6F2", "turning": "F7F0F6"}
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


def write_journey_xlsx(path: str | Path, journey_map: JourneyMap | Sequence[JourneyMap]) -> Path:
    """Write one map or several to a workbook, in the language in force; its path.

    Parameters
    ----------
    path : path
        Where; written over if it exists.
    journey_map : JourneyMap or sequence of JourneyMap
        Each gets a sheet of its own; the evidence of all follows on the last sheet.
    """
    from openpyxl import Workbook

    maps = [journey_map] if isinstance(journey_map, JourneyMap) else list(journey_map)
    workbook = Workbook()
    workbook.remove(workbook.active)
    evidence_title = _("Evidence")
    taken = {evidence_title.casefold()}
    for each in maps:
        _map_sheet(workbook.create_sheet(_sheet_title(each.title or each.key, taken)), each)
    _evidence_sheet(workbook.create_sheet(_NOT_IN_A_TITLE.sub(" ", evidence_title)[:31]), maps)
    target = ensure_parent(Path(path))
    target.write_bytes(steady_workbook(workbook))
    return target


def _sheet_title(title: str, taken: set[str]) -> str:
    # Excel: 31 characters, none of []:*?/\, no apostrophe at the ends, unique whatever the case.
    base = " ".join(_NOT_IN_A_TITLE.sub(" ", clean(title)).split()).strip("'")[:31].strip() or _("Map")
    name, number = base, 2
    while name.casefold() in taken:
        suffix = f" {number}"
        name, number = base[: 31 - len(suffix)] + suffix, number + 1
    taken.add(name.casefold())
    return name


def _map_sheet(sheet: Any, journey_map: JourneyMap) -> None:
    facts = _facts(journey_map)
    for row, (name, value) in enumerate(facts, start=1):
        put(sheet, row, 1, name, bold=row > 1, size=16 if row == 1 else 11)
        if value:
            put(sheet, row, 2, value)
    head = len(facts) + 2
    _stage_rows(sheet, journey_map, head)
    row = head + 2
    for lane in LANES:
        if lane == "emotion":
            row = _curve_rows(sheet, journey_map, row)
        row = _lane_row(sheet, journey_map, lane, row)
    _page_setup(sheet, head, len(journey_map.stages))


def _facts(journey_map: JourneyMap) -> list[tuple[str, str]]:
    facts = [
        (journey_map.title, ""),
        (_("Purpose"), journey_map.purpose),
        (_("Interviews"), f"n = {format_number(len(journey_map.participants))}"),
        (_("Participants"), ", ".join(journey_map.participants)),
        (_("Groups"), ", ".join(term("group", group) for group in journey_map.groups)),
        (_("Rests on"), term("basis", journey_map.basis)),
        (_("Stage model"), term("stage_model", journey_map.stage_model)),
        (_("Codings without a stage"), format_number(journey_map.n_unstaged) if journey_map.n_unstaged else ""),
    ]
    return [(name, value) for i, (name, value) in enumerate(facts) if i == 0 or value]


def _stage_rows(sheet: Any, journey_map: JourneyMap, row: int) -> None:
    put(sheet, row, 1, _("Stage"), bold=True)
    put(sheet, row + 1, 1, _("People who told of it"), bold=True)
    for column, stage in enumerate(journey_map.stages, start=2):
        fill = _PHASE_FILLS[stage.phase]
        put(sheet, row, column, term("stage", stage.key), bold=True, size=12, colour="FFFFFF", fill=fill)
        put(sheet, row + 1, column, format_share(stage.count.k, stage.count.n))


def _curve_rows(sheet: Any, journey_map: JourneyMap, row: int) -> int:
    """The emotion curve as numbers: mean, interval, people."""
    put(sheet, row, 1, _("Emotion, mean over people (−2 to +2)"), bold=True)
    put(sheet, row + 1, 1, _("95% interval of the mean"), bold=True)
    put(sheet, row + 2, 1, _("People with an emotion"), bold=True)
    places = {stage.key: column for column, stage in enumerate(journey_map.stages, start=2)}
    for point in journey_map.curve:
        column = places[point.stage]
        if point.mean is not None:
            put(sheet, row, column, round(point.mean, 3), number_format="+0.0;-0.0;0.0")
        if point.interval is not None:
            low, high = (format_number(bound, 1) for bound in point.interval)
            put(sheet, row + 1, column, _("{low} to {high}").format(low=low, high=high))
        put(sheet, row + 2, column, point.n)
    return row + 3


def _lane_row(sheet: Any, journey_map: JourneyMap, lane: LaneKey, row: int) -> int:
    cells = {cell.stage: cell.items for cell in journey_map.cells if cell.lane == lane}
    put(sheet, row, 1, term("lane", lane), bold=True)
    lines = 1
    for column, stage in enumerate(journey_map.stages, start=2):
        text = _cell_text(cells.get(stage.key, ()), empty=not cells)
        put(sheet, row, column, text, fill=_LANE_FILLS.get(lane))
        lines = max(lines, sum(math.ceil(len(line) / (STAGE_WIDTH * 0.95)) or 1 for line in text.split("\n")))
    sheet.row_dimensions[row].height = min(MAX_ROW_PT, lines * LINE_PT + 6)
    return row + 1


def _cell_text(items: Sequence[JourneyItem], *, empty: bool) -> str:
    if not items:
        return _("None found") if empty else ""
    lines = [f"• {_item_text(item)} ({format_share(item.count.k, item.count.n)})" for item in items[:SHOWN]]
    if len(items) > SHOWN:
        lines.append(_("+{n} more on the evidence sheet").format(n=format_number(len(items) - SHOWN)))
    return "\n".join(lines)


def _item_text(item: JourneyItem) -> str:
    return _("Barrier:") + " " + item.text if item.is_barrier else item.text


def _evidence_sheet(sheet: Any, maps: Iterable[JourneyMap]) -> None:
    """A row for each piece of evidence; an item without any has one row too."""
    columns = (
        (_("Map"), 14), (_("Item"), 24), (_("Stage"), 18), (_("Lane"), 20), (_("Label"), 20), (_("Entry"), 44),
        (_("Barrier"), 9), (_("Valence"), 9), ("k", 6), ("n", 6), (_("95% interval"), 14), (_("Participant"), 14),
        (_("Transcript"), 14), (_("Turn"), 7), (_("Start"), 7), (_("End"), 7), (_("Quote"), 60), (_("Coding"), 38),
    )  # fmt: skip
    for column, (name, width) in enumerate(columns, start=1):
        put(sheet, 1, column, name, bold=True, fill="E3EEF6")
        sheet.column_dimensions[_letter(column)].width = width
    row = 2
    for values in _evidence_rows(maps):
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, value, plain=columns[column - 1][1] <= 40)
        row += 1
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{_letter(len(columns))}{max(1, row - 1)}"


def _evidence_rows(maps: Iterable[JourneyMap]) -> Iterable[tuple[Any, ...]]:
    for journey_map in maps:
        for cell in journey_map.cells:
            place = (term("stage", cell.stage), term("lane", cell.lane))
            for item in cell.items:
                valence = None if item.valence is None else round(item.valence, 3)
                interval = "–".join(format_percent(bound) for bound in item.count.interval)
                label = _label(item, cell.lane)
                barrier = _("yes") if item.is_barrier else ""
                counts = (item.count.k, item.count.n, interval)
                about = (journey_map.key, item.key, *place, label, item.text, barrier, valence, *counts)
                for e in item.evidence:
                    yield (*about, e.participant, e.transcript, e.utterance + 1, e.start, e.end, e.quote, e.coding)
                if not item.evidence:
                    yield (*about, "", "", None, None, None, "", "")


def _label(item: JourneyItem, lane: LaneKey) -> str:
    return term("emotion" if lane == "emotion" else "touchpoint", item.label) if item.label else ""


def put(
    sheet: Any,
    row: int,
    column: int,
    value: Any,
    *,
    bold: bool = False,
    size: int = 11,
    colour: str = "1D2A35",
    fill: str | None = None,
    plain: bool = False,
    number_format: str | None = None,
) -> None:
    """A value in a cell; text is never taken for a formula, and characters that XML forbids are left out."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        value = clean(value)
        cell.value = value
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
    if plain:  # thousands of cells: those without a style are written several times faster
        return
    # A long title must not be broken into the narrow column of lane names.
    cell.alignment = _alignment(size < 16)
    if bold or size != 11 or colour != "1D2A35":
        cell.font = _font(size, bold, colour)
    if fill:
        cell.fill = _fill(fill)
    if number_format:
        cell.number_format = number_format


@cache
def _alignment(wrap: bool) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=wrap)


@cache
def _font(size: int, bold: bool, colour: str) -> Any:
    from openpyxl.styles import Font

    return Font(name="Calibri", size=size, bold=bold, color=colour)


@cache
def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=colour, end_color=colour)


def clean(text: str) -> str:
    """The text as a workbook can hold it: no control characters, not too long for a cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _page_setup(sheet: Any, head: int, n_stages: int) -> None:
    sheet.column_dimensions["A"].width = LANE_WIDTH
    for column in range(2, n_stages + 2):
        sheet.column_dimensions[_letter(column)].width = STAGE_WIDTH
    sheet.freeze_panes = sheet.cell(head + 1, 2)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_title_cols = "A:A"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
