"""Other ids for interviews and people: their rows in all tables, and the keys of events that name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cjm_research.storage import events, schema


def new_key(subject: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The key of an edit of a map, where what it is made of has changed."""
    if subject not in events.MAP_SUBJECTS:
        return {}
    model = events.SUBJECTS[subject]  # type: ignore[index]
    if model.model_validate(before).key != key:  # type: ignore[attr-defined]
        return {}
    return {(subject, key): model.model_validate(after).key}  # type: ignore[attr-defined]


def key_with(subject: str, key: str, ids: Mapping[str, str]) -> str:
    """A key that names interviews, with their new ids."""
    if not ids or subject in {"coding", "memo", "code"}:
        return key
    if subject == "text":
        transcript, mark, number = key.rpartition("#")
        return f"{ids.get(transcript, transcript)}{mark}{number}"
    if subject == "consensus":
        head, mark, transcript = key.partition(":")
        return f"{head}{mark}{ids.get(transcript, transcript)}" if mark else key
    for old, new in ids.items():
        key = key.replace(f"/{old}/", f"/{new}/")
    return key


def rename(connection: sa.Connection, ids: Mapping[str, str]) -> None:
    """Give interviews and people other ids: new rows first, then the old ones away, as foreign keys want it."""
    for old, new in sorted(ids.items()):
        _copy(connection, schema.participants, {"id": (old, new)})
        _copy(connection, schema.transcripts, {"id": (old, new)}, {"participant_id": new})
        # Where only the person had the old id, the interview stays and follows.
        t = schema.transcripts
        connection.execute(sa.update(t).where(t.c.participant_id == old, t.c.id != old).values(participant_id=new))
        for child in (schema.utterances, schema.utterance_texts):
            _copy(connection, child, {"transcript_id": (old, new)})
        for child in (schema.utterance_texts, schema.utterances):
            connection.execute(sa.delete(child).where(child.c.transcript_id == old))
        connection.execute(sa.delete(t).where(t.c.id == old))
        connection.execute(sa.delete(schema.participants).where(schema.participants.c.id == old))
        answers = schema.answers
        connection.execute(sa.update(answers).where(answers.c.participant == old).values(participant=new))


def _copy(
    connection: sa.Connection,
    table: sa.Table,
    key: Mapping[str, tuple[str, str]],
    values: Mapping[str, str] | None = None,
) -> None:
    fixed = {name: new for name, (_old, new) in key.items()} | dict(values or {})
    columns = [sa.literal(fixed[c.name]).label(c.name) if c.name in fixed else c for c in table.columns]
    query = sa.select(*columns).where(*(table.c[name] == old for name, (old, _new) in key.items()))
    connection.execute(sa.insert(table).from_select([c.name for c in table.columns], query))
