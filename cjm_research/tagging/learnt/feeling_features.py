"""What a text is described by for the judgement of its feelings: words, base forms, word parts, denials, marks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cjm_research.tagging.rules.lemmas import Lemmatizer
from cjm_research.tagging.rules.patterns import fold

# Words, numbers, emoticons, runs of marks, single signs (emoji among them); [NAME] stands for a hidden name.
TOKEN = re.compile(
    r"\[[A-Z]+\]|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[:;=8xX]['-]?[)(DPp/\\|*]+|<3|\)+|\(+|\.\.+|…|[!?]+|[^\w\s]"
)
_CHUNK = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
# A denial reaches this many words, or to the next comma or stop (after Das and Chen 2001).
NEGATION_REACH = 4
_STOPS = frozenset(".!?,;:—–…")
# Word parts are three to five characters long; longer runs than this have parts of their beginning only.
PART_SIZES, LONGEST_CHUNK = (3, 4, 5), 60
_REMEMBERED = 200_000
# The blocks, with the length each is scaled to.
BLOCKS = {"word": 1.0, "lemma": 1.0, "part": 1.25, "denied": 0.5, "mark": 0.5}


@dataclass(frozen=True, slots=True)
class Piece:
    """A token: folded form, base form, place in the text."""

    form: str
    lemma: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number rather than a mark."""
        return self.form[0].isalnum() or (self.form[0] == "[" and len(self.form) > 1)


def parts(chunk: str) -> tuple[str, ...]:
    """The character runs of a chunk between blanks, its edges marked by blanks."""
    padded = f" {chunk[:LONGEST_CHUNK]} "
    return tuple(padded[i : i + size] for size in PART_SIZES for i in range(len(padded) - size + 1))


@dataclass
class Describer:
    """Turns texts of one language into blocks of feature names (`BLOCKS`).

    Parameters
    ----------
    lemmas : callable
        From a folded form to its base forms.
    negations : frozenset of str
        Folded words that deny what follows.
    """

    lemmas: Lemmatizer
    negations: frozenset[str]
    _parts: Callable[[str], tuple[str, ...]] = field(default_factory=lambda: lru_cache(_REMEMBERED)(parts), repr=False)

    def pieces(self, text: str) -> list[Piece]:
        """The tokens of a text, in order."""
        lemmas = self.lemmas
        found = []
        for match in TOKEN.finditer(text):
            form = fold(match[0])
            lemma = lemmas(form)[0] if form[0].isalpha() and len(form) <= LONGEST_CHUNK else form
            found.append(Piece(form, lemma, *match.span()))
        return found

    def chunks(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where each run between blanks begins, and its parts."""
        for match in _CHUNK.finditer(text):
            yield match.start(), self._parts(fold(match[0]))

    def denied(self, pieces: Iterable[Piece]) -> Iterator[int]:
        """Numbers of the words that a denial reaches."""
        left = 0
        for number, piece in enumerate(pieces):
            if piece.form[0] in _STOPS:
                left = 0
            elif piece.form in self.negations or piece.form.endswith("n't"):
                left = NEGATION_REACH
            elif left and piece.form[0].isalpha():
                left -= 1
                yield number

    def item(self, text: str, pieces: list[Piece] | None = None) -> dict[str, list[str]]:
        """The feature names of a text by block."""
        pieces = self.pieces(text) if pieces is None else pieces
        words = [piece for piece in pieces if piece.is_word]
        forms, lemmas = [piece.form for piece in words], [piece.lemma for piece in words]
        cut = self._parts
        return {
            "word": forms + pairs(forms),
            "lemma": lemmas + pairs(lemmas),
            "part": [part for chunk in fold(text).split() for part in cut(chunk)],
            "denied": [pieces[number].lemma for number in self.denied(pieces)],
            "mark": [*(piece.form for piece in pieces if not piece.is_word), *self._shape(text, pieces, len(words))],
        }

    def _shape(self, text: str, pieces: list[Piece], n_words: int) -> Iterator[str]:
        """How the text is written: length, capitals, first and last token."""
        yield f"length {min(7, n_words.bit_length())}"
        if pieces:
            loud = sum(
                1 for p in pieces if p.end - p.start > 1 and p.form[0].isalpha() and text[p.start : p.end].isupper()
            )
            yield f"loud {min(3, loud)}"
            yield f"first {pieces[0].form}"
            yield f"last {pieces[-1].form}"
            yield "capital" if text[pieces[0].start].isupper() else "small"


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that hold a letter or a digit, by marks and line ends alone."""
    return [part for part in _SENTENCE.findall(text) if any(char.isalnum() for char in part)]


def pairs(names: list[str]) -> list[str]:
    """Neighbours joined by a blank."""
    return [f"{one} {other}" for one, other in itertools.pairwise(names)]


def clauses_of(text: str, pieces: list[Piece], least: int = 3) -> list[tuple[int, int]]:
    """Ranges of piece numbers between marks that part clauses, each of `least` words or more where there are enough."""
    ranges: list[tuple[int, int]] = []
    start = n_words = 0
    for number, piece in enumerate(pieces):
        n_words += piece.is_word
        last = number + 1 == len(pieces)
        ends_sentence = (
            piece.form[0] in ".!?…" or "\n" in text[piece.end : pieces[number + 1].start if not last else None]
        )
        if last or (n_words and ends_sentence) or (n_words >= least and piece.form[0] in _STOPS):
            if last and ranges and n_words < 2 and not ends_sentence:
                ranges[-1] = (ranges[-1][0], number + 1)
            else:
                ranges.append((start, number + 1))
            start, n_words = number + 1, 0
    return ranges
