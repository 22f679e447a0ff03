"""Tables that were edited elsewhere, as rows of named cells: which table a header belongs to is found by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cjm_research.exchange.csv_tables import csv_rows
from cjm_research.exchange.tables.base import BASE_SHEET, Base, cell_hash, plain_text, read_base
from cjm_research.exchange.tables.words import TableKind, columns_of, kind_of, plain
from cjm_research.exchange.tables.xlsx import fitting, workbook_rows

# Rows above the header that are looked through, for a title or a note that somebody put there.
LOOKED_AT = 5
# Yes and no as spreadsheets of the three languages write them, and as people do.
_YES = frozenset(("true", "yes", "1", "x", "prawda", "tak", "да", "истина"))
_NO = frozenset(("false", "no", "0", "fałsz", "falsz", "nie", "нет", "ложь"))


@dataclass(frozen=True)
class TableRow:
    """A row: its number in the sheet, from 1; column -> cell; and cells under headings that are no column."""

    number: int
    cells: Mapping[str, Any]
    others: Mapping[str, Any]


@dataclass(frozen=True)
class EditedTable:
    """A table of a file.

    `sheet` is empty for CSV. `columns` are those that it has, `titles` what the file calls them, `others` its other
    headings; `base` tells what it said when it was written, where the file knows.
    """

    kind: TableKind
    sheet: str
    columns: tuple[str, ...]
    others: tuple[str, ...]
    rows: tuple[TableRow, ...]
    base: Base = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, column: str) -> str:
        """What the file calls a column."""
        return self.titles.get(column, column)

    def touched(self, key: str, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Those of a row's cells that somebody changed since the table was written; all where that is not known."""
        before = self.base.get(key, {})
        return {name: cell for name, cell in cells.items() if cell_hash(cell_text(cell)) != before.get(name)}


def tables_of_workbook(data: bytes, *, most: int | None = None) -> list[EditedTable]:
    """The tables of a workbook that can be taken back; sheets with anything else are left out.

    Parameters
    ----------
    most : int, optional
        Read so many rows of each sheet only.
    """
    sheets = workbook_rows(data, most=most)
    base = next((read_base(one.rows) for one in sheets if one.hidden and one.title == BASE_SHEET), {})
    found = (edited_table(one.title, one.rows) for one in sheets if not one.hidden)
    return [replace(table, base=base.get(table.kind, {})) for table in found if table is not None]


def tables_of_csv(text: str) -> list[EditedTable]:
    """The table of a CSV text, as a list of one; empty where it is another table.

    Raises
    ------
    csv.Error
        It is no CSV.
    """
    numbered = ((n, list(row)) for n, row in enumerate(csv_rows(text), start=1))
    table = edited_table("", [(n, row) for n, row in numbered if any(row)])
    return [] if table is None else [table]


def edited_table(sheet: str, rows: Sequence[tuple[int, Sequence[Any]]]) -> EditedTable | None:
    """The table that numbered rows hold, None where no header is that of one."""
    for place, (_number, header) in enumerate(rows[:LOOKED_AT]):
        kind = kind_of(header)
        if kind is not None:
            columns = columns_of(kind, header)
            names = [None if c or h in (None, "") else str(h) for c, h in zip(columns, header, strict=True)]
            return EditedTable(
                kind=kind,
                sheet=sheet,
                columns=tuple(c for c in columns if c),
                others=tuple(n for n in names if n),
                rows=tuple(_rows(rows[place + 1 :], columns, names)),
                titles={c: str(h).strip() for c, h in zip(columns, header, strict=True) if c},
            )
    return None


def _rows(
    rows: Iterable[tuple[int, Sequence[Any]]], columns: Sequence[str | None], names: Sequence[str | None]
) -> Iterator[TableRow]:
    for number, row in rows:
        cells = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        others = {name: cell for name, cell in zip(names, row, strict=False) if name}
        if any(cell not in (None, "") for cell in (*cells.values(), *others.values())):
            yield TableRow(number, cells, others)


def cell_text(cell: Any) -> str:
    """A cell as text, alike from CSV and XLSX: whole numbers without a point, nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_same(cell: Any, value: Any) -> bool:
    """Whether a cell still says what was written into it.

    Line ends, blanks at the ends and how accents are put together do not count, nor does the language of yes and no,
    nor a comma in a number: programs change them. A text that was too long for a cell is the same where its beginning
    is.
    """
    was, now = _plain(value), _plain(cell)
    if was == now or now == _plain(fitting(cell_text(value))):
        return True
    if isinstance(value, bool):
        return truth(cell) is value
    if isinstance(value, int | float):
        try:
            return abs(float(now.replace(",", ".")) - value) < 1e-9 * max(1.0, abs(value))
        except ValueError:
            return False
    return False


def truth(cell: Any) -> bool | None:
    """Whether a cell says yes or no, in any of the languages; None for other words and for an empty cell."""
    word = cell_text(cell).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _plain(cell: Any) -> str:
    return plain_text(cell_text(cell))


def is_name(cell: Any, *names: str) -> bool:
    """Whether a cell says one of `names`, whatever its case and blanks."""
    return plain(cell) in {plain(name) for name in names}
