"""Workbooks of plain tables, written and read: text stays text, and comes back equal.

Characters that XML cannot hold, and carriage returns, are written as ``_xHHHH_``, the form that Office Open XML has
for them (ECMA-376 part 1, 22.9.2.19), which spreadsheets show as the characters they stand for. Halves of surrogate
pairs, which no file can hold, become U+FFFD. A cell holds at most 32,767 UTF-16 units; longer text is cut.

References
----------
ECMA-376, Office Open XML File Formats, 5th edition, 2021.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cjm_research.exchange.csv_tables import FORMULA_STARTS
from cjm_research.exchange.journey_xlsx.cells import HEAD_FILL, sheet_title
from cjm_research.exchange.steady_zip import steady_workbook

CELL_LIMIT = 32_767
CUT = "…"
LEAST_WIDTH, MOST_WIDTH = 8, 60
# Rows that the width of a column is made of.
_MEASURED = 200
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Sheet(NamedTuple):
    """A sheet to write: its title, its first row, and the rows below.

    `text_only` is for lines to read, `hidden` for what is not for people.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    text_only: bool = False
    hidden: bool = False


class SheetRows(NamedTuple):
    """A sheet that was read: its title, its rows with their numbers from 1, and whether it is hidden."""

    title: str
    rows: list[tuple[int, list[Any]]]
    hidden: bool = False


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an XLSX file; equal sheets give equal bytes."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        _write(workbook.create_sheet(sheet_title(sheet.title, taken)), sheet)
    return steady_workbook(workbook)


def _write(target: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    if sheet.hidden:
        target.sheet_state = "veryHidden"
    for place, width in enumerate(_widths(sheet), start=1):
        target.column_dimensions[get_column_letter(place)].width = width
    head = []
    for name in sheet.header:
        cell = WriteOnlyCell(target, escaped(name))
        cell.data_type, cell.font = "s", Font(bold=True)
        if not sheet.text_only:
            cell.fill = PatternFill("solid", start_color=HEAD_FILL, end_color=HEAD_FILL)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        head.append(cell)
    if not sheet.text_only:
        target.freeze_panes = "A2"
        last = get_column_letter(max(1, len(sheet.header)))
        target.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    target.append(head)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for row in sheet.rows:
        target.append([_cell(target, value, wrapped if sheet.text_only else None) for value in row])


def _cell(target: Any, value: Any, alignment: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = escaped(fitting(value))
    # Openpyxl guesses: what looks like a formula, an error value or a number must stay the words that they are.
    if alignment is None and text and text[0].isalpha() and text[0] != "=":
        return text
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(target, text)
    cell.data_type = "s"
    if alignment is not None:
        cell.alignment = alignment
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _widths(sheet: Sheet) -> Iterator[int]:
    for place, name in enumerate(sheet.header):
        texts = [len(str(row[place])) for row in sheet.rows[:_MEASURED] if place < len(row) and row[place] is not None]
        width = 100 if sheet.text_only else min(MOST_WIDTH, max([len(name), *texts], default=LEAST_WIDTH) + 2)
        yield max(LEAST_WIDTH, width)


def fitting(text: str) -> str:
    """The text as far as a cell can hold it; ``…`` at its end says that more follows."""
    if 14 * len(text) <= CELL_LIMIT or _units(escaped(text)) <= CELL_LIMIT:
        return text
    left = CELL_LIMIT - len(CUT)
    for place, char in enumerate(text):
        left -= _units(escaped(char)) if char != "_" else len("_x005F_")
        if left < 0:
            return text[:place] + CUT
    return text


def _units(text: str) -> int:
    """UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def escaped(text: str) -> str:
    """The text as the XML of a workbook holds it."""
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _SURROGATES.sub("\ufffd", text))


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def workbook_rows(data: bytes, *, most: int | None = None) -> list[SheetRows]:
    """The sheets with their rows; empty rows are left out.

    Parameters
    ----------
    most : int, optional
        Read so many rows of each sheet only.

    Raises
    ------
    Exception
        Whatever the parsers of a damaged workbook raise.
    """
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library misses in a file of others is none of the reader's business
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [_rows(sheet, most) for sheet in workbook.worksheets]
        finally:
            workbook.close()


def _rows(sheet: Any, most: int | None) -> SheetRows:
    sheet.reset_dimensions()  # what the file says of its size may be anything
    rows = enumerate(sheet.iter_rows(max_row=most, values_only=True), start=1)
    read = ((number, [_value(cell) for cell in row]) for number, row in rows)
    filled = [(number, row) for number, row in read if any(cell is not None for cell in row)]
    return SheetRows(sheet.title, filled, sheet.sheet_state != "visible")


def _value(cell: Any) -> Any:
    if isinstance(cell, str):
        return unescaped(cell) or None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
