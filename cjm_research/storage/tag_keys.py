"""What the machine's suggestions of each interview were made from: one opaque key an interview.

The key stands with the interview, so it goes when the interview is removed. It says that the open suggestions of the
interview are just those that the tagger makes; whatever brings other ones back takes the key away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from cjm_research.storage.schema import transcripts


def load(connection: sa.Connection) -> dict[str, str]:
    """Transcript id -> key, for the transcripts that have one."""
    query = sa.select(transcripts.c.id, transcripts.c.tag_key).where(transcripts.c.tag_key.is_not(None))
    return {row.id: row.tag_key for row in connection.execute(query)}


def save(connection: sa.Connection, keys: Mapping[str, str]) -> None:
    """Keep the keys of some transcripts."""
    for id, key in keys.items():
        connection.execute(sa.update(transcripts).where(transcripts.c.id == id).values(tag_key=key))


def clear(connection: sa.Connection, ids: Iterable[str]) -> None:
    """Forget the keys of some transcripts, so that they are tagged again."""
    for id in sorted(set(ids)):
        connection.execute(sa.update(transcripts).where(transcripts.c.id == id).values(tag_key=None))
