"""Who shows which code, and how often: the matrix from which personas and saturation are computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np

from cjm_research.coding.select import groups_of, participant_ids, usable_codings
from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Basis, Codebook, Coding, Participant, term

if TYPE_CHECKING:
    import pandas as pd

MatrixLevel = Literal["kind", "code", "code_stage"]
MATRIX_LEVELS: tuple[MatrixLevel, ...] = MatrixLevel.__args__  # type: ignore[attr-defined]


def participant_code_matrix(
    codings: Iterable[Coding],
    participants: Iterable[Participant | str],
    *,
    level: MatrixLevel = "code_stage",
    basis: Basis | None = None,
    mix_groups: bool = False,
) -> pd.DataFrame:
    """Presence of each code in what each participant told.

    Parameters
    ----------
    codings : iterable of Coding
        Rejected ones and those of other people are left out.
    participants : iterable of Participant or str
        The rows; somebody without codings is a row of False.
    level : {"kind", "code", "code_stage"}
        Columns: the kind, kind and label, or these with the stage (``touchpoint/phone@decision``; without a stage
        the plain code).
    basis : {"confirmed", "machine"}, optional
        Which codings count; None takes both.
    mix_groups : bool
        Allow customers, non-users and experts in one matrix.

    Returns
    -------
    pandas.DataFrame of bool, shape (n_participants, n_codes)
        Index: participant ids, sorted; columns: codes, sorted.

    Raises
    ------
    BadValueError
        The participants belong to several groups and `mix_groups` is False, or `level` is unknown.
    """
    counts = participant_code_counts(codings, participants, level=level, basis=basis, mix_groups=mix_groups)
    return counts > 0


def participant_code_counts(
    codings: Iterable[Coding],
    participants: Iterable[Participant | str],
    *,
    level: MatrixLevel = "code_stage",
    basis: Basis | None = None,
    mix_groups: bool = False,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """How many codings of each code there are in what each participant told.

    Parameters and raised errors are those of `participant_code_matrix`; besides:

    Parameters
    ----------
    codebook : Codebook, optional
        With it, each coding counts for the codes above its own too; without, for its own column only.

    Returns
    -------
    pandas.DataFrame of int, shape (n_participants, n_codes)
        Index: participant ids, sorted; columns: codes, sorted.
    """
    import pandas as pd

    participants = list(participants)
    groups = groups_of(participants)
    if len(groups) > 1 and not mix_groups:
        names = ", ".join(term("group", group) for group in groups)
        raise BadValueError(
            _("The participants belong to several groups ({groups}). Count one group at a time.").format(groups=names)
        )
    ids = participant_ids(participants)
    known = set(ids)
    shown = Counter(
        (c.participant, column)
        for c in usable_codings(codings, basis)
        if c.participant in known
        for column in {column_of(c, level), *_above(c, level, codebook)}
    )
    columns = sorted({code for _who, code in shown})
    row, column = {who: i for i, who in enumerate(ids)}, {code: i for i, code in enumerate(columns)}
    counts = np.zeros((len(ids), len(columns)), dtype=np.int64)
    for (who, code), n in shown.items():
        counts[row[who], column[code]] = n
    return pd.DataFrame(
        counts,
        index=pd.Index(ids, name="participant", dtype="str"),
        columns=pd.Index(columns, name="code", dtype="str"),
    )


def _above(coding: Coding, level: MatrixLevel, codebook: Codebook | None) -> list[str]:
    """The columns of the codes above a coding's own, at the same stage where stages are told apart."""
    if codebook is None or level == "kind":
        return []
    stage = f"@{coding.stage}" if level == "code_stage" and coding.stage else ""
    above = [code.key for code in codebook.ancestors(coding.code)]
    return [key + stage for key in above or [coding.kind]]


def column_of(coding: Coding, level: MatrixLevel) -> str:
    """The column a coding counts for."""
    if level == "kind":
        return coding.kind
    if level == "code":
        return coding.code
    if level == "code_stage":
        return f"{coding.code}@{coding.stage}" if coding.stage else coding.code
    raise BadValueError(
        _("There is no matrix level “{level}”. Known: {known}.").format(level=level, known=", ".join(MATRIX_LEVELS))
    )
