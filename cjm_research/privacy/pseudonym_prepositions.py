"""Prepositions that a new name asks for in another form: ze Stefanem, z Janem; об Анне, о Вере."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cjm_research.model.privacy import Replacement

_VOWELS = {"pl": "aąeęioóuy", "ru": "аеёиоуыэюя"}
_PAIRS = {
    "pl": (("z", "ze"), ("w", "we")),
    "ru": (("с", "со"), ("в", "во"), ("к", "ко"), ("о", "об")),
}
# What the longer form stands before: these letters and a consonant.
_BEFORE_CLUSTER = {"ze": "szśźż", "we": "wf", "со": "сзшж", "во": "вф"}
_PREPOSITION = re.compile(r"(?<![\w\-'’])([^\W\d_]{1,2})(\s+)$")


def fitting(preposition: str, word: str, language: str) -> str:
    """The form of a preposition before a word; the preposition itself where it has one form only.

    Parameters
    ----------
    preposition : str
        Either form, in lower case.

    References
    ----------
    Polish: M. Bańko, Słownik wyrazów kłopotliwych PWN, entry "w, we, z, ze". Russian: D. E. Rozental,
    Spravochnik po pravopisaniyu i literaturnoy pravke, the section on variants of prepositions.
    """
    pair = next((pair for pair in _PAIRS.get(language, ()) if preposition in pair), None)
    if pair is None or not word[:1].isalpha():
        return preposition
    return pair[1] if _longer(pair[1], word.lower(), language) else pair[0]


def _longer(form: str, word: str, language: str) -> bool:
    vowels = _VOWELS[language]
    if form == "об":
        return word[0] in "аиоуэ"
    if language == "ru" and word.startswith("льв") and form in ("со", "ко"):
        return True
    if form == "ко":
        return False
    if form == "со" and word.startswith("щ"):
        return True
    letters = _BEFORE_CLUSTER[form]
    if word[0] not in letters:
        return False
    # In Polish sz, rz are one sound, and an i after a letter only softens it: z Siemkiem, ze Ślązakiem, z Szymonem.
    rest = word[2:] if language == "pl" and word[:2] in ("sz", "rz") else word[1:]
    return bool(rest) and rest[0] not in vowels and rest[0] not in "ьъ"


def with_prepositions(text: str, language: str, replaced: Sequence[Replacement]) -> list[Replacement]:
    """What is replaced, and the prepositions directly before it that take another form; sorted, without overlaps.

    A preposition that did not fit the old words either stays: it is how somebody speaks.
    """
    found = list(replaced)
    for start, end, new in replaced if language in _PAIRS else ():
        match = _PREPOSITION.search(text, max(0, start - 6), start)
        if not match:
            continue
        said = match[1].lower()
        wanted = fitting(said, new, language)
        if wanted == said or fitting(said, text[start:end], language) != said:
            continue
        shown = wanted.capitalize() if match[1][0].isupper() else wanted
        if all(match.end(1) <= one.start or one.end <= match.start(1) for one in replaced):
            found.append(Replacement(match.start(1), match.end(1), shown))
    return sorted(found)
