"""The columns of a journey map, stages or the steps under them, and the ways back that are drawn above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cjm_research.model import JourneyItem, JourneyMap
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import LaneKey

Zoom = Literal["stages", "steps"]
MOST_ARCS = 6


@dataclass(frozen=True)
class Column:
    """One column: a stage, or a step of it; of a stage drawn in steps, `step` None holds what belongs to no step."""

    stage: str
    step: JourneyStep | None = None
    is_rest: bool = False

    @property
    def key(self) -> str:
        """Its own key among all columns."""
        return self.step.key if self.step else f"{self.stage}.rest" if self.is_rest else self.stage


@dataclass(frozen=True)
class Arc:
    """A way back from one column to another one, or to itself, and how many people went it."""

    source: int
    target: int
    people: int
    level: int = 0


def steps_by_stage(journey_map: JourneyMap) -> dict[str, tuple[JourneyStep, ...]]:
    """The steps of each stage in the order in which they are told of."""
    found: dict[str, list[JourneyStep]] = defaultdict(list)
    for step in journey_map.steps:
        found[step.stage].append(step)
    return {stage: tuple(sorted(steps, key=lambda s: (s.place, s.key))) for stage, steps in found.items()}


def map_columns(journey_map: JourneyMap, zoom: Zoom, lanes: Sequence[LaneKey]) -> tuple[Column, ...]:
    """The columns from left to right."""
    if zoom == "stages":
        return tuple(Column(stage.key) for stage in journey_map.stages)
    steps = steps_by_stage(journey_map)
    columns: list[Column] = []
    for stage in journey_map.stages:
        mine = steps.get(stage.key, ())
        columns += [Column(stage.key, step) for step in mine]
        cells = (journey_map.cell(stage.key, lane) for lane in lanes)
        has_rest = any(step_of(item, mine) is None for cell in cells for item in cell.items)
        if has_rest or not mine:
            columns.append(Column(stage.key, is_rest=bool(mine)))
    return tuple(columns)


def step_of(item: JourneyItem, steps: Sequence[JourneyStep]) -> JourneyStep | None:
    """The step that an entry belongs to: the one it is linked to, of its touchpoint, or told of in the same turns."""
    if not steps:
        return None
    linked = next((step for step in steps if step.key in item.links), None)
    if linked:
        return linked
    if item.label:
        same = next((step for step in steps if step.label == item.label), None)
        if same:
            return same
    turns = {(e.transcript, e.utterance) for e in item.evidence}
    shared = [(len(turns & {(e.transcript, e.utterance) for e in step.evidence}), -i) for i, step in enumerate(steps)]
    most, place = max(shared)
    return steps[-place] if most else None


def ways_back(journey_map: JourneyMap, columns: Sequence[Column]) -> tuple[Arc, ...]:
    """The ways back that most people went, each on a level where it meets no other one.

    Columns that are stages collect the ways back of their steps.
    """
    place = {column.step.key: i for i, column in enumerate(columns) if column.step}
    stage = {column.stage: i for i, column in enumerate(columns) if column.step is None}
    of_step = {step.key: place.get(step.key, stage.get(step.stage)) for step in journey_map.steps}
    people: dict[tuple[int, int], int] = defaultdict(int)
    for way in journey_map.transitions:
        source, target = of_step.get(way.source), of_step.get(way.target)
        if way.is_back and source is not None and target is not None and source > target:
            # The same people may go several of the ways that fall together: the largest is surely true of the sum.
            people[source, target] = max(people[source, target], way.people)
    most = sorted(people.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ARCS]
    return _on_levels([Arc(source, target, n) for (source, target), n in most if n])


def _on_levels(arcs: Sequence[Arc]) -> tuple[Arc, ...]:
    # Short ones lie low, so that long ones lead over them.
    taken: list[list[tuple[int, int]]] = []
    placed = []
    for arc in sorted(arcs, key=lambda a: (a.source - a.target, a.target)):
        level = next(
            (i for i, spans in enumerate(taken) if all(arc.target > b or arc.source < a for a, b in spans)), len(taken)
        )
        if level == len(taken):
            taken.append([])
        taken[level].append((arc.target, arc.source))
        placed.append(Arc(arc.source, arc.target, arc.people, level))
    return tuple(placed)


def skipped_by(journey_map: JourneyMap, stage: str) -> int:
    """How many people went from earlier to later stages without telling of this one."""
    return sum(len(variant.participants) for variant in journey_map.variants if stage in variant.skipped)
