"""The other tables of a journey workbook, read back: solutions, communication plan, steps, figures, sign-offs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cjm_research.exchange.journey_xlsx.cells import clean
from cjm_research.exchange.journey_xlsx.changes import MapReading, text_of
from cjm_research.exchange.journey_xlsx.reading import Grid
from cjm_research.exchange.journey_xlsx.tables import TABLES, Column, Row, Table, shown, touchpoint_label
from cjm_research.exchange.journey_xlsx.words import folded, in_every_language
from cjm_research.i18n import _, using_language
from cjm_research.model import ExternalFactor, Metric, SignOff

Readings = Mapping[str, MapReading]


def table_of(title: str) -> Table | None:
    """The table that a sheet of this name holds, in any language."""
    for table in TABLES:
        if folded(title) in {folded(name[:31]) for name in _in_every_language(table.title)}:
            return table
    return None


def _in_every_language(message: str) -> list[str]:
    return in_every_language(lambda: _(message))


def read_table(grid: Grid, table: Table, sheet: str, readings: Readings) -> None:
    """Add to the readings of the maps what a person changed in one table."""
    places = _places(grid[0] if grid else (), table)
    if "key" not in places or table.text not in places:
        return
    rows = {name: _written(table, reading) for name, reading in readings.items()}
    seen: set[tuple[str, str]] = set()
    for number, values in enumerate(grid[1:], start=2):
        texts = {name: text_of(values[place]) for name, place in places.items() if place < len(values)}
        key, named = texts.pop("key", ""), texts.pop("map", "")
        reading = readings.get(named) or (next(iter(readings.values())) if len(readings) == 1 else None)
        if reading is None:
            continue
        written = rows[reading.map.key].get(key) if key else None
        if written is not None:
            seen.add((reading.map.key, key))
        elif not texts.get(table.text):
            continue
        _read_row(table, written, texts, reading, (sheet, number, places))
    for name, reading in readings.items():
        for key in rows[name]:
            if (name, key) not in seen and table.part != "touchpoint":
                reading.remove(table.part, key)


Place = tuple[str, int, Mapping[str, int]]


def _places(head: Sequence[Any], table: Table) -> dict[str, int]:
    """Field -> column (from 0), by heading in any language."""
    wanted = {folded(name): "map" for name in in_every_language(lambda: _("Map"))}
    wanted |= {folded(name): "key" for name in in_every_language(lambda: _("Key"))}
    for column in table.columns:
        if column.field:
            wanted |= {folded(name): column.field for name in _in_every_language(column.name)}
    places: dict[str, int] = {}
    for place, value in enumerate(head):
        if (name := wanted.get(folded(value))) is not None:
            places.setdefault(name, place)
    return places


def _written(table: Table, reading: MapReading) -> dict[str, tuple[Row, dict[str, str]]]:
    """Key -> the row as it was written, its texts by field."""
    with using_language(reading.language):
        return {
            row.key: (row, {c.field: _as_text(shown(c, reading.map, row)) for c in table.columns if c.field})
            for row in table.rows(reading.map)
            if row.key
        }


def _as_text(value: Any) -> str:
    return text_of(clean(value) if isinstance(value, str) else value)


def _read_row(
    table: Table,
    written: tuple[Row, dict[str, str]] | None,
    texts: dict[str, str],
    reading: MapReading,
    place: Place,
) -> None:
    sheet, number, places = place
    before = written[1] if written else {}
    values: dict[str, Any] = {}
    try:
        for column in table.columns:
            text = texts.get(column.field, before.get(column.field, ""))
            if column.field and text != before.get(column.field, ""):
                values[column.field] = _parsed(column, text, reading, sheet, number, places)
        if written:
            _change(table, written[0], values, reading)
        else:
            _add(table, values, reading)
    except _Noted:
        return
    except ValueError as problem:
        reading.note(str(problem), sheet, number, places[table.text] + 1)


class _Noted(Exception):  # noqa: N818 - says that the problem is on record already
    pass


def _parsed(column: Column, text: str, reading: MapReading, sheet: str, number: int, places: Mapping[str, int]) -> Any:
    try:
        value = column.parse(reading.map, text)
    except ValueError as problem:
        reading.note(str(problem), sheet, number, places[column.field] + 1)
        raise _Noted from problem
    return None if value == "" or (value == () and not text) else value


def _change(table: Table, row: Row, values: dict[str, Any], reading: MapReading) -> None:
    if not values:
        return
    if table.text in values and not values[table.text]:
        raise ValueError(_("The text is empty."))
    if isinstance(row.thing, Metric | ExternalFactor | SignOff):
        values = {**row.thing.model_dump(mode="json", exclude_defaults=True), **values}
    reading.change(table.part, row.key, values)


def _add(table: Table, values: dict[str, Any], reading: MapReading) -> None:
    text = str(values.get(table.text) or "")
    given = {name: value for name, value in values.items() if value is not None}
    if table.part == "touchpoint":
        label = touchpoint_label(reading.map, text) or ""
        # Found by its name, a contact needs no other; and what is typical of it anyway is nobody's description.
        typical = {**reading.map.touchpoint(label).model_dump(mode="json"), "name": given.get("name") if label else ""}
        told = {name: value for name, value in given.items() if typical.get(name) != value}
        if told:
            reading.change("touchpoint", label, told)
        return
    if table.part in ("item", "step") and not given.get("stage"):
        raise ValueError(_("A stage is missing."))
    lane = dict(table.fixed).get("lane", table.part)
    key = reading.new_key(lane, str(given.get("stage", "")), text)
    if table.part not in ("item", "step"):
        given["key"] = key
    reading.change(table.part, key, {**given, **dict(table.fixed)}, own=True)
