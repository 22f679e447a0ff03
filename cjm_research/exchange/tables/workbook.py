"""A study as tables: coded segments, codebook, participants and matrices, as one workbook or as CSV files.

A workbook has a sheet for each and one that explains them, with headings in the language in force; CSV files have the
English names of the columns. Both are taken back by `cjm_research.study.tables.importing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import StudyContent, ensure_parent
from cjm_research.exchange.csv_tables import write_csv
from cjm_research.exchange.tables.base import BASE_SHEET, KEYS, base_rows
from cjm_research.exchange.tables.codebook import codebook_rows
from cjm_research.exchange.tables.coded_segments import segment_rows
from cjm_research.exchange.tables.matrix import group_rows, matrix_rows, used_codes
from cjm_research.exchange.tables.participants import participant_table
from cjm_research.exchange.tables.words import (
    CODEBOOK_COLUMNS,
    CODING_COLUMNS,
    TableKind,
    headings,
    table_titles,
)
from cjm_research.i18n import _, format_number

WORKBOOK_NAME = "study.xlsx"


class StudyTable(NamedTuple):
    """One of the tables: its kind, the English names of its columns, and its rows."""

    kind: TableKind
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def study_tables(content: StudyContent) -> tuple[StudyTable, ...]:
    """All tables of a study, the one of coded segments first."""
    codes = used_codes(content.codings)
    people, codings = content.participants, content.codings
    return (
        StudyTable("codings", CODING_COLUMNS, segment_rows(content)),
        StudyTable("codebook", CODEBOOK_COLUMNS, codebook_rows(content.codebook, codings)),
        StudyTable("participants", *participant_table(people)),
        StudyTable("matrix", ["participant", "group", *codes], matrix_rows(codings, people, codes)),
        StudyTable("groups", ["group", "n_participants", *codes], group_rows(codings, people, codes)),
    )


def write_tables(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """One workbook where `path` is an .xlsx file; CSV files where it ends in .csv or is a folder, with the workbook.

    Raises
    ------
    UnsupportedFormatError
        The ending is another one.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return write_csv(path, content)
    if suffix == ".xlsx":
        return (_workbook(path, content),)
    if suffix and not path.is_dir():
        raise UnsupportedFormatError.at(
            path,
            _("The name of the file does not tell the format."),
            expected=_("Known formats: {known}.").format(known="xlsx, csv"),
        )
    path.mkdir(parents=True, exist_ok=True)
    return (_workbook(path / WORKBOOK_NAME, content), *write_csv(path, content))


def _workbook(path: Path, content: StudyContent) -> Path:
    from cjm_research.exchange.tables.reading import cell_text
    from cjm_research.exchange.tables.xlsx import Sheet, fitting, workbook_bytes

    titles = table_titles()
    sheets = [Sheet(_("Read me"), [content.title], [[line] for line in read_me()], text_only=True)]
    base: list[list[str]] = []
    for table in study_tables(content):
        if table.kind in KEYS:
            base += base_rows(table.kind, table.columns, ([fitting(cell_text(c)) for c in row] for row in table.rows))
        shown = headings(table.kind)
        codes = content.codebook if table.kind in {"matrix", "groups"} else None
        names = [shown.get(c) or (codes.path_name(c) if codes else c) for c in table.columns]
        sheets.append(Sheet(titles[table.kind], names, table.rows))
    sheets.append(Sheet(BASE_SHEET, ["table", "key", "cells"], base, hidden=True))
    ensure_parent(path).write_bytes(workbook_bytes(sheets))
    return path


def read_me() -> list[str]:
    """What the workbook holds and what can be changed in it, in the language in force."""
    from cjm_research.exchange.tables.xlsx import CELL_LIMIT

    titles = table_titles()
    segments, codes, people = titles["codings"], titles["codebook"], titles["participants"]
    return [
        _(
            "“{sheet}”: one row for each coding. Turns are counted from 0: the one that forms and reports call 1 is 0 "
            "here. Places are counted in characters from 0."
        ).format(sheet=segments),
        _("“{sheet}”: how many codings of each code each person has.").format(sheet=titles["matrix"]),
        _("“{sheet}”: how many people of each group told of each code.").format(sheet=titles["groups"]),
        _(
            "“{segments}”, “{codes}” and “{people}” can be changed here and taken back with “cjm import”. A row "
            "without a guid is a new coding; a row that is missing takes nothing away."
        ).format(segments=segments, codes=codes, people=people),
        _("A text of more than {n} characters is cut here and ends with “…”; the study keeps all of it.").format(
            n=format_number(CELL_LIMIT)
        ),
    ]
