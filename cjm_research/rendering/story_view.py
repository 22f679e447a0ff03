"""A journey map as a story: scenes in order, each with what people do, think and feel, in sentences and in quotes.

Sentences are whole messages. What varies stands at their end, after a colon, or as a number, so that no language has to
inflect it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.i18n import N_, _, format_list, format_number
from cjm_research.model import Count, EmotionPoint, JourneyItem, JourneyMap, JourneyStage, Persona, term
from cjm_research.model.journey_parts import JourneyStep
from cjm_research.model.lanes import COMPANY_LANES, LABELLED_LANES, REQUIRED_LANES, LaneKey
from cjm_research.rendering.environment import share, signed
from cjm_research.rendering.icons import mood
from cjm_research.rendering.journey_words import item_mark, item_words
from cjm_research.rendering.persona_words import section_name
from cjm_research.rendering.story_choice import telling, voice
from cjm_research.rendering.story_parts import Entry, Passage, Scene, Sentence, Story
from cjm_research.rendering.story_words import closed, item_tags, item_title, speaker, step_name

# Of a persona, the strongest statement of so many sections.
MOST_SECTIONS = 6

# The three fields of a scenario, and what stands around them. Each lane opens with a sentence of its own.
_LEADS: dict[str, dict[LaneKey, str]] = {
    "does": {
        "action": N_("This is what happens:"),
        "task": N_("This has to be done:"),
        "sensory": N_("This is to be seen, heard and smelled:"),
        "competitor": N_("Others are looked at too:"),
    },
    "thinks": {
        "motivation": N_("The reason to go on:"),
        "goal": N_("The aim:"),
        "question": N_("The questions asked:"),
        "thought": N_("The thoughts on the way:"),
        "need": N_("What is expected:"),
    },
    "feels": {"emotion": N_("Feelings told of:")},
    "hard": {"pain": N_("What is hard:")},
    "good": {"success": N_("What goes well:")},
    "turning": {"turning": N_("Where it is decided how it goes on:")},
}


def story_view(journey_map: JourneyMap, *, persona: Persona | None = None) -> Story:
    """The story of a map, in the language in force.

    Parameters
    ----------
    journey_map : JourneyMap
        Of anybody; of a map without people every entry is an assumption, and says so.
    persona : Persona, optional
        Gives the story its opening: who it is about.
    """
    scenes = tuple(_scene(journey_map, stage) for stage in journey_map.stages)
    return Story(journey_map, scenes, tuple(_portrait(persona)), tuple(_ending(journey_map)))


def _portrait(persona: Persona | None) -> list[str]:
    if persona is None:
        return []
    said = [persona.role] if persona.role else []
    first = {statement.section: statement for statement in reversed(persona.statements)}
    for section in list(dict.fromkeys(statement.section for statement in persona.statements))[:MOST_SECTIONS]:
        statement = first[section]
        proof = _("assumption") if statement.is_assumption else share(statement.inside)
        said.append(f"{section_name(section)}: {statement.text} ({proof})")
    return said


def _none_words(journey_map: JourneyMap, lane: str) -> str:
    """What is said of an empty row: in a story that nobody told it was not looked for, unless somebody says so."""
    if lane in journey_map.none_found:
        return _("None found (checked)")
    return _("Not looked for yet") if journey_map.actor == "story" else _("None found")


def _ending(journey_map: JourneyMap) -> list[str]:
    said = _events(journey_map)
    if journey_map.outcomes:
        ends = [f"{term('outcome', outcome)} ({share(count)})" for outcome, count in journey_map.outcomes]
        said.append(_("How it ended, where it is known: {outcomes}.").format(outcomes=format_list(ends)))
    for lane in REQUIRED_LANES:
        if not any(cell.lane == lane for cell, _item in journey_map.items):
            said.append(": ".join((term("lane", lane), _none_words(journey_map, lane))))
    pains = [item for cell, item in journey_map.items if cell.lane == "pain"]
    answered = {key for cell, item in journey_map.items if cell.lane == "solution" for key in item.links}
    if pains:
        n_open = sum(item.key not in answered for item in pains)
        said.append(
            _("Pain points and barriers: {n}. Without a solution so far: {open}.").format(
                n=format_number(len(pains)), open=format_number(n_open)
            )
        )
    return said


def _scene(journey_map: JourneyMap, stage: JourneyStage) -> Scene:
    passages = (
        _does(journey_map, stage),
        _passage(journey_map, stage, "thinks", term("quadrant", "thinks")),
        _feels(journey_map, stage),
        *(_passage(journey_map, stage, field, "") for field in ("hard", "good", "turning")),
        _company(journey_map, stage),
    )
    point = next((p for p in journey_map.curve if p.stage == stage.key), None)
    return Scene(
        stage,
        journey_map.stage_name(stage.key),
        (*_facts(stage), *_events(journey_map, stage.key)),
        tuple(p for p in passages if p.sentences),
        voice(journey_map, stage),
        mood(point.mean) if point else None,
    )


def _lead(field: str, lane: LaneKey) -> str:
    lead = _LEADS[field][lane]
    return _(lead)


def _facts(stage: JourneyStage) -> list[str]:
    told = (
        (_lead("thinks", "goal"), stage.goal),
        (_lead("thinks", "thought"), stage.mindset),
        (_lead("does", "task"), stage.customer_task),
    )
    return [closed(f"{lead} {words}") for lead, words in told if words]


def _events(journey_map: JourneyMap, stage: str | None = None) -> list[str]:
    """What happened outside at a stage; without one, what concerns the whole journey."""
    found = [f for f in journey_map.factors if (stage in f.stages if stage else not f.stages)]
    # Translators: something that changed the journey from outside: a law, a season.
    name = _("Event outside company and customer")
    return [closed(f"{name}: {f.text} ({f.date})" if f.date else f"{name}: {f.text}") for f in found]


def _passage(journey_map: JourneyMap, stage: JourneyStage, field: str, heading: str) -> Passage:
    sentences = [
        _sentence(_(lead), journey_map.cell(stage.key, lane).items, lane) for lane, lead in _LEADS[field].items()
    ]
    found = tuple(s for s in sentences if s.entries)
    if not found and field == "thinks" and stage.count.k:
        found = (Sentence(_("Nobody says what they thought here.")),)
    return Passage(field, heading, found)


def _does(journey_map: JourneyMap, stage: JourneyStage) -> Passage:
    steps = [step for step in journey_map.steps if step.stage == stage.key]
    sentences = list(_passage(journey_map, stage, "does", "").sentences)
    if steps:
        sentences = [*_step_sentences(steps), *sentences]
    else:
        contacts = journey_map.cell(stage.key, "touchpoint").items
        if contacts:
            sentences.insert(0, _sentence(_("Contacts on the way:"), contacts, "touchpoint"))
    if not sentences and stage.count.k:
        sentences = [Sentence(_("Nobody says what they did here."))]
    return Passage("does", term("quadrant", "does"), tuple(sentences))


def _step_sentences(steps: Sequence[JourneyStep]) -> list[Sentence]:
    ordered = sorted(steps, key=lambda step: (step.place, step.key))
    entries = tuple(_step_entry(step) for step in ordered)
    told = any(step.evidence for step in ordered)
    said = [Sentence(_("The steps in the order of telling:") if told else _("The steps:"), entries)]
    decisions = [step.decision for step in ordered if step.decision]
    artefacts = [step.artefact for step in ordered if step.artefact]
    actors = list(dict.fromkeys(actor for step in ordered for actor in step.actors))
    if actors:
        said.append(Sentence(_("Others take part: {actors}.").format(actors=format_list(actors))))
    if decisions:
        said.append(Sentence(_("This is decided here: {decisions}.").format(decisions="; ".join(decisions))))
    if artefacts:
        said.append(Sentence(_("This comes of it: {things}.").format(things="; ".join(artefacts))))
    return said


def _step_entry(step: JourneyStep) -> Entry:
    tags = () if step.evidence else (_("assumption"),)
    return Entry(step.key, step_name(step), "", _people(step.count), None, step.evidence, tags, not step.evidence)


def _feels(journey_map: JourneyMap, stage: JourneyStage) -> Passage:
    known = [point for point in journey_map.curve if point.mean is not None]
    here = next((point for point in known if point.stage == stage.key), None)
    sentences = []
    if here is not None:
        index = known.index(here)
        sentences += _mood_sentences(here, known[index - 1] if index else None)
    elif stage.count.k:
        sentences.append(Sentence(_("Nobody says how it felt here.")))
    items = journey_map.cell(stage.key, "emotion").items
    if items:
        sentences.append(_sentence(_lead("feels", "emotion"), items, "emotion"))
    return Passage("feels", term("quadrant", "feels"), tuple(sentences))


def _mood_sentences(here: EmotionPoint, before: EmotionPoint | None) -> list[Sentence]:
    mean = here.mean or 0.0
    templates = {
        "positive": _("The mood is good: {mean} on the scale from −2 to +2 (n = {n})."),
        "neutral": _("The mood is neither good nor bad: {mean} on the scale from −2 to +2 (n = {n})."),
        "negative": _("The mood is bad: {mean} on the scale from −2 to +2 (n = {n})."),
    }
    by_hand = _("The mood, set by a researcher: {mean} on the scale from −2 to +2.")
    template = by_hand if here.own else templates[mood(mean) or "neutral"]
    said = [Sentence(template.format(mean=signed(mean), n=format_number(here.n)))]
    # A change of half a point is the least that the scale of five words shows.
    if before is not None and abs(change := mean - (before.mean or 0.0)) >= 0.5:
        words = _("It has risen by {n}.") if change > 0 else _("It has fallen by {n}.")
        said.append(Sentence(words.format(n=format_number(abs(change), 1))))
    return said


def _company(journey_map: JourneyMap, stage: JourneyStage) -> Passage:
    sentences = []
    if stage.company_task:
        sentences.append(Sentence(closed(f"{term('lane', 'company_task')}: {stage.company_task}")))
    for lane in COMPANY_LANES:
        items = journey_map.cell(stage.key, lane).items
        if items:
            sentences.append(_sentence(f"{term('lane', lane)}:", items, lane))
    return Passage("company", _("What the company does"), tuple(sentences))


def _sentence(lead: str, items: Sequence[JourneyItem], lane: LaneKey) -> Sentence:
    told = telling(items, lane)
    return Sentence(lead, tuple(_entry(item, lane) for item in told), len(items) - len(told))


def _entry(item: JourneyItem, lane: LaneKey) -> Entry:
    return Entry(
        item.key,
        item_title(item, lane),
        item_words(item, lane),
        # One person is named; how many there are is said of several.
        _people(item.count) if item.count.k > 1 or lane in LABELLED_LANES else "",
        speaker(item, lane),
        item.evidence,
        item_tags(item, lane),
        item.is_assumption,
        item_mark(item, lane) or "",
    )


def _people(count: Count) -> str:
    return share(count) if count.n else ""
