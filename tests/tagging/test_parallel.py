"""Tagging on several cores: the same tags, progress, errors by name, and no trace afterwards."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from spacy.tokens import Doc

from cjm_research.errors import BadValueError, UnknownLanguageError
from cjm_research.i18n import using_language
from cjm_research.model import Transcript, Utterance
from cjm_research.tagging import load_pipeline, parallel, tag_transcripts
from cjm_research.tagging.parallel import automatic_processes, usable_cores
from cjm_research.tagging.reading import SPANS_KEY

SAID = {
    "en": "I waited forty minutes on hold, I was livid 😡, and then I cancelled.",
    "pl": "Czekałam czterdzieści minut na infolinii, byłam wściekła 😡, i wypowiedziałam umowę.",
    "ru": "Я ждала сорок минут на линии, была в ярости 😡, и расторгла договор.",
}


def interviews(n: int = 4, languages: tuple[str, ...] = ("en", "pl", "ru")) -> list[Transcript]:
    """Interviews of different length in turn in each language, the shortest first."""
    return [
        Transcript(
            id=f"t{number}",
            language=(language := languages[number % len(languages)]),
            attributes={"age": number},
            utterances=(Utterance(text=SAID[language]),) * (number + 1),
        )
        for number in range(n)
    ]


def test_two_processes_give_the_same_tags_in_the_same_order_and_count_them_all():
    seen: list[tuple[int, int]] = []
    together = tag_transcripts(interviews(6), processes=2, progress=lambda *step: seen.append(step))
    assert together == tag_transcripts(interviews(6))
    assert [tag.model_dump_json() for tag in together] == [
        tag.model_dump_json() for tag in tag_transcripts(interviews(6))
    ]
    assert seen == [(done, 6) for done in range(1, 7)]
    assert multiprocessing.active_children() == []


def test_helpers_do_a_part_of_the_work(monkeypatch):
    """This process is made to wait until a helper has sent something."""
    from_helpers = []
    real = parallel._Job.done

    def late(job, transcript, advance):
        if not from_helpers:
            from_helpers.append(answers.get(timeout=60))
            answers.put(from_helpers[0])
        return real(job, transcript, advance)

    answers = parallel.SimpleQueue()
    monkeypatch.setattr(parallel, "SimpleQueue", lambda: answers)
    monkeypatch.setattr(parallel._Job, "done", late)
    with using_language("pl"):
        tags = tag_transcripts(interviews(5), processes=2)
        number, answer = from_helpers[0]
        assert answer == [tag for tag in tags if tag.transcript == f"t{number}"]
        assert number == 4, "helpers take the longest first"
        assert tags == tag_transcripts(interviews(5)), "reasons are worded in the language in force there too"


@pytest.mark.parametrize("processes", [1, 2])
def test_error_is_told_with_the_name_of_the_interview(processes):
    broken = [*interviews(2), Transcript(id="talk_07", language="de", utterances=(Utterance(text="Guten Tag"),) * 50)]
    with pytest.raises(UnknownLanguageError, match=r"^talk_07: .*“de”.*en, pl, ru"):
        tag_transcripts(broken, processes=processes)
    assert multiprocessing.active_children() == []


def test_unexpected_error_carries_the_name_as_a_note(monkeypatch):
    def fail(_transcript):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("cjm_research.tagging.tagger.tag_transcript", fail)
    with pytest.raises(ZeroDivisionError) as caught:
        tag_transcripts(interviews(1))
    assert "t0" in caught.value.__notes__[0]


def test_work_of_helpers_that_die_is_done_here(monkeypatch):
    started = []
    real = parallel._quiet_start

    def note_start():
        started.append(1)
        return real()

    monkeypatch.setattr(parallel, "_quiet_start", note_start)
    monkeypatch.setattr(parallel, "_help", sys.exit)  # what a helper does: it ends at once
    assert tag_transcripts(interviews(4), processes=3) == tag_transcripts(interviews(4))
    assert started == [1, 1]


@pytest.mark.parametrize("language", sorted(SAID))
def test_documents_can_be_sent_with_their_spans(language):
    doc = load_pipeline(language)(SAID[language])
    sent = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [str(span) for span in sent.spans[SPANS_KEY]] == [str(span) for span in doc.spans[SPANS_KEY]] != []


def test_no_process_at_all_is_refused():
    with pytest.raises(BadValueError, match="0"):
        tag_transcripts(interviews(1), processes=0)


def test_small_studies_are_read_by_one_process_and_large_ones_by_as_many_as_there_are_cores(monkeypatch):
    one = Transcript(language="en", utterances=(Utterance(text="word " * 10_000),))
    monkeypatch.setattr(parallel, "usable_cores", lambda: 3)
    assert [automatic_processes([one] * n) for n in (0, 1, 5, 100)] == [1, 1, 1, 3]
    monkeypatch.setattr(parallel, "usable_cores", lambda: 1)
    assert automatic_processes([one] * 100) == 1


def test_starting_helpers_leaves_no_trace_here(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    before = dict(os.environ), sys.modules["__main__"], signal.getsignal(signal.SIGINT)
    with parallel._quiet_start():
        assert os.environ["OMP_NUM_THREADS"] == os.environ["MKL_NUM_THREADS"] == "1"
        assert not hasattr(sys.modules["__main__"], "__file__")
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    assert (dict(os.environ), sys.modules["__main__"], signal.getsignal(signal.SIGINT)) == before


def test_this_machine_has_a_core():
    assert usable_cores() >= 1


_SCRIPT = """
    import sys
    from pathlib import Path
    from cjm_research.tagging import tag_transcripts
    from tests.tagging.test_parallel import interviews
    print("once")
    {interrupt}
    tags = tag_transcripts(interviews(6), processes=2)
    print(len(tags) > 10)
"""


def _run(tmp_path, root, interrupt: str = "") -> subprocess.CompletedProcess[str]:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(_SCRIPT).format(interrupt=interrupt), encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=place, timeout=60, check=False
    )


def test_script_without_a_guard_is_run_once(tmp_path, root):
    done = _run(tmp_path, root)
    assert (done.stdout.split(), done.stderr) == (["once", "True"], "")


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl-C there")
def test_ctrl_c_ends_helpers_without_a_word_of_theirs(tmp_path, root):
    interrupt = (
        "import os, signal, threading; os.setsid();"
        "threading.Timer(0.6, lambda: os.killpg(0, signal.SIGINT)).start();"
        "from cjm_research.tagging import tagger; slow = tagger.tag_transcript;"
        "import time; tagger.tag_transcript = lambda t: (time.sleep(5), slow(t))[1]"
    )
    done = _run(tmp_path, root, interrupt)
    assert done.returncode in {-signal.SIGINT, 130}
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
    assert done.stderr.count("Traceback") == 1
