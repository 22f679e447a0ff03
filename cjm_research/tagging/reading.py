"""What the components know of one utterance while it passes through the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from cjm_research.tagging.rules.lexicon import Entry
from cjm_research.tagging.rules.matching import Word

KEY = "cjm_reading"
SPANS_KEY = "cjm"


@dataclass(slots=True)
class Hit:
    """A pattern that matched: rule, pattern, first word, last word + 1 (word numbers, punctuation not counted)."""

    entry: Entry
    pattern: str
    start: int
    end: int


@dataclass(slots=True)
class Candidate:
    """A span that may become a tag: word range, kind, and the hits that speak for it.

    `fixed_stage` and `fixed_label` are what the words or the whole text fix. Where the learnt part
    found the span, `words` are the ranges of words that weighed most, and `by_rule` tells whether rules weighed more.
    `learnt` tells what the study's own codings brought about ("kind": that the span was found, "label", "code": a code
    of the study's own), and `examples` how many codings that was learnt from.
    """

    start: int
    end: int
    kind: str
    label: str | None
    valence: int | None
    stage: str | None
    score: float
    hits: list[Hit] = field(default_factory=list)
    fixed_stage: str | None = None
    fixed_label: str | None = None
    by_rule: bool = True
    words: list[tuple[int, int]] = field(default_factory=list)
    mood: dict[str, float] = field(default_factory=dict)
    learnt: str = ""
    examples: int = 0


@dataclass(slots=True)
class Reading:
    """The words of an utterance without punctuation, the borders between them, and what was found.

    `places[i]` is the half-open range of code points of word i, `borders[i]` the border before it, `clause[i]` and
    `sentence[i]` the numbers of its clause and sentence, `opens[i]` whether it is a conjunction; `clauses` are the word
    ranges of the clauses. `denied` are hits that do not count: denied, imagined, or of other people.
    """

    words: list[Word]
    places: list[tuple[int, int]]
    borders: list[int]
    clause: list[int]
    clauses: list[tuple[int, int]]
    sentence: list[int]
    opens: list[bool]
    hits: list[Hit] = field(default_factory=list)
    denied: list[Hit] = field(default_factory=list)
    modifiers: dict[str, list[Hit]] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(slots=True)
class Turn:
    """An utterance: whether the participant says it, its text, its reading, and the question just before it."""

    participant: bool
    text: str
    reading: Reading
    question: Reading | None = None


def reading_of(doc: Doc) -> Reading:
    """The reading that the clause component left with the document."""
    return doc.user_data[KEY]


def text_range(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Words `start` to `end` (exclusive) as a half-open range of code points of the text."""
    return reading.places[start][0], reading.places[end - 1][1]
