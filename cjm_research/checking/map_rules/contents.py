"""Rules about what a map holds: purpose, the three kinds of points, solutions, contacts, the time after purchase."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checking.map_rules.finding import Hit, MapFacts, Rule, examples
from cjm_research.i18n import _, ngettext
from cjm_research.model import JourneyItem, JourneyMap, term
from cjm_research.model.lanes import REQUIRED_LANES, LaneKey

# More columns or steps than a reader takes in at once, even on the largest paper.
MOST_STAGES, MOST_STEPS = 9, 30
# Mean valence from which a contact counts as good or bad, on the scale from -2 to +2.
CLEARLY = 1.0
# A contact that one person alone judged contradicts nothing.
FEWEST_PEOPLE = 2


def as_is(journey_map: JourneyMap, lane: LaneKey) -> list[tuple[str, JourneyItem]]:
    """(stage, entry) of a lane, without what is planned only."""
    found = [(cell.stage, item) for cell, item in journey_map.items if cell.lane == lane]
    return [(stage, item) for stage, item in found if item.layer == "as_is"]


def purpose_missing(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """A map is made for a question; without one nobody can say whether it is done."""
    if not journey_map.purpose.strip():
        yield Hit(
            _("The map has no purpose: which problem it is to solve, and what is to come of it."),
            _("Write it into the head of the map, or as the purpose of the study."),
        )


def points_missing(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Pain, success and turning points: every map has them, or says that none was found."""
    for lane in REQUIRED_LANES:
        if lane not in journey_map.none_found and not as_is(journey_map, lane):
            what = _("Nothing stands under “{lane}”, and nobody says that none was found.")
            yield Hit(what.format(lane=term("lane", lane)), _("Look for them, or mark that there are none."))


def barrier_without_solution(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """A barrier needs a solution; where “solution” is among what was not found, the open ones are known."""
    if "solution" in journey_map.none_found:
        return
    solved = {link for cell, item in journey_map.items if cell.lane == "solution" for link in item.links}
    open_ones = [item for _stage, item in as_is(journey_map, "pain") if item.is_barrier and item.key not in solved]
    if open_ones:
        text = ngettext(
            "{n} barrier has no solution: {texts}.", "{n} barriers have no solution: {texts}.", len(open_ones)
        )
        yield Hit(
            text.format(n=len(open_ones), texts=examples(item.text for item in open_ones)),
            _("Link a solution to each, or mark on the map that solutions are still open."),
            items=tuple(item.key for item in open_ones),
        )


def ends_at_purchase(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """The journey goes on after the purchase: use, service, coming back, passing it on."""
    filled = {cell.stage for cell in journey_map.cells if cell.items} | {step.stage for step in journey_map.steps}
    after = {stage.key for stage in journey_map.stages if stage.phase == "after"}
    if filled and not filled & after:
        yield Hit(
            _("The map ends at the purchase: nothing stands in a stage after it."),
            _("Ask how it went on: use, service, coming back, recommending. Add a stage for it if there is none."),
        )


def touchpoints_missing(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Only a map of life without the product does without contacts."""
    if journey_map.kind != "lxm" and journey_map.items and not as_is(journey_map, "touchpoint"):
        yield Hit(
            _("No touchpoint stands on the map."),
            _("Add the contacts that people meet. Only a {kind} does without.").format(kind=term("map_kind", "lxm")),
        )


def contradictory_touchpoints(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """One stage, one brand: a charming site and a rude counter contradict each other."""
    for stage in journey_map.stages:
        contacts = [
            (item.valence, item)
            for at, item in as_is(journey_map, "touchpoint")
            if at == stage.key and item.valence is not None and item.count.k >= FEWEST_PEOPLE
        ]
        if not contacts:
            continue
        (lowest, bad), (highest, good) = min(contacts, key=_valence), max(contacts, key=_valence)
        if lowest <= -CLEARLY and highest >= CLEARLY:
            name = journey_map.stage_name(stage.key)
            what = _("Contacts of “{stage}” contradict each other. Pleasant: {good}. Unpleasant: {bad}.")
            yield Hit(what.format(stage=name, good=good.text, bad=bad.text), stage=stage.key, items=(good.key, bad.key))


def _valence(contact: tuple[float, JourneyItem]) -> float:
    return contact[0]


def too_large(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Beyond what one sheet holds readably."""
    hint = _("Split it into linked maps: one of the whole, others of single steps in detail.")
    stages, steps = len(journey_map.stages), len(journey_map.steps)
    if stages > MOST_STAGES:
        text = ngettext(
            "The map has {n} stage; {most} can be read.", "The map has {n} stages; {most} can be read.", stages
        )
        yield Hit(text.format(n=stages, most=MOST_STAGES), hint)
    if steps > MOST_STEPS:
        text = ngettext(
            "The map has {n} step; {most} can be read.", "The map has {n} steps; {most} can be read.", steps
        )
        yield Hit(text.format(n=steps, most=MOST_STEPS), hint)


def phases_out_of_order(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """A stage before the purchase does not come after it: mostly the place or the phase of an own stage is wrong."""
    order = ("before", "during", "after")
    latest = None
    for stage in journey_map.stages:
        if latest is not None and order.index(stage.phase) < order.index(latest.phase):
            what = _("The stage “{stage}” stands after “{other}”, though its phase is an earlier one.")
            names = {"stage": journey_map.stage_name(stage.key), "other": journey_map.stage_name(latest.key)}
            yield Hit(what.format(**names), _("Move it to its place, or change its phase."), stage=stage.key)
        else:
            latest = stage


CONTENT_RULES = (
    Rule("purpose", purpose_missing, "warning", in_draft="note", blocks_final=True),
    Rule("three_points", points_missing, "warning", in_draft="note", blocks_final=True),
    Rule("barrier_solution", barrier_without_solution, "warning", in_draft="note"),
    Rule("after_purchase", ends_at_purchase, "warning", in_draft="note"),
    Rule("touchpoints", touchpoints_missing, "warning", in_draft="note"),
    Rule("consistency", contradictory_touchpoints, "note"),
    Rule("stage_order", phases_out_of_order, "note"),
    Rule("size", too_large, "warning", in_draft="note"),
)
