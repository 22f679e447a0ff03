"""Hundreds of random acts with undo, redo, reopened studies and a killed process: the study equals a simple model.

The model keeps whole states in a list, as an undo stack for one coder can be: nothing of the journal is in it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cjm_research.errors import CjmError
from cjm_research.study import Study

STEPS = 500
# Emoji of one and of several code points, combining marks, line ends of two characters, three scripts.
TURNS = {
    "en": "I called 👩‍👩‍👧 twice.\r\nNobody e\u0301ver 😀 picked up, so I drove there — café closed.",
    "pl": "Dzwoniłam 😡 dwa razy.\r\nNikt nie odebrał 👨‍👩‍👧‍👦, więc pojechałam; źdźbło e\u0301 gęś.",
    "ru": "Я звонила 😀 два раза.\r\nНикто не взял трубку 👩‍🔧, и\u0306 я поехала сама; ёжик.",
}
WORDS = ("bad", "źle", "плохо", "😀", "e\u0301", "\r\n", "a b c")


@dataclass(frozen=True)
class State:
    """Everything a person can change, as plain values."""

    codings: dict[str, Any]
    codes: dict[str, Any]
    memos: dict[str, Any]
    texts: tuple[str, ...]


def _state(study: Study) -> State:
    return State(
        {c.guid: c for c in study.codings},
        {code.key: code for code in study.codebook.codes},
        {memo.guid: memo for memo in study.memos},
        tuple(u.text for t in study.transcripts for u in t.utterances),
    )


def _study(folder: Path) -> Study:
    study = Study.create(folder / "study", clock=lambda: "2026-01-01T00:00:00+00:00")
    for n, (language, text) in enumerate(TURNS.items()):
        utterances = [{"role": "participant", "text": text}, {"role": "interviewer", "text": "And then?"}]
        path = folder / f"t{n}.json"
        content = {"id": f"t{n}", "language": language, "utterances": utterances}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    study.import_transcripts(*sorted(folder.glob("t?.json")))
    return study


def _place(rng: random.Random, study: Study) -> tuple[str, int, int, int]:
    transcript = rng.choice(study.transcripts)
    utterance = rng.randrange(len(transcript.utterances))
    length = len(transcript.utterances[utterance].text)
    start = rng.randrange(length)
    return transcript.id, utterance, start, rng.randint(start + 1, length)


def _corrected(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    end = min(len(text), start + rng.choice((0, 0, 1, 5, 40)))
    return (text[:start] + rng.choice((*WORDS, "", "")) + text[end:]) or "x"


def _act(rng: random.Random, study: Study, n: int) -> None:
    """One random act of a person; what makes no sense is refused and changes nothing."""
    guids = [c.guid for c in study.codings] or ["none"]
    keys = [code.key for code in study.codebook.codes if not code.is_built_in] or ["need"]
    memos = [memo.guid for memo in study.memos] or ["none"]
    transcript, utterance, start, end = _place(rng, study)
    kind = rng.choice(("need", "goal", "pain_point", "touchpoint"))
    code = rng.choice([key for key in keys if key.startswith(kind)] or [kind])
    label = code.partition("/")[2] or None
    act = rng.choice(
        (
            lambda: study.add_coding(
                transcript, utterance, kind=kind, label=label, start=start, end=end, guid=f"g{n}", valence=n % 5 - 2
            ),
            lambda: study.add_coding(transcript, utterance, kind=kind, start=start, end=end, guid=f"g{n}"),
            lambda: study.change_coding(rng.choice(guids), valence=rng.choice((None, -2, 0, 2)), kind=kind),
            lambda: study.change_coding(rng.choice(guids), start=start, end=end),
            lambda: study.place_again(rng.choice(guids), utterance=utterance, start=start, end=end),
            lambda: study.remove_coding(*rng.sample(guids, min(2, len(guids)))),
            lambda: study.reject(rng.choice(guids)),
            lambda: study.accept(rng.choice(guids)),
            lambda: study.add_code(f"{rng.choice(WORDS)} {n % 40}", kind=kind, parent=code),
            lambda: study.change_code(rng.choice(keys), name=f"{rng.choice(WORDS)} {n}", retired=bool(n % 2)),
            lambda: study.move_code(rng.choice(keys), parent=rng.choice((code, kind, None)), position=n % 3),
            lambda: study.merge_codes(rng.choice(keys), into=rng.choice((code, kind))),
            lambda: study.split_code(code, rng.sample(guids, min(2, len(guids))), name=f"split {n}"),
            lambda: study.remove_code(rng.choice(keys)),
            lambda: study.write_memo(rng.choice(WORDS), on="coding", target=rng.choice(guids), guid=f"m{n}"),
            lambda: study.change_memo(rng.choice(memos), f"memo {n}"),
            lambda: study.remove_memo(rng.choice(memos)),
            lambda: study.correct_text(
                transcript, utterance, _corrected(rng, study.transcript(transcript).utterances[utterance].text)
            ),
        )
    )
    act()


def _check_offsets(study: Study) -> None:
    texts = {t.id: t for t in study.transcripts}
    for coding in study.codings:
        text = texts[coding.transcript].utterances[coding.utterance].text
        if coding.status == "lost" or coding.start == coding.end:
            assert coding.start == coding.end <= len(text)
        else:
            assert coding.quote == text[coding.start : coding.end]
            assert coding.quote


@pytest.mark.slow
def test_hundreds_of_random_acts_leave_the_study_as_a_simple_model_has_it(tmp_path):
    rng = random.Random("acts")
    study = _study(tmp_path)
    states, at = [_state(study)], 0
    refused = 0
    for n in range(STEPS):
        step = rng.random()
        if step < 0.14:
            done = study.undo()
            assert bool(done) == (at > 0)
            at = max(0, at - 1)
        elif step < 0.24:
            done = study.redo()
            assert bool(done) == (at + 1 < len(states))
            at = min(len(states) - 1, at + 1)
        elif step < 0.27:
            study = Study.open(study.folder, clock=lambda: "2026-01-01T00:00:00+00:00")
        else:
            revision = study.store.revision()
            try:
                _act(rng, study, n)
            except CjmError:
                refused += 1
                assert study.store.revision() == revision
            if study.store.revision() != revision:
                states, at = [*states[: at + 1], _state(study)], at + 1
        assert study.can_undo() == (at > 0)
        assert study.can_redo() == (at + 1 < len(states))
        assert _state(study) == states[at]
        if n % 20 == 0:
            _check_offsets(study)
    assert refused < STEPS / 2
    assert _state(Study.open(study.folder)) == states[at]
    while at:
        study.undo()
        at -= 1
        assert _state(study) == states[at]


KILLED = """
import sys
from cjm_research.study import Study
study = Study.open(sys.argv[1])
n = int(sys.argv[2])
while True:
    study.add_coding("t0", 0, kind="need", start=n % 20, end=n % 20 + 5, guid=f"k{n}")
    study.correct_text("t0", 1, f"And then {n}?")
    print(n, flush=True)
    n += 1
"""


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_it_had_acknowledged(tmp_path):
    study = _study(tmp_path)
    n = 0
    for _kill in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(study.folder), str(n)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _line in range(4):
            n = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        rest, _errors = process.communicate()
        n = max([n, *(int(line) for line in rest.split())]) + 1
        found = {c.guid for c in study.codings}
        assert {f"k{done}" for done in range(n)} <= found
        # At most what was under way at the moment stands beside it, and whole: a coding, or the text after it.
        assert found <= {f"k{done}" for done in range(n + 1)}
        _check_offsets(study)
        n = len(found)
    text = study.transcript("t0").utterances[1].text
    assert text in {f"And then {n - 1}?", f"And then {n - 2}?"}
    assert _state(study) == _state(Study.open(study.folder))
