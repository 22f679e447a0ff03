"""`cjm pseudonymise`: looks first, takes back a list, replaces, and tells who is who to whoever has the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cjm_research.cli import console, main
from cjm_research.privacy import key_file
from cjm_research.study import Study
from cjm_research.study.pseudonyms import personal_data
from tests.privacy.simple_names import Namer, detect
from tests.study.test_privacy_verbs import NEW, PASS, RAW, SAID, said, talks


@pytest.fixture(autouse=True)
def _known_by_heart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(key_file, "ROUNDS", 2)
    monkeypatch.setattr(personal_data, "the_tools", lambda: (detect, Namer()))
    monkeypatch.delenv("CJM_PASSPHRASE", raising=False)


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    talks(tmp_path)
    (tmp_path / "pass").write_text(PASS + "\n", encoding="utf-8")
    return ["pseudonymise", "--study", str(tmp_path / "study")]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_without_apply_it_only_counts(command, tmp_path: Path, capsys, language: str):
    assert main(["--lang", language, *command]) == 0
    shown = capsys.readouterr()
    assert "12" in shown.out
    assert not any(raw in shown.out + shown.err for raw in RAW)
    assert "--apply" in shown.err
    assert said(Study.open(tmp_path / "study"))[language] == SAID[language][1::2]
    assert not list(tmp_path.glob("*.cjmkey"))


def test_a_list_is_taken_back_and_done(command, tmp_path: Path, capsys):
    assert main([*command, "--list", "-"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if ",Hope," in line)
    back = tmp_path / "back.csv"
    back.write_text(f"replace,replacement,id\nyes,,{line.split(',')[-1]}\n", encoding="utf-8")
    options = ["--decisions", str(back), "--passphrase-file", str(tmp_path / "pass")]
    assert main([*command, *options, "--apply"]) == 0
    shown = capsys.readouterr()
    assert not any(raw in shown.out for raw in RAW)
    assert said(Study.open(tmp_path / "study"))["en"][0] == "I am Rosalind, Joy knows."
    assert main([*command, "--reveal", "Ewie", "--passphrase-file", str(tmp_path / "pass")]) == 0
    assert main([*command, "--reveal", "Ewę", "--passphrase-file", str(tmp_path / "pass")]) == 0
    assert "Annę" in capsys.readouterr().out


def test_the_passphrase_is_asked_for_twice_and_shown_never(command, tmp_path: Path, capsys, monkeypatch):
    typed = iter([PASS, PASS + "x", PASS, PASS])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert main([*command, "--apply"]) == 2
    assert main([*command, "--apply"]) == 0
    assert said(Study.open(tmp_path / "study")) == NEW
    shown = capsys.readouterr()
    assert PASS not in shown.out + shown.err


def test_an_import_asks_for_the_passphrase_before_it_draws_its_bar(tmp_path: Path, monkeypatch):
    talks(tmp_path)
    bars: list[str] = []

    @contextmanager
    def progress(title: str) -> Iterator[Callable[[int, int], None]]:
        bars.append(title)
        yield lambda _done, _total: None

    def typed(_prompt: str) -> str:
        assert not bars
        return PASS

    monkeypatch.setattr(console, "progress", progress)
    monkeypatch.setattr("getpass.getpass", typed)
    Study.create(tmp_path / "third")
    given = ["--study", str(tmp_path / "third"), "--pseudonymise", str(tmp_path / "k.cjmkey")]
    assert main(["import", str(tmp_path / "talks"), *given]) == 0
    assert bars
    assert said(Study.open(tmp_path / "third")) == NEW


def test_a_project_that_comes_to_pseudonyms_is_told_to_hold_names(command, tmp_path: Path, capsys):
    given = ["--passphrase-file", str(tmp_path / "pass")]
    other = Study.create(tmp_path / "other")
    other.add_code("Margaret again", kind="thought")
    other.export(tmp_path / "more.qdc", "qdc")
    come = ["import", str(tmp_path / "more.qdc"), "--study", str(tmp_path / "study")]
    assert main([*come, "--dry-run"]) == 0
    assert "cjm pseudonymise" not in capsys.readouterr().out
    assert main([*command, *given, "--apply"]) == 0
    capsys.readouterr()
    assert main(come) == 0
    assert "cjm pseudonymise" in capsys.readouterr().out
    assert main(come) == 0  # nothing new
    assert "cjm pseudonymise" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [["--kinds", "shoes"], ["--reveal", "Ewa"], ["--employers", "none.txt"], ["--key", "study/k", "--apply"]],
)
def test_what_cannot_be_done_is_said(command, tmp_path: Path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    assert main([*command, *options, "--passphrase-file", "pass"]) == 2
    assert said(Study.open(tmp_path / "study"))["en"] == SAID["en"][1::2]


def test_a_study_with_pseudonyms_gets_another_key_only_on_demand(command, tmp_path: Path, capsys):
    given = ["--passphrase-file", str(tmp_path / "pass")]
    assert main([*command, *given, "--apply"]) == 0
    done = said(Study.open(tmp_path / "study"))
    (tmp_path / "study-key.cjmkey").rename(tmp_path / "moved.cjmkey")
    for wrong in ([], ["--key", str(tmp_path / "mistyped.cjmkey")]):
        assert main([*command, *given, *wrong, "--apply"]) == 2
        assert "--new-key" in capsys.readouterr().err
    assert not (tmp_path / "mistyped.cjmkey").exists()
    assert said(Study.open(tmp_path / "study")) == done
    assert main([*command, *given, "--key", str(tmp_path / "moved.cjmkey"), "--apply"]) == 0
    assert main([*command, *given, "--new-key", "--apply"]) == 0
    assert (tmp_path / "study-key.cjmkey").exists()
