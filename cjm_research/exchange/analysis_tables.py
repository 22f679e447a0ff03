"""Tables of results as files: a workbook with a sheet for each, or CSV files side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.csv_tables import write_table
from cjm_research.exchange.journey_xlsx.cells import HEAD_FILL, put
from cjm_research.exchange.steady_zip import steady_workbook
from cjm_research.i18n import _

SUFFIXES = (".xlsx", ".csv")
LEAST_WIDTH, MOST_WIDTH = 8, 48


class Table(NamedTuple):
    """A table: a name for files, a title for people, columns, and rows of text, numbers and None.

    Columns whose values are shares (0..1) are named in `shares`; a workbook shows them in percent.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    shares: frozenset[str] = frozenset()
    notes: Sequence[str] = ()


def write_tables(path: str | Path, tables: Iterable[Table]) -> tuple[Path, ...]:
    """Write tables where the ending of `path` tells how; the files.

    The first CSV file has the name given, the others the name of their table behind it: ``gaps.csv``,
    ``gaps-effort.csv``. Text that begins like a formula is never taken for one.

    Raises
    ------
    UnsupportedFormatError
        The ending is neither .xlsx nor .csv.
    """
    target, tables = Path(path), tuple(tables)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnsupportedFormatError.at(
            target,
            _("The name of the file does not tell the format."),
            expected=_("Known formats: {known}.").format(known="xlsx, csv"),
        )
    ensure_parent(target)
    if suffix == ".csv":
        return tuple(_csv(target, table, first=table is tables[0]) for table in tables)
    target.write_bytes(_workbook(tables))
    return (target,)


def _csv(target: Path, table: Table, *, first: bool) -> Path:
    path = target if first else target.with_name(f"{target.stem}-{table.name}{target.suffix}")
    return write_table(path, table.columns, table.rows)


def _workbook(tables: Sequence[Table]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for table in tables:
        _fill(workbook.create_sheet(table.title[:31]), table)
    return steady_workbook(workbook)


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(table.columns, start=1):
        put(sheet, 1, column, name, bold=True, fill=HEAD_FILL)
        texts = [len(str(row[column - 1])) for row in table.rows if row[column - 1] is not None]
        width = max([len(name), *texts], default=LEAST_WIDTH) + 2
        sheet.column_dimensions[get_column_letter(column)].width = min(MOST_WIDTH, max(LEAST_WIDTH, width))
    for at, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row, start=1):
            number_format = "0%" if table.columns[column - 1] in table.shares else None
            put(sheet, at, column, round(value, 4) if isinstance(value, float) else value, number_format=number_format)
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    for at, note in enumerate(table.notes, start=len(table.rows) + 3):
        put(sheet, at, 1, note, plain=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
