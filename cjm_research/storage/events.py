"""Coding events: the append-only record from which the present codings, undo and the audit trail derive.

The payload of an event is the whole coding after it, so the present state is the last event of each coding, and taking
an event back means appending the payload that stood before it. Nothing is ever updated or deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import sqlalchemy as sa

from cjm_research.model import Coding
from cjm_research.storage.schema import coding_events as table

Op = Literal["add", "change", "remove", "accept", "reject", "import", "suggest", "withdraw", "discard", "undo", "redo"]

# What the machine, an import or the removal of an interview does is not on anybody's undo stack.
UNDOABLE: frozenset[str] = frozenset({"add", "change", "remove", "accept", "reject"})


@dataclass(frozen=True)
class CodingChange:
    """One coding's new state; `coding` is None where it is removed."""

    op: Op
    guid: str
    coding: Coding | None


@dataclass(frozen=True)
class CodingEvent:
    """One line of the audit trail. `at` is ISO 8601, UTC."""

    id: int
    action: int
    op: Op
    guid: str
    coding: Coding | None
    coder: str
    at: str
    undo_of: int | None


@dataclass
class Ledger:
    """The present codings, kept up to date by reading only the events that came since the last look."""

    last_event: int = 0
    last_action: int = 0
    codings: dict[str, Coding | None] = field(default_factory=dict)
    last_op: dict[str, str] = field(default_factory=dict)
    # Coding -> the last action that took it away with its interview.
    discarded: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def refresh(self, connection: sa.Connection) -> None:
        """Take in the events committed or written in this transaction since the last look."""
        c = table.c
        query = sa.select(c.id, c.action, c.op, c.coding, c.payload).order_by(c.id)
        with self._lock:
            for row in connection.execute(query.where(c.id > self.last_event)):
                self.codings[row.coding] = Coding.model_validate_json(row.payload) if row.payload else None
                self.last_op[row.coding] = row.op
                if row.op == "discard":
                    self.discarded[row.coding] = row.action
                self.last_event, self.last_action = row.id, max(row.action, self.last_action)

    def taken(self) -> set[str]:
        """The guids that no other coding may have: all there ever were, but for those that went with an interview."""
        with self._lock:
            return {guid for guid, op in self.last_op.items() if op != "discard"}

    def present(self) -> tuple[Coding, ...]:
        """All codings that stand, whatever their status, sorted by place."""
        with self._lock:
            standing = [coding for coding in self.codings.values() if coding is not None]
        return tuple(sorted(standing, key=lambda c: (*c.place, c.code, c.coder, c.guid)))


def append(
    connection: sa.Connection,
    changes: Iterable[CodingChange],
    *,
    coder: str,
    at: str,
    undo_of: int | None = None,
) -> int:
    """Write `changes` as one action; the number of the action, 0 where there is nothing to write."""
    event, action = connection.execute(sa.select(sa.func.max(table.c.id), sa.func.max(table.c.action))).one()
    event, action = event or 0, (action or 0) + 1
    rows = [
        {
            "id": event + n,
            "action": action,
            "op": change.op,
            "coding": change.guid,
            "payload": change.coding.model_dump_json() if change.coding else "",
            "coder": coder,
            "at": at,
            "undo_of": undo_of,
        }
        for n, change in enumerate(changes, start=1)
    ]
    if not rows:
        return 0
    connection.execute(sa.insert(table), rows)
    return action


def history(connection: sa.Connection, guid: str | None = None) -> tuple[CodingEvent, ...]:
    """The audit trail, oldest first: of one coding, or of the study."""
    query = sa.select(table).order_by(table.c.id)
    if guid is not None:
        query = query.where(table.c.coding == guid)
    return tuple(_event(row) for row in connection.execute(query))


def _event(row: sa.Row) -> CodingEvent:
    coding = Coding.model_validate_json(row.payload) if row.payload else None
    return CodingEvent(row.id, row.action, row.op, row.coding, coding, row.coder, row.at, row.undo_of)


def undo_stacks(connection: sa.Connection, coder: str) -> tuple[list[int], list[int]]:
    """The actions of `coder` that can be undone and redone, the next one last."""
    c = table.c
    query = (
        sa.select(c.action, c.op, c.undo_of)
        .where(c.coder == coder, c.op.in_(sorted(UNDOABLE | {"undo", "redo"})))
        .distinct()
        .order_by(c.action)
    )
    done: list[int] = []
    undone: list[int] = []
    for action, op, undo_of in connection.execute(query):
        if op == "undo":
            done.remove(undo_of)
            undone.append(undo_of)
        elif op == "redo":
            undone.remove(undo_of)
            done.append(undo_of)
        else:
            if done[-1:] != [action]:  # an action of several ops is still one
                done.append(action)
            undone.clear()
    return done, undone


def before_and_after(connection: sa.Connection, action: int) -> list[tuple[str, Coding | None, Coding | None]]:
    """(guid, coding before, coding after) for each coding that `action` touched."""
    events = [_event(row) for row in connection.execute(_of_action(action))]
    after = {event.guid: event.coding for event in events}
    first = min(event.id for event in events)
    before = _states_before(connection, list(after), first)
    return [(guid, before.get(guid), coding) for guid, coding in after.items()]


def _of_action(action: int) -> sa.Select:
    return sa.select(table).where(table.c.action == action).order_by(table.c.id)


def _states_before(connection: sa.Connection, guids: Sequence[str], event: int) -> dict[str, Coding | None]:
    states: dict[str, Coding | None] = {}
    for n in range(0, len(guids), 500):  # databases limit the number of parameters
        query = sa.select(table).where(table.c.id < event, table.c.coding.in_(guids[n : n + 500])).order_by(table.c.id)
        states.update({row.coding: _event(row).coding for row in connection.execute(query)})
    return states
