"""Names of a journey's steps, contacts and stages as charts and pictures show them; imports no chart library."""

from __future__ import annotations

from collections.abc import Iterable

from cjm_research.i18n import format_number
from cjm_research.model import JourneyItem, JourneyMap, JourneyStep, term


def step_name(journey_map: JourneyMap, step: JourneyStep) -> str:
    """What a step is called, in the language in force unless a researcher worded it."""
    if step.label and not step.own and "text" not in step.edited:
        return touchpoint_name(journey_map, step.label)
    return step.text


def touchpoint_name(journey_map: JourneyMap, label: str) -> str:
    """What a contact is called: as researchers named it, else its category."""
    return journey_map.touchpoint(label).name or term("touchpoint", label)


def ordered_steps(journey_map: JourneyMap) -> list[JourneyStep]:
    """The steps in the order of stages and of telling; those of no stage of the map are left out."""
    order = {stage.key: i for i, stage in enumerate(journey_map.stages)}
    known = [step for step in journey_map.steps if step.stage in order]
    return sorted(known, key=lambda step: (order[step.stage], step.place, step.key))


def people_of(items: Iterable[JourneyItem]) -> set[str]:
    """Everybody whose words stand behind any of the entries."""
    return {evidence.participant for item in items for evidence in item.evidence}


def signed(value: float, digits: int = 1) -> str:
    """A number that shows its sign; nought has none."""
    text = format_number(abs(value), digits)
    return text if text == format_number(0, digits) else ("+" if value > 0 else "−") + text
