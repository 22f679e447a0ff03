"""Researchers' edits of steps: own ones, changed and taken off, and what follows what after that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.journey.edit_values import set_values
from cjm_research.journey.homes import Home
from cjm_research.journey.paths import transitions, without_repeats
from cjm_research.measures import count_of
from cjm_research.model import Coding, Evidence, JourneyEdit, JourneyMap, JourneyPath, JourneyStep, Transition


@dataclass(frozen=True)
class EditedSteps:
    """The steps of a map and how they follow each other."""

    steps: tuple[JourneyStep, ...]
    paths: tuple[JourneyPath, ...]
    transitions: tuple[Transition, ...]


def edited_steps(
    found: JourneyMap,
    stages: Sequence[str],
    edits: Sequence[JourneyEdit],
    codings: Mapping[str, Coding],
    home: Home,
) -> EditedSteps:
    """The steps with what researchers did to them, in order of stages and places.

    A step that was taken off, or whose stage is hidden, is left out of everybody's path too.
    """
    of = {edit.target: edit for edit in edits}
    at = {stage: n for n, stage in enumerate(stages)}
    steps = [_changed(step, of[step.key], home) if step.key in of else step for step in found.steps]
    known = {step.key for step in found.steps}
    steps += [own for edit in edits if edit.target not in known and (own := _own(edit, found, codings, home))]
    off = {edit.target for edit in edits if edit.removed}
    kept = [step for step in steps if step.key not in off and step.stage in at]
    kept.sort(key=lambda step: (at[step.stage], step.place))
    keys = {step.key for step in kept}
    paths = tuple(_without(path, keys) for path in found.paths)
    return EditedSteps(tuple(kept), paths, transitions(paths, kept, stages))


def _without(path: JourneyPath, kept: Collection[str]) -> JourneyPath:
    steps = without_repeats(step for step in path.steps if step in kept)
    return path if steps == path.steps else path.model_copy(update={"steps": steps})


def _changed(step: JourneyStep, edit: JourneyEdit, home: Home) -> JourneyStep:
    values = set_values(edit)
    if "stage" in values:
        values["stage"] = home.stage(values["stage"]) or step.stage
    edited = tuple(sorted(values))
    return step.model_copy(update={**values, "edited": edited, "own": "text" in values and values["text"] != step.text})


def _own(edit: JourneyEdit, found: JourneyMap, codings: Mapping[str, Coding], home: Home) -> JourneyStep | None:
    values = set_values(edit)
    stage = home.stage(values.get("stage", ""))
    if not values.get("text") or stage is None:
        return None
    mine = [codings[guid] for guid in edit.evidence if guid in codings]
    people = {coding.participant for coding in mine}
    known = {
        **values,
        "key": edit.target,
        "stage": stage,
        "count": count_of(len(people), len(found.participants)),
        "evidence": tuple(Evidence.of(coding) for coding in mine),
        "own": True,
    }
    return JourneyStep(**known)
