"""The table of participants: one row a person with group, method and every attribute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cjm_research.exchange.tables.words import PARTICIPANT_COLUMNS, columns_of
from cjm_research.model import Participant

# Between the values of an attribute that has several.
BETWEEN_VALUES = "; "


def participant_table(participants: Sequence[Participant]) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows of the participants: id, group, method, then every attribute."""
    columns = attribute_columns(participants)
    rows = [
        [p.id, p.group, p.method, *(attribute_cell(p.attributes.get(key)) for key in columns.values())]
        for p in sorted(participants, key=lambda p: p.id)
    ]
    return [*PARTICIPANT_COLUMNS, *columns], rows


def attribute_columns(participants: Iterable[Participant]) -> dict[str, str]:
    """Column -> key of each attribute, in the order of their first appearance.

    An attribute whose name is that of another column gets ``attribute_`` in front.
    """
    keys = dict.fromkeys(key for participant in participants for key in participant.attributes)
    columns: dict[str, str] = {}
    for key in keys:
        name = key
        while columns_of("participants", [name]) != [None] or name in columns or not name.strip():
            name = f"attribute_{name}"
        columns[name] = key
    return columns


def attribute_cell(value: Any) -> Any:
    """An attribute's value as a cell."""
    if isinstance(value, list | tuple):
        return BETWEEN_VALUES.join(map(str, value))
    return value if value is None or isinstance(value, str | int | float) else str(value)
