"""What researchers do to journey maps, piece by piece, and what may be said of each kind of piece."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, Self

from pydantic import Field, JsonValue, field_validator, model_validator

from cjm_research.model.base import Model
from cjm_research.model.inventory import CompanyTouchpoint, PlanItem
from cjm_research.model.journey import Flow, FourC, ItemMark, JourneyMap, MapKind, MapStatus
from cjm_research.model.journey_erasure import is_made_of, without_participant
from cjm_research.model.journey_parts import ExternalFactor, Layer, Metric, SignOff, TimeFrame
from cjm_research.model.lanes import LaneKey
from cjm_research.model.stages import Phase, StageModel

LONGEST_TEXT = 2_000

Part = Literal[
    "map", "stage", "item", "step", "point", "metric", "factor", "sign_off", "version",
    "touchpoint", "inventory", "plan", "stage_model",
]  # fmt: skip
# What belongs to the study, not to one map: kept under no group and no map.
STUDY_PARTS: frozenset[Part] = frozenset({"touchpoint", "inventory", "plan", "stage_model"})


class _Fields(Model):
    @field_validator("*", mode="after")
    @classmethod
    def _not_too_long(cls, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise ValueError(f"longer than {LONGEST_TEXT} characters")
        return value


class MapFields(_Fields):
    """What researchers say of a map as a whole; target ""."""

    title: str = ""
    kind: MapKind = "cjm"
    purpose: str = ""
    scenario: str = ""
    status: MapStatus = "draft"
    version: str = ""
    authors: str = ""
    review_due: str = ""
    stage_model: str = ""
    none_found: tuple[LaneKey, ...] = ()
    time_frame: TimeFrame | None = None
    part_of: tuple[str, str] | None = None


class StageFields(_Fields):
    """Of one stage; target its key. An own stage needs a name and a phase."""

    name: str = ""
    phase: Phase = "during"
    position: float = 0.0
    goal: str = ""
    mindset: str = ""
    time_frame: TimeFrame | None = None
    customer_task: str = ""
    company_task: str = ""


class ItemFields(_Fields):
    """Of one entry; target its key. An own entry needs a stage, a lane and a text."""

    stage: str = ""
    lane: LaneKey = "thought"
    text: str = ""
    label: str | None = None
    position: float = 0.0
    valence: float | None = Field(default=None, ge=-2, le=2)
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


class StepFields(_Fields):
    """Of one step; target its key. An own step needs a stage and a text."""

    stage: str = ""
    text: str = ""
    label: str | None = None
    place: float = 0.0
    duration: TimeFrame | None = None
    valence: float | None = Field(default=None, ge=-2, le=2)
    next: tuple[str, ...] = ()
    decision: str = ""
    artefact: str = ""
    actors: tuple[str, ...] = ()
    layer: Layer = "as_is"


class PointFields(_Fields):
    """Of one point of the emotion curve; target ``stage`` for the journey of today, ``stage@to_be`` for the planned."""

    mean: float | None = Field(default=None, ge=-2, le=2)


class TouchpointFields(_Fields):
    """Of one contact, on all maps of the study; target its label."""

    name: str = ""
    channel: str = ""
    setting: Literal["online", "offline", "either"] = "either"
    owner: Literal["brand", "paid", "independent", "either"] = "either"
    controllable: bool = True
    department: str = ""


class SavedVersion(_Fields):
    """A map as it stood when somebody kept it; target its name."""

    name: str
    date: str = ""
    note: str = ""
    map: JourneyMap


# What the values of an edit may be. Of the first five and of touchpoints any subset; the others are whole things.
FIELDS_OF: dict[Part, type[Model]] = {
    "map": MapFields,
    "stage": StageFields,
    "item": ItemFields,
    "step": StepFields,
    "point": PointFields,
    "touchpoint": TouchpointFields,
    "metric": Metric,
    "factor": ExternalFactor,
    "sign_off": SignOff,
    "version": SavedVersion,
    "inventory": CompanyTouchpoint,
    "plan": PlanItem,
    "stage_model": StageModel,
}


class JourneyEdit(Model):
    """What a researcher did to one piece of one map; what `values` does not name stays as the codings give it.

    Attributes
    ----------
    group, map : str
        The interviewee group, and the key of the map (a persona's key, a participant's id, "all", or that of a
        story); both empty for what belongs to the study.
    part, target : str
        Which piece: see `FIELDS_OF`.
    values : dict
        Fields of the piece that were set, as JSON.
    evidence : tuple of str
        guids of codings: those of an own entry or step, or those that the changed one rested on when it was changed.
    anchors : dict
        Key of an entry or step that the values lead to (`links`, `next`) -> guids of the codings that it rested on
        then: where it has another key since, they tell which one is meant.
    own : bool
        Added by a researcher.
    removed : bool
        Taken off the map.
    by : str
        The coder who did it last.
    """

    group: str = ""
    map: str = ""
    part: Part
    target: str = ""
    values: dict[str, JsonValue] = Field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    anchors: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    own: bool = False
    removed: bool = False
    by: str = ""

    @model_validator(mode="after")
    def _known_values(self) -> Self:
        unknown = set(self.values) - set(FIELDS_OF[self.part].model_fields)
        if unknown:
            raise ValueError(f"a {self.part} has no {', '.join(sorted(unknown))}")
        if self.values:
            self.thing()
        return self

    @property
    def key(self) -> str:
        """Its key among all edits of the study."""
        return f"{self.group}/{self.map}/{self.part}/{self.target}"

    def renamed(self, target: str) -> Self:
        """The same edit of a piece with another key or name."""
        name = {"version": "name", "metric": "key", "factor": "key", "sign_off": "key"}.get(self.part)
        values = {**self.values, name: target} if name else self.values
        return self.model_copy(update={"target": target, "values": values})

    def without(self, participant: str, codings: Collection[str], quotes: Collection[str] = ()) -> Self:
        """The edit after the interview of a participant, with these codings, was removed.

        A kept version loses the person's words and counts like the map itself. A text that a researcher made of the
        person's words (`quotes`) goes; the words of the others stand in its place.
        """
        update: dict[str, Any] = {}
        text = self.values.get("text")
        if self.evidence and isinstance(text, str) and any(is_made_of(text, quote) for quote in quotes):
            update["values"] = {name: value for name, value in self.values.items() if name != "text"}
        evidence = tuple(guid for guid in self.evidence if guid not in codings)
        if evidence != self.evidence:
            update["evidence"] = evidence
        anchors = {key: tuple(guid for guid in guids if guid not in codings) for key, guids in self.anchors.items()}
        if anchors != self.anchors:
            update["anchors"] = anchors
        if self.part == "version" and participant in self.thing().map.participants:
            kept = self.thing()
            less = kept.model_copy(update={"map": without_participant(kept.map, participant)})
            update["values"] = less.model_dump(mode="json")
        return self.model_copy(update=update) if update else self

    def thing(self) -> Any:
        """The values as a model of `FIELDS_OF`; what is not set has its default (see `model_fields_set`)."""
        # Read once: a map of hundreds of edits is put together anew after each of them. A copy may have other values.
        read = self.__dict__.get("_read")
        if read is None or read[0] is not self.values:
            # Beside the fields, as a cached property would be: no part of what is compared or written.
            read = self.__dict__["_read"] = (self.values, FIELDS_OF[self.part].model_validate(self.values))
        return read[1]
