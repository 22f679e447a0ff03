"""A journey map without one participant: what is left of a kept version after an interview was removed."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from cjm_research.model.evidence import Count, Evidence
from cjm_research.model.journey import EmotionPoint, JourneyItem, JourneyMap, JourneyStage
from cjm_research.model.journey_parts import JourneyStep

# The interval that says nothing: what it was rested on the person too.
_UNKNOWN = (0.0, 1.0)
# A longer text that repeats this many words of a quote was made of it; fewer may be anybody's.
_TELLING = 4


def without_participant(journey_map: JourneyMap, participant: str) -> JourneyMap:
    """The map without the words of a participant, and with counts of the others.

    Entries and steps that rested on the person alone go. Where the words shown were theirs, those of somebody else
    stand in their place. What was computed over people (intervals, transitions, the spread of the curve) and cannot be
    had without the codings is left out rather than kept.
    """
    n = len(journey_map.participants) - (participant in journey_map.participants)
    cells = (cell.model_copy(update={"items": tuple(_items(cell.items, participant, n))}) for cell in journey_map.cells)
    return journey_map.model_copy(
        update={
            "participants": tuple(who for who in journey_map.participants if who != participant),
            "stages": tuple(_stage(stage, journey_map, participant, n) for stage in journey_map.stages),
            "stages_off": tuple(s.model_copy(update={"count": _at_most(s.count, n)}) for s in journey_map.stages_off),
            "cells": tuple(cell for cell in cells if cell.items),
            "curve": tuple(_point(point, participant) for point in journey_map.curve),
            "steps": tuple(_steps(journey_map.steps, participant, n)),
            "paths": tuple(path for path in journey_map.paths if path.participant != participant),
            "transitions": tuple(t for t in journey_map.transitions if t.own),
            "variants": (),
            "outcomes": (),
            "taken_off": tuple(_items(journey_map.taken_off, participant, n)),
        }
    )


def is_made_of(text: str, quote: str) -> bool:
    """Whether a text repeats a quote: it is nothing else, or holds enough of its words to tell whose they are."""
    said, shown = " ".join(quote.split()).casefold(), " ".join(text.split()).casefold()
    return bool(said) and (said == shown or (said in shown and len(said.split()) >= _TELLING))


def _stage(stage: JourneyStage, journey_map: JourneyMap, participant: str, n: int) -> JourneyStage:
    told = any(
        evidence.participant == participant
        for cell, item in journey_map.items
        if cell.stage == stage.key and item.layer == "as_is"
        for evidence in item.evidence
    )
    return stage.model_copy(update={"count": Count(k=max(0, min(stage.count.k - told, n)), n=n, interval=_UNKNOWN)})


def _items(items: Iterable[JourneyItem], participant: str, n: int) -> Iterable[JourneyItem]:
    for item in items:
        left = tuple(e for e in item.evidence if e.participant != participant)
        if len(left) == len(item.evidence):
            yield item.model_copy(update={"count": _at_most(item.count, n)})
        elif left:
            gone = {e.quote for e in item.evidence if e.participant == participant} - {e.quote for e in left}
            # What a researcher set by hand is no mean over people.
            means = {name: None for name in ("valence", "intensity") if "valence" not in item.edited and not item.own}
            update: dict[str, object] = {"evidence": left, "count": _count(left, n), **means}
            if any(quote and quote in item.quote for quote in gone):
                update["quote"] = left[0].quote
            if any(quote and quote in item.text for quote in gone):
                update["text"] = left[0].quote
            yield item.model_copy(update=update)


def _steps(steps: Iterable[JourneyStep], participant: str, n: int) -> Iterable[JourneyStep]:
    for step in steps:
        left = tuple(e for e in step.evidence if e.participant != participant)
        if left or not step.evidence:
            update: dict[str, object] = {"count": _at_most(step.count, n), "reached": min(step.reached, n)}
            if len(left) < len(step.evidence):
                # Who of the people came back, stuck or gave up cannot be told apart any more.
                update |= {"evidence": left, "count": _count(left, n), "repeats": 0, "stalled": 0, "exited": 0}
                update |= {} if "valence" in step.edited or step.own else {"valence": None}
            yield step.model_copy(update=update)


def _point(point: EmotionPoint, participant: str) -> EmotionPoint:
    people = tuple(pair for pair in point.people if pair[0] != participant)
    if len(people) == len(point.people):
        return point
    mean = fmean(value for _who, value in people) if people else None
    shown = {"measured": mean} if point.own else {"mean": mean}
    return point.model_copy(update={"people": people, "n": len(people), "interval": None, **shown})


def _count(evidence: Iterable[Evidence], n: int) -> Count:
    return Count(k=len({e.participant for e in evidence}), n=n, interval=_UNKNOWN)


def _at_most(count: Count, n: int) -> Count:
    return Count(k=min(count.k, n), n=n, interval=_UNKNOWN) if count.n != n else count
