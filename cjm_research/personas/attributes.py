"""Who the members of a persona are: attributes describe groups and make them only where asked to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from cjm_research.i18n import format_number
from cjm_research.measures import count_of
from cjm_research.model import AttributeShare, Participant
from cjm_research.personas.asked import ATTRIBUTE as NOT_ASKED

# The basic attributes come first and in this order, the researcher's own after them by name.
BASIC = ("gender", "age", "region", "household", "occupation", "income", "interests")
# Columns that tell how an interview went and not who somebody is.
NOT_OF_PEOPLE = frozenset([NOT_ASKED])
# An attribute of which almost everybody has a value of her own (an occupation in her own words) says who the members
# are one by one; a value stands in the table when at least this many people share it.
SHARED_BY = 2
# Rows of one attribute in the table; the value of the fewest people goes first.
MOST_VALUES = 8


def values_of(participant: Participant, attribute: str) -> tuple[str, ...]:
    """What is known of an attribute, as text: several values of a list, none where nothing is known."""
    known = participant.attributes.get(attribute)
    several = known if isinstance(known, (list, tuple, set, frozenset)) else [known]
    texts = (_as_text(value) for value in several if value is not None)
    return tuple(dict.fromkeys(text for text in texts if text))


def same_value(text: str) -> str:
    """What two ways of writing one value have in common."""
    return " ".join(text.casefold().split())


def number_of(participant: Participant, attribute: str) -> float | None:
    """A numeric attribute's value; None where it is not known or no single number."""
    values = values_of(participant, attribute)
    if len(values) != 1 or isinstance(participant.attributes.get(attribute), bool):
        return None
    try:
        number = float(values[0].replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def is_numeric(participants: Iterable[Participant], attribute: str) -> bool:
    """Whether all that is known of an attribute are numbers."""
    known = [person for person in participants if values_of(person, attribute)]
    return bool(known) and all(number_of(person, attribute) is not None for person in known)


def attribute_names(participants: Iterable[Participant]) -> tuple[str, ...]:
    """Every attribute of which something is known, the basic ones first."""
    known = {name for person in participants for name in person.attributes if values_of(person, name)} - NOT_OF_PEOPLE
    return (*(name for name in BASIC if name in known), *sorted(known - set(BASIC)))


def attribute_shares(participants: Sequence[Participant], members: Iterable[str]) -> tuple[AttributeShare, ...]:
    """The table of attributes: members against the others.

    A numeric attribute is one row with medians and the span; of a nominal one, each value that at least two people
    share is a row, counted among those of whom the attribute is known, the value of most members first; a last row
    (`AttributeShare.unknown`) counts those of whom it is not.
    """
    inside = set(members)
    rows: list[AttributeShare] = []
    for name in attribute_names(participants):
        make = _numeric if is_numeric(participants, name) else _nominal
        rows.extend(make(name, participants, inside))
    return tuple(rows)


def _numeric(name: str, participants: Sequence[Participant], inside: set[str]) -> Iterable[AttributeShare]:
    numbers = {person.id: number_of(person, name) for person in participants}
    mine = [n for who, n in numbers.items() if n is not None and who in inside]
    others = [n for who, n in numbers.items() if n is not None and who not in inside]
    n_inside = sum(who in inside for who in numbers)
    yield AttributeShare(
        attribute=name,
        inside=count_of(len(mine), n_inside),
        outside=count_of(len(others), len(numbers) - n_inside),
        middle=(_middle(mine), _middle(others)),
        span=(min(mine), max(mine)) if mine else None,
    )


def _nominal(name: str, participants: Sequence[Participant], inside: set[str]) -> Iterable[AttributeShare]:
    people: dict[str, set[str]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    known: set[str] = set()
    for person in participants:
        for text in values_of(person, name):
            people[same_value(text)].add(person.id)
            written[same_value(text)][text] += 1
            known.add(person.id)
    n_inside, n_outside = len(known & inside), len(known - inside)
    shared = [value for value, who in people.items() if len(who) >= SHARED_BY]
    shared.sort(key=lambda value: (-len(people[value] & inside), -len(people[value]), value))
    for value in shared[:MOST_VALUES]:
        yield AttributeShare(
            attribute=name,
            value=usual_writing(written[value]),
            inside=count_of(len(people[value] & inside), n_inside),
            outside=count_of(len(people[value] - inside), n_outside),
        )
    unknown = {person.id for person in participants} - known
    if shared and unknown:
        yield AttributeShare(
            attribute=name,
            unknown=True,
            inside=count_of(len(unknown & inside), n_inside + len(unknown & inside)),
            outside=count_of(len(unknown - inside), n_outside + len(unknown - inside)),
        )


def usual_writing(written: Mapping[str, int]) -> str:
    """The way most people's value is written; of equals the first by letters."""
    return min(written, key=lambda text: (-written[text], text))


def _middle(numbers: Sequence[float]) -> float | None:
    return float(median(numbers)) if numbers else None


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    return " ".join(str(value).split())


def number_name(number: float) -> str:
    """A number as a person reads it: without decimals where it has none."""
    return format_number(number, 0 if float(number).is_integer() else 1)
