from __future__ import annotations

from types import SimpleNamespace

import pytest

from cjm_research.checking import check_study
from cjm_research.model import Coding, Participant, StudySettings, Transcript, Utterance


def study(*transcripts, codings=(), participants=(), **settings):
    return SimpleNamespace(
        settings=StudySettings(title="Okna", **settings),
        transcripts=transcripts,
        codings=codings,
        participants=participants,
    )


def interview(text="Dzwoniłam dwa razy", language="pl", role="participant"):
    return Transcript(id="t1", language=language, utterances=(Utterance(text=text, role=role),))


def coding(quote="Dzwoniłam", status="confirmed"):
    return Coding(
        guid="g1", transcript="t1", participant="t1", utterance=0, start=0, end=9, quote=quote, kind="action",
        coder="anna", status=status,
    )  # fmt: skip


def test_sound_study_has_no_findings():
    assert check_study(study(interview(), codings=(coding(),), participants=(Participant(id="t1"),))) == []


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (study(interview(role="interviewer")), "says nothing"),
        (study(interview(language="")), "language of this interview is not known"),
        (study(interview(), codings=(coding(quote="Dzwoniła "),)), "does not stand on its words"),
    ],
)
def test_fault_is_a_problem_with_advice(faulty, message):
    (finding,) = check_study(faulty)
    assert finding.is_problem
    assert message in str(finding)
    assert finding.hint


@pytest.mark.parametrize(
    ("remarkable", "message"),
    [
        (study(), "no interviews"),
        (study(interview(), languages=("ru",)), "polski"),
        (study(interview(), participants=(Participant(id="t0"),)), "1 person of the participants table"),
        (study(interview(), codings=(coding(status="suggested"),)), "1 suggestion waits"),
    ],
)
def test_what_is_worth_knowing_is_no_problem(remarkable, message):
    findings = check_study(remarkable)
    assert message in str(findings[0])
    assert not any(finding.is_problem for finding in findings)
