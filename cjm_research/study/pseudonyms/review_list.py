"""The review list: proposals as a table that people look through in a spreadsheet and hand back.

It holds names and what was said around them, so the file is private to its owner; it belongs beside the key, not in the
study.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import BadValueError, UnreadableFileError, UnsupportedFormatError
from cjm_research.i18n import LANGUAGES, _, using_language
from cjm_research.model.privacy import Proposal, ProposalStatus
from cjm_research.storage.permissions import write_private
from cjm_research.study.pseudonyms.words import kind_names, place_name, sureness_names

if TYPE_CHECKING:
    from cjm_research.study.pseudonyms.personal_data import PersonalData

# What people may change comes first.
COLUMNS = (
    "replace", "text", "replacement", "same_as", "kind", "sureness", "before", "after", "where", "proposed",
    "start", "entity", "id",
)  # fmt: skip
# Before the digits, so that no program takes them for a number and rounds it.
_SEED = "seed "
_YES = frozenset({"yes", "y", "1", "+", "x", "true", "tak", "t", "да", "д"})
_NO = frozenset({"no", "n", "0", "-", "false", "nie", "нет", "н"})


def headings() -> dict[str, str]:
    """Column -> its heading, in the language in force."""
    names = (
        _("Replace (yes, no)"), _("Text found"), _("Replacement"), _("Same as"), _("Kind"), _("How sure"), _("Before"),
        _("After"), _("Where it was found"), _("Proposed replacement"), _("Start"), _("Who or what"), "id",
    )  # fmt: skip
    return dict(zip(COLUMNS, names, strict=True))


@cache
def _known_headings() -> Mapping[str, str]:
    """Heading as it is compared -> column: in every language, and by the names that programs use."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with using_language(language):
            known |= {_compared(heading): column for column, heading in headings().items()}
    return known | {_compared(column): column for column in COLUMNS}


def _compared(heading: Any) -> str:
    return "".join(char for char in str(heading or "").casefold() if char.isalnum())


def list_text(proposals: Iterable[Proposal], *, seed: int | None = None) -> str:
    """The list as CSV; see `write_list`."""
    from cjm_research.exchange.csv_tables import csv_text

    return csv_text([list(headings().values()), *_rows(proposals, seed)])


def write_list(path: Path, proposals: Iterable[Proposal], *, seed: int | None = None) -> Path:
    """The list as .csv or .xlsx, readable by this user alone.

    Parameters
    ----------
    seed : int, optional
        By what the pseudonyms were chosen: a key that is made later for this list chooses the same.

    Raises
    ------
    UnsupportedFormatError
        The file ends in something else.
    """
    if path.suffix.lower() == ".csv":
        data = list_text(proposals, seed=seed).encode("utf-8-sig")
    elif path.suffix.lower() == ".xlsx":
        from cjm_research.exchange.tables.xlsx import Sheet, workbook_bytes

        data = workbook_bytes([Sheet(_("Personal data"), tuple(headings().values()), list(_rows(proposals, seed)))])
    else:
        raise UnsupportedFormatError.at(
            path,
            _("The name of the file does not tell the format."),
            expected=_("Known formats: {known}.").format(known="xlsx, csv"),
        )
    write_private(path, data)
    return path


def _rows(proposals: Iterable[Proposal], seed: int | None) -> Iterable[list[str]]:
    kinds, sureness = kind_names(), sureness_names()
    said = {"accepted": _("yes"), "rejected": _("no"), "proposed": ""}
    for one in proposals:
        yield [
            said[one.status], one.text, one.replacement, "", kinds[one.kind], sureness[one.sureness], one.before,
            one.after, place_name(one), one.replacement, "" if seed is None else f"{_SEED}{seed}", one.entity, one.id,
        ]  # fmt: skip


def take_decisions(path: Path, session: PersonalData) -> int:
    """Take back a list in which somebody said yes or no, worded a replacement, or named the same entity.

    Rows of proposals that are no longer there are passed over; empty cells decide nothing.

    Returns
    -------
    int
        How many rows decided something.

    Raises
    ------
    UnreadableFileError
        It is no such list.
    BadValueError
        A cell says neither yes nor no.
    """
    rows = _read(path)
    seeds = {row["start"].removeprefix(_SEED) for row in rows if row["start"].startswith(_SEED)}
    if len(seeds) == 1 and (seed := seeds.pop()).isdecimal():
        session.start_from(int(seed))
    known = {one.id: one for one in session.plan().proposals}
    n = 0
    states: dict[str, ProposalStatus] = {}
    words: dict[str, str] = {}
    same: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        proposal = known.get(row["id"])
        if proposal is None:
            continue
        status = _status(path, number, row["replace"])
        if status != proposal.status and row["replace"]:
            states[proposal.id] = status
        # What the list proposed itself is nobody's wording, even if another pseudonym is proposed now.
        if row["replacement"] and row["replacement"] not in {proposal.replacement, row["proposed"]}:
            words[proposal.id] = row["replacement"]
        if row["same_as"] and row["same_as"] != proposal.entity:
            same[proposal.entity] = row["same_as"]
        n += proposal.id in states or proposal.id in words or proposal.entity in same
    session.decide_all(states, words, same)
    return n


def _status(path: Path, row: int, cell: str) -> ProposalStatus:
    said = cell.strip().casefold()
    if said in _YES or said == _("yes").casefold():
        return "accepted"
    if said in _NO or said == _("no").casefold():
        return "rejected"
    if not said:
        return "proposed"
    raise BadValueError.at(
        path,
        _("“{value}” says neither yes nor no.").format(value=cell),
        row=row,
        expected=_("Expected: {yes}, {no} or nothing.").format(yes=_("yes"), no=_("no")),
    )


def _read(path: Path) -> list[Mapping[str, str]]:
    rows = _cells(path)
    known = _known_headings()
    header = [known.get(_compared(cell), "") for cell in rows[0]] if rows else []
    if not {"id", "replace", "replacement"} <= set(header):
        raise UnreadableFileError.at(
            path,
            _("This is no list of personal data."),
            expected=_("Expected the columns {columns}.").format(columns=", ".join(headings().values())),
        )
    return [
        {
            "same_as": "",
            "proposed": "",
            "start": "",
            **{name: str(cell or "").strip() for name, cell in zip(header, row, strict=False)},
        }
        for row in rows[1:]
        if any(row)
    ]


def _cells(path: Path) -> list[list[Any]]:
    from cjm_research.exchange.csv_tables import csv_rows
    from cjm_research.exchange.tables.xlsx import workbook_rows
    from cjm_research.readers.text_encoding import decode

    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError.at(
            path, _("There is no such file or folder."), hint=_("Check the spelling.")
        ) from error
    except OSError as error:
        raise UnreadableFileError.at(path, _("The file cannot be read: {why}.").format(why=error.strerror)) from error
    try:
        if path.suffix.lower() == ".xlsx":
            return [cells for sheet in workbook_rows(data) for _number, cells in sheet.rows]
        text, _encoding, n_broken = decode(path, data)  # spreadsheets save in the encoding of the system
        if n_broken:
            raise ValueError("letters are broken")
        return [list(row) for row in csv_rows(text)]
    except Exception as error:  # whatever the parsers make of a damaged file
        raise UnreadableFileError.at(path, _("This is no list of personal data.")) from error
