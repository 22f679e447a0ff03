"""Who stands together: the groups before anything is said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cjm_research.personas.compared import Comparison
from cjm_research.personas.consensus import Consensus, firmness
from cjm_research.personas.grouping import Grouping
from cjm_research.personas.large_n import ManyGroups


@dataclass(frozen=True)
class Part:
    """The members of one persona, the most central first, and how firmly each belongs.

    `membership` is empty where nothing was resampled; `value` is the attribute's value that they share, where people
    were grouped by one.
    """

    key: str
    members: tuple[str, ...]
    membership: Mapping[str, float] = field(default_factory=dict)
    jaccard: float | None = None
    value: str = ""


def everybody(comparison: Comparison, letters: str = "P") -> list[Part]:
    """All of them as one part; nothing where there is nobody."""
    ids = comparison.ids
    return [Part(f"{letters}1", comparison.central(ids, {}), dict.fromkeys(ids, 1.0))] if ids else []


def found_parts(comparison: Comparison, grouping: Grouping | None, letters: str = "P") -> list[Part]:
    """The groups of a clustering, the largest first; everybody as one where there are none.

    `letters` stand before the number in their keys.
    """
    if grouping is None or grouping.chosen is None:
        return everybody(comparison, letters)
    labels = grouping.chosen.labels
    members = {
        f"{letters}{label + 1}": [comparison.ids[i] for i in np.flatnonzero(labels == label)]
        for label in range(int(labels.max()) + 1)
    }
    return given_parts(comparison, members, grouping)


def given_parts(
    comparison: Comparison,
    members: Mapping[str, Sequence[str]],
    grouping: Grouping | None,
    values: Mapping[str, str] | None = None,
) -> list[Part]:
    """Groups that are given, with how firmly each person belongs to hers by the resamples of a clustering.

    Parameters
    ----------
    members : mapping
        Key of the part -> its members, among those compared.
    grouping : Grouping or None
        Its co-assignments tell how firmly; None where nothing was resampled.
    values : mapping, optional
        Key of the part -> the value of an attribute that its members share.
    """
    firm = _firmness(comparison, members, grouping)
    same = _same_groups(comparison, members, grouping)
    return [
        Part(
            key,
            comparison.central(who, firm),
            {person: firm[person] for person in sorted(who) if person in firm},
            jaccard=same.get(frozenset(who)),
            value=(values or {}).get(key, ""),
        )
        for key, who in members.items()
        if who
    ]


def _firmness(
    comparison: Comparison, members: Mapping[str, Sequence[str]], grouping: Grouping | None
) -> dict[str, float]:
    if grouping is None or grouping.chosen is None:
        return {}
    rows = [comparison.place[who] for group in members.values() for who in group]
    labels = np.array([label for label, group in enumerate(members.values()) for _who in group])
    if not rows:
        return {}
    shares = _shares(grouping.chosen, np.array(rows), labels)
    sizes = np.bincount(labels)
    # Who is alone in a group meets no other member of it.
    return {comparison.ids[i]: round(float(shares[n]), 4) for n, i in enumerate(rows) if sizes[labels[n]] > 1}


def _shares(chosen: Consensus, rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """How firmly each of some people (rows of the table) belongs to the group that she is given, shape (len(rows),)."""
    if isinstance(chosen, ManyGroups):
        # Nobody met anybody: how often each came into the group that most members of hers come into.
        most = [int(np.bincount(chosen.labels[rows[labels == label]]).argmax()) for label in range(labels.max() + 1)]
        return chosen.membership()[rows, np.array(most)[labels]]
    together = chosen.together[np.ix_(rows, rows)]
    return firmness(labels, together)[np.arange(len(rows)), labels]


def _same_groups(
    comparison: Comparison, members: Mapping[str, Sequence[str]], grouping: Grouping | None
) -> dict[frozenset[str], float]:
    """Groups that are exactly those of the clustering -> how alike they come out when people are left out."""
    if grouping is None or grouping.chosen is None or not grouping.jaccard:
        return {}
    labels = grouping.chosen.labels
    return {
        frozenset(comparison.ids[i] for i in np.flatnonzero(labels == label)): round(float(value), 4)
        for label, value in enumerate(grouping.jaccard)
    }
