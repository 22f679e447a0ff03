"""The sheets of a journey workbook besides the maps: tables to work in, ways from step to step, all the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.exchange.journey_xlsx.cells import HEAD_FILL, letter, put, sheet_title
from cjm_research.exchange.journey_xlsx.tables import TABLES, TO_FILL_IN, Table, shown
from cjm_research.i18n import _, format_percent
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.lanes import LaneKey

Columns = Sequence[tuple[str, int]]
Rows = Iterable[Sequence[Any]]
PLAIN_WIDTH = 40


def reserved_titles() -> set[str]:
    """Names of sheets, in folded case, that no map may take."""
    titles = [_(table.title) for table in TABLES] + [_("Paths"), _("Transitions"), _("Evidence")]
    return {title[:31].casefold() for title in titles}


def write_tables(workbook: Any, maps: Sequence[JourneyMap], taken: set[str]) -> None:
    """A sheet for each table that has rows; of a template also those that are to be filled in."""
    blank = any(not journey_map.participants for journey_map in maps)
    for table in TABLES:
        rows = list(_table_rows(table, maps))
        if rows or (blank and table in TO_FILL_IN):
            columns = [(_("Map"), 14), *((_(column.name), column.width) for column in table.columns), (_("Key"), 24)]
            _sheet(workbook, _(table.title), taken, columns, rows)


def _table_rows(table: Table, maps: Iterable[JourneyMap]) -> Rows:
    for journey_map in maps:
        for row in table.rows(journey_map):
            yield (journey_map.key, *(shown(column, journey_map, row) for column in table.columns), row.key)


def write_ways(workbook: Any, maps: Sequence[JourneyMap], taken: set[str]) -> None:
    """Who went from step to step, and how often one step follows another."""
    if any(journey_map.paths for journey_map in maps):
        columns: Columns = ((_("Map"), 14), (_("Participant"), 16), (_("No."), 6), (_("Step"), 44), (_("Outcome"), 20))
        _sheet(workbook, _("Paths"), taken, columns, _path_rows(maps))
    if any(journey_map.transitions for journey_map in maps):
        names = (_("From step"), _("To step"))
        columns = (
            (_("Map"), 14), (names[0], 44), (names[1], 44), (_("People"), 8), (_("of"), 8), (_("Times"), 8),
            (_("A way back"), 12),
        )  # fmt: skip
        _sheet(workbook, _("Transitions"), taken, columns, _transition_rows(maps))


def _path_rows(maps: Iterable[JourneyMap]) -> Rows:
    for journey_map in maps:
        for path in journey_map.paths:
            outcome = term("outcome", path.outcome) if path.outcome else ""
            for number, key in enumerate(path.steps, start=1):
                yield journey_map.key, path.participant, number, _step_name(journey_map, key), outcome


def _transition_rows(maps: Iterable[JourneyMap]) -> Rows:
    for journey_map in maps:
        for way in journey_map.transitions:
            ends = _step_name(journey_map, way.source), _step_name(journey_map, way.target)
            yield journey_map.key, *ends, way.people, way.leaving, way.times, _("yes") if way.is_back else ""


def _step_name(journey_map: JourneyMap, key: str) -> str:
    step = journey_map.step(key)
    return f"{journey_map.stage_name(step.stage)}: {step.text}" if step else key


def write_evidence(workbook: Any, maps: Sequence[JourneyMap], taken: set[str]) -> None:
    """A row for each piece of evidence; an item without any has one row too."""
    columns = (
        (_("Map"), 14), (_("Item"), 24), (_("Stage"), 18), (_("Lane"), 20), (_("Label"), 20), (_("Entry"), 44),
        (_("Barrier"), 9), (_("Valence"), 9), ("k", 6), ("n", 6), (_("95% interval"), 14), (_("Participant"), 14),
        (_("Transcript"), 14), (_("Turn"), 7), (_("Start"), 7), (_("End"), 7), (_("Quote"), 60), (_("Coding"), 38),
    )  # fmt: skip
    _sheet(workbook, _("Evidence"), taken, columns, _evidence_rows(maps), frozen="C2")


def _evidence_rows(maps: Iterable[JourneyMap]) -> Rows:
    for journey_map in maps:
        for cell, item in journey_map.items:
            about = _about(journey_map, cell.stage, cell.lane, item)
            for e in item.evidence:
                yield (*about, e.participant, e.transcript, e.utterance + 1, e.start, e.end, e.quote, e.coding)
            if not item.evidence:
                yield (*about, "", "", None, None, None, "", "")


def _about(journey_map: JourneyMap, stage: str, lane: LaneKey, item: JourneyItem) -> tuple[Any, ...]:
    valence = None if item.valence is None else round(item.valence, 3)
    interval = "–".join(format_percent(bound) for bound in item.count.interval)
    label = term("emotion" if lane == "emotion" else "touchpoint", item.label) if item.label else ""
    barrier = _("yes") if item.is_barrier else ""
    place = (journey_map.stage_name(stage), term("lane", lane))
    return (journey_map.key, item.key, *place, label, item.text, barrier, valence, item.count.k, item.count.n, interval)


def write_cards(workbook: Any, journey_map: JourneyMap) -> None:
    """A row a card: each entry, and each quote behind it with its participant."""
    _sheet(workbook, _("Cards"), set(), card_columns(), card_rows(journey_map))


def card_columns() -> Columns:
    """Headings and widths of the table of cards."""
    return (
        (_("Stage"), 20), (_("Lane"), 24), (_("Entry"), 60), (_("Quote"), 80), (_("Participant"), 16), (_("Key"), 24),
    )  # fmt: skip


def card_rows(journey_map: JourneyMap) -> Rows:
    """The cards, lane by lane, each quote and each entry without any once."""
    for cell, item in journey_map.items:
        place = journey_map.stage_name(cell.stage), term("lane", cell.lane)
        for e in item.evidence:
            yield (*place, item.text, e.quote, e.participant, item.key)
        if not item.evidence:
            yield (*place, item.text, "", "", item.key)


def _sheet(workbook: Any, title: str, taken: set[str], columns: Columns, rows: Rows, *, frozen: str = "A2") -> None:
    sheet = workbook.create_sheet(sheet_title(title, taken))
    for column, (name, width) in enumerate(columns, start=1):
        put(sheet, 1, column, name, bold=True, fill=HEAD_FILL)
        sheet.column_dimensions[letter(column)].width = width
    last = 1
    for last, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            put(sheet, last, column, value, plain=columns[column - 1][1] <= PLAIN_WIDTH and "\n" not in str(value))
    sheet.freeze_panes = frozen
    sheet.auto_filter.ref = f"A1:{letter(len(columns))}{last}"
