"""Where passages stand along their interviews, which of them meet, and what meets when they are moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from cjm_research.coding.queries.passages import Passage
from cjm_research.coding.queries.tables import lineage
from cjm_research.model import Codebook, Transcript


@dataclass(frozen=True)
class Placed:
    """Passages with the number of their code, sorted by code and person; a passage stands once for each code it is of.

    `codes` has shape (n_mentions,), `n_mentions` shape (n_codes,); `people` are the tellers of each code.
    """

    passages: tuple[Passage, ...]
    codes: np.ndarray
    n_mentions: np.ndarray
    people: tuple[frozenset[str], ...]

    @property
    def n_codes(self) -> int:
        """How many codes are compared."""
        return len(self.people)

    @cached_property
    def blocks(self) -> np.ndarray:
        """Where the mentions of one code by one person begin."""
        pairs = list(zip(self.codes.tolist(), (p.participant for p in self.passages), strict=True))
        return _whole([i for i, pair in enumerate(pairs) if i == 0 or pairs[i - 1] != pair])

    @classmethod
    def of(cls, found: Sequence[Passage], keys: Sequence[str], codebook: Codebook, *, rolled_up: bool) -> Self:
        """The passages of these codes; `rolled_up`: those of the codes below them too."""
        numbers = {key: n for n, key in enumerate(keys)}
        pairs = [
            (numbers[code], passage)
            for passage in found
            for code in (lineage(codebook, passage.code) if rolled_up else (passage.code,))
            if code in numbers
        ]
        pairs.sort(key=lambda p: (p[0], p[1].participant, p[1].transcript, p[1].utterance, p[1].start, p[1].end))
        codes = np.array([code for code, _passage in pairs], dtype=np.int64)
        tellers: list[set[str]] = [set() for _key in keys]
        for code, passage in pairs:
            tellers[code].add(passage.participant)
        return cls(
            passages=tuple(passage for _code, passage in pairs),
            codes=codes,
            n_mentions=np.bincount(codes, minlength=len(keys)),
            people=tuple(frozenset(people) for people in tellers),
        )


@dataclass(frozen=True)
class Meetings:
    """How often codes meet: arrays of shape (n_codes, n_codes).

    `with_other[a, b]` are the mentions of a that meet one of b; `people[a, b]` those in whose interviews they do.
    """

    with_other: np.ndarray
    people: np.ndarray

    @property
    def mentions(self) -> np.ndarray:
        """The smaller of a with b and b with a."""
        return np.minimum(self.with_other, self.with_other.T)


@dataclass(frozen=True)
class Layout:
    """All interviews end to end, each as the code points of its told turns in order.

    Parameters
    ----------
    origins, lengths : ndarray of int, shape (n_interviews,)
        Where each interview begins, and how many code points were told in it.
    turn_starts, turn_numbers : ndarray of int, shape (n_turns,)
        Where each told turn begins; its number, with a gap between interviews that no distance in turns bridges.
    starts, lengths_of, interviews : ndarray of int, shape (n_mentions,)
        The mentions' places, lengths, and the numbers of their interviews.
    reach : int
        Turns that may lie between two mentions that meet.
    by_turn : bool
        Whether turns are compared rather than code points.
    """

    origins: np.ndarray
    lengths: np.ndarray
    turn_starts: np.ndarray
    turn_numbers: np.ndarray
    starts: np.ndarray
    lengths_of: np.ndarray
    interviews: np.ndarray
    reach: int
    by_turn: bool

    @property
    def n_interviews(self) -> int:
        """How many interviews there are."""
        return len(self.origins)

    @classmethod
    def of(cls, transcripts: Sequence[Transcript], placed: Placed, *, within: int, by_turn: bool) -> Self:
        """The layout of the interviews that hold the passages; told are participants' turns and coded ones."""
        coded = {(p.transcript, p.utterance) for p in placed.passages}
        ids = {id for id, _utterance in coded}
        origins: list[int] = []
        lengths: list[int] = []
        turn_starts: list[int] = []
        turn_numbers: list[int] = []
        at: dict[tuple[str, int], int] = {}
        interview_of: dict[str, int] = {}
        place = number = 0
        for transcript in transcripts:
            if transcript.id not in ids:
                continue
            interview_of[transcript.id] = len(origins)
            origins.append(place)
            for n, utterance in enumerate(transcript.utterances):
                if utterance.role == "participant" or (transcript.id, n) in coded:
                    at[transcript.id, n] = place
                    turn_starts.append(place)
                    turn_numbers.append(number + n)
                    place += max(1, len(utterance.text))
            lengths.append(place - origins[-1])
            number += len(transcript.utterances) + within + 1
        return cls(
            origins=_whole(origins),
            lengths=_whole(lengths),
            turn_starts=_whole(turn_starts),
            turn_numbers=_whole(turn_numbers),
            starts=_whole([at[p.transcript, p.utterance] + p.start for p in placed.passages]),
            lengths_of=_whole([p.end - p.start for p in placed.passages]),
            interviews=_whole([interview_of[p.transcript] for p in placed.passages]),
            reach=within,
            by_turn=by_turn,
        )

    def meetings(self, placed: Placed, *, shifts: np.ndarray | None = None) -> Meetings:
        """What meets as the passages stand, or after each code was moved along each interview.

        Parameters
        ----------
        shifts : ndarray of float, shape (n_interviews, n_codes), optional
            Shares of the interview's length, 0..1.
        """
        starts, mentions = self.starts, np.arange(len(self.starts))
        ends = starts + self.lengths_of
        if shifts is not None:
            starts, ends, mentions = self._moved(placed.codes, shifts)
        if self.by_turn:
            turns = self.turn_numbers[np.searchsorted(self.turn_starts, starts, side="right") - 1]
            starts, ends = turns, turns + self.reach + 1
        return _meetings(starts, ends, mentions, placed)

    def _moved(self, codes: np.ndarray, shifts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        length = self.lengths[self.interviews]
        origin = self.origins[self.interviews]
        shift = (shifts[self.interviews, codes] * length).astype(np.int64)
        starts = origin + (self.starts - origin + shift) % length
        ends = starts + self.lengths_of
        mentions = np.arange(len(starts))
        # What passes the end of an interview goes on at its beginning; of a turn only its start counts.
        over = ends > origin + length
        if self.by_turn or not over.any():
            return starts, np.minimum(ends, origin + length), mentions
        return (
            np.concatenate([starts, origin[over]]),
            np.concatenate([np.minimum(ends, origin + length), (ends - length)[over]]),
            np.concatenate([mentions, mentions[over]]),
        )


def _meetings(starts: np.ndarray, ends: np.ndarray, mentions: np.ndarray, placed: Placed) -> Meetings:
    """Counts over mentions whose ranges overlap: of two, in the order of their starts, the second starts inside."""
    n_codes = placed.n_codes
    if not len(mentions):
        return Meetings(np.zeros((n_codes, n_codes), dtype=np.int64), np.zeros((n_codes, n_codes), dtype=np.int64))
    order = np.argsort(starts, kind="stable")
    starts, ends, mentions = starts[order], ends[order], mentions[order]
    inside = np.searchsorted(starts, ends, side="left") - np.arange(len(starts)) - 1
    inside = np.maximum(inside, 0)
    first = np.repeat(np.arange(len(starts)), inside)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(inside) - inside, inside)
    met = np.zeros((len(placed.codes), n_codes), dtype=np.int64)
    one, other = mentions[first], mentions[second]
    met[one, placed.codes[other]] = 1
    met[other, placed.codes[one]] = 1
    # Mentions are sorted by code and person: sums over codes, and over people of what anybody's mentions met.
    with_other, people = np.zeros((n_codes, n_codes), dtype=np.int64), np.zeros((n_codes, n_codes), dtype=np.int64)
    present = np.flatnonzero(placed.n_mentions)
    first_of_code = (np.cumsum(placed.n_mentions) - placed.n_mentions)[present]
    with_other[present] = np.add.reduceat(met, first_of_code, axis=0)
    blocks = placed.blocks
    of_person = np.maximum.reduceat(met, blocks, axis=0)
    block_codes = placed.codes[blocks]
    people[present] = np.add.reduceat(of_person, np.searchsorted(block_codes, present), axis=0)
    return Meetings(with_other, people)


def _whole(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.int64)
