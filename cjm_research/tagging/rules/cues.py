"""Rules at work: the hits of all patterns, and what stands around them: negation, conditions, other people, degree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from spacy.tokens import Doc

from cjm_research.tagging.reading import Hit, Reading, reading_of
from cjm_research.tagging.rules.lexicon import Entry, Lexicon
from cjm_research.tagging.rules.matching import PatternIndex

# How many words before a hit a modifier is looked for, inside the clause.
NEGATION_REACH = 3
DEGREE_REACH = 3
# Kinds whose hits are void where the clause is a condition or a wish.
_FACTUAL = frozenset({"touchpoint", "emotion", "success_point", "action", "turning_point"})
_MODIFIER_KIND = "modifier"


@dataclass
class CueFinder:
    """Pipeline component: finds all hits of the lexicon and drops those that are denied, imagined or of others."""

    index: PatternIndex
    rules: tuple[tuple[Entry, str], ...]

    @classmethod
    def of(cls, lexicon: Lexicon, index: PatternIndex) -> CueFinder:
        """The finder with every pattern of the lexicon compiled into the index."""
        modifiers = tuple(
            Entry(name=name, kind=_MODIFIER_KIND, patterns=words)
            for name, words in sorted(lexicon.modifiers.items())
            if name != "conjunctions"
        )
        rules = tuple((rule, pattern) for rule in (*lexicon.entries, *modifiers) for pattern in rule.patterns)
        for key, (_rule, pattern) in enumerate(rules):
            index.add(pattern, key)
        return cls(index, rules)

    def __call__(self, doc: Doc) -> Doc:
        """Leave the hits that count in the document's reading."""
        reading = reading_of(doc)
        found = sorted(set(self.index.search(reading.words, reading.borders)), key=lambda m: (m[1], m[2], m[0]))
        hits = [Hit(*self.rules[key], start, end) for key, start, end in found]
        modifiers: dict[str, list[Hit]] = {}
        for hit in hits:
            if hit.entry.kind == _MODIFIER_KIND:
                modifiers.setdefault(hit.entry.name, []).append(hit)
        reading.modifiers = modifiers
        reading.hits, reading.denied = [], []
        for hit in hits:
            if hit.entry.kind != _MODIFIER_KIND:
                (reading.denied if _is_void(hit, reading, modifiers) else reading.hits).append(hit)
        return doc


def _is_void(hit: Hit, reading: Reading, modifiers: dict[str, list[Hit]]) -> bool:
    entry = hit.entry
    if entry.negatable and _before(hit, reading, modifiers.get("negation", ()), NEGATION_REACH):
        return True
    if entry.kind in _FACTUAL and _in_clause(hit, reading, modifiers.get("hypothetical", ())):
        return True
    return entry.kind == "emotion" and _before(hit, reading, modifiers.get("other_people", ()), NEGATION_REACH)


def _before(hit: Hit, reading: Reading, modifiers: Sequence[Hit], reach: int) -> bool:
    """Whether a modifier stands up to `reach` words before the hit, in the clause where the hit begins."""
    clause = reading.clause[hit.start]
    return any(
        m.end <= hit.start and reading.clause[m.start] == clause
        for m in hits_between(modifiers, hit.start - reach, hit.start)
    )


def _in_clause(hit: Hit, reading: Reading, modifiers: Sequence[Hit]) -> bool:
    first, _last = reading.clauses[reading.clause[hit.start]]
    return bool(hits_between(modifiers, first, hit.start))


def degree(hit: Hit, reading: Reading) -> int:
    """+1 beside an intensifier, -1 beside a diminisher, 0 otherwise."""
    return _near(hit, reading, "intensifier") - _near(hit, reading, "diminisher")


def _near(hit: Hit, reading: Reading, name: str) -> bool:
    clause = reading.clause[hit.start]
    near = hits_between(reading.modifiers.get(name, ()), hit.start - DEGREE_REACH, hit.end + DEGREE_REACH)
    return any(reading.clause[m.start] == clause for m in near)


def hits_between(hits: Sequence[Hit], first: int, last: int) -> Sequence[Hit]:
    """The hits that start at word `first` or later and before word `last`; `hits` are sorted by their start."""
    return hits[bisect_left(hits, first, key=_start) : bisect_left(hits, last, key=_start)] if hits else hits


_start = attrgetter("start")
