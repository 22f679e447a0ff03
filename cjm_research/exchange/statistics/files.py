"""Tables for R, SPSS and other programs for statistics: Parquet, CSV, and the syntax that reads the CSV with labels.

CSV is UTF-8 with the mark by which SPSS knows it, with a decimal point, 1 and 0 for yes and no, empty cells for what is
missing, and every text on one line, because SPSS takes a line for a case. Parquet holds the texts as they are.

References
----------
IBM SPSS Statistics 30 Command Syntax Reference: GET DATA, VARIABLE LABELS, VALUE LABELS.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cjm_research.errors import UnsupportedFormatError
from cjm_research.exchange.base import StudyContent
from cjm_research.exchange.csv_tables import neutralised
from cjm_research.exchange.statistics.frames import LabelledFrame
from cjm_research.exchange.statistics.syntax import r_script, spss_syntax
from cjm_research.i18n import _

R_SCRIPT = "read_study.R"


def write_statistics(path: Path, content: StudyContent) -> tuple[Path, ...]:
    """Write a folder with three files for each table (.parquet, .csv, .sps) and one script for R.

    Raises
    ------
    UnsupportedFormatError
        `path` is a file, or the study offers no tables.
    """
    if content.statistics is None:
        raise UnsupportedFormatError.at(path, _("There is no export format “{name}”.").format(name="stats"))
    if path.suffix and not path.is_dir():
        raise UnsupportedFormatError.at(
            path,
            _("The name of the file does not tell the format."),
            hint=_("Name a folder instead, with --format {format}.").format(format="stats"),
        )
    path.mkdir(parents=True, exist_ok=True)
    frames = [with_all_values(frame) for frame in content.statistics()]
    return (*(file for frame in frames for file in _write(path, frame)), _write_text(path / R_SCRIPT, r_script(frames)))


def with_all_values(frame: LabelledFrame) -> LabelledFrame:
    """The table with a name for each value that it holds, so that no program drops one that nobody named."""
    values = {}
    for column, names in frame.values.items():
        found = sorted({one for one in frame.table[column].dropna().tolist() if one not in names}, key=str)
        values[column] = {**names, **{one: str(one) for one in found}}
    return LabelledFrame(frame.name, frame.title, frame.table, frame.labels, values)


def _write(folder: Path, frame: LabelledFrame) -> Iterator[Path]:
    yield _write_parquet(folder / f"{frame.name}.parquet", frame)
    yield _write_text(folder / f"{frame.name}.csv", csv_text(frame), marked=True)
    yield _write_text(folder / f"{frame.name}.sps", spss_syntax(frame), marked=True)


def _write_text(path: Path, text: str, *, marked: bool = False) -> Path:
    path.write_bytes((b"\xef\xbb\xbf" if marked else b"") + text.encode("utf-8"))
    return path


def csv_text(frame: LabelledFrame) -> str:
    """The table as CSV; texts that begin like formulas get an apostrophe in front, which the scripts take away."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(frame.table.columns)
    writer.writerows(_cells(frame))
    return buffer.getvalue()


def _cells(frame: LabelledFrame) -> Iterator[Sequence[Any]]:
    import pandas as pd

    for row in frame.table.astype(object).itertuples(index=False, name=None):
        yield [None if pd.isna(value) else _cell(value) for value in row]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return neutralised(one_line(value)) if isinstance(value, str) else value


def one_line(text: str) -> str:
    """The text with blanks for its line breaks."""
    return " ".join(text.splitlines())


def _write_parquet(path: Path, frame: LabelledFrame) -> Path:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = frame.table.copy()
    for column, names in frame.values.items():
        if pd.api.types.is_string_dtype(table[column].dtype):
            table[column] = pd.Categorical(table[column], categories=list(names))
    made = pa.Table.from_pandas(table, preserve_index=False)
    fields = [
        field.with_metadata(
            {
                b"label": frame.labels.get(field.name, "").encode(),
                b"values": json.dumps(frame.values.get(field.name, {}), ensure_ascii=False).encode(),
            }
        )
        for field in made.schema
    ]
    schema = pa.schema(fields, metadata={b"title": frame.title.encode()})
    pq.write_table(made.cast(schema), path, compression="zstd")
    return path
