"""Pseudonyms: who or what stands in for an entity, and how its name reads in the place of each finding.

A first name gives way to a first name of the same gender, generation and declension, a surname to one that declines
alike; so every form of the one has exactly one form of the other. Where a language has no fitting form the base form
stands; where the lists are used up, a role in brackets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from cjm_research.privacy.base import DataKind, Finding
from cjm_research.privacy.inflection import in_shape_of
from cjm_research.privacy.names_base import names_of
from cjm_research.privacy.names_words import words_of
from cjm_research.privacy.pseudonym_forms import all_forms, patronymic_of, surname_of
from cjm_research.privacy.pseudonym_lists import (
    diminutives_of,
    fathers,
    first_name_order,
    initials,
    placeholder,
    surname_order,
)
from cjm_research.privacy.pseudonym_rendering import render
from cjm_research.privacy.pseudonym_values import Entity, Pseudonym, parts_of

__all__ = [
    "Entity",
    "Pseudonym",
    "entities_of",
    "entity_of",
    "families_of",
    "pseudonym_for",
    "pseudonyms_for",
    "render",
]


def entity_of(findings: Sequence[Finding], language: str) -> Entity:
    """The entity of findings that share one key, in the language of their text."""
    head = findings[0]
    if head.kind != "person":
        return Entity(head.entity, head.kind, language)
    known: dict[str, list[str]] = {"first": [], "dim": [], "patronymic": [], "last": [], "initial": []}
    genders = [f.traits["gender"] for f in findings if f.traits.get("gender") and f.traits.get("number") != "pl"]
    for finding in findings:
        lasts: list[str] = []
        for part, lemma in parts_of(finding):
            if part in ("last", "wife"):
                lasts.append(lemma)
            elif part == "possessive":
                known["dim"].append(lemma)
            elif part in known and not (part == "first" and "first" in [p for p, _ in parts_of(finding)][:1] and lasts):
                known[part].append(lemma)
        if lasts:
            known["last"].append("-".join(lasts))
    gender = max(sorted(set(genders)), key=genders.count) if genders else ""
    return Entity(
        head.entity,
        "person",
        language,
        gender,
        first=next(iter(known["first"] or known["dim"]), ""),
        patronymic=next(iter(known["patronymic"]), ""),
        last=max(known["last"], key=len, default=""),
        initials="".join(known["initial"][:2]),
        diminutive=bool(known["dim"]),
        family=bool(known["last"]) and all(finding.traits.get("number") == "pl" for finding in findings),
    )


def entities_of(found: Iterable[Iterable[Finding]], languages: Iterable[str]) -> list[Entity]:
    """The entities of a study in the order in which they are named first; firms and persons apart by language."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    shown: dict[tuple[str, str, str], str] = {}
    for findings, language in zip(found, languages, strict=True):
        for finding in findings:
            spoken = finding.kind in ("person", "organisation")
            group = (finding.kind, language if spoken else "", finding.entity)
            groups.setdefault(group, []).append(finding)
            shown.setdefault(group, language)
    return [entity_of(findings, shown[group]) for group, findings in groups.items()]


def pseudonyms_for(
    entities: Iterable[Entity], *, taken: Collection[str], seed: int
) -> dict[tuple[DataKind, str, str], Pseudonym]:
    """A pseudonym for every entity, by (kind, language, key); members of one family share a surname."""
    used: set[str] = set()
    families: dict[tuple[str, str], str] = {}
    found = {}
    for entity in entities:
        pseudonym = pseudonym_for(entity, taken=taken, used=used, seed=seed, families=families)
        found[entity.kind, entity.language, entity.key] = pseudonym
        used.add(pseudonym.shown)
        families.update(families_of(pseudonym))
    return found


def families_of(pseudonym: Pseudonym) -> dict[tuple[str, str], str]:
    """(Language, surname) -> the surname that stands in for it, each half of a double one."""
    before = str(pseudonym.replaces.get("last", "")).split("-")
    after = pseudonym.last.split("-")
    return {(pseudonym.language, old): new for old, new in zip(before, after, strict=False) if old and new}


def pseudonym_for(
    entity: Entity,
    *,
    taken: Collection[str],
    seed: int,
    used: Collection[str] = (),
    families: Mapping[tuple[str, str], str] | None = None,
) -> Pseudonym:
    """The pseudonym of an entity: the same for the same seed and the same names taken.

    Parameters
    ----------
    taken : collection of str
        Names that occur in the study, in any form: none of them is chosen.
    used : collection of str
        Pseudonyms of others: parts of them are chosen only where the lists have nothing else left.
    families : mapping, optional
        Surnames that have a stand-in already (`families_of`): a relative gets the same one.
    """
    if entity.kind != "person":
        return _placeholder(entity, {*taken, *used})
    meant = _meant(entity.language, taken)
    pseudonym = _named(entity, _words([*taken, *used]) | meant, seed, families or {})
    if pseudonym:
        return pseudonym
    # The lists are used up: parts of other pseudonyms come again, but no whole name twice.
    forbidden = _words(taken) | meant
    while (pseudonym := _named(entity, forbidden, seed, families or {})) and pseudonym.shown in used:
        forbidden |= _words([pseudonym.first or pseudonym.last])
    return pseudonym or _placeholder(entity, {*taken, *used})


def _words(names: Iterable[str]) -> set[str]:
    """The words of names, both halves of double ones included."""
    words = {word.fold for name in names for word in words_of(name)}
    return words | {half for word in words for half in word.split("-")}


def _meant(language: str, taken: Iterable[str]) -> frozenset[str]:
    """Full names that everyday forms in the study stand for: beside a Паша no pseudonym is Павел."""
    return frozenset(base for word in sorted(_words(taken)) for base in _full_names(language, word))


@lru_cache(maxsize=10_000)
def _full_names(language: str, word: str) -> tuple[str, ...]:
    known = names_of(language)
    if known is None:
        return ()
    short = {reading.lemma for reading in known.known(word) if reading.part in ("dim", "possessive")}
    return tuple(sorted({base for lemma in short for base, _ in known.bases(lemma)}))


def _named(entity: Entity, forbidden: Set[str], seed: int, families: Mapping[tuple[str, str], str]) -> Pseudonym | None:
    """A person's pseudonym without words that are forbidden; none where the lists are used up."""
    gender = entity.gender or _any_gender(entity, seed)
    first = _first(entity, gender, forbidden, seed)
    last = _last(entity, gender, forbidden, seed, families)
    if (entity.first and not first) or (entity.last and not last) or not (first or last or entity.patronymic):
        return None
    father = _father(entity, forbidden | {first}, seed)
    return _with_shown(
        Pseudonym(
            entity.key,
            "person",
            entity.language,
            entity.gender or (gender if first else ""),
            first,
            father,
            last,
            initials(entity.language, first, entity.initials, f"{seed}|{entity.key}"),
            tuple(d for d in diminutives_of(entity.language, first, gender) if d not in forbidden),
            {"first": entity.first, "last": entity.last},
        ),
        entity.family,
    )


def _placeholder(entity: Entity, taken: Collection[str]) -> Pseudonym:
    number = 1
    while (shown := placeholder(entity.language, entity.kind, number)) in taken:
        number += 1
    return Pseudonym(entity.key, entity.kind, entity.language, entity.gender, number=number, shown=shown)


def _any_gender(entity: Entity, seed: int) -> str:
    return "fm"[_hash(seed, "gender", entity.key) % 2]


def _first(entity: Entity, gender: str, forbidden: Set[str], seed: int) -> str:
    if not entity.first:
        return ""
    for name in first_name_order(
        entity.language, entity.first.split()[0], gender, entity.diminutive, f"{seed}|{entity.key}"
    ):
        said = diminutives_of(entity.language, name, gender)[:1] if entity.diminutive else ()
        if entity.first in diminutives_of(entity.language, name, gender):
            continue
        if any(form[0] == entity.first[0] for form in (name, *said)):
            continue
        if not forbidden & all_forms(entity.language, name, gender, "first"):
            return name
    return ""


def _last(entity: Entity, gender: str, forbidden: Set[str], seed: int, families: Mapping[tuple[str, str], str]) -> str:
    chosen: list[str] = []
    for half in entity.last.split("-") if entity.last else []:
        name = families.get((entity.language, half), "")
        for candidate in () if name else surname_order(entity.language, half, f"{seed}|{half}"):
            clear = not forbidden & all_forms(entity.language, candidate, gender, "last")
            if clear and candidate[0] != half[0] and candidate not in chosen:
                name = candidate
                break
        if not name:
            return ""
        chosen.append(name)
    return "-".join(chosen)


def _father(entity: Entity, forbidden: Set[str], seed: int) -> str:
    if not entity.patronymic or entity.language != "ru":
        return ""
    for name in fathers(f"{seed}|{entity.patronymic}"):
        if name[0] != entity.patronymic[0] and name not in forbidden:
            return name
    return ""


def _with_shown(pseudonym: Pseudonym, family: bool) -> Pseudonym:
    """The pseudonym with its basic form: first name, patronymic and surname in the nominative."""
    nominative = {"gender": pseudonym.gender, "number": "pl" if family else "sg", "case": "nom"}
    if pseudonym.key and not pseudonym.first and not pseudonym.gender and pseudonym.last:
        nominative["gender"] = "m"
    empty = Finding(0, 0, "", "person", "sure", pseudonym.key, "", nominative)
    parts = []
    if pseudonym.first:
        parts.append(in_shape_of(pseudonym.first, "Name"))
    elif pseudonym.initials:
        parts.append(" ".join(f"{letter.upper()}." for letter in pseudonym.initials))
    if pseudonym.patronymic:
        parts.append(in_shape_of(patronymic_of(pseudonym, empty), "Name"))
    if pseudonym.last:
        parts.append(in_shape_of(surname_of(pseudonym, pseudonym.last, "last", empty), "Name"))
    return replace(pseudonym, shown=" ".join(parts))


def _hash(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode("utf-8")).digest()[:8], "big")
