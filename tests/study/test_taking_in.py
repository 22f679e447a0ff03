"""A foreign project enters a study: codes, codings, people, memos; again, later, and undone."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from cjm_research.exchange.incoming import (
    IncomingCode,
    IncomingCoding,
    IncomingMemo,
    IncomingPerson,
    IncomingProject,
    IncomingText,
)
from cjm_research.i18n import using_language
from cjm_research.model import term
from cjm_research.study import Study
from cjm_research.study.taking_in.project import take_in_project

CLOCK = "2026-01-01T00:00:00+00:00"
GUID = "00000000-0000-4000-8000-0000000000{:02d}".format
TALKS = {
    "en": "Interviewer: How did it go?\r\n\r\nParticipant: I rang the hotline.\r\nNobody answered 😀 at all.\r\n",
    "pl": "Badacz: Jak poszło?\r\n\r\nUczestniczka: Zadzwoniłam na infolinię.\r\nNikt nie odebrał 😀 wcale.\r\n",
    "ru": "Интервьюер: Как всё прошло?\r\n\r\nУчастник: Я позвонил на линию.\r\nНикто не ответил 😀 совсем.\r\n",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "study"
    Study.create(folder)
    return folder


@pytest.fixture
def study(tmp_path, empty):
    shutil.copytree(empty, tmp_path / "study")
    return Study.open(tmp_path / "study", clock=lambda: CLOCK)


def text(language="pl", *, codings=None, whole=None, name="Anna.txt"):
    whole = whole or TALKS[language]
    at = whole.index("😀")
    found = [IncomingCoding(GUID(11), at - 3, at + 3, GUID(1), GUID(21), memo="odd"), *(codings or ())]
    return IncomingText(GUID(31), name, whole, codings=found)


def project(*texts, codes=None, memos=(), people=(), users=None, tool="NVivo"):
    codes = [IncomingCode(GUID(1), "Silence", colour="#0a0")] if codes is None else codes
    users = {GUID(21): "Ewa"} if users is None else users
    return IncomingProject(
        tool, "P", lambda: iter(texts), len(texts), users=users, codes=codes, people=people, memos=memos
    )


take = take_in_project


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_text_becomes_an_interview_whose_codings_cover_the_same_words(study, language):
    report = take(study, project(text(language)))
    (interview,) = study.transcripts
    (coding,) = study.codings
    assert (interview.id, interview.language, report.imported) == ("Anna", language, ("Anna",))
    assert [u.role for u in interview.utterances] == ["interviewer", "participant"]
    assert "\r" not in interview.utterances[1].text
    assert interview.utterances[1].text.endswith(".")
    assert coding.guid == GUID(11)
    assert coding.coder == "Ewa"
    assert coding.code == "thought/silence"
    at = TALKS[language].index("😀")
    assert coding.quote == interview.utterances[1].text[coding.start : coding.end] == TALKS[language][at - 3 : at + 3]
    assert [(memo.on, memo.target, memo.text) for memo in study.memos] == [("coding", GUID(11), "odd")]


def test_same_project_again_changes_nothing(study):
    memos = [IncomingMemo(GUID(41), "code", GUID(1), "why")]
    what = project(text(), memos=memos, people=[IncomingPerson(GUID(51), "A", (GUID(31),), {"age": 41})])
    take(study, what)
    before = study.store.version()[0], study.memos, study.participants
    report = take(study, what)
    assert (study.store.version()[0], study.memos, study.participants) == before
    assert (report.codings, report.codes, report.memos, report.changed, report.unchanged) == (0, 0, 0, 0, 1)
    assert not report.conflicts
    assert report.merged == ("Anna",)


def test_one_undo_takes_all_codings_codes_and_memos_back_and_they_may_come_again(study):
    take(study, project(text()), coder="me")
    assert study.undo(coder="me") == 3
    assert not study.codings
    assert not study.memos
    assert len(study.transcripts) == 1
    assert study.codebook.code("thought/silence") is None
    take(study, project(text()), coder="me")
    assert [coding.guid for coding in study.codings] == [GUID(11)]


def test_coding_over_several_turns_becomes_one_for_each_and_what_touches_none_is_listed(study):
    whole = TALKS["pl"]
    codings = [
        IncomingCoding(GUID(12), whole.index("poszło"), whole.index(" na infol"), GUID(1)),
        IncomingCoding(GUID(13), 0, 4, GUID(1)),
        IncomingCoding(GUID(14), 20, 20, GUID(1)),
    ]
    report = take(study, project(text(codings=codings)))
    quotes = {c.quote: c.guid for c in study.codings}
    assert {"poszło?", "Zadzwoniłam"} <= set(quotes)
    assert len(quotes) == 3
    assert quotes["poszło?"] == GUID(12) != quotes["Zadzwoniłam"]
    where = [loss.where for loss in report.losses if loss.fate == "kept"]
    assert where == [f"Anna, {GUID(13)}", f"Anna, {GUID(14)}"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_codes_named_like_built_in_ones_are_those_and_others_keep_their_tree(study, language):
    with using_language(language):
        kind, label = term("kind", "emotion"), term("emotion", "anger")
    codes = [
        IncomingCode("e", kind),
        IncomingCode("a", label, "e"),
        IncomingCode("own", "Шум / Hałas", "e", "#abc", "loud"),
        IncomingCode("x", "Misc"),
        IncomingCode("x1", "Other", "x"),
        IncomingCode("y", "Rest"),
        IncomingCode("y1", "Other", "y"),
        IncomingCode("k", "Whatever", key="touchpoint/phone"),
    ]
    at = [IncomingCoding(f"c{n}", 9, 12, code.id) for n, code in enumerate(codes)]
    take(study, project(IncomingText("t", "T", TALKS["pl"], codings=at), codes=codes), code_kind="need")
    used = {coding.code for coding in study.codings}
    assert {"emotion", "emotion/anger", "touchpoint/phone", "need/misc", "need/other", "need/other_2"} <= used
    own = next(code for code in study.codebook.codes if code.name == "Шум / Hałas")
    assert (own.parent, own.kind, own.colour, own.definition) == ("emotion", "emotion", "#aabbcc", "loud")
    assert study.codebook.code("need/other_2").parent == "need/rest"


def test_users_of_one_name_stay_apart_and_nobody_becomes_the_machine(study):
    users = {GUID(21): "Ewa", GUID(22): "Ewa", GUID(23): "machine"}
    codings = [IncomingCoding(GUID(12), 9, 12, GUID(1), GUID(22)), IncomingCoding(GUID(13), 9, 12, GUID(1), GUID(23))]
    take(study, project(text(codings=codings), users=users))
    assert {c.coder for c in study.codings} == {"Ewa", "Ewa (2)", "machine (2)"}


def test_people_bring_typed_attributes_and_those_without_a_text_come_too(study):
    people = [
        IncomingPerson(GUID(51), "Pani A", (GUID(31),), {"age": 41, "new": True, "none": None}, "expert"),
        IncomingPerson(GUID(52), "Pan B", (), {"age": 9}),
    ]
    take(study, project(text(), people=people))
    first, second = study.participants
    assert (first.id, first.group, dict(first.attributes)) == ("Anna", "expert", {"age": 41, "new": True})
    assert (second.id, dict(second.attributes)) == ("Pan B", {"age": 9})


def test_later_state_changes_what_was_not_changed_here_and_lists_the_rest(study):
    whole = TALKS["pl"]
    second = IncomingCoding(GUID(12), whole.index("Nikt"), whole.index(" nie"), GUID(1), GUID(21))
    take(study, project(text(codings=[second])))
    study.change_coding(GUID(12), label=None, coder="me")
    moved = replace(second, end=whole.index(" odeb"))
    first = replace(text().codings[0], end=whole.index("wcale"))
    third = IncomingCoding(GUID(13), whole.index("Zadz"), whole.index(" na"), GUID(1), GUID(21))
    later = replace(text(), codings=[first, moved, third])
    report = take(study, project(later))
    quotes = {c.guid: c.quote for c in study.codings}
    assert quotes == {GUID(11): whole[first.start : first.end], GUID(12): "Nikt", GUID(13): "Zadzwoniłam"}
    assert (report.codings, report.changed, len(report.conflicts)) == (1, 1, 1)
    assert take(study, project(later)).conflicts == ()


def test_removed_here_stays_removed_and_removed_there_stays_here(study):
    take(study, project(text()))
    study.remove_coding(GUID(11), coder="me")
    take(study, project(text()))
    assert not study.codings


def test_text_corrected_there_is_corrected_here_and_codings_follow(study):
    take(study, project(text()))
    whole = TALKS["pl"].replace("Nikt", "Niestety nikt")
    report = take(study, project(text(whole=whole)))
    assert study.transcripts[0].utterances[1].text.count("Niestety") == 1
    (coding,) = study.codings
    assert coding.quote == study.transcripts[0].utterances[1].text[coding.start : coding.end]
    assert "😀" in coding.quote
    assert not report.conflicts


def test_dry_run_writes_nothing(study):
    report = take(study, project(text()), dry_run=True)
    assert report.imported == ("Anna",)
    assert report.codings == 1
    assert not study.transcripts
    assert not study.codings


def test_interviews_of_one_name_stay_apart(study):
    other = IncomingText(GUID(32), "anna.txt", "Nic.\n")
    report = take(study, project(text(), other, IncomingText(GUID(33), "empty", "")))
    assert report.imported == ("Anna", "anna (2)")


def test_interview_that_is_here_by_another_way_gets_the_codings(study, tmp_path):
    file = tmp_path / "a1.txt"
    file.write_text(TALKS["pl"].replace("\r\n", "\n"), encoding="utf-8")
    study.import_transcripts(file)
    report = take(study, project(text()))
    assert (report.imported, report.merged) == ((), ("a1",))
    (coding,) = study.codings
    assert coding.transcript == "a1"
    assert "😀" in coding.quote
