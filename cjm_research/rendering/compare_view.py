"""Two journey maps side by side: what both hold, what only one of them holds, and where the numbers clearly differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import Count, EmotionPoint, Evidence, JourneyItem, JourneyMap, term
from cjm_research.model.analysis import JourneyDiff, means_overlap, overlap
from cjm_research.model.lanes import COMPANY_LANES, LANE_PRESETS, LaneKey, Preset
from cjm_research.model.stages import Phase
from cjm_research.rendering.environment import share
from cjm_research.rendering.journey_words import item_mark, item_name, item_words

Side = Literal["left", "both", "right"]
# What people meet, how it feels, what is hard and what goes well: it can be compared between people best.
COMPARED_LANES: tuple[LaneKey, ...] = ("touchpoint", "emotion", "pain", "success", "turning", "solution")
SIDES: tuple[Side, ...] = ("both", "left", "right")
# Of two states of one map, what they share may stand as a number, or as it is.
Show = Literal["all", "differences"]
# Stands before numbers that clearly differ.
CLEAR = "*"
# How the maps are called in the picture: letters, so that no colour is needed to tell them apart.
LETTERS = {"left": "A", "right": "B"}


@dataclass(frozen=True)
class Compared:
    """An entry of one map, or the same entry of both.

    `is_clear` is true where the 95% intervals of the shares of people do not overlap; `is_edited` where both maps hold
    it, but not with the same words or marks.
    """

    key: str
    lane: LaneKey
    stage: str
    left: JourneyItem | None
    right: JourneyItem | None
    is_edited: bool = False

    @property
    def side(self) -> Side:
        """In which of the maps it stands."""
        return "both" if self.left and self.right else "left" if self.left else "right"

    @property
    def item(self) -> JourneyItem:
        """The entry itself; of both maps that of the first."""
        item = self.left or self.right
        assert item is not None
        return item

    @property
    def is_clear(self) -> bool:
        """Whether the shares of people differ by more than their intervals."""
        if not (self.left and self.right and self.left.count.n and self.right.count.n):
            return False
        return not overlap(self.left.count.interval, self.right.count.interval)

    @property
    def differs(self) -> bool:
        """Whether only one map holds it, or the other with clearly other numbers or other words."""
        return self.side != "both" or self.is_clear or self.is_edited

    @property
    def weight(self) -> float:
        """The larger of the two shares: what most people tell stands first."""
        return max(_share(i.count) for i in (self.left, self.right) if i)

    @property
    def mark(self) -> str:
        """The sign of a pain, barrier, success or turning point; empty in other lanes."""
        return item_mark(self.item, self.lane) or ""

    @property
    def counts(self) -> tuple[str, ...]:
        """People behind it, of the people of its map; of both maps one after the other, each with its letter."""
        known = [
            (LETTERS[side], _people(item, self.lane))
            for side, item in (("left", self.left), ("right", self.right))
            if item
        ]
        both = self.side == "both" and any(item and item.count.k for item in (self.left, self.right))
        if not both:
            known = known[:1]
        return tuple(f"{letter} {words}" if both else words for letter, words in known if words)

    @property
    def evidence(self) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
        """The words behind it on either side: (letter, evidence)."""
        sides = (("left", self.left), ("right", self.right))
        return tuple((LETTERS[side], item.evidence) for side, item in sides if item and item.evidence)

    def name(self) -> str:
        """Its name in the language in force; empty where its words stand for it."""
        return item_name(self.item, self.lane)

    def words(self, limit: int | None = None) -> str:
        """What it says besides its name."""
        return item_words(self.item, self.lane, limit)


@dataclass(frozen=True)
class ComparedStage:
    """A column: the stage in either map, as far as it has it."""

    key: str
    name: str
    phase: Phase
    counts: tuple[Count | None, Count | None]


@dataclass(frozen=True)
class ComparedLane:
    """A row: for each stage its entries, what differs first, then what is the same in both maps."""

    key: LaneKey
    cells: tuple[tuple[Compared, ...], ...]


@dataclass(frozen=True)
class CompareView:
    """Two maps ready to be laid out; of a brief view what is the same in both is only counted, cell by cell."""

    left: JourneyMap
    right: JourneyMap
    diff: JourneyDiff
    stages: tuple[ComparedStage, ...]
    lanes: tuple[ComparedLane, ...]
    is_brief: bool = False

    @cached_property
    def entries(self) -> tuple[Compared, ...]:
        """Everything that is compared, lane by lane."""
        return tuple(entry for lane in self.lanes for cell in lane.cells for entry in cell)

    @property
    def points(self) -> tuple[tuple[EmotionPoint | None, EmotionPoint | None], ...]:
        """For each stage the points of both curves, None where a map lacks the stage."""
        first, second = ({p.stage: p for p in m.curve} for m in (self.left, self.right))
        return tuple((first.get(stage.key), second.get(stage.key)) for stage in self.stages)

    @property
    def summary(self) -> str:
        """How much both maps share, in a sentence."""
        sides = [entry.side for entry in self.entries]
        return _("In both: {both}. Only in A: {left}. Only in B: {right}. Clearly different shares: {clear}.").format(
            both=format_number(sides.count("both")),
            left=format_number(sides.count("left")),
            right=format_number(sides.count("right")),
            clear=format_number(sum(entry.is_clear for entry in self.entries)),
        )


def compare_view(
    left: JourneyMap,
    right: JourneyMap,
    diff: JourneyDiff,
    lanes: Preset | Sequence[LaneKey] = COMPARED_LANES,
    *,
    show: Show = "differences",
) -> CompareView:
    """Two maps brought together; `diff` says which entries are the same.

    With "differences" the entries that two states of one map share are only counted; those of two personas are what
    one wants to compare and are shown in any case.
    """
    keys = LANE_PRESETS[lanes] if isinstance(lanes, str) else tuple(lanes)
    stages = tuple(_stages(left, right))
    is_brief = show == "differences" and _are_states(left, right)
    edited = {change.key for change in diff.items if change.fields} if is_brief else set()
    entries = list(_entries(left, right, dict(diff.pairs), edited))
    rows = []
    for lane in keys:
        cells = tuple(tuple(_sorted(e for e in entries if e.lane == lane and e.stage == s.key)) for s in stages)
        if any(cells) or lane == "emotion":
            rows.append(ComparedLane(lane, cells))
    return CompareView(left, right, diff, stages, tuple(rows), is_brief)


def split(entries: Sequence[Compared], *, is_brief: bool) -> tuple[Sequence[Compared], Sequence[Compared]]:
    """The entries of a cell that are shown, and those that a brief view only counts."""
    if not is_brief:
        return entries, ()
    return [e for e in entries if e.differs], [e for e in entries if not e.differs]


def same_words(n: int) -> str:
    """How many entries of a cell are the same in both maps."""
    # Translators: of entries of a cell where two journey maps are compared: so many are the same in both of them.
    return ngettext("{n} the same in both", "{n} the same in both", n).format(n=format_number(n))


def _are_states(left: JourneyMap, right: JourneyMap) -> bool:
    """Whether both are states of one map: today and plan, or two versions, between which people may have joined."""
    fewer, more = sorted((set(left.participants), set(right.participants)), key=len)
    return (left.key, left.group) == (right.key, right.group) and fewer <= more


def clear_point(left: EmotionPoint | None, right: EmotionPoint | None) -> bool:
    """Whether the means of two points differ by more than their intervals."""
    return left is not None and right is not None and means_overlap(left, right) is False


def clear_words() -> str:
    """What the sign before some numbers means."""
    words = _("The 95% intervals do not overlap; where they do, the difference may be chance.")
    return f"{CLEAR} {words}"


def _stages(left: JourneyMap, right: JourneyMap) -> Iterable[ComparedStage]:
    """The stages of both maps: those of the first in order, each other one after the one that it follows."""
    order = [stage.key for stage in left.stages]
    before = ""
    for stage in right.stages:
        if stage.key not in order:
            order.insert(order.index(before) + 1 if before else 0, stage.key)
        before = stage.key
    for key in order:
        one, other = left.stage(key), right.stage(key)
        column = one or other
        assert column is not None
        home = left if one else right
        yield ComparedStage(
            key, home.stage_name(key), column.phase, (one.count if one else None, other.count if other else None)
        )


def _entries(left: JourneyMap, right: JourneyMap, pairs: dict[str, str], edited: Collection[str]) -> Iterable[Compared]:
    others = {item.key: (cell, item) for cell, item in right.items}
    for cell, item in left.items:
        found = others.get(pairs.get(item.key, ""))
        stage, other = (found[0].stage, found[1]) if found else (cell.stage, None)
        is_edited = other is not None and other.key in edited
        yield Compared(item.key, cell.lane, stage, item, other, is_edited)
    taken = set(pairs.values())
    for cell, item in right.items:
        if item.key not in taken:
            yield Compared(item.key, cell.lane, cell.stage, None, item)


def _sorted(entries: Iterable[Compared]) -> list[Compared]:
    return sorted(entries, key=lambda e: (not e.differs, SIDES.index(e.side), -e.weight, e.key))


def _share(count: Count) -> float:
    return count.k / count.n if count.n else 0.0


def _people(item: JourneyItem, lane: LaneKey) -> str:
    """How many people; nothing for the map of one person, where it would always be one of one."""
    count = item.count
    if not count.k:  # nobody's words: what the company does needs none
        return "" if lane in COMPANY_LANES else term("layer", "to_be") if item.layer == "to_be" else _("assumption")
    return share(count) if count.n > 1 else ""
