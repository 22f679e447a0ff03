"""Who the map is about: what is known of the participants apart from what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import isfinite
from statistics import median
from typing import Any

from cjm_research.empathy.keys import note_key
from cjm_research.i18n import _, format_number, ngettext
from cjm_research.measures import count_of
from cjm_research.model import EmpathyNote, Participant, attribute_text, term
from cjm_research.model.terms import families

# How many values of an attribute are named, and how many people, and which part of them, must share one.
MOST_VALUES = 3
SHARED_BY, SHARED_PART = 2, 0.2


def who_notes(people: Sequence[Participant], group: str) -> list[EmpathyNote]:
    """The group and size, then a note for each attribute: its range, or its values that several people share.

    Of one person every attribute is told. Nobody gives no notes.
    """
    if not people:
        return []
    ids = [person.id for person in people]
    notes = [_fact("group", _group_line(group, len(people)), ids, len(people))]
    for name in _attributes(people):
        known = {person.id: person.attributes[name] for person in people if _is_known(person.attributes.get(name))}
        text, whose = _values(name, known, len(people))
        if text:
            notes.append(_fact(f"attribute/{name}", text, whose, len(people)))
    return notes


def _group_line(group: str, n: int) -> str:
    name = term("group", group)
    if n == 1:
        return name
    line = ngettext("{group}: {n} person interviewed", "{group}: {n} people interviewed", n)
    return line.format(group=name, n=format_number(n))


def _fact(what: str, text: str, people: Iterable[str], n: int) -> EmpathyNote:
    whose = tuple(sorted(people))
    return EmpathyNote(
        key=note_key("who", what),
        quadrant="who",
        text=text,
        verbatim=False,
        count=count_of(len(whose), n),
        people=whose,
        fact=True,
    )


def _attributes(people: Sequence[Participant]) -> list[str]:
    """Names of all attributes: those that every study has first, then the researchers' own, by name."""
    usual = families()["attribute"]
    names = {name for person in people for name in person.attributes}
    return [name for name in usual if name in names] + sorted(names - set(usual))


def _is_known(value: Any) -> bool:
    return isinstance(value, str | int | float) and str(value).strip() != ""


def _values(name: str, known: dict[str, Any], n: int) -> tuple[str, list[str]]:
    """A line about an attribute and the people it is about; an empty one where nothing can be summed up."""
    label, alone = term("attribute", name), n == 1
    numbers = [_number(value) for value in known.values()]
    if known and not alone and all(number is not None for number in numbers):
        low, middle, high = min(numbers), median(numbers), max(numbers)  # type: ignore[type-var]
        text = _("{attribute}: {low} to {high}, median {middle}")
        spread = {of: attribute_text(name, value) for of, value in (("low", low), ("high", high), ("middle", middle))}
        return text.format(attribute=label, **spread), list(known)
    shares = Counter(attribute_text(name, value) for value in known.values())
    common = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    if alone:
        values = [value for value, _k in common]
    else:
        common = [(value, k) for value, k in common if k >= max(SHARED_BY, SHARED_PART * n)]
        values = [_("{value} ({n})").format(value=value, n=format_number(k)) for value, k in common]
    whose = [person for person, value in known.items() if attribute_text(name, value) in dict(common)]
    if not values:
        return "", []
    return _("{attribute}: {values}").format(attribute=label, values=", ".join(values)), whose


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
