"""The tables of a journey workbook besides the maps: what each column holds, and how it is read back.

A column with a `field` may be changed by a person; the others tell what the codings give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from cjm_research.exchange.journey_xlsx.words import flat, folded, names_of, read_time, time_text
from cjm_research.i18n import N_, _
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.journey_edit import Part
from cjm_research.model.scheme import TOUCHPOINT_LABELS


class Row(NamedTuple):
    """One thing of a map with its place; `thing` is None where a row only asks for something to be filled in."""

    key: str
    thing: Any
    stage: str = ""
    links: tuple[str, ...] = ()


Show = Callable[[JourneyMap, Row], Any]
Parse = Callable[[JourneyMap, str], Any]


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it shows, and into which field what a person writes there goes."""

    name: str
    width: int
    show: Show
    field: str = ""
    parse: Parse = lambda _map, text: text


@dataclass(frozen=True)
class Table:
    """A sheet with one row a thing; `part` is what its things are to an edit, `text` the field a new one must have."""

    title: str
    part: Part
    rows: Callable[[JourneyMap], Iterable[Row]]
    columns: tuple[Column, ...]
    text: str = "text"
    fixed: tuple[tuple[str, Any], ...] = ()


def stage_key(journey_map: JourneyMap, text: str) -> str:
    """The stage that a text names, by the name on this map or by the built-in one in any language.

    Raises
    ------
    ValueError
        There is no such stage.
    """
    if not text:
        return ""
    names = names_of("stage", (stage.key for stage in journey_map.stages))
    names.update((folded(journey_map.stage_name(stage.key)), stage.key) for stage in journey_map.stages)
    if folded(text) not in names:
        known = ", ".join(journey_map.stage_name(stage.key) for stage in journey_map.stages)
        message = _("There is no stage “{stage}” on this map.").format(stage=text)
        raise ValueError(" ".join([message, _("Known: {known}.").format(known=known)]) if known else message)
    return names[folded(text)]


def touchpoint_label(journey_map: JourneyMap, text: str) -> str | None:
    """The label of the contact that a text names; the text itself where it is a contact of a study's own."""
    names = names_of("touchpoint", (*TOUCHPOINT_LABELS, *(touchpoint.key for touchpoint in journey_map.touchpoints)))
    names.update((folded(touchpoint.name), touchpoint.key) for touchpoint in journey_map.touchpoints if touchpoint.name)
    return names.get(folded(text), text.strip()) or None


def touchpoint_name(journey_map: JourneyMap, label: str | None) -> str:
    """The name of a contact as shown; empty for none."""
    return (journey_map.touchpoint(label).name or term("touchpoint", label)) if label else ""


def _stage_name(journey_map: JourneyMap, row: Row) -> str:
    return journey_map.stage_name(row.stage) if row.stage else ""


def _value(field: str) -> Show:
    return lambda _map, row: getattr(row.thing, field) if row.thing is not None else ""


def _lines(field: str) -> Show:
    return lambda _map, row: "\n".join(getattr(row.thing, field)) if row.thing is not None else ""


def _read_lines(_map: JourneyMap, text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _read_number(_map: JourneyMap, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace("\u00a0", "").replace(" ", "").replace(",", ".").replace("−", "-"))
    except ValueError:
        raise ValueError(_("“{text}” is not a number.").format(text=text)) from None


def _read_time(_map: JourneyMap, text: str) -> Any:
    time = read_time(text)
    if text and time is None:
        raise ValueError(_("“{text}” is no time frame. Write it like this: 2–3 weeks.").format(text=text))
    return None if time is None else time.model_dump(mode="json")


def _choice(family: str, *keys: str) -> Parse:
    def parse(_map: JourneyMap, text: str) -> str:
        names = names_of(family, keys)
        if folded(text) not in names:
            raise ValueError(_("“{text}” is none of: {known}.").format(text=text, known=", ".join(keys)))
        return names[folded(text)]

    return parse


def _items(journey_map: JourneyMap, lane: str) -> Iterator[Row]:
    for cell, item in journey_map.items:
        if cell.lane == lane:
            yield Row(item.key, item, cell.stage, item.links)


def _solutions(journey_map: JourneyMap) -> Iterator[Row]:
    """Every solution, then the barriers that have none."""
    answered: set[str] = set()
    for row in _items(journey_map, "solution"):
        answered.update(row.links)
        yield row
    for row in _items(journey_map, "pain"):
        if row.thing.is_barrier and row.key not in answered:
            yield Row("", None, row.stage, (row.key,))


def _answered(journey_map: JourneyMap, row: Row) -> str:
    pains = (journey_map.item(key) for key in row.links)
    return "\n".join(flat(pain.text) for pain in pains if pain is not None)


def _read_answered(journey_map: JourneyMap, text: str) -> tuple[str, ...]:
    keys: dict[str, str] = {}
    for _cell, item in journey_map.items:
        keys.setdefault(flat(item.text).casefold(), item.key)
    lines = [flat(line) for line in text.split("\n") if line.strip()]
    if unknown := [line for line in lines if line.casefold() not in keys]:
        raise ValueError(_("There is no entry “{text}” on this map.").format(text=unknown[0]))
    return tuple(keys[line.casefold()] for line in lines)


def _content(journey_map: JourneyMap, row: Row) -> str:
    """The texts and material that the stage plans for the same contact."""
    if row.thing is None:
        return ""
    items: tuple[JourneyItem, ...] = journey_map.cell(row.stage, "content").items
    return "\n".join(flat(item.text) for item in items if item.label in (None, row.thing.label))


def _things(field: str) -> Callable[[JourneyMap], Iterator[Row]]:
    return lambda journey_map: (
        Row(thing.key, thing, getattr(thing, "stage", "")) for thing in getattr(journey_map, field)
    )


_STAGE = Column(N_("Stage"), 20, _stage_name, "stage", stage_key)
_OWNER = Column(N_("Who answers for it"), 24, _value("owner"), "owner")


def _contact(field: str, name: str) -> Column:
    def show(journey_map: JourneyMap, row: Row) -> str:
        return touchpoint_name(journey_map, getattr(row.thing, field)) if row.thing is not None else ""

    return Column(name, 24, show, field, lambda journey_map, text: touchpoint_label(journey_map, text) or "")


STEPS = Table(
    N_("Steps"),
    "step",
    _things("steps"),
    (
        _STAGE,
        Column(N_("Step"), 40, _value("text"), "text"),
        Column(N_("Decision"), 24, _value("decision"), "decision"),
        Column(N_("What comes of it"), 24, _value("artefact"), "artefact"),
        Column(N_("Who takes part"), 24, _lines("actors"), "actors", _read_lines),
        Column(N_("Time frame"), 18, lambda _map, row: time_text(row.thing.duration), "duration", _read_time),
        Column("k", 6, lambda _map, row: row.thing.count.k),
        Column("n", 6, lambda _map, row: row.thing.count.n),
        Column(N_("Came back to it"), 12, _value("repeats")),
        Column(N_("Reached it"), 12, _value("reached")),
        Column(N_("Gets stuck"), 12, _value("stalled")),
        Column(N_("Gives up"), 12, _value("exited")),
    ),
)
SOLUTIONS = Table(
    N_("Solutions"),
    "item",
    _solutions,
    (
        _STAGE,
        Column(N_("What it answers"), 50, _answered, "links", _read_answered),
        Column(N_("Solution"), 50, _value("text"), "text"),
        _OWNER,
    ),
    fixed=(("lane", "solution"),),
)
COMMUNICATION = Table(
    N_("Communication plan"),
    "item",
    lambda journey_map: _items(journey_map, "communication"),
    (
        _STAGE,
        _contact("label", N_("Channel")),
        Column(N_("Means of communication"), 44, _value("text"), "text"),
        Column(N_("Content and material"), 44, _content),
        _OWNER,
    ),
    fixed=(("lane", "communication"),),
)
TOUCHPOINTS = Table(
    N_("Touchpoints"),
    "touchpoint",
    _things("touchpoints"),
    (
        Column(
            N_("Touchpoint"), 28, lambda journey_map, row: touchpoint_name(journey_map, row.key), "name",
        ),
        Column(
            N_("On line or not"), 18, lambda _map, row: term("setting", row.thing.setting), "setting",
            _choice("setting", "online", "offline", "either"),
        ),
        Column(
            N_("In whose hands"), 26, lambda _map, row: term("owner", row.thing.owner), "owner",
            _choice("owner", "brand", "paid", "independent", "either"),
        ),
        Column(N_("Who answers for it"), 24, _value("department"), "department"),
    ),
    text="name",
)  # fmt: skip
METRICS = Table(
    N_("Metrics"),
    "metric",
    _things("metrics"),
    (
        _STAGE,
        _contact("touchpoint", N_("Touchpoint")),
        Column(N_("Metric"), 36, _value("name"), "name"),
        Column(N_("Value"), 10, _value("value"), "value", _read_number),
        Column(N_("Unit"), 12, _value("unit"), "unit"),
        Column(N_("Before"), 10, _value("before"), "before", _read_number),
        Column(N_("Target"), 10, _value("target"), "target", _read_number),
        Column(N_("Period"), 16, _value("period"), "period"),
        Column(N_("Source"), 28, _value("source"), "source"),
    ),
    text="name",
)
FACTORS = Table(
    N_("Events outside"),
    "factor",
    _things("factors"),
    (
        Column(
            N_("Stage"), 28, lambda journey_map, row: "\n".join(map(journey_map.stage_name, row.thing.stages)),
            "stages",
            lambda journey_map, text: tuple(stage_key(journey_map, line) for line in _read_lines(journey_map, text)),
        ),
        Column(N_("What happened"), 50, _value("text"), "text"),
        Column(N_("Date"), 16, _value("date"), "date"),
        Column(N_("Source"), 28, _value("source"), "source"),
    ),
)  # fmt: skip
SIGN_OFFS = Table(
    N_("Sign-offs"),
    "sign_off",
    _things("sign_offs"),
    (
        Column(N_("Department"), 28, _value("department"), "department"),
        Column(N_("Person"), 24, _value("person"), "person"),
        Column(N_("Date"), 14, _value("date"), "date"),
        Column(N_("Version"), 14, _value("version"), "version"),
        Column(N_("Note"), 50, _value("note"), "note"),
    ),
    text="department",
)
# In the order of their sheets. Those of `TO_FILL_IN` stand in an empty template too.
TABLES = (STEPS, SOLUTIONS, COMMUNICATION, TOUCHPOINTS, METRICS, FACTORS, SIGN_OFFS)
TO_FILL_IN = (STEPS, SOLUTIONS, COMMUNICATION, METRICS)


def shown(column: Column, journey_map: JourneyMap, row: Row) -> Any:
    """What a cell of a table holds."""
    if row.thing is None and column.show not in (_stage_name, _answered):
        return ""
    value = column.show(journey_map, row)
    return "" if value is None else value
