"""The paths behind a journey map as an event log, for process mining: XES (IEEE 1849) or CSV, a case a participant.

Interviews know an order, rarely a time. Programs that mine processes ask for one, so each event gets a time that means
its place alone: a minute an event from 1970-01-01T00:00:00Z. ``cjm:time_is_order`` says so in the log.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.csv_tables import write_table
from cjm_research.exchange.xml_text import xml_text
from cjm_research.model import JourneyMap
from cjm_research.model.journey_parts import JourneyPath, JourneyStep

COLUMNS = (
    "case", "position", "activity", "step", "stage", "stage_name", "touchpoint", "step_valence", "time",
    "time_is_order", "order", "outcome",
)  # fmt: skip
_EXTENSIONS = (("Concept", "concept"), ("Time", "time"))


def event_rows(journey_map: JourneyMap) -> Iterator[list[object]]:
    """One row an event, in the order of `COLUMNS`.

    `position` counts from 1 in each case; `step_valence` is the step's mean over people, -2..+2, not the case's own.
    """
    steps = {step.key: step for step in journey_map.steps}
    for path in journey_map.paths:
        for position, step in enumerate(_walked(path, steps), start=1):
            yield [
                path.participant,
                position,
                step.text,
                step.key,
                step.stage,
                journey_map.stage_name(step.stage),
                step.label,
                None if step.valence is None else round(step.valence, 4),
                _time(position),
                True,
                path.order,
                path.outcome,
            ]


def write_event_csv(path: str | Path, journey_map: JourneyMap) -> Path:
    """Write the events as CSV."""
    return write_table(ensure_parent(Path(path)), COLUMNS, event_rows(journey_map))


def xes_xml(journey_map: JourneyMap) -> str:
    """The events as XES text; the same map gives the same text.

    References
    ----------
    IEEE Std 1849-2016, eXtensible Event Stream (XES).
    """
    log = ET.Element("log", {"xes.version": "1849-2016", "xes.features": "", "xmlns": "http://www.xes-standard.org/"})
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        ET.SubElement(log, "extension", name=name, prefix=prefix, uri=uri)
    for scope in ("trace", "event"):
        globals_ = ET.SubElement(log, "global", scope=scope)
        _string(globals_, "concept:name", "-")
        if scope == "event":
            ET.SubElement(globals_, "date", key="time:timestamp", value=_time(0))
    ET.SubElement(log, "classifier", name="Activity", keys="concept:name")
    _string(log, "concept:name", journey_map.title)
    ET.SubElement(log, "boolean", key="cjm:time_is_order", value="true")
    steps = {step.key: step for step in journey_map.steps}
    for path in journey_map.paths:
        _add_trace(log, journey_map, path, steps)
    ET.indent(log, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(log, encoding="unicode")}\n'


def _walked(path: JourneyPath, steps: dict[str, JourneyStep]) -> Iterator[JourneyStep]:
    yield from (steps[key] for key in path.steps if key in steps)


def _time(position: int) -> str:
    return f"1970-01-{1 + position // 1440:02d}T{position // 60 % 24:02d}:{position % 60:02d}:00.000+00:00"


def _add_trace(log: ET.Element, journey_map: JourneyMap, path: JourneyPath, steps: dict[str, JourneyStep]) -> None:
    trace = ET.SubElement(log, "trace")
    _string(trace, "concept:name", path.participant)
    _string(trace, "cjm:order", path.order)
    if path.outcome:
        _string(trace, "cjm:outcome", path.outcome)
    for position, step in enumerate(_walked(path, steps), start=1):
        event = ET.SubElement(trace, "event")
        _string(event, "concept:name", step.text)
        ET.SubElement(event, "date", key="time:timestamp", value=_time(position))
        _string(event, "cjm:step", step.key)
        _string(event, "cjm:stage", journey_map.stage_name(step.stage))
        if step.label:
            _string(event, "cjm:touchpoint", step.label)
        if step.valence is not None:
            ET.SubElement(event, "float", key="cjm:step_valence", value=f"{step.valence:.4g}")


def _string(parent: ET.Element, key: str, value: str) -> None:
    ET.SubElement(parent, "string", key=key, value=xml_text(value))
