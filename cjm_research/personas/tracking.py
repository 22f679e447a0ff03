"""Whether groups merely follow a circumstance: how much was coded, how and by whom people were interviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from cjm_research.i18n import _
from cjm_research.model import Coding, Participant

# Share of variation explained above which the reader is warned.
TOLERATED = 0.25
# Columns of the participants' table that tell how an interview came about, not who the person is.
CIRCUMSTANCES = ("language", "interviewer", "mode", "wave")


def tracked_circumstances(
    groups: Mapping[str, int], participants: Sequence[Participant], codings: Sequence[Coding]
) -> dict[str, float]:
    """Circumstances that the groups explain to more than a quarter, by display name.

    Parameters
    ----------
    groups : mapping
        Participant id -> number of the group.
    participants, codings : sequence
        Those of the grouped people.
    """
    people = [p for p in participants if p.id in groups]
    labels = [groups[p.id] for p in people]
    amount = Counter(c.participant for c in codings)
    found = {_("Number of codings"): correlation_ratio([amount[p.id] for p in people], labels)}
    found[_("Interview method")] = explained_share([p.method for p in people], labels)
    for name in CIRCUMSTANCES:
        values = [str(p.attributes.get(name, "")) for p in people]
        if len(set(values)) > 1:
            found[name] = explained_share(values, labels)
    return {name: share for name, share in found.items() if share > TOLERATED}


def correlation_ratio(values: Sequence[float], groups: Sequence[int]) -> float:
    """Eta squared: the share of the variation of `values` that lies between the groups, 0..1."""
    data, labels = np.asarray(values, dtype=float), np.asarray(groups)
    total = ((data - data.mean()) ** 2).sum() if data.size else 0.0
    if not total:
        return 0.0
    means = {label: data[labels == label].mean() for label in set(groups)}
    return float(sum((means[label] - data.mean()) ** 2 for label in groups) / total)


def explained_share(values: Sequence[str], groups: Sequence[int]) -> float:
    """Squared Cramér's V of a nominal circumstance and the groups, corrected for small samples, 0..1.

    References
    ----------
    Bergsma (2013), Journal of the Korean Statistical Society 42:323.
    """
    n, rows, columns = len(values), sorted(set(values)), sorted(set(groups))
    if n < 2 or len(rows) < 2 or len(columns) < 2:
        return 0.0
    cells = Counter(zip(values, groups, strict=True))
    of_row, of_column = Counter(values), Counter(groups)
    chi2 = sum(
        (cells[row, column] - of_row[row] * of_column[column] / n) ** 2 / (of_row[row] * of_column[column] / n)
        for row in rows
        for column in columns
    )
    r, c = len(rows), len(columns)
    phi2 = max(0.0, chi2 / n - (r - 1) * (c - 1) / (n - 1))
    width = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, phi2 / width)) if width > 0 else 0.0
