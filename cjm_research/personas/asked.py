"""Asked or not asked: what nobody came to in an interview is missing there, which is not the same as absent.

What a participant was not asked about stands in a table of participants x subjects, or in the participant's attribute
`not_asked`, subjects separated by ";". A subject is a stage (``purchase``), a kind (``goal``), a code
(``touchpoint/phone``), or either at a stage (``goal@purchase``, ``touchpoint/phone@purchase``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cjm_research.errors import BadValueError, UnknownNameError, UnreadableFileError
from cjm_research.i18n import _
from cjm_research.model import STAGE_MODELS, Participant
from cjm_research.model.scheme import KINDS

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTE = "not_asked"
_NO = {"0", "0.0", "false", "no", "n", "-", "nie", "нет"}
_YES = {"1", "1.0", "true", "yes", "y", "+", "x", "tak", "да", ""}


def asked_table(
    participants: Sequence[Participant],
    columns: Iterable[str],
    *,
    table: pd.DataFrame | str | Path | None = None,
    stages: Iterable[str] = (),
) -> pd.DataFrame | None:
    """Who was asked about which code; None where everybody was asked about everything.

    Parameters
    ----------
    participants : sequence of Participant
        Their attribute `not_asked` counts for those whom `table` does not name.
    columns : iterable of str
        Codes, as the table of people has them: ``touchpoint/phone@decision``.
    table : DataFrame or path of a CSV file, optional
        One row a participant (the index, or the column ``participant``), one column a subject; 0, false or no where
        the person was not asked, 1, yes or empty where she was.
    stages : iterable of str
        Stages of a researcher's own stage model.

    Returns
    -------
    DataFrame of bool, shape (n_participants, n_codes), or None

    Raises
    ------
    UnknownNameError
        A subject is neither a stage nor a kind nor a code.
    BadValueError
        A cell says neither yes nor no.
    UnreadableFileError
        The file cannot be read, or has no column ``participant``.
    """
    import pandas as pd

    columns = list(columns)
    spared = {p.id: subjects for p in participants if (subjects := _subjects_of(p.attributes.get(ATTRIBUTE)))}
    if table is not None:
        spared |= _not_asked(_read(table) if isinstance(table, str | Path) else table, {p.id for p in participants})
    if not any(spared.values()):
        return None
    known = {*stages, *(stage.key for model in STAGE_MODELS.values() for stage in model.stages)}
    codes = {column.partition("@")[0] for column in columns}
    asked = pd.DataFrame(True, index=pd.Index([p.id for p in participants], name="participant"), columns=columns)
    for who, subjects in spared.items():
        for subject in subjects:
            _check(subject, who, known, codes)
            asked.loc[who, [column for column in columns if _covers(subject, column, known)]] = False
    return asked


def with_asked(told: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """The table of people with NaN where somebody was not asked; what she told unasked stays.

    Parameters
    ----------
    told : DataFrame, shape (n_participants, n_codes)
        Presence, or numbers of answers.
    asked : DataFrame of bool
        People and codes that it does not name were asked.
    """
    known = asked.reindex(index=told.index, columns=told.columns).to_numpy(dtype=object)
    missing = np.equal(known, False) & (told.to_numpy() == 0)
    return told.astype(np.float64).mask(missing.astype(bool))


def _subjects_of(value: Any) -> list[str]:
    parts = value if isinstance(value, list | tuple) else str("" if value is None else value).split(";")
    return [text for part in parts if (text := str(part).strip())]


def _covers(subject: str, column: str, stages: set[str]) -> bool:
    """Whether a subject takes in a column."""
    code, _at, stage = column.partition("@")
    if subject in stages:
        return stage == subject
    wanted, _at, at_stage = subject.partition("@")
    of_code = not wanted or wanted in {code, code.partition("/")[0]}
    return of_code and at_stage in {"", stage}


def _check(subject: str, who: str, stages: set[str], codes: set[str]) -> None:
    wanted, at, stage = subject.partition("@")
    kind = wanted.partition("/")[0]
    kinds = {*KINDS, *(code.partition("/")[0] for code in codes)}
    if subject in stages or ((kind in kinds or (not kind and at)) and (not at or stage in stages)):
        return
    raise UnknownNameError(
        _(
            "{participant} was not asked about “{subject}”, but there is no such stage, kind or code. Write a stage "
            "(“purchase”), a kind (“goal”) or a code (“touchpoint/phone”). Kinds: {kinds}."
        ).format(participant=who, subject=subject, kinds=", ".join(sorted(kinds)))
    )


def _not_asked(table: pd.DataFrame, people: set[str]) -> Mapping[str, list[str]]:
    if "participant" in table.columns:
        table = table.set_index("participant")
    spared: dict[str, list[str]] = {}
    for who, row in zip(table.index.astype(str), table.to_numpy(dtype=object), strict=True):
        if who in people:
            spared[who] = [
                str(name) for name, cell in zip(table.columns, row, strict=True) if _says_no(cell, who, str(name))
            ]
    return spared


def _says_no(cell: Any, who: str, subject: str) -> bool:
    if cell is None or cell != cell:  # NaN: nothing written
        return False
    text = str(cell).strip().casefold()
    if text not in _NO | _YES:
        raise BadValueError(
            _(
                "Whether {participant} was asked about “{subject}” is “{value}”. Write 1 for asked, 0 for not asked."
            ).format(participant=who, subject=subject, value=cell)
        )
    return text in _NO


def _read(path: str | Path) -> pd.DataFrame:
    import pandas as pd

    path = Path(path)
    try:
        table = pd.read_csv(path, sep=None, engine="python", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableFileError.at(
            path, _("The table of who was asked cannot be read."), hint=_("Save it as CSV in UTF-8.")
        ) from error
    if "participant" not in table.columns:
        raise UnreadableFileError.at(
            path,
            _("The table of who was asked has no column “participant”."),
            hint=_("Put the ids of the participants into a column of that name, and a stage or code into each other."),
        )
    return table
