"""Another study's interviews, corrections and decisions enter a study: one transaction, one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cjm_research.model import Participant, TextRevision
from cjm_research.storage import events, imports, kept, tag_keys, texts
from cjm_research.storage.corrections import text_key
from cjm_research.storage.events import Change
from cjm_research.storage.imports import ImportBatch, NewTranscript
from cjm_research.storage.store import Store


@dataclass(frozen=True)
class NewText:
    """The text that one utterance is to have."""

    transcript: str
    utterance: int
    text: str


@dataclass(frozen=True)
class Incoming:
    """What a merge writes.

    Attributes
    ----------
    transcripts, participants
        New ones; transcripts with their text as imported and without codings.
    texts
        Corrections to put in force.
    changes
        Everything else, places in the corrected texts included.
    """

    transcripts: Sequence[NewTranscript] = ()
    participants: Sequence[Participant] = ()
    texts: Sequence[NewText] = ()
    changes: Sequence[Change] = ()

    def __bool__(self) -> bool:
        return bool(self.transcripts or self.participants or self.texts or self.changes)


def take_in(
    store: Store, incoming: Incoming, *, version: tuple[int, int], coder: str, other: Store | None = None
) -> bool:
    """Write what a merge brings as one action of `coder`, or nothing where the study is no longer at `version`.

    Undoing it takes back corrections and everything that was decided; new interviews stay. With them comes what `other`
    keeps of the projects that they came from.

    Returns
    -------
    bool
        Whether it was written; False where somebody changed the study since the plan was made.

    Raises
    ------
    BadValueError
        A transcript cannot be stored; nothing is changed then.
    """
    with store._write() as connection:
        store._ledger.refresh(connection)
        if (store._ledger.last_event, texts.version(connection)) != version:
            return False
        at = store._clock()
        batch = ImportBatch(tuple(incoming.transcripts), tuple(incoming.participants))
        outcome = imports.import_batch(connection, batch, at=at, taken=set())
        if outcome.failed:
            raise outcome.failed[0][1]
        corrected = [_correct(connection, new, coder, at) for new in incoming.texts]
        events.append(connection, [*corrected, *incoming.changes], coder=coder, at=at)
        tag_keys.clear(connection, _to_tag_again(incoming))
        texts.touch(connection)
        if other is not None and incoming.transcripts:
            ids = {new.transcript.id for new in incoming.transcripts}
            memos = {change.key for change in incoming.changes if change.subject == "memo"}
            with other.database.read() as theirs:
                kept.copy(theirs, connection, ids, memos)
        return True


def _correct(connection: sa.Connection, new: NewText, coder: str, at: str) -> Change:
    revision = texts.add_revision(connection, new.transcript, new.utterance, new.text, coder=coder, at=at)
    texts.put_in_force(connection, new.transcript, new.utterance, revision)
    value = TextRevision(transcript=new.transcript, utterance=new.utterance, revision=revision)
    return Change("merge", text_key(new.transcript, new.utterance), value, "text")


def _to_tag_again(incoming: Incoming) -> set[str]:
    """Interviews whose open suggestions are no longer just what the tagger makes."""
    suggested = {
        change.value.transcript
        for change in incoming.changes
        if change.subject == "coding" and change.value is not None and change.value.status == "suggested"
    }
    return suggested | {new.transcript for new in incoming.texts}
