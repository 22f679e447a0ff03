"""What a word may be as a name, and what every language's knowledge of names answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

DATA = Path(__file__).parent / "languages"
LANGUAGES = ("en", "pl", "ru")

Part = Literal["first", "dim", "possessive", "patronymic", "last"]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a word as a name.

    Parameters
    ----------
    part : str
        ``first`` name, ``dim`` its everyday form, ``possessive`` (Пашин номер), ``patronymic``, ``last`` name.
    lemma : str
        Lower-case nominative; a surname in the man's form; a patronymic as it is said.
    gender : str
        ``m``, ``f`` or, where the form does not tell, empty.
    places : tuple of (number, case)
        The places in which the form stands in the paradigm; empty where the language has no cases.
    rank : int
        0 for a name that is known, more the bolder the guess.
    wife : bool
        The Polish woman's form in -owa.
    """

    part: Part
    lemma: str
    gender: str
    places: tuple[Place, ...] = ()
    rank: int = 0
    wife: bool = False


class Names(Protocol):
    """What is known of the names of one language."""

    def known(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a name that is listed."""

    def listed(self, form: str) -> tuple[Reading, ...]:
        """Those of the known readings that cost no look into a dictionary."""

    def guessed(self, form: str) -> tuple[Reading, ...]:
        """Readings of a folded form as a surname (or name) by its shape, the most plausible first."""

    def forms(self, reading: Reading) -> Mapping[str, tuple[Place, ...]]:
        """All forms of the name that a reading stands for, with their places."""

    def is_word(self, form: str) -> bool:
        """Whether a name's form is an ordinary word as well."""

    def is_ordinary(self, form: str) -> bool:
        """Whether a form is in the dictionary at all, as anything."""

    def names_no_person(self, form: str) -> bool:
        """Whether a capitalised form is a place, a people, a brand, a month."""

    def names_place(self, form: str) -> bool:
        """Whether a capitalised form is a place or a people."""

    def bases(self, diminutive: str) -> tuple[tuple[str, str], ...]:
        """Full names, with gender, that an everyday form may stand for, the most usual first."""


def as_set(words: str) -> frozenset[str]:
    """The words of a text, between spaces, as a set."""
    return frozenset(words.split())


@cache
def lines(language: str, name: str) -> tuple[str, ...]:
    """The lines of a list of words, without remarks; nothing where a language has no such list."""
    path = DATA / language / f"{name}.txt"
    if not path.exists():
        return ()
    text = path.read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def word_list(language: str, name: str) -> frozenset[str]:
    """All words of a list, in lower case."""
    return frozenset(word.lower() for line in lines(language, name) for word in line.split())


@cache
def context(language: str) -> dict[str, tuple[str, ...]]:
    """What stands beside names: the lists of ``context.toml``."""
    found = tomllib.loads((DATA / language / "context.toml").read_text(encoding="utf-8"))
    return {key: tuple(values) for key, values in found.items()}


@cache
def first_names(language: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """(Name, gender) -> its everyday forms, all in lower case, in the order of the lists."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for gender in "fm":
        for line in lines(language, f"first_names_{gender}"):
            name, _, short = line.partition(":")
            found[name.lower(), gender] = tuple(form.strip().lower() for form in short.split(",") if form.strip())
    return found


@cache
def everyday_forms(language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Everyday form -> (full name, gender) it may stand for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (name, gender), short in first_names(language).items():
        for form in short:
            if form != name:
                found.setdefault(form, []).append((name, gender))
    for line in lines(language, "diminutives"):
        head, _, full = line.partition(":")
        gender, form = head.lower().split()
        for name in full.lower().split(","):
            if name.strip() != form:
                found.setdefault(form, []).append((name.strip(), gender))
    return {form: tuple(names) for form, names in found.items()}


@cache
def other_names(language: str) -> tuple[tuple[str, str], ...]:
    """(Name, gender) of names of other languages and of those a dictionary lacks."""
    found = []
    for list_name in ("foreign_names", "more_names"):
        for line in lines(language, list_name):
            gender, *names = line.lower().split()
            found += [(name, gender) for name in names]
    return tuple(found)


def names_of(language: str) -> Names | None:
    """What is known of the names of a language; nothing for a language that is not one of the three."""
    if language not in LANGUAGES:
        return None
    return _names_of(language)


def is_common(word: str, language: str) -> bool:
    """Whether a single word that may be a name is a common word of its language as well: Ale, Rose, Вера."""
    names = names_of(language)
    return names is not None and " " not in word and names.is_word(word.lower())


@cache
def _names_of(language: str) -> Names:
    if language == "pl":
        from cjm_research.privacy.names_pl import PolishNames

        return PolishNames()
    if language == "ru":
        from cjm_research.privacy.names_ru import RussianNames

        return RussianNames()
    from cjm_research.privacy.names_en import EnglishNames

    return EnglishNames()
