"""Couples and sisters: two first names and one surname in the plural, as in Asia i Tomek Nowakowie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cjm_research.privacy.names_agreement import plural_after
from cjm_research.privacy.names_base import Names
from cjm_research.privacy.names_words import Word

if TYPE_CHECKING:
    from cjm_research.privacy.names import Named

# Bolder guesses are left out.
_MOST_RANK = 3
_AND = frozenset({"i", "oraz", "и"})


def couple(words: Sequence[Word], i: int, named: Named, names: Names) -> list[Named]:
    """The first name and the family's surname that a phrase after "and" consists of; nothing for any other phrase.

    Parameters
    ----------
    words : sequence of Word
        The words of the text.
    i : int
        Where the phrase begins in them.
    named : Named
        The phrase, taken for one person.
    """
    joined = i > 1 and words[i - 1].fold in _AND and words[i - 2].capital
    if not joined or len(named.words) != 2 or named.language == "en":
        return []
    first, last = (word.fold for word in named.words)
    firsts = [r for r in names.known(first) if r.part in ("first", "dim")]
    lasts = [r for r in (*names.known(last), *names.guessed(last)) if r.part == "last" and r.rank <= _MOST_RANK]
    if (found := plural_after(firsts, lasts)) is None:
        return []
    one, its, several, their = found
    gender = one.gender if sum(r.places == one.places for r in firsts if r.lemma == one.lemma) == 1 else ""
    return [
        replace(named, words=named.words[:1], readings=(one,), gender=gender, place=its),
        replace(named, words=named.words[1:], readings=(replace(several, gender=""),), gender="", place=their),
    ]
