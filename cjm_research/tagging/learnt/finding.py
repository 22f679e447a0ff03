"""From log-odds of pieces to candidate spans: which words are marked, how sure it is, and what spoke for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np
from spacy.tokens import Doc

from cjm_research.tagging.learnt.linear import LinearModel
from cjm_research.tagging.learnt.moments import FOUND, NOWHERE, Found, Moments, Said, group, load_moments, spans_of
from cjm_research.tagging.learnt.senses import Senses, load_senses
from cjm_research.tagging.learnt.units import OWN, Unit, units_of
from cjm_research.tagging.reading import SPANS_KEY, Candidate, Hit, Reading, Turn, reading_of
from cjm_research.tagging.rules.cues import hits_between
from cjm_research.tagging.rules.scoring import Weights, load_weights
from cjm_research.tagging.rules.spans import SpanMaker, marked_words, spans_in

# From units and their log-odds to other log-odds.
Adjust: TypeAlias = Callable[[Sequence[Unit], np.ndarray], np.ndarray]
# A contact in a longer passage is marked at the words that name it. In shorter ones the passage says it better: the
# rule that is right most often is not always the one that the coder had in mind (F1 .58; .53 with all narrowed).
LONG_CONTACT = 16
# Rules that are right at least this often speak for themselves, and in answers of so many pieces all rules do.
SURE_RULE, SHORT_ANSWER = 0.5, 3
# Words of which a quote to remember has at least so many.
LEAST_QUOTE = 3
# What a reason tells of: words, and rules among the plain numbers.
_TOLD = OWN | {"plain"}
# What a mood tells of, in how many pieces before and after, and how much it counts; log-odds are cut at `_FAR`.
_MOOD_KINDS = ("pain_point", "success_point", "emotion", "turning_point", "touchpoint", "quote_worthy")
_COLUMNS = [FOUND.index(kind) for kind in _MOOD_KINDS]
_BESIDE, _LATER = 2, 5
_MOOD_SIZE, _FAR = 0.3, 4.0
_NOTHING = np.full(len(_MOOD_KINDS), -np.inf)
_MOODY = frozenset({"touchpoint", "emotion"})
# Words that carry at least this share of what the strongest word adds are named in the reason.
_NAMED_SHARE = 0.5
_MOST_NAMED = 4


def leave_candidates(
    turns: Sequence[Turn],
    units: Sequence[Unit],
    said: Said,
    moments: Moments,
    weights: Weights,
    senses: Senses,
) -> None:
    """Leave the spans that were found with the readings of their turns."""
    for turn in turns:
        turn.reading.candidates = []
    for found in spans_of(units, said.odds, moments.thresholds):
        reading = turns[units[found.first].turn].reading
        if found.kind == "quote_worthy" and units[found.end - 1].end - units[found.first].start < LEAST_QUOTE:
            continue
        if found.kind == "emotion" and only_denied(reading, units[found.first].start, units[found.end - 1].end):
            continue
        barrier = found.kind == "pain_point" and said.barriers[found.surest] >= moments.barrier
        kind = "barrier" if barrier else found.kind
        hits = _hits(found, units, weights)
        candidate = Candidate(
            start=_first_word(reading, units[found.first]),
            end=units[found.end - 1].end,
            kind=kind,
            label=None,
            valence=None,
            stage=None,
            score=moments.links[found.kind](found.odds),
            hits=hits,
        )
        if kind == "touchpoint" and hits and candidate.end - candidate.start > LONG_CONTACT:
            candidate.start, candidate.end = _narrowed(candidate, hits[0], reading)
        candidate.by_rule, candidate.words = what_spoke(moments.first, said.table, found, units, reading, senses)
        if kind in _MOODY:
            candidate.mood = mood_of(units, said.odds, found.first, found.end)
        reading.candidates.append(candidate)
    for turn in turns:
        turn.reading.candidates.sort(key=lambda one: (one.start, one.end, FOUND.index(group(one.kind))))


def add_sure_rules(turns: Sequence[Turn], units: Sequence[Unit], rules: SpanMaker) -> None:
    """Add what rules alone are sure of where nothing of the kind was found; in short answers all that they find.

    The learnt part knows answers of ten pieces and more; one sentence on its own is new to it.
    """
    pieces = Counter(unit.turn for unit in units)
    for number, turn in enumerate(turns):
        found = turn.reading.candidates
        if not pieces[number]:  # marks without a word, or somebody else's turn
            continue
        rules.leave_candidates(turn.reading)
        short = pieces[number] <= SHORT_ANSWER
        turn.reading.candidates = found + [
            candidate
            for candidate in turn.reading.candidates
            if (short or candidate.score >= SURE_RULE) and not any(_same_place(candidate, one) for one in found)
        ]
        for candidate in turn.reading.candidates if short else ():
            candidate.fixed_label = candidate.hits[0].entry.label if candidate.hits else None
        turn.reading.candidates.sort(key=lambda one: (one.start, one.end, FOUND.index(group(one.kind))))


def _same_place(one: Candidate, other: Candidate) -> bool:
    return group(one.kind) == group(other.kind) and one.start < other.end and other.start < one.end


def only_denied(reading: Reading, start: int, end: int) -> bool:
    """Whether the feelings that rules know in a span are all bad ones that are denied ("I wasn't worried").

    A good feeling that is denied often tells of a bad one ("I wasn't happy"), so it may stay.
    """
    if any(hit.entry.kind == "emotion" for hit in hits_between(reading.hits, start, end)):
        return False
    denied = [hit.entry for hit in hits_between(reading.denied, start, end) if hit.entry.kind == "emotion"]
    return any((entry.valence or 0) < 0 for entry in denied)


def _first_word(reading: Reading, unit: Unit) -> int:
    """The first word behind the conjunctions that open a piece."""
    start = unit.start
    while start < unit.end - 1 and reading.opens[start]:
        start += 1
    return start


def _hits(found: Found, units: Sequence[Unit], weights: Weights) -> list[Hit]:
    """The rules that fired for the kind in the span, the one that is right most often first."""
    hits = {
        (hit.entry.name, hit.pattern, hit.start): hit
        for unit in units[found.first : found.end]
        for hit in unit.hits
        if group(hit.entry.kind) == found.kind
    }
    worth = {key: weights.worth(hit.entry, hit.pattern) for key, hit in hits.items()}
    return [hits[key] for key in sorted(hits, key=lambda key: (-worth[key], key[2], key[0], key[1]))]


def _narrowed(candidate: Candidate, hit: Hit, reading: Reading) -> tuple[int, int]:
    """A contact is marked at the words that name it, inside what was found."""
    start, end = marked_words(hit, reading)
    start, end = max(start, candidate.start), min(end, candidate.end)
    return (start, end) if start < end else (candidate.start, candidate.end)


def what_spoke(
    model: LinearModel, table: Any, found: Found, units: Sequence[Unit], reading: Reading, senses: Senses
) -> tuple[bool, list[tuple[int, int]]]:
    """Whether rules weighed more than wording, and the ranges of words that weighed most, strongest first."""
    unit = units[found.surest]
    weight = [0.0] * (unit.end - unit.start)
    owners = unit.owners(reading, senses)
    rules = wording = 0.0
    for block, name, amount in model.amounts(table, found.surest, found.kind, _TOLD):
        if block == "plain":
            if name.startswith(("rule ", "kind ", "label ", "rules say ")):
                rules += amount
            continue
        places = owners.get((block, name))
        if places:
            wording += amount
            for place in places:
                weight[place] += amount / len(places)
    return rules > max(wording, 0.0), _named(np.array(weight), unit.start)


def _named(amounts: np.ndarray, start: int) -> list[tuple[int, int]]:
    """Ranges of neighbouring words that weigh most."""
    top = float(amounts.max(initial=0.0))
    if top <= 0:
        return []
    strong = sorted(range(len(amounts)), key=lambda i: (-amounts[i], i))[:_MOST_NAMED]
    chosen = sorted(i for i in strong if amounts[i] >= _NAMED_SHARE * top)
    ranges: list[list[int]] = []
    for i in chosen:
        if ranges and ranges[-1][1] == i:
            ranges[-1][1] = i + 1
        else:
            ranges.append([i, i + 1])
    ranges.sort(key=lambda r: (-float(amounts[r[0] : r[1]].sum()), r[0]))
    return [(start + first, start + end) for first, end in ranges]


def mood_of(units: Sequence[Unit], odds: np.ndarray, first: int, end: int) -> dict[str, float]:
    """What the learnt part says of trouble, success and feelings in the units `first` to `end` and around them."""
    turn = units[first].turn
    start = bisect_left(units, turn, key=_turn)
    last = bisect_right(units, turn, key=_turn)
    zones = {
        "in": (first, end),
        "before": (max(start, first - _BESIDE), first),
        "after": (end, min(last, end + _BESIDE)),
        "later": (end, min(last, end + _LATER)),
        "answer": (start, last),
    }
    mood = {}
    for zone, (one, other) in zones.items():
        highest = odds[one:other, _COLUMNS].max(axis=0) if other > one else _NOTHING
        for kind, value in zip(_MOOD_KINDS, np.clip(highest - NOWHERE, -_FAR, _FAR).tolist(), strict=True):
            mood[f"{kind} {zone}"] = _MOOD_SIZE * value
    return mood


_turn = attrgetter("turn")


@dataclass(frozen=True)
class MomentFinder:
    """Pipeline component: what the learnt part finds in a text without its question, in ``doc.spans["cjm"]``."""

    moments: Moments
    weights: Weights
    senses: Senses

    def __call__(self, doc: Doc) -> Doc:
        """Leave the candidates in the reading, and their spans with the document."""
        turn = Turn(True, doc.text, reading_of(doc))
        self.together([turn])
        doc.spans[SPANS_KEY] = spans_in(doc, turn.reading)
        return doc

    def together(self, turns: Sequence[Turn], adjust: Adjust | None = None) -> tuple[list[Unit], Said]:
        """Leave the candidates of a whole interview; units and what was said of them are returned."""
        units = units_of(turns, self.senses, self.weights)
        said = self.moments.read(units)
        if adjust is not None:
            said = replace(said, odds=adjust(units, said.odds))
        leave_candidates(turns, units, said, self.moments, self.weights, self.senses)
        add_sure_rules(turns, units, SpanMaker(self.weights))
        return units, said


@cache
def load_finder(language: str) -> MomentFinder | None:
    """The learnt component of a language; None where nothing was learnt for it."""
    moments = load_moments(language)
    return MomentFinder(moments, load_weights(language), load_senses(language)) if moments else None
