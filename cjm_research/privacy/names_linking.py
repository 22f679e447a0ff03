"""Which names of a study mean one person: "Jan Kowalski", "pan Kowalski", "Janek", where only one can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cjm_research.privacy import inflection_pl, inflection_ru
from cjm_research.privacy.names import Named
from cjm_research.privacy.names_base import names_of


@dataclass(slots=True)
class Person:
    """What is known of one person of a study.

    Parameters
    ----------
    firsts : set of str
        Full first names that the person may have; empty where only a surname is known.
    shown : str
        The first name as it stands in the key, the full one where it is known.
    last : str
        The surname in the man's form.
    apart : str
        What tells a man and a woman of one everyday name from each other.
    """

    language: str
    gender: str = ""
    firsts: set[str] = field(default_factory=set)
    shown: str = ""
    initials: str = ""
    patronymic: str = ""
    last: str = ""
    family: bool = False
    apart: str = ""

    @property
    def key(self) -> str:
        """The person's name in the nominative and in lower case: ``anna kowalska``."""
        parts = (self.shown or self.initials, self.patronymic, self._last(), self.apart)
        return " ".join(part for part in parts if part)

    def _last(self) -> str:
        if not self.last:
            return ""
        grammar = {"pl": inflection_pl, "ru": inflection_ru}.get(self.language)
        if grammar is None:
            return f"{self.last} (family)" if self.family else self.last
        halves = self.last.split("-")
        if self.family:
            return "-".join(grammar.surname_forms(half, "m")["pl", "nom"][0] for half in halves)
        if self.gender == "f":
            return "-".join(grammar.woman_form(half) for half in halves)
        return self.last


@dataclass(frozen=True, slots=True)
class Link:
    """The person whom a name means, and the others whom it may mean as well."""

    person: Person
    among: tuple[str, ...] = ()


def link_names(named: Sequence[Named]) -> list[Link]:
    """The person of each name, in the order of the names.

    A full name makes a person; a part of one joins the only person it fits, and stands apart where several fit.
    """
    persons: list[Person] = []
    links: dict[int, Link] = {}
    by_part: dict[tuple[str, str], list[Person]] = {}
    by_wording: dict[tuple[str, str, bool, str, str], Link] = {}
    order = sorted(range(len(named)), key=lambda i: (_completeness(named[i]), i))
    for i in order:
        seen = _person(named[i])
        # What is said the same way a second time means the same person.
        said = (seen.language, seen.gender, seen.family, seen.initials, seen.key)
        if said in by_wording:
            links[i] = by_wording[said]
            _learn(links[i].person, seen)
            continue
        signs = _signs(seen)
        candidates = _unique(person for sign in signs for person in by_part.get(sign, ()) if _may_be(seen, person))
        exact = [person for person in candidates if person.key == seen.key]
        if len(exact) == 1 or len(candidates) == 1:
            person = exact[0] if len(exact) == 1 else candidates[0]
            _learn(person, seen)
            links[i] = Link(person)
        else:
            person = seen
            persons.append(person)
            links[i] = Link(person, tuple(sorted({other.key for other in candidates})))
        by_wording[said] = links[i]
        for sign in _signs(person):
            held = by_part.setdefault(sign, [])
            if not any(person is other for other in held):
                held.append(person)
    _tell_apart(persons)
    return [links[i] for i in range(len(named))]


_APART = {"pl": {"m": "(m)", "f": "(k)"}, "ru": {"m": "(м)", "f": "(ж)"}}


def _tell_apart(persons: Iterable[Person]) -> None:
    """Gives the second of a man and a woman who are both called Валя a key of its own."""
    genders: dict[tuple[str, str], str] = {}
    for person in persons:
        if person.firsts and person.gender and not person.last and person.language in _APART:
            first = genders.setdefault((person.language, person.key), person.gender)
            if first != person.gender:
                person.apart = _APART[person.language][person.gender]


def _completeness(name: Named) -> int:
    """0 for a full name, then patronymics, initials, first names, everyday forms, surnames alone."""
    parts = {r.part if r else "initial" for r in name.readings}
    if "last" in parts and parts & {"first", "dim"}:
        return 0 if "first" in parts else 1
    if "patronymic" in parts:
        return 2
    if "last" in parts and "initial" in parts:
        return 3
    return 4 if "first" in parts else 5 if "last" in parts else 6


def _person(name: Named) -> Person:
    person = Person(name.language, name.gender, family=bool(name.place) and name.place[0] == "pl")  # type: ignore[index]
    for word, reading in zip(name.words, name.readings, strict=True):
        if reading is None:
            if word.initial:
                person.initials += word.fold
        elif reading.part == "first":
            person.firsts = person.firsts or {reading.lemma}
            person.shown = f"{person.shown} {reading.lemma}".strip()
        elif reading.part in ("dim", "possessive"):
            person.firsts |= _full_names(reading.lemma, name)
            person.shown = person.shown or reading.lemma
        elif reading.part == "patronymic":
            person.patronymic = reading.lemma
        else:
            person.last = f"{person.last}-{reading.lemma}" if person.last else reading.lemma
    person.family = person.family and bool(person.last) and not person.firsts
    return person


def _full_names(diminutive: str, name: Named) -> set[str]:
    known = names_of(name.language)
    bases = known.bases(diminutive) if known else ()
    return {diminutive} | {base for base, gender in bases if not name.gender or gender == name.gender}


def _signs(person: Person) -> list[tuple[str, str]]:
    firsts = [(f"{person.language} first", name) for name in sorted(person.firsts)]
    if person.patronymic:
        firsts.append((f"{person.language} patronymic", person.patronymic[:-3]))
    return firsts + ([(f"{person.language} last", person.last)] if person.last else [])


def _unique(persons: Iterable[Person]) -> list[Person]:
    return list({id(person): person for person in persons}.values())


def _may_be(seen: Person, person: Person) -> bool:
    """Whether nothing speaks against two names meaning one person; a family is nobody of its members."""
    if seen.family != person.family or (seen.gender and person.gender and seen.gender != person.gender):
        return False
    if seen.last and person.last and seen.last != person.last:
        return False
    if seen.patronymic and person.patronymic and seen.patronymic[:-3] != person.patronymic[:-3]:
        return False
    if seen.firsts and person.firsts and not seen.firsts & person.firsts:
        return False
    if seen.last and not person.last and seen.firsts:
        return False
    if seen.initials and person.firsts and not any(first[0] == seen.initials[0] for first in person.firsts):
        return False
    if person.initials and seen.firsts and not any(first[0] == person.initials[0] for first in seen.firsts):
        return False
    same_father = seen.patronymic and seen.patronymic[:-3] == person.patronymic[:-3]
    return bool((seen.firsts & person.firsts) or (seen.last and seen.last == person.last) or same_father)


def _learn(person: Person, seen: Person) -> None:
    both = person.firsts & seen.firsts
    person.firsts = both or person.firsts or seen.firsts
    person.shown = person.shown or seen.shown
    person.patronymic = person.patronymic or seen.patronymic
    person.gender = person.gender or seen.gender
