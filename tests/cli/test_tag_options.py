"""``cjm tag``: tagging again, and on several cores."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cjm_research.cli import main

STUDIES = {"en": "weekly-food-box", "pl": "silownia-karnety", "ru": "travel-booking-cancellations"}


@pytest.fixture(params=["en", "pl", "ru"])
def study(request: pytest.FixtureRequest, corpus: Path, tmp_path: Path) -> Path:
    """A study of two interviews."""
    talks = tmp_path / "talks"
    talks.mkdir()
    for file in sorted((corpus / request.param / STUDIES[request.param]).glob("*.json"))[:2]:
        shutil.copy(file, talks)
    folder = tmp_path / "study"
    assert main(["new", str(folder), "--lang", request.param]) == 0
    assert main(["import", str(talks), "--study", str(folder)]) == 0
    return folder


def test_second_tagging_reads_nothing_and_again_reads_all(study: Path, capsys):
    said = []
    for more in ([], [], ["--again"], ["--processes", "2"]):
        capsys.readouterr()
        assert main(["tag", "--study", str(study), "--lang", "en", *more]) == 0
        said.append(capsys.readouterr().out)
    assert said[0].startswith("2 interviews tagged.")
    assert said[1].startswith("2 interviews have not changed since they were tagged.")
    assert said[2] == said[0]
    assert said[3] == said[1]


def test_several_processes_print_the_same_lines(study: Path, capsys):
    talks = str(study.parent / "talks")
    printed = []
    for processes in ("1", "2"):
        capsys.readouterr()
        assert main(["tag", talks, "--jsonl", "--processes", processes]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != ""


def test_no_process_is_refused(study: Path, capsys):
    assert main(["tag", "--study", str(study), "--again", "--processes", "0"]) == 2
    assert "0" in capsys.readouterr().err
