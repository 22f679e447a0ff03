"""Imports: transcripts with their codings and participants enter a study, all of a batch or nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from cjm_research.errors import BadValueError, CjmError
from cjm_research.i18n import _
from cjm_research.model import MACHINE_CODER, Coding, Participant, Transcript
from cjm_research.storage import events, people, schema, texts
from cjm_research.storage.records import GUID_NAMESPACE, to_json


@dataclass(frozen=True)
class NewTranscript:
    """A file that was read: its transcript, the codings it carries, and where it came from."""

    file_name: str
    sha256: str
    format: str
    transcript: Transcript
    codings: tuple[Coding, ...] = ()
    encoding: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportBatch:
    """What one import brings."""

    transcripts: tuple[NewTranscript, ...] = ()
    participants: tuple[Participant, ...] = ()


@dataclass
class ImportOutcome:
    """What became of a batch: transcript ids, and (file name, reason) of what was left out."""

    imported: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, CjmError]] = field(default_factory=list)
    n_codings: int = 0


@dataclass(frozen=True)
class ImportRecord:
    """One line of the list of imports, in their order."""

    id: int
    sha256: str
    file_name: str
    format: str
    encoding: str | None
    notes: tuple[str, ...]
    transcripts: tuple[str, ...]


def import_batch(connection: sa.Connection, batch: ImportBatch, *, at: str, taken: set[str]) -> ImportOutcome:
    """Write a batch inside the caller's transaction.

    A file whose bytes or whose transcript are in the study already is skipped; a transcript whose id stands for
    another text, or a text that cannot be stored, is listed as failed and leaves no trace. `taken` are the guids of
    the codings in the study; a coding that comes with one of them gets another.
    """
    outcome = ImportOutcome()
    known = known_files(connection)
    contents = texts.content_hashes(connection)
    accepted = []
    for new in batch.transcripts:
        if (reason := _seen(new, known, contents)) is not None:
            outcome.skipped.append((new.file_name, reason))
        elif (error := _fault(new) or _conflict(new, contents)) is not None:
            outcome.failed.append((new.file_name, error))
        else:
            accepted.append(new)
            known[new.sha256] = new.transcript.id
            contents[new.transcript.id] = texts.content_hash(new.transcript)
    people.add_missing(connection, [_participant(new.transcript) for new in accepted])
    for new in accepted:
        _store(connection, new, at, taken)
    outcome.imported = [new.transcript.id for new in accepted]
    outcome.n_codings = sum(len(new.codings) for new in accepted)
    people.put(connection, batch.participants)
    return outcome


def _participant(transcript: Transcript) -> Participant:
    return Participant(
        id=transcript.id, group=transcript.group, method=transcript.method, attributes=transcript.attributes
    )


def _seen(new: NewTranscript, known: dict[str, str], contents: dict[str, str]) -> str | None:
    if new.sha256 in known:
        return _("The file is in the study already, as “{id}”.").format(id=known[new.sha256])
    if contents.get(new.transcript.id) == texts.content_hash(new.transcript):
        return _("The same interview is in the study already, as “{id}”.").format(id=new.transcript.id)
    return None


def _fault(new: NewTranscript) -> CjmError | None:
    return texts.fault(new.file_name, new.transcript)


def _conflict(new: NewTranscript, contents: dict[str, str]) -> CjmError | None:
    if new.transcript.id not in contents:
        return None
    return BadValueError.at(
        new.file_name,
        _("The study has an interview “{id}” with another text.").format(id=new.transcript.id),
        hint=_(
            "If this is another interview, rename the file (or change its “id”) and import it again. "
            "The study keeps the text it has."
        ),
    )


def _store(connection: sa.Connection, new: NewTranscript, at: str, taken: set[str]) -> None:
    number = (connection.execute(sa.select(sa.func.max(schema.imports.c.id))).scalar() or 0) + 1
    connection.execute(
        sa.insert(schema.imports).values(
            id=number,
            sha256=new.sha256,
            file_name=new.file_name,
            format=new.format,
            encoding=new.encoding,
            notes=to_json(new.notes),
            at=at,
        )
    )
    texts.add(connection, new.transcript, import_id=number, at=at)
    for coder, codings in _by_coder(_with_own_guids(new, taken)).items():
        changes = [events.Change("import", coding.guid, coding) for coding in codings]
        events.append(connection, changes, coder=coder, at=at)


def _with_own_guids(new: NewTranscript, taken: set[str]) -> list[Coding]:
    """The codings of a transcript, each with a guid that no other coding of the study has."""
    codings = []
    for number, coding in enumerate(new.codings):
        if coding.guid in taken:
            guid = uuid.uuid5(GUID_NAMESPACE, f"{new.transcript.id} {number} {coding.guid}")
            coding = coding.model_copy(update={"guid": str(guid)})
        taken.add(coding.guid)
        codings.append(coding)
    return codings


def _by_coder(codings: Sequence[Coding]) -> dict[str, list[Coding]]:
    by_coder: dict[str, list[Coding]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder or MACHINE_CODER, []).append(coding)
    return by_coder


def known_files(connection: sa.Connection) -> dict[str, str]:
    """sha256 of each imported file -> id of its transcript."""
    query = sa.select(schema.imports.c.sha256, schema.transcripts.c.id).join_from(
        schema.imports, schema.transcripts, schema.transcripts.c.import_id == schema.imports.c.id
    )
    return {row.sha256: row.id for row in connection.execute(query)}


def records(connection: sa.Connection) -> tuple[ImportRecord, ...]:
    """The imports in their order."""
    brought: dict[int, list[str]] = {}
    query = sa.select(schema.transcripts.c.import_id, schema.transcripts.c.id).order_by(schema.transcripts.c.position)
    for import_id, transcript in connection.execute(query):
        brought.setdefault(import_id, []).append(transcript)
    return tuple(
        ImportRecord(
            row.id,
            row.sha256,
            row.file_name,
            row.format,
            row.encoding,
            tuple(json.loads(row.notes)),
            tuple(brought.get(row.id, ())),
        )
        for row in connection.execute(sa.select(schema.imports).order_by(schema.imports.c.id))
    )
