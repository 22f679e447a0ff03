"""Where words still stand in a study that were to go from all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import sqlalchemy as sa

from cjm_research.storage import schema

# Columns of keys and names of files, in which words are small and joined.
_KEYS = frozenset({"key", "id", "transcript_id", "participant_id", "participant", "file_name", "target"})
_CODERS = re.compile(r'"(?:coder|by|accepted_by)":"[^"]*"')
_LABELS = re.compile(r'"(?:label|key|code|parent|merged_into|target|touchpoint)":"([^"\\]*)"')
_JOINTS = str.maketrans("_-.", "   ")


def remaining(connection: sa.Connection, raw: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """(Table, column, rows) that hold any of some wordings, as whole words."""
    wanted = sorted({one for one in raw if one.strip()}, key=len, reverse=True)
    if not wanted:
        return
    words = r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)"
    plain, of_keys = re.compile(words), re.compile(words, re.IGNORECASE)
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.String):
                shown = _shown_key if column.name in _KEYS else _without_coders
                pattern = of_keys if column.name in _KEYS else plain
                labels = of_keys if column is schema.events.c.payload else None
                if n := sum(_holds(value, shown, pattern, labels) for value in _values(connection, column)):
                    yield table.name, column.name, n


def _values(connection: sa.Connection, column: sa.Column) -> Iterable[str]:
    query = sa.select(column).where(column.is_not(None))
    if column.table is schema.kept_elements:
        query = query.where(schema.kept_elements.c.section != "user")
    return connection.execute(query).scalars()


def _holds(text: str, shown: Callable[[str], str], pattern: re.Pattern[str], labels: re.Pattern[str] | None) -> bool:
    """Whether a wording stands in a text, or in the labels of codes that a payload names."""
    if pattern.search(shown(text)):
        return True
    return labels is not None and bool(labels.search(_shown_key("\n".join(_LABELS.findall(text)))))


def _shown_key(key: str) -> str:
    return key.translate(_JOINTS)


def _without_coders(text: str) -> str:
    """A payload without the names of coders, who keep them: the columns of coders tell of those."""
    return _CODERS.sub("", text) if text.startswith("{") else text
