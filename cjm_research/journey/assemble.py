"""Codings -> JourneyMap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.coding import (
    QuoteSpace,
    Theme,
    group_by_label,
    group_by_touchpoint,
    group_by_words,
    stage_in,
    topic_text,
    touchpoint_context,
    usable_codings,
)
from cjm_research.journey.emotion_curve import emotion_curve, mean_over_people
from cjm_research.measures import count_of
from cjm_research.model import (
    Basis,
    Coding,
    JourneyCell,
    JourneyItem,
    JourneyMap,
    JourneyStage,
    StageModel,
)
from cjm_research.model import stage_model as named_stage_model
from cjm_research.model.lanes import LANES, LaneKey
from cjm_research.model.stages import DEFAULT_STAGE_MODEL

LANE_KINDS: dict[LaneKey, tuple[str, ...]] = {
    "goal": ("goal",),
    "question": ("question",),
    "action": ("action",),
    "touchpoint": ("touchpoint",),
    "thought": ("thought",),
    "motivation": ("motivation",),
    "need": ("need",),
    "emotion": ("emotion",),
    "pain": ("pain_point", "barrier"),
    "success": ("success_point",),
    "turning": ("turning_point",),
    "quote": ("quote_worthy",),
}
# Lanes whose items stand under the name of their label instead of a quote.
LABELLED_LANES: tuple[LaneKey, ...] = ("touchpoint", "emotion")
# Lanes whose items are grouped by the touchpoint told of beside them.
CONTEXT_LANES: tuple[LaneKey, ...] = ("pain", "success")


def build_journey_map(
    codings: Iterable[Coding],
    *,
    key: str,
    title: str,
    actor: str,
    participants: Sequence[str],
    groups: Sequence[str] = (),
    stage_model: str | StageModel = DEFAULT_STAGE_MODEL,
    basis: Basis,
    purpose: str = "",
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
    participants : sequence of str
        The people of the map: the denominator of every count.
    groups : sequence of str
        The interviewee groups they belong to.
    stage_model : str or StageModel
        A built-in model's name or the researcher's own; codings carry stages of the default model and fall into
        this one by the cross-walk.
    basis : {"confirmed", "machine"}
        What the counts rest on.
    purpose : str
        What the map is for.

    Raises
    ------
    UnknownNameError
        There is no stage model of that name.
    """
    model = _model(stage_model)
    people = tuple(sorted(set(participants)))
    members = set(people)
    mine = [c for c in usable_codings(codings, basis) if c.participant in members]
    staged = [(stage, c) for c in mine if (stage := stage_in(c, model)) is not None]
    return JourneyMap(
        key=key,
        title=title,
        actor=actor,
        purpose=purpose,
        status=_status(staged, basis),
        participants=people,
        groups=tuple(sorted(set(groups))),
        stage_model=model.key,
        basis=basis,
        stages=_stages(model, staged, len(people)),
        cells=_cells(model, staged, mine, len(people)),
        curve=emotion_curve(staged, model.keys),
        n_unstaged=len(mine) - len(staged),
    )


def _model(model: str | StageModel) -> StageModel:
    return named_stage_model(model) if isinstance(model, str) else model


def _status(staged: Sequence[object], basis: Basis) -> str:
    if not staged:
        return "assumption"
    return "evidenced" if basis == "confirmed" else "draft"


def _stages(model: StageModel, staged: Sequence[tuple[str, Coding]], n: int) -> tuple[JourneyStage, ...]:
    told: dict[str, set[str]] = defaultdict(set)
    for stage, coding in staged:
        told[stage].add(coding.participant)
    return tuple(JourneyStage(key=s.key, phase=s.phase, count=count_of(len(told[s.key]), n)) for s in model.stages)


@dataclass(frozen=True)
class _Group:
    """What becomes one entry of a cell."""

    text: str
    label: str | None
    theme: Theme
    is_barrier: bool = False

    @property
    def order(self) -> tuple[int, int]:
        return -len(self.theme.people), -len(self.theme.codings)


def _cells(
    model: StageModel, staged: Sequence[tuple[str, Coding]], everything: Sequence[Coding], n: int
) -> tuple[JourneyCell, ...]:
    lane_of = {kind: lane for lane, kinds in LANE_KINDS.items() for kind in kinds}
    content: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for stage, coding in staged:
        content[stage, lane_of[coding.kind]].append(coding)
    space, contexts = QuoteSpace(everything), touchpoint_context(everything)
    cells = []
    for lane in LANES:
        for stage in model.keys:
            if codings := content[stage, lane]:
                groups = sorted(_groups(lane, codings, contexts, space), key=lambda g: g.order)
                items = tuple(_item(f"{stage}.{lane}.{i}", group, n) for i, group in enumerate(groups, start=1))
                cells.append(JourneyCell(stage=stage, lane=lane, items=items))
    return tuple(cells)


def _groups(
    lane: LaneKey, codings: Sequence[Coding], contexts: Mapping[str, str | None], space: QuoteSpace
) -> Iterator[_Group]:
    if lane in LABELLED_LANES:
        for name, label, theme in group_by_label(codings, space=space):
            yield _Group(name, label, theme)
    elif lane in CONTEXT_LANES:
        for kind in LANE_KINDS[lane]:
            members = [c for c in codings if c.kind == kind]
            for topic, theme in group_by_touchpoint(members, contexts, space=space):
                text = topic_text(topic, theme.representative.quote)
                yield _Group(text, topic, theme, is_barrier=kind == "barrier")
    else:
        for theme in group_by_words(codings, space=space):
            yield _Group(theme.representative.quote, None, theme)


def _item(key: str, group: _Group, n: int) -> JourneyItem:
    return JourneyItem(
        key=key,
        text=group.text,
        label=group.label,
        quote=group.theme.representative.quote,
        valence=mean_over_people(group.theme.codings),
        is_barrier=group.is_barrier,
        count=count_of(len(group.theme.people), n),
        evidence=group.theme.evidence,
    )
