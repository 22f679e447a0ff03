"""Whether groups merely follow a circumstance: how much was said or coded, how and by whom people were interviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cjm_research.i18n import N_, _
from cjm_research.model import Coding, Participant, Transcript

# Share of variation explained above which the reader is warned.
TOLERATED = 0.25
# What tells how an interview came about, not who the person is, and how it is called where it is warned of. A column of
# the participants' table of that name counts where nothing else is known.
CIRCUMSTANCES: Mapping[str, str] = {
    "language": N_("Language of the interview"),
    "interviewer": N_("Interviewer"),
    "mode": N_("Mode of the interview"),
    "wave": N_("Wave"),
}


def tracked_circumstances(
    groups: Mapping[str, int],
    participants: Sequence[Participant],
    codings: Sequence[Coding],
    *,
    words: Mapping[str, int] | None = None,
    circumstances: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, float]:
    """Circumstances that the groups explain to more than a quarter, by display name.

    Parameters
    ----------
    groups : mapping
        Participant id -> number of the group.
    participants, codings : sequence
        Those of the grouped people.
    words : mapping, optional
        Participant id -> how many words she said, see `words_of`.
    circumstances : mapping, optional
        Name of a circumstance -> participant id -> value, see `circumstances_of`. Names other than those of
        `CIRCUMSTANCES` are shown as they are.

    Returns
    -------
    dict
        Display name -> eta squared (numbers) or corrected squared Cramér's V (names), 0..1. People of whom a
        circumstance is not known are left out of it.
    """
    people = [p for p in participants if p.id in groups]
    amount = Counter(c.participant for c in codings)
    labels = [groups[p.id] for p in people]
    found = {_("Number of codings"): correlation_ratio([amount[p.id] for p in people], labels)}
    if words is not None:
        told = [p.id for p in people if p.id in words]
        found[_("Number of words")] = correlation_ratio([words[i] for i in told], [groups[i] for i in told])
    found[_("Interview method")] = explained_share([p.method for p in people], labels)
    known = dict(circumstances or {})
    for name in dict.fromkeys([*CIRCUMSTANCES, *known]):
        values = {p.id: _written(p.attributes.get(name)) for p in people} | dict(known.get(name, {}))
        those = [p.id for p in people if values.get(p.id)]
        title = _(CIRCUMSTANCES[name]) if name in CIRCUMSTANCES else name
        found[title] = explained_share([values[i] for i in those], [groups[i] for i in those])
    return {name: share for name, share in found.items() if share > TOLERATED}


def _written(value: object) -> str:
    return "" if value is None else str(value).strip()


def words_of(transcripts: Iterable[Transcript]) -> dict[str, int]:
    """How many words each participant said; participants are named like their transcripts."""
    return {transcript.id: len(transcript.participant_text().split()) for transcript in transcripts}


def circumstances_of(transcripts: Iterable[Transcript]) -> dict[str, dict[str, str]]:
    """The language and the interviewers of each interview, as the transcripts tell them.

    Interviewers are the names of those who ask; several of one interview make one value.
    """
    found: dict[str, dict[str, str]] = {"language": {}, "interviewer": {}}
    for transcript in transcripts:
        asking = {u.speaker.strip() for u in transcript.utterances if u.role == "interviewer"} - {""}
        found["language"][transcript.id] = transcript.language
        found["interviewer"][transcript.id] = ", ".join(sorted(asking))
    return found


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
