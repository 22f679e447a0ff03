"""Sentences of a turn, by punctuation alone: enough to have the same units for every coder.

A mark of end closes a sentence where white space and the beginning of another one follow; not after an initial, a
number that begins a line, or an abbreviation of English, Polish or Russian.
"""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?]+|…)[\"'”’»)\]]*(?=\s)|\n+")
_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_OPENING = "\"'“‘„«([—–-¿¡ \t"
# Words that end in a full stop inside a sentence; those that often end one (etc., itd., т.д.) are told by what follows.
_ABBREVIATIONS = {
    "en": "mr mrs ms dr prof st vs approx no inc ltd e.g i.e a.m p.m",
    "pl": "np dr prof mgr inż ul al os tzn tzw m.in ok godz nr tel św r zł gr pn pt im hab płk",
    "ru": "г ул д кв стр им т.е т.к т.н см проф тел руб коп напр пр др гг обл мин",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _ABBREVIATIONS.items()}
_ALL = frozenset().union(*_KNOWN.values())


def sentences(text: str, language: str = "") -> list[tuple[int, int]]:
    """Where the sentences of `text` lie: (start, end) in code points, half-open, without the white space around them.

    Parameters
    ----------
    text : str
        What one person said.
    language : str
        "en", "pl" or "ru"; with another, the abbreviations of all three hold.

    Examples
    --------
    >>> [ "I rang Mr. Smith. Nobody came!"[a:b] for a, b in sentences("I rang Mr. Smith. Nobody came!", "en")]
    ['I rang Mr. Smith.', 'Nobody came!']
    """
    abbreviations = _KNOWN.get(language, _ALL)
    cuts = [match.end() for match in _END.finditer(text) if _closes(text, match, abbreviations)]
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            found.append((begin, begin + len(piece.strip())))
    return found


def _closes(text: str, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    if match.group().startswith("\n"):
        return True
    following = text[match.end() :].lstrip().lstrip(_OPENING)[:1]
    # After a full stop or an ellipsis, a small letter goes on with the sentence; after ! and ? as well.
    if following and following.islower():
        return False
    if match.group() != ".":
        return True
    word = _BEFORE.search(text, max(0, match.start() - 20), match.start())
    if word is None:
        return True
    said = word.group()
    return said.lower() not in abbreviations and not (len(said) == 1 and said.isupper() and said != "I")
