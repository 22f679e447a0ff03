"""The store: everything that a study keeps, behind a few verbs. It stores and reads, and computes nothing."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from cjm_research.errors import UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import (
    Participant,
    StudySettings,
    Transcript,
)
from cjm_research.model.privacy import PrivateText
from cjm_research.storage import imports, people, pseudonyms, removals, schema, texts
from cjm_research.storage.code_labels import Derived
from cjm_research.storage.database import Database
from cjm_research.storage.imports import ImportBatch, ImportOutcome, ImportRecord
from cjm_research.storage.journal import Journal
from cjm_research.storage.pseudonyms import Progress, Rewritten
from cjm_research.storage.records import Clock, to_json
from cjm_research.storage.removals import Removal
from cjm_research.storage.surveys import Surveys


class Store(Journal):
    """One study's database. Safe to use from several threads and processes.

    Parameters
    ----------
    database : Database
        Where it is; use `Store.create` or `Store.open`.
    clock : callable, optional
        Gives the time for the audit trail as ISO 8601 text; a fixed one makes equal studies equal in every byte of
        their content.
    """

    def __init__(self, database: Database, *, clock: Clock | None = None) -> None:
        super().__init__(database, clock=clock)
        self._texts: dict[str, Transcript] = {}
        self._order: tuple[str, ...] | None = None
        self._texts_version = -1
        self._texts_lock = threading.Lock()

    @classmethod
    def create(
        cls,
        where: str | Path,
        *,
        settings: StudySettings | None = None,
        clock: Clock | None = None,
        guid: str | None = None,
    ) -> Self:
        """A new, empty study.

        Parameters
        ----------
        where : str or Path
            A folder (made private to the user where it is new), a path to ``NAME.db``, or a database URL.
        guid : str, optional
            The study's own guid, by which other tools know its things again; a random one where not given.

        Raises
        ------
        StudyExistsError
            There is one already.
        """
        database = Database(where)
        database.create()
        store = cls(database, clock=clock)
        store.save_settings(settings or StudySettings())
        if guid is not None:
            store._save_setting("guid", guid)
        return store

    @classmethod
    def open(cls, where: str | Path, *, clock: Clock | None = None) -> Self:
        """The study at a folder, a path to ``study.db`` or a database URL.

        Raises
        ------
        StudyNotFoundError, StudyVersionError, StorageError
        """
        database = Database(where)
        database.check()
        return cls(database, clock=clock)

    @property
    def location(self) -> str:
        """Where the study is, without a password."""
        return self.database.location or ""

    @property
    def folder(self) -> Path | None:
        """The study's folder; None on a server."""
        return self.database.folder

    @property
    def surveys(self) -> Surveys:
        """Instruments and answers of surveys."""
        return Surveys(self.database, self._clock)

    # Settings

    def settings(self) -> StudySettings:
        """The settings as last saved."""
        with self.database.read() as connection:
            value = connection.execute(sa.select(schema.settings.c.value).where(schema.settings.c.key == "settings"))
            return StudySettings.model_validate(json.loads(value.scalar() or "{}"))

    def save_settings(self, settings: StudySettings) -> None:
        """Keep `settings` with the study."""
        self._save_setting("settings", to_json(settings.model_dump(mode="json")))

    def _save_setting(self, key: str, value: str) -> None:
        table = schema.settings
        with self.database.write() as connection:
            done = connection.execute(sa.update(table).where(table.c.key == key).values(value=value))
            if not done.rowcount:
                connection.execute(sa.insert(table).values(key=key, value=value))

    @property
    def guid(self) -> str:
        """The study's own guid, the same for all copies of it."""
        with self.database.read() as connection:
            return connection.execute(
                sa.select(schema.settings.c.value).where(schema.settings.c.key == "guid")
            ).scalar_one()

    # Transcripts and people

    def transcripts(self, ids: Collection[str] | None = None) -> tuple[Transcript, ...]:
        """Transcripts in the order of import, without their codings; those of `ids` only where given.

        They are read from the database only where they have changed since the last look.
        """
        with self.database.read() as connection, self._texts_lock:
            if (version := texts.version(connection)) != self._texts_version:
                self._texts, self._order, self._texts_version = {}, None, version
            missing = None if ids is None else [id for id in ids if id not in self._texts]
            if (missing is None and self._order is None) or missing:
                loaded = texts.load(connection, people.load(connection), missing)
                self._texts.update({transcript.id: transcript for transcript in loaded})
                if missing is None:
                    self._order = tuple(transcript.id for transcript in loaded)
            if ids is None:
                return tuple(self._texts[id] for id in self._order or ())
            found = [self._texts[id] for id in dict.fromkeys(ids) if id in self._texts]
            if len(found) > 1:
                order = {id: n for n, id in enumerate(texts.order(connection))}
                found.sort(key=lambda transcript: order[transcript.id])
            return tuple(found)

    def transcript(self, id: str) -> Transcript:
        """The transcript of that id.

        Raises
        ------
        UnknownNameError
            There is none.
        """
        for transcript in self.transcripts([id]):
            return transcript
        raise UnknownNameError(_("There is no interview “{id}” in the study.").format(id=id))

    def participants(self) -> tuple[Participant, ...]:
        """Participants, sorted by id."""
        with self.database.read() as connection:
            return people.load(connection)

    def who(self) -> tuple[tuple[str, ...], tuple[Participant, ...]]:
        """Ids of the interviews in the order of import, and the people: what is no event when it changes."""
        with self.database.read() as connection:
            return texts.order(connection), people.load(connection)

    def put_participants(self, participants: Iterable[Participant]) -> None:
        """Add participants or bring them up to date; attributes are merged."""
        with self._write() as connection:
            people.put(connection, participants)
            texts.touch(connection)

    # Imports

    def import_batch(self, batch: ImportBatch, *, strict: bool = False) -> ImportOutcome:
        """Take in a batch in one transaction.

        Raises
        ------
        CjmError
            With `strict`, the first failure; nothing is changed then.
        """
        with self._write() as connection:
            self._ledger.refresh(connection)
            outcome = imports.import_batch(connection, batch, at=self._clock(), taken=self._ledger.taken())
            if outcome.imported or batch.participants:
                texts.touch(connection)
            if strict and outcome.failed:
                raise outcome.failed[0][1]
            return outcome

    def known_files(self) -> dict[str, str]:
        """sha256 of each imported file -> id of its transcript."""
        with self.database.read() as connection:
            return imports.known_files(connection)

    def imports(self) -> tuple[ImportRecord, ...]:
        """The imports in their order."""
        with self.database.read() as connection:
            return imports.records(connection)

    # Personal data

    def private_texts(self) -> list[PrivateText]:
        """Every text of the study that may tell who somebody is, earlier wordings and the audit trail included."""
        with self.database.read() as connection:
            return pseudonyms.collect(connection)

    def has_pseudonyms(self) -> bool:
        """Whether words were replaced in the whole study."""
        with self.database.read() as connection:
            return texts.epoch(connection) > 0

    def rewrite(
        self,
        plan: pseudonyms.Plan,
        *,
        raw: Callable[[], Iterable[str]] = tuple,
        derived: Derived | None = None,
        progress: Progress | None = None,
    ) -> Rewritten:
        """Replace words everywhere in one transaction; no undo brings them back.

        Parameters
        ----------
        plan : callable
            Given all texts as they stand, inside the transaction: what is replaced in each.
        raw : callable
            Asked after the plan: the wordings that must stand nowhere any more.
        derived : callable, optional
            The keys of entries of maps that rest on codes whose label changes with a name.
        progress : callable, optional
            Called with (done, total).
        """
        with self._write() as connection:
            rewriter = plan(pseudonyms.collect(connection))
            done = pseudonyms.rewrite(
                connection, rewriter, at=self._clock(), raw=raw(), derived=derived, progress=progress
            )
        return dataclasses.replace(done, is_compact=self.database.compact())

    # Removals

    def remove_transcript(self, id: str, *, coder: str) -> Removal:
        """Take out an interview with its codings, its memos and its person; no undo brings it back.

        Raises
        ------
        UnknownNameError
            There is none of that id.
        """
        with self._write() as connection:
            self._ledger.refresh(connection)
            outcome = removals.remove_transcript(connection, id, self._ledger, coder=coder, at=self._clock())
            texts.touch(connection)
            return outcome

    def remove_participant(self, id: str) -> None:
        """Take out a person who has no interview.

        Raises
        ------
        UnknownNameError
            There is none of that id, or there is an interview.
        """
        with self._write() as connection:
            removals.remove_participant(connection, id)
            texts.touch(connection)

    def removals(self) -> tuple[Removal, ...]:
        """The removals in their order."""
        with self.database.read() as connection:
            return removals.records(connection)
