"""How a codebook is used: codings and people behind each code, and quotes that show what a code means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from cjm_research.coding.select import participant_ids
from cjm_research.coding.themes import READABLE, QuoteSpace
from cjm_research.measures.intervals import count_of
from cjm_research.model import Basis, Codebook, Coding, Count, Participant

# Quotes that are compared with each other to find the most central ones. A code with more of them is spoken for by
# those of most people: the comparison grows with the square of their number.
MOST_COMPARED = 300
# From this cosine on, two quotes say the same in the same words, and the second teaches nothing.
SAME_WORDS = 0.9

_STATUS = {"confirmed": "confirmed", "machine": "suggested"}


@dataclass(frozen=True)
class CodeCount:
    """What lies behind one code; figures "in all" hold the codes below it too.

    Parameters
    ----------
    own, in_all : int
        Codings that count by the basis.
    own_people, people : tuple of str
        Whose codings these are, sorted; each person once.
    suggested, suggested_in_all : int
        Open suggestions of the machine, which never mix with what counts.
    asked : int
        How many people there are in the study.
    """

    own: int = 0
    in_all: int = 0
    own_people: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    suggested: int = 0
    suggested_in_all: int = 0
    asked: int = 0

    @property
    def share(self) -> Count:
        """How many of how many people have the code or one below it, with the 95% interval of the share."""
        return count_of(len(self.people), self.asked)


def code_counts(
    codebook: Codebook,
    codings: Iterable[Coding],
    basis: Basis = "confirmed",
    *,
    participants: Iterable[Participant | str] | None = None,
) -> dict[str, CodeCount]:
    """Codings and people behind each code of the codebook, by key, in the codebook's order.

    Parameters
    ----------
    codings : iterable of Coding
        All of the study, whatever their status; rejected and lost ones count nowhere.
    basis : {"confirmed", "machine"}
        Whether confirmed codings count or the machine's suggestions; those are told apart in any case.
    participants : iterable of Participant or str, optional
        Everybody who was asked: the n of "k of n people". Where not given, everybody who has a coding.

    Returns
    -------
    dict of str to CodeCount
        A coding whose code is not in the codebook counts for its kind.
    """
    codings = list(codings)
    people = set(participant_ids(participants if participants is not None else (c.participant for c in codings)))
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    lineages: dict[str, tuple[str, ...]] = {}
    counted = _STATUS[basis]
    for coding in codings:
        if coding.status not in {counted, "suggested"}:
            continue
        if coding.code not in lineages:
            lineages[coding.code] = _lineage(codebook, coding)
        for above, key in enumerate(lineages[coding.code]):
            tallies[key].add(coding, counts=coding.status == counted, own=above == 0)
    return {code.key: tallies[code.key].closed(people) for code in codebook.codes}


def code_examples(
    codebook: Codebook, codings: Iterable[Coding], key: str, n: int = 3, *, space: QuoteSpace | None = None
) -> tuple[Coding, ...]:
    """Up to `n` codings that show what a code means: each of somebody else as far as there are people.

    Confirmed codings of the code itself are taken; where there are none, those of the codes below it, and where nobody
    has coded at all, the machine's surest suggestions. Among them, quotes of readable length come first, then those
    that share most words with the others; a quote in the same words as one before it is passed over.
    """
    codings = list(codings)
    own = {key}
    below = {code.key for code in codebook.descendants(key)}
    for status, keys in (("confirmed", own), ("confirmed", below), ("suggested", own), ("suggested", below)):
        found = [c for c in codings if c.status == status and c.code in keys and c.quote.strip()]
        if found:
            return _telling(found, n, space or QuoteSpace(codings))
    return ()


def counter_examples(
    codebook: Codebook, codings: Iterable[Coding], key: str, n: int = 3, *, space: QuoteSpace | None = None
) -> tuple[Coding, ...]:
    """Up to `n` near misses: suggestions of this code that a person turned down, chosen like `code_examples`.

    Words that do bear the code by another coding are no near miss.
    """
    codings = list(codings)
    keys = {key, *(code.key for code in codebook.descendants(key))}
    borne = [c for c in codings if c.status == "confirmed" and c.code in keys]
    misses = [
        c
        for c in codings
        if c.status == "rejected" and c.code == key and c.quote.strip() and not any(_overlap(c, b) for b in borne)
    ]
    return _telling(misses, n, space or QuoteSpace(codings))


@dataclass
class _Tally:
    own: int = 0
    in_all: int = 0
    own_people: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    suggested: int = 0
    suggested_in_all: int = 0

    def add(self, coding: Coding, *, counts: bool, own: bool) -> None:
        if coding.status == "suggested":
            self.suggested += own
            self.suggested_in_all += 1
        if counts:
            self.own += own
            self.in_all += 1
            self.people.add(coding.participant)
            if own:
                self.own_people.add(coding.participant)

    def closed(self, asked: Collection[str]) -> CodeCount:
        """The tally as a value; people who were not asked (any more) count nowhere."""
        return CodeCount(
            own=self.own,
            in_all=self.in_all,
            own_people=tuple(sorted(self.own_people.intersection(asked))),
            people=tuple(sorted(self.people.intersection(asked))),
            suggested=self.suggested,
            suggested_in_all=self.suggested_in_all,
            asked=len(asked),
        )


def _lineage(codebook: Codebook, coding: Coding) -> tuple[str, ...]:
    """The code that a coding counts for, and those above it; the kind where the codebook lacks the code."""
    key = coding.code if coding.code in codebook else coding.kind
    return key, *(code.key for code in codebook.ancestors(key))


def _overlap(one: Coding, other: Coding) -> bool:
    same_turn = (one.transcript, one.utterance) == (other.transcript, other.utterance)
    return same_turn and one.start < other.end and other.start < one.end


def _telling(codings: Sequence[Coding], n: int, space: QuoteSpace) -> tuple[Coding, ...]:
    codings = _of_most_people(codings)
    if not codings or n < 1:
        return ()
    similarity = space.similarity(codings)
    central = similarity.mean(axis=1).round(9)
    low, high = READABLE

    def rank(i: int) -> tuple[bool, float, float, int]:
        coding = codings[i]
        doubt = 1 - (coding.score or 0.0) if coding.status == "suggested" else 0.0
        return not low <= len(coding.quote) <= high, doubt, -central[i], i

    order = sorted(range(len(codings)), key=rank)
    chosen: list[int] = []
    # First one of each person, then second ones.
    for again in (False, True):
        for i in order:
            if len(chosen) == n:
                break
            heard = any(codings[i].participant == codings[j].participant for j in chosen)
            if i not in chosen and (again or not heard) and all(similarity[i, j] < SAME_WORDS for j in chosen):
                chosen.append(i)
    return tuple(codings[i] for i in chosen)


def _of_most_people(codings: Sequence[Coding]) -> list[Coding]:
    """At most `MOST_COMPARED` of the codings, taken from everybody in turn, in the order of their places."""
    by_person: dict[str, list[Coding]] = defaultdict(list)
    for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.guid)):
        by_person[coding.participant].append(coding)
    rounds = sorted(
        ((turn, person, coding) for person, own in by_person.items() for turn, coding in enumerate(own)),
        key=lambda r: r[:2],
    )
    kept = [coding for _turn, _person, coding in rounds[:MOST_COMPARED]]
    return sorted(kept, key=lambda c: (*c.place, c.code, c.guid))
