"""The verbs for the company's side: the contacts it runs, and the plan of what is to be done."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import CompanyTouchpoint, JourneyEdit, PlanItem
from cjm_research.model.base import Model
from cjm_research.model.channels import CHANNELS, channel
from cjm_research.model.inventory import InventoryReport
from cjm_research.model.journey_edit import Part
from cjm_research.storage.events import Change, States
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.journey_changes import anchor, change_of, checked_values, no_such
from cjm_research.study.journey_editing import KEY
from cjm_research.study.journey_verbs import JourneyVerbs, checked_date
from cjm_research.study.survey_verbs import SurveyVerbs

Thing = TypeVar("Thing", CompanyTouchpoint, PlanItem)


class InventoryVerbs(SurveyVerbs, JourneyVerbs):
    """The company's contacts and the plan; they belong to the study, not to one map. Each verb is one step."""

    # The company's contacts

    @property
    def inventory(self) -> tuple[CompanyTouchpoint, ...]:
        """The contacts that the company runs, in the order in which they came in."""
        return self._things("inventory", CompanyTouchpoint)

    def import_inventory(
        self, path: str | Path, *, replace: bool = False, coder: str = DEFAULT_CODER
    ) -> InventoryReport:
        """Take in a list of the company's contacts, all of it or nothing; see docs/gaps-and-priorities.md.

        Parameters
        ----------
        replace : bool
            Remove contacts of the study that the list does not name.

        Raises
        ------
        UnreadableFileError
            Something cannot be read; the message names the row.
        """
        from cjm_research.readers import read_inventory

        with self._speaking():
            stages = {s.name: s.key for model in self.stage_models.values() for s in model.stages if s.name}
            table = read_inventory(path, own_touchpoints=self._own_touchpoints(), own_stages=stages)
            report = self.set_inventory(table.touchpoints, replace=replace, coder=coder)
            return report.model_copy(update={"notes": table.notes})

    def set_inventory(
        self,
        touchpoints: Iterable[CompanyTouchpoint | Mapping[str, Any]],
        *,
        replace: bool = False,
        coder: str = DEFAULT_CODER,
    ) -> InventoryReport:
        """Put contacts into the company's list, or change those with the same key.

        Raises
        ------
        BadValueError, UnknownNameError
            A contact has no name, or a category, stage or field that does not exist.
        """
        with self._speaking():
            made = [self._edit_of("inventory", self._checked_contact(one), coder) for one in touchpoints]
            report = InventoryReport()

            def plan(states: States) -> list[Change]:
                nonlocal report
                before = {e.key: e for e in states["journey"].values() if e is not None and e.part == "inventory"}
                given = {edit.key: edit for edit in made}
                others = [key for key in before if key not in given]
                same = [key for key, edit in given.items() if key in before and before[key].values == edit.values]
                report = InventoryReport(
                    n_added=len(given.keys() - before.keys()),
                    n_changed=len(given.keys() & before.keys()) - len(same),
                    n_same=len(same),
                    n_removed=len(others) if replace else 0,
                    n_kept=0 if replace else len(others),
                )
                changes = [
                    change for key, e in given.items() if key not in same for change in change_of(before.get(key), e)
                ]
                return changes + [Change("remove", key, None, "journey") for key in others if replace]

            self.store.decide(plan, coder=coder)
            return report

    def remove_from_inventory(self, *keys: str, coder: str = DEFAULT_CODER) -> int:
        """Take contacts off the company's list; how many."""
        return self._take_off("inventory", keys, coder)

    # The plan

    @property
    def plan(self) -> tuple[PlanItem, ...]:
        """The actions of the plan, in the order in which they were added.

        What they answer stands under the key that it has on the map by now.
        """
        edits = self.store.standing("journey").values()
        return tuple(self._followed(edit) for edit in edits if edit.part == "plan")

    def add_plan_item(
        self, text: str, *, guid: str | None = None, coder: str = DEFAULT_CODER, **fields: Any
    ) -> PlanItem:
        """Add an action: what is to be done, for which entries of which map, by whom, until when.

        Parameters
        ----------
        guid : str, optional
            Its key, chosen by a form; the same action sent twice with it is added once.
        fields : dict
            Fields of `PlanItem`: map, answers, owner, due, status, metric, instrument, before, after, note.

        Raises
        ------
        BadValueError, UnknownNameError
            A field, date, entry of the map or survey question does not exist.
        """
        with self._speaking():
            values = self._checked_action({"text": text, "key": guid or f"a{uuid.uuid4().hex[:12]}", **fields}, fields)
            item = PlanItem.model_validate(values)
            self._add(self._anchored(self._edit_of("plan", item, coder), item), coder)
            return item

    def change_plan_item(self, key: str, *, coder: str = DEFAULT_CODER, **fields: Any) -> PlanItem:
        """Change fields of an action: its status, owner, date, figure; None empties a field."""
        with self._speaking():
            before = next((one for one in self.plan if one.key == key), None)
            if before is None:
                raise UnknownNameError(_("There is no action “{key}” in the plan.").format(key=key))
            kept = before.model_dump(mode="json", exclude_defaults=True)
            item = PlanItem.model_validate(self._checked_action({**kept, **fields, "key": key}, fields))
            self._stand(self._anchored(self._edit_of("plan", item, coder), item), coder)
            return item

    def remove_plan_item(self, *keys: str, coder: str = DEFAULT_CODER) -> int:
        """Take actions out of the plan; how many."""
        return self._take_off("plan", keys, coder)

    # How

    def _things(self, part: Part, kind: type[Thing]) -> tuple[Thing, ...]:
        edits = self.store.standing("journey").values()
        return tuple(edit.thing() for edit in edits if edit.part == part)

    def _edit_of(self, part: Part, thing: CompanyTouchpoint | PlanItem, coder: str) -> JourneyEdit:
        values = {"key": thing.key, **thing.model_dump(mode="json", exclude_defaults=True)}
        return JourneyEdit(part=part, target=thing.key, values=values, own=True, by=coder)

    def _take_off(self, part: Part, keys: Sequence[str], coder: str) -> int:
        with self._speaking():
            edits = {key: JourneyEdit(part=part, target=key).key for key in dict.fromkeys(keys)}

            def plan(states: States) -> list[Change]:
                for key, edit in edits.items():
                    if states["journey"].get(edit) is None:
                        raise UnknownNameError(_("There is no “{key}” here.").format(key=key))
                return [Change("remove", edit, None, "journey") for edit in edits.values()]

            return self.store.decide(plan, coder=coder)

    def _checked_contact(self, given: CompanyTouchpoint | Mapping[str, Any]) -> CompanyTouchpoint:
        values = given.model_dump(mode="json", exclude_defaults=True) if isinstance(given, Model) else dict(given)
        values.setdefault("key", f"t{uuid.uuid4().hex[:12]}")
        if not isinstance(given, Model) and values.get("label"):  # what a row does not say is as is typical of it
            typical = channel(values["label"])
            values = {"setting": typical.setting, "owner": typical.owner, **values}
        contact = CompanyTouchpoint.model_validate(_complete("inventory", values, "name"))
        if contact.label and contact.label not in CHANNELS and contact.label not in self._own_touchpoints().values():
            raise UnknownNameError(_("There is no category of touchpoint “{name}”.").format(name=contact.label))
        known = {key for model in self.stage_models.values() for key in model.keys}
        for stage in contact.stages:
            if stage not in known:
                raise UnknownNameError(_("There is no stage “{name}”.").format(name=stage))
        return contact

    def _anchored(self, edit: JourneyEdit, item: PlanItem) -> JourneyEdit:
        """With the words behind what the action answers, by which it is found when it has another key."""
        before = self.store.standing("journey").get(edit.key)
        kept = {key: guids for key, guids in before.anchors.items() if key in item.answers} if before else {}
        try:
            journey_map = self.journey_map(item.map) if item.map and item.answers else None
        except UnknownNameError:
            journey_map = None
        now = {key: anchor(journey_map, "item", key) for key in item.answers} if journey_map else {}
        return edit.model_copy(update={"anchors": kept | {key: guids for key, guids in now.items() if guids}})

    def _followed(self, edit: JourneyEdit) -> PlanItem:
        from cjm_research.journey import entry_now

        item: PlanItem = edit.thing()
        if not edit.anchors:
            return item
        try:
            journey_map = self.journey_map(item.map)
        except UnknownNameError:
            # The persona or story is gone; the action stays.
            return item
        answers = (entry_now(journey_map, key, edit.anchors.get(key, ())) for key in item.answers)
        return item.model_copy(update={"answers": tuple(dict.fromkeys(answers))})

    def _checked_action(self, values: Mapping[str, Any], new: Collection[str]) -> dict[str, Any]:
        checked = _complete("plan", values, "text")
        if checked.get("due"):
            checked_date(checked["due"])
        if checked.get("map") and checked.get("answers") and {"map", "answers"} & set(new):
            journey_map = self.journey_map(checked["map"])
            taken_off = {item.key for item in journey_map.taken_off}
            for key in checked["answers"]:
                if journey_map.item(key) is None and key not in taken_off:
                    raise no_such("item", key, checked["map"])
        return checked


def _complete(part: Part, values: Mapping[str, Any], needed: str) -> dict[str, Any]:
    """The values checked, without those that were emptied."""
    checked = {name: value for name, value in checked_values(part, values).items() if value is not None}
    if not checked.get(needed):
        raise BadValueError(_("The text is empty."))
    if not KEY.fullmatch(checked["key"]):
        raise BadValueError(_("“{guid}” cannot be a key: use letters, digits, - and _.").format(guid=checked["key"]))
    return checked
