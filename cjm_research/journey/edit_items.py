"""Researchers' edits of entries: own ones, changed, moved and taken off; an edit follows the words it was made on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cjm_research.coding import stage_in
from cjm_research.journey.edit_values import set_values
from cjm_research.journey.emotion_curve import intensity_over_people, mean_over_people
from cjm_research.journey.homes import Home
from cjm_research.journey.keys import lane_of
from cjm_research.measures import count_of
from cjm_research.model import Coding, Evidence, JourneyCell, JourneyEdit, JourneyItem, JourneyMap
from cjm_research.model.lanes import LANES, LaneKey

# An edit follows its words: to the entry that holds this share of those it was made on, where its own is gone.
SAME_WORDS = 0.5
# What says where an entry stands, not what it is.
_PLACE = {"stage", "lane", "position"}


@dataclass(frozen=True)
class Placed:
    """An entry with its cell.

    `moved` tells that a researcher put an entry there that was found elsewhere, `added` that it is a researcher's own.
    """

    stage: str
    lane: LaneKey
    item: JourneyItem
    moved: bool = False
    added: bool = False


@dataclass(frozen=True)
class EditedItems:
    """What stands on the map and what was taken off it.

    `contacts` are the touchpoints that were found and that a researcher touched: (stage, label) -> what became of it,
    None where it was taken off.
    """

    placed: tuple[Placed, ...]
    taken_off: tuple[JourneyItem, ...]
    contacts: Mapping[tuple[str, str | None], Placed | None]

    def cells(self, stages: Sequence[str]) -> tuple[JourneyCell, ...]:
        """The cells that hold anything, lane by lane, entries in order of their positions."""
        content: dict[tuple[str, str], list[JourneyItem]] = {}
        for placed in self.placed:
            content.setdefault((placed.lane, placed.stage), []).append(placed.item)
        found = []
        for lane in LANES:
            for stage in stages:
                if items := content.get((lane, stage)):
                    in_order = tuple(sorted(items, key=lambda item: item.position))
                    found.append(JourneyCell(stage=stage, lane=lane, items=in_order))
        return tuple(found)


def edited_items(
    found: JourneyMap, edits: Sequence[JourneyEdit], codings: Mapping[str, Coding], home: Home
) -> EditedItems:
    """The entries of a map with what researchers did to them.

    Parameters
    ----------
    found : JourneyMap
        As the codings give it.
    edits : sequence of JourneyEdit
        Those of items, each target once.
    codings : mapping of str to Coding
        Those that the edits name and that count, by guid.
    home : Home
        The way from the stages of the edits to those of the map.
    """
    at = [Placed(cell.stage, cell.lane, item) for cell, item in found.items]
    matched = _matched(at, [edit for edit in edits if not edit.own], codings, home)
    names = {item: edit.target for item, edit in matched.items()}
    names |= _led_to(at, matched, edits, home)
    if not home.same:
        names |= {key: names.get(there, there) for key, there in home.names_at_home(found, codings).items()}
    sizes = _sizes(at)
    placed: list[Placed] = []
    off: list[JourneyItem] = []
    contacts: dict[tuple[str, str | None], Placed | None] = {}
    for one in at:
        edit = matched.get(one.item.key)
        after = _changed(one, edit, home, sizes) if edit else one
        if edit and one.lane == "touchpoint":
            contacts[one.stage, one.item.label] = None if edit.removed else after
        if edit and edit.removed:
            off.append(after.item)
        else:
            placed.append(after)
    taken = {edit.target for edit in matched.values()}
    for edit in edits:
        if edit.target not in taken:
            own = _own(edit, found, codings, home, sizes)
            if isinstance(own, Placed) and not edit.removed:
                placed.append(own)
            elif own is not None:
                off.append(own.item if isinstance(own, Placed) else own)
    return EditedItems(tuple(_linked(placed, names)), tuple(off), contacts)


def _sizes(at: Sequence[Placed]) -> dict[tuple[str, str], int]:
    sizes: dict[tuple[str, str], int] = {}
    for one in at:
        sizes[one.stage, one.lane] = sizes.get((one.stage, one.lane), 0) + 1
    return sizes


def _matched(
    at: Sequence[Placed], edits: Sequence[JourneyEdit], codings: Mapping[str, Coding], home: Home
) -> dict[str, JourneyEdit]:
    """Key of an entry that was found -> the edit that belongs to it."""
    keys = {one.item.key for one in at}
    matched = {edit.target: edit for edit in edits if edit.target in keys}
    for edit in edits:
        if edit.target not in keys and (key := _same_words(edit, at, matched, home)):
            matched[key] = edit
    return matched


def _led_to(
    at: Sequence[Placed], matched: Mapping[str, JourneyEdit], edits: Sequence[JourneyEdit], home: Home
) -> dict[str, str]:
    """Key that an entry had when a link was made to it -> the one that it has now, where that is another."""
    there = {one.item.key for one in at} | {edit.target for edit in edits}
    names = {}
    for link, guids in {link: guids for edit in edits for link, guids in edit.anchors.items()}.items():
        meant = JourneyEdit(part="item", target=link, evidence=guids)
        if link not in there and (key := _same_words(meant, at, {}, home)):
            names[link] = matched[key].target if key in matched else key
    return names


def entry_now(journey_map: JourneyMap, key: str, guids: Collection[str]) -> str:
    """The key that an entry has by now: where its own is gone, that of the one with most of the words it rested on.

    Parameters
    ----------
    guids : collection of str
        Codings behind it when it had this key; where none of its lane holds half of them, the key stays.
    """
    if journey_map.item(key) is not None or any(item.key == key for item in journey_map.taken_off):
        return key
    lane = lane_of(key)
    shared = {
        item.key: len({e.coding for e in item.evidence} & set(guids))
        for cell, item in journey_map.items
        if cell.lane == lane
    }
    best = max(shared, key=lambda one: shared[one], default="")
    return best if best and shared[best] >= max(1, SAME_WORDS * len(guids)) else key


def _same_words(edit: JourneyEdit, at: Sequence[Placed], matched: Mapping[str, JourneyEdit], home: Home) -> str | None:
    words, lane = set(edit.evidence), lane_of(edit.target)
    best, most = None, 0
    for one in at:
        if not words or one.lane != lane or one.item.key in matched:
            continue
        theirs = {evidence.coding for evidence in one.item.evidence}
        shared = len(words & theirs)
        # In other stages several entries may be joined in one: what was said of a small part is not said of it all.
        enough = home.same or shared >= SAME_WORDS * len(theirs)
        if enough and shared >= SAME_WORDS * len(words) and shared > most:
            best, most = one.item.key, shared
    return best


def _changed(one: Placed, edit: JourneyEdit, home: Home, sizes: Mapping[tuple[str, str], int]) -> Placed:
    values = _values(edit)
    stage = home.stage(values["stage"]) or one.stage if "stage" in values else one.stage
    lane = values.get("lane", one.lane)
    moved = (stage, lane) != (one.stage, one.lane)
    position = values.get("position", float(sizes.get((stage, lane), 0)) if moved else one.item.position)
    worded = "text" in values and values["text"] != one.item.text
    item = one.item.model_copy(
        update={
            **{field: value for field, value in values.items() if field not in _PLACE},
            "key": edit.target,
            "position": position,
            "own": worded,
            "edited": tuple(sorted(edit.values)),
            "by": edit.by,
        }
    )
    return Placed(stage, lane, item, moved)


def _values(edit: JourneyEdit) -> dict[str, Any]:
    """The fields that were set, as values of the model; a feeling set by hand is as strong as it says."""
    values = set_values(edit)
    valence = values.get("valence")
    return values | {"intensity": abs(valence)} if valence is not None else values


def _own(
    edit: JourneyEdit,
    found: JourneyMap,
    codings: Mapping[str, Coding],
    home: Home,
    sizes: Mapping[tuple[str, str], int],
) -> Placed | JourneyItem | None:
    """An entry of a researcher, or what is left of one whose words changed; without a place where its stage is gone."""
    values = _values(edit)
    mine = [codings[guid] for guid in edit.evidence if guid in codings]
    said = values.keys() - {"position"} if home.same else values.keys() & {"text"}
    if not edit.own and (edit.removed or not said):
        return None
    text = values.get("text") or (mine[0].quote if mine else "")
    lane = values.get("lane") or lane_of(edit.target)
    if not text or lane is None:
        return None
    stage = home.stage(values["stage"]) if "stage" in values else next(_stages(mine, home), None)
    people = {coding.participant for coding in mine}
    item = JourneyItem(
        **{
            "valence": mean_over_people(mine),
            "intensity": intensity_over_people(mine),
            **{field: value for field, value in values.items() if field not in _PLACE},
            "key": edit.target,
            "text": text,
            "quote": mine[0].quote if mine else "",
            "position": values.get("position", float(sizes.get((stage or "", lane), 0))),
            "count": count_of(len(people), len(found.participants)),
            "evidence": tuple(Evidence.of(coding) for coding in mine),
            "own": True,
            "by": edit.by,
        }
    )
    return Placed(stage, lane, item, added=True) if stage else item


def _stages(codings: Sequence[Coding], home: Home) -> Iterator[str]:
    for coding in codings:
        stage = stage_in(coding, home.shown)
        if stage in home.stages:
            yield stage


def _linked(placed: Sequence[Placed], names: Mapping[str, str]) -> Sequence[Placed]:
    """Links lead to entries under the keys that these have on this map."""
    if not names:
        return placed
    linked = []
    for one in placed:
        links = tuple(dict.fromkeys(names.get(link, link) for link in one.item.links))
        changed = links != one.item.links
        linked.append(replace(one, item=one.item.model_copy(update={"links": links})) if changed else one)
    return linked
