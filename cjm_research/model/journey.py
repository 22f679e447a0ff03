"""Journey maps: stages by lanes, every cell with its evidence. A map is a value that can be compared."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.evidence import Basis, Count, Evidence

LaneKey = Literal[
    "goal", "question", "action", "touchpoint", "thought", "motivation", "need", "emotion",
    "pain", "success", "turning", "quote",
]  # fmt: skip
LANES: tuple[LaneKey, ...] = LaneKey.__args__  # type: ignore[attr-defined]


class JourneyItem(Model):
    """One entry of a cell: what it says, how many people it rests on, and their words.

    `count` is over all participants of the map; how many of them told of the stage stands in its `JourneyStage`.
    `label` is a touchpoint category (of a pain or success: the touchpoint told of beside it) or an emotion family;
    `quote` is the most central of the people's words, which `text` may hold too. `is_barrier` marks a pain point that
    stopped somebody, or nearly did.
    """

    key: str
    text: str
    label: str | None = None
    quote: str = ""
    valence: float | None = Field(default=None, ge=-2, le=2, description="Mean over the people behind it.")
    is_barrier: bool = False
    count: Count
    evidence: tuple[Evidence, ...] = ()


class JourneyCell(Model):
    """What one lane holds in one stage, strongest support first."""

    stage: str
    lane: LaneKey
    items: tuple[JourneyItem, ...] = ()


class EmotionPoint(Model):
    """The emotion curve at one stage.

    `mean` is the mean over people of their own mean valence, -2..+2, None where nobody's emotion is known; `people`
    holds each person's mean; `interval` is its 95% bootstrap interval over people, None below three.
    """

    stage: str
    mean: float | None = Field(ge=-2, le=2)
    n: int = Field(ge=0)
    people: tuple[tuple[str, float], ...] = ()
    interval: tuple[float, float] | None = None


class JourneyStage(Model):
    """A column: its identifier, its phase, and how many people told of it."""

    key: str
    phase: Literal["before", "during", "after"]
    count: Count


class RankedPain(Model):
    """Trouble at one touchpoint in one stage, with its place in the order of weight.

    `text` names touchpoint and stage, `quote` is the most central of the people's own words; `touchpoint` is None
    where no contact was named. `count` is people over all participants; `mentions` counts codings; `stopped` is how
    many people it stopped or nearly stopped (barriers).
    """

    rank: int = Field(ge=1)
    text: str
    quote: str = ""
    touchpoint: str | None = None
    count: Count
    mentions: int = Field(ge=1)
    stopped: int = Field(default=0, ge=0)
    stages: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_barrier(self) -> bool:
        """Whether it stopped, or nearly stopped, at least one person."""
        return self.stopped > 0


class JourneyMap(Model):
    """The journey of one actor: a persona, a participant or everybody."""

    key: str
    title: str
    actor: Literal["persona", "participant", "everybody"]
    purpose: str = ""
    status: Literal["assumption", "draft", "evidenced", "final"] = "draft"
    participants: tuple[str, ...]
    groups: tuple[str, ...] = ()
    stage_model: str
    basis: Basis
    stages: tuple[JourneyStage, ...]
    cells: tuple[JourneyCell, ...]
    curve: tuple[EmotionPoint, ...]
    n_unstaged: int = Field(default=0, ge=0, description="Codings that name no stage of this model; not shown.")

    def cell(self, stage: str, lane: LaneKey) -> JourneyCell:
        """The cell of a stage and lane; an empty one where nothing was coded."""
        for cell in self.cells:
            if cell.stage == stage and cell.lane == lane:
                return cell
        return JourneyCell(stage=stage, lane=lane)
