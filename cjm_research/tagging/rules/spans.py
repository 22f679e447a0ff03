"""From hits to spans: which words are marked, what touches is joined, how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from cjm_research.tagging.reading import SPANS_KEY, Candidate, Hit, Reading, reading_of, text_range
from cjm_research.tagging.rules.cues import degree
from cjm_research.tagging.rules.scoring import Weights

# Clauses shorter than what coders usually mark (median 5 to 8 words) are widened to their neighbours in the sentence.
LEAST_WORDS = 8
# A contact is marked with its clause where that is no longer than this, otherwise with this margin of words.
PHRASE_WORDS, PHRASE_MARGIN = 7, 2
# In an utterance longer than this many words (a whole interview without turns), a contact may come up anew.
SAME_CONTACT = 150


@dataclass
class SpanMaker:
    """Pipeline component: turns hits into candidate spans and shows the likely ones in ``doc.spans["cjm"]``.

    `keep_all` leaves the unlikely ones too, for measuring.
    """

    weights: Weights
    keep_all: bool = False

    def __call__(self, doc: Doc) -> Doc:
        """Leave the candidates in the reading, and their spans with the document."""
        reading = reading_of(doc)
        self.leave_candidates(reading)
        doc.spans[SPANS_KEY] = spans_in(doc, reading)
        return doc

    def leave_candidates(self, reading: Reading) -> None:
        """Leave the candidates in the reading."""
        candidates = _joined([_candidate(hit, reading) for hit in reading.hits if hit.entry.kind != "stage"])
        reading.candidates = []
        for candidate in candidates:
            candidate.score = self.weights.score(candidate.kind, candidate.hits)
            if self.keep_all or candidate.score >= self.weights.threshold(candidate.kind):
                self._settle(candidate, reading)
                reading.candidates.append(candidate)
        reading.candidates = _without_covered(reading.candidates)

    def _settle(self, candidate: Candidate, reading: Reading) -> None:
        """The strongest hit gives the label, the valence, the stage and the place of a contact."""
        worth = {id(hit): self.weights.worth(hit.entry, hit.pattern) for hit in candidate.hits}
        candidate.hits.sort(key=lambda hit: (-worth[id(hit)], hit.start, hit.entry.name, hit.pattern))
        best = candidate.hits[0]
        candidate.label = best.entry.label
        candidate.fixed_stage = next((hit.entry.stage for hit in candidate.hits if hit.entry.stage), None)
        if best.entry.valence is not None:
            candidate.valence = shifted(best.entry.valence, degree(best, reading))
        if candidate.kind == "touchpoint":
            candidate.start, candidate.end = marked_words(best, reading)


def _candidate(hit: Hit, reading: Reading) -> Candidate:
    start, end = marked_words(hit, reading)
    return Candidate(start, end, hit.entry.kind, hit.entry.label, None, None, 0.0, [hit])


def marked_words(hit: Hit, reading: Reading) -> tuple[int, int]:
    """The words that a hit marks, as a half-open range of word numbers."""
    return _phrase_around(hit, reading) if hit.entry.span == "match" else _clause_around(hit, reading)


def _phrase_around(hit: Hit, reading: Reading) -> tuple[int, int]:
    """The hit's clause where it is short, otherwise a few words on both sides, without the conjunction in front."""
    first = reading.clauses[reading.clause[hit.start]][0]
    last = reading.clauses[reading.clause[hit.end - 1]][1]
    if last - first > PHRASE_WORDS:
        first, last = max(first, hit.start - PHRASE_MARGIN), min(last, hit.end + PHRASE_MARGIN)
        while last > hit.end and reading.words[last - 1].common:
            last -= 1
    while first < hit.start and reading.opens[first]:
        first += 1
    return first, last


def _clause_around(hit: Hit, reading: Reading) -> tuple[int, int]:
    """The clauses of the hit, widened inside the sentence to the usual length, without the conjunction in front."""
    clauses, sentence = reading.clauses, reading.sentence[hit.start]
    first, last = reading.clause[hit.start], reading.clause[hit.end - 1]
    while clauses[last][1] - clauses[first][0] < LEAST_WORDS:
        if last + 1 < len(clauses) and reading.sentence[clauses[last + 1][0]] == sentence:
            last += 1
        elif first > 0 and reading.sentence[clauses[first - 1][0]] == sentence:
            first -= 1
        else:
            break
    start = clauses[first][0]
    while start < hit.start and reading.opens[start]:
        start += 1
    return start, clauses[last][1]


def shifted(valence: int, by: int) -> int:
    """The valence moved away from zero (`by` > 0) or towards it, never past ±1 or ±2; zero stays."""
    if not valence:
        return 0
    size = min(2, max(1, abs(valence) + by))
    return size if valence > 0 else -size


def _joined(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates of one kind that overlap become one; a contact is marked once an utterance, unless it is very long."""
    joined: list[Candidate] = []
    last: dict[tuple[str, str | None], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: (c.start, c.end)):
        contact = candidate.kind == "touchpoint"
        same = last.get((candidate.kind, candidate.label if contact else None))
        overlapping = last.get((candidate.kind, "")) if contact else same
        if same and candidate.start < same.end + (SAME_CONTACT if contact else 0):
            _absorb(same, candidate)
        elif overlapping and candidate.start < overlapping.end:
            _absorb(overlapping, candidate)
        else:
            joined.append(candidate)
            last[candidate.kind, candidate.label if contact else None] = candidate
            last[candidate.kind, ""] = candidate
    return joined


def _absorb(one: Candidate, other: Candidate) -> None:
    if one.kind != "touchpoint":
        one.end = max(one.end, other.end)
    one.hits.extend(other.hits)


def _without_covered(candidates: list[Candidate]) -> list[Candidate]:
    """A barrier needs no second pain point."""
    covered = {place for c in candidates if c.kind == "barrier" for place in range(c.start, c.end)}
    return [c for c in candidates if c.kind != "pain_point" or covered.isdisjoint(range(c.start, c.end))]


def spans_in(doc: Doc, reading: Reading) -> list[Span]:
    """The candidates as spans of the document, their kinds as labels."""
    places = [(text_range(reading, c.start, c.end), c.kind) for c in reading.candidates]
    spans = (doc.char_span(start, end, label=kind) for (start, end), kind in places)
    return [span for span in spans if span is not None]
