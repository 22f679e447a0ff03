"""Drafts are made in a thread of their own, so that a form answers while a large study is being grouped."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cjm_research.errors import CjmError
from cjm_research.i18n import _, using_language
from cjm_research.model import PersonaDraft, PersonaPlan

Progress = Callable[[int, int], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """Which draft is wanted: what stands, or, with `k` or `by`, a look at other groups; `version` is of the codings."""

    group: str
    k: int | None
    by: str | None
    plan: PersonaPlan | None
    version: tuple[int, int]

    @property
    def view(self) -> tuple[str, int | None, str | None]:
        """What a person chose to see."""
        return self.group, self.k, self.by


@dataclass(frozen=True)
class Answer:
    """A draft with what the page shows of it, in `seconds`; `failed` says why it is still the one before."""

    question: Question
    draft: PersonaDraft | None
    content: dict[str, Any]
    failed: str
    seconds: float


class _AbandonedError(Exception):
    """Something else is wanted by now."""


class Work:
    """Answers the newest question, one at a time, in a thread that ends when there is nothing to do.

    Parameters
    ----------
    make : callable
        Gives draft and content; called with the question and a `Progress`, in that thread.
    tell : callable
        Called in that thread after each answer.
    report : callable
        Called in that thread with (steps done, steps in all).
    language : str
        Spoken in that thread.
    """

    def __init__(
        self,
        make: Callable[[Question, Progress], tuple[PersonaDraft, dict[str, Any]]],
        tell: Callable[[], None],
        report: Progress,
        language: str,
    ) -> None:
        self._make, self._tell, self._report, self._language = make, tell, report, language
        self._news = threading.Condition()
        self._wanted: Question | None = None
        self._current: Question | None = None
        self._running = False
        self.answer: Answer | None = None

    @property
    def busy(self) -> bool:
        """Whether a question is open."""
        with self._news:
            return self._wanted is not None or self._current is not None

    @property
    def is_wanted(self) -> bool:
        """Whether a question waits that nobody works on yet."""
        with self._news:
            return self._wanted is not None

    def ask(self, question: Question) -> None:
        """Want this, and nothing that was wanted before; the same question is not asked twice."""
        with self._news:
            if question == (self._wanted or self._current):
                return
            self._wanted = question
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="personas", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is open; whether it came to that."""
        with self._news:
            return self._news.wait_for(lambda: self._wanted is None and self._current is None, seconds)

    def rest(self, seconds: float) -> bool:
        """Wait until everything is answered and told; whether it came to that."""
        with self._news:
            return self._news.wait_for(lambda: not self._running, seconds)

    def _run(self) -> None:
        with using_language(self._language):
            self._work_off()

    def _work_off(self) -> None:
        while True:
            with self._news:
                if self._wanted is None:
                    self._running = False
                    self._news.notify_all()
                    return
                self._current, self._wanted = self._wanted, None
            answer = self._answer(self._current)
            with self._news:
                self._current = None
                self.answer = answer or self.answer
                self._news.notify_all()
            if answer is not None:
                self._tell_of_it()

    def _tell_of_it(self) -> None:
        try:
            self._tell()
        except Exception:  # the next question must find the thread at work
            _log.exception("the page could not be told of a draft")

    def _answer(self, question: Question) -> Answer | None:
        began = time.monotonic()

        def progress(done: int, total: int) -> None:
            # What changes the study waits for the end: begun anew with each change, it would never come to one.
            wanted = self._wanted
            if wanted is not None and wanted.view != question.view:
                raise _AbandonedError
            self._report(done, total)

        draft: PersonaDraft | None = None
        content: dict[str, Any] = {}
        failed = ""
        try:
            draft, content = self._make(question, progress)
        except _AbandonedError:
            return None
        except (CjmError, ValueError) as error:
            failed = str(error)
        except Exception:
            _log.exception("no personas could be drafted")
            failed = _(
                "The personas could not be worked out because of a fault in the program. What was saved is safe."
            )
        before = self.answer
        if failed and before is not None and before.question.view == question.view:
            draft, content = before.draft, before.content
        return Answer(question, draft, content, failed, time.monotonic() - began)
