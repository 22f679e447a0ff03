"""Words, clauses and sentences of an utterance, from punctuation and conjunctions alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.attrs import IDX, LENGTH, NORM
from spacy.language import Language
from spacy.tokens import Doc

from cjm_research.tagging.reading import KEY, Reading
from cjm_research.tagging.rules.matching import CLAUSE_BORDER, NO_BORDER, SENTENCE_BORDER, PatternIndex, Word
from cjm_research.tagging.rules.patterns import fold

_SENTENCE_MARKS = frozenset(".?!")
_CLAUSE_MARKS = frozenset(",;:…()[]")
# spaCy gives dashes and hyphens one norm; which of them it is shows in the text.
DASH = -1
# Forms that are remembered at once, so that no text can fill the memory.
MOST_REMEMBERED = 200_000
# Marks that patterns may name.
NAMED_MARKS = frozenset({"?", "!"})


def mark_border(text: str) -> int | None:
    """The border that a token without letters or digits makes; None for a word."""
    if any(char.isalnum() for char in text):
        return None
    if text in ("...", "…"):
        return CLAUSE_BORDER
    if any(char in _SENTENCE_MARKS for char in text):
        return SENTENCE_BORDER
    if text and not text.strip("-—–"):
        return DASH
    if any(char in _CLAUSE_MARKS for char in text):
        return CLAUSE_BORDER
    return NO_BORDER


@dataclass
class ClauseReader:
    """Pipeline component: reads words and clause borders and leaves a `Reading` with the document."""

    nlp: Language
    index: PatternIndex
    conjunctions: frozenset[str] = frozenset()
    _known: dict[int, tuple[Word | None, int]] = field(default_factory=dict)

    def __call__(self, doc: Doc) -> Doc:
        """Leave the reading of `doc` in its user data."""
        doc.user_data[KEY] = self.read(doc)
        return doc

    def read(self, doc: Doc) -> Reading:
        """Words, borders and clauses of the document."""
        words: list[Word] = []
        places: list[tuple[int, int]] = []
        borders: list[int] = []
        opens: list[bool] = []
        known = self._known
        pending = SENTENCE_BORDER
        previous_opens = True
        rows = doc.to_array([NORM, IDX, LENGTH]).tolist() if len(doc) else []
        for number, (norm, start, length) in enumerate(rows):
            fact = known.get(norm) or self._learn(norm)
            word, border = fact
            if word is None:
                if border == DASH:
                    border = _dash_border(doc, number)
                if border > pending:
                    pending = border
                continue
            # A conjunction opens a clause, but a run of them opens only one.
            if border == CLAUSE_BORDER and not previous_opens and pending == NO_BORDER:
                pending = CLAUSE_BORDER
            previous_opens = border == CLAUSE_BORDER
            words.append(word)
            places.append((start, start + length))
            borders.append(pending)
            opens.append(previous_opens)
            pending = SENTENCE_BORDER if word.form in NAMED_MARKS else NO_BORDER
        return _with_clauses(words, places, borders, opens)

    def _learn(self, norm: int) -> tuple[Word | None, int]:
        """A word with the border that it opens as a conjunction, or None with the border that a mark makes."""
        fact = self._fact(fold(self.nlp.vocab.strings[norm].strip()))
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[norm] = fact
        return fact

    def _fact(self, form: str) -> tuple[Word | None, int]:
        if form in NAMED_MARKS:
            return self.index.word(form), NO_BORDER
        border = mark_border(form)
        if border is not None:
            return None, border
        return self.index.word(form), CLAUSE_BORDER if form in self.conjunctions else NO_BORDER


def _dash_border(doc: Doc, number: int) -> int:
    """A dash, or a hyphen beside a blank, parts clauses; a hyphen inside a word does not."""
    spaced = doc[number].whitespace_ or (number and doc[number - 1].whitespace_)
    return CLAUSE_BORDER if spaced or doc[number].text != "-" else NO_BORDER


def _with_clauses(words: list[Word], places: list[tuple[int, int]], borders: list[int], opens: list[bool]) -> Reading:
    clause: list[int] = []
    clauses: list[tuple[int, int]] = []
    sentence: list[int] = []
    start = n_sentences = 0
    for i, (word, border) in enumerate(zip(words, borders, strict=True)):
        if i and border and word.form not in NAMED_MARKS:
            clauses.append((start, i))
            start = i
            n_sentences += border == SENTENCE_BORDER
        clause.append(len(clauses))
        sentence.append(n_sentences)
    if words:
        clauses.append((start, len(words)))
    return Reading(words, places, borders, clause, clauses, sentence, opens)
