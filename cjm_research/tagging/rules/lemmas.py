"""Base forms of words, one cached answer a form: every candidate, because a blank pipeline does not know the context.

English: spaCy's look-up table and simplemma; Russian: pymorphy3 (all readings that are not far-fetched); a language
with a table in ``lemma_tables`` (Polish): that table; every other language: simplemma. The first candidate is the one
to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from cjm_research.tagging.rules.lemma_table import load_table, table_path
from cjm_research.tagging.rules.patterns import fold

# A reading of a form that pymorphy3 finds less likely than this is left out.
_MIN_READING = 0.05
# Forms that are remembered, so that no text can fill the memory.
_REMEMBERED = 200_000
_CYRILLIC = re.compile("[а-я-]+")

Lemmatizer = Callable[[str], tuple[str, ...]]


@cache
def lemmatizer(language: str) -> Lemmatizer:
    """A function from a folded form to its base forms, most likely first; it remembers the forms it has seen."""
    build = _SPECIAL.get(language) or (_by_table if table_path(language).exists() else _by_simplemma)
    return lru_cache(maxsize=_REMEMBERED)(build(language))


def _by_table(language: str) -> Lemmatizer:
    return load_table(table_path(language)).lemmas


def _by_simplemma(language: str) -> Lemmatizer:
    import simplemma

    def lemmas(form: str) -> tuple[str, ...]:
        return (fold(simplemma.lemmatize(form, lang=language)),)

    return lemmas


def _english(language: str) -> Lemmatizer:
    import simplemma
    from spacy.lookups import load_lookups

    table = load_lookups(language, ["lemma_lookup"]).get_table("lemma_lookup")

    def lemmas(form: str) -> tuple[str, ...]:
        candidates = (table.get(form, form), simplemma.lemmatize(form, lang=language))
        return tuple(dict.fromkeys(fold(c) for c in candidates))

    return lemmas


def _russian(language: str) -> Lemmatizer:
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang=language)

    def lemmas(form: str) -> tuple[str, ...]:
        # pymorphy3 trips over letters that have no Unicode name; only Cyrillic words have base forms here anyway.
        if not _CYRILLIC.fullmatch(form):
            return (form,)
        readings = analyzer.parse(form)
        likely = [r.normal_form for r in readings if r.score >= _MIN_READING] or [readings[0].normal_form]
        return tuple(dict.fromkeys(fold(lemma) for lemma in likely))

    return lemmas


_SPECIAL: dict[str, Callable[[str], Lemmatizer]] = {"en": _english, "ru": _russian}
