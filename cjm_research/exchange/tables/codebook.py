"""The table of the codebook: one row a code, with what it means and how often it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cjm_research.exchange.tables.words import CODEBOOK_COLUMNS
from cjm_research.model import Code, Codebook, Coding


def codebook_rows(codebook: Codebook, codings: Iterable[Coding]) -> list[list[Any]]:
    """One row a code in the order of the codebook; the counts are those of the code itself, not of codes below it."""
    codings = list(codings)
    n_codings = Counter(coding.code for coding in codings)
    n_people = Counter(code for code, _who in {(coding.code, coding.participant) for coding in codings})
    rows = []
    for code in codebook.codes:
        cells = code_cells(codebook, code)
        cells |= {"n_codings": n_codings[code.key], "n_participants": n_people[code.key]}
        rows.append([cells[column] for column in CODEBOOK_COLUMNS])
    return rows


def code_cells(codebook: Codebook, code: Code) -> dict[str, Any]:
    """Column -> cell of one code, but for its counts; its name is the one in the language in force."""
    values = code.model_dump(include={*CODEBOOK_COLUMNS} - {"name"})
    return {
        **{key: None if value == "" else value for key, value in values.items()},
        "name": codebook.name_of(code.key),
    }
