"""Two journey maps -> what differs: of versions, waves, people, personas, today and plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cjm_research.i18n import N_, _
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.analysis import (
    FieldChange,
    ItemChange,
    JourneyDiff,
    PointChange,
    StageChange,
    StepChange,
    overlap,
)
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import LaneKey

# Fields of an entry and a step that are told of where they differ; counts and evidence are compared apart.
ITEM_FIELDS = (
    "stage", "text", "label", "is_barrier", "flow", "marks", "four_c", "is_met", "links", "owner", "actors", "verdict",
    "layer",
)  # fmt: skip
STEP_FIELDS = ("stage", "text", "label", "duration", "next", "decision", "artefact", "actors", "layer")
STEP_COUNTS = ("repeats", "reached", "stalled", "exited")
STAGE_FIELDS = ("name", "phase", "goal", "mindset", "time_frame", "customer_task", "company_task")
MAP_FIELDS = {
    "kind": N_("Kind"),
    "purpose": N_("Purpose of the map"),
    "scenario": N_("Scenario"),
    "status": N_("Status"),
    "authors": N_("Authors"),
    "review_due": N_("Review due"),
    "stage_model": N_("Stage model"),
    "none_found": N_("None found"),
}
# Feelings differ where their means are this far apart, whatever was rounded.
SAME_MEAN = 0.005

_Placed = tuple[str, LaneKey, JourneyItem]


def diff_maps(before: JourneyMap, after: JourneyMap) -> JourneyDiff:
    """What came, went and changed from one map to another.

    Parameters
    ----------
    before, after : JourneyMap
        Two versions of a map, or the maps of two people, personas, waves. They may have different stages: an entry
        that rests on the same words is found again in another stage.

    Returns
    -------
    JourneyDiff
        Shares of people come with whether their 95% intervals overlap. No test is made: the people of two versions are
        partly the same.
    """
    pairs = _paired(list(_placed(before)), list(_placed(after)))
    items = tuple(_item_changes(before, after, pairs))
    both = tuple((one[2].key, other[2].key) for one, other in pairs if one and other)
    return JourneyDiff(
        before=map_name(before, after),
        after=map_name(after, before),
        n_before=len(before.participants),
        n_after=len(after.participants),
        people_added=tuple(who for who in after.participants if who not in before.participants),
        people_gone=tuple(who for who in before.participants if who not in after.participants),
        stages=tuple(_stage_changes(before, after)),
        items=items,
        steps=tuple(_step_changes(before, after)),
        points=tuple(_point_changes(before, after)),
        fields=tuple(_field_changes(before, after)),
        pairs=both,
        n_same=len(both) - sum(change.kind == "changed" for change in items),
    )


def map_name(one: JourneyMap, other: JourneyMap) -> str:
    """The name that tells a map from another: its title, and its version where the titles are the same."""
    if one.title != other.title:
        return one.title
    return _("{title}, {version}").format(title=one.title, version=one.version) if one.version else one.title


def _placed(journey_map: JourneyMap) -> Iterator[_Placed]:
    return ((cell.stage, cell.lane, item) for cell, item in journey_map.items)


def _paired(before: Sequence[_Placed], after: Sequence[_Placed]) -> list[tuple[_Placed | None, _Placed | None]]:
    """Each entry with itself in the other map; those of one map alone with None. In the order of the maps."""
    found: dict[int, int] = {}
    for key in (_by_key, _by_words, _by_topic, _by_text):
        _match(before, after, found, key)
    taken = set(found.values())
    pairs: list[tuple[_Placed | None, _Placed | None]] = [
        (one, after[found[n]] if n in found else None) for n, one in enumerate(before)
    ]
    return pairs + [(None, other) for m, other in enumerate(after) if m not in taken]


def _match(
    before: Sequence[_Placed],
    after: Sequence[_Placed],
    found: dict[int, int],
    keys: Callable[[_Placed], Iterable[object]],
) -> None:
    """Pair what is not paired yet and shares a key; the pair that shares most goes first."""
    taken = set(found.values())
    places: dict[object, list[int]] = {}
    for m, other in enumerate(after):
        if m not in taken:
            for key in keys(other):
                places.setdefault(key, []).append(m)
    shared: dict[tuple[int, int], int] = {}
    for n, one in enumerate(before):
        if n not in found:
            for key in keys(one):
                for m in places.get(key, ()):
                    shared[n, m] = shared.get((n, m), 0) + 1
    for n, m in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if n not in found and m not in taken:
            found[n] = m
            taken.add(m)


def _by_key(placed: _Placed) -> Iterator[object]:
    yield placed[2].key


def _by_words(placed: _Placed) -> Iterator[object]:
    """The codings behind it, as long as it stays in its lane: its stage may have been corrected."""
    _stage, lane, item = placed
    yield from {(lane, e.coding) for e in item.evidence if e.coding}


def _by_topic(placed: _Placed) -> Iterator[object]:
    stage, lane, item = placed
    if item.label is not None:
        yield stage, lane, item.label, item.is_barrier, item.layer


def _by_text(placed: _Placed) -> Iterator[object]:
    stage, lane, item = placed
    yield stage, lane, " ".join(item.text.casefold().split()), item.layer


def _item_changes(
    before: JourneyMap, after: JourneyMap, pairs: Iterable[tuple[_Placed | None, _Placed | None]]
) -> Iterator[ItemChange]:
    for one, other in pairs:
        stage, lane, item = other or one  # type: ignore[misc]
        home = after if other else before
        fields = _item_fields(one, other) if one and other else ()
        if one and other and not fields and not _counts_differ(one[2], other[2]):
            continue
        yield ItemChange(
            key=item.key,
            name=item.text,
            place=home.stage_name(stage),
            lane=lane,
            fields=fields,
            before=one[2] if one else None,
            after=other[2] if other else None,
        )


def _item_fields(one: _Placed, other: _Placed) -> tuple[str, ...]:
    first: dict[str, Any] = {"stage": one[0], **dict(one[2])}
    second: dict[str, Any] = {"stage": other[0], **dict(other[2])}
    # Which words stand for all of them changes with the interviews; what a researcher wrote does not by itself.
    worded = one[2].own or other[2].own or "text" in (*one[2].edited, *other[2].edited)
    fields = [field for field in ITEM_FIELDS if field != "text" or worded]
    return tuple(field for field in fields if first[field] != second[field])


def _counts_differ(one: Any, other: Any) -> bool:
    first, second = one.count, other.count
    differ = first.k != second.k and first.k * second.n != second.k * first.n
    return differ or not overlap(first.interval, second.interval)


def _step_changes(before: JourneyMap, after: JourneyMap) -> Iterator[StepChange]:
    first = {step.key: step for step in before.steps}
    second = {step.key: step for step in after.steps}
    for key in (*second, *(key for key in first if key not in second)):
        one, other = first.get(key), second.get(key)
        fields = _differing(one, other, STEP_FIELDS)
        if one and other and not fields and not _step_counts_differ(one, other):
            continue
        step, home = (other, after) if other else (first[key], before)
        name, place = step.text, home.stage_name(step.stage)
        yield StepChange(key=key, name=name, place=place, fields=fields, before=one, after=other)


def _step_counts_differ(one: JourneyStep, other: JourneyStep) -> bool:
    return _counts_differ(one, other) or any(getattr(one, f) != getattr(other, f) for f in STEP_COUNTS)


def _stage_changes(before: JourneyMap, after: JourneyMap) -> Iterator[StageChange]:
    for key in dict.fromkeys((*(s.key for s in after.stages), *(s.key for s in before.stages))):
        one, other = before.stage(key), after.stage(key)
        fields = _differing(one, other, STAGE_FIELDS)
        if one and other and not fields and not _counts_differ(one, other):
            continue
        name = (after if other else before).stage_name(key)
        yield StageChange(key=key, name=name, fields=fields, before=one, after=other)


def _point_changes(before: JourneyMap, after: JourneyMap) -> Iterator[PointChange]:
    first = {point.stage: point for point in before.curve}
    for point in after.curve:
        one = first.get(point.stage)
        if one is None or (one.mean is None and point.mean is None):
            continue
        change = PointChange(stage=point.stage, place=after.stage_name(point.stage), before=one, after=point)
        if change.difference is None or abs(change.difference) >= SAME_MEAN:
            yield change


def _field_changes(before: JourneyMap, after: JourneyMap) -> Iterator[FieldChange]:
    for field, name in MAP_FIELDS.items():
        one, other = getattr(before, field), getattr(after, field)
        if one != other:
            yield FieldChange(field=field, name=_(name), before=_shown(field, one), after=_shown(field, other))
    first, second = ({metric.key: metric for metric in m.metrics} for m in (before, after))
    for key in sorted(first.keys() | second.keys()):
        values = [_figure(metrics, key) for metrics in (first, second)]
        if values[0] != values[1]:
            name = (second.get(key) or first[key]).name
            yield FieldChange(field=f"metric/{key}", name=name, before=values[0], after=values[1])


def _shown(field: str, value: object) -> str:
    if field == "none_found":
        return ", ".join(term("lane", lane) for lane in value)  # type: ignore[attr-defined]
    families = {"kind": "map_kind", "status": "map_status", "stage_model": "stage_model"}
    return term(families[field], str(value)) if field in families else str(value)


def _figure(metrics: Mapping[str, Any], key: str) -> str:
    metric = metrics.get(key)
    return "" if metric is None or metric.value is None else f"{metric.value:g} {metric.unit}".strip()


def _differing(one: Any, other: Any, fields: Iterable[str]) -> tuple[str, ...]:
    if one is None or other is None:
        return ()
    return tuple(field for field in fields if getattr(one, field) != getattr(other, field))
