"""Where researchers' edits stand when a map is shown in other stages than those in which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cjm_research.journey.entries import LANE_OF, about_contact, about_label
from cjm_research.journey.keys import item_key
from cjm_research.journey.staging import staged_codings
from cjm_research.model import Coding, JourneyMap, StageDefinition, StageModel, crosswalk
from cjm_research.model.lanes import LABELLED_LANES
from cjm_research.model.stages import STAGE_MODELS


@dataclass(frozen=True)
class Home:
    """The way from the stage model of the edits to that of the map.

    Attributes
    ----------
    home, shown : StageModel
    stages : frozenset of str
        Stages of the map, with those that researchers added; only there can anything stand.
    known : tuple of StageModel
        Others in which the map may have been edited before it got those of `home`.
    """

    home: StageModel
    shown: StageModel
    stages: frozenset[str]
    known: tuple[StageModel, ...] = tuple(STAGE_MODELS.values())

    @property
    def same(self) -> bool:
        """Whether the map is shown in the stages in which it is edited."""
        return self.home.key == self.shown.key

    def stage(self, key: str) -> str | None:
        """The stage of the map that a stage of the edits falls into; None where there is none."""
        if key in self.stages:
            return key
        home = next((model for model in (self.home, *self.known) if key in model.keys), self.home)
        there = crosswalk(key, home, self.shown)
        return there if there in self.stages else None

    def whole_stage(self, key: str) -> str | None:
        """The stage of the map that stands for the very same time; None where it holds more or less."""
        if self.same:
            return key if key in self.stages else None
        pivot = next((s.pivot for s in self.home.stages if s.key == key), ())
        return next((s.key for s in self.shown.stages if pivot and s.pivot == pivot), None)

    def names_at_home(self, found: JourneyMap, codings: Mapping[str, Coding]) -> dict[str, str]:
        """Key that an entry, or what is joined in it, has where the edits were made -> its key on this map."""
        at_home = {coding.guid: stage for stage, coding in staged_codings(list(codings.values()), self.home)}
        names = {}
        for cell, item in found.items:
            for evidence in item.evidence:
                coding, stage = codings.get(evidence.coding), at_home.get(evidence.coding)
                if coding and stage and item.label and LANE_OF[coding.kind] == cell.lane:
                    labelled = cell.lane in LABELLED_LANES
                    about = about_label(coding) if labelled else about_contact(coding.kind, item.label)
                    names[item_key(cell.lane, stage, about)] = item.key
        return names


def home_of(
    found: JourneyMap,
    home: StageModel | None,
    shown: StageModel | None,
    own: Iterable[str],
    models: Iterable[StageModel] = (),
) -> Home:
    """The way to this map; without `home` its edits were made in its own stages.

    Parameters
    ----------
    own : iterable of str
        Keys of stages that researchers added.
    models : iterable of StageModel
        Stage models of the study's own.
    """
    shown = shown or STAGE_MODELS.get(found.stage_model) or _by_phase(found)
    if home is not None and home.key == found.stage_model:
        shown = home
    keys = frozenset(stage.key for stage in found.stages)
    same = home is None or home.key == shown.key
    known = (*STAGE_MODELS.values(), *models)
    return Home(home or shown, shown, keys | set(own) if same else keys, known)


def _by_phase(found: JourneyMap) -> StageModel:
    # The map does not tell what its stages stand for; their phases are the way that is left.
    stages = tuple(StageDefinition(key=s.key, phase=s.phase, pivot=()) for s in found.stages)
    return StageModel(key=found.stage_model, stages=stages)
