"""JSON of other tools: one list of records, one record, or records one after another (JSON Lines)."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _

_BLANK = re.compile(r"[ \t\n\r]*")
_HEAD = 4_000_000


def read_records(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Each record with its line, or its place in the list, counted from 1.

    Raises
    ------
    UnreadableFileError
        The file cannot be opened, is no UTF-8, no JSON, or holds anything but objects.
    """
    text = _text_of(path)
    values = _values(path, text)
    if len(values) == 1 and isinstance(values[0][1], list):
        values = list(enumerate(values[0][1], start=1))
    for row, value in values:
        if not isinstance(value, dict):
            raise UnreadableFileError.at(path, _("The file holds no JSON object."), row=row)
    return values


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError.at(
            path, _("The file could not be opened ({reason}).").format(reason=error.strerror or type(error).__name__)
        ) from error
    try:
        return data.decode("utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError.at(
            path,
            _("The file is no valid JSON ({reason}).").format(reason=error.reason),
            hint=_("Save the file anew as UTF-8 text."),
        ) from error


def _values(path: Path, text: str) -> list[tuple[int, Any]]:
    decoder = json.JSONDecoder(parse_constant=_refuse)
    values: list[tuple[int, Any]] = []
    at, line, counted = _end_of_blank(text, 0), 1, 0
    while at < len(text):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            row = error.lineno if isinstance(error, json.JSONDecodeError) else line
            raise UnreadableFileError.at(
                path,
                _("The file is no valid JSON ({reason}).").format(reason=reason),
                row=row,
                hint=_("It may be cut off; export it once more."),
            ) from error
        values.append((line, value))
        at = _end_of_blank(text, at)
    return values


def _end_of_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def has_keys(path: Path, *keys: str, lists: Iterable[str] = (), without: Iterable[str] = ()) -> bool:
    """Whether the first part of the file names these keys, each a regular expression, and none of the others.

    One of `lists` must hold a list, if any are given.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        return False
    wanted = [_named(key) for key in keys]
    if opening := "|".join(lists):
        wanted.append(_named(opening) + r"\s*\[")
    return all(re.search(key, text) for key in wanted) and not any(re.search(_named(key), text) for key in without)


def _named(key: str) -> str:
    return rf'(?<!\\)"(?:{key})"\s*:'
