"""What the form for journey maps sends to the page: the pieces of a map as rows of plain values."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.journey import JourneyStage
from cjm_research.model.journey_parts import JourneyStep, TimeFrame

_TINY = 1e-6
STEP = "step"
# Steps stand on the board like entries; their keys are told apart by this.
STEP_KEY = "step:"


class Rows:
    """The rows of a map, made anew only for what is not the same as before."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, Any, dict[str, Any]]] = {}

    def of(self, shown: JourneyMap, added: Collection[str]) -> dict[str, dict[str, Any]]:
        """Part of the page -> key -> row."""
        before, self._made = self._made, {}

        def row(key: str, thing: Any, place: tuple[Any, ...], make: Any) -> dict[str, Any]:
            known, where, made = before.get(key, (None, None, {}))
            if known is not thing or where != place:
                made = make(thing, *place)
            self._made[key] = (thing, place, made)
            return made

        cards: dict[str, dict[str, Any]] = {}
        for cell, item in shown.items:
            place = (cell.stage, cell.lane, item.key in added)
            cards[item.key] = row(item.key, item, place, item_row)
        for step in shown.steps:
            key = STEP_KEY + step.key
            cards[key] = row(key, step, (step.key in added,), step_row)
        removed = {item.key: row(item.key, item, ("", "", item.key in added), item_row) for item in shown.taken_off}
        return {
            "cards": _told_apart(cards),
            "removed": removed,
            "stages": {stage.key: stage_row(shown, stage, n) for n, stage in enumerate(shown.stages)},
            "points": point_rows(shown),
            "touchpoints": touchpoint_rows(shown),
        }


def item_row(item: JourneyItem, stage: str, lane: str, added: bool) -> dict[str, Any]:
    """An entry of a cell as a card."""
    return {
        "id": item.key,
        "stage": stage,
        "lane": lane,
        "order": item.position,
        "text": item.text,
        "k": item.count.k,
        "n": item.count.n,
        "quotes": len(item.evidence),
        "added": added,
        "marks": _marks(assumption=item.is_assumption, own=item.own or bool(item.edited)),
        "by": item.by,
        "label": item.label,
        "valence": item.valence,
        "barrier": item.is_barrier,
        "flow": item.flow,
        "flags": list(item.marks),
        "four_c": item.four_c,
        "met": item.is_met,
        "links": list(item.links),
        "owner": item.owner,
        "actors": list(item.actors),
        "verdict": item.verdict,
        "layer": item.layer,
    }


def step_row(step: JourneyStep, added: bool) -> dict[str, Any]:
    """A step as a card of the first row."""
    return {
        "id": STEP_KEY + step.key,
        "stage": step.stage,
        "lane": STEP,
        "order": step.place,
        "text": step.text,
        "k": step.count.k,
        "n": step.count.n,
        "quotes": len(step.evidence),
        "added": added,
        "marks": _marks(assumption=not step.evidence, own=step.own or bool(step.edited)),
        "by": "",
        "flags": [],
        "links": [STEP_KEY + key for key in step.next],
        "actors": list(step.actors),
        "decision": step.decision,
        "artefact": step.artefact,
        "duration": frame_row(step.duration),
        "layer": step.layer,
    }


def _marks(**signs: bool) -> list[str]:
    return [sign for sign, holds in signs.items() if holds]


def frame_row(frame: TimeFrame | None) -> dict[str, Any] | None:
    """How long something takes."""
    return frame.model_dump(mode="json") if frame else None


def stage_row(shown: JourneyMap, stage: JourneyStage, order: int) -> dict[str, Any]:
    """The head of a column."""
    return {
        "id": stage.key,
        "order": order,
        "position": stage.position,
        "name": shown.stage_name(stage.key),
        "phase": stage.phase,
        "phase_name": term("stage", stage.phase),
        "k": stage.count.k,
        "n": stage.count.n,
        "goal": stage.goal,
        "mindset": stage.mindset,
        "customer_task": stage.customer_task,
        "company_task": stage.company_task,
        "time_frame": frame_row(stage.time_frame),
        "own": stage.own,
        "edited": list(stage.edited),
    }


def point_rows(shown: JourneyMap) -> dict[str, dict[str, Any]]:
    """The emotion curve, stage by stage: today's and the planned one."""
    planned = {point.stage: point.mean for point in shown.curve_to_be}
    rows = {}
    for point in shown.curve:
        rows[point.stage] = {
            "as_is": point.mean,
            "measured": point.measured if point.own else point.mean,
            "own": point.own,
            "n": point.n,
            "to_be": planned.get(point.stage),
        }
    return rows


def touchpoint_rows(shown: JourneyMap) -> dict[str, dict[str, Any]]:
    """The contacts that entries of the map name: what holds of each on all maps."""
    labels = {item.label for cell, item in shown.items if cell.lane == "touchpoint" and item.label}
    return {label: shown.touchpoint(label).model_dump(mode="json") for label in sorted(labels)}


def map_row(shown: JourneyMap) -> dict[str, Any]:
    """The map as a whole."""
    return {
        "key": shown.key,
        "group": shown.group,
        "title": shown.title,
        "actor": shown.actor,
        "kind": shown.kind,
        "purpose": shown.purpose,
        "scenario": shown.scenario,
        "status": shown.status,
        "version": shown.version,
        "authors": shown.authors,
        "review_due": shown.review_due,
        "none_found": list(shown.none_found),
        "time_frame": frame_row(shown.time_frame),
        "stage_model": shown.stage_model,
        "basis": term("basis", shown.basis),
        "n": len(shown.participants),
        "unstaged": shown.n_unstaged,
    }


def changed(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The rows that are not as they were; None stands for what is gone."""
    news: dict[str, Any] = {key: row for key, row in now.items() if before.get(key) != row}
    return news | dict.fromkeys(key for key in before if key not in now)


def _told_apart(cards: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Entries of one cell in the same place stand one after another, as the map has them."""
    last: dict[tuple[str, str], float] = {}
    for key, card in cards.items():
        cell = (card["lane"], card["stage"])
        if card["order"] <= last.get(cell, -math.inf):
            cards[key] = card = {**card, "order": last[cell] + _TINY}
        last[cell] = card["order"]
    return cards
