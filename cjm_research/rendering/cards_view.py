"""What stands on cards for the wall: one card for each entry of a map or each coding, and blank ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from cjm_research.i18n import _
from cjm_research.model import Coding, Evidence, JourneyItem, JourneyMap, code_name, term
from cjm_research.model.lanes import COMPANY_LANES, LANE_PRESETS, LaneKey, Preset
from cjm_research.rendering.environment import quoted, share, turn
from cjm_research.rendering.icons import mood
from cjm_research.rendering.journey_words import item_mark, item_name, item_words
from cjm_research.rendering.story_words import item_tags, speaker

# White text is readable on all of them, and each card says its kind in words.
_COLOURS = {
    "pain": "#a84300",
    "barrier": "#9b1328",
    "success": "#00674c",
    "turning": "#7a3f75",
    "touchpoint": "#0b5c92",
    "action": "#1c4668",
    "emotion": "#3a4a8c",
    "company": "#4a4a4a",
}
_OTHER = "#4c6379"
_LANE_OF_KIND: dict[str, str] = {
    "pain_point": "pain",
    "barrier": "barrier",
    "success_point": "success",
    "turning_point": "turning",
}


@dataclass(frozen=True)
class Card:
    """One card: its kind in a word, what it says, where it belongs, and the key that leads back.

    `part` is (1, 2) on the first of two cards that one long text fills. A blank card has nothing but empty lines.
    """

    key: str
    kind: str
    colour: str
    text: str
    name: str = ""
    stage: str = ""
    facts: tuple[str, ...] = ()
    sign: str = ""
    is_assumption: bool = False
    part: tuple[int, int] = (1, 1)

    @property
    def is_blank(self) -> bool:
        """Whether it is there to be written on."""
        return not (self.key or self.text or self.name)

    def cut(self, text: str, part: tuple[int, int]) -> Card:
        """The same card with a piece of its text."""
        return replace(self, text=text, part=part)


BLANK = Card("", "", _OTHER, "")


def cards_of(
    source: JourneyMap | Iterable[Coding], lanes: Preset | Collection[LaneKey] | None = None
) -> tuple[Card, ...]:
    """A card for each entry of a map, stage by stage, or for each coding, in the order given.

    Parameters
    ----------
    source : JourneyMap or iterable of Coding
        What the cards are of.
    lanes : {"minimal", "standard", "full", "blueprint"} or collection of lane keys, optional
        Of a map: only these lanes; all of them by default.
    """
    if not isinstance(source, JourneyMap):
        return tuple(_of_coding(coding) for coding in source)
    order = {stage.key: i for i, stage in enumerate(source.stages)}
    chosen = LANE_PRESETS[lanes] if isinstance(lanes, str) else lanes
    entries = [(cell, item) for cell, item in source.items if chosen is None or cell.lane in chosen]
    entries.sort(key=lambda entry: order.get(entry[0].stage, len(order)))
    return tuple(_of_item(source, cell.stage, cell.lane, item) for cell, item in entries)


def _of_item(journey_map: JourneyMap, stage: str, lane: LaneKey, item: JourneyItem) -> Card:
    sign = (mood(item.valence) if lane == "emotion" else item_mark(item, lane)) or ""
    source = speaker(item, lane)
    colour = "barrier" if item.is_barrier else "company" if lane in COMPANY_LANES else lane
    # An assumption says so already, in the line of its count.
    tags = item_tags(item, lane)[1:] if item.is_assumption else item_tags(item, lane)
    facts = (
        _("Assumption: nobody said it") if item.is_assumption else share(item.count),
        f"{source.participant}, {turn(source)}" if source else "",
        *tags,
    )
    return Card(
        item.key,
        term("kind", "barrier") if item.is_barrier else term("lane", lane),
        _COLOURS.get(colour, _OTHER),
        item_words(item, lane),
        name=item_name(item, lane),
        stage=journey_map.stage_name(stage),
        facts=tuple(fact for fact in facts if fact),
        sign=sign,
        is_assumption=item.is_assumption,
    )


def _of_coding(coding: Coding) -> Card:
    lane = _LANE_OF_KIND.get(coding.kind, coding.kind)
    return Card(
        coding.guid,
        term("kind", coding.kind),
        _COLOURS.get(lane, _OTHER),
        quoted(coding.quote),
        name=code_name(coding.code, below_kind=True) if coding.label else "",
        stage=term("stage", coding.stage) if coding.stage else "",
        facts=(f"{coding.participant}, {turn(Evidence.of(coding))}",),
        sign=(mood(coding.valence) if coding.kind == "emotion" else lane if lane in _LANE_OF_KIND.values() else "")
        or "",
    )
