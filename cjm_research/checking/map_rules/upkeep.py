"""Rules about keeping a map: links that lead somewhere, reviews that are held, departments that have seen it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cjm_research.checking.map_rules.finding import Hit, MapFacts, Rule, examples
from cjm_research.i18n import _, ngettext
from cjm_research.model import JourneyMap


def broken_links(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Links to entries, steps and stages that are no longer on the map."""
    steps = {step.key for step in journey_map.steps}
    stages = {stage.key for stage in journey_map.stages}
    known = {item.key for _cell, item in journey_map.items} | steps
    broken = {item.key: item.text for _cell, item in journey_map.items if set(item.links) - known}
    broken |= {step.key: step.text for step in journey_map.steps if set(step.next) - steps}
    broken |= {metric.key: metric.name for metric in journey_map.metrics if metric.stage and metric.stage not in stages}
    broken |= {factor.key: factor.text for factor in journey_map.factors if set(factor.stages) - stages}
    if broken:
        text = ngettext(
            "{n} thing on the map points to something that is gone: {texts}.",
            "{n} things on the map point to something that is gone: {texts}.",
            len(broken),
        )
        yield Hit(
            text.format(n=len(broken), texts=examples(broken.values())),
            _("Link them anew, or bring back what was taken off."),
            items=tuple(broken),
        )


def part_of_nothing(journey_map: JourneyMap, facts: MapFacts) -> Iterator[Hit]:
    """A detail map belongs to a step that is there."""
    if journey_map.part_of is None or facts.maps is None:
        return
    key, step = journey_map.part_of
    whole = facts.maps.get(key)
    if whole is None or key == journey_map.key:
        yield Hit(_("The map is to be part of the map “{map}”, which is not there.").format(map=key))
    elif whole.step(step) is None:
        what = _("The map is to tell a step of the map “{map}” in detail that is not there: “{step}”.")
        yield Hit(what.format(map=whole.title or key, step=step))


def review_overdue(journey_map: JourneyMap, facts: MapFacts) -> Iterator[Hit]:
    """A map is looked at again, and not put into a drawer."""
    due = journey_map.review_due
    if due and not _is_date(due):
        yield Hit(_("“{date}” is no date of a review. Write it as 2026-01-31.").format(date=due))
    elif due and facts.today and due < facts.today:
        yield Hit(
            _("The map was to be looked at again by {date}.").format(date=due),
            _("Compare it with new interviews or figures, and set the next date."),
        )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def review_missing(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """A final map says when it is looked at again."""
    if journey_map.status == "final" and not journey_map.review_due:
        yield Hit(_("The map is final, and no date is set by which it is to be looked at again."))


def sign_off_missing(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """At least one department has looked at a final map."""
    if journey_map.status == "final" and not journey_map.sign_offs:
        yield Hit(
            _("The map is final, and no department has signed it off."),
            _("Show it to each department at least once, and write down what it says."),
        )


UPKEEP_RULES = (
    Rule("links", broken_links, "warning"),
    Rule("part_of", part_of_nothing, "error"),
    Rule("review_due", review_overdue, "warning"),
    Rule("review_date", review_missing, "warning"),
    Rule("sign_off", sign_off_missing, "warning"),
)
