"""Words that stories, comparisons and cards share: facts of a map, lists, names of steps, marks and times."""

from __future__ import annotations

from cjm_research.i18n import LANGUAGES, _, format_number, using_language
from cjm_research.model import Evidence, JourneyItem, JourneyMap, JourneyStage, term
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import LABELLED_LANES, LaneKey
from cjm_research.rendering.journey_words import item_name, status_name, time_words


def map_facts(journey_map: JourneyMap) -> tuple[tuple[str, str], ...]:
    """What a reader must know of a map before reading it: (name, value), empty values left out."""
    n = len(journey_map.participants)
    facts = (
        (_("Interviews"), f"n = {format_number(n)}" if n else ""),
        (_("Groups"), ", ".join(term("group", group) for group in journey_map.groups)),
        (_("Rests on"), term("basis", journey_map.basis) if n else ""),
        (_("Status"), status_name(journey_map.status)),
        (_("Stage model"), term("stage_model", journey_map.stage_model)),
    )
    return tuple((name, value) for name, value in facts if value)


def step_name(step: JourneyStep) -> str:
    """The name of a step in the language in force: that of its contact where it bears that, else its own words."""
    if not step.label:
        return step.text
    names = {step.label, step.label.replace("_", " ")}
    for language in LANGUAGES:
        with using_language(language):
            names.add(term("touchpoint", step.label))
    return term("touchpoint", step.label) if step.text in names or not step.text else step.text


def closed(text: str) -> str:
    """The text as a sentence: with a full stop where it has no mark at its end."""
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def item_title(item: JourneyItem, lane: LaneKey) -> str:
    """The name that stands before an entry's words, closed by a colon; a barrier says that it is one."""
    name = item_name(item, lane)
    if lane in LABELLED_LANES:
        return name
    parts = [_("Barrier:")] if item.is_barrier else []
    return " ".join([*parts, *([f"{name}:"] if name else [])])


def item_tags(item: JourneyItem, lane: LaneKey) -> tuple[str, ...]:
    """What is to be known about an entry besides its words and count, each in a word or two."""
    tags = [_("assumption")] if item.is_assumption else []
    # That people go on is the rule; where they stick or give up has to be said.
    tags += [term("flow", item.flow)] if item.flow in ("stall", "exit") else []
    tags += [term("mark", mark) for mark in item.marks]
    if lane == "need" and item.is_met is not None:
        # Translators: of a need that people told of: the company met it, or did not.
        tags.append(_("met") if item.is_met else _("not met"))
    if item.layer == "to_be":
        tags.append(term("layer", "to_be"))
    if item.owner:
        tags.append(item.owner)
    return tuple(tags)


def stage_line(stage: JourneyStage) -> str:
    """How many people told of a stage, and how long it takes where anybody said it."""
    people = _("{k} of {n} people").format(k=format_number(stage.count.k), n=format_number(stage.count.n))
    return " · ".join(part for part in (people if stage.count.n else "", time_words(stage.time_frame)) if part)


def order_note(journey_map: JourneyMap) -> str:
    """Whether the order of one person's journey is that of the clock."""
    who = journey_map.participants[0] if journey_map.participants else ""
    walked = any(path.order == "walked" for path in journey_map.paths if path.participant == who)
    if walked:
        return _("In the order of an accompanied walk, which is that of the clock.")
    return _("In the order of telling, which need not be that of the clock.")


def speaker(item: JourneyItem, lane: LaneKey) -> Evidence | None:
    """Where the words stand that an entry shows; None where it shows a name or a researcher's text."""
    if lane in LABELLED_LANES:
        return None
    return next((e for e in item.evidence if e.quote in (item.quote, item.text)), None)
