"""What the words of an entry suggest beyond their lane: wow, near-failure, waiting, what it is about, whether met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cjm_research.journey.cue_words import Cue, tells
from cjm_research.journey.emotion_curve import mean_over_people, valence_of
from cjm_research.journey.flow import FlowOf, breath, is_near_failure
from cjm_research.model import Coding, JourneyCell, JourneyItem
from cjm_research.model.journey import FourC, ItemMark
from cjm_research.model.lanes import LaneKey

FLOW_LANES: tuple[LaneKey, ...] = ("action", "turning")
FOUR_C_LANES: tuple[LaneKey, ...] = ("pain", "success", "need")
# A surprise is a wow from this mean on; joy and satisfaction must be strong, and told as a surprise.
WOW_SURPRISE, WOW_OTHERS = 1, 2
# A success of this many people is worth keeping as it is.
KEEP_PEOPLE = 2
# What this many people say, or half of those behind an entry, is said of the entry as a whole.
SEVERAL = 2
# Words of a C must be in this share of the quotes.
CLEAR_SHARE = 1 / 3
# Where the words don't tell, the contact does: these have one of the four as their main thing.
FOUR_C_OF: dict[str, FourC] = {
    "product": "expectations", "demo_trial": "expectations",
    "delivery": "convenience", "self_service": "convenience", "returns_refund": "convenience",
    "onboarding": "convenience",
    "advertising": "communication", "email": "communication", "messaging": "communication", "chat": "communication",
    "phone": "communication", "staff": "communication", "print_material": "communication",
    "support_service": "communication",
    "price_comparison": "cost", "loyalty_programme": "cost",
}  # fmt: skip


def marked(cells: Sequence[JourneyCell], codings: Sequence[Coding]) -> tuple[JourneyCell, ...]:
    """The cells with marks, flow, four-C and met needs on their entries.

    Parameters
    ----------
    cells : sequence of JourneyCell
        As grouped from the codings.
    codings : sequence of Coding
        All that have a stage on the map.
    """
    by_guid = {coding.guid: coding for coding in codings}
    flow, met = FlowOf(codings), _Needs(cells, codings)

    def suggest(lane: LaneKey, item: JourneyItem) -> JourneyItem:
        mine = [by_guid[e.coding] for e in item.evidence]
        update: dict[str, object] = {}
        if marks := _marks(lane, item, mine):
            update["marks"] = marks
        if lane in FLOW_LANES and (way := flow.of_all(mine)):
            update["flow"] = way
        if lane in FOUR_C_LANES and (about := four_c(mine, item.label)):
            update["four_c"] = about
        if lane == "need":
            update |= met.of(item)
        return item.model_copy(update=update) if update else item

    return tuple(
        cell.model_copy(update={"items": tuple(suggest(cell.lane, item) for item in cell.items)}) for cell in cells
    )


def _marks(lane: LaneKey, item: JourneyItem, codings: Sequence[Coding]) -> tuple[ItemMark, ...]:
    found: list[ItemMark] = []
    if (lane == "emotion" and _is_wow(item, codings)) or (lane == "success" and _any("surprise", codings)):
        found.append("wow")
    if lane in {"pain", "turning"} and any(is_near_failure(coding) for coding in codings):
        found.append("near_failure")
    if lane == "success" and item.count.k >= KEEP_PEOPLE:
        found.append("keep")
    if lane == "pain" and _several("wait", codings):
        found.append("wait")
    if lane == "pain" and _several("unknown", codings):
        found.append("information_needed")
    return tuple(found)


def _any(cue: Cue, codings: Iterable[Coding]) -> bool:
    return any(tells(cue, coding.quote) for coding in codings)


def _several(cue: Cue, codings: Sequence[Coding]) -> bool:
    """Whether two people say so, or half of those behind the entry."""
    people = {c.participant for c in codings}
    saying = {c.participant for c in codings if tells(cue, c.quote)}
    return len(saying) >= min(SEVERAL, max(1, len(people) / 2))


def _is_wow(item: JourneyItem, codings: Sequence[Coding]) -> bool:
    if item.label == "surprise":
        return (mean_over_people(codings) or 0) >= WOW_SURPRISE
    if item.label not in {"joy", "satisfaction"}:
        return False
    return any((valence_of(c) or 0) >= WOW_OTHERS and tells("surprise", c.quote) for c in codings)


def four_c(codings: Sequence[Coding], label: str | None) -> FourC | None:
    """Which of the four C it is about: by the words of its quotes, else by the contact; None where neither is clear.

    References
    ----------
    Lauterborn (1990), New marketing litany: four P's passe, C-words take over, Advertising Age 61(41):26.
    """
    about: tuple[FourC, ...] = ("cost", "communication", "convenience", "expectations")
    votes = Counter(c for coding in codings for c in about if tells(c, coding.quote))
    ranked = [(c, n) for c, n in votes.most_common() if n >= CLEAR_SHARE * len(codings)]
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return FOUR_C_OF.get(label or "")


class _Needs:
    """Whether needs were met: by a success or trouble that the same person told of in the same breath."""

    def __init__(self, cells: Sequence[JourneyCell], codings: Sequence[Coding]) -> None:
        self._by_guid = {coding.guid: coding for coding in codings}
        self._answers: dict[tuple[object, ...], list[tuple[LaneKey, str]]] = {}
        for cell in cells:
            if cell.lane in {"pain", "success"}:
                for item in cell.items:
                    for e in item.evidence:
                        told = breath(self._by_guid[e.coding])
                        self._answers.setdefault(told, []).append((cell.lane, item.key))

    def of(self, item: JourneyItem) -> dict[str, object]:
        """The fields of a need: met or not, and the entries that tell; none where nobody tells or all differ."""
        found = {answer for e in item.evidence for answer in self._answers.get(breath(self._by_guid[e.coding]), ())}
        lanes = {lane for lane, _key in found}
        if len(lanes) != 1:
            return {}
        return {"is_met": lanes == {"success"}, "links": tuple(sorted(key for _lane, key in found))}
