"""Which entries of a cell a story tells: it is no list, and the map holds the rest."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.model import Evidence, JourneyItem, JourneyMap, JourneyStage
from cjm_research.model.lanes import LABELLED_LANES, LaneKey
from cjm_research.rendering.story_words import speaker

# Most entries of a lane, of lanes of names, and of trouble, success and decisions, which are told more fully.
MOST_TOLD, MOST_NAMED, MOST_MARKED = 2, 6, 3
_MARKED: tuple[LaneKey, ...] = ("pain", "success", "turning", "solution")
# A quote of so many characters tells enough; longer ones have no advantage.
_TELLING = 120


def telling(items: Sequence[JourneyItem], lane: LaneKey) -> tuple[JourneyItem, ...]:
    """The entries of a cell that are told.

    What a researcher wrote comes first, then what most people told. Among equals those who were not heard yet in this
    cell come first, and words that can be understood alone before scraps.
    """
    most = MOST_NAMED if lane in LABELLED_LANES else MOST_MARKED if lane in _MARKED else MOST_TOLD
    # One more takes less room than the words that there is one more.
    most = most + 1 if len(items) == most + 1 else most
    left, chosen = list(items), list[JourneyItem]()
    heard: set[str] = set()

    def rank(item: JourneyItem) -> tuple[bool, int, bool, int]:
        return not item.own, -item.count.k, _who(item, lane) in heard, -_length(item, lane)

    while left and len(chosen) < most:
        # `min` takes the first of equals: the order of the map breaks ties.
        pick = min(left, key=rank)
        heard.add(_who(pick, lane))
        left.remove(pick)
        chosen.append(pick)
    return tuple(chosen)


def voice(journey_map: JourneyMap, stage: JourneyStage) -> Evidence | None:
    """The words that stand above a scene: a quote to remember; None where the stage has none."""
    items = [item for item in journey_map.cell(stage.key, "quote").items if item.evidence]
    if not items:
        return None
    best = max(items, key=lambda item: (item.count.k, _length(item, "quote")))
    return speaker(best, "quote") or best.evidence[0]


def _who(item: JourneyItem, lane: LaneKey) -> str:
    source = speaker(item, lane)
    return source.participant if source else ""


def _length(item: JourneyItem, lane: LaneKey) -> int:
    # Names are as good as each other.
    return 0 if lane in LABELLED_LANES else min(len(item.quote or item.text), _TELLING)
