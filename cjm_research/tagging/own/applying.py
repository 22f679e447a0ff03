"""An interview read with what the study has learnt: corrected log-odds, own codes, and what came of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cjm_research.tagging.learnt.attributes import LABELLED, Spans, log_shares, logit
from cjm_research.tagging.learnt.finding import Adjust, MomentFinder, mood_of
from cjm_research.tagging.learnt.moments import FOUND, group, passages, spans_of
from cjm_research.tagging.learnt.units import Unit
from cjm_research.tagging.own.features import PIECE, hashed, hashed_for_codes, root_of
from cjm_research.tagging.own.model import Own, OwnCode
from cjm_research.tagging.reading import Candidate, Reading, Turn

# Rules that the study has learnt to be right less often than this are not shown.
LEAST_RULE = 0.2
_MOST_NAMED = 3


@dataclass
class Applied:
    """One interview with what the study has learnt, from the first log-odds to the candidates.

    Parameters
    ----------
    own : Own
    language : str
    sources : Adjust, optional
        What additional feature sources do to the log-odds before.
    """

    own: Own
    language: str
    sources: Adjust | None = None
    before: np.ndarray = field(default_factory=lambda: np.zeros((0, len(FOUND))))

    def finder(self, finder: MomentFinder) -> MomentFinder:
        """The finder with the thresholds of the study."""
        shifts = dict(zip(FOUND, self.own.shifts.tolist(), strict=True))
        thresholds = {kind: value + shifts[kind] for kind, value in finder.moments.thresholds.items()}
        return replace(finder, moments=replace(finder.moments, thresholds=thresholds))

    def adjust(self, units: Sequence[Unit], odds: np.ndarray) -> np.ndarray:
        """New log-odds of the kinds."""
        self.before = self.sources(units, odds) if self.sources else odds
        if self.own.finding is None or not units:
            return self.before
        words = hashed([unit.item for unit in units], PIECE, self.language)
        return self.own.finding.corrected(self.before, np.ones((len(units), 1)), words)

    def settle(self, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray, shipped: MomentFinder) -> None:
        """Tell what the study brought among the candidates, and leave out rules it unlearnt."""
        found = spans_of(units, self.before, shipped.moments.thresholds)
        usual = [(units[f.first].turn, units[f.first].start, units[f.end - 1].end, f.kind) for f in found]
        by_turn: dict[int, list[int]] = {}
        for row, unit in enumerate(units):
            by_turn.setdefault(unit.turn, []).append(row)
        for number, rows in by_turn.items():
            here = [one for one in usual if one[0] == number]
            kept = []
            for candidate in turns[number].reading.candidates:
                if not candidate.words and candidate.by_rule:  # found by rules alone
                    candidate.score = self._unlearnt(candidate, units, odds, rows)
                    if candidate.score < LEAST_RULE:
                        continue
                elif not any(_touch(candidate, start, end, kind) for _turn, start, end, kind in here):
                    candidate.learnt, candidate.examples = "kind", self.own.examples.get(group(candidate.kind), 0)
                kept.append(candidate)
            turns[number].reading.candidates = kept

    def add_codes(self, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray) -> None:
        """Leave the spans of the study's own codes with the readings of their turns."""
        if units and self.own.codes:
            words = hashed_for_codes([unit.item for unit in units], self.language)
            for code in self.own.codes:
                self._add(code, turns, units, odds, code.odds(self.before, words))

    def decided(self, name: str, spans: Spans, chosen: Sequence[int], odds: np.ndarray) -> np.ndarray:
        """New log-probabilities of what spans are; see `OwnDecisions`."""
        if name not in self.own.spans:
            return odds
        items = [spans.item(i) for i in chosen]
        found = self.own.decided(name, self.language, items, odds)
        return odds if found is None else log_shares(found)

    def examples(self, name: str) -> int:
        """How many codings `name` was learnt from."""
        return self.own.examples.get(name, 0)

    def _unlearnt(self, candidate: Candidate, units: Sequence[Unit], odds: np.ndarray, rows: Sequence[int]) -> float:
        """The score of a rule's candidate, lowered by what the study has learnt against its kind there."""
        column = FOUND.index(group(candidate.kind))
        held = [row for row in rows if units[row].start < candidate.end and units[row].end > candidate.start]
        against = float((odds[held, column] - self.before[held, column]).max()) if held else 0.0
        if against >= 0:
            return candidate.score
        return float(1 / (1 + np.exp(-(logit(candidate.score) + against))))

    def _add(
        self, code: OwnCode, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray, values: np.ndarray
    ) -> None:
        for found in passages(units, values, code.kind, code.threshold):
            reading = turns[units[found.first].turn].reading
            start, end = units[found.first].start, units[found.end - 1].end
            words = self._words(code, units[found.surest], reading)
            score = code.link(found.odds)
            same = [c for c in reading.candidates if _touch(c, start, end, group(code.kind)) and c.learnt != "code"]
            for candidate in same:
                candidate.kind = code.kind
            if not same:
                same = [Candidate(start, end, code.kind, None, None, None, score)]
                if code.kind in LABELLED:
                    same[0].mood = mood_of(units, odds, found.first, found.end)
                reading.candidates = sorted([*reading.candidates, *same], key=_order)
            for candidate in same[:1]:
                candidate.label = candidate.fixed_label = code.label
                candidate.score, candidate.words, candidate.by_rule = score, words, False
                candidate.learnt, candidate.examples = "code", code.examples

    def _words(self, code: OwnCode, unit: Unit, reading: Reading) -> list[tuple[int, int]]:
        """The words of a unit that speak most for a code."""
        gains = []
        for place in range(unit.start, unit.end):
            word = reading.words[place].lemmas[0]
            said = code.weight(self.language, "word", word) + code.weight(self.language, "root", root_of(word))
            gains.append((-said, place))
        strongest = min(gains, default=(0.0, 0))[0]
        chosen = [place for gain, place in sorted(gains) if gain < 0 and gain <= 0.5 * strongest]
        return [(place, place + 1) for place in chosen[:_MOST_NAMED]]


def _touch(candidate: Candidate, start: int, end: int, kind: str) -> bool:
    return group(candidate.kind) == kind and candidate.start < end and start < candidate.end


def _order(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.start, candidate.end, FOUND.index(group(candidate.kind))
