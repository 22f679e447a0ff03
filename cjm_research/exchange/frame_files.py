"""A table of results as a file or text: CSV, XLSX, Markdown, JSON.

A text that begins like a formula gets an apostrophe in front in CSV and XLSX, so that no spreadsheet executes what
somebody said; Markdown is escaped, so that it shows the words and nothing else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import ensure_parent
from cjm_research.exchange.csv_tables import neutralised
from cjm_research.exchange.steady_zip import steady_workbook
from cjm_research.i18n import _

if TYPE_CHECKING:
    import pandas as pd

# Widest column of a sheet, in characters; longer text is wrapped.
MOST_WIDTH = 60
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~^$=-])")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")


def frame_csv(table: pd.DataFrame) -> str:
    """The table as CSV (RFC 4180), empty where a value is missing."""
    import csv

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutralised(str(column)) for column in table.columns])
    writer.writerows([neutralised(value) for value in row] for row in _rows(table))
    return buffer.getvalue()


def frame_json(table: pd.DataFrame) -> str:
    """The table as a JSON list with an object a row, null where a value is missing."""
    import json

    columns = [str(column) for column in table.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in _rows(table)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def frame_markdown(table: pd.DataFrame) -> str:
    """The table in Markdown's own form; whatever would be markup or HTML is escaped."""
    columns = [_escaped(str(column)) for column in table.columns]
    lines = [columns, ["---"] * len(columns), *([_escaped(value) for value in row] for row in _rows(table))]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def write_frame(path: str | Path, table: pd.DataFrame, *, title: str = "") -> Path:
    """Write a table where the ending of `path` tells how: .csv, .xlsx, .md or .json; the path.

    Parameters
    ----------
    title : str
        Name of the sheet in a workbook.

    Raises
    ------
    UnsupportedFormatError
        The ending is none of these.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in _WRITERS:
        raise UnsupportedFormatError.at(
            target,
            _("The name of the file does not tell the format."),
            expected=_("Known formats: {known}.").format(known=", ".join(s.lstrip(".") for s in _WRITERS)),
        )
    content = _WRITERS[suffix](table) if suffix != ".xlsx" else _workbook(table, title)
    ensure_parent(target).write_bytes(content)
    return target


def _workbook(table: pd.DataFrame, title: str = "") -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from cjm_research.exchange.journey_xlsx.cells import clean

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = (re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '") or _("Table"))[:31]
    widths = [len(str(column)) for column in table.columns]
    for number, row in enumerate([list(map(str, table.columns)), *_rows(table)], start=1):
        for place, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = clean(neutralised(clean(value)))
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                cell.value = value
                cell.alignment = Alignment(vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
            widths[place - 1] = max(widths[place - 1], len(str(value)))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(MOST_WIDTH, width + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return steady_workbook(workbook)


def _rows(table: pd.DataFrame) -> Iterator[list[Any]]:
    """The rows as plain Python values; None where a value is missing."""
    import pandas as pd

    for row in table.astype(object).itertuples(index=False, name=None):
        yield [_plain(value) if not pd.isna(value) else None for value in row]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _escaped(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = _INVISIBLE.sub(" ", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\1", text)
    # Addresses would become links of their own accord.
    text = re.sub(r"(?i)\b(https?|ftp|www)(?=[:.])", lambda m: f"{m[0][:-1]}&#{ord(m[0][-1])};", text)
    return re.sub(r"\r\n|\r|\n", "<br>", text.strip())


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".csv": lambda table: b"\xef\xbb\xbf" + frame_csv(table).encode("utf-8"),
    ".xlsx": _workbook,
    ".md": lambda table: frame_markdown(table).encode("utf-8"),
    ".json": lambda table: frame_json(table).encode("utf-8"),
}
