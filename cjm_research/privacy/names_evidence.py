"""What stands beside a word and says that it names a person: titles, introductions, kin, verbs of speech, prepositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cjm_research.privacy.names_base import context
from cjm_research.privacy.names_words import Word

Strength = Literal["title", "strong", "weak", ""]

# A preposition tells the case where a form has several.
_CASES_AFTER: dict[str, dict[str, tuple[str, ...]]] = {
    "pl": {
        "gen": ("do", "od", "dla", "bez", "u", "obok", "wobec", "według", "oprócz", "zamiast", "koło"),
        "ins": ("z", "ze", "przed", "nad", "pod", "za", "między"),
        "loc": ("o", "w", "we", "na", "po", "przy"),
        "dat": ("ku", "dzięki", "przeciwko", "wbrew"),
    },
    "ru": {
        "gen": ("у", "от", "без", "для", "до", "из", "после", "кроме", "вместо", "около", "насчёт", "насчет"),
        "ins": ("с", "со", "над", "перед", "за", "между"),
        "loc": ("о", "об", "обо", "в", "во", "на", "при"),
        "dat": ("к", "ко", "по", "благодаря"),
    },
}
# Before a person these are rare, before a place, a shop or a site they are usual.
_PLACES_AFTER = {
    "en": frozenset({"in", "at", "on", "via", "near", "into", "the", "a", "an", "off", "onto", "some", "my", "our"}),
    "pl": frozenset({"w", "we", "na", "po", "przez", "aplikacja", "aplikacji", "portal", "sklep", "sklepie", "strona"}),
    "ru": frozenset({"в", "во", "на", "через", "по", "приложение", "приложении", "сайт", "магазин", "сервис"}),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands left of a word: how strong a sign it is, which rule, the gender that a title tells."""

    strength: Strength = ""
    why: str = ""
    gender: str = ""


@cache
def _sets(language: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in context(language).items()}


@cache
def _phrases(language: str, key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.split()) for phrase in context(language)[key]), key=len, reverse=True))


def is_title(word: Word, language: str) -> bool:
    """Whether a word is a title or a word for kin, which stays in the text."""
    sets = _sets(language)
    return any(word.fold in sets[key] for key in ("titles_m", "titles_f", "titles"))


def left_of(words: Sequence[Word], i: int, language: str) -> Evidence:
    """The strongest sign directly before word ``i``."""
    if i == 0:
        return Evidence()
    sets = _sets(language)
    previous, gap = words[i - 1].fold, words[i].before
    if gap in (" ", ". "):
        for key, gender in (("titles_m", "m"), ("titles_f", "f"), ("titles", "")):
            if previous in sets[key] and (gap == " " or len(previous) <= 4):
                return Evidence("title", "title", gender)
    if gap == " " and _follows(words, i, _phrases(language, "strong")):
        return Evidence("strong", "introduction")
    if gap in (" ", ", "):
        for key, gender in (("roles_m", "m"), ("roles_f", "f"), ("roles", "")):
            if previous in sets[key]:
                return Evidence("weak", "role", gender)
    if gap in (" ", ", ") and _follows(words, i, _phrases(language, "introductions")):
        return Evidence("weak", "addressed")
    return Evidence()


def _follows(words: Sequence[Word], i: int, phrases: Sequence[tuple[str, ...]]) -> bool:
    for phrase in phrases:
        n = len(phrase)
        if n <= i and all(words[i - n + k].fold == phrase[k] for k in range(n)):
            if all(words[i - n + k].before == " " for k in range(1, n)):
                return True
    return False


def verb_after(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether what people do follows: said, knows, mówi, сказала."""
    return end < len(words) and words[end].before in (" ", ", ") and words[end].fold in _sets(language)["says"]


def set_off(words: Sequence[Word], start: int, end: int, text: str) -> bool:
    """Whether commas stand on both sides, as around somebody who is spoken to."""
    left = start == 0 or "," in words[start].before
    after = text[words[end - 1].end : words[end - 1].end + 1]
    return left and after in (",", "!", "?", ".") and not (start == 0 and after in "?.")


def place_before(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a preposition of places or shops stands before word ``i``."""
    return i > 0 and words[i].before == " " and words[i - 1].fold in _PLACES_AFTER[language]


def cases_hinted(words: Sequence[Word], i: int, language: str) -> tuple[str, ...]:
    """The cases that the preposition before a name, its title left out, asks for."""
    sets = _sets(language)
    while i > 0 and any(words[i - 1].fold in sets[key] for key in sets if key.startswith(("titles", "roles"))):
        i -= 1
    if i == 0 or language not in _CASES_AFTER:
        return ()
    before = words[i - 1].fold
    return tuple(case for case, prepositions in _CASES_AFTER[language].items() if before in prepositions)
