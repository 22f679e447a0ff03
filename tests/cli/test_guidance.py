"""What the commands say to somebody who is new: what is missing, what comes next, what an option may be."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.cli import lab, main
from cjm_research.model import Persona, PersonaDraft, Statement

TALK = "Interviewer: How did you order it?\nP1: On their website, and nobody ever called me back, which was awful.\n"


@pytest.fixture
def study(tmp_path: Path, capsys: pytest.CaptureFixture) -> Path:
    assert main(["new", str(tmp_path / "study")]) == 0
    capsys.readouterr()
    return tmp_path / "study"


@pytest.fixture
def full(study: Path, capsys: pytest.CaptureFixture) -> Path:
    for n in (1, 2, 3):
        (study / "transcripts" / f"talk_{n}.txt").write_text(TALK * n, encoding="utf-8")
    assert main(["import", str(study), "--study", str(study), "--language", "en"]) == 0
    capsys.readouterr()
    return study


@pytest.mark.parametrize(
    "command", [["report"], ["map"], ["export", "out.qdpx"], ["personas"], ["personas", "--json"], ["tag"]]
)
def test_empty_study_is_said_with_the_command_that_fills_it(study: Path, command: list[str], capsys):
    assert main([*command, "--study", str(study)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "The study has no interviews yet." in shown.err
    assert f"cjm import {study / 'transcripts'} --study {study}" in shown.err
    assert not (study / "report.html").exists()


def test_empty_folder_ends_with_two_and_says_what_belongs_there(study: Path, capsys):
    assert main(["import", str(study / "transcripts"), "--study", str(study)]) == 2
    assert "There are no files here. Put your interviews here (.docx, .odt" in capsys.readouterr().out


def test_next_steps_stand_beside_the_result_and_not_in_it(full: Path, capsys):
    steps = {
        ("import", str(full)): f"cjm tag --study {full}",
        ("tag",): f"cjm lab {full}",
        ("personas", "--json"): f"cjm map --study {full} --persona P1",
    }
    for command, step in steps.items():
        assert main([*command, "--study", str(full)]) == 0
        shown = capsys.readouterr()
        assert step in shown.err
        assert step not in shown.out
        if "--json" in command:
            json.loads(shown.out)


def test_coded_interviews_lead_to_personas_and_a_mere_look_leads_to_no_map(study: Path, corpus: Path, capsys):
    assert main(["import", str(corpus / "en" / "gym-climbing-membership"), "--study", str(study)]) == 0
    shown = capsys.readouterr().err
    assert f"cjm personas --study {study}" in shown
    assert "cjm tag" not in shown
    for look in (["--by", "gender"], ["--k", "1"]):
        assert main(["personas", "--study", str(study), *look]) == 0
        shown = capsys.readouterr().err
        assert "This is only a look" in shown
        assert "“Keep these groups”" in shown
        assert "cjm map" not in shown


def test_old_word_file_in_a_folder_ends_with_two(full: Path, capsys):
    (full / "transcripts" / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    assert main(["import", str(full), "--study", str(full)]) == 2
    shown = capsys.readouterr()
    assert "1 file could not be read." in shown.out
    assert "Save it as .docx" in shown.out


def test_people_that_match_no_interview_are_named_at_import(full: Path, capsys):
    (full / "participants.csv").write_text("id,group\nTalk_1,customer\ntalk_2,customer\n", encoding="utf-8")
    assert main(["import", str(full / "participants.csv"), "--study", str(full)]) == 0
    shown = capsys.readouterr().out
    assert "Did you mean “talk_1”?" in shown
    assert "1 interview has no row in the table of participants: talk_3." in shown


def test_remove_takes_interviews_out_or_nothing(full: Path, capsys):
    assert main(["remove", "talk_1", "talk_9", "--study", str(full)]) == 2
    shown = capsys.readouterr().err
    assert "“talk_9”" in shown
    assert "talk_1, talk_2, talk_3" in shown
    assert main(["tag", "--study", str(full)]) == 0
    assert main(["remove", "talk_1", "--study", str(full)]) == 0
    assert "“talk_1” is removed" in capsys.readouterr().out
    assert main(["remove", "talk_1", "--study", str(full)]) == 2
    (full / "transcripts" / "talk_1.txt").write_text(TALK * 5, encoding="utf-8")
    assert main(["import", str(full), "--study", str(full), "--language", "en"]) == 0
    assert "1 transcript imported." in capsys.readouterr().out


def test_stray_person_is_removed_by_id(full: Path, capsys):
    (full / "participants.csv").write_text("id\nTalk_1\n", encoding="utf-8")
    assert main(["import", str(full / "participants.csv"), "--study", str(full)]) == 0
    assert main(["remove", "Talk_1", "--study", str(full)]) == 0
    assert "no longer in the list" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["my study", "badanie „okna”", "окна $HOME"])
def test_line_to_copy_fits_a_name_with_spaces(tmp_path: Path, name: str, capsys):
    assert main(["new", str(tmp_path / name)]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    place = tmp_path / name
    assert shlex.split(line) == ["cjm", "import", str(place / "transcripts"), "--study", str(place)]


@pytest.mark.parametrize(
    ("option", "value", "wrong", "known"),
    [
        ("--languages", "pl,de", "de", "en, pl, ru"),
        ("--languages", "", "", "en, pl, ru"),
        ("--stage-model", "nine", "nine", "seven_stage"),
    ],
)
def test_wrong_value_is_named_with_its_option(tmp_path: Path, option, value, wrong, known, capsys):
    assert main(["new", str(tmp_path / "s"), option, value]) == 2
    shown = capsys.readouterr().err
    assert f"{option} cannot be “{wrong}”" in shown
    assert known in shown
    assert not (tmp_path / "s").exists()


def test_missing_study_and_missing_folder_are_told_apart(tmp_path: Path, capsys):
    assert main(["report", "--study", str(tmp_path)]) == 2
    shown = capsys.readouterr().err
    assert "There is no study in this folder." in shown
    assert "cjm new DIR" in shown
    assert main(["report", "--study", str(tmp_path / "no where")]) == 2
    shown = capsys.readouterr().err
    assert "There is no such file or folder." in shown
    assert f"cjm new '{tmp_path / 'no where'}'" in shown
    assert "study.db" not in shown


def test_lab_says_that_it_opens_only_when_there_is_something_to_open(tmp_path: Path, capsys):
    assert main(["lab", str(tmp_path)]) == 2
    assert "opens in the browser" not in capsys.readouterr().err


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_starts_as_root_and_says_why(study: Path, monkeypatch, capsys, user: int, allowed: bool):
    called = []
    monkeypatch.setattr(lab.os, "geteuid", lambda: user)
    monkeypatch.setattr(lab.subprocess, "call", lambda command: called.append(command) or 0)
    assert main(["lab", str(study)]) == 0
    assert ("--allow-root" in called[0]) is allowed
    assert ("You are root" in capsys.readouterr().err) is allowed


def _draft(*keys: str) -> PersonaDraft:
    statement = Statement(code="need", text="Wants it quiet", inside=(3, 3), outside=(0, 0), interval=(0.4, 1.0))
    personas = tuple(
        Persona(key=key, title=f"Title {key}", members=("talk_1",), membership={}, statements=(statement,))
        for key in keys
    )
    return PersonaDraft(verdict="no_groups", why="Too few.", n=3, k=len(keys), personas=personas)


def test_shares_of_nobody_are_not_shown(full: Path, monkeypatch, capsys):
    monkeypatch.setattr("cjm_research.study.Study.personas", lambda *_a, **_b: _draft("P1"))
    assert main(["personas", "--study", str(full)]) == 0
    shown = capsys.readouterr().out
    assert "0 of 0" not in shown
    assert "Told by:" in shown


def test_persona_sheet_needs_no_name_where_there_is_one_persona(full: Path, monkeypatch, capsys):
    drawn = []
    monkeypatch.setattr("cjm_research.study.outputs._sheet", lambda _s, persona, *_r: drawn.append(persona.key) or "x")
    monkeypatch.setattr("cjm_research.study.Study.personas", lambda *_a, **_b: _draft("P1"))
    assert main(["map", "--kind", "persona", "--study", str(full)]) == 0
    assert drawn == ["P1"]
    monkeypatch.setattr("cjm_research.study.Study.personas", lambda *_a, **_b: _draft("P1", "P2"))
    assert main(["map", "--kind", "persona", "--persona", "P9", "--study", str(full)]) == 2
    assert "Known: P1, P2" in capsys.readouterr().err


def test_files_of_a_study_folder_are_its_interviews_alone(full: Path, capsys):
    assert main(["map", "--format", "json", "--study", str(full)]) == 0
    assert main(["tag", str(full)]) == 0
    assert "in 3 transcripts." in capsys.readouterr().out


def test_stories_and_sheets_to_fill_in_need_no_interviews(study: Path, capsys):
    Study.open(study).add_journey_story("new-shop", "A shop that is not open yet")
    assert main(["map", "--persona", "new-shop", "--study", str(study)]) == 0
    assert main(["map", "--kind", "template", "--study", str(study)]) == 0
    assert main(["map", "--persona", "new-shop", "--study", str(study), "--out", str(study / "shop.svg")]) == 0
    assert "<svg" in (study / "shop.svg").read_text("utf-8")
    assert (study / "maps" / "template-all.pdf").exists()
    assert main(["map", "--study", str(study)]) == 2
    assert "The study has no interviews yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [("--lanes", "feelings", "minimal"), ("--page", "A2", "A4, A3, A1"), ("--zoom", "days", "stages, steps")],
)
def test_options_of_a_map_say_what_they_can_be(full: Path, capsys, option, value, known):
    assert main(["map", "--study", str(full), option, value]) == 2
    said = capsys.readouterr().err
    assert f"{option} cannot be “{value}”" in said
    assert known in said


def test_one_lane_or_several_can_be_named(full: Path, capsys):
    for lanes in ("pain", "pain, goal"):
        assert main(["map", "--study", str(full), "--lanes", lanes, "--format", "svg"]) == 0
    assert "Error" not in capsys.readouterr().err


def test_what_is_worth_knowing_is_told_from_what_fails_the_check(study: Path, capsys):
    assert main(["check", "--study", str(study)]) == 0
    assert capsys.readouterr().out.startswith("Note: ")


def test_a_version_that_is_not_there_says_how_to_keep_one(full: Path, capsys):
    assert main(["changes", "--study", str(full), "--since", "spring"]) == 2
    assert 'study.keep_journey_version("all", "spring")' in capsys.readouterr().err
    Study.open(full).keep_journey_version("all", "spring")
    assert main(["changes", "--study", str(full)]) == 0
    assert "spring" in capsys.readouterr().out


def test_edited_tables_lead_nowhere_and_rows_left_out_end_with_one(full: Path, tmp_path: Path, capsys):
    talk = Study.open(full).transcripts[0].id
    path = tmp_path / "codings.csv"
    path.write_text(f"transcript,utterance,quote,kind\n{talk},1,nobody ever called,pain_point\n", encoding="utf-8")
    assert main(["import", str(path), "--study", str(full), "--dry-run"]) == 0
    shown = capsys.readouterr()
    assert "nothing was written" in shown.out
    assert "1 new coding" in shown.out
    assert Study.open(full).codings == ()
    assert main(["import", str(path), "--study", str(full)]) == 0
    assert "Next" not in capsys.readouterr().err
    path.write_text("transcript,utterance,quote,kind\nnobody,1,words,need\n", encoding="utf-8")
    assert main(["import", str(path), "--study", str(full)]) == 1
    assert "There is no interview “nobody”" in capsys.readouterr().out
    assert main(["import", str(path), "--study", str(full), "--dry-run"]) == 1


def test_after_a_project_comes_what_fits_it(full: Path, tmp_path: Path, capsys):
    study = Study.open(full)
    study.export(tmp_path / "codes.qdc")
    assert main(["import", str(tmp_path / "codes.qdc"), "--study", str(full)]) == 0
    assert "Next" not in capsys.readouterr().err
    study.add_coding(study.transcripts[0].id, 1, "nobody ever called", kind="pain_point")
    study.export(tmp_path / "talks.qdpx")
    assert main(["new", str(tmp_path / "other")]) == 0
    assert main(["import", str(tmp_path / "talks.qdpx"), "--study", str(tmp_path / "other")]) == 0
    assert "cjm personas" in capsys.readouterr().err


def test_notes_that_a_study_wrote_are_no_interviews(full: Path, tmp_path: Path, capsys):
    assert main(["export", str(tmp_path / "notes"), "--study", str(full), "--format", "md"]) == 0
    assert main(["import", str(tmp_path / "notes"), "--study", str(full)]) == 0
    assert "notes from a study" in capsys.readouterr().err
    assert len(Study.open(full).transcripts) == 3
