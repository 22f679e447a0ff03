"""Coded spans and machine spans of the corpus, with what stands around them: what the attributes learn from.

Machine spans are those of models that had not seen the study (``weights/folds_<language>.npz``), so that they are as
far from the coder's as the spans of an interview that is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.evaluate_tagger import load_interviews, part_of_id
from benchmarks.score import Mark, gold_marks, matched_pairs
from cjm_research.model import Transcript
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.attributes import LABELLED, Spans, spans_of
from cjm_research.tagging.learnt.finding import leave_candidates, mood_of
from cjm_research.tagging.learnt.linear import Item
from cjm_research.tagging.learnt.moments import load_moments
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.surroundings import Language
from cjm_research.tagging.learnt.units import Unit, units_of
from cjm_research.tagging.reading import Candidate, Turn, text_range
from cjm_research.tagging.rules.scoring import load_weights
from cjm_research.tagging.sources.training import load_folds


@dataclass(frozen=True)
class Example:
    """A span with its features, the coder's mark, if any, and for a machine's span the candidate."""

    language: str
    study: str
    part: str
    interview: str
    answer: int
    item: Item
    kind: str
    mark: Mark | None
    candidate: Candidate | None

    @property
    def coded(self) -> bool:
        """Whether the span is the coder's own."""
        return self.candidate is None


def load_examples(language: str) -> list[Example]:
    """Every coded span of a language, every span of the machine that matches one, and those that carry a label."""
    folds = load_folds(language)
    return [example for transcript in load_interviews([language]) for example in examples_of(transcript, folds)]


def examples_of(transcript: Transcript, folds: Mapping[str, np.ndarray]) -> list[Example]:
    """The examples of one interview: the coder's spans, then the machine's."""
    turns = read_interview(transcript)
    heard = [(n, turn) for n, turn in enumerate(turns) if transcript.utterances[n].role != "other"]
    gold = gold_marks(transcript)
    units = _find(transcript.language, turns, folds[transcript.id])
    found = _machine_marks(transcript.id, heard)
    pairs: dict[int, Mark] = {t: gold[g] for g, t in matched_pairs(gold, [mark for mark, _candidate in found])}
    machine = [
        (candidate, mark.utterance, pairs.get(i))
        for i, (mark, candidate) in enumerate(found)
        if i in pairs or mark.kind in LABELLED
    ]
    examples = []
    for chosen, coded in ((_coded(gold, turns, units, folds[transcript.id]), True), (machine, False)):
        marks = {id(candidate): mark for candidate, _utterance, mark in chosen}
        for number, turn in heard:
            turn.reading.candidates = [c for c, utterance, _mark in chosen if utterance == number and turn.participant]
        spans = _spans(transcript, [turn for _number, turn in heard])
        for candidate, content, answer in zip(spans.candidates, spans.contents, spans.answer, strict=True):
            examples.append(
                Example(
                    transcript.language, f"{transcript.language}/{transcript.study}", part_of_id(transcript.id),
                    transcript.id, int(answer), {**content, **spans.answers[answer]}, candidate.kind,
                    marks[id(candidate)], None if coded else candidate,
                )
            )  # fmt: skip
    return examples


def _find(language: str, turns: Sequence[Turn], odds: np.ndarray) -> list[Unit]:
    """Leave the candidates that models find which had not seen the study; the units are returned."""
    moments, weights, senses = load_moments(language), load_weights(language), load_senses(language)
    assert moments is not None
    units = units_of(turns, senses, weights)
    said = replace(moments.read(units), odds=odds.astype(np.float64))
    leave_candidates(turns, units, said, moments, weights, senses)
    return units


def _spans(transcript: Transcript, turns: Sequence[Turn]) -> Spans:
    return spans_of(turns, transcript.group, Language.load(transcript.language))


def _machine_marks(name: str, heard: Sequence[tuple[int, Turn]]) -> list[tuple[Mark, Candidate]]:
    found = []
    for number, turn in heard:
        for c in turn.reading.candidates if turn.participant else ():
            start, end = text_range(turn.reading, c.start, c.end)
            found.append((Mark(name, number, start, end, c.kind, c.label, c.valence, c.stage), c))
    return found


def _coded(
    gold: Sequence[Mark], turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray
) -> list[tuple[Candidate, int, Mark | None]]:
    """The coder's spans as ranges of words."""
    found: list[tuple[Candidate, int, Mark | None]] = []
    for mark in gold:
        turn = turns[mark.utterance]
        inside = [i for i, (start, end) in enumerate(turn.reading.places) if start < mark.end and end > mark.start]
        if inside and turn.participant:
            candidate = Candidate(inside[0], inside[-1] + 1, mark.kind, None, None, None, 1.0)
            held = [
                i
                for i, unit in enumerate(units)
                if unit.turn == mark.utterance and unit.start < candidate.end and unit.end > candidate.start
            ]
            if held and mark.kind in LABELLED:
                candidate.mood = mood_of(units, odds.astype(np.float64), held[0], held[-1] + 1)
            found.append((candidate, mark.utterance, mark))
    return found
