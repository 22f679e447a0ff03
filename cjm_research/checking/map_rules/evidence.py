"""Rules about what a map rests on: assumptions, the machine, curves set by hand, whom it counts."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checking.map_rules.finding import Hit, MapFacts, Rule, examples, is_claimed, is_touched
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.model import JourneyMap, term
from cjm_research.model.lanes import CUSTOMER_LANES

# How far a hand-set point may lie from what the codings give, on the scale from -2 to +2.
FARTHEST = 1.0


def untested_assumptions(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """What is said of customers without anybody's words, on a map that claims evidence, and was never tested."""
    if not is_claimed(journey_map):
        return
    untested = [
        item
        for cell, item in journey_map.items
        if cell.lane in CUSTOMER_LANES and item.layer == "as_is" and item.is_assumption and item.verdict is None
    ]
    if untested:
        text = ngettext(
            "{n} entry about customers has nobody's words behind it: {texts}.",
            "{n} entries about customers have nobody's words behind them: {texts}.",
            len(untested),
        )
        yield Hit(
            text.format(n=len(untested), texts=examples(item.text for item in untested)),
            _("Put quotes behind them, write down how their test came out, or call the map an assumption map."),
            items=tuple(item.key for item in untested),
        )


def machine_only(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """A map that claims evidence rests on what people confirmed."""
    if is_claimed(journey_map) and journey_map.basis == "machine" and journey_map.participants:
        yield Hit(
            _("The map rests on suggestions of the machine that nobody has reviewed."),
            _("Review them in the span coder first."),
        )


def verdict_on_evidence(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Only an assumption is tested; what people said stands on their words."""
    judged = [item for _cell, item in journey_map.items if item.verdict and not item.is_assumption]
    if judged:
        text = ngettext(
            "{n} entry has quotes behind it and is marked as a tested assumption too: {texts}.",
            "{n} entries have quotes behind them and are marked as tested assumptions too: {texts}.",
            len(judged),
        )
        yield Hit(
            text.format(n=len(judged), texts=examples(item.text for item in judged)),
            _("Take the mark off: the quotes are the evidence."),
            items=tuple(item.key for item in judged),
        )


def curve_far_off(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """The curve of today is measured; where a hand moved it far, somebody wishes rather than reports."""
    for point in journey_map.curve:
        if not point.own or point.mean is None or point.measured is None:
            continue
        if abs(point.mean - point.measured) > FARTHEST:
            what = _("The emotion curve was set to {mean} by hand, where people's words give {measured}.").format(
                mean=format_number(point.mean, 1), measured=format_number(point.measured, 1)
            )
            yield Hit(
                what,
                _("Draw what is planned into the curve “{layer}”.").format(layer=term("layer", "to_be")),
                point.stage,
            )


def several_groups(journey_map: JourneyMap, _facts: MapFacts) -> Iterator[Hit]:
    """Customers, people who never bought, and experts are never counted together silently."""
    if len(journey_map.groups) > 1:
        names = ", ".join(term("group", group) for group in journey_map.groups)
        yield Hit(_("The map counts people of several groups together: {groups}.").format(groups=names))


def several_actors(journey_map: JourneyMap, facts: MapFacts) -> Iterator[Hit]:
    """One map, one actor: personas who tell differently are not averaged on a map that is relied upon."""
    if journey_map.actor == "everybody" and facts.n_personas > 1 and is_claimed(journey_map):
        text = ngettext(
            "The map is of everybody, though {n} persona tells a journey of its own.",
            "The map is of everybody, though {n} personas tell journeys of their own.",
            facts.n_personas,
        )
        yield Hit(text.format(n=facts.n_personas), _("Make one map for each key persona, and compare them."))


def personas_first(journey_map: JourneyMap, facts: MapFacts) -> Iterator[Hit]:
    """Persona, then empathy map, then the story: who it is about is settled first."""
    if facts.personas_settled is False and (
        journey_map.actor == "story" or (journey_map.actor == "persona" and is_touched(journey_map))
    ):
        yield Hit(
            _("The map was worked on before anybody settled the personas: who it is about may still change."),
            _("Settle the personas, look at the empathy map, and then assemble the journey."),
        )


EVIDENCE_RULES = (
    Rule("assumptions", untested_assumptions, "warning"),
    Rule("machine", machine_only, "warning"),
    Rule("verdict", verdict_on_evidence, "warning", in_draft="note"),
    Rule("curve", curve_far_off, "warning"),
    Rule("groups", several_groups, "warning"),
    Rule("one_actor", several_actors, "warning"),
    Rule("personas_first", personas_first, "note"),
)
