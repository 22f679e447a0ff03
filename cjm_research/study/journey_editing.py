"""How the verbs for journey maps write: one step each, with the persona it rests on settled in the same step."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Coding, JourneyEdit, JourneyMap
from cjm_research.model.journey_edit import Part
from cjm_research.model.lanes import LANES, is_company_lane
from cjm_research.storage.events import Change, States
from cjm_research.study.empathy_verbs import still_open
from cjm_research.study.journey_changes import (
    anchor,
    anchored,
    change_of,
    checked_values,
    complete_values,
    merged,
    no_such,
    piece_of,
)
from cjm_research.study.journey_maps import Found, JourneyMapVerbs, edits_of

KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


class JourneyEditing(JourneyMapVerbs):
    """What all verbs that change a journey map share."""

    def _standing(self, key: str, group: str | None) -> JourneyMap:
        """The map as it stands."""
        return self._edited_journey(self._found_journey(key, group, None), self.store.standing("journey"))

    def _put(
        self,
        key: str,
        part: Part,
        target: str,
        values: dict[str, Any],
        *,
        group: str | None,
        coder: str,
        evidence: Sequence[str] = (),
    ) -> JourneyEdit:
        """Something of the researcher's own comes onto a map."""
        with self._speaking():
            found = self._found_journey(key, group, None)
            guids = checked_evidence(evidence, found, self.store.coding)
            check_key(target)
            edit = JourneyEdit(
                group=found.group, map=found.map.key, part=part, target=target, values=complete_values(part, values),
                evidence=guids, own=True, by=coder,
            )  # fmt: skip
            edit = anchored(edit, self._edited_journey(found, self.store.standing("journey")))
            return self._add(edit, coder, self._persona_kept(found.kind, found.map.group))

    def _add(self, edit: JourneyEdit, coder: str, settled: Sequence[Change] = ()) -> JourneyEdit:
        """A new thing; the same one a second time (a form that had no answer) changes nothing."""

        def plan(states: States) -> list[Change]:
            before = states["journey"].get(edit.key)
            if before is None:
                return [*still_open(settled, states), Change("add", edit.key, edit, "journey")]
            if _without_place(before) == _without_place(edit):
                return []
            raise BadValueError(_("There is something else under “{key}” already.").format(key=edit.target or edit.map))

        self.store.decide(plan, coder=coder)
        return edit

    def _stand(self, edit: JourneyEdit, coder: str, settled: Sequence[Change] = ()) -> JourneyEdit:
        """A thing stands as it is given, whatever stood there before."""

        def plan(states: States) -> list[Change]:
            changes = change_of(states["journey"].get(edit.key), edit)
            return [*still_open(settled, states), *changes] if changes else []

        self.store.decide(plan, coder=coder)
        return edit

    def _change(
        self,
        key: str,
        part: Part,
        target: str,
        fields: dict[str, Any],
        *,
        group: str | None,
        coder: str,
        evidence: Sequence[str] | None = None,
        removed: bool | None = None,
        check: Callable[[JourneyMap], None] | None = None,
    ) -> JourneyEdit:
        """One piece of a map is changed; the edit as it stands afterwards."""
        with self._speaking():
            with self.store.reading():
                found = self._found_journey(key, group, None)
            values = checked_values(part, fields)
            guids = None if evidence is None else checked_evidence(evidence, found, self.store.coding)
            settled = self._persona_kept(found.kind, found.map.group)
            made: list[JourneyEdit] = []

            def plan(states: States) -> list[Change]:
                edits = states["journey"]
                standing = self._edited_journey(found, edits)
                bare = JourneyEdit(group=found.group, map=found.map.key, part=part, target=target)
                mine = (e for e in edits_of(found, edits) if e.part == part and e.target == target)
                before = next(mine, None)
                if before is None and piece_of(standing, part, target) is None:
                    stages = [stage.key for stage in standing.stages] if part in ("stage", "point") else []
                    raise no_such(part, target, key, stages)
                given = piece_of(found.map, part, target) if part != "point" else None
                start = before or bare.model_copy(update={"evidence": anchor(standing, part, target)})
                after = merged(_with_evidence(start, guids, given, standing), values, given)
                after = after.model_copy(update={"by": coder, "removed": after.removed if removed is None else removed})
                after = anchored(after, standing) if {"links", "next"} & fields.keys() else after
                made.append(after)
                if check is not None:
                    check(self._edited_journey(found, {**edits, after.key: after}))
                if before is not None and after == before.model_copy(update={"by": coder}):
                    return []
                changes = change_of(before, after)
                return [*still_open(settled, states), *changes] if changes else []

            self.store.decide(plan, coder=coder)
            return made[-1]

    def _to_cell(self, key: str, item: str, group: str | None, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields of a move, with a place after the last entry there where none is named."""
        standing = self._standing(key, group)
        now = piece_of(standing, "item", item)
        if now is None:
            raise no_such("item", item, key)
        # What goes back to where the codings have it names no cell.
        was: tuple[Any, Any] = now.get("stage", ""), now.get("lane") or self._lane_written(key, item, group)
        stage, lane = fields.get("stage") or was[0], fields.get("lane") or was[1]
        self._check_cell(standing, stage, lane)
        if standing.item(item) is not None and now["evidence"] and is_company_lane(lane):
            raise BadValueError(_("What the company does is not taken from what participants said."))
        if "position" in fields or (stage, lane) == was:
            return fields
        last = max((i.position for i in standing.cell(stage, lane).items), default=-1.0)
        return {**fields, "position": last + 1}

    def _lane_written(self, key: str, item: str, group: str | None) -> str:
        """The lane of an entry whose stage is gone from the map: it stands in no cell, but its edit knows."""
        from cjm_research.journey.keys import lane_of

        edits = (e for e in self.journey_edits(key, group=group) if (e.part, e.target) == ("item", item))
        return next((str(e.values["lane"]) for e in edits if "lane" in e.values), lane_of(item) or "")

    def _check_stage(self, journey_map: JourneyMap, stage: str) -> None:
        if journey_map.stage(stage) is None:
            raise no_such("stage", stage, journey_map.key, (each.key for each in journey_map.stages))

    def _check_cell(self, journey_map: JourneyMap, stage: str, lane: str) -> None:
        self._check_stage(journey_map, stage)
        if lane not in LANES:
            raise UnknownNameError(
                _("There is no lane “{lane}”. Known: {known}.").format(lane=lane, known=", ".join(LANES))
            )


def check_key(key: str) -> None:
    """Refuse what cannot be the key of something on a map.

    Raises
    ------
    BadValueError
        It holds other signs than letters, digits, hyphen and underscore, or is too long.
    """
    if not KEY.fullmatch(key):
        raise BadValueError(_("“{guid}” cannot be a key: use letters, digits, - and _.").format(guid=key))


def checked_evidence(guids: Sequence[str], found: Found, look_up: Callable[[str], Coding]) -> tuple[str, ...]:
    """The guids, each once, of codings that count on a map.

    Raises
    ------
    UnknownNameError
        There is no such coding.
    BadValueError
        It is of somebody who is not on the map, or does not count.
    """
    from cjm_research.study.empathy_verbs import checked_evidence as checked

    return checked(guids, found.map.participants, found.codings, look_up)


def _with_evidence(
    edit: JourneyEdit, guids: tuple[str, ...] | None, given: dict[str, Any] | None, standing: JourneyMap
) -> JourneyEdit:
    if guids is None:
        return edit
    now = piece_of(standing, edit.part, edit.target)
    if given is not None or not (edit.own or now):
        raise BadValueError(_("The quotes behind an entry that the codings give are changed by coding."))
    if now is not None and is_company_lane(now.get("lane", "")) and guids:
        raise BadValueError(_("What the company does is not taken from what participants said."))
    if edit.own or now is None:
        return edit.model_copy(update={"evidence": guids})
    # The words that it was found with are gone: it is the researcher's from now on.
    kept = {name: now[name] for name in ("stage", "lane", "text", "label", "position") if now.get(name) is not None}
    return edit.model_copy(update={"own": True, "evidence": guids, "values": {**kept, **edit.values}})


def _without_place(edit: JourneyEdit) -> JourneyEdit:
    values = {name: value for name, value in edit.values.items() if name != "position"}
    return edit.model_copy(update={"values": values, "anchors": {}})
