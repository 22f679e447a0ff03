"""Researchers' edits of the columns: their order and names, own and hidden ones, and the points of the curve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Self

from cjm_research.journey.edit_items import Placed
from cjm_research.journey.edit_values import set_values
from cjm_research.journey.emotion_curve import emotion_curve
from cjm_research.journey.homes import Home
from cjm_research.measures import count_of
from cjm_research.model import Coding, EmotionPoint, JourneyEdit, JourneyMap, JourneyStage


def edited_stages(
    found: JourneyMap, edits: Sequence[JourneyEdit], home: Home
) -> tuple[tuple[JourneyStage, ...], tuple[JourneyStage, ...]]:
    """The columns as a researcher ordered and named them, and those that were hidden.

    Where the map is shown in other stages than those it is edited in, neither order nor hiding can be kept, and own
    stages have no place; what is said of a stage that both have stays with it.
    """
    of = {edit.target: edit for edit in edits}
    stages = [_changed(stage, of.pop(stage.key, None), home) for stage in found.stages]
    if home.same:
        n = len(found.participants)
        stages += [_own(edit, n, float(len(stages))) for edit in of.values() if edit.own and "name" in edit.values]
    hidden = {edit.target for edit in edits if edit.removed and home.same}
    stages.sort(key=lambda stage: stage.position)
    return tuple(s for s in stages if s.key not in hidden), tuple(s for s in stages if s.key in hidden)


def _changed(stage: JourneyStage, edit: JourneyEdit | None, home: Home) -> JourneyStage:
    if edit is None:
        return stage
    values = {field: value for field, value in set_values(edit).items() if home.same or field != "position"}
    return stage.model_copy(update={**values, "edited": tuple(sorted(values))}) if values else stage


def _own(edit: JourneyEdit, n: int, last: float) -> JourneyStage:
    values = {"position": last, "phase": "during", **set_values(edit)}
    return JourneyStage(key=edit.target, count=count_of(0, n), own=True, **values)


@dataclass(frozen=True)
class Words:
    """Where the words behind the entries stand.

    Attributes
    ----------
    stage_of : mapping of str to str
        guid of the coding -> the stage where it counts.
    shown_too : mapping of str to frozenset of str
        Stage -> guids of words that count elsewhere and that an own entry shows here once more.
    touched : frozenset of str
        The stages where something of this is not as it was found.
    """

    stage_of: Mapping[str, str]
    shown_too: Mapping[str, frozenset[str]]
    touched: frozenset[str]

    @classmethod
    def moved(cls, found: JourneyMap, placed: Iterable[Placed]) -> Self:
        """After researchers moved entries and added own ones.

        What they took off the map still stands where it was found, and so do words that an own entry rests on: these
        are told of at its stage too. Planned entries move nothing, for nobody told of what is to be.
        """
        stage_of = {e.coding: cell.stage for cell, item in found.items for e in item.evidence}
        shown_too: dict[str, set[str]] = defaultdict(set)
        touched: set[str] = set()
        told = [one for one in placed if one.item.layer == "as_is"]
        for one in (one for one in told if one.moved):
            touched |= {stage_of[e.coding] for e in one.item.evidence} | {one.stage}
            stage_of |= {e.coding: one.stage for e in one.item.evidence}
        for one in (one for one in told if one.added):
            touched |= {one.stage} if one.item.evidence else set()
            for e in one.item.evidence:
                if stage_of.setdefault(e.coding, one.stage) != one.stage:
                    shown_too[one.stage].add(e.coding)
        too = {stage: frozenset(guids) for stage, guids in shown_too.items()}
        return cls(stage_of, too, frozenset(touched))


def recounted(
    stages: Iterable[JourneyStage], words: Words, codings: Mapping[str, Coding], n: int
) -> tuple[JourneyStage, ...]:
    """The columns with counts of the people whose words stand in them, where entries were moved in or out."""
    people: dict[str, set[str]] = defaultdict(set)
    too = ((guid, stage) for stage, guids in words.shown_too.items() for guid in guids)
    for guid, stage in (*words.stage_of.items(), *too):
        if stage in words.touched and guid in codings:
            people[stage].add(codings[guid].participant)
    return tuple(
        stage.model_copy(update={"count": count_of(len(people[stage.key]), n)}) if stage.key in words.touched else stage
        for stage in stages
    )


def edited_curve(
    found: JourneyMap,
    stages: Sequence[str],
    edits: Sequence[JourneyEdit],
    words: Words,
    codings: Mapping[str, Coding],
    home: Home,
) -> tuple[tuple[EmotionPoint, ...], tuple[EmotionPoint, ...]]:
    """The curve of today and the planned one, a point a stage; the latter is empty where nothing is planned.

    Feelings that were moved count where they stand now. A point set by hand keeps what was measured beside it; of two
    planned points that fall into one stage the mean is shown.
    """  # fmt: skip
    measured = {point.stage: point for point in found.curve}
    moved = [stage for stage in stages if stage in words.touched or stage not in measured]
    there = set(moved)
    staged = [(stage, codings[guid]) for guid, stage in words.stage_of.items() if stage in there and guid in codings]
    measured |= {point.stage: point for point in emotion_curve(staged, moved)}
    planned: dict[str, list[float]] = defaultdict(list)
    for edit in edits:
        mean = None if edit.removed else set_values(edit).get("mean")
        name, _at, layer = edit.target.partition("@")
        if mean is not None and layer and (stage := home.stage(name)):
            planned[stage].append(mean)
        elif mean is not None and not layer and (stage := home.whole_stage(name)) in measured:
            update = {"mean": mean, "own": True, "measured": measured[stage].mean}
            measured[stage] = measured[stage].model_copy(update=update)
    to_be = [
        EmotionPoint(stage=stage, mean=fmean(planned[stage]) if planned[stage] else None, n=0, own=bool(planned[stage]))
        for stage in stages
        if planned
    ]
    return tuple(measured[stage] for stage in stages), tuple(to_be) if any(p.own for p in to_be) else ()
