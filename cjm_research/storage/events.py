"""Events: the append-only record from which codings, codes, memos, undo and the audit trail derive.

The payload of an event is the whole thing after it, so the present state is the last event of each thing, and taking an
event back means appending the payload that stood before it. Nothing is ever changed in place.
"""

from __future__ import annotations

import sys
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from cjm_research.errors import BadValueError
from cjm_research.i18n import _
from cjm_research.model import (
    Code,
    Coding,
    ConsensusDecision,
    EmpathyEdit,
    JourneyEdit,
    Memo,
    PersonaPlan,
    TextRevision,
)
from cjm_research.model.base import Model
from cjm_research.storage import texts
from cjm_research.storage.schema import events as table

Op = Literal[
    "add", "change", "remove", "accept", "reject", "correct", "move", "merge", "split", "resolve",
    "import", "suggest", "withdraw", "discard", "rewrite", "undo", "redo",
]  # fmt: skip
Subject = Literal["coding", "code", "memo", "text", "consensus", "personas", "empathy", "journey"]
Key = tuple[Subject, str]
# Subject -> key -> value as it stands, None where it was removed.
States = dict[Subject, dict[str, Any]]

SUBJECTS: dict[Subject, type[Model]] = {
    "coding": Coding,
    "code": Code,
    "memo": Memo,
    "text": TextRevision,
    "consensus": ConsensusDecision,
    "personas": PersonaPlan,
    "empathy": EmpathyEdit,
    "journey": JourneyEdit,
}
# Edits of maps, each of one `group` and `map`, some resting on codings (`evidence`).
MAP_SUBJECTS: tuple[Subject, ...] = ("empathy", "journey")
# What counts, drafts and maps are made of.
COUNTED: frozenset[str] = frozenset({"coding", "code", "text", "consensus"})
# What the machine, an import, the removal of an interview or pseudonyms do is not on anybody's undo stack.
NOT_UNDOABLE: frozenset[str] = frozenset({"import", "suggest", "withdraw", "discard", "rewrite", "undo", "redo"})


@dataclass(frozen=True)
class Change:
    """The new state of one thing; `value` is None where it is removed."""

    op: Op
    key: str
    value: Any
    subject: Subject = "coding"


@dataclass(frozen=True)
class Event:
    """One line of the audit trail. `at` is ISO 8601, UTC; `value` is None where the thing was removed."""

    id: int
    action: int
    op: Op
    subject: Subject
    key: str
    value: Any
    coder: str
    at: str
    undo_of: int | None


@dataclass
class Stack:
    """The actions of one coder that can be undone and redone, the next one last."""

    # Dicts for their order: an action is found in them at once, however many there are.
    done: dict[int, None] = field(default_factory=dict)
    undone: dict[int, None] = field(default_factory=dict)

    def take_in(self, action: int, op: str, undo_of: int | None) -> None:
        """Note an event; events of one action come one after another."""
        if op in {"undo", "redo"}:
            here, there = (self.done, self.undone) if op == "undo" else (self.undone, self.done)
            if undo_of in here:
                del here[undo_of]
                there[undo_of] = None
        elif action not in self.done:
            self.done[action] = None
            self.undone.clear()


@dataclass
class Ledger:
    """The present state of everything, kept up to date by reading only the events that came since the last look."""

    last_event: int = 0
    # The last one that changes what is counted.
    last_counted: int = 0
    last_action: int = 0
    states: States = field(default_factory=lambda: {subject: {} for subject in SUBJECTS})
    # The last op on each coding (a removal done again counts as one), the last action in which somebody removed it,
    # and the last action that took a thing away with its interview.
    last_op: dict[str, str] = field(default_factory=dict)
    removed_in: dict[str, int] = field(default_factory=dict)
    discarded: dict[Key, int] = field(default_factory=dict)
    stacks: dict[str, Stack] = field(default_factory=dict)
    touched: dict[int, list[Key]] = field(default_factory=dict)
    epoch: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _sorted: tuple[Coding, ...] | None = field(default=None, repr=False)

    @property
    def codings(self) -> dict[str, Coding | None]:
        """Guid -> coding, None for those that were removed."""
        return self.states["coding"]

    def refresh(self, connection: sa.Connection) -> None:
        """Take in the events committed or written in this transaction since the last look."""
        with self._lock:
            if (epoch := texts.epoch(connection)) != self.epoch:
                self._forget(epoch)
            last: dict[Key, sa.Row] = {}
            for row in connection.execute(sa.select(table).where(table.c.id > self.last_event).order_by(table.c.id)):
                key: Key = (sys.intern(row.subject), sys.intern(row.key))  # type: ignore[assignment]
                last[key] = row
                self._take_in(row, key)
            # Only what stands in the end is worth reading.
            for (subject, name), row in last.items():
                self.states[subject][name] = value_of(row)
            if any(subject == "coding" for subject, _name in last):
                self._sorted = None

    def _forget(self, epoch: int) -> None:
        """Begin anew: what was read was written otherwise since."""
        fresh = Ledger(epoch=epoch)
        for name, value in vars(fresh).items():
            if name != "_lock":
                setattr(self, name, value)

    def _take_in(self, row: sa.Row, key: Key) -> None:
        if row.subject == "coding":
            self._note_op(key[1], row)
        self.states[key[0]].setdefault(key[1], None)  # in the order in which they were first written
        if row.op == "discard":
            self.discarded[key] = row.action
        elif row.op not in NOT_UNDOABLE or row.undo_of is not None:
            if row.coder not in self.stacks:
                self.stacks[row.coder] = Stack()
            self.stacks[row.coder].take_in(row.action, row.op, row.undo_of)
            self.touched.setdefault(row.action, []).append(key)
        if row.subject in COUNTED:
            self.last_counted = row.id
        self.last_event, self.last_action = row.id, max(row.action, self.last_action)

    def _note_op(self, guid: str, row: sa.Row) -> None:
        if row.op == "remove":
            self.removed_in[guid] = row.action
        is_removal = row.op == "redo" and row.undo_of == self.removed_in.get(guid)
        self.last_op[guid] = "remove" if is_removal else row.op

    def taken(self) -> set[str]:
        """The guids that no other coding may have: all there ever were, but for those that went with an interview."""
        with self._lock:
            return {guid for guid, op in self.last_op.items() if op != "discard"}

    def present(self) -> tuple[Coding, ...]:
        """All codings that stand, whatever their status, sorted by place."""
        with self._lock:
            if self._sorted is None:
                standing = [coding for coding in self.codings.values() if coding is not None]
                self._sorted = tuple(sorted(standing, key=lambda c: (*c.place, c.code, c.coder, c.guid)))
            return self._sorted

    def standing(self, subject: Subject) -> dict[str, Any]:
        """Key -> value of all codes, memos, … that stand, in the order in which they were first written."""
        with self._lock:
            return {key: value for key, value in self.states[subject].items() if value is not None}

    def next_step(self, coder: str, op: Op) -> int | None:
        """The action that `coder` would undo or redo, past those whose interviews were all removed since."""
        with self._lock:
            stack = self.stacks.get(coder, Stack())
            for action in reversed(stack.done if op == "undo" else stack.undone):
                if not all(self.went_after(key, action) for key in self.touched[action]):
                    return action
            return None

    def went_after(self, key: Key, action: int) -> bool:
        """Whether a thing went with its interview after an action."""
        return self.discarded.get(key, 0) > action


def append(
    connection: sa.Connection,
    changes: Iterable[Change],
    *,
    coder: str,
    at: str,
    undo_of: int | None = None,
) -> int:
    """Write `changes` as one action; the number of the action, 0 where there is nothing to write."""
    # One by one: only so a database finds the greatest in its index instead of reading all events.
    event, action = (connection.execute(sa.select(sa.func.max(c))).scalar() or 0 for c in (table.c.id, table.c.action))
    action += 1
    rows = [
        {
            "id": event + n,
            "action": action,
            "op": change.op,
            "subject": change.subject,
            "key": change.key,
            "payload": payload_of(change.value) if change.value is not None else "",
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


def payload_of(value: Model) -> str:
    """A thing as an event keeps it.

    Raises
    ------
    BadValueError
        It holds characters that no text can have.
    """
    try:
        return value.model_dump_json()
    except ValueError as error:
        raise BadValueError(_("The text holds characters that no text can have (NUL or half of a pair).")) from error


def history(connection: sa.Connection, key: str | None = None) -> tuple[Event, ...]:
    """The audit trail, oldest first: of one coding, code or memo, or of the study."""
    query = sa.select(table).order_by(table.c.id)
    if key is not None:
        query = query.where(table.c.key == key)
    return tuple(_event(row) for row in connection.execute(query))


def value_of(row: sa.Row) -> Any:
    """What an event says, None where it removed something or its words are gone."""
    return SUBJECTS[row.subject].model_validate_json(row.payload) if row.payload else None


def _event(row: sa.Row) -> Event:
    return Event(row.id, row.action, row.op, row.subject, row.key, value_of(row), row.coder, row.at, row.undo_of)


def keys_since(connection: sa.Connection, event: int) -> set[Key]:
    """What was touched after an event."""
    query = sa.select(table.c.subject, table.c.key).where(table.c.id > event).distinct()
    return {(row.subject, row.key) for row in connection.execute(query)}


def text_revisions_since(connection: sa.Connection, key: str, action: int) -> list[int]:
    """The revisions that an utterance's text has had: the one in force at an action first, the present one last."""
    query = sa.select(table).where(table.c.subject == "text", table.c.key == key).order_by(table.c.id)
    found = [(row.action, value.revision if (value := value_of(row)) else 0) for row in connection.execute(query)]
    before = [revision for number, revision in found if number <= action]
    return [before[-1] if before else 0, *(revision for number, revision in found if number > action)]


def before_and_after(connection: sa.Connection, action: int) -> list[tuple[Key, Any, Any]]:
    """((subject, key), value before, value after) for each thing that `action` touched."""
    query = sa.select(table).where(table.c.action == action).order_by(table.c.id)
    rows = connection.execute(query).all()
    after: dict[Key, Any] = {(row.subject, row.key): value_of(row) for row in rows}
    before = _states_before(connection, [key for _subject, key in after], min(row.id for row in rows))
    return [(key, before.get(key), value) for key, value in after.items()]


def _states_before(connection: sa.Connection, keys: Sequence[str], event: int) -> dict[Key, Any]:
    states: dict[Key, Any] = {}
    for n in range(0, len(keys), 500):  # databases limit the number of parameters
        query = sa.select(table).where(table.c.id < event, table.c.key.in_(keys[n : n + 500])).order_by(table.c.id)
        states.update({(row.subject, row.key): value_of(row) for row in connection.execute(query)})
    return states


def erase(connection: sa.Connection, keys: Collection[Key]) -> None:
    """Empty what the events of some things say: who did what and when stays on record, the words go."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for subject, name in keys:
        names[subject].append(name)
    for of, here in names.items():
        for n in range(0, len(here), 500):
            of_these = sa.and_(table.c.subject == of, table.c.key.in_(here[n : n + 500]))
            connection.execute(sa.update(table).where(of_these).values(payload=""))
