"""Where researchers' edits stand when a map is shown in other stages than those in which they were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cjm_research.coding import stage_in
from cjm_research.journey.entries import LANE_OF, about_contact, about_label
from cjm_research.journey.keys import item_key
from cjm_research.model import Coding, JourneyItem, JourneyMap, StageDefinition, StageModel, crosswalk
from cjm_research.model.lanes import LABELLED_LANES, LaneKey
from cjm_research.model.stages import STAGE_MODELS


@dataclass(frozen=True)
class Home:
    """The way from the stage model of the edits to that of the map.

    Attributes
    ----------
    home, shown : StageModel
    stages : frozenset of str
        Stages of the map, with those that researchers added; only there can anything stand.
    """

    home: StageModel
    shown: StageModel
    stages: frozenset[str]

    @property
    def same(self) -> bool:
        """Whether the map is shown in the stages in which it is edited."""
        return self.home.key == self.shown.key

    def stage(self, key: str) -> str | None:
        """The stage of the map that a stage of the edits falls into; None where there is none."""
        if key in self.stages:
            return key
        there = crosswalk(key, self.home, self.shown)
        return there if there in self.stages else None

    def whole_stage(self, key: str) -> str | None:
        """The stage of the map that stands for the very same time; None where it holds more or less."""
        if key in self.stages:
            return key
        pivot = next((s.pivot for s in self.home.stages if s.key == key), ())
        return next((s.key for s in self.shown.stages if pivot and s.pivot == pivot), None)

    def keys_at_home(self, lane: LaneKey, item: JourneyItem, codings: Mapping[str, Coding]) -> Iterator[str]:
        """The keys that an entry, or what is joined in it, has where the edits were made."""
        for evidence in item.evidence:
            coding = codings.get(evidence.coding)
            stage = stage_in(coding, self.home) if coding else None
            if coding and stage and item.label and LANE_OF[coding.kind] == lane:
                about = about_label(coding) if lane in LABELLED_LANES else about_contact(coding.kind, item.label)
                yield item_key(lane, stage, about)


def home_of(found: JourneyMap, home: StageModel | None, shown: StageModel | None, own: Iterator[str]) -> Home:
    """The way to this map; without `home` its edits were made in its own stages.

    Parameters
    ----------
    own : iterator of str
        Keys of stages that researchers added.
    """
    shown = shown or STAGE_MODELS.get(found.stage_model) or _by_phase(found)
    if home is not None and home.key == found.stage_model:
        shown = home
    keys = frozenset(stage.key for stage in found.stages)
    same = home is None or home.key == shown.key
    return Home(home or shown, shown, keys | set(own) if same else keys)


def _by_phase(found: JourneyMap) -> StageModel:
    # The map does not tell what its stages stand for; their phases are the way that is left.
    stages = tuple(StageDefinition(key=s.key, phase=s.phase, pivot=()) for s in found.stages)
    return StageModel(key=found.stage_model, stages=stages)
