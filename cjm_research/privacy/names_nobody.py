"""Capitalised words that name nobody though they look like names: brands, sayings, streets called after people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache

from cjm_research.privacy.names_base import Reading, as_set, lines, word_list
from cjm_research.privacy.names_words import Word, words_of

# A word of a brand is declined: so many letters at its end may differ, and so many may be added.
_CHANGED, _ADDED = 2, 3
# Before and after the name of a street, a square or a stop. Languages without articles put them before.
_STREETS = {
    "en": as_set("station street line road from to through towards past via between"),
    "pl": as_set(
        "ulica ulicy ulicę ulicą ul plac placu placem pl rondo ronda rondzie rondem aleja aleje aleję alei alejach al"
        " most mostu moście skwer skweru skwerze osiedle osiedlu osiedla os stacja stacji stację park parku rynek rynku"
        " imienia im bulwar bulwarze bulwarach przystanek przystanku metro metra"
    ),
    "ru": as_set(
        "улица улицы улице улицу улицей ул площадь площади пл проспект проспекта проспекте проспекту пр переулок"
        " переулке бульвар бульваре бульвара набережная набережной шоссе мост мосту моста станция станции станцию метро"
        " парк парке парка сквер сквере остановка остановке остановки имени им вокзал вокзале вокзала"
    ),
}


def nobodies(words: Sequence[Word], language: str, known: Set[str]) -> frozenset[int]:
    """The places of words that together are a saying, or a brand unless the study knows somebody of that name."""
    found: set[int] = set()
    for i in range(len(words)):
        for phrase, is_brand in _phrases(language).get(words[i].fold[:_CHANGED], ()):
            n = len(phrase)
            somebody = is_brand and any(word.fold in known for word in words[i : i + n])
            if i + n > len(words) or somebody:
                continue
            declined = is_brand and language != "en"
            if all(_same(word.fold, part, declined) for word, part in zip(words[i : i + n], phrase, strict=True)):
                found.update(range(i, i + n))
    return frozenset(found)


def _same(form: str, base: str, declined: bool) -> bool:
    if form == base:
        return True
    stem = base[: max(2, len(base) - _CHANGED)] if len(base) > 4 else base[:-1] if len(base) > 3 else base
    return declined and len(base) > 2 and form.startswith(stem) and len(form) <= len(base) + _ADDED


@cache
def _phrases(language: str) -> dict[str, tuple[tuple[tuple[str, ...], bool], ...]]:
    """Phrases by the first letters of their first word; whether they are brands, whose words are declined."""
    found: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for phrase, is_brand in _listed(language):
        if phrase:
            found.setdefault(phrase[0][:_CHANGED], []).append((phrase, is_brand))
    return {key: tuple(phrases) for key, phrases in found.items()}


def _listed(language: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    for name in ("brands", "idioms"):
        for line in lines(language, name):
            words = words_of(line, possessive=language == "en")
            yield tuple(word.fold for word in words), name == "brands"


def is_namesake(form: str, readings: Sequence[Reading], language: str) -> bool:
    """Whether streets or towns are called so as well."""
    names = word_list(language, "namesakes")
    return form in names or any(reading.lemma in names for reading in readings if reading.part == "last")


def street_beside(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a word for a street, a square or a stop stands before the word, as in «улица Гагарина»."""
    return i > 0 and words[i].before in (" ", ". ") and words[i - 1].fold in _STREETS[language]


def street_case(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a Polish form stands as the names of streets do: przy Puławskiej."""
    beside = i > 0 and words[i].before == " " and words[i - 1].fold in ("przy", "na")
    return language == "pl" and beside and words[i].fold.endswith(("skiej", "ckiej", "dzkiej"))
