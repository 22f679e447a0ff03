"""The journal of a study: codings, codes, memos and corrected text, with undo and the audit trail.

All of it is one append-only list of events; this module writes them and derives from them what stands.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cjm_research.model import MACHINE_CODER, Code, Codebook, Coding, Memo, TextRevision, default_codebook
from cjm_research.storage import decisions, events, schema, steps, tag_keys, targets, texts
from cjm_research.storage.corrections import moved_codings, text_key
from cjm_research.storage.database import Database
from cjm_research.storage.events import Change, Event, Key, States
from cjm_research.storage.records import Clock, utc_now
from cjm_research.storage.suggestions import decided, is_decided, is_open

_log = logging.getLogger(__name__)

# Makes the changes out of everything as it stands, inside the transaction.
Planner = Callable[[States], Iterable[Change]]


@dataclass(frozen=True)
class Changes:
    """The present state of what changed after a revision; None stands for what is gone.

    Attributes
    ----------
    revision : int
        Number of the last event.
    codings, codes, memos : dict
        By guid, key, guid.
    texts : frozenset of (str, int)
        Transcript and utterance of each text that was corrected.
    consensus : frozenset of str
        Keys of the decisions between coders.
    personas : frozenset of str
        Interviewee groups whose personas researchers settled otherwise.
    empathy : frozenset of str
        Keys of the edits of empathy maps.
    journey : frozenset of str
        Keys of the edits of journey maps, and of what belongs to them in the whole study.
    """

    revision: int
    codings: dict[str, Coding | None]
    codes: dict[str, Code | None]
    memos: dict[str, Memo | None]
    texts: frozenset[tuple[str, int]]
    consensus: frozenset[str] = frozenset()
    personas: frozenset[str] = frozenset()
    empathy: frozenset[str] = frozenset()
    journey: frozenset[str] = frozenset()


class Journal:
    """What people and the machine do to a study, event by event. Safe to use from several threads and processes.

    Parameters
    ----------
    database : Database
        Where it is.
    clock : callable, optional
        Gives the time for the audit trail as ISO 8601 text.
    """

    def __init__(self, database: Database, *, clock: Clock | None = None) -> None:
        self.database = database
        self._clock = clock or utc_now
        self._ledger = events.Ledger()
        self._subscribers: list[Callable[[], None]] = []

    def now(self) -> str:
        """The present time as the audit trail writes it."""
        return self._clock()

    # Being told of changes

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after each change made through this object, in the thread that made it.

        Returns
        -------
        callable
            Ends it.
        """
        self._subscribers.append(callback)

        def end() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return end

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with self.database.write() as connection:
            yield connection
        for callback in tuple(self._subscribers):
            try:
                callback()
            except Exception:  # the change stands: whoever made it must not be told that it failed
                _log.exception("a subscriber could not take in a change of the study")

    def reading(self) -> AbstractContextManager[None]:
        """What this thread reads in the block is of one state and costs one connection; nothing is written in it."""
        return self.database.reading()

    # Codings

    def codings(self) -> tuple[Coding, ...]:
        """All codings that stand, whatever their status, sorted by place."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return self._ledger.present()

    def version(self) -> tuple[int, int]:
        """Something that changes when a coding, a code, a transcript or a participant does."""
        with self.database.read() as connection:
            return _last_event(connection), texts.version(connection)

    def coding_version(self) -> tuple[int, int]:
        """Something that changes when what is counted does: codings, codes, decisions between coders, texts, people."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
            return self._ledger.last_counted, texts.version(connection)

    def revision(self) -> int:
        """The number of the last event: it grows with every change of codings, codes, memos and texts."""
        with self.database.read() as connection:
            return _last_event(connection)

    def changes_since(self, revision: int) -> Changes:
        """What stands now of all that changed after `revision`."""
        with self.database.read() as connection:
            # Not the ledger's: another thread may have taken in more than this connection sees, which is told later.
            last = _last_event(connection)
            self._ledger.refresh(connection)
            keys = events.keys_since(connection, revision)
        states = self._ledger.states

        def of(subject: events.Subject) -> dict[str, Any]:
            return {key: states[subject].get(key) for s, key in sorted(keys) if s == subject}

        places = (key.rpartition("#") for subject, key in keys if subject == "text")
        return Changes(
            revision=last,
            codings=of("coding"),
            codes={key: code or default_codebook().code(key) for key, code in of("code").items()},
            memos=of("memo"),
            texts=frozenset((transcript, int(utterance)) for transcript, _hash, utterance in places),
            consensus=frozenset(key for subject, key in keys if subject == "consensus"),
            personas=frozenset(key for subject, key in keys if subject == "personas"),
            empathy=frozenset(key for subject, key in keys if subject == "empathy"),
            journey=frozenset(key for subject, key in keys if subject == "journey"),
        )

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
        return decisions.standing(self._ledger.states, guid)

    def apply(self, plan: Planner | Iterable[Change], *, coder: str) -> int:
        """Append changes as one action of `coder`; the action's number, 0 where nothing changed.

        A callable is given everything as it stands (subject -> key -> value, None where removed) inside the
        transaction, so that nobody can change it between the look and the writing.
        """
        with self._write() as connection:
            return self._append(connection, plan, coder=coder)

    def _append(self, connection: sa.Connection, plan: Planner | Iterable[Change], *, coder: str) -> int:
        self._ledger.refresh(connection)
        states: States = {subject: dict(states) for subject, states in self._ledger.states.items()}
        changes = list(plan(states) if callable(plan) else plan)
        targets.check(connection, self._ledger, changes)
        return events.append(connection, changes, coder=coder, at=self._clock())

    def decide(self, plan: Planner, *, coder: str) -> int:
        """Append a person's decisions as one action that can be undone; how many things changed."""
        n = 0

        def counted(states: States) -> list[Change]:
            nonlocal n
            changes = list(plan(states))
            n = len(changes)
            return changes

        self.apply(counted, coder=coder)
        return n

    def sync_suggestions(
        self, suggestions: Iterable[Coding], transcripts: Collection[str], *, keys: Mapping[str, str] | None = None
    ) -> tuple[int, int]:
        """Replace the machine's suggestions in `transcripts`, leaving alone whatever a person has decided.

        Interviews that were corrected or removed while the machine was reading them are left as they are.

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

        def plan(states: States) -> list[Change]:
            nonlocal added, withdrawn
            standing = states["coding"]
            settled = decided(standing.values(), scope)
            keep = {
                guid: c
                for guid, c in wanted.items()
                if c.transcript in scope and (guid in standing or not is_decided(c, settled))
            }
            gone = [guid for guid, c in standing.items() if is_open(c, scope) and guid not in keep]
            # What a person removed stays away; what the machine withdrew, or went with its words, may come back.
            new = [g for g in keep if standing.get(g) is None and self._ledger.last_op.get(g) != "remove"]
            other = [g for g, c in keep.items() if g in standing and is_open(standing[g], scope) and standing[g] != c]
            added, withdrawn = len(new), len(gone)
            return [Change("withdraw", guid, None) for guid in gone] + [
                Change("suggest", guid, keep[guid]) for guid in (*new, *other)
            ]

        with self._write() as connection:
            scope -= _changed_since(connection, wanted.values())
            self._append(connection, plan, coder=MACHINE_CODER)
            tag_keys.save(connection, {id: key for id, key in (keys or {}).items() if id in scope})
        return added, withdrawn

    def tag_keys(self) -> dict[str, str]:
        """What the open suggestions of each transcript were made from; transcripts that must be tagged are missing."""
        with self.database.read() as connection:
            return tag_keys.load(connection)

    # Text

    def correct_text(self, transcript: str, utterance: int, text: str, *, coder: str) -> tuple[Change, ...]:
        """Give an utterance another text, its codings with it, as one action; what became of its codings.

        The text before is kept as a revision of its own.
        """
        changes: list[Change] = []
        with self._write() as connection:
            self._ledger.refresh(connection)
            revision = texts.add_revision(connection, transcript, utterance, text, coder=coder, at=self._clock())
            changes = self._put_in_force(connection, transcript, utterance, revision, "correct")
            value = TextRevision(transcript=transcript, utterance=utterance, revision=revision)
            change = Change("correct", text_key(transcript, utterance), value, "text")
            events.append(connection, [change, *changes], coder=coder, at=self._clock())
        return tuple(changes)

    def _put_in_force(
        self,
        connection: sa.Connection,
        transcript: str,
        utterance: int,
        revision: int,
        op: events.Op,
        untouched: Collection[Key] = (),
    ) -> list[Change]:
        """Make a revision the present text; the changes that bring its codings along, but for those of `untouched`."""
        old, new = texts.put_in_force(connection, transcript, utterance, revision)
        texts.touch(connection)
        tag_keys.clear(connection, [transcript])
        here = [
            coding
            for coding in self._ledger.present()
            if (coding.transcript, coding.utterance) == (transcript, utterance)
            and ("coding", coding.guid) not in untouched
        ]
        return moved_codings(here, old, new, op)

    def text_revisions(self, transcript: str, utterance: int) -> tuple[str, ...]:
        """All texts that an utterance has had, the one as imported first."""
        with self.database.read() as connection:
            return texts.revisions(connection, transcript, utterance)

    # Codebook, memos, consensus

    def codebook(self) -> Codebook:
        """The built-in codebook with what people have made of it."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        codes = self._ledger.standing("code")
        return default_codebook().with_codes(codes) if codes else default_codebook()

    def memos(self) -> tuple[Memo, ...]:
        """All memos in the order they were written."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return tuple(self._ledger.standing("memo").values())

    def consensus(self) -> frozenset[str]:
        """The transcripts whose differences between coders are settled."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        decisions_ = self._ledger.standing("consensus").values()
        return frozenset(decision.transcript for decision in decisions_ if decision.decision == "finished")

    def standing(self, subject: events.Subject) -> dict[str, Any]:
        """Key -> value of all things of a subject that stand."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return self._ledger.standing(subject)

    # Undo and the audit trail

    def undo(self, coder: str) -> int:
        """Take back the last action of `coder`; the number of things it touched, 0 where there is none.

        Raises
        ------
        BadValueError
            Somebody else has changed one of these things since.
        """
        return self._step_back_or_forth(coder, "undo")

    def redo(self, coder: str) -> int:
        """Do again what `coder` undid last; like `undo`."""
        return self._step_back_or_forth(coder, "redo")

    def can_step(self, coder: str) -> tuple[bool, bool]:
        """Whether `coder` has something to undo, and to redo."""
        with self.database.read() as connection:
            self._ledger.refresh(connection)
        return tuple(self._ledger.next_step(coder, op) is not None for op in ("undo", "redo"))  # type: ignore[return-value]

    def _step_back_or_forth(self, coder: str, op: events.Op) -> int:
        with self._write() as connection:
            self._ledger.refresh(connection)
            action = self._ledger.next_step(coder, op)
            if action is None:
                return 0
            changes = steps.changes_of(connection, self._ledger, action, op)
            touched = {(change.subject, change.key) for change in changes}
            for change in tuple(changes):
                if change.subject == "text":
                    changes += self._text_step(connection, change, op, touched)
            events.append(connection, changes, coder=coder, at=self._clock(), undo_of=action)
            # A suggestion that comes back may be an old one: the tagger has to look whether it still makes it.
            back = [c.value.transcript for c in changes if c.subject == "coding" and c.value and _is_suggested(c.value)]
            tag_keys.clear(connection, back)
            return len(touched)

    def _text_step(
        self, connection: sa.Connection, change: Change, op: events.Op, touched: Collection[Key]
    ) -> list[Change]:
        transcript, _hash, utterance = change.key.rpartition("#")
        revision = change.value.revision if change.value else texts.FIRST_REVISION
        return self._put_in_force(connection, transcript, int(utterance), revision, op, touched)

    def history(self, key: str | None = None) -> tuple[Event, ...]:
        """The audit trail, oldest first: of one coding, code or memo (by guid or key), or of the study."""
        with self.database.read() as connection:
            return events.history(connection, key)


def _last_event(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.max(schema.events.c.id))).scalar() or 0


def _changed_since(connection: sa.Connection, suggestions: Collection[Coding]) -> set[str]:
    """The transcripts whose text is not the one that the suggestions were made from."""
    present = texts.present(connection, {one.transcript for one in suggestions})
    return {
        one.transcript
        for one in suggestions
        if present.get((one.transcript, one.utterance), "")[one.start : one.end] != one.quote
    }


def _is_suggested(coding: Coding) -> bool:
    return coding.status == "suggested"
