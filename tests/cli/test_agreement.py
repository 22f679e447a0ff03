from __future__ import annotations

import json

import pytest

from cjm_research.cli import main
from cjm_research.study import Study
from tests.study.conftest import TEXTS, write_interview


@pytest.fixture(params=["en", "pl", "ru"])
def coded(request, tmp_path):
    """A study in which anna and ben have coded one interview, and anna another."""
    language = request.param
    study = Study.create(tmp_path / "study", interface_language=language)
    for name in ("t1", "t2"):
        study.import_transcripts(write_interview(tmp_path / f"{name}.json", language))
    end = len(TEXTS[language][1])
    study.add_coding("t1", 1, start=0, end=end - 5, kind="action", coder="anna")
    study.add_coding("t1", 1, start=3, end=end - 5, kind="action", coder="ben")
    study.add_coding("t1", 3, start=0, end=4, kind="emotion", coder="ben")
    study.add_coding("t2", 1, start=0, end=4, kind="action", coder="anna")
    return tmp_path / "study"


def test_figures_come_with_what_they_rest_on(coded, capsys):
    assert main(["agreement", "--study", str(coded)]) == 0
    out = capsys.readouterr().out
    assert "anna, ben" in out
    assert "t2: anna" in out


@pytest.mark.parametrize("unit", ["character", "sentence", "turn", "overlap", "unitizing"])
def test_json_holds_unit_n_and_coders(coded, capsys, unit):
    assert main(["agreement", "--study", str(coded), "--unit", unit, "--level", "code", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["unit"], value["level"], value["coders"]) == (unit, "code", ["anna", "ben"])
    assert value["interviews"] == ["t1"]
    assert value["n_units"] > 0
    assert {row["code"] for row in value["rows"]} == {"action", "emotion"}
    assert value["left_turns"] == 2


def test_coders_are_named_one_after_the_other(coded, capsys):
    assert main(["agreement", "--study", str(coded), "--coders", "ben", "anna", "--draws", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["coders"] == ["ben", "anna"]
    assert main(["agreement", "--study", str(coded), "--coders", "anna", "zoe"]) == 2
    assert "zoe" in capsys.readouterr().err
    assert main(["agreement", "--study", str(coded), "anna"]) == 2


def test_one_coder_alone_ends_with_1_and_says_why(coded, capsys):
    assert main(["agreement", "--study", str(coded), "--coders", "anna"]) == 1
    assert len(capsys.readouterr().out.splitlines()) >= 2
    assert main(["agreement", "--study", str(coded), "--coders", "anna", "--json"]) == 1
    done = capsys.readouterr()
    assert json.loads(done.out)["reason"] == "few_coders"
    assert done.err.strip()


def test_help_has_an_example(capsys):
    assert main(["agreement", "--help"]) == 0
    out = capsys.readouterr().out
    assert "cjm agreement --study my-study --unit sentence" in out
    assert "--coders" in out
