"""Researchers' edits of steps: own ones, changed and taken off, and what follows what after that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.journey.edit_items import SAME_WORDS, Placed
from cjm_research.journey.edit_values import set_values
from cjm_research.journey.homes import Home
from cjm_research.journey.keys import step_key
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
    contacts: Mapping[tuple[str, str | None], Placed | None],
    codings: Mapping[str, Coding],
    home: Home,
) -> EditedSteps:
    """The steps with what researchers did to them, in order of stages and places.

    A step goes with its contact where that was moved or worded anew (`contacts`), and is gone where it was taken off,
    unless something was done to the step itself: then it also stays where too few people are left for a step. What is
    gone, or stands in a hidden stage, is left out of all paths too.
    """
    of = {edit.target: edit for edit in edits}
    at = {stage: n for n, stage in enumerate(stages)}
    known = {step.key for step in found.steps}
    names = _names_now(found, edits)
    steps = []
    for step in (*found.steps, *_rare(found, of.keys() - known)):
        contact = contacts.get((step.stage, step.label), step)
        step = step.model_copy(update={"key": names.get(step.key, step.key)})
        there = _with_contact(step, contact) if isinstance(contact, Placed) else step
        if step.key in of:
            steps.append(_changed(there, of[step.key], home))
        elif contact is not None:
            steps.append(there)
    known = {step.key for step in steps}
    steps += [own for edit in edits if edit.target not in known and (own := _own(edit, found, codings, home))]
    off = {edit.target for edit in edits if edit.removed}
    kept = [step for step in steps if step.key not in off and step.stage in at]
    kept.sort(key=lambda step: (at[step.stage], step.place))
    keys = {step.key for step in kept}
    paths = tuple(_without(path, keys, names) for path in found.paths)
    return EditedSteps(tuple(kept), paths, transitions(paths, kept, stages))


def _names_now(found: JourneyMap, edits: Sequence[JourneyEdit]) -> dict[str, str]:
    """Key of a step as found -> the key that it had when something was done to it: what was done follows its words."""
    known = {step.key: {e.coding for e in step.evidence} for step in found.steps}
    done = {edit.target: edit.evidence for edit in edits if not edit.own}
    done |= {key: guids for edit in edits for key, guids in edit.anchors.items()}
    names: dict[str, str] = {}
    for target, guids in done.items():
        shared = {key: len(words & set(guids)) for key, words in known.items() if key not in {*done, *names}}
        best = max(shared, key=lambda key: shared[key], default="")
        if target not in known and best and shared[best] >= max(1, SAME_WORDS * len(guids)):
            names[best] = target
    return names


def _rare(found: JourneyMap, wanted: Collection[str]) -> Iterator[JourneyStep]:
    """Steps of contacts that too few people told of, in the middle of their stage; on nobody's path."""
    for cell, item in found.items if wanted else ():
        key = step_key(cell.stage, f"touchpoint/{item.label}") if cell.lane == "touchpoint" else ""
        if key in wanted:
            yield JourneyStep(
                key=key,
                stage=cell.stage,
                text=item.text,
                label=item.label,
                count=item.count,
                place=0.5,
                valence=item.valence,
                evidence=item.evidence,
            )


def _without(path: JourneyPath, kept: Collection[str], names: Mapping[str, str]) -> JourneyPath:
    steps = without_repeats(step for one in path.steps if (step := names.get(one, one)) in kept)
    return path if steps == path.steps else path.model_copy(update={"steps": steps})


def _with_contact(step: JourneyStep, contact: Placed) -> JourneyStep:
    worded = {"text": contact.item.text, "own": True, "edited": ("text",)} if contact.item.own else {}
    return step.model_copy(update={"stage": contact.stage, **worded}) if worded or contact.moved else step


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
