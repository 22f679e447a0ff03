"""Units: the pieces between punctuation marks, and what the learnt part knows of each of them.

Coders mark phrases and clauses; nearly every coding is one or several of these pieces in a row. The learnt part decides
for each piece and each kind, and pieces in a row become one span.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cjm_research.model.scheme import KINDS
from cjm_research.tagging.learnt.linear import Item
from cjm_research.tagging.learnt.senses import Senses
from cjm_research.tagging.reading import Hit, Reading, Turn
from cjm_research.tagging.rules.clauses import NAMED_MARKS
from cjm_research.tagging.rules.cues import hits_between
from cjm_research.tagging.rules.scoring import Weights

# A dash parts pieces only with blanks on both sides.
_MARK = re.compile(r"[.,;:!?…—–()\[\]\"„”“«»]|\s-\s")
# No piece is longer; where people set marks, hardly any comes near it.
MOST_PIECE = 40
# No pattern matches more words than this.
_LONGEST_HIT = 20
# Words before and after a piece in which a rule's hit is told to the piece.
NEAR = 10
_KINDS: frozenset[str] = frozenset(KINDS)
_PLAIN = 0.5
_MOST_WORDS = 200


# Blocks whose features are told apart by word in a reason.
OWN = frozenset({"form", "lemma", "sense"})


@dataclass(slots=True)
class Unit:
    """A piece of an utterance: half-open word range, number of its turn, its place among the pieces of the utterance.

    `raw` holds the log-odds that the rules give each kind here, `item` the features.
    """

    turn: int
    start: int
    end: int
    number: int
    sentence: int
    hits: list[Hit]
    raw: dict[str, float]
    item: Item
    layout: list[float] = field(default_factory=list)

    def owners(self, reading: Reading, senses: Senses) -> dict[tuple[str, str], list[int]]:
        """Which words of the piece, counted from its start, the features of `OWN` come from."""
        found: dict[tuple[str, str], list[int]] = {}
        words = reading.words[self.start : self.end]
        for i, word in enumerate(words):
            named = [("form", word.form), ("lemma", word.lemmas[0]), *(("sense", name) for name in senses.of(word))]
            for key in named:
                found.setdefault(key, []).append(i)
        for i, (one, other) in enumerate(pairwise(words)):
            found.setdefault(("form", f"{one.form} {other.form}"), []).extend((i, i + 1))
            found.setdefault(("lemma", f"{one.lemmas[0]} {other.lemmas[0]}"), []).extend((i, i + 1))
        return found


def pieces(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Word ranges of the pieces of an utterance; marks alone make none."""
    places, words = reading.places, reading.words
    cuts = [0]
    for i in range(1, len(words)):
        if words[i].form in NAMED_MARKS:
            continue
        gap = text[places[i - 1][1] : places[i][0]]
        if words[i - 1].form in NAMED_MARKS or (gap not in (" ", "") and _MARK.search(gap)):
            cuts.append(i)
    cuts.append(len(words))
    found = []
    for start, end in pairwise(cuts):
        while end > start and words[end - 1].form in NAMED_MARKS:
            end -= 1
        if end > start:
            found.extend(_cut(start, end, reading) if end - start > MOST_PIECE else [(start, end)])
    return found


def _cut(start: int, end: int, reading: Reading) -> list[tuple[int, int]]:
    """Talk without marks, as speech recognition writes it: cut at its conjunctions, and where none comes, evenly."""
    found: list[tuple[int, int]] = []
    for first, last in reading.clauses[reading.clause[start] : reading.clause[end - 1] + 1]:
        first, last = max(first, start), min(last, end)
        found.extend((at, min(at + MOST_PIECE, last)) for at in range(first, last, MOST_PIECE))
    return found


def units_of(turns: Sequence[Turn], senses: Senses, weights: Weights) -> list[Unit]:
    """The units of the participant's turns with their features, in the order of the text.

    Parameters
    ----------
    turns : sequence of Turn
        The whole interview, so that the place in it is known.
    """
    units: list[Unit] = []
    for number, turn in enumerate(turns):
        if turn.participant:
            units.extend(_units_of_turn(turn, number, number / len(turns), senses, weights))
    return units


def _units_of_turn(turn: Turn, number: int, place: float, senses: Senses, weights: Weights) -> list[Unit]:
    reading, text = turn.reading, turn.text
    ranges = pieces(text, reading)
    lemmas = [_lemmas(reading, start, end) for start, end in ranges]
    classes = [_classes(reading, start, end, senses) for start, end in ranges]
    asked = _asked(turn.question, senses)
    units = []
    for i, (start, end) in enumerate(ranges):
        around = hits_between(reading.hits, start - _LONGEST_HIT, end + NEAR)
        hits = [hit for hit in around if hit.start < end and hit.end > start]
        by_kind: dict[str, list[Hit]] = {}
        for hit in hits:
            by_kind.setdefault(hit.entry.kind, []).append(hit)
        raw = {kind: weights.raw(kind, found) for kind, found in by_kind.items() if kind in _KINDS}
        forms = [word.form for word in reading.words[start:end]]
        last = reading.places[end - 1][1]
        mark = text[last : last + 2].strip()[:1]
        layout = _layout(reading, start, end, mark, i, len(ranges), place)
        item: Item = {
            "lemma": _grams(lemmas[i]),
            "form": [*forms, *map(" ".join, pairwise(forms))],
            "letters": forms,
            "sense": _sense_grams(classes[i]),
            "lemma-": lemmas[i - 1] if i else ["^"],
            "lemma+": lemmas[i + 1] if i + 1 < len(ranges) else ["$"],
            "sense-": _flat(classes[i - 1]) if i else (),
            "sense+": _flat(classes[i + 1]) if i + 1 < len(ranges) else (),
            **asked,
            "plain": _plain(layout, hits, raw, around, turn.question, start, end) | _modifiers(reading, start, end),
        }
        units.append(Unit(number, start, end, i, reading.sentence[start], hits, raw, item, list(layout.values())))
    return units


def _lemmas(reading: Reading, start: int, end: int) -> list[str]:
    return [word.lemmas[0] for word in reading.words[start:end] if word.form not in NAMED_MARKS]


def _classes(reading: Reading, start: int, end: int, senses: Senses) -> list[tuple[str, ...]]:
    return [senses.of(word) for word in reading.words[start:end]]


def _flat(classes: Sequence[Sequence[str]]) -> list[str]:
    return [name for one in classes for name in one]


def _grams(words: Sequence[str]) -> list[str]:
    """Words, pairs, and pairs with a word between, the ends of the piece marked."""
    marked = ["^", *words, "$"]
    return [
        *marked,
        *(f"{a} {b}" for a, b in pairwise(marked)),
        *(f"{a} _ {b}" for a, b in zip(marked, marked[2:], strict=False)),
    ]


def _sense_grams(classes: Sequence[tuple[str, ...]]) -> list[str]:
    """Classes, and pairs of classes of words in a row, words without a class left out."""
    told = [names for names in classes if names]
    return [
        *_flat(told),
        *(f"{a} {b}" for left, right in pairwise(told) for a in left for b in right),
        *(f"{a} _ {b}" for left, right in zip(told, told[2:], strict=False) for a in left for b in right),
    ]


def _asked(question: Reading | None, senses: Senses) -> dict[str, list[str]]:
    if question is None:
        return {"asked": [], "asked sense": []}
    end = len(question.words)
    return {"asked": _lemmas(question, 0, end), "asked sense": _flat(_classes(question, 0, end, senses))}


def _layout(
    reading: Reading, start: int, end: int, mark: str, number: int, count: int, place: float
) -> dict[str, float]:
    """Length, place and marks of a piece, as numbers of about the same size."""
    words = end - start
    return {
        "first": float(number == 0),
        "last": float(number == count - 1),
        "place in answer": number / count,
        "place in interview": place,
        "?": float(mark == "?"),
        "!": float(mark == "!"),
        "words": min(words, _MOST_WORDS) / 10,
        "two words": float(words <= 2),
        "four words": float(words <= 4),
        "opens sentence": float(start == 0 or reading.sentence[start - 1] != reading.sentence[start]),
        "words of answer": min(len(reading.words), _MOST_WORDS) / 100,
    }


def _plain(
    layout: dict[str, float],
    hits: Sequence[Hit],
    raw: dict[str, float],
    around: Sequence[Hit],
    question: Reading | None,
    start: int,
    end: int,
) -> dict[str, float]:
    """Numbers that go in as they are: layout, rules in and near the piece, rules in the question."""
    plain = {name: _PLAIN * value for name, value in layout.items()}
    for hit in hits:
        plain[f"rule {hit.entry.kind}/{hit.entry.name}"] = _PLAIN
        plain[f"kind {hit.entry.kind}"] = _PLAIN
        if hit.entry.label:
            plain[f"label {hit.entry.label}"] = _PLAIN
    for hit in around:
        if start - NEAR <= hit.start < start or hit.start >= end:
            plain[f"near {hit.entry.kind}"] = 0.2
    for kind, value in raw.items():
        plain[f"rules say {kind}"] = 0.35 * (value + 2)
    if question is not None:
        for hit in question.hits:
            plain[f"asked {hit.entry.kind}/{hit.entry.name}"] = 0.3
    return plain


def _modifiers(reading: Reading, start: int, end: int) -> dict[str, float]:
    """Negation, conditions, degree and other people, where they stand in the piece."""
    return {f"modifier {name}": _PLAIN for name, found in reading.modifiers.items() if hits_between(found, start, end)}
