"""Databases of other tools (SQLite), opened to be read and nothing else, and taken for hostile.

Only plain tables are read, column by column: a view, a virtual table or a function in a file that somebody sent could
make the database compute. Nothing is written, not even the files that SQLite puts beside a database.

References
----------
SQLite, "Defense Against The Dark Arts" (https://www.sqlite.org/security.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cjm_research.errors import UnreadableFileError
from cjm_research.i18n import _

MAGIC = b"SQLite format 3\0"
# No cell, and no statement's result, may be larger.
MAX_CELL_BYTES = 200_000_000
_STEPS_AT_ONCE = 100_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


def is_sqlite(path: Path) -> bool:
    """Whether the file begins as a SQLite database does."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


class ForeignDatabase:
    """The plain tables of another tool's database."""

    def __init__(self, path: Path, tool: str, connection: sqlite3.Connection) -> None:
        self.path, self._tool, self._connection = path, tool, connection
        self._left = 1_000 + path.stat().st_size // 1_000
        connection.set_progress_handler(self._step, _STEPS_AT_ONCE)
        names = self._fetch("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        self._columns = {
            name: {str(row[1]).lower(): str(row[1]) for row in self._fetch(f"PRAGMA table_info({_quoted(name)})")}
            for name, sql in names
            if isinstance(name, str) and "virtual" not in str(sql).lower().split("(")[0].split()
        }
        connection.set_authorizer(_only_reading)

    @property
    def tables(self) -> set[str]:
        """Names of the plain tables."""
        return set(self._columns)

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table is there with all these columns."""
        return table in self._columns and all(column in self._columns[table] for column in columns)

    def need(self, table: str, *columns: str) -> None:
        """Raise where a table, or a column of it, is missing.

        Raises
        ------
        UnreadableFileError
            The table or a column of it is not in the file.
        """
        if not self.has(table, *columns):
            raise UnreadableFileError.at(
                self.path,
                _("The table “{table}” of {tool} is missing or incomplete.").format(table=table, tool=self._tool),
                expected=_("A complete {format} file was expected.").format(format=self._tool),
            )

    def rows(self, table: str, columns: Sequence[str], *, order: str = "", **equal: object) -> Iterator[dict[str, Any]]:
        """Rows as dicts of these columns, None for a column that is not there; none for a table that is not there.

        `equal` keeps the rows whose columns hold these values; `order` is the column they are sorted by.
        """
        known = self._columns.get(table, {})
        wanted = [column for column in columns if column in known]
        if not wanted or any(column not in known for column in equal):
            return
        statement = f"SELECT {', '.join(_quoted(known[c]) for c in wanted)} FROM {_quoted(table)}"
        if equal:
            statement += " WHERE " + " AND ".join(f"{_quoted(known[column])} = ?" for column in equal)
        if order in known:
            statement += f" ORDER BY {_quoted(known[order])}"
        for row in self._fetch(statement, tuple(equal.values())):
            yield dict.fromkeys(columns) | dict(zip(wanted, row, strict=True))

    def _fetch(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            with closing(self._connection.execute(statement, values)) as cursor:
                yield from cursor
        except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
            raise damaged_database(self.path, self._tool) from error

    def _step(self) -> int:
        self._left -= 1
        return int(self._left < 0)


def _only_reading(action: int, *_what: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def open_database(path: Path, tool: str) -> Iterator[ForeignDatabase]:
    """Another tool's database for reading; `tool` is its name, for messages.

    Raises
    ------
    UnreadableFileError
        There is no such file, it is no SQLite database, or it is damaged.
    """
    try:
        with path.open("rb") as file:
            is_database = file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        what = _("The file could not be opened ({reason}).").format(reason=error.strerror or type(error).__name__)
        raise UnreadableFileError.at(path, what) from error
    if not is_database:
        raise damaged_database(path, tool)
    try:
        connection = sqlite3.connect(_uri(path), uri=True, check_same_thread=False)
    except (sqlite3.Error, ValueError) as error:
        raise damaged_database(path, tool) from error
    with closing(connection):
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
        for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        try:
            database = ForeignDatabase(path, tool, connection)
        except (sqlite3.Error, OSError) as error:
            raise damaged_database(path, tool) from error
        yield database


def _uri(path: Path) -> str:
    """Read-only; and where no writes of another program wait to be taken up, as a file that nobody changes."""
    waiting = [path.with_name(path.name + suffix) for suffix in ("-wal", "-journal")]
    is_settled = not any(file.is_file() and file.stat().st_size for file in waiting)
    return f"{path.resolve().as_uri()}?mode=ro" + ("&immutable=1" if is_settled else "")


def damaged_database(path: Path, tool: str) -> UnreadableFileError:
    """The error for a file that is no database of this tool, or a broken one."""
    return UnreadableFileError.at(
        path,
        _("The file is damaged, cut off, or not really {format}.").format(format=tool),
        expected=_("A complete {format} file was expected.").format(format=tool),
    )
