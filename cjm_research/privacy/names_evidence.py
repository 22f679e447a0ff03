"""What stands beside a word and says that it names a person: titles, introductions, kin, verbs, prepositions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cjm_research.privacy.names_base import context
from cjm_research.privacy.names_words import ABBREVIATIONS, Word

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


def is_nobody(words: Sequence[Word], i: int, language: str) -> bool:
    """Father Christmas and the like: a title and a word that together name nobody."""
    if i == 0:
        return False
    pairs = (phrase.split() for phrase in context(language)["nobody"])
    return any(words[i - 1].fold.startswith(a) and words[i].fold.startswith(b) for a, b in pairs)


def left_of(words: Sequence[Word], i: int, language: str) -> Evidence:
    """The strongest sign directly before word ``i``."""
    if i == 0:
        return Evidence()
    sets = _sets(language)
    previous, gap = words[i - 1].fold, words[i].before
    if gap in (" ", ". "):
        for key, gender in (("titles_m", "m"), ("titles_f", "f"), ("titles", "")):
            if previous in sets[key] and (gap == " " or previous in ABBREVIATIONS):
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
        before = words[i - n : i] if n <= i else ()
        if [word.fold for word in before] == list(phrase) and all(word.before == " " for word in before[1:]):
            return True
    return False


# Forms of "to be" and the like, after which anything stands.
_NO_SPEECH = frozenset(["był", "była", "było", "były", "jest", "ma", "miał", "miała", "был", "была", "было", "были"])
_SAID = {
    "en": frozenset(
        {"said", "says", "told", "asked", "goes", "replied", "answered", "rang", "called", "knew", "thinks", "laughed"}
        | {"texted", "wrote"}
    ),
    "pl": frozenset(["mówi", "pyta", "pisze", "dzwoni", "twierdzi", "uważa", "zna", "wie"]),
    "ru": frozenset(["говорит", "пишет", "звонит", "спрашивает", "считает", "знает", "отвечает"]),
}
_PAST = {"pl": ("ł", "ła"), "ru": ("л", "ла")}


def speech_after(words: Sequence[Word], end: int, language: str) -> bool:
    """Whether a verb follows that only a person can be the subject of, as far as its form tells."""
    if end >= len(words) or words[end].before != " ":
        return False
    verb = words[end].fold
    past = len(verb) > 3 and verb.endswith(_PAST.get(language, ("\0",)))
    return verb in _SAID[language] or (past and verb not in _NO_SPEECH)


_GENDER_ENDS = {"pl": (("m", "ł"), ("f", "ła")), "ru": (("m", "л"), ("f", "ла"), ("m", "лся"), ("f", "лась"))}
_PRONOUNS = {
    "en": {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"},
    "pl": {"on": "m", "ona": "f"},
    "ru": {"он": "m", "она": "f"},
}
_NEAR = 5


def gender_after(words: Sequence[Word], end: int, language: str) -> str:
    """The gender that a verb in the past or a pronoun tells, a few words after a name in the same sentence."""
    for word in words[end : end + _NEAR]:
        if any(mark in word.before for mark in ".!?;:"):
            break
        if word.fold in _PRONOUNS[language]:
            return _PRONOUNS[language][word.fold]
        if len(word.fold) > 3 and "," not in word.before:
            for gender, end_of_verb in _GENDER_ENDS.get(language, ()):
                if word.fold.endswith(end_of_verb):
                    return gender
    return ""


def firm_follows(words: Sequence[Word], i: int, language: str) -> bool:
    """Whether a word that firms, schools or streets are called by ends the capitalised phrase that begins at ``i``."""
    sets, j = _sets(language), i + 1
    while j < len(words) and words[j].before in (" ", "-", " & ", "'s ", "’s ") and words[j].capital and j - i < 4:
        if words[j].fold in sets["firm_words"]:
            return True
        j += 1
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


_TITLE_ENDS: dict[str, dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]] = {
    "pl": {
        "m": (
            (("em",), ("ins",)),
            (("owi", "u"), ("dat",)),
            (("ego", "ra", "na", "ża", "ta", "da", "fa", "za", "sa"), ("gen", "acc")),
        ),
        "f": ((("ą",), ("ins", "acc")), (("ę",), ("acc",)), (("y", "i", "ie", "ce", "ej"), ("gen", "dat", "loc"))),
    },
    "ru": {
        "m": (
            (("ом", "ем", "ей"), ("ins",)),
            (("у", "ю"), ("dat", "acc")),
            (("ра", "на", "жа", "та", "ча", "га", "да", "ка", "ня"), ("gen", "acc")),
        ),
        "f": (
            (("ой", "ей", "ью"), ("ins", "gen", "dat")),
            (("у", "ю"), ("acc",)),
            (("е",), ("dat", "loc")),
            (("ы", "и"), ("gen",)),
        ),
    },
}
# Titles that look like another case, or that do not tell.
_UNTOLD = frozenset(
    {"pani", "dr", "prof", "mgr", "państwo", "panie", "tata", "kierowca", "сосед", "мужчина", "папа", "дети", "коллега"}
    | {"дядя", "тётя", "тетя", "баба"}
)


def _cases_of_title(title: str, feminine: bool, language: str) -> tuple[str, ...]:
    """The cases in which a title or a word for kin stands, by its ending; the nominative where it has none of them."""
    if title in _UNTOLD:
        return ("nom",) if title in ("dr", "тётя", "тетя", "дядя") else ()
    for endings, cases in _TITLE_ENDS[language]["f" if feminine else "m"]:
        if title.endswith(endings):
            return cases
    return ("nom",)


def cases_hinted(words: Sequence[Word], i: int, language: str) -> tuple[str, ...]:
    """The cases that the preposition before a name, its title left out, asks for."""
    sets = _sets(language)
    if language not in _CASES_AFTER:
        return ()
    told: tuple[str, ...] = ()
    while i > 0 and any(words[i - 1].fold in sets[key] for key in sets if key.startswith(("titles", "roles"))):
        i -= 1
        feminine = words[i].fold in sets["titles_f"] or words[i].fold in sets["roles_f"]
        told = told or _cases_of_title(words[i].fold, feminine, language)
    if told or i == 0:
        return told
    before = words[i - 1].fold
    return tuple(case for case, prepositions in _CASES_AFTER[language].items() if before in prepositions)
