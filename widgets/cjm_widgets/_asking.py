"""A question of a page that is being answered: the page hears that the work goes on, and waits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# So often, in s, the page hears of it, which gives up after 60 s without a word.
BEAT = 10.0
# Progress is told so often at most, in s.
TELLING = 0.2

_log = logging.getLogger(__name__)


class Asking:
    """Tells the page that asked how far the answer is; `send` is called in other threads too."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._told: dict[str, Any] | None = None
        self._told_at = 0.0

    @contextmanager
    def about(self, id: str) -> Iterator[None]:
        """While the question of that name is being answered."""
        over = threading.Event()
        self._told = {"type": "working", "id": id, "done": 0, "total": 0}
        thread = threading.Thread(target=self._beat, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._told = None

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is, unless that was just told."""
        now = time.monotonic()
        if self._told is not None and (done == total or now - self._told_at >= TELLING):
            self._told_at = now
            self._told = {**self._told, "done": done, "total": total}
            self._send(self._told)

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                if self._told is not None:
                    self._send(self._told)
            except Exception:
                _log.exception("the page could not be told that its question is being answered")
