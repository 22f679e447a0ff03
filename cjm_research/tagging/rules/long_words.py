"""A tokenizer that stays fast on hostile text: runs of characters without a blank are cut before spaCy sees them.

spaCy peels marks off a run one by one and copies the rest each time, so that twenty thousand brackets would take most
of a minute. No word of any language is as long as the runs that are cut here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

LONGEST_RUN = 120
_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


@dataclass
class LongWordTokenizer:
    """The language's own tokenizer, with every run longer than `LONGEST_RUN` cut into pieces."""

    plain: Tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokens of the text; their texts and blanks joined are the text again."""
        if not _LONG_RUN.search(text):
            return self.plain(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            doc = self.plain(piece)
            words.extend(token.text for token in doc)
            spaces.extend(bool(token.whitespace_) for token in doc)
        return Doc(self.plain.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[str]:
    place = 0
    for run in _LONG_RUN.finditer(text):
        yield text[place : run.start()]
        for start in range(run.start(), run.end(), LONGEST_RUN):
            yield text[start : min(start + LONGEST_RUN, run.end())]
        place = run.end()
    yield text[place:]
