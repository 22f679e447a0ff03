r"""What to look for, as a researcher types it: words, exact words, wildcards, phrases.

===================  ==========================================================================
``kurier``           the word in any inflected form
``=kurier``          exactly this form
``kurier*``          every form that begins so; ``*`` stands for any letters, also within a word
``nie * kurier``     words in this order; a ``*`` of its own is any one word
===================  ==========================================================================

Marks between words don't count: ``e-mail`` is the two words e and mail, in the query as in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.tagging.rules.patterns import fold

# Signs without a letter of their own that may stand inside a word: accents, soft hyphens, joiners.
_SILENT = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
WORD = re.compile(rf"\w[\w{_SILENT}]*")
_QUERY_WORD = re.compile(rf"[\w*][\w*{_SILENT}]*")
# Invisible signs, and stress marks: NFC leaves them apart only where a letter has no accented form (Cyrillic vowels).
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\u0300\u0301"))
# Letters with a stroke don't decompose into letter and accent.
_STROKES = str.maketrans("łŁøØđĐħĦ", "lLoOdDhH")
ANY = "*"


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word of a query: its text without signs of the query language, and whether its form is fixed."""

    text: str
    exact: bool = False

    @property
    def is_wildcard(self) -> bool:
        """Whether it leaves letters open."""
        return ANY in self.text


@dataclass(frozen=True, slots=True)
class WordQuery:
    """A parsed query; see the module for what may be typed.

    `match_case`: capital letters count (of an inflected word the first letter); `match_accents`: ``ł`` is not ``l``.
    """

    words: tuple[WordPattern, ...]
    match_case: bool = False
    match_accents: bool = True

    @classmethod
    def parse(cls, query: str, *, exact: bool = False, match_case: bool = False, match_accents: bool = True) -> Self:
        """The query that was typed.

        Parameters
        ----------
        exact : bool
            All words in exactly this form, as if each began with ``=``.

        Raises
        ------
        BadValueError
            It holds no word.
        """
        words = tuple(
            WordPattern(re.sub(r"\*+", ANY, unicodedata.normalize("NFC", word)), exact or part.startswith("="))
            for part in query.split()
            for word in _QUERY_WORD.findall(part)
        )
        if all(word.text == ANY for word in words):
            raise BadValueError(
                _("The query “{query}” holds no word. Type words, such as: {example}.").format(
                    query=query, example=_("courier*")
                )
            )
        return cls(words, match_case, match_accents)


def visible(form: str) -> str:
    """A form without invisible signs and stress marks, capitals as they are."""
    return unicodedata.normalize("NFC", form).translate(_DROPPED)


@lru_cache(maxsize=100_000)
def plain(form: str) -> str:
    """A form as it is compared: small letters, ё as е, without stress marks and invisible signs."""
    return fold(visible(form))


@lru_cache(maxsize=100_000)
def unaccented(form: str) -> str:
    """The same without accents: ``zażółć`` -> ``zazolc``; the Russian й stays a letter of its own."""
    return "".join(
        letter
        if letter in "йЙ"
        else "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        for letter in form.translate(_STROKES)
    )


def fits(wildcard: str, form: str) -> bool:
    """Whether a form has the letters of a wildcard in their order; takes time linear in the form's length."""
    first, *middle, last = wildcard.split(ANY)
    if len(form) < len(first) + len(last) or not form.startswith(first) or not form.endswith(last):
        return False
    place, end = len(first), len(form) - len(last)
    for part in middle:
        found = form.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True
