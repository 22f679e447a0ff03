"""What stands in the cells of a map: codings of a stage and lane, joined where they tell of the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.coding import (
    QuoteSpace,
    Theme,
    group_by_label,
    group_by_touchpoint,
    group_by_words,
    topic_text,
    touchpoint_context,
)
from cjm_research.journey.emotion_curve import intensity_over_people, mean_over_people
from cjm_research.journey.keys import item_key
from cjm_research.measures import count_of
from cjm_research.model import Coding, JourneyCell, JourneyItem
from cjm_research.model.lanes import LABELLED_LANES, LANES, LaneKey

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
LANE_OF: dict[str, LaneKey] = {kind: lane for lane, kinds in LANE_KINDS.items() for kind in kinds}
# Lanes whose items are grouped by the touchpoint told of beside them.
CONTEXT_LANES: tuple[LaneKey, ...] = ("pain", "success")


@dataclass(frozen=True)
class Group:
    """Codings that become one entry of a cell."""

    text: str
    label: str | None
    about: str
    theme: Theme
    is_barrier: bool = False

    @property
    def order(self) -> tuple[int, int]:
        """Strongest support first."""
        return -len(self.theme.people), -len(self.theme.codings)


def cells(
    stages: Sequence[str], staged: Sequence[tuple[str, Coding]], everything: Sequence[Coding], n: int
) -> tuple[JourneyCell, ...]:
    """The cells that hold anything, lane by lane, strongest entries first.

    Parameters
    ----------
    stages : sequence of str
        The columns of the map.
    staged : sequence of (stage, Coding)
        Codings with the stage they fall into.
    everything : sequence of Coding
        Those without a stage too: they tell which words are common, and which contact was told of last.
    n : int
        The people of the map, the denominator of the counts.
    """
    content: dict[tuple[str, LaneKey], list[Coding]] = defaultdict(list)
    for stage, coding in staged:
        content[stage, LANE_OF[coding.kind]].append(coding)
    space, contexts = QuoteSpace(everything), touchpoint_context(everything)
    found = []
    for lane in LANES:
        for stage in stages:
            if codings := content.get((stage, lane)):
                groups = sorted(_groups(lane, codings, contexts, space), key=lambda g: g.order)
                items = tuple(_item(item_key(lane, stage, g.about), g, n, at) for at, g in enumerate(groups))
                found.append(JourneyCell(stage=stage, lane=lane, items=items))
    return tuple(found)


def _groups(
    lane: LaneKey, codings: Sequence[Coding], contexts: Mapping[str, str | None], space: QuoteSpace
) -> Iterator[Group]:
    if lane in LABELLED_LANES:
        for name, label, theme in group_by_label(codings, space=space):
            yield Group(name, label, about_label(theme.representative), theme)
    elif lane in CONTEXT_LANES:
        for kind in LANE_KINDS[lane]:
            members = [c for c in codings if c.kind == kind]
            beside = [c for c in members if contexts.get(c.guid)]
            for topic, theme in group_by_touchpoint(beside, contexts, space=space):
                text = topic_text(topic, theme.representative.quote)
                yield Group(text, topic, about_contact(kind, topic or ""), theme, is_barrier=kind == "barrier")
            # What was met at no contact has nothing in common but that.
            for theme in group_by_words([c for c in members if not contexts.get(c.guid)], space=space):
                yield Group(theme.representative.quote, None, about_words(theme), theme, is_barrier=kind == "barrier")
    else:
        for theme in group_by_words(codings, space=space):
            yield Group(theme.representative.quote, None, about_words(theme), theme)


def about_label(coding: Coding) -> str:
    """What an entry under a label is about. Trust below zero is distrust, under the same label."""
    about = f"{coding.kind}/{coding.label or 'unspecified'}"
    return f"{about} below zero" if coding.label == "trust" and (coding.valence or 0) < 0 else about


def about_contact(kind: str, label: str) -> str:
    """What a trouble or a success is about: the contact beside it."""
    return f"{kind}@{label}"


def about_words(theme: Theme) -> str:
    """What quotes that say the same are about: the first of them in order of place."""
    first = min(theme.codings, key=lambda c: (c.place, c.guid))
    return f"{first.kind} {first.guid}"


def _item(key: str, group: Group, n: int, position: int) -> JourneyItem:
    return JourneyItem(
        key=key,
        text=group.text,
        label=group.label,
        quote=group.theme.representative.quote,
        valence=mean_over_people(group.theme.codings),
        intensity=intensity_over_people(group.theme.codings),
        is_barrier=group.is_barrier,
        position=float(position),
        count=count_of(len(group.theme.people), n),
        evidence=group.theme.evidence,
    )
