"""What a workbook's tables said when they were written: a hidden sheet with a short hash of each cell.

By it a cell that nobody touched is told from one that somebody changed, so that what was changed in the study
meanwhile stays.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BASE_SHEET = "cjm-research"
# The column by which the rows of a table are known.
KEYS = {"codings": "guid", "codebook": "key", "participants": "id"}
# Hexadecimal digits of a cell's hash.
_DIGITS = 6

# Key of a row -> column -> hash of its cell.
Base = Mapping[str, Mapping[str, str]]


def plain_text(text: str) -> str:
    """A cell's text as it is compared: programs change line ends, blanks at the ends and how accents are put."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_hash(text: str) -> str:
    """A short hash of a cell, whatever programs change of it."""
    return hashlib.sha256(plain_text(text).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def base_rows(kind: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """The rows of the hidden sheet for one table: its columns, then the hashes of each row; cells are given as text."""
    key = list(columns).index(KEYS[kind])
    hashed = [[kind, row[key], "".join(map(cell_hash, row))] for row in rows]
    return [[kind, "", "\n".join(columns)], *hashed]


def read_base(rows: Iterable[tuple[int, Sequence[Any]]]) -> dict[str, dict[str, dict[str, str]]]:
    """Kind of table -> its base; rows that do not fit are left out, and their cells count as changed by hand."""
    columns: dict[str, list[str]] = {}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for _number, row in rows:
        kind, key, text = (str(cell or "") for cell in (*row, "", "", "")[:3])
        if kind in KEYS and not key:
            columns[kind] = text.split("\n")
        elif kind in columns and len(text) == _DIGITS * len(columns[kind]):
            pieces = (text[at : at + _DIGITS] for at in range(0, len(text), _DIGITS))
            found.setdefault(kind, {})[key] = dict(zip(columns[kind], pieces, strict=True))
    return found
