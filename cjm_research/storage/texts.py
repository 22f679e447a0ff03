"""Transcripts, their utterances and the revisions of their text in the database."""

from __future__ import annotations

import json
from collections.abc import Collection

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Participant, Transcript, Utterance
from cjm_research.storage.records import sha256_of, to_json
from cjm_research.storage.schema import transcripts, utterance_texts, utterances

FIRST_REVISION = 0


def content_hash(transcript: Transcript) -> str:
    """The hash of everything in a transcript but its codings, whatever the order of its unknown fields."""
    content = transcript.model_dump(mode="json", exclude={"codings"})
    return sha256_of(json.dumps(content, ensure_ascii=True, sort_keys=True))


def content_hashes(connection: sa.Connection) -> dict[str, str]:
    """Transcript id -> hash of its content as imported."""
    query = sa.select(transcripts.c.id, transcripts.c.content_sha256)
    return {row.id: row.content_sha256 for row in connection.execute(query)}


def fault(file_name: str, transcript: Transcript) -> BadValueError | None:
    """Why a transcript cannot be stored, None where it can."""
    if not transcript.id.strip():
        return BadValueError.at(file_name, _("The interview has no id."), hint=_("Give it one, or rename the file."))
    for number, utterance in enumerate(transcript.utterances):
        if "\x00" in utterance.text or any("\ud800" <= char <= "\udfff" for char in utterance.text):
            return BadValueError.at(
                file_name,
                _("Utterance {u} holds characters that no text can have (NUL or half of a pair).").format(u=number),
                hint=_("Save the file anew as UTF-8 text."),
            )
    return None


def add(connection: sa.Connection, transcript: Transcript, *, import_id: int | None, at: str) -> None:
    """Write a transcript without its codings; its participant must be there."""
    last = connection.execute(sa.select(sa.func.max(transcripts.c.position))).scalar()
    connection.execute(
        sa.insert(transcripts).values(
            id=transcript.id,
            position=0 if last is None else last + 1,
            participant_id=transcript.id,
            import_id=import_id,
            language=transcript.language,
            content_sha256=content_hash(transcript),
            extra=to_json(transcript.model_extra or {}),
        )
    )
    rows = [_utterance_row(transcript.id, number, u) for number, u in enumerate(transcript.utterances)]
    if rows:
        connection.execute(sa.insert(utterances), rows)
        connection.execute(
            sa.insert(utterance_texts),
            [
                {
                    "transcript_id": transcript.id,
                    "number": number,
                    "revision": FIRST_REVISION,
                    "text": utterance.text,
                    "coder": "",
                    "at": at,
                }
                for number, utterance in enumerate(transcript.utterances)
            ],
        )


def _utterance_row(transcript_id: str, number: int, utterance: Utterance) -> dict:
    return {
        "transcript_id": transcript_id,
        "number": number,
        "speaker": utterance.speaker,
        "role": utterance.role,
        "start_s": utterance.start_s,
        "end_s": utterance.end_s,
        "extra": to_json(utterance.model_extra or {}),
        "revision": FIRST_REVISION,
    }


def load(
    connection: sa.Connection, participants: Collection[Participant], ids: Collection[str] | None = None
) -> tuple[Transcript, ...]:
    """Transcripts in the order of import, with their present text and what is known of their participants."""
    people = {participant.id: participant for participant in participants}
    query = sa.select(transcripts).order_by(transcripts.c.position)
    if ids is not None:
        query = query.where(transcripts.c.id.in_(list(ids)))
    spoken = _load_utterances(connection, ids)
    return tuple(
        Transcript(
            id=row.id,
            language=row.language,
            group=people[row.participant_id].group,
            method=people[row.participant_id].method,
            attributes=people[row.participant_id].attributes,
            utterances=tuple(spoken.get(row.id, ())),
            **json.loads(row.extra),
        )
        for row in connection.execute(query)
    )


def _load_utterances(connection: sa.Connection, ids: Collection[str] | None) -> dict[str, list[Utterance]]:
    u, t = utterances.c, utterance_texts.c
    present = sa.and_(t.transcript_id == u.transcript_id, t.number == u.number, t.revision == u.revision)
    query = (
        sa.select(utterances, t.text)
        .join_from(utterances, utterance_texts, present)
        .order_by(u.transcript_id, u.number)
    )
    if ids is not None:
        query = query.where(u.transcript_id.in_(list(ids)))
    spoken: dict[str, list[Utterance]] = {}
    for row in connection.execute(query):
        utterance = Utterance(
            speaker=row.speaker,
            role=row.role,
            text=row.text,
            start_s=row.start_s,
            end_s=row.end_s,
            **json.loads(row.extra),
        )
        spoken.setdefault(row.transcript_id, []).append(utterance)
    return spoken
