"""Words of like meaning: what is learnt of one carries over to the others.

``languages/<language>/senses.toml`` lists base forms by class; the classes are the same in every language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from cjm_research.tagging.rules.lexicon import languages_folder
from cjm_research.tagging.rules.matching import Word
from cjm_research.tagging.rules.patterns import fold

_MOST_REMEMBERED = 200_000


@dataclass
class Senses:
    """The classes of the words of one language."""

    classes: dict[str, tuple[str, ...]]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, word: Word) -> tuple[str, ...]:
        """The classes of a word, sorted: those of its form and of all its base forms."""
        found = self._known.get(word.form)
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            names: Iterable[str] = (name for form in (word.form, *word.lemmas) for name in self.classes.get(form, ()))
            found = self._known[word.form] = tuple(sorted(set(names)))
        return found


@cache
def load_senses(language: str) -> Senses:
    """The classes of a language; none where it has no list yet."""
    path = languages_folder() / language / "senses.toml"
    if not path.exists():
        return Senses({})
    classes: dict[str, set[str]] = {}
    for name, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for word in words.split():
            classes.setdefault(fold(word), set()).add(name)
    return Senses({word: tuple(sorted(names)) for word, names in classes.items()})
