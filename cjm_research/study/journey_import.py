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
from cjm_research.model import JourneyEdit
from cjm_research.storage.events import Change, States
from cjm_research.study.journey_applying import Applying
from cjm_research.study.journey_changes import checked_values
from cjm_research.study.journey_maps import NO_GROUP, story_key

if TYPE_CHECKING:
    from cjm_research.exchange.journey_xlsx.changes import MapReading
    from cjm_research.study.journey_maps import Found
    from cjm_research.study.journey_verbs import JourneyVerbs


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
    notes = [note for reading in readings for note in reading.notes]
    report = JourneyImport()
    keys = _story_keys(path, readings, study)

    def plan(states: States) -> list[Change]:
        applying = Applying(study, states, coder)
        for reading, key in zip(readings, keys, strict=True):
            is_new = reading.is_new and _open_story(reading, key, applying.edits, coder)
            found = _found(study, reading, key, group, applying.edits, path)
            report.changes[key] = applying.put_all(found, reading.changes.values()) + is_new
        report.notes = [*notes, *applying.notes]
        return applying.changes

    study.store.decide(plan, coder=coder)
    return report


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


def _open_story(reading: MapReading, key: str, edits: dict[str, Any], coder: str) -> bool:
    """Make the story that a template becomes; whether it is a new one."""
    if edits.get(story_key(key)) is not None:
        return False
    title = reading.changes.pop(("map", ""), None)
    values = {"title": reading.sheet, "stage_model": reading.map.stage_model, **(title.values if title else {})}
    given = {name: value for name, value in values.items() if value is not None}
    edit = JourneyEdit(
        group=NO_GROUP, map=key, part="map", values=checked_values("map", given), own=True, by=coder
    )  # fmt: skip
    edits[edit.key] = edit
    return True


def _found(
    study: JourneyVerbs, reading: MapReading, key: str, group: str | None, edits: dict[str, Any], path: Path
) -> Found:
    from cjm_research.journey import empty_map
    from cjm_research.study.journey_maps import Found

    story = edits.get(story_key(key))
    if story is not None and (reading.is_new or reading.map.actor == "story"):
        model = study._stage_model(str(story.values.get("stage_model") or study.settings.stage_model))
        about = story.thing()
        return Found(empty_map(key, about.title, stage_model=model, kind=about.kind), (), "story", model)
    if reading.map.actor == "story":
        raise UnreadableFileError.at(path, _("There is no story “{key}”.").format(key=key))
    try:
        return study._found_journey(key, group or reading.map.group, None)
    except CjmError as error:
        raise UnreadableFileError.at(path, str(error)) from error
