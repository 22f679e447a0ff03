"""The verbs that change the pieces of a journey map: stages, entries, steps, points of the emotion curve."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import JourneyEdit
from cjm_research.model.lanes import is_company_lane
from cjm_research.model.stages import Phase
from cjm_research.storage.events import Change, States
from cjm_research.study.coding_verbs import DEFAULT_CODER
from cjm_research.study.journey_changes import change_of, no_such
from cjm_research.study.journey_editing import JourneyEditing
from cjm_research.study.journey_maps import edits_of


class JourneyPieceVerbs(JourneyEditing):
    """What researchers make of the pieces of journey maps.

    Edits are kept apart from what the codings give, piece by piece: an entry that nobody touched is made anew whenever
    codings change, and one that somebody worded or moved keeps that as long as it rests on the same words. A field that
    is set to what the codings give is no edit; `None` takes a setting back.
    """

    # Stages

    def set_journey_stage(
        self, key: str, stage: str, *, group: str | None = None, coder: str = DEFAULT_CODER, **fields: Any
    ) -> JourneyEdit:
        """Name or move a stage; set its goal, mindset, time frame, and the tasks of both sides."""
        return self._change(key, "stage", stage, fields, group=group, coder=coder)

    def add_journey_stage(
        self,
        key: str,
        name: str,
        *,
        phase: Phase,
        position: float | None = None,
        group: str | None = None,
        guid: str | None = None,
        coder: str = DEFAULT_CODER,
        **fields: Any,
    ) -> JourneyEdit:
        """A stage of one's own on this map alone; after the last stage of its phase where no position is named."""
        with self._speaking():
            standing = self._standing(key, group)
            last = max((s.position for s in standing.stages if s.phase == phase), default=len(standing.stages))
            fields = {"name": name, "phase": phase, "position": last + 0.5 if position is None else position, **fields}
            return self._put(key, "stage", guid or f"own-{uuid.uuid4().hex[:12]}", fields, group=group, coder=coder)

    def remove_journey_stage(
        self, key: str, stage: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyEdit:
        """Take a stage off the map, with its entries; `restore_journey_stage` brings it back."""
        return self._change(key, "stage", stage, {}, group=group, coder=coder, removed=True)

    def restore_journey_stage(
        self, key: str, stage: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyEdit:
        """Bring a stage back that was taken off."""
        return self._change(key, "stage", stage, {}, group=group, coder=coder, removed=False)

    # Entries

    def add_journey_item(
        self,
        key: str,
        stage: str,
        lane: str,
        text: str,
        *,
        evidence: Sequence[str] = (),
        position: float | None = None,
        group: str | None = None,
        guid: str | None = None,
        coder: str = DEFAULT_CODER,
        **fields: Any,
    ) -> JourneyEdit:
        """Put an entry of your own into a cell.

        Parameters
        ----------
        evidence : sequence of str
            Guids of codings of the map's people; without any the entry is marked as an assumption. Lanes of the
            company's side take none: no participant speaks for the company.
        position : float, optional
            Its place among the entries of the cell; last where not named.
        guid : str, optional
            Chosen by a form; the same entry sent twice with it is added once.
        fields : dict
            Further fields of `ItemFields`: owner, links, marks, flow, layer, ...
        """
        with self._speaking():
            found = self._found_journey(key, group, None)
            standing = self._edited_journey(found, self.store.standing("journey"))
            self._check_cell(standing, stage, lane)
            if evidence and is_company_lane(lane):
                raise BadValueError(_("What the company does is not taken from what participants said."))
            last = max((i.position for i in standing.cell(stage, lane).items), default=-1.0) + 1  # type: ignore[arg-type]
            place = last if position is None else position
            values = {"stage": stage, "lane": lane, "text": text, "position": place, **fields}
            target = guid or str(uuid.uuid4())
            return self._put(key, "item", target, values, group=group, coder=coder, evidence=evidence)

    def change_journey_item(
        self,
        key: str,
        item: str,
        *,
        evidence: Sequence[str] | None = None,
        group: str | None = None,
        coder: str = DEFAULT_CODER,
        **fields: Any,
    ) -> JourneyEdit:
        """Word an entry, move it to another cell, mark it, give it an owner, or link other codings to one of your own.

        Raises
        ------
        BadValueError
            An entry that the codings give would get other evidence: that is changed by coding.
        """
        with self._speaking():
            if {"stage", "lane"} & fields.keys():
                fields = self._to_cell(key, item, group, fields)
            return self._change(key, "item", item, fields, group=group, coder=coder, evidence=evidence)

    def remove_journey_item(
        self, key: str, item: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyEdit:
        """Take an entry off the map; it stays on record and `restore_journey_items` brings it back."""
        return self._change(key, "item", item, {}, group=group, coder=coder, removed=True)

    def restore_journey_items(self, key: str, *items: str, group: str | None = None, coder: str = DEFAULT_CODER) -> int:
        """Bring entries back that were taken off; all of them where none is named. How many came back."""
        with self._speaking():
            found = self._found_journey(key, group, None)

            def plan(states: States) -> list[Change]:
                off = {e.target: e for e in edits_of(found, states["journey"]) if e.part == "item" and e.removed}
                for item in items:
                    if item not in off:
                        raise UnknownNameError(_("No entry “{item}” was taken off this map.").format(item=item))
                back = [off[item].model_copy(update={"removed": False, "by": coder}) for item in items or off]
                return [change for edit in back for change in change_of(off[edit.target], edit)]

            return self.store.decide(plan, coder=coder)

    def link_solution(
        self, key: str, solution: str, *pains: str, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyEdit:
        """Say which pains and barriers a solution answers; without any, none."""
        with self._speaking():
            standing = self._standing(key, group)
            for pain in pains:
                if standing.item(pain) is None:
                    raise no_such("item", pain, key)
            return self.change_journey_item(key, solution, links=pains, group=group, coder=coder)

    # Steps and the emotion curve

    def add_journey_step(
        self,
        key: str,
        stage: str,
        text: str,
        *,
        evidence: Sequence[str] = (),
        group: str | None = None,
        guid: str | None = None,
        coder: str = DEFAULT_CODER,
        **fields: Any,
    ) -> JourneyEdit:
        """A step of your own; last of its stage where no `place` (0 to 1) is named."""
        with self._speaking():
            standing = self._standing(key, group)
            self._check_stage(standing, stage)
            values = {"stage": stage, "text": text, "place": 1.0, **fields}
            return self._put(
                key, "step", guid or str(uuid.uuid4()), values, group=group, coder=coder, evidence=evidence
            )

    def change_journey_step(
        self, key: str, step: str, *, group: str | None = None, coder: str = DEFAULT_CODER, **fields: Any
    ) -> JourneyEdit:
        """Name or move a step; set its duration, what follows it, what is decided, who takes part."""
        return self._change(key, "step", step, fields, group=group, coder=coder)

    def remove_journey_step(
        self, key: str, step: str, *, group: str | None = None, coder: str = DEFAULT_CODER
    ) -> JourneyEdit:
        """Take a step off the map."""
        return self._change(key, "step", step, {}, group=group, coder=coder, removed=True)

    def set_emotion_point(
        self,
        key: str,
        stage: str,
        mean: float | None,
        *,
        layer: str = "as_is",
        group: str | None = None,
        coder: str = DEFAULT_CODER,
    ) -> JourneyEdit:
        """Set the emotion curve at a stage by hand, -2 to +2; None goes back to what the codings give.

        The measured value stays beside it. `layer` "to_be" draws the planned curve.
        """
        if layer not in ("as_is", "to_be"):
            raise UnknownNameError(_("There is no layer “{layer}”. Known: as_is, to_be.").format(layer=layer))
        target = stage if layer == "as_is" else f"{stage}@{layer}"
        return self._change(key, "point", target, {"mean": mean}, group=group, coder=coder)
