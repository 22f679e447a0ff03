"""A small form on a small stand-in for a study: what the messages do is seen in it without codings and interviews."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cjm_research.errors import BadValueError
from cjm_widgets._base import StudyWidget, join_module, join_style

_numbers = itertools.count(1)

DEMO = Path(__file__).with_name("demo_list.js")


@dataclass(frozen=True)
class ListChanges:
    revision: int
    entries: dict[str, dict | None]
    texts: frozenset = frozenset()


class ListStore:
    """Entries under names, with a revision for each change; `done` counts what was really done."""

    def __init__(self) -> None:
        self.location = f"list {next(_numbers)}"
        self.entries: dict[str, dict] = {}
        self.texts = 0
        self.done: list[tuple[str, str]] = []
        self._log: list[str] = []
        self._lock = threading.Lock()
        self._subscribers: list[Callable[[], None]] = []

    def reading(self) -> nullcontext:
        """One state for a block: the lists change in one thread only."""
        return nullcontext()

    def put(self, id: str, entry: dict | None) -> None:
        with self._lock:
            self.done.append(("put", id))
            if entry is None:
                self.entries.pop(id)
            elif self.entries.get(id) == entry:
                return
            else:
                self.entries[id] = entry
            self._log.append(id)
        for callback in tuple(self._subscribers):
            callback()

    def revision(self) -> int:
        return len(self._log)

    def version(self) -> tuple[int, int]:
        return len(self._log), self.texts

    def who(self) -> tuple[Any, ...]:
        return ()

    def changes_since(self, revision: int) -> ListChanges:
        return ListChanges(len(self._log), {id: self.entries.get(id) for id in self._log[revision:]})

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)


def list_study(language: str = "en") -> Any:
    """A stand-in for a study that keeps a list."""
    return SimpleNamespace(store=ListStore(), settings=SimpleNamespace(interface_language=language))


class ListForm(StudyWidget):
    """Shows and changes the list."""

    _esm = join_module(DEMO.read_text(encoding="utf-8"))
    _css = join_style("")

    def summary(self) -> str:
        return f"{len(self.study.store.entries)} entries"

    def make_words(self) -> dict[str, Any]:
        return {"title": "Entries", "field": "New entry", "add": "Add"}

    def state(self) -> dict[str, Any]:
        return {"entries": dict(self.study.store.entries)}

    def delta(self, changes: Any) -> dict[str, Any]:
        return {"entries": changes.entries}

    def do(self, op: str, args: dict[str, Any]) -> dict[str, Any] | None:
        if op == "put":
            if "no" in args["text"]:
                raise BadValueError(f"“{args['text']}” is not wanted.")
            self.study.store.put(args["id"], {"text": args["text"], "colour": args.get("colour", "#777777")})
            return {"said": f"added {args['text']}"} if args.get("talk") else None
        if op == "count":
            return {"n": len(self.study.store.entries)}
        if op == "undo":
            last = next(reversed(self.study.store.entries))
            self.study.store.put(last, None)
            return None
        raise KeyError(op)
