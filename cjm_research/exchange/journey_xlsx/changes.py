"""What a person changed in a journey workbook since it was written, as it is gathered sheet by sheet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from cjm_research.exchange.journey_xlsx.cells import letter
from cjm_research.i18n import _
from cjm_research.model import JourneyEdit, JourneyItem, JourneyMap, JourneyStage, JourneyStep
from cjm_research.model.journey_edit import FIELDS_OF, LONGEST_TEXT, STUDY_PARTS, Part

_NAMESPACE = uuid.UUID("6f1c1f54-6f0e-5d8a-9b53-0e6f7d1f2a11")


@dataclass
class MapReading:
    """One map of a workbook: as it was written, what was changed since, and what could not be read.

    `changes` hold the changed fields alone (None: the field was emptied); `is_new` tells that the workbook holds no map
    of a study: an empty template, or a table that somebody made.
    """

    map: JourneyMap
    sheet: str
    language: str
    is_new: bool = False
    changes: dict[tuple[Part, str], JourneyEdit] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def note(self, what: str, sheet: str, row: int, column: int) -> None:
        """Remember what could not be read, with its place."""
        place = _("Sheet “{sheet}”, cell {cell}:").format(sheet=sheet, cell=f"{letter(column)}{row}")
        self.notes.append(f"{place} {what}")

    def change(self, part: Part, target: str, values: Mapping[str, Any], *, own: bool = False) -> None:
        """Remember changed fields; those of one thing are put together.

        Raises
        ------
        ValueError
            A value is none that its field may have; the message says which, for a person.
        """
        before = self.changes.get((part, target))
        after = {**(before.values if before else {}), **values}
        given = {name: value for name, value in after.items() if value is not None}
        if any(isinstance(value, str) and len(value) > LONGEST_TEXT for value in given.values()):
            raise ValueError(_("This is too long: at most {most} characters.").format(most=LONGEST_TEXT))
        try:
            kept = FIELDS_OF[part].model_validate(given).model_dump(mode="json", include=set(given))
        except ValidationError as error:
            raise ValueError(_("This does not fit here.")) from error
        own = own or bool(before and before.own)
        values = {name: kept.get(name) for name in after}
        # Not validated: None is no value of a field, but says that it was emptied.
        group, key = self._place(part)
        self.changes[part, target] = JourneyEdit.model_construct(
            group=group, map=key, part=part, target=target, values=values, own=own
        )

    def remove(self, part: Part, target: str) -> None:
        """Remember that a thing was taken off."""
        group, key = self._place(part)
        self.changes[part, target] = JourneyEdit(group=group, map=key, part=part, target=target, removed=True)

    def _place(self, part: Part) -> tuple[str, str]:
        return ("", "") if part in STUDY_PARTS else (self.map.group, self.map.key)

    def new_key(self, *about: str) -> str:
        """A key for something new: the same whenever the same workbook is read."""
        return str(uuid.uuid5(_NAMESPACE, "\n".join((self.map.key, *about))))

    @property
    def edits(self) -> tuple[JourneyEdit, ...]:
        """The changes as edits that can be applied to the map: what was said of a thing before stays said."""
        return tuple(_whole(self.map, change) for change in self.changes.values())


def _whole(journey_map: JourneyMap, change: JourneyEdit) -> JourneyEdit:
    """A change of a thing with what researchers had said of it before."""
    thing = _thing(journey_map, change)
    values = {name: value for name, value in change.values.items() if value is not None}
    if thing is None:
        return JourneyEdit.model_validate({**change.model_dump(), "values": values})
    # Of what a researcher added all is said; of what the interviews gave only the fields that were set.
    is_added = thing.own and not thing.edited
    known = set(FIELDS_OF[change.part].model_fields)
    said = known if is_added else known & set(thing.edited)
    before = thing.model_dump(mode="json", include=said, exclude_defaults=is_added)
    if isinstance(thing, JourneyItem):
        cell = next(cell for cell, item in journey_map.items if item.key == thing.key)
        before |= {name: getattr(cell, name) for name in ("stage", "lane") if name in said}
    before = {name: value for name, value in before.items() if name not in change.values}
    evidence = () if isinstance(thing, JourneyStage) else tuple(e.coding for e in thing.evidence if e.coding)
    update = {"values": {**before, **values}, "evidence": evidence, "own": change.own or is_added}
    return JourneyEdit.model_validate({**change.model_dump(), **update})


def _thing(journey_map: JourneyMap, change: JourneyEdit) -> JourneyItem | JourneyStep | JourneyStage | None:
    if change.part == "item":
        return journey_map.item(change.target)
    if change.part == "step":
        return journey_map.step(change.target)
    return journey_map.stage(change.target) if change.part == "stage" else None


def text_of(value: object) -> str:
    """The value of a cell as text: dates as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "\n".join(line.strip() for line in str(value).replace("\r\n", "\n").split("\n")).strip()
