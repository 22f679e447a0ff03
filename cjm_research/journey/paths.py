"""How steps follow each other in what people told: transitions, ways back, and ways through the stages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from cjm_research.coding import medoid
from cjm_research.model import JourneyPath, JourneyStep, PathVariant, Transition

# A way through the stages is a variant when this many people share it.
SHARED = 2


def transitions(
    paths: Iterable[JourneyPath], steps: Sequence[JourneyStep], stages: Sequence[str]
) -> tuple[Transition, ...]:
    """Which step directly follows which, in order of steps; those that a researcher drew come last.

    Steps that are not among `steps` are passed over: what they stood between follows on.
    """
    order = {stage: n for n, stage in enumerate(stages)}
    at = {step.key: (order[step.stage], step.place) for step in steps}
    rank = {step.key: n for n, step in enumerate(steps)}
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    leaving: dict[str, set[str]] = defaultdict(set)
    times: Counter[tuple[str, str]] = Counter()
    for path in paths:
        for pair in pairwise(without_repeats(step for step in path.steps if step in at)):
            people[pair].add(path.participant)
            leaving[pair[0]].add(path.participant)
            times[pair] += 1
    found = [
        Transition(
            source=source,
            target=target,
            people=len(people[source, target]),
            leaving=len(leaving[source]),
            times=times[source, target],
            is_back=at[target] < at[source],
        )
        for source, target in sorted(people, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    ]
    drawn = [
        Transition(
            source=step.key, target=other, people=0, leaving=0, times=0, is_back=at[other] < at[step.key], own=True
        )
        for step in steps
        for other in step.next
        if other in at and (step.key, other) not in people
    ]
    return (*found, *drawn)


def without_repeats(steps: Iterable[str]) -> tuple[str, ...]:
    """The steps with each told again at once counted once.

    >>> without_repeats(["shop", "shop", "buy", "shop"])
    ('shop', 'buy', 'shop')
    """
    return tuple(step for step, _same in groupby(steps))


def typical_path(paths: Iterable[JourneyPath]) -> JourneyPath | None:
    """The path nearest to all others (their medoid): a way that somebody really told of; None where there are none."""
    of = {path.participant: path for path in paths if path.steps}
    who = medoid({participant: path.steps for participant, path in of.items()})
    return of[who] if who else None


def variants(told: Mapping[str, Sequence[str]], stages: Sequence[str]) -> tuple[PathVariant, ...]:
    """Ways through the stages that people share, most people first; of one person alone that person's.

    Parameters
    ----------
    told : mapping of str to sequence of str
        Participant -> stages in the order of telling, repeats included.
    stages : sequence of str
        The stages of the map in their order.
    """
    ways: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for who, way in sorted(told.items()):
        if way:
            ways[tuple(dict.fromkeys(way))].append(who)
    least = SHARED if len(told) > 1 else 1
    shared = [(way, people) for way, people in ways.items() if len(people) >= least]
    shared.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(
        PathVariant(
            stages=way,
            participants=tuple(people),
            skipped=skipped(way, stages),
            loops=sum(goes_back(told[who], stages) for who in people),
        )
        for way, people in shared
    )


def without_stages(found: Iterable[PathVariant], hidden: Collection[str]) -> tuple[PathVariant, ...]:
    """The variants with the stages that are not shown passed over; those that become the same are one."""
    if not hidden:
        return tuple(found)
    merged: dict[tuple[str, ...], PathVariant] = {}
    for variant in found:
        way = tuple(stage for stage in variant.stages if stage not in hidden)
        others = tuple(stage for stage in variant.skipped if stage not in hidden)
        same = merged.get(way)
        merged[way] = PathVariant(
            stages=way,
            participants=tuple(sorted({*variant.participants, *(same.participants if same else ())})),
            skipped=others,
            loops=variant.loops + (same.loops if same else 0),
        )
    return tuple(sorted((v for way, v in merged.items() if way), key=lambda v: (-len(v.participants), v.stages)))


def skipped(way: Sequence[str], stages: Sequence[str]) -> tuple[str, ...]:
    """Stages between the first and the last of a way, by the order of the map, that it leaves out."""
    places = [stages.index(stage) for stage in way]
    return tuple(stage for stage in stages[min(places) : max(places) + 1] if stage not in way)


def goes_back(way: Sequence[str], stages: Sequence[str]) -> bool:
    """Whether somebody went back to a stage that stands before the one just told of."""
    return any(stages.index(after) < stages.index(before) for before, after in pairwise(way))
