"""What people decided in an interview, and where they looked: what counts as right, as wrong, and as not known.

Right is what somebody coded, accepted or changed; wrong is what somebody rejected. That nothing stands in a passage
says something only where somebody worked: in an interview without an open suggestion everywhere (where the machine
never suggested anything, up to the last coding); in an interview with open ones in the turns before the first of them,
up to the last decision, and in turns with a decision and nothing open. Where coders agreed on a consensus, that alone
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cjm_research.model import MACHINE_CODER, Coding, Transcript
from cjm_research.model.coding import CONSENSUS_CODER
from cjm_research.model.scheme import LABELS
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.attributes import (
    LABELLED,
    Attributes,
    Spans,
    around,
    leaning,
    log_odds,
    log_shares,
    spans_of,
)
from cjm_research.tagging.learnt.finding import mood_of
from cjm_research.tagging.learnt.learning import Lesson, Mark, overlaps
from cjm_research.tagging.learnt.moments import BARRIER, FOUND, group
from cjm_research.tagging.learnt.surroundings import Language
from cjm_research.tagging.learnt.units import Unit, units_of
from cjm_research.tagging.own.features import PIECE, hashed, hashed_for_codes
from cjm_research.tagging.reading import Candidate, Turn, text_range
from cjm_research.tagging.tagger import Adjusted, Tagger


def is_own(kind: str, label: str | None) -> bool:
    """Whether a code is none of the built-in ones."""
    return label is not None and label not in LABELS.get(kind, ())


@dataclass(frozen=True)
class Worked:
    """An interview that people worked on: codings that count, rejected suggestions, turns that were worked through.

    `unsure` holds for each turn the own codes (kind, label) that the machine suggests there and nobody has judged yet;
    `last` is the last turn in which anything was decided.
    """

    transcript: Transcript
    coded: tuple[Coding, ...]
    rejected: tuple[Coding, ...]
    looked: frozenset[int]
    unsure: frozenset[tuple[int, str, str]] = frozenset()
    last: int = -1


def worked_on(transcripts: Iterable[Transcript], codings: Iterable[Coding]) -> list[Worked]:
    """The interviews in which people decided anything, in their order."""
    by_transcript: dict[str, list[Coding]] = {}
    for coding in codings:
        by_transcript.setdefault(coding.transcript, []).append(coding)
    found = []
    for transcript in transcripts:
        here = by_transcript.get(transcript.id, [])
        coded = [one for one in here if one.status == "confirmed" and one.coder != MACHINE_CODER]
        if any(one.coder == CONSENSUS_CODER for one in coded):
            coded = [one for one in coded if one.coder == CONSENSUS_CODER]
        rejected = [one for one in here if one.status == "rejected"]
        if coded or rejected:
            unsure = frozenset((c.utterance, c.kind, str(c.label)) for c in here if _is_open_own(c))
            looked = looked_turns(transcript, here)
            last = max(one.utterance for one in (*coded, *rejected))
            found.append(Worked(transcript, tuple(coded), tuple(rejected), looked, unsure, last))
    return found


def _is_open_own(coding: Coding) -> bool:
    return coding.status == "suggested" and is_own(coding.kind, coding.label)


def looked_turns(transcript: Transcript, codings: Iterable[Coding]) -> frozenset[int]:
    """The participant's turns that somebody worked through, by the interview's codings of whatever status."""
    codings = list(codings)
    decided = {one.utterance for one in codings if one.status in ("confirmed", "rejected")}
    waiting = {one.utterance for one in codings if one.status == "suggested" and not _is_open_own(one)}
    if not decided:
        return frozenset()
    if waiting:
        before = [turn for turn in decided if turn < min(waiting)]
        last = max(before, default=-1)
    elif any(one.source for one in codings if one.status != "suggested"):
        last = len(transcript.utterances)
    else:
        last = max(decided)
    turns = set(range(last + 1)) | (decided - waiting)
    return frozenset(n for n, u in enumerate(transcript.utterances) if u.role == "participant" and n in turns)


@dataclass
class Coded:
    """Spans that people coded: their features, what they gave them, and what the larger model says (log-odds)."""

    items: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    truths: list[int] = field(default_factory=list)
    offsets: list[np.ndarray] = field(default_factory=list)


@dataclass
class Page:
    """An interview that people worked on, as the learning sees it.

    Parameters
    ----------
    lesson : Lesson
        Its units and what is coded in them; kinds of `FOUND` and `BARRIER`.
    odds : ndarray of shape (n_units, len(FOUND))
        What the tagger says that is to be corrected.
    table, own_table : sparse matrix of shape (n_units, BUCKETS)
        The words of the units as the kinds see them, and as own codes do.
    known : ndarray of shape (n_units, len(FOUND))
        1 where it is known whether a unit holds a kind.
    looked : ndarray of bool, shape (n_units,)
        Whether the unit's turn was worked through.
    reached : ndarray of bool, shape (n_units,)
        Whether it was, or stands before the last decision: who codes with a code of their own need not look at
        anything else.
    codes : mapping of tuple of str to ndarray of shape (n_units,)
        For each own code (kind, label) the units that hold it.
    unsure : mapping of tuple of str to ndarray of bool, shape (n_units,)
        The units of whose own code nothing is known.
    refused : mapping of tuple of str to ndarray of bool, shape (n_units,)
        For each own code the units where a suggestion of it was turned down.
    coded : mapping of str to Coded
        By the name of what is decided: "touchpoint label", "emotion valence", "stage" ...
    """

    worked: Worked
    lesson: Lesson
    odds: np.ndarray
    table: Any
    own_table: Any
    known: np.ndarray
    looked: np.ndarray
    codes: dict[tuple[str, str], np.ndarray]
    unsure: dict[tuple[str, str], np.ndarray]
    coded: dict[str, Coded]
    reached: np.ndarray
    refused: dict[tuple[str, str], np.ndarray]

    def target_of(self, name: tuple[str, str]) -> np.ndarray:
        """1 for the units that hold an own code (kind, label); shape (n_units,)."""
        return self.codes.get(name, np.zeros(len(self.looked)))


def read_page(worked: Worked, tagger: Tagger, adjusted: Adjusted | None = None) -> Page | None:
    """The page of an interview; None where nothing was learnt for its language.

    Parameters
    ----------
    tagger : Tagger
        What is to be corrected, of the interview's language.
    adjusted : callable, optional
        What is done to the tagger's log-odds before they are corrected.
    """
    finder, transcript = tagger.finder, worked.transcript
    if finder is None:
        return None
    turns = read_interview(transcript)
    units = units_of(turns, finder.senses, finder.weights)
    odds = finder.moments.read(units).odds
    if adjusted is not None:
        odds = adjusted(transcript, turns, units, odds)
    places = [text_range(turns[unit.turn].reading, unit.start, unit.end) for unit in units]
    targets = {kind: np.zeros(len(units)) for kind in (*FOUND, BARRIER)}
    codes: dict[tuple[str, str], np.ndarray] = {}
    looked = np.array([unit.turn in worked.looked for unit in units], dtype=bool)
    known = np.repeat(looked[:, None], len(FOUND), axis=1).astype(float)
    refused: dict[tuple[str, str], np.ndarray] = {}
    for coding in worked.rejected:
        rows = _held(units, places, coding)
        if is_own(coding.kind, coding.label):
            # The kind may be right there all the same.
            refused.setdefault((coding.kind, str(coding.label)), np.zeros(len(units), dtype=bool))[rows] = True
        else:
            known[rows, FOUND.index(group(coding.kind))] = 1.0
    for coding in worked.coded:
        rows = _held(units, places, coding)
        targets[group(coding.kind)][rows] = 1
        targets[coding.kind][rows] = 1
        known[rows, FOUND.index(group(coding.kind))] = 1.0
        if is_own(coding.kind, coding.label):
            codes.setdefault((coding.kind, str(coding.label)), np.zeros(len(units)))[rows] = 1
    unsure: dict[tuple[str, str], np.ndarray] = {}
    for turn, kind, label in worked.unsure:
        here = np.array([unit.turn == turn for unit in units], dtype=bool)
        unsure[kind, label] = unsure.get((kind, label), np.zeros(len(units), dtype=bool)) | here
    gold: list[Mark] = [(c.utterance, c.start, c.end, c.kind) for c in worked.coded]
    lesson = Lesson(transcript, transcript.id, turns, units, gold, targets)
    items = [unit.item for unit in units]
    table, own_table = hashed(items, PIECE, transcript.language), hashed_for_codes(items, transcript.language)
    coded = _coded(worked, turns, units, odds, tagger.attributes)
    reached = looked | np.array([unit.turn <= worked.last for unit in units], dtype=bool)
    return Page(worked, lesson, odds, table, own_table, known, looked, codes, unsure, coded, reached, refused)


def _held(units: Sequence[Unit], places: Sequence[tuple[int, int]], coding: Coding) -> list[int]:
    """The units that share half of the shorter one's characters with a coding."""
    return [
        row
        for row, (unit, place) in enumerate(zip(units, places, strict=True))
        if unit.turn == coding.utterance and overlaps(*place, coding.start, coding.end)
    ]


def _coded(
    worked: Worked, turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray, attributes: Attributes
) -> dict[str, Coded]:
    """The coded spans with what people gave them, for each thing that is decided of a span."""
    if attributes.stages is None:
        return {}
    by_candidate: dict[int, Coding] = {}
    for turn in turns:
        turn.reading.candidates = []
    for coding in worked.coded:
        turn = turns[coding.utterance]
        inside = [i for i, (start, end) in enumerate(turn.reading.places) if start < coding.end and end > coding.start]
        if inside and turn.participant:
            candidate = Candidate(inside[0], inside[-1] + 1, coding.kind, None, None, None, 1.0)
            if coding.kind in LABELLED:
                held = [
                    row
                    for row, unit in enumerate(units)
                    if unit.turn == coding.utterance and unit.start < candidate.end and unit.end > candidate.start
                ]
                candidate.mood = mood_of(units, odds, held[0], held[-1] + 1) if held else {}
            turn.reading.candidates.append(candidate)
            by_candidate[id(candidate)] = coding
    roles = [utterance.role for utterance in worked.transcript.utterances]
    heard = [turn for turn, role in zip(turns, roles, strict=True) if role != "other"]
    spans = spans_of(heard, worked.transcript.group, Language.load(worked.transcript.language))
    given = [by_candidate[id(candidate)] for candidate in spans.candidates]
    found: dict[str, Coded] = {}
    if not given:
        return found
    for kind in LABELLED:
        chosen = [i for i, coding in enumerate(given) if coding.kind == kind]
        if chosen:
            labels, valences = attributes.labels[kind], attributes.valences[kind]
            said = log_odds(labels, spans, chosen)
            leaned = log_shares(log_odds(valences, spans, chosen) + leaning(said, attributes.usual.get(kind)))
            _put(found, f"{kind} label", spans, chosen, labels.outputs, [given[i].label for i in chosen], said)
            _put(found, f"{kind} valence", spans, chosen, valences.outputs, [given[i].valence for i in chosen], leaned)
    everything = list(range(len(given)))
    said = log_odds(attributes.stages, spans, everything)
    total = said + around(said, spans.answer, len(spans.answers), attributes.steps)[spans.answer]
    stages = [coding.stage for coding in given]
    _put(found, "stage", spans, everything, attributes.stages.outputs, stages, log_shares(total))
    return found


def _put(
    found: dict[str, Coded],
    name: str,
    spans: Spans,
    chosen: Sequence[int],
    outputs: Sequence[str],
    values: Sequence[object],
    offsets: np.ndarray,
) -> None:
    coded = Coded()
    for i, value, offset in zip(chosen, values, offsets, strict=True):
        if value is not None and str(value) in outputs:
            coded.items.append(spans.item(i))
            coded.answers.append(int(spans.answer[i]))
            coded.truths.append(outputs.index(str(value)))
            coded.offsets.append(offset)
    if coded.items:
        found[name] = coded
