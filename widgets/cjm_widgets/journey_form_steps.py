"""What a page of the form for journey maps can ask to be done to a map: every step is a verb of the study."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import Evidence, JourneyMap
from cjm_widgets._map_form import MapForm
from cjm_widgets.journey_form_content import STEP_KEY

# Fields of an entry whose values are keys of steps, as the page has them.
_STEP_LINKS = "next"


class JourneySteps(MapForm):
    """The steps on the maps of a study; each names the map that it is done to."""

    def steps_known(self) -> dict[str, Callable[..., dict[str, Any] | None]]:
        """Name of an operation -> what does it."""
        return {
            "add": self._add,
            "change": self._change,
            "remove": self._remove,
            "restore": self._restore,
            "reset": self._reset,
            "link": self._link,
            "unlink": self._unlink,
            "point": self._point,
            "stage": self._stage,
            "add_stage": self._add_stage,
            "remove_stage": self._remove_stage,
            "map": self._set_map,
            "touchpoint": self._describe,
            "version": self._keep,
        }

    def _whose(self, group: str) -> dict[str, Any]:
        """Group and coder, for a verb."""
        return {"group": self._of(group or None), "coder": self.coder}

    # Entries and steps

    def _add(
        self, map: str, group: str, note: str, stage: str, lane: str, text: str, position: float, **more: Any
    ) -> None:
        evidence = tuple(more.pop("evidence", ()))
        if note.startswith(STEP_KEY):
            self.study.add_journey_step(
                map,
                stage,
                text,
                place=position,
                guid=_bare(note),
                evidence=evidence,
                **_of_step(more),
                **self._whose(group),
            )
        else:
            self.study.add_journey_item(
                map, stage, lane, text, position=position, guid=note, evidence=evidence, **more, **self._whose(group)
            )
        self.placed(evidence)

    def _change(self, map: str, group: str, note: str, values: dict[str, Any]) -> None:
        if note.startswith(STEP_KEY):
            self.study.change_journey_step(map, _bare(note), **_of_step(values), **self._whose(group))
        else:
            self.study.change_journey_item(map, note, **values, **self._whose(group))

    def _remove(self, map: str, group: str, note: str) -> None:
        if note.startswith(STEP_KEY):
            self.study.remove_journey_step(map, _bare(note), **self._whose(group))
        else:
            self.study.remove_journey_item(map, note, **self._whose(group))

    def _restore(self, map: str, group: str, note: str) -> None:
        standing = self._standing_map(map, group)
        if note not in {item.key for item in standing.taken_off}:
            return
        edits = self.study.journey_edits(map, group=self._of(group or None))
        if any(edit.target == note and edit.removed for edit in edits):
            self.study.restore_journey_items(map, note, **self._whose(group))
        else:  # its stage is gone: it comes back at the first one, from where it can be moved
            self.study.change_journey_item(map, note, stage=standing.stages[0].key, **self._whose(group))

    def _reset(self, map: str, group: str) -> None:
        self.study.forget_journey(map, **self._whose(group))

    def _link(self, map: str, group: str, note: str, coding: str) -> None:
        self._set_evidence(map, group, note, lambda guids: [*(g for g in guids if g != coding), coding])

    def _unlink(self, map: str, group: str, note: str, coding: str) -> None:
        self._set_evidence(map, group, note, lambda guids: [guid for guid in guids if guid != coding])

    def _set_evidence(self, map: str, group: str, note: str, change: Callable[[list[str]], list[str]]) -> None:
        before = [item.coding for item in evidence_on(self._standing_map(map, group), note)]
        after = change(before)
        if set(after) != set(before):
            self.study.change_journey_item(map, note, evidence=after, **self._whose(group))

    # Curve, stages, the map as a whole

    def _point(self, map: str, group: str, stage: str, mean: float | None, layer: str) -> None:
        self.study.set_emotion_point(map, stage, mean, layer=layer, **self._whose(group))

    def _stage(self, map: str, group: str, stage: str, values: dict[str, Any]) -> None:
        self.study.set_journey_stage(map, stage, **values, **self._whose(group))

    def _add_stage(self, map: str, group: str, stage: str, name: str, phase: Any, position: float) -> None:
        self.study.add_journey_stage(map, name, phase=phase, position=position, guid=stage, **self._whose(group))

    def _remove_stage(self, map: str, group: str, stage: str) -> None:
        self.study.remove_journey_stage(map, stage, **self._whose(group))

    def _set_map(self, map: str, group: str, values: dict[str, Any]) -> None:
        self.study.set_journey(map, **values, **self._whose(group))

    def _describe(self, map: str, group: str, label: str, values: dict[str, Any]) -> None:
        self.study.describe_touchpoint(label, **values, coder=self.coder)

    def _keep(self, map: str, group: str, name: str, note: str = "") -> dict[str, Any]:
        self.study.keep_journey_version(map, name, note=note, **self._whose(group))
        return {"said": _("The version “{name}” is kept.").format(name=name)}

    # What a form defines

    def _standing_map(self, map: str, group: str) -> JourneyMap:
        return self.study.journey_map(map, group=self._of(group or None))

    def placed(self, guids: tuple[str, ...]) -> None:
        """Quotes that were put on the map wait no longer."""
        raise NotImplementedError


def evidence_on(shown: JourneyMap, note: str) -> tuple[Evidence, ...]:
    """The quotes behind an entry or step.

    Raises
    ------
    UnknownNameError
        It is not on the map any more.
    """
    thing = shown.step(_bare(note)) if note.startswith(STEP_KEY) else shown.item(note)
    if thing is None:
        raise UnknownNameError(_("This note is not on the map any more."))
    return thing.evidence


def _bare(note: str) -> str:
    return note.removeprefix(STEP_KEY)


def _of_step(values: dict[str, Any]) -> dict[str, Any]:
    """Fields as a step has them: what is the place in a cell on the page is its place in the stage."""
    names = {"position": "place", "links": _STEP_LINKS}
    kept = {names.get(name, name): value for name, value in values.items() if name != "lane"}
    if kept.get(_STEP_LINKS):
        kept[_STEP_LINKS] = [_bare(key) for key in kept[_STEP_LINKS]]
    return kept
