"""What researchers did to a journey map, applied to the map that the codings give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from cjm_research.journey.assemble import typical_touchpoints
from cjm_research.journey.edit_items import edited_items
from cjm_research.journey.edit_stages import Words, edited_curve, edited_stages, recounted
from cjm_research.journey.edit_steps import edited_steps
from cjm_research.journey.edit_values import set_values
from cjm_research.journey.homes import Home, home_of
from cjm_research.journey.paths import without_stages
from cjm_research.model import (
    Coding,
    JourneyCell,
    JourneyEdit,
    JourneyItem,
    JourneyMap,
    JourneyStep,
    StageModel,
    Touchpoint,
    channel,
)
from cjm_research.model.journey_edit import Part

_Named = TypeVar("_Named", JourneyItem, JourneyStep)


def apply_edits(
    found: JourneyMap,
    edits: Iterable[JourneyEdit],
    codings: Iterable[Coding],
    *,
    home: StageModel | None = None,
    shown: StageModel | None = None,
    models: Iterable[StageModel] = (),
) -> JourneyMap:
    """The map with what researchers did to it.

    An edit belongs to the entry with its key. Where quotes were joined differently since, it goes with the entry of its
    lane that holds at least half of the words it was made on, under the key it had. Where no such entry is left, what
    somebody said of it stays as an own entry, with those of its words that still count. What has no stage on this map
    any more stands in `taken_off`.

    Parameters
    ----------
    found : JourneyMap
        As the codings give it, or a map without any (`empty_map`).
    edits : iterable of JourneyEdit
        Those of this map and those of touchpoints, in the order in which they were first made; of several with one key
        the last counts.
    codings : iterable of Coding
        Those that count; evidence that is not among them (any more) is left out.
    home : StageModel, optional
        The stages in which the edits were made, where the map is shown in others: they fall into these by the
        cross-walk. What is said of a stage as a whole stays with a stage that means the same.
    shown : StageModel, optional
        The stages of the map, where they are neither built in nor those of the edits.
    models : iterable of StageModel
        Stage models of the study's own: what was put into a stage of one of them, or of a built-in one, before the map
        was given the stages of `home` falls into these by the cross-walk.

    Returns
    -------
    JourneyMap
        Entries in order of their positions; `own`, `edited` and `by` tell what is the researchers'. Counts, curve,
        steps and transitions follow the entries that were moved; taking an entry off the map changes no count.
    """
    parts = _by_part(edits)
    people = set(found.participants)
    status = {"confirmed": "confirmed", "machine": "suggested"}[found.basis]
    usable = {c.guid: c for c in codings if c.participant in people and c.status == status}
    way = home_of(found, home, shown, (edit.target for edit in parts["stage"] if edit.own), models)
    items = edited_items(found, parts["item"], usable, way)
    words = Words.moved(found, items.placed)
    stages, hidden = edited_stages(found, parts["stage"], way)
    keys, off = [stage.key for stage in stages], {stage.key for stage in hidden}
    curve, to_be = edited_curve(found, keys, parts["point"], words, usable, way)
    cells = items.cells(keys)
    steps = edited_steps(found, keys, parts["step"], items.contacts, usable, way)
    labels = {item.label for cell in cells if cell.lane != "emotion" for item in cell.items}
    touchpoints = _touchpoints(found, parts["touchpoint"], labels | {step.label for step in steps.steps})
    # Contacts stand under the names that researchers gave them.
    names = {touchpoint.key: touchpoint.name for touchpoint in touchpoints if touchpoint.name}
    return found.model_copy(
        update={
            **_map_fields(parts["map"]),
            "stages": recounted(stages, words, usable, len(people)),
            "stages_off": hidden,
            "cells": tuple(_renamed_cell(cell, names) for cell in cells) if names else cells,
            "curve": curve,
            "curve_to_be": to_be,
            "taken_off": items.taken_off,
            "steps": tuple(_renamed(step, names) for step in steps.steps) if names else steps.steps,
            "paths": steps.paths,
            "transitions": steps.transitions,
            "variants": without_stages(found.variants, off),
            "touchpoints": touchpoints,
            "metrics": tuple(_at_stage(thing, way) for thing in _things(found.metrics, parts["metric"])),
            "factors": tuple(_at_stages(thing, way) for thing in _things(found.factors, parts["factor"])),
            "sign_offs": _things(found.sign_offs, parts["sign_off"]),
            "n_unstaged": found.n_unstaged + sum(stage in off for stage in words.stage_of.values()),
        }
    )


def _by_part(edits: Iterable[JourneyEdit]) -> dict[Part, list[JourneyEdit]]:
    of: dict[Part, dict[str, JourneyEdit]] = defaultdict(dict)
    for edit in edits:
        of[edit.part][edit.target] = edit
    return defaultdict(list, {part: list(targets.values()) for part, targets in of.items()})


def _map_fields(edits: Sequence[JourneyEdit]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for edit in edits:
        values |= {} if edit.removed else set_values(edit)
    # In which stages a map is shown is a choice made before it is built.
    values.pop("stage_model", None)
    return {**values, "edited": tuple(sorted(values))}


def _things(found: Sequence[Any], edits: Sequence[JourneyEdit]) -> tuple[Any, ...]:
    of = {thing.key: thing for thing in found}
    for edit in edits:
        if edit.removed:
            of.pop(edit.target, None)
        elif edit.values:
            of[edit.target] = edit.thing()
    return tuple(of.values())


def _at_stage(thing: Any, home: Home) -> Any:
    stage = home.stage(thing.stage) if thing.stage else ""
    return thing if stage == thing.stage else thing.model_copy(update={"stage": stage or ""})


def _at_stages(thing: Any, home: Home) -> Any:
    stages = tuple(dict.fromkeys(there for stage in thing.stages if (there := home.stage(stage))))
    return thing if stages == thing.stages else thing.model_copy(update={"stages": stages})


def _touchpoints(
    found: JourneyMap, edits: Sequence[JourneyEdit], labels: Iterable[str | None]
) -> tuple[Touchpoint, ...]:
    of = {touchpoint.key: touchpoint for touchpoint in found.touchpoints}
    wanted = {label for label in labels if label} | of.keys()
    of |= {touchpoint.key: touchpoint for touchpoint in typical_touchpoints(wanted - of.keys())}
    for edit in edits:
        if edit.target in wanted and not edit.removed:
            of[edit.target] = _described(edit)
    return tuple(of[label] for label in sorted(of))


def _described(edit: JourneyEdit) -> Touchpoint:
    values = set_values(edit)
    typical = channel(values.get("channel") or edit.target)
    usual = {"setting": typical.setting, "owner": typical.owner, "controllable": typical.controllable}
    if "owner" in values:
        usual["controllable"] = values["owner"] in {"brand", "paid"}
    return Touchpoint(key=edit.target, own=True, **{**usual, **values})


def _renamed_cell(cell: JourneyCell, names: Mapping[str, str]) -> JourneyCell:
    if cell.lane != "touchpoint":
        return cell
    return cell.model_copy(update={"items": tuple(_renamed(item, names) for item in cell.items)})


def _renamed(thing: _Named, names: Mapping[str, str]) -> _Named:
    name = names.get(thing.label or "")
    return thing.model_copy(update={"text": name}) if name and not thing.own else thing
