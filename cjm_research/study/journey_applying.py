"""Many changes of journey maps in one step: what a workbook brings, or what a whole team did to a map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cjm_research.errors import CjmError
from cjm_research.model import JourneyEdit, JourneyMap
from cjm_research.model.journey_edit import STUDY_PARTS
from cjm_research.storage.events import Change, States
from cjm_research.study.journey_changes import anchor, anchored, change_of, checked_values, merged, no_such, piece_of
from cjm_research.study.journey_editing import checked_evidence
from cjm_research.study.journey_maps import Found, edits_of

if TYPE_CHECKING:
    from cjm_research.study.journey_verbs import JourneyVerbs

# Parts that are whole things: they stand as they are given.
WHOLE = frozenset({"metric", "factor", "sign_off"})


class Applying:
    """Changes put among the edits of a study, one after the other; nothing is kept before `changes` is decided on.

    A change holds the fields that are set and no others; None takes a setting back.

    Attributes
    ----------
    notes : list of str
        Why a change could not be made.
    """

    def __init__(self, study: JourneyVerbs, states: States, coder: str) -> None:
        self.study, self.coder = study, coder
        self.before = dict(states["journey"])
        self.edits: dict[str, Any] = dict(self.before)
        self.plans = states["personas"]
        self.settled: list[Change] = []
        self.notes: list[str] = []

    def put_all(self, found: Found, changes: Iterable[JourneyEdit]) -> int:
        """Make the changes of one map; how many were any."""
        done = sum(self._put(found, change) for change in changes)
        if done:
            self.settled += [
                c for c in self.study._persona_kept(found.kind, found.map.group) if self.plans.get(c.key) is None
            ]
        return done

    @property
    def changes(self) -> list[Change]:
        """What the store is to keep."""
        changed = [key for key in self.edits if self.edits[key] != self.before.get(key)]
        return [*self.settled, *(each for key in changed for each in self._kept(key))]

    def _kept(self, key: str) -> list[Change]:
        before, after = self.before.get(key), self.edits[key]
        if after is None:
            return [Change("remove", key, None, "journey")] if before else []
        return change_of(before, after)

    def _put(self, found: Found, change: JourneyEdit) -> bool:
        of_study = change.part in STUDY_PARTS
        group, key = ("", "") if of_study else (found.group, found.map.key)
        bare = JourneyEdit(group=group, map=key, part=change.part, target=change.target)
        before = self.edits.get(bare.key) if of_study else self._standing_edit(found, bare)
        try:
            after = self._after(found, change, before, bare)
        except CjmError as error:
            self.notes.append(str(error))
            return False
        after = after.model_copy(update={"by": self.coder}) if after is not None else None
        if after is not None and {"links", "next"} & change.values.keys():
            after = anchored(after, self._standing(found))
        if after == before or (after and before and after == before.model_copy(update={"by": self.coder})):
            return False
        self.edits[before.key if before else bare.key] = after
        return True

    def _standing_edit(self, found: Found, bare: JourneyEdit) -> JourneyEdit | None:
        mine = (e for e in edits_of(found, self.edits) if (e.part, e.target) == (bare.part, bare.target))
        return next(mine, None)

    def _after(
        self, found: Found, change: JourneyEdit, before: JourneyEdit | None, bare: JourneyEdit
    ) -> JourneyEdit | None:
        """The edit as it stands afterwards; None where nothing is left of it."""
        values: dict[str, Any] = checked_values(change.part, change.values)
        if change.part in STUDY_PARTS:
            return merged(before or bare, values, None)
        if change.part in WHOLE:
            whole = {name: value for name, value in values.items() if value is not None}
            return None if change.removed else bare.model_copy(update={"values": whole, "own": True})
        if change.own:
            return before or self._new(found, change, values, bare)
        given = piece_of(found.map, change.part, change.target)
        standing = found.map if given is not None else self._standing(found)
        if given is None and before is None and piece_of(standing, change.part, change.target) is None:
            stages = [stage.key for stage in standing.stages] if change.part in ("stage", "point") else []
            raise no_such(change.part, change.target, found.map.key, stages)
        start = before or bare.model_copy(update={"evidence": anchor(standing, change.part, change.target)})
        after = merged(start, values, given if change.part != "point" else None)
        if change.removed and after.own and not after.evidence:
            return None
        return after.model_copy(update={"removed": after.removed or change.removed})

    def _new(self, found: Found, change: JourneyEdit, values: dict[str, Any], bare: JourneyEdit) -> JourneyEdit:
        guids = checked_evidence(change.evidence, found, self.study.store.coding)
        place = self._place(found, change, values) if change.part in ("item", "step") else {}
        return bare.model_copy(update={"values": {**place, **values}, "evidence": guids, "own": True})

    def _place(self, found: Found, change: JourneyEdit, values: dict[str, Any]) -> dict[str, Any]:
        """Where something new stands: after what is there."""
        standing = self._standing(found)
        if standing.stage(values["stage"]) is None:
            raise no_such("stage", values["stage"], standing.key, (stage.key for stage in standing.stages))
        if change.part == "step":
            return {"place": 1.0}
        last = max((item.position for item in standing.cell(values["stage"], values["lane"]).items), default=-1.0)
        return {"position": last + 1}

    def _standing(self, found: Found) -> JourneyMap:
        return self.study._edited_journey(found, self.edits)


def put_changes(
    study: JourneyVerbs, key: str, changes: Iterable[JourneyEdit], *, coder: str, group: str | None = None
) -> list[str]:
    """Make many changes of one map in one step that can be undone; why some could not be made."""
    wanted, notes = list(changes), list[str]()

    def plan(states: States) -> list[Change]:
        applying = Applying(study, states, coder)
        applying.put_all(found, wanted)
        notes[:] = applying.notes
        return applying.changes

    with study._speaking():
        found = study._found_journey(key, group, None)
        study.store.decide(plan, coder=coder)
    return notes
