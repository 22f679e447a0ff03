"""Changes that build on each other, as one action: each is planned on what the ones before it made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cjm_research.storage.events import Change, Key, States


class Draft:
    """The state of a study with the changes made so far.

    Parameters
    ----------
    states : States
        Everything as it stands; a copy of the caller's own, which is changed.

    Attributes
    ----------
    before : mapping
        Subject -> key -> value as it stood at the beginning.
    """

    def __init__(self, states: States) -> None:
        self.states = states
        self.before: Mapping[str, Mapping[str, Any]] = {subject: dict(values) for subject, values in states.items()}
        self._changes: dict[Key, Change] = {}

    def take(self, changes: Iterable[Change]) -> None:
        """Put changes into the state."""
        for change in changes:
            key: Key = (change.subject, change.key)
            first = self._changes.get(key, change)
            self._changes[key] = Change(first.op, change.key, change.value, change.subject)
            self.states[change.subject][change.key] = change.value

    def changes(self) -> list[Change]:
        """What differs from the beginning, each thing once, in the order in which it was first changed."""
        return [c for c in self._changes.values() if self.before[c.subject].get(c.key) != c.value]
