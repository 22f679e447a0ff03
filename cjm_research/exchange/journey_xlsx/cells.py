"""Cells of a workbook: text that stays text, with the few styles that journey workbooks use. Built on openpyxl."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from cjm_research.exchange.csv_tables import FORMULA_STARTS
from cjm_research.i18n import _

CELL_LIMIT = 32_000  # Excel refuses more than 32,767 characters
HEAD_FILL = "E3EEF6"
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


def put(
    sheet: Any,
    row: int,
    column: int,
    value: Any,
    *,
    bold: bool = False,
    size: int = 11,
    colour: str = "1D2A35",
    fill: str | None = None,
    plain: bool = False,
    number_format: str | None = None,
) -> None:
    """A value in a cell; text is never taken for a formula, and characters that XML forbids are left out."""
    if value is None or value == "":
        if fill:
            sheet.cell(row, column).fill = _fill(fill)
        return
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        value = clean(value)
        cell.value = value
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
    if plain:  # thousands of cells: those without a style are written several times faster
        return
    # A long title must not be broken into the narrow column of lane names.
    cell.alignment = _alignment(size < 16)
    if bold or size != 11 or colour != "1D2A35":
        cell.font = _font(size, bold, colour)
    if fill:
        cell.fill = _fill(fill)
    if number_format:
        cell.number_format = number_format


@cache
def _alignment(wrap: bool) -> Any:
    from openpyxl.styles import Alignment

    return Alignment(vertical="top", wrap_text=wrap)


@cache
def _font(size: int, bold: bool, colour: str) -> Any:
    from openpyxl.styles import Font

    return Font(name="Calibri", size=size, bold=bold, color=colour)


@cache
def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=colour, end_color=colour)


def clean(text: str) -> str:
    """The text as a workbook can hold it: no control characters, not too long for a cell."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def sheet_title(title: str, taken: set[str]) -> str:
    """A name that a sheet may bear, unlike those `taken` (in folded case), to which it is added."""
    # Excel: 31 characters, none of []:*?/\, no apostrophe at the ends, unique whatever the case.
    base = " ".join(_NOT_IN_A_TITLE.sub(" ", clean(title)).split()).strip("'")[:31].strip() or _("Map")
    name, number = base, 2
    while name.casefold() in taken:
        suffix = f" {number}"
        name, number = base[: 31 - len(suffix)] + suffix, number + 1
    taken.add(name.casefold())
    return name


def letter(column: int) -> str:
    """The letters of a column that is counted from 1."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
