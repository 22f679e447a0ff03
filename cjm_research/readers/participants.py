"""Lists of participants: who was interviewed, in which group and by which method, with any attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _, ngettext
from cjm_research.model import Participant, term
from cjm_research.model.base import Model
from cjm_research.model.scheme import GROUPS, METHODS
from cjm_research.readers.base import RawFile
from cjm_research.readers.guard import empty_table
from cjm_research.readers.participant_words import folded, meaning
from cjm_research.readers.tables import column, delimited_rows, listed_columns, xlsx_rows

ID_NAMES = frozenset(
    [
        "id", "participant", "participantid", "respondent", "respondentid", "interview", "interviewid", "transcript",
        "code", "pid", "uczestnik", "iduczestnika", "uczestniczka", "identyfikator", "kod", "wywiad", "respondentka",
        "участник", "idучастника", "респондент", "идентификатор", "код", "интервью"
    ]
)  # fmt: skip
GROUP_NAMES = frozenset(["group", "segment", "type", "grupa", "segment", "typ", "группа", "сегмент", "тип"])
METHOD_NAMES = frozenset(["method", "interviewmethod", "metoda", "rodzajwywiadu", "метод", "способ", "видинтервью"])
# From which likeness on a column is taken for a misspelt one: one letter of five.
_CLOSE = 0.8


class ParticipantTable(Model):
    """The participants of a list, in its order; `notes` are for the person who imports it."""

    participants: tuple[Participant, ...]
    notes: tuple[str, ...] = ()


def read_participants(path: Path | str) -> ParticipantTable:
    """The participants of a .csv, .tsv or .xlsx file; a column that is no id, group or method is an attribute.

    Raises
    ------
    UnreadableFileError
        No column of ids, a row without an id, an id given twice, or an unknown group or method; the row is named.
    """
    from cjm_research.readers.transcripts import open_raw

    path = Path(path)
    raw, format_name, _notes = open_raw(path, table=True)
    rows = _rows(path, raw, format_name)
    if not rows:
        raise empty_table(path)
    header = rows[0]
    id_column = column(header, ID_NAMES)
    if id_column is None:
        raise _no_ids(path, header)
    columns = id_column, column(header, GROUP_NAMES), column(header, METHOD_NAMES)
    participants: dict[str, Participant] = {}
    for number, row in enumerate(rows[1:], start=2):
        participant = _participant(path, number, header, row, columns)
        if participant.id in participants:
            raise UnreadableFileError.at(
                path,
                _("The participant “{id}” is listed twice.").format(id=participant.id),
                row=number,
                expected=_("Every id once."),
                hint=_("Delete one of the two rows or correct its id."),
            )
        participants[participant.id] = participant
    notes = _column_notes(header, columns) if participants else (_("The list has a header but no participants."),)
    return ParticipantTable(participants=tuple(participants.values()), notes=notes)


def _rows(path: Path, raw: RawFile, format_name: str) -> list[list[str]]:
    if format_name == "xlsx":
        return xlsx_rows(raw)
    if format_name in ("csv", "tsv", "txt"):
        return [[_restored(cell) for cell in row] for row in delimited_rows(raw)]
    raise UnreadableFileError.at(
        path,
        _("A list of participants cannot be read from {format}.").format(format=format_name),
        expected=_("A table (.csv, .tsv or .xlsx) was expected."),
    )


def _restored(cell: str) -> str:
    """The cell without the apostrophe that an export puts before what a spreadsheet would take for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "'") else cell


def _column_notes(header: Sequence[str], columns: tuple[int, int | None, int | None]) -> tuple[str, ...]:
    """What is supposed of everybody where a column is missing, and which column may be it under another name."""
    _id_column, group_column, method_column = columns
    free = [name for position, name in enumerate(header) if name.strip() and position not in columns]
    notes = []
    if group_column is None:
        message = _("There is no column “group”: everybody counts as “{group}”.")
        notes += [message.format(group=term("group", GROUPS[0])), *_meant(free, GROUP_NAMES, "group")]
    if method_column is None:
        message = _("There is no column “method”: every interview counts as “{method}”.")
        notes += [message.format(method=term("method", METHODS[0])), *_meant(free, METHOD_NAMES, "method")]
    return tuple(notes)


def _meant(header: Sequence[str], names: Iterable[str], name: str) -> tuple[str, ...]:
    """The advice to rename the first column that is called nearly like one of `names`; none where there is none."""
    known = sorted({folded(word) for word in names})
    for cell in header:
        if get_close_matches(folded(cell), known, n=1, cutoff=_CLOSE):
            message = _("Did you mean “{name}” by the column “{column}”? Then rename the column.")
            return (message.format(name=name, column=cell.strip()),)
    return ()


def _no_ids(path: Path, header: Sequence[str]) -> UnreadableFileError:
    meant = _meant(header, ID_NAMES, "id")
    return UnreadableFileError.at(
        path,
        _("The list has no column of ids; its columns are: {columns}.").format(columns=listed_columns(header)),
        expected=_("A column called “id” (or “participant”) was expected."),
        hint=" ".join((*meant, _("The id is the name of the participant's transcript file without its suffix."))),
    )


def _participant(
    path: Path, number: int, header: Sequence[str], row: Sequence[str], columns: tuple[int, int | None, int | None]
) -> Participant:
    id_column, group_column, method_column = columns
    name = row[id_column].strip() if id_column < len(row) else ""
    if not name:
        raise UnreadableFileError.at(
            path, _("The row has no id."), row=number, hint=_("Give the participant an id or delete the row.")
        )
    if any(cell for cell in row[len(header) :]):
        extra = len(row) - len(header)
        raise UnreadableFileError.at(
            path,
            ngettext(
                "The row has {n} cell more than the header.", "The row has {n} cells more than the header.", extra
            ).format(n=extra),
            row=number,
            hint=_("A value that holds the separator must stand in quotes."),
        )
    return Participant(
        id=name,
        group=_known(path, number, _cell(row, group_column), "group", GROUPS),
        method=_known(path, number, _cell(row, method_column), "method", METHODS),
        attributes={
            _attribute_name(header[position]): _value(cell)
            for position, cell in enumerate(row)
            if cell.strip() and position not in columns and position < len(header) and header[position].strip()
        },
    )


def _cell(row: Sequence[str], position: int | None) -> str:
    return row[position].strip() if position is not None and position < len(row) else ""


def _known(path: Path, number: int, value: str, family: str, allowed: Sequence[str]) -> str:
    """The identifier that a cell means; the first allowed one for an empty cell."""
    if not value:
        return allowed[0]
    key = meaning(family, value)
    if key is None:
        raise UnreadableFileError.at(
            path,
            _("The value “{value}” is not known.").format(value=value),
            row=number,
            expected=_("One of {known} was expected.").format(known=", ".join(term(family, key) for key in allowed)),
        )
    return key


def _attribute_name(header: str) -> str:
    return re.sub(r"\s+", "_", header.strip().casefold())


def _value(cell: str) -> str | int:
    """Whole numbers as numbers, so that ages can be compared; “007” stays text."""
    return int(cell) if re.fullmatch(r"-?(0|[1-9]\d{0,8})", cell) else cell
