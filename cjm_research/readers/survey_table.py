"""The rows of a survey's table, and what the sheet or file beside it says of its columns."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cjm_research.errors import CjmError, UnreadableFileError
from cjm_research.i18n import _, format_number
from cjm_research.model import Instrument, term
from cjm_research.readers.base import RawFile, parsing
from cjm_research.readers.cleaning import clean
from cjm_research.readers.guard import empty_table, open_archive, read_bytes
from cjm_research.readers.participant_words import folded
from cjm_research.readers.survey_words import read_heading, read_place
from cjm_research.readers.tables import MAX_COLUMNS, MAX_ROWS, separator

Row = tuple[int, list[str]]
# What a researcher may say of a column: an instrument, a header as the reader knows them, fields, or that it is none.
Naming = Instrument | str | Mapping[str, Any] | None

SHEET_NAMES = frozenset(
    map(folded, ("instruments", "instrumenty", "narzędzia", "инструменты", "шкалы", "skale", "scales"))
)
# Headings of the sheet that names columns -> field of an instrument.
_SHEET_FIELDS = {
    "column": ("column", "item", "kolumna", "pozycja", "столбец", "колонка", "вопрос в таблице"),
    "kind": ("kind", "instrument", "type", "rodzaj", "typ", "wskaźnik", "вид", "тип", "показатель"),
    "low": ("low", "lowest", "min", "minimum", "od", "от", "минимум", "мин"),
    "high": ("high", "highest", "max", "maximum", "do", "до", "максимум", "макс"),
    "higher_is_better": ("higher is better", "higher_is_better", "high is good", "wyżej lepiej", "więcej znaczy lepiej",
                         "больше лучше", "чем больше тем лучше"),
    "name": ("name", "title", "nazwa", "название", "имя"),
    "question": ("question", "wording", "pytanie", "вопрос"),
    "stage": ("stage", "etap", "этап"),
    "touchpoint": ("touchpoint", "punkt styku", "точка контакта"),
    "top_box": ("top box", "top_box", "liczba najlepszych", "число лучших"),
    "key": ("key", "klucz", "ключ"),
}  # fmt: skip
_YES = frozenset(map(folded, ("yes", "true", "1", "tak", "prawda", "да", "истина")))
_NO = frozenset(map(folded, ("no", "false", "0", "nie", "fałsz", "нет", "ложь")))


def table_rows(raw: RawFile, format_name: str) -> tuple[list[Row], list[Row]]:
    """The filled rows of a table, each with its number in the file, and those of a sheet that names instruments.

    Raises
    ------
    UnreadableFileError
        It is no table, is empty, damaged or too large.
    """
    if format_name == "xlsx":
        rows, sheet = _xlsx(raw)
    elif format_name in ("csv", "tsv", "txt"):
        rows, sheet = _delimited(raw), []
    else:
        raise UnreadableFileError.at(
            raw.path,
            _("A survey cannot be read from {format}.").format(format=format_name),
            expected=_("A table (.csv, .tsv or .xlsx) was expected."),
        )
    if not rows:
        raise empty_table(raw.path)
    return rows, sheet


def _delimited(raw: RawFile) -> list[Row]:
    text = raw.text or ""
    with parsing(raw.path, "CSV"):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=False)
        return _filled(raw.path, ([clean(cell).strip() for cell in row] for row in reader))


def _xlsx(raw: RawFile) -> tuple[list[Row], list[Row]]:
    open_archive(raw.path, raw.data, "xlsx").close()
    with parsing(raw.path, "xlsx"):
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(raw.data), read_only=True, data_only=True, keep_links=False)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        naming = next((sheet for title, sheet in sheets.items() if folded(title) in SHEET_NAMES), None)
        main = next((sheet for sheet in sheets.values() if sheet is not naming), None)
        found = [_sheet_rows(raw.path, sheet) for sheet in (main, naming)]
        book.close()
    return found[0], found[1]


def _sheet_rows(path: Path, sheet: Any) -> list[Row]:
    if sheet is None:
        return []
    return _filled(
        path, ([_cell(v) for v in row] for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True))
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def _filled(path: Path, rows: Iterable[list[str]]) -> list[Row]:
    filled = []
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if len(row) > MAX_COLUMNS or number > MAX_ROWS:
            raise UnreadableFileError.at(
                path,
                _("The table is too large."),
                expected=_("At most {rows} rows and {columns} columns are read.").format(
                    rows=format_number(MAX_ROWS), columns=format_number(MAX_COLUMNS)
                ),
                hint=_("Split it into several tables."),
            )
        if any(row):
            filled.append((number, row))
    return filled


def sidecar(path: Path) -> dict[str, Naming]:
    """What the file ``NAME.instruments.toml`` beside a table says of its columns; nothing where there is none.

    Raises
    ------
    UnreadableFileError
        It is no TOML, or holds something else than a section for each column.
    """
    beside = path.with_name(f"{path.stem}.instruments.toml")
    if not beside.is_file():
        return {}
    try:
        found = tomllib.loads(read_bytes(beside).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFileError.at(
            beside, _("This is no valid TOML: {why}.").format(why=str(error).rstrip("."))
        ) from error
    for column, value in found.items():
        if not isinstance(value, str | dict):
            raise UnreadableFileError.at(
                beside,
                _("What is said of “{column}” names no instrument.").format(column=column),
                expected=_("A section [{column}] with kind, low, high and so on was expected.").format(column=column),
            )
    return dict(found)


def sheet_namings(path: Path, rows: Sequence[Row]) -> dict[str, Naming]:
    """What the second sheet says of columns.

    Raises
    ------
    UnreadableFileError
        It has no column of columns or of kinds, or a heading that is not known.
    """
    if not rows:
        return {}
    names = {folded(word): field for field, words in _SHEET_FIELDS.items() for word in (field, *words)}
    header = [names.get(folded(cell)) for cell in rows[0][1]]
    unknown = [cell for cell, field in zip(rows[0][1], header, strict=True) if cell and field is None]
    if unknown or "column" not in header or "kind" not in header:
        raise UnreadableFileError.at(
            path,
            _("The sheet that names instruments has the columns: {columns}.").format(columns=", ".join(rows[0][1])),
            row=rows[0][0],
            expected=_("The columns “column” and “kind” were expected, and perhaps: {known}.").format(
                known=", ".join(field for field in _SHEET_FIELDS if field not in {"column", "kind"})
            ),
        )
    found: dict[str, Naming] = {}
    for _number, row in rows[1:]:
        values = {field: cell for field, cell in zip(header, row, strict=False) if field and cell}
        if column := values.pop("column", ""):
            found[column] = values
    return found


def instrument_of(
    naming: Naming, column: str, fail: Callable[[str], CjmError], own: Mapping[str, str] | None = None
) -> Instrument | None:
    """The instrument that somebody named for a column; None where the column is to be left alone.

    Parameters
    ----------
    fail : callable
        Makes the error of a sentence.
    own : mapping, optional
        Names of touchpoints that the study added -> their labels.
    """
    if naming is None or isinstance(naming, Instrument):
        return naming
    if isinstance(naming, str):
        heading = read_heading(naming, own)
        if heading.instrument is None:
            message = _("“{naming}” for the column “{column}”: {why}")
            raise fail(message.format(naming=naming, column=column, why=heading.problem or unknown_kind()))
        return heading.instrument
    return _of_fields(dict(naming), column, fail, own)


def unknown_kind() -> str:
    """The sentence for words that name no instrument."""
    return _("It names no instrument that is known: CSAT, CES 1.0, CES 2.0, NPS, rating.")


def _of_fields(
    fields: dict[str, Any], column: str, fail: Callable[[str], CjmError], own: Mapping[str, str] | None
) -> Instrument:
    fields = {name: value for name, value in fields.items() if value is not None}
    what = str(fields.pop("kind", "")).strip()
    try:
        ends: dict[str, int] = {name: _whole(fields.pop(name)) for name in ("low", "high", "top_box") if name in fields}
    except ValueError as error:
        raise fail(_("Column “{column}”: the ends of a scale are whole numbers.").format(column=column)) from error
    scale = f" {ends['low']}-{ends['high']}" if {"low", "high"} <= ends.keys() else ""
    heading = read_heading(what if re.search(r"\d\s*[-–]\s*\d", what) else what + scale)
    told = heading.instrument
    if told is None:
        raise fail(_("Column “{column}”: {why}").format(column=column, why=heading.problem or unknown_kind()))
    given: dict[str, Any] = {"low": told.low, "high": told.high, **ends}
    if "higher_is_better" in fields:
        given["higher_is_better"] = _yes_or_no(fields.pop("higher_is_better"), column, fail)
    touchpoint, stage = (str(fields.pop(name, "") or "") for name in ("touchpoint", "stage"))
    place = read_place(touchpoint + (f" @ {stage}" if stage else ""), own)
    if place.problem:
        raise fail(_("Column “{column}”: {why}").format(column=column, why=place.problem))
    given |= {name: str(fields.pop(name)) for name in ("name", "question", "key") if name in fields}
    if left := [name for name in fields if fields[name]]:
        raise fail(_("Column “{column}”: nothing is known of: {names}.").format(column=column, names=", ".join(left)))
    try:
        return Instrument.of(
            told.kind,
            touchpoint=place.touchpoint or told.touchpoint,
            stage=place.stage or told.stage,
            topic=place.topic or told.topic,
            **given,
        )
    except ValidationError as error:
        raise fail(
            _("Column “{column}”: this scale, direction or number of best answers does not fit {kind}.").format(
                column=column, kind=term("instrument", told.kind)
            )
        ) from error


def _whole(value: object) -> int:
    number = float(str(value).strip())
    if not number.is_integer():
        raise ValueError(value)
    return int(number)


def _yes_or_no(value: object, column: str, fail: Callable[[str], CjmError]) -> bool:
    if isinstance(value, bool):
        return value
    if folded(str(value)) in _YES:
        return True
    if folded(str(value)) in _NO:
        return False
    raise fail(_("Column “{column}”: whether high is good must be “yes” or “no”.").format(column=column))
