"""A foreign project enters a study text by text: one transaction, one action that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.model import Codebook, Coding, Participant, TextRevision, Transcript, Utterance, default_codebook
from cjm_research.storage import events, people, schema, tag_keys, texts
from cjm_research.storage.corrections import moved_codings, text_key
from cjm_research.storage.events import Change, States
from cjm_research.storage.records import to_json
from cjm_research.storage.store import Store

BATCH = 5000
CACHE_KB = 128_000
_EVENT = ("id", "action", "op", "subject", "key", "payload", "coder", "at", "undo_of")


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
    # op, subject, key, payload
    _waiting: list[tuple[str, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        c = schema.events.c
        self._event, self._action = (
            self.connection.execute(sa.select(sa.func.max(one))).scalar() or 0 for one in (c.id, c.action)
        )
        self._action += 1
        self._import = self.connection.execute(sa.select(sa.func.max(schema.imports.c.id))).scalar() or 0
        self.participants = {person.id: person for person in people.load(self.connection)}
        self.transcripts = set(texts.order(self.connection))
        # Words were replaced everywhere, by pseudonyms.
        self.is_rewritten = texts.epoch(self.connection) > 0
        self._by_interview: dict[str, list[str]] | None = None

    def codebook(self) -> Codebook:
        """The codebook as it stands."""
        codes = {key: code for key, code in self.states["code"].items() if code is not None}
        return default_codebook().with_codes(codes)

    def record(self, changes: Iterable[Change]) -> None:
        """Add changes to the action."""
        for change in changes:
            payload = "" if change.value is None else events.payload_of(change.value)
            self._waiting.append((change.op, change.subject, change.key, payload))
        self._flush_some()

    def record_new(self, subject: events.Subject, key: str, values: Mapping[str, Any]) -> None:
        """Add a new thing to the action, by all its fields in their order: known to be good, so nobody looks again."""
        self._waiting.append(("add", subject, key, to_json(values)))
        self._flush_some()

    def _flush_some(self) -> None:
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the changes that wait."""
        first = self._event + 1
        rows = [
            (n, self._action, *change, self.coder, self.at, None) for n, change in enumerate(self._waiting, start=first)
        ]
        texts.insert_many(self.connection, schema.events, _EVENT, rows)
        self._event += len(rows)
        self._waiting.clear()

    def add_transcript(
        self,
        transcript: Transcript,
        spoken: Sequence[tuple[str, str]],
        said: Sequence[str],
        *,
        file_name: str,
        sha256: str,
        format: str,
    ) -> BadValueError | None:
        """Add an interview and its person; the reason where it cannot be stored.

        Parameters
        ----------
        transcript : Transcript
            Without utterances.
        spoken, said : sequence
            (speaker, role), and text, of each utterance.
        """
        if not all(map(texts.is_text, said)):
            return texts.fault(file_name, transcript.model_copy(update={"utterances": _turns(spoken, said)}))
        self._import += 1
        known = schema.imports.c.sha256 == sha256
        if self.connection.execute(sa.select(schema.imports.c.id).where(known)).first() is not None:
            sha256 = f"{sha256[:40]}{self._import:024x}"  # the file's text came by another way too
        values = {"id": self._import, "sha256": sha256, "file_name": file_name, "format": format, "encoding": None}
        self.connection.execute(sa.insert(schema.imports).values(**values, notes="[]", at=self.at))
        self.put_person(
            Participant(
                id=transcript.id, group=transcript.group, method=transcript.method, attributes=transcript.attributes
            )
        )
        texts.add_spoken(self.connection, transcript, spoken, said, import_id=self._import, at=self.at)
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
        here = [coding for coding in self.codings_of(id) if coding.utterance == utterance]
        return {change.key: change for change in moved_codings(here, old, new, "correct")}

    def codings_of(self, id: str) -> Iterator[Coding]:
        """The codings of an interview as they stood before now."""
        if self._by_interview is None:
            self._by_interview = {}
            for guid, coding in self.states["coding"].items():
                if coding is not None:
                    self._by_interview.setdefault(coding.transcript, []).append(guid)
        return (self.states["coding"][guid] for guid in self._by_interview.get(id, ()))

    def past(self, subject: str, key: str) -> list[Any]:
        """All values that a thing has had before now, the first one first."""
        c = schema.events.c
        query = sa.select(schema.events).where(c.key == key, c.subject == subject, c.payload != "").order_by(c.id)
        return [events.value_of(row) for row in self.connection.execute(query)]

    def was_undone(self, subject: str, key: str) -> bool:
        """Whether a thing is gone because an undo took it back, and not because anybody removed it."""
        c = schema.events.c
        query = sa.select(c.op).where(c.key == key, c.subject == subject).order_by(c.id.desc()).limit(1)
        return self.connection.execute(query).scalar() == "undo"

    def tag_again(self, ids: Iterable[str]) -> None:
        """Say that the open suggestions of some interviews are not just the tagger's."""
        tag_keys.clear(self.connection, ids)


def _turns(spoken: Sequence[tuple[str, str]], said: Sequence[str]) -> tuple[Utterance, ...]:
    return tuple(
        Utterance.model_construct(speaker=speaker, role=role, text=text)  # type: ignore[arg-type]
        for (speaker, role), text in zip(spoken, said, strict=True)
    )


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
            if store.database.is_sqlite:  # keys come in no order: the whole index has to be at hand
                connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
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
