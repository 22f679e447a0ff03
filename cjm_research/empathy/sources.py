"""Which codings feed which area of an empathy map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cjm_research.model import Coding
from cjm_research.model.empathy import Quadrant
from cjm_research.model.scheme import EMPATHY_SOURCES, Kind

# Contacts that are looked at or read, and those in which somebody is listened to. What is left (paying, delivery, the
# product in use, ...) is something that people do; it stands in no area of the canvas but that one.
SEEN: frozenset[str] = frozenset(
    {
        "search_engine", "social_media", "forum", "review_site", "price_comparison", "blog_article", "video",
        "advertising", "print_material", "event", "website", "online_store", "marketplace", "mobile_app", "email",
        "messaging", "chat", "contract_paperwork", "store",
    }
)  # fmt: skip
HEARD: frozenset[str] = frozenset({"word_of_mouth", "phone", "staff", "support_service"})

# What people need to do: what they are after, and what they cannot do without.
TASK_KINDS: tuple[Kind, ...] = ("goal", "need")

# Quotes that each participant should have under "says". Where fewer were marked as worth remembering, other words of
# hers are taken: first those that stand nowhere else on the map, last those that stand word for word under "thinks".
ENOUGH_SAID = 3
SPEAKING_KINDS: tuple[Kind, ...] = (
    "motivation", "turning_point", "success_point", "pain_point", "barrier", "need", "goal", "thought", "question",
)  # fmt: skip
# A quote that can be read on its own, in code points.
TELLING = (18, 160)


def said(codings: Iterable[Coding]) -> tuple[list[Coding], list[Coding]]:
    """What people say: the quotes marked as worth remembering, and the words that make up for missing ones.

    Decided for each participant apart, so that a map of several people is the union of theirs.
    """
    by_person: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        by_person[coding.participant].append(coding)
    marked, others = [], []
    for own in by_person.values():
        quotes = [c for c in own if c.kind in EMPATHY_SOURCES["says"]]
        marked += quotes
        others += _made_up_for(quotes, own)
    return marked, others


def _made_up_for(quotes: Sequence[Coding], own: Sequence[Coding]) -> list[Coding]:
    low, high = TELLING
    order = {kind: n for n, kind in enumerate(SPEAKING_KINDS)}
    speaking = [c for c in own if c.kind in order and low <= len(c.quote) <= high]
    chosen: list[Coding] = []
    for coding in sorted(speaking, key=lambda c: (order[c.kind], c.place, c.guid)):
        if len(quotes) + len(chosen) >= ENOUGH_SAID:
            break
        if not any(_overlap(coding, other) for other in (*quotes, *chosen)):
            chosen.append(coding)
    return chosen


def _overlap(one: Coding, other: Coding) -> bool:
    same = (one.transcript, one.utterance) == (other.transcript, other.utterance)
    return same and one.start < other.end and other.start < one.end


def contacts(codings: Iterable[Coding], area: Quadrant) -> list[Coding]:
    """The contacts that people saw ("sees") or heard ("hears")."""
    labels = SEEN if area == "sees" else HEARD
    return [c for c in codings if c.kind == "touchpoint" and c.label in labels]
