"""Where a study's database is and how it is spoken to: one connection for each operation, errors in plain words."""

from __future__ import annotations

import os
import shlex
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from cjm_research.errors import (
    BadValueError,
    MissingDependencyError,
    StorageError,
    StudyExistsError,
    StudyNotFoundError,
)
from cjm_research.i18n import _
from cjm_research.storage import schema, versions
from cjm_research.storage.permissions import FILE_MODE, FOLDER_MODE, make_private

DATABASE_NAME = "study.db"
BUSY_TIMEOUT_MS = 10_000


def is_url(where: str | Path) -> bool:
    """Whether `where` is a database URL rather than a path."""
    return isinstance(where, str) and "://" in where


def database_path(where: str | Path) -> Path:
    """The database file that a study folder or a path to ``study.db`` means."""
    path = Path(where).expanduser()
    return path if path.suffix in {".db", ".sqlite", ".sqlite3"} else path / DATABASE_NAME


def database_url(where: str | Path) -> sa.URL:
    """The SQLAlchemy URL for a folder, a file or a database URL."""
    if not is_url(where):
        return sa.URL.create("sqlite", database=str(database_path(where)))
    try:
        url = sa.make_url(str(where))
    except ArgumentError as error:
        raise BadValueError(
            _("This is no database URL. Write it like postgresql://user:password@host/database.")
        ) from error
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+pg8000")
    if url.get_backend_name() == "sqlite" and not url.database:
        raise BadValueError(_("A study needs a file or a server: a database in memory would be lost."))
    return url


class Database:
    """A study's database.

    SQLite keeps a write-ahead log, foreign keys on, and waits ten seconds for other writers. Each operation has a
    connection of its own, so handlers in other threads may use the same object.
    """

    def __init__(self, where: str | Path) -> None:
        self.url = database_url(where)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.location = self.url.database if self.is_sqlite else self.url.render_as_string(hide_password=True)
        self._engine = _engine(self.url, self.is_sqlite)
        self._held = threading.local()  # the connection of a block that reads one state

    @property
    def folder(self) -> Path | None:
        """The folder of a file database."""
        return Path(str(self.url.database)).parent if self.is_sqlite else None

    def create(self) -> None:
        """Make the tables in a new, private file or an empty database.

        Raises
        ------
        StudyExistsError
            There is a study already.
        """
        if self.is_sqlite:
            self._create_file()
        with self._closed_on_error(), self.write(lock=False) as connection:
            if versions.stamped_version(connection) is not None:
                raise self._exists()
            versions.upgrade(connection)

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _exists(self) -> StudyExistsError:
        return StudyExistsError.at(
            self.location or "", _("There is a study here already."), hint=_("Open it, or choose another place.")
        )

    def _create_file(self) -> None:
        path = Path(str(self.url.database))
        if not path.parent.exists():
            path.parent.mkdir(mode=FOLDER_MODE, parents=True)
            make_private(path.parent)  # mkdir's mode is cut by the umask, and a umask may be odd
        elif path.name == DATABASE_NAME and not any(path.parent.iterdir()):
            make_private(path.parent)  # an empty folder that was made for the study
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))
        except FileExistsError as error:
            raise self._exists() from error
        except OSError as error:
            raise StorageError.at(path, _("The study cannot be written here: {why}.").format(why=error)) from error
        with self._connection("AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def check(self) -> None:
        """Look whether there is a study that this package can read, and bring an older one up to date.

        Raises
        ------
        StudyNotFoundError, StudyVersionError
        """
        if self.is_sqlite and not Path(str(self.url.database)).is_file():
            raise _no_study(Path(str(self.url.database)))
        with self._closed_on_error():
            with self.read() as connection:
                old = versions.needs_upgrade(connection, self.location or "")
            if old:
                with self.write(lock=False) as connection:
                    if versions.needs_upgrade(connection, self.location or ""):
                        versions.upgrade(connection)

    def close(self) -> None:
        """Give back connections to a server; a file holds none between operations."""
        self._engine.dispose()

    def compact(self) -> bool:
        """Write the file anew, so that nothing of what was changed or deleted is left in it or in its log.

        Returns
        -------
        bool
            False where another program has the study open (its log stays until it ends), and on a server, whose
            administrator cleans up.
        """
        if not self.is_sqlite:
            return False
        try:
            with self._connection("AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")
                busy, _log, _done = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
                return not busy
        except StorageError:
            return False

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the study."""
        held = getattr(self._held, "connection", None)
        if held is not None:
            yield held
            return
        with self._connection("read") as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What this thread reads in the block is of one state and costs one connection; nothing is written in it."""
        with self.read() as connection:
            outer = getattr(self._held, "connection", None)
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = outer

    @contextmanager
    def write(self, *, lock: bool = True) -> Iterator[sa.Connection]:
        """A connection whose changes all stand after the block, or none of them where it raised."""
        with self._connection("write") as connection, connection.begin():
            if lock:  # SQLite's BEGIN IMMEDIATE does it; other databases lock the settings row
                connection.execute(sa.select(schema.settings.c.key).with_for_update()).all()
            yield connection

    @contextmanager
    def _connection(self, mode: str) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                options: dict[str, Any] = {"cjm_mode": mode}
                if mode == "read" and not self.is_sqlite:
                    options["isolation_level"] = "REPEATABLE READ"  # one state in all queries, as with SQLite
                yield connection.execution_options(**options)
        except UnicodeEncodeError as error:
            raise BadValueError(
                _("The text holds characters that no text can have (NUL or half of a pair).")
            ) from error
        except DBAPIError as error:
            raise self._in_plain_words(error) from error

    def _in_plain_words(self, error: DBAPIError) -> StorageError:
        found = str(error.orig)
        if "locked" in found or "busy" in found:
            what = _("Another program is writing to the study. Try again in a moment.")
        elif "readonly" in found:
            what = _("The study can only be read, not written. Check the permissions of its folder.")
        elif "full" in found:
            what = _("The disk is full. Nothing was changed.")
        elif "not a database" in found or "malformed" in found:
            what = _("The file is damaged, or it is no study.")
        elif isinstance(error, sa.exc.InterfaceError) or "onnect" in found:
            what = _("The database server cannot be reached: {why}").format(why=found)
        else:
            what = _("The database refused: {why}").format(why=found)
        return StorageError.at(self.location or "", what)


def _no_study(path: Path) -> StudyNotFoundError:
    """The error for a place without a study; the person named the folder, not the file inside."""
    place = path.parent if path.name == DATABASE_NAME else path
    if not place.exists():
        what = _("There is no such file or folder.")
        hint = _("Check the spelling. A new study is made with: {command}")
        return StudyNotFoundError.at(place, what, hint=hint.format(command=f"cjm new {shlex.quote(str(place))}"))
    return StudyNotFoundError.at(
        place,
        _("There is no study in this folder."),
        hint=_("Name the folder of a study. A new one is made with: {command}").format(command="cjm new DIR"),
    )


def _engine(url: sa.URL, is_sqlite: bool) -> sa.Engine:
    try:
        if not is_sqlite:
            return sa.create_engine(url, pool_pre_ping=True)
        engine = sa.create_engine(url, poolclass=NullPool)
    except NoSuchModuleError as error:
        raise BadValueError(
            _("cjm-research cannot use the database “{name}”. Known: sqlite, postgresql.").format(name=url.drivername)
        ) from error
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            _('The driver for this database is not installed. Install it: pip install "cjm-research[postgres]"')
        ) from error
    sa.event.listen(engine, "connect", _on_sqlite_connect)
    sa.event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: BEGIN is ours, see _on_sqlite_begin.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: words of a removed interview do not stay in the file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _on_sqlite_begin(connection: sa.Connection) -> None:
    mode = connection.get_execution_options().get("cjm_mode")
    if mode != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "write" else "BEGIN")
