"""What is said of an entry besides its words: each mark with its word, so that colour and shape never stand alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from cjm_research.i18n import _
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.journey_parts import Touchpoint
from cjm_research.model.lanes import LaneKey, is_company_lane
from cjm_research.rendering.environment import shorten
from cjm_research.rendering.icons import support_level
from cjm_research.rendering.journey_words import item_name, item_words

_LONGEST_LINK = 44


@dataclass(frozen=True)
class Badge:
    """A mark (see `icons.mark_shape`) and its words; `targets` are keys of the entries that it speaks of."""

    mark: str
    words: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Links:
    """Who answers what: the solutions of each pain, and the names of the entries that others point to."""

    names: Mapping[str, str] = field(default_factory=dict)
    solutions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, keys: tuple[str, ...]) -> str:
        """The names of entries, those that stand on the map."""
        return "; ".join(self.names[key] for key in keys if key in self.names)


def links_of(journey_map: JourneyMap) -> Links:
    """The links between the entries of a map."""
    wanted = {key for _cell, item in journey_map.items for key in item.links}
    solutions: dict[str, list[str]] = defaultdict(list)
    names = {}
    for cell, item in journey_map.items:
        if cell.lane == "solution":
            for key in item.links:
                solutions[key].append(item.key)
        if cell.lane == "solution" or item.key in wanted:
            words = item_name(item, cell.lane) or item_words(item, cell.lane)
            names[item.key] = shorten(words, _LONGEST_LINK)
    return Links(names, {key: tuple(found) for key, found in solutions.items()})


def item_badges(item: JourneyItem, lane: LaneKey, links: Links) -> tuple[Badge, ...]:
    """The marks of an entry, the most important first."""
    found = [Badge(item.flow, term("flow", item.flow))] if item.flow else []
    found += [*_links(item, lane, links), *_about(item)]
    if item.four_c:
        found.append(Badge("four_c", term("four_c", item.four_c)))
    if item.owner:
        found.append(Badge("owner", _("Owner: {name}").format(name=item.owner)))
    if item.actors:
        found.append(Badge("owner", _("Takes part: {names}").format(names=", ".join(item.actors))))
    return tuple(found)


def _about(item: JourneyItem) -> list[Badge]:
    found = [Badge("to_be", term("layer", "to_be"))] if item.layer == "to_be" else []
    found += [Badge(mark, term("mark", mark)) for mark in item.marks]
    if item.is_met is not None:
        found.append(Badge("met", _("met")) if item.is_met else Badge("not_met", _("not met")))
    if item.verdict:
        words = {"supported": _("Supported by data"), "contradicted": _("Contradicted by data")}
        found.append(Badge(item.verdict, words[item.verdict]))
    return found


def _links(item: JourneyItem, lane: LaneKey, links: Links) -> list[Badge]:
    if lane == "pain":
        answers = links.solutions.get(item.key, ())
        if answers:
            return [Badge("solution", _("Solution: {names}").format(names=links.named(answers)), answers)]
        return [Badge("open", _("Open: no solution yet"))] if item.is_barrier else []
    if lane == "solution" and links.named(item.links):
        return [Badge("solution", _("Answers: {names}").format(names=links.named(item.links)), item.links)]
    return []


def contact_marks(contact: Touchpoint) -> tuple[str, ...]:
    """What kind of contact it is: on line or not, paid for, beyond what the company can change."""
    marks: list[str] = [contact.setting] if contact.setting != "either" else []
    marks += ["paid"] if contact.owner == "paid" else []
    return (*marks, *(() if contact.controllable else ("beyond",)))


def is_guess(item: JourneyItem, lane: LaneKey) -> bool:
    """Whether the entry tells of people without words of anybody: an assumption, drawn apart from what was found."""
    return item.is_assumption and not is_company_lane(lane)


def is_touched(item: JourneyItem) -> bool:
    """Whether a researcher wrote or changed the entry."""
    return item.own or bool(item.edited)


def marks_of(item: JourneyItem, lane: LaneKey, links: Links) -> set[str]:
    """All marks that drawing the entry needs, for the legend."""
    found = {badge.mark for badge in item_badges(item, lane, links)}
    if lane in ("success", "turning"):
        found.add(lane)
    if lane == "pain":
        found.add("barrier" if item.is_barrier else "pain")
    if not is_company_lane(lane) or item.evidence:
        found.add(support_level(item.count))
    return found | ({"pen"} if is_touched(item) else set())


def legend_words() -> dict[str, str]:
    """Every mark that can stand on a map, in the order of the legend, and what it means."""
    return {
        "full": _("Three or more people"),
        "half": _("One or two people"),
        "none": _("Nobody yet: an assumption"),
        "pain": term("kind", "pain_point"),
        "barrier": _("Barrier: stopped somebody, or nearly did"),
        "success": term("kind", "success_point"),
        "turning": term("kind", "turning_point"),
        **{mark: term("mark", mark) for mark in ("wow", "near_failure", "keep", "wait", "information_needed")},
        **{flow: term("flow", flow) for flow in ("advance", "stall", "exit")},
        "met": _("Need that was met"),
        "not_met": _("Need that was not met"),
        "solution": _("Solution of a pain point"),
        "open": _("Open: no solution yet"),
        "four_c": _("What it is about: expectations, cost, convenience, communication"),
        "owner": _("Who answers for it, or takes part"),
        "to_be": _("Planned, not yet so"),
        "supported": _("Assumption supported by data"),
        "contradicted": _("Assumption contradicted by data"),
        "pen": _("Written or changed by a researcher"),
        "online": term("setting", "online"),
        "offline": term("setting", "offline"),
        "paid": term("owner", "paid"),
        "beyond": _("Contact that the company cannot change"),
        "factor": _("Event outside company and customer"),
        "back": _("People who came back to an earlier step"),
    }
