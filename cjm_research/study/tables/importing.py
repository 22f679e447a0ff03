"""Tables that were exported and edited elsewhere, taken back into their study.

Rows that fit are taken as one step that can be undone (participants beside it, for they are no step of anybody); rows
that do not fit are listed with what to do. A table that nobody changed changes nothing, and a row that is missing
takes nothing away.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research.errors import BadValueError, CjmError, UnreadableFileError
from cjm_research.exchange.csv_tables import csv_rows
from cjm_research.exchange.tables.reading import LOOKED_AT, EditedTable, TableRow, tables_of_csv, tables_of_workbook
from cjm_research.exchange.tables.words import is_matrix, table_titles
from cjm_research.i18n import _
from cjm_research.model import Participant
from cjm_research.readers.base import damaged
from cjm_research.readers.guard import MAX_UNPACKED_BYTES, read_bytes, refuse_dtd
from cjm_research.readers.text_encoding import decode
from cjm_research.storage.events import Change, States
from cjm_research.study.tables.codes import CodeRows
from cjm_research.study.tables.draft import Draft
from cjm_research.study.tables.people import changed_people
from cjm_research.study.tables.report import TableProblem, TableReport
from cjm_research.study.tables.segments import SegmentRows

if TYPE_CHECKING:
    from cjm_research.study.base import StudyBase

SUFFIXES = frozenset((".xlsx", ".csv", ".tsv"))
_HEADERS = {
    "codings": "guid, transcript, utterance, quote, kind",
    "codebook": "key, parent, name",
    "participants": "id, group, method",
}


def is_study_table(path: str | Path) -> bool:
    """Whether a file holds coded segments or a codebook as this package writes them."""
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    try:
        return any(table.kind != "participants" for table in read_tables(path, most=LOOKED_AT))
    except CjmError:
        return False


def is_matrix_file(path: str | Path) -> bool:
    """Whether a file is a matrix as this package writes it: it only tells of a study."""
    path = Path(path)
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    try:
        lines = _text(path, read_bytes(path, table=True)).splitlines(keepends=True)
        return is_matrix(next(iter(csv_rows("".join(lines[:1]))), ()))
    except (CjmError, csv.Error):
        return False


def read_tables(path: Path, *, most: int | None = None) -> list[EditedTable]:
    """The tables of a file that can be taken back; empty where it has none.

    Parameters
    ----------
    most : int, optional
        Read about so many rows only.

    Raises
    ------
    UnreadableFileError
        The file is damaged or no table at all.
    """
    data = read_bytes(path, table=True)
    if data.startswith(b"PK"):
        return _of_workbook(path, data, most)
    try:
        lines = _text(path, data).splitlines(keepends=True) if most else [_text(path, data)]
        return tables_of_csv("".join(lines[:most]))
    except csv.Error as error:
        raise damaged(path, "CSV") from error


def _text(path: Path, data: bytes) -> str:
    """The text as it stands in the file: nothing is brought to another form, as it is for transcripts."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(path, data)[0]


def _of_workbook(path: Path, data: bytes, most: int | None) -> list[EditedTable]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Tables pack well: only what they unpack to is limited, not how tightly they are packed.
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise ValueError("too large")
            for name in archive.namelist():
                if name.lower().endswith((".xml", ".rels")):
                    refuse_dtd(path, archive.read(name))
        return tables_of_workbook(data, most=most)
    except CjmError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise damaged(path, "xlsx") from error


def import_tables(
    study: StudyBase, path: Path, *, coder: str, strict: bool = False, dry_run: bool = False
) -> TableReport:
    """Take in a workbook or a CSV file of coded segments, codes or participants.

    Parameters
    ----------
    coder : str
        Whose step it is, and whose new codings are that name no coder.
    strict : bool
        Take nothing where a row does not fit.
    dry_run : bool
        Only say what would happen.

    Raises
    ------
    UnreadableFileError
        The file holds none of these tables.
    BadValueError
        With `strict`: a row does not fit; all of them are named.
    """
    tables = read_tables(path)
    if not tables:
        raise _no_table(path)
    work = _Work(study, tables, coder)
    people = work.people()
    study.store.apply(lambda states: work.plan(states, path, strict=strict, dry_run=dry_run), coder=coder)
    if people and not dry_run:
        study.store.put_participants(people)
    return work.report(people, written=bool(people or work.changes) and not dry_run)


@dataclass
class _Work:
    """The tables of one file on their way into a study."""

    study: StudyBase
    tables: Sequence[EditedTable]
    coder: str
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._found: list[tuple[EditedTable, TableRow, CjmError]] = []
        self._in_people: list[tuple[EditedTable, TableRow, CjmError]] = []
        self._segments: list[SegmentRows] = []
        # Read before the transaction; whether the words still stand there is looked at inside it.
        self._transcripts = self.study.transcripts
        self._participants = self.study.participants

    def of(self, kind: str) -> list[EditedTable]:
        return [table for table in self.tables if table.kind == kind]

    def people(self) -> list[Participant]:
        self._in_people = []
        return [
            person
            for table in self.of("participants")
            for person in changed_people(table, self._participants, lambda *fault: self._in_people.append(fault))
        ]

    def plan(self, states: States, path: Path, *, strict: bool, dry_run: bool) -> list[Change]:
        self._found, self._segments = [], []
        draft = Draft(states)
        for table in self.of("codebook"):
            CodeRows(draft, self._problem).take(table)
        for table in self.of("codings"):
            rows = SegmentRows(
                draft,
                self._transcripts,
                self._participants,
                self._problem,
                coder=self.coder,
                now=self.study.store.now(),
            )
            rows.take(table)
            self._segments.append(rows)
        self.changes = draft.changes()
        if strict and (problems := self._problems()):
            raise BadValueError.at(path, "\n".join(map(str, problems)))
        return [] if dry_run else self.changes

    def _problem(self, table: EditedTable, row: TableRow, error: CjmError) -> None:
        self._found.append((table, row, error))

    def _problems(self) -> list[TableProblem]:
        order = {id(table): n for n, table in enumerate(self.tables)}
        found = sorted((*self._found, *self._in_people), key=lambda one: (order[id(one[0])], one[1].number))
        return [TableProblem(sheet=t.sheet, row=row.number, message=str(error)) for t, row, error in found]

    def report(self, people: Sequence[Participant], *, written: bool) -> TableReport:
        subjects = [change.subject for change in self.changes]
        return TableReport(
            n_new=sum(rows.n_new for rows in self._segments),
            n_changed=sum(rows.n_changed for rows in self._segments),
            n_same=sum(rows.n_same for rows in self._segments),
            n_codes=subjects.count("code"),
            n_memos=subjects.count("memo"),
            n_people=len(people),
            problems=tuple(self._problems()),
            written=written,
        )


def _no_table(path: Path) -> UnreadableFileError:
    titles = table_titles()
    known = "; ".join(f"{titles[kind]}: {columns}" for kind, columns in _HEADERS.items())  # type: ignore[index]
    return UnreadableFileError.at(
        path,
        _("There is no table of a study in the file."),
        expected=_("A row with the names of these columns was expected: {known}.").format(known=known),
    )
