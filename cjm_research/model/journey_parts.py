"""What a journey map holds besides its cells: contacts, steps and paths, figures, events outside, sign-offs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.model.base import Model
from cjm_research.model.channels import Owner, Setting
from cjm_research.model.evidence import Count, Evidence

Layer = Literal["as_is", "to_be"]
TimeUnit = Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years"]
SECONDS_IN: dict[TimeUnit, int] = {
    "seconds": 1,
    "minutes": 60,
    "hours": 3_600,
    "days": 86_400,
    "weeks": 604_800,
    "months": 2_629_746,
    "years": 31_556_952,
}
Outcome = Literal["advocate", "repeat", "lapsed", "lost", "never_bought"]


class TimeFrame(Model):
    """How long a stage or step takes: from `low` to `high` of a unit, and who says so.

    `high` is None for one figure; `source` is free text ("estimate of the team", "order data 2025", a participant).
    """

    low: float = Field(ge=0)
    high: float | None = Field(default=None, ge=0)
    unit: TimeUnit = "days"
    source: str = ""

    @property
    def seconds(self) -> float:
        """The middle of the range in seconds."""
        high = self.low if self.high is None else self.high
        return (self.low + high) / 2 * SECONDS_IN[self.unit]


class Touchpoint(Model):
    """A contact as a thing of its own, whoever tells of it and wherever it stands on the map.

    Attributes
    ----------
    key : str
        The label of its codings: ``phone``, or that of a researcher's own code.
    name : str
        As shown; empty for the built-in name of the category.
    channel : str
        The category of touchpoint that it belongs to; empty where it is the category itself.
    setting, owner : str
        On line or not; in whose hands: the brand's, paid for, independent people and media.
    controllable : bool
        Whether the company can change the contact itself.
    department : str
        Who answers for it in the company; empty where nobody does, or nobody knows.
    own : bool
        A researcher said so; else what is typical of the category.
    """

    key: str
    name: str = ""
    channel: str = ""
    setting: Setting = "either"
    owner: Owner = "either"
    controllable: bool = True
    department: str = ""
    own: bool = False


class JourneyStep(Model):
    """One step of the journey: a contact or act at a stage that several people told of.

    Attributes
    ----------
    key : str
        The same as long as it is the same contact at the same stage.
    label : str or None
        Of the touchpoint; None for an act or a step of the researcher's own.
    count : Count
        People who took it, of those of the map.
    place : float
        Where it stands in the told order of its stage, 0 (first) to 1 (last): the mean over people. One that a
        researcher put before the first or after the last stands outside.
    repeats : int
        People who came back to it after another step.
    reached : int
        People who told of its stage or a later one: the denominator of stalls and exits.
    stalled, exited : int
        People who stuck here or nearly gave up (a barrier, a turning point in such words), and who gave up here.
    next : tuple of str
        Steps that follow it by the researcher's hand (a map without data has no others).
    decision, artefact : str
        What is decided here; the document or thing that comes of it (B2B: long list, contract).
    actors : tuple of str
        Who takes it besides the person of the map: roles of a project group, a household.
    """

    key: str
    stage: str
    text: str
    label: str | None = None
    count: Count
    place: float = 0.0
    repeats: int = Field(default=0, ge=0)
    reached: int = Field(default=0, ge=0)
    stalled: int = Field(default=0, ge=0)
    exited: int = Field(default=0, ge=0)
    valence: float | None = Field(default=None, ge=-2, le=2)
    duration: TimeFrame | None = None
    next: tuple[str, ...] = ()
    decision: str = ""
    artefact: str = ""
    actors: tuple[str, ...] = ()
    layer: Layer = "as_is"
    evidence: tuple[Evidence, ...] = ()
    own: bool = False
    edited: tuple[str, ...] = ()


class JourneyPath(Model):
    """The steps of one person, in the order in which they are known.

    `order` is "told" where only the order of telling is known, "walked" for an accompanied walk, where it is that of
    the clock. Steps may repeat. `outcome` is how it ended, where known.
    """

    participant: str
    steps: tuple[str, ...]
    order: Literal["told", "walked"] = "told"
    outcome: Outcome | None = None


class Transition(Model):
    """One step follows another: for `people` of `leaving` people who went on from `source`, `times` times in all.

    `is_back` marks a way back: to an earlier stage, or to a step that stands further left.
    """

    source: str
    target: str
    people: int = Field(ge=0)
    leaving: int = Field(ge=0)
    times: int = Field(ge=0)
    is_back: bool = False
    own: bool = False


class PathVariant(Model):
    """A way through the stages that several people share: stages in order of their first being told of.

    `skipped` are stages between its ends that it leaves out; `loops` how many of its people went back at least once.
    """

    stages: tuple[str, ...]
    participants: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    loops: int = Field(default=0, ge=0)
    name: str = ""


class Metric(Model):
    """A figure bound to a stage or touchpoint of the map, with its period and source.

    `before` is the value at the start and `target` the one aimed at; `interval` its 95% interval where it is of a
    sample of `n`. `instrument` is the key of a survey question where the figure is of one: figures of different
    instruments are never compared.
    """

    key: str
    name: str
    stage: str = ""
    touchpoint: str = ""
    value: float | None = None
    unit: str = ""
    n: int | None = Field(default=None, ge=0)
    interval: tuple[float, float] | None = None
    before: float | None = None
    target: float | None = None
    more_is_better: bool = True
    period: str = ""
    source: str = ""
    instrument: str = ""


class ExternalFactor(Model):
    """Something outside company and customer that changed the journey: a law, a season, a pandemic.

    `date` is free text or ISO 8601; `stages` empty means the whole journey.
    """

    key: str
    text: str
    date: str = ""
    stages: tuple[str, ...] = ()
    source: str = ""


class SignOff(Model):
    """A department has looked at a version of the map, and what it said."""

    key: str
    department: str
    person: str = ""
    date: str = ""
    version: str = ""
    decision: Literal["agreed", "agreed_with_changes", "not_agreed"] = "agreed"
    note: str = ""
