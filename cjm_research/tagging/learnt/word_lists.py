"""Word lists in three languages: which idea a word stands for, so that what is learnt in one language helps all.

The lists lie in ``word_lists/*.txt``. A line names an idea and its words in English, Polish and Russian; the heading
above it is the label or mood that the ideas below speak for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cjm_research.tagging.rules.patterns import fold

_COLUMNS = {"en": 1, "pl": 2, "ru": 3}
# A shorter stem stands for itself, in Polish and Russian for forms with an ending of up to `_SHORT_ENDING` letters too.
_LONG_STEM = {"en": 5, "pl": 4, "ru": 4}
_SHORT_ENDING = 2
_MOST_REMEMBERED = 100_000
_MOST_LETTERS = 40
# Phrases are looked up by the first letters of their longest part.
_KEY = 4
# Parts of a turn of speech that may stand in any order lie at most this far from its longest part.
_NEAR = 4
# A part of this many letters or fewer is that word alone; one letter more is a stem with an ending of so many letters.
_SHORT_PART, _PART_ENDING = 2, 3
_ENGLISH_PART = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that stand for an idea together: in a row, or near the longest of them in any order."""

    parts: tuple[str, ...]
    anchor: int
    in_a_row: bool
    idea: str


class WordLists:
    """The ideas that the words of one language stand for; an idea is named "list:heading/idea"."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self._inflected = language != "en"
        self._long = _LONG_STEM.get(language, 4)
        self._stems: dict[str, list[str]] = {}
        self._exact: dict[str, list[str]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._known: dict[str, tuple[list[str], list[Phrase]]] = {}
        column = _COLUMNS.get(language)
        for path in sorted((folder or Path(__file__).parents[1] / "word_lists").glob("*.txt")) if column else ():
            self._read(path, column or 0)

    def _read(self, path: Path, column: int) -> None:
        # "emotion_phrases" adds to the headings of "emotion".
        about, heading = path.stem.partition("_")[0], ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                heading = f"{about}:{line.strip()[1:-1]}"
            elif line.strip() and not line.startswith("#"):
                cells = [cell.strip() for cell in line.split("|")]
                for word in fold(cells[column]).split():
                    self._add(word, f"{heading}/{cells[0]}")

    def _add(self, word: str, idea: str) -> None:
        if word.startswith("="):
            self._exact.setdefault(word[1:], []).append(idea)
        elif "_" in word or "+" in word:
            parts = tuple(word.replace("+", "_").split("_"))
            anchor = max(range(len(parts)), key=lambda i: (len(parts[i]), -i))
            phrase = Phrase(parts, anchor, "+" not in word, idea)
            self._phrases.setdefault(parts[anchor][:_KEY], []).append(phrase)
        else:
            self._stems.setdefault(word, []).append(idea)

    def ideas(self, forms: Sequence[str]) -> list[list[str]]:
        """For each word form, in lower case, the ideas it stands for, alone or with words beside it."""
        facts = [self._known.get(form) or self._learn(form) for form in forms]
        found = [alone for alone, _phrases in facts]
        for i, (_alone, phrases) in enumerate(facts):
            for phrase in phrases:
                at = self._place(phrase, forms, i)
                if at >= 0 and phrase.idea not in found[at]:
                    found[at] = _with_headings([*(n for n in found[at] if "/" in n), phrase.idea])
        return found

    def _place(self, phrase: Phrase, forms: Sequence[str], i: int) -> int:
        """Where the phrase begins whose longest part stands at `i`; -1 where the others are not beside it."""
        if phrase.in_a_row:
            start = i - phrase.anchor
            if start < 0 or start + len(phrase.parts) > len(forms):
                return -1
            beside = (self._is(forms[start + k], part) for k, part in enumerate(phrase.parts) if k != phrase.anchor)
            return start if all(beside) else -1
        near = [*forms[max(0, i - _NEAR) : i], *forms[i + 1 : i + 1 + _NEAR]]
        others = (part for k, part in enumerate(phrase.parts) if k != phrase.anchor)
        return i if all(any(self._is(form, part) for form in near) for part in others) else -1

    def _is(self, form: str, part: str) -> bool:
        """Whether a form is the word of a part of a phrase."""
        if not form.startswith(part):
            return False
        more = len(form) - len(part)
        if self._inflected:
            return more <= (0 if len(part) <= _SHORT_PART else _PART_ENDING) or len(part) > _SHORT_PART + 1
        return not more or len(part) >= _ENGLISH_PART

    def _learn(self, form: str) -> tuple[list[str], list[Phrase]]:
        short = form[:_MOST_LETTERS]
        phrases = [
            phrase
            for n in range(1, min(_KEY, len(short)) + 1)
            for phrase in self._phrases.get(short[:n], ())
            if self._is(short, phrase.parts[phrase.anchor])
        ]
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        fact = (_with_headings([*self._exact.get(short, ()), *self._of_stem(short)]), phrases)
        self._known[form] = fact
        return fact

    def _of_stem(self, form: str) -> list[str]:
        """What the longest stem of the form stands for."""
        for n in range(len(form), 0, -1):
            ideas = self._stems.get(form[:n])
            if ideas is not None and (n == len(form) or n >= self._long or self._short_ending(len(form) - n)):
                return ideas
        return []

    def _short_ending(self, letters: int) -> bool:
        return self._inflected and letters <= _SHORT_ENDING


def _with_headings(ideas: list[str]) -> list[str]:
    """The ideas and the headings that they stand under."""
    return [*dict.fromkeys(ideas), *dict.fromkeys(idea.partition("/")[0] for idea in ideas)]


@cache
def load_word_lists(language: str) -> WordLists:
    """The lists of a language; empty for one that has none."""
    return WordLists(language)
