"""The two sides of a merge: what each study holds, what both have in common, what each has done since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Any

from cjm_research.model import Answer, Coding, Participant, Transcript, default_codebook
from cjm_research.storage import ImportRecord, Store
from cjm_research.storage.corrections import moved_codings, text_key
from cjm_research.storage.events import Event, Key

Turn = tuple[str, int]


class _Never:
    """Stands for a thing that a study has never had."""

    def __repr__(self) -> str:
        return "NEVER"


NEVER: Any = _Never()


@dataclass
class Side:
    """One study as a merge sees it."""

    version: tuple[int, int]
    events: tuple[Event, ...]
    transcripts: dict[str, Transcript]
    participants: dict[str, Participant]
    imports: tuple[ImportRecord, ...]
    removed: frozenset[str]
    tagged: frozenset[str]
    answers: frozenset[Answer]
    revisions: dict[Turn, tuple[str, ...]]
    rename: Mapping[str, str] = field(default_factory=dict)
    has_pseudonyms: bool = False

    @classmethod
    def of(cls, store: Store, rename: Mapping[str, str] | None = None) -> Side:
        """Everything that `store` holds; `rename` gives coders of what is new in it other names."""
        version = store.version()  # first: what changes while the rest is read shows in it
        events = store.history()
        turns = {(e.value.transcript, e.value.utterance) for e in events if e.subject == "text" and e.value}
        return cls(
            version=version,
            events=events,
            transcripts={transcript.id: transcript for transcript in store.transcripts()},
            participants={person.id: person for person in store.participants()},
            imports=store.imports(),
            removed=frozenset(removal.transcript for removal in store.removals()),
            tagged=frozenset(store.tag_keys()),
            answers=frozenset(store.surveys.answers()),
            revisions={turn: store.text_revisions(*turn) for turn in sorted(turns)},
            rename=rename or {},
            has_pseudonyms=store.has_pseudonyms(),
        )

    @cached_property
    def states(self) -> dict[Key, Any]:
        """The last value of each thing; None where it was removed."""
        return _states(self.events)

    @cached_property
    def undone(self) -> set[Key]:
        """Things that are gone because what brought them was taken back; nobody removed them."""
        last = {(event.subject, event.key): event for event in self.events}
        return {key for key, event in last.items() if event.op == "undo" and event.value is None}

    def get(self, key: Key) -> Any:
        """The present value of a thing, None where it was removed, `NEVER` where there never was one."""
        return _known(self.states, key)

    def text(self, turn: Turn) -> str:
        """What a turn says now."""
        return self.transcripts[turn[0]].utterances[turn[1]].text

    def original(self, turn: Turn) -> str:
        """What a turn said when it was imported."""
        return self.revisions[turn][0] if turn in self.revisions else self.text(turn)

    def originals(self, transcript: str) -> tuple[str, ...]:
        """What all turns of an interview said when it was imported."""
        n = len(self.transcripts[transcript].utterances)
        return tuple(self.original((transcript, number)) for number in range(n))

    def text_at(self, states: Mapping[Key, Any], turn: Turn) -> str:
        """What a turn said in an earlier state of the study."""
        value = states.get(("text", text_key(*turn)))
        known = self.revisions.get(turn, ())
        return known[value.revision] if value and value.revision < len(known) else self.original(turn)

    def has_forgotten(self, turn: Turn, since: int) -> bool:
        """Whether the interview went after an event of that number, and its earlier texts with it."""
        key = ("text", text_key(*turn))
        return any((e.subject, e.key) == key for e in self._discards if e.id > since)

    @cached_property
    def _discards(self) -> list[Event]:
        return [event for event in self.events if event.op == "discard"]

    @property
    def corrected(self) -> set[Turn]:
        """The turns whose text is not as imported."""
        return {
            turn for turn in self.revisions if turn[0] in self.transcripts and self.text(turn) != self.original(turn)
        }


@dataclass
class Past:
    """What both studies have in common, and what each has taken in from the other before.

    Studies that are copies of one another begin with the same events; those made apart have nothing in common but
    their interviews.
    """

    ours: Side
    theirs: Side

    @cached_property
    def n_common(self) -> int:
        """How many events both begin with."""
        ours, theirs = self.ours.events, self.theirs.events
        n = sum(1 for _pair in takewhile(lambda pair: _same_event(*pair), zip(ours, theirs, strict=False)))
        # Studies part between two actions. Where they differ within one, they only began alike by chance.
        while n and any(len(side) > n and side[n].action == side[n - 1].action for side in (ours, theirs)):
            n -= 1
        return n

    @cached_property
    def states(self) -> dict[Key, Any]:
        """The state of everything where the two parted."""
        # A removed interview empties the payloads of its events on one side only.
        ours, theirs = self.ours.events[: self.n_common], self.theirs.events[: self.n_common]
        return _states(b if a.value is None else a for a, b in zip(ours, theirs, strict=True))

    def get(self, key: Key) -> Any:
        """The value of a thing where the two parted, `NEVER` where there was none."""
        return _known(self.states, key)

    def text(self, turn: Turn) -> str:
        """What a turn said where the two parted."""
        since = self.ours.events[self.n_common - 1].id if self.n_common else 0
        side = self.theirs if self.ours.has_forgotten(turn, since) and turn[0] in self.theirs.transcripts else self.ours
        return side.text_at(self.states, turn)

    @cached_property
    def merged_here(self) -> dict[Key, list[tuple[Any, dict[Key, Any]]]]:
        """What earlier merges brought to our side: values, each with the texts of that moment."""
        return _merged(self.ours.events[self.n_common :], self.states)

    @cached_property
    def merged_there(self) -> dict[Key, list[tuple[Any, dict[Key, Any]]]]:
        """What earlier merges brought to their side."""
        return _merged(self.theirs.events[self.n_common :], self.states)


def _known(states: Mapping[Key, Any], key: Key) -> Any:
    value = states.get(key, NEVER)
    if key[0] == "code" and (value is None or value is NEVER):
        return default_codebook().code(key[1]) or value
    return value


def _states(events: Iterable[Event]) -> dict[Key, Any]:
    return {(event.subject, event.key): event.value for event in events}


def _same_event(a: Event, b: Event) -> bool:
    def of(event: Event) -> tuple:
        return (
            event.id, event.action, event.op, event.subject, event.key, event.coder, event.at, event.undo_of,
        )  # fmt: skip

    return of(a) == of(b) and (a.value == b.value or a.value is None or b.value is None)


def _merged(events: Iterable[Event], before: Mapping[Key, Any]) -> dict[Key, list[tuple[Any, dict[Key, Any]]]]:
    """The values that merges brought, those taken back left out, with the texts in force then."""
    events = list(events)
    undone: set[int] = set()
    for event in events:
        if event.op == "undo" and event.undo_of is not None:
            undone.add(event.undo_of)
        elif event.op == "redo":
            undone.discard(event.undo_of or 0)
    texts = {key: value for key, value in before.items() if key[0] == "text"}
    brought: dict[Key, list[tuple[Any, dict[Key, Any]]]] = {}
    for event in events:
        if event.subject == "text":
            texts = {**texts, ("text", event.key): event.value}
        if event.op == "merge" and event.action not in undone:
            brought.setdefault((event.subject, event.key), []).append((event.value, texts))
    return brought


def placed(codings: Iterable[Coding], old: str, new: str) -> dict[str, Coding | None]:
    """Codings of one turn, by guid, as they lie in another text of it; None for suggestions whose words are gone."""
    codings = list(codings)
    moved = {change.key: change.value for change in moved_codings(codings, old, new, "merge")} if old != new else {}
    return {coding.guid: moved.get(coding.guid, coding) for coding in codings}
