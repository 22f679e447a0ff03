"""A foreign project enters a study text by text: one transaction, one action that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.model import Codebook, Participant, TextRevision, Transcript, default_codebook
from cjm_research.storage import events, people, schema, tag_keys, texts
from cjm_research.storage.corrections import moved_codings, text_key
from cjm_research.storage.events import Change, States
from cjm_research.storage.records import to_json
from cjm_research.storage.store import Store

BATCH = 5000


class _OnlyLookedError(Exception):
    """Nothing is to be written after all."""


@dataclass
class Intake:
    """A study while something enters it; what is written here stands after the block of `taking_in`, or not at all.

    Attributes
    ----------
    states : dict
        Subject -> key -> value as it stood before; None where it was removed.
    last_op : dict
        The last op on each coding.
    """

    connection: sa.Connection
    states: States
    last_op: dict[str, str]
    coder: str
    at: str
    _changes: list[Change] = field(default_factory=list)
    _written: int = 0

    def __post_init__(self) -> None:
        c = schema.events.c
        self._event, self._action = (
            self.connection.execute(sa.select(sa.func.max(one))).scalar() or 0 for one in (c.id, c.action)
        )
        self._action += 1
        self._import = self.connection.execute(sa.select(sa.func.max(schema.imports.c.id))).scalar() or 0
        self.participants = {person.id: person for person in people.load(self.connection)}
        self.transcripts = set(texts.order(self.connection))
        self._by_turn: dict[tuple[str, int], list[str]] | None = None

    @property
    def n_changes(self) -> int:
        """How many things the action has touched so far."""
        return self._written + len(self._changes)

    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        codes = {key: code for key, code in self.states["code"].items() if code is not None}
        return default_codebook().with_codes(codes)

    def record(self, changes: Iterable[Change]) -> None:
        """Add changes to the action."""
        self._changes.extend(changes)
        if len(self._changes) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the changes that wait."""
        if not self._changes:
            return
        rows = [
            {
                "id": self._event + n,
                "action": self._action,
                "op": change.op,
                "subject": change.subject,
                "key": change.key,
                "payload": _payload(change),
                "coder": self.coder,
                "at": self.at,
                "undo_of": None,
            }
            for n, change in enumerate(self._changes, start=1)
        ]
        self.connection.execute(sa.insert(schema.events), rows)
        self._event += len(rows)
        self._written += len(rows)
        self._changes.clear()

    def add_transcript(
        self, transcript: Transcript, *, file_name: str, sha256: str, format: str, notes: Sequence[str] = ()
    ) -> BadValueError | None:
        """Add an interview and its person; the reason where it cannot be stored."""
        if (error := texts.fault(file_name, transcript)) is not None:
            return error
        self._import += 1
        known = schema.imports.c.sha256 == sha256
        if self.connection.execute(sa.select(schema.imports.c.id).where(known)).first() is not None:
            sha256 = f"{sha256[:40]}{self._import:024x}"  # the file's text came by another way too
        values = {"id": self._import, "sha256": sha256, "file_name": file_name, "format": format, "encoding": None}
        self.connection.execute(sa.insert(schema.imports).values(**values, notes=to_json(list(notes)), at=self.at))
        self.put_person(
            Participant(
                id=transcript.id, group=transcript.group, method=transcript.method, attributes=transcript.attributes
            )
        )
        texts.add(self.connection, transcript, import_id=self._import, at=self.at)
        self.transcripts.add(transcript.id)
        return None

    def put_person(self, person: Participant) -> None:
        """Add a person, or bring the one of that id up to date."""
        table, row = schema.participants, people.row_of(person)
        if person.id in self.participants:
            self.connection.execute(sa.update(table).where(table.c.id == person.id).values(**row))
        else:
            position = len(self.participants)
            self.connection.execute(sa.insert(table).values(id=person.id, position=position, **row))
        self.participants[person.id] = person

    def texts_of(self, id: str) -> list[str]:
        """The present texts of an interview's utterances."""
        found = texts.present(self.connection, [id])
        return [found[id, n] for n in range(len(found))]

    def spoken(self, id: str) -> list[tuple[str, str]]:
        """(speaker, present text) of an interview's utterances."""
        c = schema.utterances.c
        query = sa.select(c.speaker).where(c.transcript_id == id).order_by(c.number)
        return list(zip(self.connection.execute(query).scalars(), self.texts_of(id), strict=True))

    def revisions(self, id: str, utterance: int) -> tuple[str, ...]:
        """All texts that an utterance has had."""
        return texts.revisions(self.connection, id, utterance)

    def correct(self, id: str, utterance: int, text: str) -> dict[str, Change]:
        """Put another text of an utterance in force; the codings that follow it, by guid, which nobody recorded yet."""
        revision = texts.add_revision(self.connection, id, utterance, text, coder=self.coder, at=self.at)
        old, new = texts.put_in_force(self.connection, id, utterance, revision)
        value = TextRevision(transcript=id, utterance=utterance, revision=revision)
        self.record([Change("correct", text_key(id, utterance), value, "text")])
        tag_keys.clear(self.connection, [id])
        here = [c for guid in self._in_turn(id, utterance) if (c := self.states["coding"].get(guid)) is not None]
        return {change.key: change for change in moved_codings(here, old, new, "correct")}

    def _in_turn(self, id: str, utterance: int) -> list[str]:
        if self._by_turn is None:
            self._by_turn = {}
            for guid, coding in self.states["coding"].items():
                if coding is not None:
                    self._by_turn.setdefault((coding.transcript, coding.utterance), []).append(guid)
        return self._by_turn.get((id, utterance), [])

    def past(self, subject: str, key: str) -> list[Any]:
        """All values that a thing has had before now, the first one first."""
        c = schema.events.c
        query = sa.select(schema.events).where(c.key == key, c.subject == subject, c.payload != "").order_by(c.id)
        return [events.value_of(row) for row in self.connection.execute(query)]

    def tag_again(self, ids: Iterable[str]) -> None:
        """Say that the open suggestions of some interviews are not just the tagger's."""
        tag_keys.clear(self.connection, ids)


def _payload(change: Change) -> str:
    return "" if change.value is None else events.payload_of(change.value)


@contextmanager
def taking_in(store: Store, *, coder: str, dry_run: bool = False) -> Iterator[Intake]:
    """Open a study for a project that enters it; all of it is written when the block ends, nothing where it raised.

    Raises
    ------
    BadValueError
        A text holds characters that no text can have.
    """
    try:
        with store._write() as connection:
            ledger = store._ledger
            ledger.refresh(connection)
            intake = Intake(connection, ledger.states, ledger.last_op, coder, store._clock())
            yield intake
            intake.flush()
            texts.touch(connection)
            if dry_run:
                raise _OnlyLookedError
    except _OnlyLookedError:
        return
