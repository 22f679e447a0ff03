"""CSV tables: RFC 4180, UTF-8 with the mark by which spreadsheets know it.

A text that begins like a formula gets an apostrophe in front, so that no spreadsheet executes what somebody said;
`restored` takes it away again.

References
----------
RFC 4180, Common Format and MIME Type for Comma-Separated Values (CSV) Files, 2005.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cjm_research.exchange.base import StudyContent, ensure_parent

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The longest cell that is read, in characters.
LONGEST_CELL = 10_000_000


def neutralised(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith((*FORMULA_STARTS, "'")):
        return "'" + value
    return value


def restored(text: str) -> str:
    """The text that `neutralised` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA_STARTS, "'")) else text


def write_csv(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """The coded segments where `path` is a file, all tables of the study where it is a folder."""
    from cjm_research.exchange.tables.workbook import study_tables

    tables = {table.kind: table for table in study_tables(content)}
    if path.suffix.lower() == ".csv":
        table = tables["codings"]
        return (write_table(path, table.columns, table.rows),)
    path.mkdir(parents=True, exist_ok=True)
    return tuple(write_table(path / f"{kind}.csv", table.columns, table.rows) for kind, table in tables.items())


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write one table; empty cells for None."""
    text = csv_text([columns, *rows])
    ensure_parent(path).write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    return path


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as the text of a CSV file, cells that begin like formulas neutralised."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_rows(text: str) -> list[list[str]]:
    """The cells of a CSV text, as `csv_text` was given them; a spreadsheet may have put ``;`` or tabs between them.

    Raises
    ------
    csv.Error
        It is no CSV.
    """
    text = text.removeprefix("\ufeff")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=head.count)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[restored(cell) for cell in row] for row in rows]
    finally:
        csv.field_size_limit(before)
