"""Codings -> the table by which people are compared: in how many answers each code was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cjm_research.coding.matrix import column_of
from cjm_research.model import Coding

if TYPE_CHECKING:
    import pandas as pd


def told_table(codings: Iterable[Coding], participants: Sequence[str]) -> pd.DataFrame:
    """In how many answers each participant told of each code at each stage.

    An answer counts once for a code, however many passages of it were coded so and by however many coders. Where the
    machine alone coded it, it counts for the share of such suggestions that are right (their score): the sum is the
    expected number of answers.

    Parameters
    ----------
    codings : iterable of Coding
        Those of other people are left out.
    participants : sequence of str

    Returns
    -------
    pandas.DataFrame of float, shape (n_participants, n_codes)
        Index: participants as given; columns ``touchpoint/phone@decision``, sorted.
    """
    import pandas as pd

    row = {who: number for number, who in enumerate(participants)}
    told: dict[tuple[str, str, str, int], float] = {}
    for coding in codings:
        if coding.participant in row:
            place = coding.participant, column_of(coding, "code_stage"), coding.transcript, coding.utterance
            told[place] = max(told.get(place, 0.0), _certainty(coding))
    columns = sorted({place[1] for place in told})
    at = {column: number for number, column in enumerate(columns)}
    cells = np.zeros((len(row), len(columns)))
    for (who, column, _transcript, _utterance), certainty in sorted(told.items()):
        cells[row[who], at[column]] += certainty
    return pd.DataFrame(
        cells.round(9),
        index=pd.Index(list(row), name="participant", dtype="str"),
        columns=pd.Index(columns, name="code", dtype="str"),
    )


def _certainty(coding: Coding) -> float:
    return 1.0 if coding.status != "suggested" or coding.score is None else coding.score
