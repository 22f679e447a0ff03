"""The store: everything that a study keeps, behind a few verbs. It stores and reads, and computes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER, Coding, Memo, Participant, StudySettings, Transcript
from cjm_research.storage import decisions, events, imports, people, removals, schema, tag_keys, texts
from cjm_research.storage.database import Database
from cjm_research.storage.events import CodingChange, CodingEvent
from cjm_research.storage.imports import ImportBatch, ImportOutcome, ImportRecord
from cjm_research.storage.records import Clock, sha256_of, to_json, utc_now
from cjm_research.storage.removals import Removal

# Makes the changes out of the codings as they stand, inside the transaction.
Planner = Callable[[dict[str, Coding | None]], Iterable[CodingChange]]


class Store:
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
        self.database = database
        self._clock = clock or utc_now
        self._ledger = events.Ledger()

    @classmethod
    def create(cls, where: str | Path, *, settings: StudySettings | None = None, clock: Clock | None = None) -> Self:
        """A new, empty study.

        Parameters
        ----------
        where : str or Path
            A folder (made private to the user where it is new), a path to ``NAME.db``, or a database URL.

        Raises
        ------
        StudyExistsError
            There is one already.
        """
        database = Database(where)
        database.create()
        store = cls(database, clock=clock)
        store.save_settings(settings or StudySettings())
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

    # Settings

    def settings(self) -> StudySettings:
        """The settings as last saved."""
        with self.database.read() as connection:
            value = connection.execute(sa.select(schema.settings.c.value).where(schema.settings.c.key == "settings"))
            return StudySettings.model_validate(json.loads(value.scalar() or "{}"))

    def save_settings(self, settings: StudySettings) -> None:
        """Keep `settings` with the study."""
        table, value = schema.settings, to_json(settings.model_dump(mode="json"))
        with self.database.write() as connection:
            done = connection.execute(sa.update(table).where(table.c.key == "settings").values(value=value))
            if not done.rowcount:
                connection.execute(sa.insert(table).values(key="settings", value=value))

    # Transcripts and people

    def transcripts(self, ids: Collection[str] | None = None) -> tuple[Transcript, ...]:
        """Transcripts in the order of import, without their codings; those of `ids` only where given."""
        with self.database.read() as connection:
            return texts.load(connection, people.load(connection), ids)

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

    def put_participants(self, participants: Iterable[Participant]) -> None:
        """Add participants or bring them up to date; attributes are merged."""
        with self.database.write() as connection:
            people.put(connection, participants)

    # Imports

    def import_batch(self, batch: ImportBatch, *, strict: bool = False) -> ImportOutcome:
        """Take in a batch in one transaction.

        Raises
        ------
        CjmError
            With `strict`, the first failure; nothing is changed then.
        """
        with self.database.write() as connection:
            self._ledger.refresh(connection)
            outcome = imports.import_batch(connection, batch, at=self._clock(), taken=self._ledger.taken())
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

    # Removals

    def remove_transcript(self, id: str, *, coder: str) -> Removal:
        """Take out an interview with its codings, its memos and its person; no undo brings it back.

        Raises
        ------
        UnknownNameError
            There is none of that id.
        """
        with self.database.write() as connection:
            self._ledger.refresh(connection)
            codings = [coding.guid for coding in self._ledger.present() if coding.transcript == id]
            return removals.remove_transcript(connection, id, codings, coder=coder, at=self._clock())

    def remove_participant(self, id: str) -> None:
        """Take out a person who has no interview.

        Raises
        ------
        UnknownNameError
            There is none of that id, or there is an interview.
        """
        with self.database.write() as connection:
            removals.remove_participant(connection, id)

    def removals(self) -> tuple[Removal, ...]:
        """The removals in their order."""
        with self.database.read() as connection:
            return removals.records(connection)

    # Codings

    def codings(self) -> tuple[Coding, ...]:
        """All codings that stand, whatever their status, sorted by place."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return self._ledger.present()

    def version(self) -> tuple[int, int, str]:
        """Something that changes when a coding, a transcript or a participant does."""
        with self.database.read() as connection:
            event = connection.execute(sa.select(sa.func.max(schema.coding_events.c.id))).scalar() or 0
            texts_ = connection.execute(sa.select(sa.func.count()).select_from(schema.utterance_texts)).scalar_one()
            people_ = [participant.model_dump(mode="json") for participant in people.load(connection)]
        return event, texts_, sha256_of(to_json(people_))

    def known_guids(self) -> frozenset[str]:
        """The guids of all codings there ever were, removed ones included."""
        self.codings()
        return frozenset(self._ledger.codings)

    def coding(self, guid: str) -> Coding:
        """The coding of that guid.

        Raises
        ------
        UnknownNameError
            There is none, or it was removed.
        """
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return decisions.standing(self._ledger.codings, guid)

    def apply(self, plan: Planner | Iterable[CodingChange], *, coder: str) -> int:
        """Append changes as one action of `coder`; the action's number, 0 where nothing changed.

        A callable is given the codings as they stand (guid -> coding, None where removed) inside the transaction, so
        that nobody can change them between the look and the writing.
        """
        with self.database.write() as connection:
            return self._append(connection, plan, coder=coder)

    def _append(self, connection: sa.Connection, plan: Planner | Iterable[CodingChange], *, coder: str) -> int:
        self._ledger.refresh(connection)
        changes = plan(dict(self._ledger.codings)) if callable(plan) else plan
        return events.append(connection, changes, coder=coder, at=self._clock())

    def decide(self, plan: Planner, *, coder: str) -> int:
        """Append a person's decisions as one action that can be undone; how many codings changed."""
        n = 0

        def counted(standing: dict[str, Coding | None]) -> list[CodingChange]:
            nonlocal n
            changes = list(plan(standing))
            n = len(changes)
            return changes

        self.apply(counted, coder=coder)
        return n

    def sync_suggestions(
        self, suggestions: Iterable[Coding], transcripts: Collection[str], *, keys: Mapping[str, str] | None = None
    ) -> tuple[int, int]:
        """Replace the machine's suggestions in `transcripts`, leaving alone whatever a person has decided.

        Parameters
        ----------
        keys : mapping of str to str, optional
            What the suggestions were made from, by transcript; `tag_keys` tells it until something changes.

        Returns
        -------
        tuple of int
            Suggestions added and withdrawn.
        """
        wanted = {coding.guid: coding for coding in suggestions}
        scope = set(transcripts)
        added = withdrawn = 0

        def plan(standing: dict[str, Coding | None]) -> list[CodingChange]:
            nonlocal added, withdrawn
            gone = [guid for guid, c in standing.items() if _is_open(c, scope) and guid not in wanted]
            # What a person removed stays away; what the machine withdrew, or went with its interview, may come back.
            new = [g for g in wanted if g not in standing or self._ledger.last_op[g] in {"withdraw", "discard"}]
            other = [
                g for g, c in wanted.items() if g in standing and _is_open(standing[g], scope) and standing[g] != c
            ]
            added, withdrawn = len(new), len(gone)
            return [CodingChange("withdraw", guid, None) for guid in gone] + [
                CodingChange("suggest", guid, wanted[guid]) for guid in (*new, *other)
            ]

        with self.database.write() as connection:
            self._append(connection, plan, coder=MACHINE_CODER)
            tag_keys.save(connection, keys or {})
        return added, withdrawn

    def tag_keys(self) -> dict[str, str]:
        """What the open suggestions of each transcript were made from; transcripts that must be tagged are missing."""
        with self.database.read() as connection:
            return tag_keys.load(connection)

    # Undo and the audit trail

    def undo(self, coder: str) -> int:
        """Take back the last action of `coder`; the number of codings it touched, 0 where there is none.

        Raises
        ------
        BadValueError
            Somebody else has changed one of these codings since.
        """
        return self._step_back_or_forth(coder, "undo")

    def redo(self, coder: str) -> int:
        """Do again what `coder` undid last; like `undo`."""
        return self._step_back_or_forth(coder, "redo")

    def _step_back_or_forth(self, coder: str, op: events.Op) -> int:
        with self.database.write() as connection:
            done, undone = events.undo_stacks(connection, coder)
            self._ledger.refresh(connection)
            step = self._last_step(connection, done if op == "undo" else undone)
            if step is None:
                return 0
            action, touched = step
            changes = []
            for guid, before, after in touched:
                expected, wanted = (after, before) if op == "undo" else (before, after)
                if self._ledger.codings.get(guid) != expected:
                    raise BadValueError(
                        _(
                            "The coding of “{quote}” was changed by somebody else in the meantime; "
                            "this step cannot be taken back or repeated."
                        ).format(
                            quote=(after or before).quote  # type: ignore[union-attr]
                        )
                    )
                changes.append(CodingChange(op, guid, wanted))
            events.append(connection, changes, coder=coder, at=self._clock(), undo_of=action)
            # A suggestion that comes back may be an old one: the tagger has to look whether it still makes it.
            back = [c.coding.transcript for c in changes if c.coding and c.coding.status == "suggested"]
            tag_keys.clear(connection, back)
            return len(changes)

    def _last_step(
        self, connection: sa.Connection, stack: list[int]
    ) -> tuple[int, list[tuple[str, Coding | None, Coding | None]]] | None:
        """The last action of a stack with what it touched, past those whose interview was removed since."""
        gone = self._ledger.discarded
        for action in reversed(stack):
            touched = events.before_and_after(connection, action)
            if not any(gone.get(guid, 0) > action for guid, _before, _after in touched):
                return action, touched
        return None

    def history(self, guid: str | None = None) -> tuple[CodingEvent, ...]:
        """The audit trail, oldest first: of one coding, or of the study."""
        with self.database.read() as connection:
            return events.history(connection, guid)

    # Memos

    def memos(self) -> tuple[Memo, ...]:
        """All memos in the order they were written."""
        table = schema.memos
        with self.database.read() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.position))
            return tuple(Memo(guid=row.guid, target=row.target, text=row.text, coder=row.coder) for row in rows)

    def put_memo(self, memo: Memo) -> None:
        """Add a memo, or replace the text of the one with its guid."""
        table, values = schema.memos, {**memo.model_dump(), "at": self._clock()}
        with self.database.write() as connection:
            if not connection.execute(sa.update(table).where(table.c.guid == memo.guid).values(**values)).rowcount:
                position = (connection.execute(sa.select(sa.func.max(table.c.position))).scalar() or 0) + 1
                connection.execute(sa.insert(table).values(position=position, **values))


def _is_open(coding: Coding | None, transcripts: Collection[str]) -> bool:
    """Whether this is a suggestion in one of `transcripts` that nobody has decided on."""
    return (
        coding is not None
        and coding.status == "suggested"
        and coding.coder == MACHINE_CODER
        and coding.transcript in transcripts
    )
