"""Transcripts in, tags out, on as many processor cores as it pays: the same tags in the same order as on one.

This process takes part in the work, so that nothing waits while the helpers start. spaCy's own ``nlp.pipe(n_process=)``
sends documents back and forth utterance by utterance, and a tag depends on what was asked before it and told after it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias

from srsly import msgpack_encoders

from cjm_research.errors import BadValueError, CjmError, MissingFeatureSourceError
from cjm_research.i18n import _, current_language, set_language
from cjm_research.model import Tag, Transcript
from cjm_research.tagging import tagger
from cjm_research.tagging.reading import Reading

if TYPE_CHECKING:
    from cjm_research.tagging.own.model import OwnFile
    from cjm_research.tagging.sources.head import Features

Progress = Callable[[int, int], None]
# Number of a transcript, and its tags or what went wrong.
Answers: TypeAlias = SimpleQueue[tuple[int, list[Tag] | Exception]]

# A helper needs a moment and some hundred megabytes to start: one for each so many words, and no more than that many.
WORDS_PER_PROCESS = 50_000
MOST_PROCESSES = 4
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
# Letters of a word with the blank behind it, in the three languages.
_LETTERS_PER_WORD = 6


def tag_transcripts(
    transcripts: Iterable[Transcript],
    *,
    progress: Progress | None = None,
    processes: int | None = 1,
    features: Features | None = None,
    own: OwnFile | None = None,
) -> list[Tag]:
    """The tags of several transcripts, in the order of the transcripts.

    Parameters
    ----------
    progress : callable, optional
        Called with (done, total) after each transcript.
    processes : int, optional
        Processes that share the work, this one included; None chooses by the amount of text (with feature sources,
        which take much memory, one).
    features : Features, optional
        What additional feature sources know.
    own : OwnFile, optional
        What the study has learnt from its people.

    Raises
    ------
    UnknownLanguageError
        There is no lexicon for the language of a transcript; the message names the transcript.
    BadValueError
        `processes` is less than one.
    """
    transcripts = list(transcripts)
    if processes is not None and processes < 1:
        raise BadValueError(_("At least one process has to work, not {n}.").format(n=processes))
    if processes is None:
        processes = 1 if features else automatic_processes(transcripts)
    n = min(processes, len(transcripts))
    job = _Job(current_language(), features, own)
    advance = _counting(progress, len(transcripts))
    if n > 1 and _may_have_children():
        found = _shared(job, transcripts, n - 1, advance)
    else:
        found = [job.done(transcript, advance) for transcript in transcripts]
    return [tag for tags in found for tag in tags]


def automatic_processes(transcripts: Sequence[Transcript]) -> int:
    """How many processes pay for these transcripts on this machine."""
    letters = sum(len(utterance.text) for transcript in transcripts for utterance in transcript.utterances)
    wanted = letters // (_LETTERS_PER_WORD * WORDS_PER_PROCESS)
    return max(1, min(wanted, usable_cores(), MOST_PROCESSES))


def usable_cores() -> int:
    """The processor cores that this process may use."""
    count = getattr(os, "process_cpu_count", None)  # Python 3.13
    if count is None and hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return (count or os.cpu_count)() or 1


def _counting(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, total)

    return advance


def _may_have_children() -> bool:
    """A process that somebody else's pool started must not start others."""
    return not multiprocessing.current_process().daemon


@dataclass(frozen=True)
class _Job:
    """What every process has to know."""

    language: str
    features: Features | None
    own: OwnFile | None = None

    def tags(self, transcript: Transcript) -> list[Tag]:
        """The tags of a transcript; what goes wrong is told with its name."""
        options: dict[str, Any] = {} if self.features is None else {"features": self.features}
        try:
            if self.own is not None:
                options["own"] = self.own.load()
            return tagger.tag_transcript(transcript, **options)
        except MissingFeatureSourceError:  # no matter of the transcript
            raise
        except CjmError as error:
            raise type(error).at(transcript.id, str(error)) from error
        except Exception as error:
            error.add_note(_("This happened in the interview “{id}”.").format(id=transcript.id))
            raise

    def done(self, transcript: Transcript, advance: Callable[[], None]) -> list[Tag]:
        """The tags of a transcript, counted."""
        tags = self.tags(transcript)
        advance()
        return tags


def _shared(job: _Job, transcripts: Sequence[Transcript], helpers: int, advance: Callable[[], None]) -> list[list[Tag]]:
    """The tags of each transcript: helpers take the longest ones first, this process the shortest."""
    found: dict[int, list[Tag]] = {}
    answers: Answers = SimpleQueue()
    lengths = [sum(len(utterance.text) for utterance in transcript.utterances) for transcript in transcripts]
    waiting = deque(sorted(range(len(transcripts)), key=lambda number: (-lengths[number], number)))
    order = list(waiting)

    def take_in() -> None:
        with contextlib.suppress(Empty):
            while True:
                number, answer = answers.get_nowait()
                if isinstance(answer, BaseException):
                    raise answer
                if found.setdefault(number, answer) is answer:
                    advance()

    with _helpers(job, helpers, transcripts, waiting, answers):
        while waiting:
            with contextlib.suppress(IndexError):  # a helper took the last one
                number = waiting.pop()
                found[number] = job.done(transcripts[number], advance)
            take_in()
        # What helpers still have in hand (or lost, where one died) this process does too, rather than wait for it.
        for number in reversed(order):
            take_in()
            if number not in found:
                found[number] = job.done(transcripts[number], advance)
    return [found[number] for number in range(len(transcripts))]


@contextlib.contextmanager
def _helpers(
    job: _Job, n: int, transcripts: Sequence[Transcript], waiting: deque[int], answers: Answers
) -> Iterator[None]:
    """Helpers at work on what is waiting; they end with the block, whatever they are doing."""
    # Fresh interpreters, no forks: notebooks have threads.
    context = multiprocessing.get_context("spawn")
    processes: list[BaseProcess] = []
    threads: list[threading.Thread] = []
    try:
        for _number in range(n):
            ours, theirs = context.Pipe()
            process = context.Process(target=_help, args=(theirs, job), daemon=True)
            with _quiet_start():
                process.start()
            theirs.close()  # so that the end of the helper is the end of the pipe
            processes.append(process)
            threads.append(threading.Thread(target=_serve, args=(ours, transcripts, waiting, answers), daemon=True))
            threads[-1].start()
        yield
    finally:
        for started in processes:
            started.terminate()
        for started in processes:
            started.join()
        for thread in threads:
            thread.join()


def _serve(pipe: Connection, transcripts: Sequence[Transcript], waiting: deque[int], answers: Answers) -> None:
    """Hand transcripts to one helper, one after the other, and collect its answers; a thread of this process."""
    # IndexError: nothing is left to do; the others: the helper is gone.
    with contextlib.suppress(IndexError, EOFError, OSError), pipe:
        while True:
            number = waiting.popleft()
            pipe.send(transcripts[number].model_copy(update={"codings": (), "attributes": {}}))
            answers.put((number, pipe.recv()))


def _help(pipe: Connection, job: _Job) -> None:
    """What a helper does: read transcripts until the pipe ends. Ctrl-C is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_language(job.language)
    with contextlib.suppress(EOFError, OSError), pipe:
        while True:
            transcript = pipe.recv()
            try:
                answer: list[Tag] | Exception = job.tags(transcript)
            except Exception as error:
                answer = error
            pipe.send(answer)


@msgpack_encoders("cjm_reading")
def _leave_reading_behind(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Lets documents travel in spaCy's own ``nlp.pipe(n_process=)``: their spans arrive, their readings do not."""
    if isinstance(value, Reading):
        return None
    return value if chain is None else chain(value)


@contextlib.contextmanager
def _quiet_start() -> Iterator[None]:
    """A helper that starts here runs nothing of the caller's script, is deaf to Ctrl-C, and keeps to its own core.

    Libraries for numbers read their number of threads from the environment when they are loaded.
    """
    main = sys.modules["__main__"]
    threads = {name: os.environ.get(name) for name in _THREADS}
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if in_main_thread else None
    sys.modules["__main__"] = types.ModuleType("__main__")
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name, value in threads.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if before is not None:
            signal.signal(signal.SIGINT, before)
