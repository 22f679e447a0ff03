"""Lists of participants: who was interviewed, in which group and by which method, with any attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _, ngettext
from cjm_research.model import Participant
from cjm_research.model.base import Model
from cjm_research.model.scheme import GROUPS, METHODS
from cjm_research.readers.base import RawFile
from cjm_research.readers.tables import column, delimited_rows, xlsx_rows

ID_NAMES = frozenset(
    [
        "id", "participant", "participantid", "respondent", "respondentid", "interview", "interviewid", "transcript",
        "code", "pid", "uczestnik", "iduczestnika", "uczestniczka", "identyfikator", "kod", "wywiad", "respondentka",
        "участник", "idучастника", "респондент", "идентификатор", "код", "интервью"
    ]
)  # fmt: skip
GROUP_NAMES = frozenset(["group", "segment", "type", "grupa", "segment", "typ", "группа", "сегмент", "тип"])
METHOD_NAMES = frozenset(["method", "interviewmethod", "metoda", "rodzajwywiadu", "метод", "способ", "видинтервью"])
# What people write for the identifiers of groups and methods, without blanks, hyphens and underscores.
_GROUP_WORDS = {
    "customer": "customer", "client": "customer", "klient": "customer", "klientka": "customer", "клиент": "customer",
    "клиентка": "customer", "покупатель": "customer", "user": "customer",
    "nonuser": "non_user", "noncustomer": "non_user", "nieużytkownik": "non_user", "nieklient": "non_user",
    "nieużytkowniczka": "non_user", "неклиент": "non_user", "непользователь": "non_user",
    "expert": "expert", "ekspert": "expert", "ekspertka": "expert", "эксперт": "expert",
}  # fmt: skip
_METHOD_WORDS = {
    "retrospective": "retrospective", "retrospektywny": "retrospective", "retrospektywna": "retrospective",
    "ретроспективное": "retrospective", "ретроспективный": "retrospective", "ретроспектива": "retrospective",
    "walkalong": "walk_along", "accompanied": "walk_along", "towarzyszenie": "walk_along", "spacer": "walk_along",
    "сопровождение": "walk_along", "сопровождаемое": "walk_along",
}  # fmt: skip


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
    raw, format_name, _notes = open_raw(path)
    rows = _rows(path, raw, format_name)
    if not rows:
        raise _no_ids(path, [])
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
    return ParticipantTable(participants=tuple(participants.values()), notes=_empty_note(participants))


def _rows(path: Path, raw: RawFile, format_name: str) -> list[list[str]]:
    if format_name == "xlsx":
        return xlsx_rows(raw)
    if format_name in ("csv", "tsv", "txt"):
        return delimited_rows(raw)
    raise UnreadableFileError.at(
        path,
        _("A list of participants cannot be read from {format}.").format(format=format_name),
        expected=_("A table (.csv, .tsv or .xlsx) was expected."),
    )


def _empty_note(participants: dict[str, Participant]) -> tuple[str, ...]:
    if participants:
        return ()
    return (_("The list has a header but no participants."),)


def _no_ids(path: Path, header: Sequence[str]) -> UnreadableFileError:
    return UnreadableFileError.at(
        path,
        _("The list has no column of ids; its columns are: {columns}.").format(columns=", ".join(header) or "-"),
        expected=_("A column called “id” (or “participant”) was expected."),
        hint=_("The id is the name of the participant's transcript file without its suffix."),
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
        group=_known(path, number, _cell(row, group_column), _GROUP_WORDS, GROUPS),
        method=_known(path, number, _cell(row, method_column), _METHOD_WORDS, METHODS),
        attributes={
            _attribute_name(header[position]): _value(cell)
            for position, cell in enumerate(row)
            if cell.strip() and position not in columns and position < len(header) and header[position].strip()
        },
    )


def _cell(row: Sequence[str], position: int | None) -> str:
    return row[position].strip() if position is not None and position < len(row) else ""


def _known(path: Path, number: int, value: str, words: dict[str, str], allowed: Sequence[str]) -> str:
    """The identifier that a cell means; the first allowed one for an empty cell."""
    if not value:
        return allowed[0]
    key = re.sub(r"[\s_\-]", "", value.casefold())
    if key not in words:
        raise UnreadableFileError.at(
            path,
            _("The value “{value}” is not known.").format(value=value),
            row=number,
            expected=_("One of {known} was expected.").format(known=", ".join(allowed)),
        )
    return words[key]


def _attribute_name(header: str) -> str:
    return re.sub(r"\s+", "_", header.strip().casefold())


def _value(cell: str) -> str | int:
    """Whole numbers as numbers, so that ages can be compared; “007” stays text."""
    return int(cell) if re.fullmatch(r"-?(0|[1-9]\d{0,8})", cell) else cell
