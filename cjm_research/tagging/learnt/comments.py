"""Texts that nobody asked a question for: reviews, comments, open answers of a survey.

An interview is searched piece by piece, because most of what is said in it shows no feeling. A comment is written
because its author feels something, so it is judged as a whole (`feelings`): which feelings it shows, whether it speaks
well or ill. A text that speaks ill holds a pain point, one that speaks well a success point.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from cjm_research.model import Transcript
from cjm_research.model.scheme import EMOTION_VALENCE
from cjm_research.tagging.learnt.feelings import Feelings, feelings_of, weights_path
from cjm_research.tagging.learnt.finding import only_denied
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.learnt.units import Unit
from cjm_research.tagging.reading import Candidate, Reading, Turn

# The register of talk, in which texts are searched piece by piece.
INTERVIEWS = "interviews"
_SIGNS: Mapping[str, tuple[int, ...]] = {"negative": (-1,), "positive": (1,), "ambivalent": (-1, 1), "neutral": ()}
# Least score at which a feeling that was found piece by piece stays beside those of the whole text.
_SURE = 0.5
_KINDS = {-1: "pain_point", 1: "success_point"}
_SIGN_OF = {"pain_point": -1, "barrier": -1, "success_point": 1}


def are_comments(transcript: Transcript) -> bool:
    """Whether nobody asks anything in the transcript, and its language can judge whole texts."""
    asked = any(utterance.role == "interviewer" for utterance in transcript.utterances)
    return not asked and weights_path(transcript.language).exists()


def judge(turns: Sequence[Turn], language: str) -> dict[int, Feelings]:
    """The feelings of each participant turn that has words, by its number; none where the texts read like an interview.

    Somebody may tell at length without being asked, or the questions may not have been written down.
    """
    numbers = [n for n, turn in enumerate(turns) if turn.participant and turn.reading.words]
    judged = feelings_of(language, [turns[n].text for n in numbers], together=True)
    told = sum(feelings.registers.get(INTERVIEWS, 0.0) for feelings in judged)
    return {} if told >= len(judged) / 2 else dict(zip(numbers, judged, strict=True))


def leave_feelings(
    turns: Sequence[Turn], units: Sequence[Unit], odds: np.ndarray, judged: Mapping[int, Feelings]
) -> None:
    """Put the judged feelings in the place of those that were found piece by piece, and see to trouble and praise."""
    rows: dict[int, list[int]] = {}
    for row, unit in enumerate(units):
        rows.setdefault(unit.turn, []).append(row)
    for number, feelings in judged.items():
        reading = turns[number].reading
        signs = _SIGNS[feelings.sign]
        kept = [c for c in reading.candidates if _stays(c) and _SIGN_OF.get(c.kind, 0) in (0, *signs)]
        kept = [c for c in kept if c.kind != "emotion" or c.fixed_label not in feelings.shown]
        shown = [_emotion(reading, feelings, family) for family in feelings.shown]
        kept += [emotion for emotion in shown if not only_denied(reading, emotion.start, emotion.end)]
        told = {_SIGN_OF.get(c.kind, 0) for c in kept} | {np.sign(EMOTION_VALENCE[f]) for f in feelings.shown}
        for sign in signs:
            if sign not in told and rows.get(number):
                kept.append(_whole(units, rows[number], odds, _KINDS[sign], feelings))
        reading.candidates = sorted(kept, key=lambda c: (c.start, c.end, c.kind, c.label or ""))


def settle(turns: Sequence[Turn], judged: Mapping[int, Feelings]) -> None:
    """Valence as the whole text has it: of a feeling by its family, of a contact within what the text says."""
    for number, feelings in judged.items():
        signs = _SIGNS[feelings.sign]
        reading = turns[number].reading
        reading.candidates = [c for c in reading.candidates if c.fixed_label or c.label not in feelings.shown]
        for candidate in reading.candidates:
            if candidate.kind == "touchpoint" and np.sign(candidate.valence or 0) not in (0, *signs):
                candidate.valence = signs[0] if len(signs) == 1 else 0
            if candidate.kind == "emotion" and candidate.fixed_label:
                candidate.label = candidate.fixed_label
                usual = EMOTION_VALENCE[candidate.fixed_label]
                if not usual:
                    candidate.valence = signs[0] if len(signs) == 1 else 0
                elif np.sign(candidate.valence or 0) != np.sign(usual):
                    candidate.valence = usual


def _stays(candidate: Candidate) -> bool:
    """Whether what was found piece by piece stays: of feelings only those that a rule knows and that are likely."""
    return candidate.kind != "emotion" or bool(candidate.hits and candidate.score >= _SURE)


def _emotion(reading: Reading, feelings: Feelings, family: str) -> Candidate:
    start, end = _words(reading, feelings.place(family))
    candidate = Candidate(start, end, "emotion", family, None, None, feelings.families[family])
    candidate.fixed_label = family
    candidate.by_rule = False
    candidate.words = [_words(reading, place) for place in feelings.words.get(family, ())]
    return candidate


def _whole(units: Sequence[Unit], rows: Sequence[int], odds: np.ndarray, kind: str, feelings: Feelings) -> Candidate:
    """The piece that is likeliest to hold the kind."""
    unit = units[max(rows, key=lambda row: odds[row, FOUND.index(kind)])]
    share = feelings.polarity[feelings.sign]
    candidate = Candidate(unit.start, unit.end, kind, None, None, None, share)
    candidate.by_rule = False
    return candidate


def _words(reading: Reading, place: tuple[int, int]) -> tuple[int, int]:
    """The words that a range of code points touches, as a half-open range; at least one."""
    first, last = place
    n = len(reading.places)
    start = min(bisect_left(reading.places, first, key=lambda p: p[1] - 1), n - 1)
    end = bisect_left(reading.places, last, key=lambda p: p[0])
    return start, max(end, start + 1)
