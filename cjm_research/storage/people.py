"""Participants in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from cjm_research.model import Participant
from cjm_research.storage.records import to_json
from cjm_research.storage.schema import participants as table


def load(connection: sa.Connection) -> tuple[Participant, ...]:
    """All participants, sorted by id."""
    return tuple(sorted((_participant(row) for row in connection.execute(sa.select(table))), key=lambda p: p.id))


def _participant(row: sa.Row) -> Participant:
    return Participant(
        id=row.id,
        group=row.group_key,
        method=row.method,
        attributes=json.loads(row.attributes),
        **json.loads(row.extra),
    )


def add_missing(connection: sa.Connection, participants: Iterable[Participant]) -> None:
    """Add those that the study does not know; what it knows of the others, it keeps."""
    known = {participant.id for participant in load(connection)}
    new = {participant.id: participant for participant in reversed(list(participants)) if participant.id not in known}
    _insert(connection, list(reversed(list(new.values()))), len(known))


def put(connection: sa.Connection, participants: Iterable[Participant]) -> None:
    """Add participants, or bring them up to date.

    Group and method are taken over where the newcomer names them; attributes are merged, the newcomer's first.
    """
    known = {participant.id: participant for participant in load(connection)}
    new: dict[str, Participant] = {}
    for participant in participants:
        before = new.get(participant.id) or known.get(participant.id)
        new[participant.id] = _merged(before, participant) if before else participant
    for participant in new.values():
        if participant.id in known:
            connection.execute(sa.update(table).where(table.c.id == participant.id).values(**row_of(participant)))
    _insert(connection, [p for p in new.values() if p.id not in known], len(known))


def _merged(before: Participant, after: Participant) -> Participant:
    named = after.model_fields_set
    return Participant(
        id=after.id,
        group=after.group if "group" in named else before.group,
        method=after.method if "method" in named else before.method,
        attributes={**before.attributes, **after.attributes},
        **{**(before.model_extra or {}), **(after.model_extra or {})},
    )


def row_of(participant: Participant) -> dict[str, str]:
    """What the table holds of a participant, besides id and place."""
    return {
        "group_key": participant.group,
        "method": participant.method,
        "attributes": to_json(participant.attributes),
        "extra": to_json(participant.model_extra or {}),
    }


def _insert(connection: sa.Connection, participants: list[Participant], start: int) -> None:
    rows = [{"id": p.id, "position": start + n, **row_of(p)} for n, p in enumerate(participants)]
    if rows:
        connection.execute(sa.insert(table), rows)
