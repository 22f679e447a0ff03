"""Transcripts, their utterances and the revisions of their text in the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import Participant, Transcript, Utterance
from cjm_research.storage.records import sha256_of, to_json
from cjm_research.storage.schema import settings, transcripts, utterance_texts, utterances

FIRST_REVISION = 0
_VERSION = "texts"
_EPOCH = "rewritten"


def content_hash(transcript: Transcript) -> str:
    """The hash of everything in a transcript but its codings, whatever the order of its unknown fields."""
    content = transcript.model_dump(mode="json", exclude={"codings"})
    return sha256_of(json.dumps(content, ensure_ascii=True, sort_keys=True))


def content_hashes(connection: sa.Connection) -> dict[str, str]:
    """Transcript id -> hash of its content as imported."""
    query = sa.select(transcripts.c.id, transcripts.c.content_sha256)
    return {row.id: row.content_sha256 for row in connection.execute(query)}


def is_text(text: str) -> bool:
    """Whether a text can be stored: it holds neither NUL nor half of a pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def fault(file_name: str, transcript: Transcript) -> BadValueError | None:
    """Why a transcript cannot be stored, None where it can."""
    if not transcript.id.strip():
        return BadValueError.at(file_name, _("The interview has no id."), hint=_("Give it one, or rename the file."))
    for number, utterance in enumerate(transcript.utterances):
        if not is_text(utterance.text):
            return BadValueError.at(
                file_name,
                _("Utterance {u} holds characters that no text can have (NUL or half of a pair).").format(u=number),
                hint=_("Save the file anew as UTF-8 text."),
            )
    return None


def add(connection: sa.Connection, transcript: Transcript, *, import_id: int | None, at: str) -> None:
    """Write a transcript without its codings; its participant must be there."""
    _add_head(connection, transcript, content_hash(transcript), import_id)
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


def add_spoken(
    connection: sa.Connection,
    transcript: Transcript,
    spoken: Sequence[tuple[str, str]],
    said: Sequence[str],
    *,
    import_id: int,
    at: str,
) -> None:
    """Write a transcript of many utterances fast: (speaker, role) and text of each; those of `transcript` are none."""
    turns = [
        {"speaker": speaker, "role": role, "text": text, "start_s": None, "end_s": None}
        for (speaker, role), text in zip(spoken, said, strict=True)
    ]
    content = transcript.model_dump(mode="json", exclude={"codings"}) | {"utterances": turns}
    digest = sha256_of(json.dumps(content, ensure_ascii=True, sort_keys=True))
    _add_head(connection, transcript, digest, import_id)
    id = transcript.id
    insert_many(
        connection,
        utterances,
        ("transcript_id", "number", "speaker", "role", "start_s", "end_s", "extra", "revision"),
        [(id, n, speaker, role, None, None, "{}", FIRST_REVISION) for n, (speaker, role) in enumerate(spoken)],
    )
    insert_many(
        connection,
        utterance_texts,
        ("transcript_id", "number", "revision", "text", "coder", "at"),
        [(id, n, FIRST_REVISION, text, "", at) for n, text in enumerate(said)],
    )


def insert_many(
    connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of plain values: several times as fast as by name, for projects of 100,000s of rows."""
    if not rows:
        return
    statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=list(columns))
    order = [columns.index(name) for name in statement.positiontup or ()]
    if not order:
        connection.execute(sa.insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
    elif order == list(range(len(columns))):
        connection.exec_driver_sql(str(statement), list(rows))
    else:
        connection.exec_driver_sql(str(statement), [tuple(row[n] for n in order) for row in rows])


def _add_head(connection: sa.Connection, transcript: Transcript, digest: str, import_id: int | None) -> None:
    last = connection.execute(sa.select(sa.func.max(transcripts.c.position))).scalar()
    connection.execute(
        sa.insert(transcripts).values(
            id=transcript.id,
            position=0 if last is None else last + 1,
            participant_id=transcript.id,
            import_id=import_id,
            language=transcript.language,
            content_sha256=digest,
            extra=to_json(transcript.model_extra or {}),
        )
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


def order(connection: sa.Connection) -> tuple[str, ...]:
    """The ids of all transcripts in the order of import."""
    return tuple(connection.execute(sa.select(transcripts.c.id).order_by(transcripts.c.position)).scalars())


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


def present(connection: sa.Connection, ids: Collection[str]) -> dict[tuple[str, int], str]:
    """The present text of each utterance of some transcripts, by transcript and number."""
    u, t = utterances.c, utterance_texts.c
    in_force = sa.and_(t.transcript_id == u.transcript_id, t.number == u.number, t.revision == u.revision)
    query = sa.select(u.transcript_id, u.number, t.text).join_from(utterances, utterance_texts, in_force)
    found: dict[tuple[str, int], str] = {}
    wanted = sorted(set(ids))
    for n in range(0, len(wanted), 500):  # databases limit the number of parameters
        for id, number, text in connection.execute(query.where(u.transcript_id.in_(wanted[n : n + 500]))):
            found[id, number] = text
    return found


def version(connection: sa.Connection) -> int:
    """A number that grows with every change of transcripts and participants."""
    return int(connection.execute(sa.select(settings.c.value).where(settings.c.key == _VERSION)).scalar() or 0)


def touch(connection: sa.Connection) -> None:
    """Say that transcripts or participants have changed."""
    _put_number(connection, _VERSION, version(connection) + 1)


def epoch(connection: sa.Connection) -> int:
    """How often the whole study was rewritten: with it, whatever was read of events before is void."""
    return int(connection.execute(sa.select(settings.c.value).where(settings.c.key == _EPOCH)).scalar() or 0)


def next_epoch(connection: sa.Connection) -> None:
    """Say that texts and events were rewritten, those long past too."""
    _put_number(connection, _EPOCH, epoch(connection) + 1)


def _put_number(connection: sa.Connection, key: str, number: int) -> None:
    value = str(number)
    if not connection.execute(sa.update(settings).where(settings.c.key == key).values(value=value)).rowcount:
        connection.execute(sa.insert(settings).values(key=key, value=value))


def add_revision(connection: sa.Connection, transcript: str, utterance: int, text: str, *, coder: str, at: str) -> int:
    """Keep another text of an utterance, not in force yet; the number of its revision."""
    c = utterance_texts.c
    here = sa.and_(c.transcript_id == transcript, c.number == utterance)
    revision = connection.execute(sa.select(sa.func.max(c.revision)).where(here)).scalar_one() + 1
    place = {"transcript_id": transcript, "number": utterance, "revision": revision}
    connection.execute(sa.insert(utterance_texts).values(**place, text=text, coder=coder, at=at))
    return revision


def put_in_force(connection: sa.Connection, transcript: str, utterance: int, revision: int) -> tuple[str, str]:
    """Make a revision the present text of its utterance; the text before and after."""
    u, t = utterances.c, utterance_texts.c
    here = sa.and_(u.transcript_id == transcript, u.number == utterance)
    before = connection.execute(sa.select(u.revision).where(here)).scalar_one()
    words = sa.select(t.revision, t.text).where(
        t.transcript_id == transcript, t.number == utterance, t.revision.in_([before, revision])
    )
    by_revision = {row.revision: row.text for row in connection.execute(words)}
    connection.execute(sa.update(utterances).where(here).values(revision=revision))
    return by_revision[before], by_revision[revision]


def revisions(connection: sa.Connection, transcript: str, utterance: int) -> tuple[str, ...]:
    """All texts that an utterance has had, by the number of their revision."""
    c = utterance_texts.c
    here = sa.and_(c.transcript_id == transcript, c.number == utterance)
    query = sa.select(c.text).where(here).order_by(c.revision)
    return tuple(connection.execute(query).scalars())
