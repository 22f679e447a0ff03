"""A journey workbook that somebody worked in -> edits of the study's journey maps, all in one step."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.i18n import _, ngettext
from cjm_research.model import JourneyEdit, JourneyMap
from cjm_research.model.journey_edit import STUDY_PARTS
from cjm_research.storage.events import Change, States
from cjm_research.study.journey_changes import anchor, change_of, checked_values, merged, no_such, piece_of
from cjm_research.study.journey_maps import NO_GROUP, edits_of, story_key

if TYPE_CHECKING:
    from cjm_research.exchange.journey_xlsx_changes import MapReading
    from cjm_research.study.journey_maps import Found
    from cjm_research.study.journey_verbs import JourneyVerbs

# Parts that are whole things: they stand as they are given.
WHOLE = frozenset({"metric", "factor", "sign_off"})


@dataclass
class JourneyImport:
    """What came in: number of changes by map, and remarks on what did not."""

    changes: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = [
            ngettext(
                "{n} change of the journey map “{map}” came in.", "{n} changes of the journey map “{map}” came in.", n
            ).format(n=n, map=key)
            for key, n in self.changes.items()
        ]
        return "\n".join([*told, *self.notes])


def import_journeys(study: JourneyVerbs, path: Path, *, coder: str, group: str | None = None) -> JourneyImport:
    """Take in what a person changed in a journey workbook; all of it can be taken back in one step.

    Raises
    ------
    UnreadableFileError
        It is no workbook with journey maps, or one of them is of nobody in this study; nothing is changed.
    """
    from cjm_research.exchange.journey_xlsx import read_journey_workbook

    readings = read_journey_workbook(path)
    report = JourneyImport(notes=[note for reading in readings for note in reading.notes])
    keys = _story_keys(path, readings, study)

    def plan(states: States) -> list[Change]:
        edits = dict(states["journey"])
        settled: list[Change] = []
        before = dict(edits)
        for reading, key in zip(readings, keys, strict=True):
            if reading.is_new:
                _open_story(reading, key, edits, coder)
            found = _found(study, reading, key, group, edits, path)
            done = sum(_apply(study, found, change, edits, coder, report) for change in reading.changes.values())
            report.changes[key] = done + (reading.is_new and story_key(key) not in before)
            if done:
                settled += [c for c in study._settled_for(found) if states["personas"].get(c.key) is None]
        changed = [key for key in edits if edits[key] != before.get(key)]
        return [*settled, *(each for key in changed for each in _change(before.get(key), edits[key], key))]

    study.store.decide(plan, coder=coder)
    return report


def _change(before: JourneyEdit | None, after: JourneyEdit | None, key: str) -> list[Change]:
    if after is None:
        return [Change("remove", key, None, "journey")] if before else []
    return change_of(before, after)


def _story_keys(path: Path, readings: Iterable[MapReading], study: JourneyVerbs) -> list[str]:
    """The key of each map; those of templates are named after the file and, from the second on, numbered."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", path.stem).strip("-")[:50] or "story"
    people = {person.id for person in study.participants}
    keys: list[str] = []
    for reading in readings:
        key = reading.map.key
        if reading.is_new:
            taken = people.union(keys)
            wanted = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
            key = next(one for one in wanted if one not in taken and not re.fullmatch(r"all|P\d+", one))
        keys.append(key)
    return keys


def _open_story(reading: MapReading, key: str, edits: dict[str, Any], coder: str) -> None:
    if edits.get(story_key(key)) is not None:
        return
    title = reading.changes.pop(("map", ""), None)
    values = {"title": reading.sheet, "stage_model": reading.map.stage_model, **(title.values if title else {})}
    given = {name: value for name, value in values.items() if value is not None}
    edit = JourneyEdit(
        group=NO_GROUP, map=key, part="map", values=checked_values("map", given), own=True, by=coder
    )  # fmt: skip
    edits[edit.key] = edit


def _found(
    study: JourneyVerbs, reading: MapReading, key: str, group: str | None, edits: dict[str, Any], path: Path
) -> Found:
    from cjm_research.journey import empty_map
    from cjm_research.study.journey_maps import Found

    story = edits.get(story_key(key))
    if story is not None:
        model = study._stage_model(str(story.values.get("stage_model") or study.settings.stage_model))
        about = story.thing()
        return Found(empty_map(key, about.title, stage_model=model, kind=about.kind), (), "story", model)
    if reading.map.actor == "story":
        raise UnreadableFileError.at(path, _("There is no story “{key}”.").format(key=key))
    try:
        return study._found_journey(key, group or reading.map.group, None)
    except CjmError as error:
        raise UnreadableFileError.at(path, str(error)) from error


def _apply(
    study: JourneyVerbs, found: Found, change: JourneyEdit, edits: dict[str, Any], coder: str, report: JourneyImport
) -> bool:
    """One change put among the edits; whether that changed anything."""
    place = ("", "") if change.part in STUDY_PARTS else (found.group, found.map.key)
    bare = JourneyEdit(group=place[0], map=place[1], part=change.part, target=change.target)
    before = next((e for e in edits_of(found, edits) if (e.part, e.target) == (bare.part, bare.target)), None)
    if change.part in STUDY_PARTS:
        before = edits.get(bare.key)
    try:
        after = _after(study, found, change, edits, before, bare)
    except (CjmError, KeyError) as error:
        report.notes.append(str(error))
        return False
    after = after.model_copy(update={"by": coder}) if after is not None else None
    key = before.key if before else bare.key
    if after == before or (after and before and after == before.model_copy(update={"by": coder})):
        return False
    edits[key] = after
    return True


def _after(
    study: JourneyVerbs,
    found: Found,
    change: JourneyEdit,
    edits: dict[str, Any],
    before: JourneyEdit | None,
    bare: JourneyEdit,
) -> JourneyEdit | None:
    values: dict[str, Any] = checked_values(change.part, change.values)
    if change.part in STUDY_PARTS:
        return merged(before or bare, values, None)
    if change.part in WHOLE:
        whole = {name: value for name, value in values.items() if value is not None}
        return None if change.removed else bare.model_copy(update={"values": whole, "own": True})
    standing = study._edited_journey(found, edits)
    if change.own:
        return before or bare.model_copy(update={"values": _placed(standing, change, values), "own": True})
    if piece_of(standing, change.part, change.target) is None and before is None:
        raise no_such(change.part, change.target, found.map.key)
    given = piece_of(found.map, change.part, change.target) if change.part != "point" else None
    start = before or bare.model_copy(update={"evidence": anchor(standing, change.part, change.target)})
    after = merged(start, values, given)
    if change.removed and after.own and not after.evidence:
        return None
    return after.model_copy(update={"removed": after.removed or change.removed})


def _placed(standing: JourneyMap, change: JourneyEdit, values: dict[str, Any]) -> dict[str, Any]:
    """The values of something new, with its place after what is there."""
    if change.part not in ("item", "step"):
        return values
    stage, lane = values["stage"], values.get("lane", "action")
    if standing.stage(stage) is None:
        raise no_such("stage", stage, standing.key)
    if change.part == "step":
        return {"place": 1.0, **values}
    last = max((item.position for item in standing.cell(stage, lane).items), default=-1.0)
    return {"position": last + 1, **values}
