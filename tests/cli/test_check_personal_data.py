from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.cli import main
from cjm_research.privacy import key_file
from cjm_research.privacy.key import Key, KeyEntity


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study whose report was written before its people got pseudonyms, and the key beside it."""
    monkeypatch.setattr(key_file, "ROUNDS", 2**10)
    monkeypatch.setenv("CJM_PASSPHRASE", "several words are best")
    folder = tmp_path / "study"
    Study.create(folder, title="Okna")
    (folder / "report.html").write_text("<p>Pan Kowalski, 601 234 567.</p><p>tel. 512 345 678</p>", encoding="utf-8")
    one = KeyEntity(id="e1", kind="person", name="kowalski", replaced=(("Kowalski", "Zieliński"),))
    two = KeyEntity(id="e2", kind="phone", name="512345678", forms=("512 345 678",))
    key = Key(seed=1, entities=(one, two), decisions={"e2": "rejected"})
    opened = key_file.KeyFile.create(tmp_path / "study.cjmkey", "several words are best")
    opened.save(key)
    return folder


def test_without_the_key_numbers_are_told_and_nothing_fails(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["check", "--study", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "51…" in shown
    assert "Raw names" not in shown


def test_with_the_key_raw_names_fail_the_check_and_rejected_numbers_are_passed(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["check", "--study", str(folder), "--key", str(folder.parent / "study.cjmkey")]) == 1
    shown = capsys.readouterr().out
    assert "report.html: Raw names that the key knows stand here: “Ko…”" in shown
    assert "51…" not in shown


def test_a_file_named_alone_is_looked_through(folder: Path, capsys: pytest.CaptureFixture[str]):
    page, key = folder / "report.html", folder.parent / "study.cjmkey"
    assert main(["check", str(page), "--key", str(key)]) == 1
    assert "Ko…" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_refused(folder: Path):
    (folder / "photo.png").write_bytes(b"")
    assert main(["check", str(folder / "photo.png")]) == 2


def test_a_wrong_passphrase_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CJM_PASSPHRASE", "something else")
    assert main(["check", "--study", str(folder), "--key", str(folder.parent / "study.cjmkey")]) == 2
