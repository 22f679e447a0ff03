"""Mentions: passages of text that bear a code, each counted once however many coders marked it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cjm_research.model import Coding


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one utterance that bears a code; `n_codings` codings overlap in it."""

    code: str
    participant: str
    transcript: str
    utterance: int
    start: int
    end: int
    n_codings: int


def passages(codings: Iterable[Coding]) -> list[Passage]:
    """The passages of codings, by code and place: overlapping codings of the same code are one passage.

    Two coders who mark the same words thus make one mention, not two.
    """
    by_turn: dict[tuple[str, str, str, int], list[Coding]] = defaultdict(list)
    for coding in codings:
        by_turn[coding.code, coding.transcript, coding.participant, coding.utterance].append(coding)
    found: list[Passage] = []
    for (code, transcript, participant, utterance), members in sorted(by_turn.items(), key=lambda item: item[0]):
        for start, end, n in _joined(members):
            found.append(Passage(code, participant, transcript, utterance, start, end, n))
    return found


def _joined(codings: list[Coding]) -> list[tuple[int, int, int]]:
    stretches: list[tuple[int, int, int]] = []
    for coding in sorted(codings, key=lambda c: (c.start, c.end)):
        if stretches and coding.start < stretches[-1][1]:
            start, end, n = stretches[-1]
            stretches[-1] = start, max(end, coding.end), n + 1
        else:
            stretches.append((coding.start, coding.end, 1))
    return stretches
