"""SPSS syntax and an R script that read the CSV files of a study with the names of columns and values.

References
----------
IBM SPSS Statistics Command Syntax Reference: GET DATA (TYPE=TXT), VARIABLE LABELS (up to 256 bytes), VALUE LABELS (up
to 120 bytes, for texts of any width too), SET DECIMAL. R Core Team, An Introduction to R; ``?read.csv``, ``?factor``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cjm_research.exchange.csv_tables import neutralised
from cjm_research.exchange.statistics.frames import LabelledFrame
from cjm_research.i18n import _

# Bytes: SPSS cuts longer labels and texts.
LABEL_BYTES, TEXT_BYTES = 120, 32_767


def spss_syntax(frame: LabelledFrame) -> str:
    """The syntax that reads one table into SPSS."""
    lines = [
        "* Encoding: UTF-8.",
        _comment(frame.title),
        _comment(_("Set the folder of the files first, for example: CD 'C:/study/stats'.")),
        "PRESERVE.",
        "SET DECIMAL=DOT.",
        "GET DATA",
        "  /TYPE=TXT",
        f"  /FILE={_quoted(frame.name + '.csv')}",
        "  /ENCODING='UTF8'",
        "  /ARRANGEMENT=DELIMITED",
        "  /DELCASE=LINE",
        "  /FIRSTCASE=2",
        '  /DELIMITERS=","',
        "  /QUALIFIER='\"'",
        "  /VARIABLES=",
        *_ended(f"    {column} {_format(frame, column)}" for column in frame.table.columns),
        "CACHE.",
        "EXECUTE.",
        "RESTORE.",
        *_without_apostrophes(frame),
        "VARIABLE LABELS",
        *_ended(f"  {c} {_quoted(frame.labels.get(c) or c)}" for c in frame.table.columns),
        *_value_labels(frame),
        "EXECUTE.",
    ]
    return "\r\n".join(lines) + "\r\n"


def _format(frame: LabelledFrame, column: str) -> str:
    from pandas.api import types

    values = frame.table[column]
    if types.is_bool_dtype(values.dtype):
        return "F1.0"
    if types.is_integer_dtype(values.dtype):
        return "F12.0"
    if types.is_float_dtype(values.dtype):
        return "F16.6"
    texts = [*values.dropna().tolist(), *frame.values.get(column, ())]
    # One byte more than the longest: an apostrophe may stand in front.
    return f"A{min(TEXT_BYTES, 1 + max((len(str(text).encode()) for text in texts), default=1))}"


def _texts(frame: LabelledFrame) -> list[str]:
    """The columns in which an apostrophe may stand before a text: free ones, and categories that begin so."""
    from pandas.api import types

    table = frame.table
    texts = [column for column in table.columns if types.is_string_dtype(table[column].dtype)]
    return [c for c in texts if c not in frame.values or any(neutralised(v) != v for v in frame.values[c])]


def _without_apostrophes(frame: LabelledFrame) -> Iterator[str]:
    for column in _texts(frame):
        yield (f'IF (CHAR.SUBSTR({column},1,1) = "\'" AND CHAR.INDEX("=+-@\'",CHAR.SUBSTR({column},2,1)) > 0)')
        yield f"  {column} = CHAR.SUBSTR({column},2)."


def _value_labels(frame: LabelledFrame) -> Iterator[str]:
    for column, names in frame.values.items():
        if names:
            yield f"VALUE LABELS {column}"
            yield from _ended(f"  {_value(value)} {_quoted(name)}" for value, name in names.items())


def _value(value: Any) -> str:
    return str(int(value)) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    return "'" + _cut(" ".join(text.split())).replace("'", "''") + "'"


def _cut(text: str) -> str:
    return text.encode()[:LABEL_BYTES].decode(errors="ignore")


def _comment(text: str) -> str:
    # A full stop ends a comment, and so does the end of a line.
    return "* " + " ".join(text.split()).rstrip(".") + "."


def _ended(lines: Iterator[str]) -> list[str]:
    """The lines of a command, the last one with the full stop that ends it."""
    found = list(lines)
    return [*found[:-1], found[-1] + "."]


def r_script(frames: Sequence[LabelledFrame]) -> str:
    """The script that reads all tables into R, as data frames with factors and labels."""
    lines = [
        "# " + _('Run it in the folder of the files: source("{file}", encoding = "UTF-8")').format(file="read_study.R"),
        'plain <- function(x) sub("^\'(?=[\'=+@\\\\t\\\\r-])", "", x, perl = TRUE)',
        "with_label <- function(x, label) {",
        '  attr(x, "label") <- label',
        "  x",
        "}",
        "",
    ]
    for frame in frames:
        lines += [*_r_frame(frame), ""]
    return "\n".join(lines)


def _r_frame(frame: LabelledFrame) -> Iterator[str]:
    name, texts = frame.name, _texts(frame)
    classes = ", ".join(f"{column} = {_r(_r_class(frame, column))}" for column in frame.table.columns)
    yield f"# {' '.join(frame.title.split())}"
    yield f'{name} <- read.csv("{name}.csv", fileEncoding = "UTF-8-BOM", na.strings = "",'
    yield f"  check.names = FALSE, colClasses = c({classes}))"
    for column in texts:
        yield f"{name}${column} <- plain({name}${column})"
    for column, names in frame.values.items():
        if names:
            levels, labels = ", ".join(map(_r, names)), ", ".join(map(_r, names.values()))
            yield f"{name}${column} <- factor({name}${column}, levels = c({levels}),"
            yield f"  labels = c({labels}))"
    for column in frame.table.columns:
        yield f"{name}${column} <- with_label({name}${column}, {_r(frame.labels.get(column) or column)})"


def _r_class(frame: LabelledFrame, column: str) -> str:
    from pandas.api import types

    values = frame.table[column]
    dtype = values.dtype
    if types.is_bool_dtype(dtype) or types.is_integer_dtype(dtype):
        largest = 0 if values.dropna().empty else int(values.abs().max())
        return "integer" if largest < 2**31 else "numeric"  # whole numbers of R have 32 bits
    return "numeric" if types.is_float_dtype(dtype) else "character"


def _r(value: Any) -> str:
    if isinstance(value, int):
        return str(int(value))
    text = " ".join(str(value).split()) if value else ""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
