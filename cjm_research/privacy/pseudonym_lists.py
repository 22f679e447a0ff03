"""The lists that pseudonyms come from, in an order that a seed chooses, the most fitting names first."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache

from cjm_research.privacy.base import DataKind
from cjm_research.privacy.inflection import pattern
from cjm_research.privacy.names_base import DATA, LANGUAGES, everyday_forms, first_names, word_list
from cjm_research.privacy.pseudonym_forms import first_table, surname_table

_LETTERS = {"ru": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"}
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INITIALS = {"ru": "абвгдеиклмнопрст"}
# Rare names come after all usual ones, whatever else speaks for them.
_LAST = 12
_GENERATIONS = ("older", "middle", "younger", "other")


@cache
def _lists(language: str) -> dict[str, object]:
    return tomllib.loads((DATA / language / "pseudonyms.toml").read_text(encoding="utf-8"))


@cache
def _placeholders(language: str) -> dict[str, str]:
    return tomllib.loads((DATA / language / "placeholders.toml").read_text(encoding="utf-8"))


def placeholder(language: str, kind: DataKind, number: int) -> str:
    """What stands in for a thing without a pseudonym, in the text's language: ``[telefon 1]``, ``[company A]``."""
    language = language if language in LANGUAGES else "en"
    letters = _LETTERS.get(language, _LATIN)
    letter, rest = "", number
    while rest > 0:
        rest, place = divmod(rest - 1, len(letters))
        letter = letters[place] + letter
    return _placeholders(language)[kind].format(n=number, letter=letter)


@cache
def _pool(language: str, gender: str) -> dict[str, tuple[str, ...]]:
    """Generation -> first names in lower case."""
    found: dict[str, list[str]] = _lists(language)[f"first_{gender}"]  # type: ignore[assignment]
    return {generation: tuple(name.lower() for name in names) for generation, names in found.items()}


def _generation(language: str, name: str, gender: str) -> str:
    """The generation that a first name belongs to, by the lists; ``other`` for names of other languages."""
    full = {base for base, _ in everyday_forms(language).get(name, ())} | {name}
    for generation in _GENERATIONS:
        if full & set(_pool(language, gender)[generation]):
            return generation
    if language == "ru":
        from cjm_research.privacy.names_base import other_names

        return "other" if any((each, gender) in other_names("ru") for each in full) else "middle"
    return "middle" if any((each, gender) in first_names(language) for each in full) else "other"


@cache
def _with_everyday_form(language: str, gender: str) -> frozenset[str]:
    """Full names that may stand in where an everyday form is wanted."""
    listed = _lists(language).get(f"everyday_{gender}")
    if listed is not None:
        return frozenset(str(name).lower() for name in listed)  # type: ignore[attr-defined]
    return frozenset(base for forms in everyday_forms(language).values() for base, its in forms if its == gender)


@cache
def _said_pattern(language: str, name: str, gender: str, diminutive: bool) -> tuple[int, ...]:
    """How a first name declines, or its first everyday form where that is what is said."""
    short = diminutives_of(language, name, gender)[:1] if diminutive else ()
    is_short = diminutive and (bool(short) or name in everyday_forms(language))
    return pattern(first_table(language, (*short, name)[0], gender, diminutive=is_short))


def first_name_order(language: str, name: str, gender: str, diminutive: bool, salt: str) -> list[str]:
    """First names that may stand in for one, the most fitting first.

    Of the same generation and declension, with an everyday form where one is needed; then of another generation, then
    all names of the lists. Where the text has an everyday form, the everyday forms have to decline alike.
    """
    mine = _said_pattern(language, name, gender, diminutive)
    full_name = None if name in everyday_forms(language) else _said_pattern(language, name, gender, False)
    own = _generation(language, name, gender)
    pool = _pool(language, gender)
    with_short = _with_everyday_form(language, gender)
    ranked: dict[str, tuple[int, int, int, str]] = {}
    full = {name for names in everyday_forms(language).values() for name in names}
    spare = sorted(each for each, its in {*first_names(language), *full} if its == gender)
    groups = [
        (0 if generation == own else 1 if generation != "other" else 2, names) for generation, names in pool.items()
    ]
    if own == "other":
        groups = [(0 if generation == "other" else 1, names) for generation, names in pool.items()]
    for rank, names in (*groups, (_LAST, tuple(spare))):
        for each in names:
            differs = _said_pattern(language, each, gender, diminutive) != mine
            differs = differs or (full_name is not None and _said_pattern(language, each, gender, False) != full_name)
            short = diminutive and each not in with_short
            ranked.setdefault(each, (int(differs), rank, int(short), _order(salt, each)))
    return sorted(ranked, key=lambda each: (ranked[each][0] * 2 + ranked[each][1] + ranked[each][2] * 5, ranked[each]))


def surname_order(language: str, name: str, salt: str) -> list[str]:
    """Surnames that may stand in for one, the ones that decline like it first."""
    mine = _declension(language, name)
    pool = [str(each).lower() for each in _lists(language)["surnames"]]  # type: ignore[attr-defined]
    spare = sorted(word_list(language, "surnames") - set(pool))
    ranked = {each: (_distance(mine, _declension(language, each)), 0) for each in pool}
    ranked.update({each: (_distance(mine, _declension(language, each)), 1) for each in spare})
    return sorted(ranked, key=lambda each: (ranked[each], _order(salt, each)))


@cache
def _declension(language: str, name: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    ending = next(
        (end for end in ("ski", "cki", "wicz", "ский", "цкий", "ко", "ych", "ых", "их") if name.endswith(end)), ""
    )
    ending = {"cki": "ski", "цкий": "ский", "их": "ых"}.get(ending, ending)
    return pattern(surname_table(language, name, "m")), pattern(surname_table(language, name, "f")), ending


def _distance(mine: tuple, other: tuple) -> int:
    return 4 * (mine[0] != other[0]) + 4 * (mine[1] != other[1]) + (mine[2] != other[2])


@cache
def fathers(salt: str) -> tuple[str, ...]:
    """Fathers' names for Russian patronymics, in the order of a salt."""
    names = [str(name).lower() for name in _lists("ru")["patronymics"]]  # type: ignore[attr-defined]
    return tuple(sorted(names, key=lambda name: _order(salt, name)))


def diminutives_of(language: str, name: str, gender: str) -> tuple[str, ...]:
    """Everyday forms of a first name, the most usual first."""
    if (name, gender) in first_names(language):
        return first_names(language)[name, gender]
    return tuple(form for form, full in everyday_forms(language).items() if (name, gender) in full)


def initials(language: str, first: str, before: str, salt: str) -> str:
    """Initials that stand in for others: of the pseudonym's first name, else letters that the person does not have."""
    if not before and not first:
        return ""
    letters = [letter for letter in _INITIALS.get(language, "abdeghklmnoprst") if letter not in before]
    ordered = sorted(letters, key=lambda letter: _order(salt, letter))
    return (first[:1] + "".join(ordered))[: max(1, len(before))]


def _order(salt: str, name: str) -> str:
    return hashlib.sha256(f"{salt}|{name}".encode()).hexdigest()
