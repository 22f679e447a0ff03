"""Word lists in three languages: which idea a word stands for, so that what is learnt in one language helps all.

The lists lie in ``word_lists/*.txt``. A line names an idea and its words in English, Polish and Russian; the heading
above it is the label or mood that the ideas below speak for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cjm_research.tagging.patterns import fold

_COLUMNS = {"en": 1, "pl": 2, "ru": 3}
# A shorter stem stands for itself, in Polish and Russian for forms with an ending of up to `_SHORT_ENDING` letters too.
_LONG_STEM = {"en": 5, "pl": 4, "ru": 4}
_SHORT_ENDING = 2
_MOST_REMEMBERED = 100_000
_MOST_LETTERS = 40
_PAIR_KEY = 3


class WordLists:
    """The ideas that the words of one language stand for; an idea is named "list:heading/idea"."""

    def __init__(self, language: str, folder: Path | None = None) -> None:
        self._inflected = language != "en"
        self._long = _LONG_STEM.get(language, 4)
        self._stems: dict[str, list[str]] = {}
        self._exact: dict[str, list[str]] = {}
        self._pairs: dict[str, list[tuple[str, str, str]]] = {}
        self._known: dict[str, tuple[list[str], list[tuple[str, str, str]]]] = {}
        column = _COLUMNS.get(language)
        for path in sorted((folder or Path(__file__).parent / "word_lists").glob("*.txt")) if column else ():
            self._read(path, column or 0)

    def _read(self, path: Path, column: int) -> None:
        heading = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                heading = f"{path.stem}:{line.strip()[1:-1]}"
            elif line.strip() and not line.startswith("#"):
                cells = [cell.strip() for cell in line.split("|")]
                for word in fold(cells[column]).split():
                    self._add(word, f"{heading}/{cells[0]}")

    def _add(self, word: str, idea: str) -> None:
        if word.startswith("="):
            self._exact.setdefault(word[1:], []).append(idea)
        elif "_" in word:
            first, _, second = word.partition("_")
            self._pairs.setdefault(first[:_PAIR_KEY], []).append((first, second, idea))
        else:
            self._stems.setdefault(word, []).append(idea)

    def ideas(self, forms: Sequence[str]) -> list[list[str]]:
        """For each word form, in lower case, the ideas it stands for, alone or with the next one."""
        found = []
        last = len(forms) - 1
        for i, form in enumerate(forms):
            alone, pairs = self._known.get(form) or self._learn(form)
            if pairs and i < last:
                both = [idea for _first, second, idea in pairs if forms[i + 1].startswith(second)]
                alone = alone + _with_headings(both)
            found.append(alone)
        return found

    def _learn(self, form: str) -> tuple[list[str], list[tuple[str, str, str]]]:
        short = form[:_MOST_LETTERS]
        pairs = [
            pair
            for n in range(1, _PAIR_KEY + 1)
            for pair in self._pairs.get(short[:n], ())
            if len(short) >= n and short.startswith(pair[0])
        ]
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        fact = (_with_headings([*self._exact.get(short, ()), *self._of_stem(short)]), pairs)
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
