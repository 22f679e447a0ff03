"""Codings -> JourneyMap: what the codings give, before any researcher changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cjm_research.coding import groups_of, participant_ids, usable_codings
from cjm_research.journey.emotion_curve import emotion_curve
from cjm_research.journey.endings import counted, outcomes_of
from cjm_research.journey.entries import cells
from cjm_research.journey.marks import marked
from cjm_research.journey.staging import staged_codings
from cjm_research.journey.steps import course_of
from cjm_research.measures import count_of
from cjm_research.model import (
    Basis,
    Coding,
    Count,
    EmotionPoint,
    JourneyMap,
    JourneyStage,
    Participant,
    StageModel,
    Touchpoint,
    Transcript,
    channel,
    term,
)
from cjm_research.model import stage_model as named_stage_model
from cjm_research.model.journey import MapKind, MapStatus
from cjm_research.model.stages import DEFAULT_STAGE_MODEL, MODEL_WITH_MINDSETS


def build_journey_map(
    codings: Iterable[Coding],
    *,
    key: str,
    title: str,
    actor: str,
    participants: Sequence[Participant | str],
    groups: Sequence[str] = (),
    stage_model: str | StageModel = DEFAULT_STAGE_MODEL,
    basis: Basis,
    purpose: str = "",
    group: str = "customer",
    transcripts: Sequence[Transcript] = (),
) -> JourneyMap:
    """The journey of a persona, a participant or everybody.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people, rejected ones and those of the other basis are left out.
    key, title : str
        Of the actor: ``P1`` and its title, ``all``, or a participant's id.
    actor : {"persona", "participant", "everybody"}
        Whose journey it is.
    participants : sequence of Participant or str
        The people of the map: the denominator of every count.
    groups : sequence of str
        The interviewee groups they belong to; by default those that the participants name.
    stage_model : str or StageModel
        A built-in model's name or the researcher's own; codings carry stages of the default model and fall into
        this one by the cross-walk.
    basis : {"confirmed", "machine"}
        What the counts rest on.
    purpose : str
        What the map is for.
    group : str
        The interviewee group that the map belongs to.
    transcripts : sequence of Transcript
        The interviews, where at hand: they tell who was accompanied, and how it ended for whom.

    Raises
    ------
    UnknownNameError
        There is no stage model of that name.
    """
    model = model_of(stage_model)
    people = participant_ids(participants)
    members = set(people)
    mine = [c for c in usable_codings(codings, basis) if c.participant in members]
    staged = staged_codings(mine, model)
    outcomes = {who: how for who, how in outcomes_of(mine, participants, transcripts).items() if who in members}
    found = cells(model.keys, staged, mine, len(people))
    course = course_of(staged, found, model.keys, people, walked=_walked(participants, transcripts), outcomes=outcomes)
    return JourneyMap(
        key=key,
        title=title,
        actor=actor,
        purpose=purpose,
        status=_status(staged, basis),
        group=group,
        participants=people,
        groups=tuple(sorted(set(groups))) or groups_of(participants),
        stage_model=model.key,
        basis=basis,
        stages=_stages(model, staged, len(people)),
        cells=marked(found, [coding for _stage, coding in staged]),
        curve=emotion_curve(staged, model.keys),
        steps=course.steps,
        paths=course.paths,
        transitions=course.transitions,
        variants=course.variants,
        least_people=course.least_people,
        n_left_out=course.left_out,
        outcomes=counted(outcomes, people),
        touchpoints=typical_touchpoints(c.label for _stage, c in staged if c.kind == "touchpoint"),
        n_unstaged=len(mine) - len(staged),
    )


def empty_map(
    key: str,
    title: str,
    *,
    stage_model: str | StageModel = DEFAULT_STAGE_MODEL,
    kind: MapKind = "cjm",
    group: str = "customer",
    purpose: str = "",
) -> JourneyMap:
    """A map that no interview stands behind: a story to be written by hand, or a blank for the wall (key "").

    Raises
    ------
    UnknownNameError
        There is no stage model of that name.
    """
    model = model_of(stage_model)
    nobody = count_of(0, 0)
    return JourneyMap(
        key=key,
        title=title,
        actor="story",
        kind=kind,
        purpose=purpose,
        status="assumption",
        group=group,
        participants=(),
        stage_model=model.key,
        basis="confirmed",
        stages=tuple(_stage(model, at, nobody) for at in range(len(model.stages))),
        cells=(),
        curve=tuple(EmotionPoint(stage=stage, mean=None, n=0) for stage in model.keys),
    )


def model_of(model: str | StageModel) -> StageModel:
    """The stage model itself, or the built-in one of that name."""
    return named_stage_model(model) if isinstance(model, str) else model


def typical_touchpoints(labels: Iterable[str | None]) -> tuple[Touchpoint, ...]:
    """A contact for each label, with what is typical of its category; in the order of labels."""
    contacts = []
    for label in sorted({label or "unspecified" for label in labels}):
        typical = channel(label)
        contacts.append(
            Touchpoint(key=label, setting=typical.setting, owner=typical.owner, controllable=typical.controllable)
        )
    return tuple(contacts)


def _walked(participants: Iterable[Participant | str], transcripts: Iterable[Transcript]) -> set[str]:
    people: list[Participant | Transcript] = [*transcripts, *(p for p in participants if isinstance(p, Participant))]
    return {person.id for person in people if person.method == "walk_along"}


def _status(staged: Sequence[object], basis: Basis) -> MapStatus:
    if not staged:
        return "assumption"
    return "evidenced" if basis == "confirmed" else "draft"


def _stages(model: StageModel, staged: Sequence[tuple[str, Coding]], n: int) -> tuple[JourneyStage, ...]:
    told: dict[str, set[str]] = defaultdict(set)
    for stage, coding in staged:
        told[stage].add(coding.participant)
    return tuple(_stage(model, at, count_of(len(told[stage]), n)) for at, stage in enumerate(model.keys))


def _stage(model: StageModel, at: int, count: Count) -> JourneyStage:
    stage = model.stages[at]
    typical = term("mindset", stage.key) if model.key == MODEL_WITH_MINDSETS else ""
    return JourneyStage(
        key=stage.key,
        phase=stage.phase,
        count=count,
        name=stage.name,
        goal=stage.goal,
        mindset=stage.mindset or typical,
        time_frame=stage.time_frame,
        position=float(at),
    )
