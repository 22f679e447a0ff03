"""What an entry of a journey map says in words, in the language in force: its name, its quote, its source."""

from __future__ import annotations

from functools import cache

from cjm_research.i18n import LANGUAGES, _, format_number, ngettext, using_language
from cjm_research.model import Evidence, JourneyItem, JourneyMap, feeling_name, term
from cjm_research.model.journey_parts import JourneyStep, TimeFrame
from cjm_research.model.lanes import LABELLED_LANES, LaneKey
from cjm_research.rendering.environment import quoted, shorten, unquoted


def item_name(item: JourneyItem, lane: LaneKey) -> str:
    """The name an entry goes by, in the language in force; empty where its words stand for it.

    Touchpoints and emotions are names; pains and successes have that of the touchpoint they were told of.
    """
    name = item.text if lane in LABELLED_LANES else _topic(item)
    if not name:
        return ""
    if lane == "emotion":
        return feeling_name(item.label, item.valence) if item.label and name in _names("emotion", item.label) else name
    if name in _names("touchpoint", item.label):
        return term("touchpoint", item.label) if item.label else _("No contact named")
    return name


def item_words(item: JourneyItem, lane: LaneKey, limit: int | None = None) -> str:
    """What an entry says besides its name: somebody's own words in quotation marks, or a text of the researcher."""
    if lane in LABELLED_LANES:
        return ""
    has_topic = bool(_topic(item))
    words = item.quote if has_topic else item.text
    words = shorten(words, limit) if limit else words
    return quoted(words) if has_topic or is_verbatim(item) else words


def is_verbatim(item: JourneyItem) -> bool:
    """Whether the item's text is somebody's own words."""
    return item.text == item.quote or any(e.quote == item.text for e in item.evidence)


def single_source(item: JourneyItem, lane: LaneKey) -> Evidence | None:
    """The one piece of evidence whose words the entry shows already, if there is no other."""
    shown = item.quote if _topic(item) else item.text
    if lane in LABELLED_LANES or len(item.evidence) != 1 or item.evidence[0].quote != shown:
        return None
    return item.evidence[0]


def _topic(item: JourneyItem) -> str:
    """The name in front of the quote in “Delivery and installation: ‘come back at five’”; empty in other texts."""
    quote = unquoted(item.quote)
    if not quote or item.text in (quote, item.quote):
        return ""
    before, found, _after = item.text.partition(quote)
    return before.rstrip(' :“„«"') if found else ""


@cache
def _names(family: str, label: str | None) -> frozenset[str]:
    # A map keeps the names of the language it was built in; shown in another language they change with it.
    names = set()
    for language in LANGUAGES:
        with using_language(language):
            names.add(term(family, label) if label else _("No contact named"))
            if family == "emotion" and label:
                names.add(feeling_name(label, -1))
    return frozenset(names)


def item_mark(item: JourneyItem, lane: LaneKey) -> str | None:
    """The mark of a pain, barrier, success or turning point (see `icons`); None in other lanes."""
    if lane == "pain":
        return "barrier" if item.is_barrier else "pain"
    return lane if lane in ("success", "turning") else None


def share_of(people: tuple[int, int]) -> float:
    """K / n as a share, 0 where nobody was asked."""
    return people[0] / people[1] if people[1] else 0.0


def actor_line(journey_map: JourneyMap) -> str:
    """What kind of actor the map is of."""
    return {
        "persona": _("Customer journey map of a persona"),
        "participant": _("Customer journey map of one participant"),
        "everybody": _("Customer journey map of everybody"),
        "story": _("Journey map of a story that rests on no interviews"),
    }[journey_map.actor]


def status_name(status: str) -> str:
    """The display name of a map's status."""
    return term("map_status", status)


def machine_notice() -> str:
    """What a reader must know of a map that nobody has reviewed."""
    return _("This map rests on suggestions of the machine that nobody has reviewed yet. Read it as a hypothesis.")


def time_words(frame: TimeFrame | None) -> str:
    """How long something takes: “2 to 3 weeks”; empty where nobody said it."""
    if frame is None:
        return ""
    many = frame.low if frame.high is None else frame.high
    whole = float(many).is_integer()
    # A fraction takes the plural of numbers that end in five: the form that suits it best in all languages.
    unit = _unit_words(frame.unit, int(many) if whole else 5)
    low = _short(frame.low)
    if frame.high is None or frame.high == frame.low:
        return unit.format(n=low)
    return unit.format(n=_("{low} to {high}").format(low=low, high=_short(frame.high)))


def _short(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 1)


def _unit_words(unit: str, n: int) -> str:
    return {
        "seconds": ngettext("{n} second", "{n} seconds", n),
        "minutes": ngettext("{n} minute", "{n} minutes", n),
        "hours": ngettext("{n} hour", "{n} hours", n),
        "days": ngettext("{n} day", "{n} days", n),
        "weeks": ngettext("{n} week", "{n} weeks", n),
        "months": ngettext("{n} month", "{n} months", n),
        "years": ngettext("{n} year", "{n} years", n),
    }[unit]


def step_notes(step: JourneyStep) -> list[tuple[str, str]]:
    """What is told of a step besides how many took it: (mark, words)."""
    notes = []
    if step.repeats:
        words = ngettext("{n} person came back", "{n} people came back", step.repeats)
        notes.append(("back", words.format(n=format_number(step.repeats))))
    reached = format_number(step.reached)
    if step.stalled:
        notes.append(("stall", _("{k} of {n} got stuck here").format(k=format_number(step.stalled), n=reached)))
    if step.exited:
        notes.append(("exit", _("{k} of {n} gave up here").format(k=format_number(step.exited), n=reached)))
    if step.decision:
        notes.append(("turning", _("Decision: {text}").format(text=step.decision)))
    if step.artefact:
        notes.append(("", _("What comes of it: {text}").format(text=step.artefact)))
    if step.actors:
        notes.append(("owner", _("Takes part: {names}").format(names=", ".join(step.actors))))
    if step.layer == "to_be":
        notes.append(("to_be", term("layer", "to_be")))
    if step.own or step.edited:
        notes.append(("pen", ""))
    return notes
