"""`cjm merge` says what came in, in the study's language."""

from __future__ import annotations

import shutil

import pytest

from cjm_research.cli import main
from cjm_research.study import Study
from tests.study.conftest import write_interview


@pytest.fixture
def two(tmp_path):
    ours = Study.create(tmp_path / "ours")
    ours.import_transcripts(write_interview(tmp_path / "t.json"))
    shutil.copytree(tmp_path / "ours", tmp_path / "theirs")
    return tmp_path


@pytest.mark.parametrize(("language", "said"), [("en", "1 new coding."), ("pl", "1"), ("ru", "1")])
def test_what_came_in_is_said(two, capsys, language, said):
    Study.open(two / "theirs").add_coding("t", 1, "twice", kind="action", coder="ben")
    arguments = ["--lang", language, "merge", str(two / "theirs"), "--study", str(two / "ours")]
    assert main([*arguments, "--dry-run"]) == 0
    assert Study.open(two / "ours").codings == ()
    assert main(arguments) == 0
    assert said in capsys.readouterr().out
    assert [coding.coder for coding in Study.open(two / "ours").codings] == ["ben"]


def test_coders_of_one_name_are_told_apart(two, capsys):
    Study.open(two / "theirs").add_coding("t", 1, "twice", kind="action")
    assert main(["merge", str(two / "theirs"), "--study", str(two / "ours"), "--rename", "coder=ben"]) == 0
    assert [coding.coder for coding in Study.open(two / "ours").codings] == ["ben"]
    assert main(["merge", str(two / "theirs"), "--study", str(two / "ours"), "--rename", "ben"]) == 2
    assert "--rename coder=ben" in capsys.readouterr().err


def test_no_study_is_an_error_that_names_the_place(two, capsys):
    assert main(["merge", str(two / "nowhere"), "--study", str(two / "ours")]) == 2
    assert "nowhere" in capsys.readouterr().err
