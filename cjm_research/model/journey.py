"""Journey maps: stages by lanes, every cell with its evidence. A map is a value that can be compared."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.channels import channel
from cjm_research.model.evidence import Basis, Count, Evidence
from cjm_research.model.journey_parts import (
    ExternalFactor,
    JourneyPath,
    JourneyStep,
    Layer,
    Metric,
    Outcome,
    PathVariant,
    SignOff,
    TimeFrame,
    Touchpoint,
    Transition,
)
from cjm_research.model.lanes import PERCEPTION_LANES, LaneKey, is_company_lane
from cjm_research.model.stages import Phase
from cjm_research.model.terms import term

ItemMark = Literal["wow", "near_failure", "keep", "wait", "information_needed"]
Flow = Literal["advance", "stall", "exit"]
FourC = Literal["expectations", "cost", "convenience", "communication"]
MapKind = Literal["cjm", "ujm", "lxm", "blueprint"]
MapStatus = Literal["assumption", "draft", "evidenced", "final"]


class JourneyItem(Model):
    """One entry of a cell: what it says, how many people it rests on, and their words.

    `count` is over all participants of the map; how many of them told of the stage stands in its `JourneyStage`.

    Attributes
    ----------
    key : str
        The same as long as the entry rests on the same words: its lane, and a digest of its stage and what it is about.
    label : str or None
        A touchpoint category (of a pain or success: the touchpoint told of beside it) or an emotion family.
    quote : str
        The most central of the people's words, which `text` may hold too.
    valence : float or None
        Mean over the people behind it, -2..+2; `intensity` the mean of its size without sign, 0..2.
    is_barrier : bool
        A pain point that stopped somebody, or nearly did.
    flow : str or None
        Of an action or turning point: whether people went on ("advance"), stuck ("stall") or gave up ("exit").
    marks : tuple of str
        "wow" (a strong good surprise), "near_failure" (nearly given up, and not), "keep" (leave it as it is),
        "wait" (time is lost here), "information_needed".
    four_c : str or None
        What it is about: expectations, cost, convenience or communication (Lauterborn 1990).
    is_met : bool or None
        Of a need: whether it was met, by what people told; None where nothing is known.
    links : tuple of str
        Keys of what it belongs to: the pains that a solution answers, what met a need or failed to.
    owner : str
        The department or person that answers for it.
    actors : tuple of str
        Who takes part besides the person of the map.
    verdict : str or None
        Of an assumption that was tested: "supported" or "contradicted"; None while untested.
    layer : str
        "as_is" for the journey of today, "to_be" for the planned one.
    position : float
        Its place in its cell: entries stand in this order.
    own : bool
        Written or worded by a researcher; `edited` names the fields that a researcher set.
    by : str
        The coder who changed it last; empty where nobody did.
    """

    key: str
    text: str
    label: str | None = None
    quote: str = ""
    valence: float | None = Field(default=None, ge=-2, le=2)
    intensity: float | None = Field(default=None, ge=0, le=2)
    is_barrier: bool = False
    flow: Flow | None = None
    marks: tuple[ItemMark, ...] = ()
    four_c: FourC | None = None
    is_met: bool | None = None
    links: tuple[str, ...] = ()
    owner: str = ""
    actors: tuple[str, ...] = ()
    verdict: Literal["supported", "contradicted"] | None = None
    layer: Layer = "as_is"
    position: float = 0.0
    own: bool = False
    edited: tuple[str, ...] = ()
    by: str = ""
    count: Count
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_assumption(self) -> bool:
        """Whether nobody's words stand behind it."""
        return not self.evidence


class JourneyCell(Model):
    """What one lane holds in one stage, strongest support first."""

    stage: str
    lane: LaneKey
    items: tuple[JourneyItem, ...] = ()

    @property
    def tells(self) -> Literal["journey", "experience", "company"]:
        """What it holds: what people do (journey), what they make of it (experience), or the company's side."""
        if is_company_lane(self.lane):
            return "company"
        return "experience" if self.lane in PERCEPTION_LANES else "journey"


class EmotionPoint(Model):
    """The emotion curve at one stage.

    `mean` is the mean over people of their own mean valence, -2..+2, None where nobody's emotion is known; `people`
    holds each person's mean; `interval` is its 95% bootstrap interval over people, None below three. Where a
    researcher set the point by hand, `own` is true, `mean` is theirs and `measured` what the codings give.
    """

    stage: str
    mean: float | None = Field(ge=-2, le=2)
    n: int = Field(ge=0)
    people: tuple[tuple[str, float], ...] = ()
    interval: tuple[float, float] | None = None
    own: bool = False
    measured: float | None = Field(default=None, ge=-2, le=2)


class JourneyStage(Model):
    """A column: its identifier, its phase, how many people told of it, and what researchers say about it.

    `name` is empty for the built-in name of the stage (see `stage_name`). `mindset` is what goes through people's
    minds, `customer_task` what they have to get done, `company_task` what the company has to do meanwhile.
    """

    key: str
    phase: Phase
    count: Count
    name: str = ""
    goal: str = ""
    mindset: str = ""
    time_frame: TimeFrame | None = None
    customer_task: str = ""
    company_task: str = ""
    position: float = 0.0
    own: bool = False
    edited: tuple[str, ...] = ()


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
    """The journey of one actor: a persona, a participant, everybody, or a story that nobody told yet.

    Attributes
    ----------
    kind : str
        "cjm" (customer journey map), "ujm" (the way of a user inside a product), "lxm" (life experience map: people
        who do not know the product, touchpoints are not asked for), "blueprint" (a service blueprint over the map).
    scenario : str
        The situation that the map is about.
    part_of : tuple of (map, step) or None
        The step of another map that this one tells in detail.
    none_found : tuple of str
        Lanes of which a researcher says that nothing is there: no success point, say.
    review_due : str
        ISO date by which the map is to be looked at again; empty where nobody set one.
    transitions, variants : tuple
        How steps follow each other, and which ways through the stages people share.
    least_people, n_left_out : int
        How many people must have told of a contact at a stage for it to be a step (two for the strongest of a stage),
        and how many contacts are none.
    outcomes : tuple of (outcome, Count)
        How it ended for the people of whom that is known.
    curve_to_be : tuple of EmotionPoint
        The planned emotion curve; empty where none is.
    taken_off : tuple of JourneyItem
        Entries that a researcher took off the map.
    stages_off : tuple of JourneyStage
        Columns that a researcher hid, with all that stands in them; their words count among `n_unstaged`.
    edited : tuple of str
        Fields of the map itself that a researcher set.
    """

    key: str
    title: str
    actor: Literal["persona", "participant", "everybody", "story"]
    kind: MapKind = "cjm"
    purpose: str = ""
    scenario: str = ""
    status: MapStatus = "draft"
    version: str = ""
    authors: str = ""
    review_due: str = ""
    group: str = "customer"
    participants: tuple[str, ...]
    groups: tuple[str, ...] = ()
    stage_model: str
    basis: Basis
    stages: tuple[JourneyStage, ...]
    cells: tuple[JourneyCell, ...]
    curve: tuple[EmotionPoint, ...]
    curve_to_be: tuple[EmotionPoint, ...] = ()
    steps: tuple[JourneyStep, ...] = ()
    paths: tuple[JourneyPath, ...] = ()
    transitions: tuple[Transition, ...] = ()
    variants: tuple[PathVariant, ...] = ()
    least_people: int = Field(default=1, ge=1)
    n_left_out: int = Field(default=0, ge=0)
    outcomes: tuple[tuple[Outcome, Count], ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    metrics: tuple[Metric, ...] = ()
    factors: tuple[ExternalFactor, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    none_found: tuple[LaneKey, ...] = ()
    time_frame: TimeFrame | None = None
    part_of: tuple[str, str] | None = None
    taken_off: tuple[JourneyItem, ...] = ()
    stages_off: tuple[JourneyStage, ...] = ()
    edited: tuple[str, ...] = ()
    n_unstaged: int = Field(default=0, ge=0, description="Codings that name no stage of this map; not shown.")

    def cell(self, stage: str, lane: LaneKey) -> JourneyCell:
        """The cell of a stage and lane; an empty one where nothing was coded."""
        for cell in self.cells:
            if cell.stage == stage and cell.lane == lane:
                return cell
        return JourneyCell(stage=stage, lane=lane)

    @property
    def items(self) -> tuple[tuple[JourneyCell, JourneyItem], ...]:
        """Every entry with its cell, lane by lane."""
        return tuple((cell, item) for cell in self.cells for item in cell.items)

    def item(self, key: str) -> JourneyItem | None:
        """The entry of that key, None where there is none."""
        return next((item for _cell, item in self.items if item.key == key), None)

    def step(self, key: str) -> JourneyStep | None:
        """The step of that key, None where there is none."""
        return next((step for step in self.steps if step.key == key), None)

    def stage(self, key: str) -> JourneyStage | None:
        """The stage of that key, None where there is none."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def stage_name(self, key: str) -> str:
        """The name of a stage as shown: the researcher's, or the built-in one in the language in force."""
        stage = self.stage(key)
        return (stage.name if stage else "") or term("stage", key)

    def touchpoint(self, label: str | None) -> Touchpoint:
        """The contact of that label: as researchers described it, else as is typical of its category."""
        for touchpoint in self.touchpoints:
            if touchpoint.key == label:
                return touchpoint
        typical = channel(label)
        return Touchpoint(
            key=label or "unspecified", setting=typical.setting, owner=typical.owner, controllable=typical.controllable
        )
