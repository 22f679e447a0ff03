"""Coded spans and matched machine spans of the corpus, with what stands around them: what the attributes learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.evaluate_tagger import DEVELOPMENT, FLAGSHIP, load_interviews
from benchmarks.score import Mark, gold_marks, matched_pairs
from cjm_research.model import Transcript
from cjm_research.tagging.attributes import Spans, spans_of
from cjm_research.tagging.linear import Item
from cjm_research.tagging.pipeline import SPANS, load_pipeline
from cjm_research.tagging.reading import Candidate, Turn, reading_of, text_range
from cjm_research.tagging.scoring import load_weights
from cjm_research.tagging.spans import SpanMaker
from cjm_research.tagging.surroundings import Language


@dataclass(frozen=True)
class Example:
    """A span with its features, the coder's mark and, for a machine's span, what the rules alone would say."""

    language: str
    study: str
    part: str
    interview: str
    answer: int
    item: Item
    mark: Mark
    candidate: Candidate | None

    @property
    def coded(self) -> bool:
        """Whether the span is the coder's own."""
        return self.candidate is None


def part_of(transcript: Transcript) -> str:
    """Which part an interview belongs to: dev, held or flagship."""
    number = int(transcript.id.rpartition("_")[2])
    return "dev" if number in DEVELOPMENT else "flagship" if number in FLAGSHIP else "held"


def load_examples(language: str) -> list[Example]:
    """Every coded span of a language, and every span of the machine that matches one."""
    return [example for transcript in load_interviews([language]) for example in examples_of(transcript)]


def examples_of(transcript: Transcript) -> list[Example]:
    """The examples of one interview: the coder's spans, then the machine's."""
    nlp = load_pipeline(transcript.language)
    spoken = [(n, u) for n, u in enumerate(transcript.utterances) if u.role != "other"]
    turns = [Turn(u.role == "participant", u.text, reading_of(nlp(u.text, disable=[SPANS]))) for _n, u in spoken]
    rules = SpanMaker(load_weights(transcript.language))
    for turn in turns:
        rules.leave_candidates(turn.reading)
    numbers = [n for n, _u in spoken]
    gold = gold_marks(transcript)
    found = _machine_marks(transcript.id, numbers, turns)
    matched = [(found[t][1], gold[g]) for g, t in matched_pairs(gold, [mark for mark, _candidate in found])]
    examples = []
    for pairs, coded in ((_coded(gold, numbers, turns), True), (matched, False)):
        wanted = {id(candidate): mark for candidate, mark in pairs}
        for turn, number in zip(turns, numbers, strict=True):
            here = [c for c, mark in pairs if mark.utterance == number]
            turn.reading.candidates = here if turn.participant else []
        spans = _spans(transcript, turns)
        for candidate, content, answer in zip(spans.candidates, spans.contents, spans.answer, strict=True):
            item = {**content, **spans.answers[answer]}
            kept = None if coded else candidate
            mark = wanted[id(candidate)]
            examples.append(
                Example(
                    transcript.language, f"{transcript.language}/{transcript.study}", part_of(transcript),
                    transcript.id, int(answer), item, mark, kept,
                )
            )  # fmt: skip
    return examples


def _spans(transcript: Transcript, turns: Sequence[Turn]) -> Spans:
    return spans_of(turns, transcript.group, Language.load(transcript.language))


def _machine_marks(name: str, numbers: Sequence[int], turns: Sequence[Turn]) -> list[tuple[Mark, Candidate]]:
    found = []
    for turn, number in zip(turns, numbers, strict=True):
        for c in turn.reading.candidates if turn.participant else ():
            start, end = text_range(turn.reading, c.start, c.end)
            found.append((Mark(name, number, start, end, c.kind, c.label, c.valence, c.stage), replace(c)))
    return found


def _coded(gold: Sequence[Mark], numbers: Sequence[int], turns: Sequence[Turn]) -> list[tuple[Candidate, Mark]]:
    """The coder's spans as ranges of words."""
    pairs = []
    for mark in gold:
        turn = turns[numbers.index(mark.utterance)]
        inside = [i for i, (start, end) in enumerate(turn.reading.places) if start < mark.end and end > mark.start]
        if inside and turn.participant:
            pairs.append((Candidate(inside[0], inside[-1] + 1, mark.kind, None, None, None, 1.0), mark))
    return pairs
