"""The matrices: how often each person told of each code, and how many people of each group did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.model import Coding, Participant


def used_codes(codings: Iterable[Coding]) -> list[str]:
    """The codes that something is coded with, sorted."""
    return sorted({coding.code for coding in codings})


def matrix_rows(
    codings: Sequence[Coding], participants: Iterable[Participant], codes: Sequence[str]
) -> list[list[Any]]:
    """One row a person: id, group, then the number of codings of each of `codes`."""
    counts = Counter((coding.participant, coding.code) for coding in codings)
    people = sorted(participants, key=lambda person: person.id)
    return [[who.id, who.group, *(counts[who.id, code] for code in codes)] for who in people]


def group_rows(codings: Sequence[Coding], participants: Iterable[Participant], codes: Sequence[str]) -> list[list[Any]]:
    """One row a group: its key, how many people it has, then how many of them told of each of `codes`."""
    groups = {person.id: person.group for person in participants}
    told = Counter((groups.get(who), code) for who, code in {(c.participant, c.code) for c in codings})
    sizes = Counter(groups.values())
    return [[group, n, *(told[group, code] for code in codes)] for group, n in sorted(sizes.items())]
