"""The visible sheet of a journey map, read back: what a person changed in the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from cjm_research.exchange.journey_xlsx.cells import clean
from cjm_research.exchange.journey_xlsx.changes import MapReading, text_of
from cjm_research.exchange.journey_xlsx.tables import touchpoint_label
from cjm_research.exchange.journey_xlsx.words import (
    LINE_LIMIT,
    SHOWN,
    Line,
    folded,
    known_rows,
    line_of,
    names_of,
    read_line,
    read_time,
    written_lines,
)
from cjm_research.exchange.journey_xlsx.writing import STAGE_TEXTS, point_value, stage_text
from cjm_research.i18n import _, using_language
from cjm_research.model import JourneyItem, JourneyStep
from cjm_research.model.lanes import LABELLED_LANES
from cjm_research.model.scheme import EMOTION_LABELS

# So much of a line must stay for it to be the same entry in other words: of its words, or of its letters.
SAME_WORDS, SAME_LETTERS = 0.5, 0.75
MAX_ROWS, MAX_COLUMNS, MAX_HEAD = 1_000, 80, 60
Grid = Sequence[Sequence[Any]]


def grid_of(sheet: Any) -> Grid:
    """The values of a sheet, row by row."""
    rows = sheet.iter_rows(
        max_row=min(MAX_ROWS, sheet.max_row), max_col=min(MAX_COLUMNS, sheet.max_column), values_only=True
    )
    return [list(row) for row in rows]


def head_of(grid: Grid) -> int | None:
    """The row (from 0) that holds the stages; None where the sheet is no journey map."""
    known = known_rows()
    fields = [known.get(folded(row[0]), "") if row else "" for row in grid]
    head = next((n for n, name in enumerate(fields[:MAX_HEAD]) if name == "stage"), None)
    return head if head is not None and any(name.startswith("lane:") for name in fields[head:]) else None


def read_map_sheet(grid: Grid, reading: MapReading) -> None:
    """Add to `reading` what a person changed in the table of a map."""
    head = head_of(grid)
    if head is None:
        reading.notes.append(_("Sheet “{sheet}” holds no table of a journey map.").format(sheet=reading.sheet))
        return
    _title(grid, reading)
    columns = _stage_columns(grid[head], head, reading)
    known = known_rows()
    for number, row in enumerate(grid):
        name = known.get(folded(row[0]) if row else "")
        part, _colon, what = (name or "").partition(":")
        if name is None and number > head and any(text_of(value) for value in row[:1]):
            reading.note(
                _("“{row}” is no row of a journey map.").format(row=text_of(row[0])), reading.sheet, number + 1, 1
            )
        elif part == "map":
            _map_field(what, row, number, reading)
        elif number > head and name and name != "stage":
            for stage, column in columns.items():
                text = text_of(row[column]) if column < len(row) else ""
                try:
                    _cell(part, what, stage, text, reading)
                except ValueError as problem:
                    reading.note(str(problem), reading.sheet, number + 1, column + 1)


def _title(grid: Grid, reading: MapReading) -> None:
    title = text_of(grid[0][0]) if grid and grid[0] else ""
    known = reading.map.title or reading.sheet
    if title and folded(title) not in known_rows() and title != text_of(clean(known)):
        reading.change("map", "", {"title": " ".join(title.split())})


def _map_field(what: str, row: Sequence[Any], number: int, reading: MapReading) -> None:
    text = text_of(row[1]) if len(row) > 1 else ""
    if text == text_of(clean(str(getattr(reading.map, what)))):
        return
    try:
        reading.change("map", "", {what: text or None})
    except ValueError as problem:
        reading.note(str(problem), reading.sheet, number + 1, 2)


def _stage_columns(row: Sequence[Any], head: int, reading: MapReading) -> dict[str, int]:
    """Stage -> its column (from 0): found by name, else by place, which is a new name; others are new stages."""
    stages = reading.map.stages
    names = {folded(reading.map.stage_name(stage.key)): stage.key for stage in stages}
    names = {**names_of("stage", (stage.key for stage in stages if not stage.name)), **names}
    headings = {column: text_of(value) for column, value in enumerate(row) if column and text_of(value)}
    found: dict[str, int] = {}
    for column, heading in headings.items():
        key = names.get(folded(heading))
        if key is not None and key not in found:
            found[key] = column
    for place, stage in enumerate(stages, start=1):
        if stage.key not in found and place in headings and place not in found.values():
            found[stage.key] = place
            reading.change("stage", stage.key, {"name": " ".join(headings[place].split())})
        elif stage.key not in found:
            reading.remove("stage", stage.key)
    for column in sorted(headings.keys() - set(found.values())):
        found[_new_stage(" ".join(headings[column].split()), column, found, reading)] = column
    return found


def _new_stage(name: str, column: int, found: dict[str, int], reading: MapReading) -> str:
    before = max((c for c in found.values() if c < column), default=0)
    neighbour = next((reading.map.stage(key) for key, c in found.items() if c == before), None)
    key = "own-" + reading.new_key("stage", name).replace("-", "")[:12]
    position = neighbour.position if neighbour else -1.0
    values = {"name": name, "phase": neighbour.phase if neighbour else "before", "position": position + 0.5}
    reading.change("stage", key, values, own=True)
    return key


def _cell(part: str, what: str, stage: str, text: str, reading: MapReading) -> None:
    if part == "stage" and what in STAGE_TEXTS:
        _stage_field(what, stage, text, reading)
    elif part == "point":
        _point(what, stage, text, reading)
    elif part == "steps":
        steps = [step for step in reading.map.steps if step.stage == stage]
        for line in _entries(steps, text, reading, "step", ""):
            values = {"stage": stage, "text": line.text, **({"layer": "to_be"} if line.is_planned else {})}
            reading.change("step", reading.new_key("step", stage, line.text), values, own=True)
    elif part == "lane":
        items = reading.map.cell(stage, what).items  # type: ignore[arg-type]
        for line in _entries(items, text, reading, "item", what):
            reading.change(
                "item", reading.new_key(what, stage, line.text), _new_item(what, stage, line, reading), own=True
            )


def _stage_field(what: str, stage: str, text: str, reading: MapReading) -> None:
    known = reading.map.stage(stage)
    with using_language(reading.language):
        written = stage_text(known, what) if known else ""
    if text == text_of(clean(written)):
        return
    value: Any = text or None
    if what == "time_frame" and text:
        time = read_time(text)
        if time is None:
            raise ValueError(_("“{text}” is no time frame. Write it like this: 2–3 weeks.").format(text=text))
        value = time.model_dump(mode="json")
    reading.change("stage", stage, {what: value})


def _point(layer: str, stage: str, text: str, reading: MapReading) -> None:
    points = reading.map.curve if layer == "as_is" else reading.map.curve_to_be
    written = point_value(points, stage)
    try:
        mean = float(text.replace(",", ".").replace("−", "-")) if text else None
    except ValueError:
        raise ValueError(_("“{text}” is not a number.").format(text=text)) from None
    if mean is not None and not -2 <= mean <= 2:
        raise ValueError(_("The emotion curve goes from −2 to +2."))
    if mean != written:
        reading.change("point", stage if layer == "as_is" else f"{stage}@{layer}", {"mean": mean})


def _new_item(lane: str, stage: str, line: Line, reading: MapReading) -> dict[str, Any]:
    values: dict[str, Any] = {"stage": stage, "lane": lane, "text": line.text}
    if lane in LABELLED_LANES:
        label = touchpoint_label(reading.map, line.text)
        if lane == "emotion":
            label = names_of("emotion", EMOTION_LABELS).get(folded(line.text))
        if lane == "emotion" or label != line.text:
            values["label"] = label
    if line.is_barrier:
        values["is_barrier"] = True
    if line.is_planned:
        values["layer"] = "to_be"
    return {name: value for name, value in values.items() if value is not None}


def _entries(things: Sequence[Any], text: str, reading: MapReading, part: Any, lane: str) -> Iterator[Line]:
    """Note what was changed and taken off in a cell; yields what is new in it."""
    with using_language(reading.language):
        written = {thing.key: line_of(thing, lane) for thing in things[:SHOWN]}
    shown = {thing.key: thing for thing in things[:SHOWN]}
    lines = written_lines(text)
    for key in list(shown):
        if written[key] in lines:
            lines.remove(written[key])
            del shown[key]
    found = [read_line(line) for line in lines]
    for key, line in _paired({key: read_line(written[key]) for key in shown}, found):
        found.remove(line)
        _changed(shown.pop(key), read_line(written[key]), line, reading, part)
    for key in shown:
        reading.remove(part, key)
    yield from (line for line in found if line.text)


def _paired(before: dict[str, Line], after: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Entries with the lines that they became, the most alike first."""
    alike = [
        (share, -place, key, new)
        for key, line in before.items()
        for place, new in enumerate(after)
        if (share := _likeness(line.text, new.text)) > 0
    ]
    taken: list[Any] = []
    for _share, place, key, new in sorted(alike, key=lambda pair: pair[:3], reverse=True):
        if key not in taken and place not in taken:
            taken += [key, place]
            yield key, new


def _likeness(before: str, after: str) -> float:
    """How much of a text stayed, 0..1; 0 where it is another one."""
    letters = SequenceMatcher(None, before[:300], after[:300], autojunk=False).ratio()
    words = SequenceMatcher(None, before.casefold().split(), after.casefold().split(), autojunk=False).ratio()
    return max(letters, words) if letters >= SAME_LETTERS or words >= SAME_WORDS else 0.0


def _changed(thing: JourneyItem | JourneyStep, before: Line, after: Line, reading: MapReading, part: Any) -> None:
    values: dict[str, Any] = {}
    if after.text != before.text:
        if len(before.text) >= LINE_LIMIT - 1:
            raise ValueError(_("This is too long: at most {most} characters.").format(most=LINE_LIMIT))
        values["text"] = after.text
    if after.is_planned != before.is_planned:
        values["layer"] = "to_be" if after.is_planned else "as_is"
    if isinstance(thing, JourneyItem) and after.is_barrier != before.is_barrier:
        values["is_barrier"] = after.is_barrier
    if values:
        reading.change(part, thing.key, values)
