"""Words of an utterance as the search for names sees them: place, capitals, sentence start, what stands between."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Letters with hyphens and apostrophes inside; numbers and signs are what stands between.
WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-‑][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
# After these a capital says nothing.
_STARTS = re.compile(r"(?:[.!?…:\n]|[—–-]\s)[\s\"'«„“”‚‘’»(\[—–-]*$")
_OPENS_QUOTE = re.compile('["«„“‚‘]\\s*$')
_DIRECT_SPEECH = re.compile(r"[:.!?…,]\s*[\"«„“‚‘]\s*$")
_NEAR = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``[start, end)``.

    Parameters
    ----------
    fold : str
        Lower case, composed, without the English possessive.
    before : str
        What stands between it and the word before.
    opens : bool
        It opens a sentence, so that its capital says nothing.
    quoted : bool
        A quotation mark stands directly before it.
    """

    start: int
    end: int
    text: str
    fold: str
    before: str
    opens: bool
    quoted: bool

    @property
    def capital(self) -> bool:
        """It is written with a capital."""
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        """One capital letter, as of a first name."""
        return len(self.text) == 1 and self.text.isupper()


def folded(text: str) -> str:
    """Lower case, composed letters, plain apostrophes and hyphens, so that one word has one spelling."""
    return unicodedata.normalize("NFC", text).lower().replace("’", "'").replace("ʼ", "'").replace("‑", "-")


def words_of(text: str, *, possessive: bool = False) -> tuple[Word, ...]:
    """The words of a text in their order.

    Parameters
    ----------
    possessive : bool
        Leave an English 's out of the word.
    """
    found: list[Word] = []
    last = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        if possessive and (tail := _POSSESSIVE.search(match[0])) and tail.start():
            end = start + tail.start()
        before = text[last:start]
        # What stands between two words can be long; only its end tells.
        near = before[-_NEAR:]
        opens = not found or (bool(_STARTS.search(near)) and not _after_initial(found, before))
        quoted = bool(_OPENS_QUOTE.search(near))
        word = text[start:end]
        opens = opens or (quoted and bool(_DIRECT_SPEECH.search(near)))
        found.append(Word(start, end, word, folded(word), before, opens, quoted))
        last = end
    return tuple(found)


def _after_initial(found: list[Word], before: str) -> bool:
    """A full stop after one capital letter or a short title ends no sentence: J. Kowalski, dr. Nowak."""
    return before in (". ", ".") and (found[-1].initial or found[-1].fold in ABBREVIATIONS)


ABBREVIATIONS = {
    "dr",
    "mr",
    "mrs",
    "ms",
    "prof",
    "st",
    "mgr",
    "inż",
    "ks",
    "red",
    "hab",
    "г",
    "гр",
    "тов",
    "проф",
    "jr",
}
