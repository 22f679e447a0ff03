"""What coders are compared on: which interviews, turns and codings count, and what is left out.

Counted are the confirmed codings of people in what participants say; suggestions, the machine's own and consensus
codings never. An interview counts where two or more of the coders have coded in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from cjm_research.coding.agreement.unitizing import Unit, merged
from cjm_research.model import CONSENSUS_CODER, MACHINE_CODER, Coding, Transcript

# Of each coder, in their order, the marked stretches of one turn.
Marks = list[list[Unit]]


@dataclass(frozen=True)
class Turn:
    """A turn that counts."""

    transcript: str
    utterance: int
    text: str
    language: str


@dataclass(frozen=True)
class Material:
    """The text and the codings of the coders who are compared.

    Attributes
    ----------
    coders : tuple of str
        In the order of every list that has one entry a coder.
    turns : tuple of Turn
        What counts, in the order of the interviews.
    worked : dict
        Interview -> which coders (numbers) have coded in it; two at least.
    marks : dict
        Code -> number of a turn -> marks.
    codings : dict
        Code -> number of an interview -> the codings of each coder, as they are.
    alone : dict
        Interviews left out because one coder only worked on them -> that coder.
    left_turns, left_characters : int
        Turns of interviewers in the interviews that count.
    left_codings : int
        Codings in those turns.
    """

    coders: tuple[str, ...]
    turns: tuple[Turn, ...]
    worked: dict[str, frozenset[int]]
    marks: dict[str, dict[int, Marks]]
    codings: dict[str, dict[str, list[list[Coding]]]]
    alone: dict[str, str] = field(default_factory=dict)
    left_turns: int = 0
    left_characters: int = 0
    left_codings: int = 0

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes that anybody used, sorted."""
        return tuple(sorted(self.marks))

    @cached_property
    def n_characters(self) -> int:
        """The characters of the turns that count."""
        return sum(len(turn.text) for turn in self.turns)

    @cached_property
    def interview_of(self) -> tuple[int, ...]:
        """For each turn, the number of its interview."""
        number = {transcript: i for i, transcript in enumerate(self.worked)}
        return tuple(number[turn.transcript] for turn in self.turns)

    def absent(self, turn: int) -> tuple[int, ...]:
        """The pattern of a turn in which nothing is marked: 0 for who worked on it, -1 for who did not."""
        here = self.worked[self.turns[turn].transcript]
        return tuple(0 if coder in here else -1 for coder in range(len(self.coders)))


def people(codings: Iterable[Coding]) -> tuple[str, ...]:
    """Who has confirmed codings, but for the machine and the consensus, sorted."""
    names = {coding.coder for coding in codings if coding.status == "confirmed"}
    return tuple(sorted(names - {MACHINE_CODER, CONSENSUS_CODER}))


def material(
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    coders: Sequence[str],
    *,
    level: str = "kind",
    everybody: bool = False,
) -> Material:
    """What `coders` are compared on.

    Parameters
    ----------
    level : {"kind", "code"}
        What makes two codings alike: the kind, or kind and label.
    everybody : bool
        Only interviews that all of the coders have coded.
    """
    number = {coder: i for i, coder in enumerate(coders)}
    mine: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.status == "confirmed" and coding.coder in number:
            mine[coding.transcript].append(coding)
    worked: dict[str, frozenset[int]] = {}
    alone: dict[str, str] = {}
    for transcript in transcripts:
        who = frozenset(number[coding.coder] for coding in mine[transcript.id])
        if len(who) >= (len(coders) if everybody else 2):
            worked[transcript.id] = who
        elif who:
            alone[transcript.id] = ", ".join(coders[coder] for coder in sorted(who))
    counted = [transcript for transcript in transcripts if transcript.id in worked]
    turns, left_turns, left_characters = _turns(counted)
    at = {(turn.transcript, turn.utterance): i for i, turn in enumerate(turns)}
    used = [coding for transcript in counted for coding in mine[transcript.id]]
    inside = [coding for coding in used if (coding.transcript, coding.utterance) in at]
    key = _key(level)
    return Material(
        coders=tuple(coders),
        turns=turns,
        worked=worked,
        marks=_marks(inside, at, number, key),
        codings=_by_interview(inside, number, key),
        alone=alone,
        left_turns=left_turns,
        left_characters=left_characters,
        left_codings=len(used) - len(inside),
    )


def _key(level: str):
    return (lambda coding: coding.kind) if level == "kind" else (lambda coding: coding.code)


def _turns(transcripts: Sequence[Transcript]) -> tuple[tuple[Turn, ...], int, int]:
    turns: list[Turn] = []
    left = [0, 0]
    for transcript in transcripts:
        for number, utterance in enumerate(transcript.utterances):
            # Where nobody could tell the sides, the role is “other”: that text counts.
            if utterance.role == "interviewer":
                left = [left[0] + 1, left[1] + len(utterance.text)]
            else:
                turns.append(Turn(transcript.id, number, utterance.text, transcript.language))
    return tuple(turns), left[0], left[1]


def _marks(codings, at, number, key) -> dict[str, dict[int, Marks]]:
    raw: dict[str, dict[int, Marks]] = defaultdict(dict)
    for coding in codings:
        turn = at[coding.transcript, coding.utterance]
        lists = raw[key(coding)].setdefault(turn, [[] for _coder in number])
        lists[number[coding.coder]].append((coding.start, coding.end))
    return {
        code: {turn: [merged(units) for units in lists] for turn, lists in sorted(turns.items())}
        for code, turns in raw.items()
    }


def _by_interview(codings, number, key) -> dict[str, dict[str, list[list[Coding]]]]:
    found: dict[str, dict[str, list[list[Coding]]]] = defaultdict(dict)
    for coding in codings:
        lists = found[key(coding)].setdefault(coding.transcript, [[] for _coder in number])
        lists[number[coding.coder]].append(coding)
    return dict(found)


def runs(marks: Marks) -> Iterator[tuple[int, tuple[bool, ...]]]:
    """Stretches of a turn in which the same coders have marked the text: their length and who has.

    Stretches that nobody marked are left out. Marks of one coder do not overlap.
    """
    borders = sorted({place for units in marks for unit in units for place in unit})
    at = [0] * len(marks)
    for start, end in pairwise(borders):
        who = []
        for coder, units in enumerate(marks):
            while at[coder] < len(units) and units[at[coder]][1] <= start:
                at[coder] += 1
            who.append(at[coder] < len(units) and units[at[coder]][0] <= start)
        if any(who):
            yield end - start, tuple(who)


def only(given: Material, pair: tuple[int, int]) -> Material:
    """The material of two of the coders: interviews that both have coded."""
    worked = {name: frozenset({0, 1}) for name, who in given.worked.items() if set(pair) <= who}
    old = [i for i, turn in enumerate(given.turns) if turn.transcript in worked]
    new = {turn: number for number, turn in enumerate(old)}
    marks = {
        code: {new[turn]: [lists[c] for c in pair] for turn, lists in turns.items() if turn in new}
        for code, turns in given.marks.items()
    }
    codings = {
        code: {name: [lists[c] for c in pair] for name, lists in interviews.items() if name in worked}
        for code, interviews in given.codings.items()
    }
    used = {code for code, turns in marks.items() if any(any(lists) for lists in turns.values())}
    return Material(
        coders=tuple(given.coders[c] for c in pair),
        turns=tuple(given.turns[turn] for turn in old),
        worked=worked,
        marks={code: marks[code] for code in sorted(used)},
        codings={code: codings[code] for code in sorted(used)},
    )
