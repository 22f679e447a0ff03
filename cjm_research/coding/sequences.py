"""Contacts in the order in which they were told: how they follow each other, and whose order is the typical one.

The order is that of telling, not of the clock: people jump back and forth when they tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from cjm_research.model import Coding

Step = TypeVar("Step", bound=Hashable)

# What one step left out, put in, or put in place of another costs: putting in place is leaving out and putting in.
INDEL = 1
SUBSTITUTION = 2


def told_contacts(codings: Iterable[Coding]) -> dict[str, tuple[Coding, ...]]:
    """Participant -> touchpoints in the order of telling; a contact told again at once counts once.

    Touchpoints without a category (“unspecified” among them) are left out.
    """
    told: dict[str, list[Coding]] = defaultdict(list)
    for coding in sorted(codings, key=lambda c: (*c.place, c.code, c.guid)):
        if coding.kind == "touchpoint" and coding.label and coding.label != "unspecified":
            before = told[coding.participant][-1:]
            if not before or before[0].label != coding.label:
                told[coding.participant].append(coding)
    return {who: tuple(told[who]) for who in sorted(told)}


def following(sequences: Iterable[Sequence[Step]]) -> Counter[tuple[Step, Step]]:
    """How often one step directly follows another: (step, next step) -> count over all sequences.

    Examples
    --------
    >>> following(["ab", "ab", "ac"])["a", "b"]
    2
    """
    return Counter(pair for steps in sequences for pair in pairwise(steps))


def transition_shares(pairs: Mapping[tuple[Step, Step], int]) -> dict[tuple[Step, Step], tuple[int, int]]:
    """(step, next step) -> (k, n): n times a step was followed by another one, k times by this one.

    Examples
    --------
    >>> transition_shares(following(["ab", "ac"]))["a", "b"]
    (1, 2)
    """
    leaving: Counter[Step] = Counter()
    for (step, _next), count in pairs.items():
        leaving[step] += count
    return {pair: (count, leaving[pair[0]]) for pair, count in pairs.items()}


@lru_cache(maxsize=20_000)
def edit_distance(first: tuple[Hashable, ...], second: tuple[Hashable, ...]) -> int:
    """The cheapest way from one sequence to the other: 1 for a step left out or put in, 2 for one exchanged.

    References
    ----------
    Levenshtein (1966), Soviet Physics Doklady 10:707; with these costs it is the length of both less twice that of
    their longest common subsequence.

    Examples
    --------
    >>> edit_distance(("ad", "shop", "buy"), ("ad", "buy"))
    1
    """
    above = [INDEL * column for column in range(len(second) + 1)]
    for row, step in enumerate(first, start=1):
        current = [INDEL * row]
        for column, other in enumerate(second, start=1):
            exchanged = above[column - 1] + (0 if step == other else SUBSTITUTION)
            current.append(min(exchanged, above[column] + INDEL, current[-1] + INDEL))
        above = current
    return above[-1]


def medoid(sequences: Mapping[str, Sequence[Hashable]]) -> str | None:
    """Whose sequence is nearest to all others: the smallest sum of edit distances; None where there are none.

    Of equals the longer sequence, then the first name.
    """
    steps = {name: tuple(sequence) for name, sequence in sequences.items()}

    def order(name: str) -> tuple[int, int, str]:
        apart = sum(_distance(steps[name], other) for who, other in steps.items() if who != name)
        return apart, -len(steps[name]), name

    return min(steps, key=order, default=None)


def _distance(first: tuple[Hashable, ...], second: tuple[Hashable, ...]) -> int:
    # One order of the two, so that each pair is computed once.
    return edit_distance(*sorted((first, second), key=lambda steps: (len(steps), repr(steps))))
