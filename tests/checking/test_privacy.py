from __future__ import annotations

import base64
import json
import unicodedata
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from cjm_research.checking import (
    check_files,
    check_notebooks,
    check_personal_data,
    check_proposals,
    files_to_look_through,
)
from cjm_research.checking import notebooks as checks
from cjm_research.checking.file_texts import FileText
from cjm_research.model.privacy import Proposal
from tests.checking.samples import code, notebook

NAMES = ("Kowalskiego", "Anna Kowalska", "Кузнецовой", "Rose", "anna_kowalska")


def _page(path: Path, body: str) -> Path:
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
    return path


def _docx(path: Path) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph("Rozmowa: Anna Kowal")
    paragraph.add_run("ska").bold = True
    document.save(path)
    return path


def _xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["quote", "Dzwoniłam do Kowalskiego"])
    book.save(path)
    return path


def _qdpx(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", "<Project/>")
        archive.writestr("sources/a.txt", "Я говорила о Кузнецовой.")
    return path


MAKERS = {
    "split over tags.html": lambda path: _page(path, "<p>Kowal<b>skiego</b></p>"),
    "two spans.html": lambda path: _page(path, "<span>Anna</span><span>Kowalska</span>"),
    "attribute.html": lambda path: _page(path, '<img alt="Anna&#32;Kowalska">'),
    "frame.html": lambda path: _page(path, '<iframe srcdoc="&lt;p&gt;Kowalskiego&lt;/p&gt;"></iframe>'),
    "picture.html": lambda path: _page(
        path,
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(b"<svg><text>Kowalskiego</text></svg>").decode()}">',
    ),
    "escaped.json": lambda path: path.write_text(json.dumps({"quote": "о Кузнецовой"}), encoding="ascii") and path,
    "lines.jsonl": lambda path: path.write_text('{"a": 1}\n{"text": "Kowalskiego"}\n', encoding="utf-8") and path,
    "table.csv": lambda path: path.write_text("a;b\n1;KOWALSKIEGO\n", encoding="utf-8-sig") and path,
    "old.txt": lambda path: path.write_bytes("o Kowalskiego, że".encode("utf-16")) and path,
    "decomposed.md": lambda path: path.write_text(unicodedata.normalize("NFD", "о Кузнецовой"), "utf-8") and path,
    "text.docx": _docx,
    "book.xlsx": _xlsx,
    "project.qdpx": _qdpx,
    "map of anna_kowalska.svg": lambda path: path.write_text("<svg/>") and path,
    "file name.zip": lambda path: zipfile.ZipFile(path, "w").writestr("anna_kowalska.wav", b"") or path,
}


@pytest.mark.parametrize("name", MAKERS)
def test_raw_names_are_found_in_every_kind_of_file(tmp_path: Path, name: str):
    (finding,) = check_files([MAKERS[name](tmp_path / name)], names=NAMES)
    assert finding.is_problem
    assert name in finding.file


def test_a_finding_shows_no_name_and_no_number(tmp_path: Path):
    page = _page(tmp_path / "report.html", "<p>Kowalskiego, tel. 601 234 567</p>")
    told = "\n".join(map(str, check_files([page], names=NAMES)))
    assert "Ko…" in told
    assert "60…" in told
    assert "Kowal" not in told
    assert "601 2" not in told


def test_short_names_that_are_words_too_count_in_their_own_letters():
    def found(text: str) -> int:
        return len(check_personal_data({"a": [FileText(text)]}, names=NAMES))

    assert found("and Rose said") == 1
    assert found("PANI ROSE") == 1
    assert found("prices rose") == 0
    assert found("Rosewood, Roses") == 0
    assert found("pani KOWALSKA, anna  kowalska") == 1


def test_numbers_fail_the_check_only_where_the_key_is_open(tmp_path: Path):
    page = _page(tmp_path / "report.html", "<p>Mój PESEL to 44051401359.</p><p>12 of 24, 2019</p>")
    (with_key,) = check_files([page], names=())
    (without,) = check_files([page], names=None)
    assert with_key.is_problem
    assert not without.is_problem
    assert check_files([page], names=(), keep={"44051401359"}) == []


def test_numbers_of_pictures_and_styles_are_nobodys(tmp_path: Path):
    body = '<style>a{width:601234567px}</style><svg><path d="M 601 234 567 L +48 601 234 567"/></svg>'
    assert check_files([_page(tmp_path / "map.html", body)], names=()) == []


def test_a_notebook_is_looked_through_cell_by_cell_with_the_state_of_its_widgets(tmp_path: Path):
    state = {"a": {"model_name": "HTMLModel", "state": {"value": "<b>Kowalskiego</b>", "_esm": "Rose"}}}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    path = notebook(
        tmp_path / "n.ipynb", code("1", "1"), code("2", "'Kowalskiego'"), code("# Anna Kowalska", "3"), widgets=widgets
    )
    found = check_files([path], names=NAMES)
    assert [finding.cell for finding in found] == [3, 4, None]
    assert found[-1].file.endswith("(metadata.widgets)")


@pytest.mark.parametrize(
    "widgets",
    [
        {"state": {"a": {"model_name": "SelectModel", "state": {"_options_labels": ["Nikt nie odbierał telefonu"]}}}},
        {"a": {"model_name": "HTMLModel", "state": {"value": "<b>Nikt nie odbierał telefonu</b>"}}},
        {"state": {"a": {"state": {"outputs": [{"data": {"text/html": "Nikt nie odbierał telefonu"}}]}}}},
    ],
    ids=["choices", "without the word state", "an output in a widget"],
)
def test_interview_text_is_found_wherever_a_widget_keeps_it(tmp_path: Path, monkeypatch, widgets):
    monkeypatch.setattr(checks, "run_nbval", lambda path, timeout_s: [])
    metadata = {"application/vnd.jupyter.widget-state+json": widgets}
    (finding,) = check_notebooks([notebook(tmp_path / "w.ipynb", code("1", "1"), widgets=metadata)])
    assert "Nikt nie odbierał" in finding.what


def test_originals_and_the_database_are_not_among_the_files_of_a_study(tmp_path: Path):
    for name in (
        "transcripts/a.txt",
        ".venv/a/b.txt",
        "report.html",
        "maps/all.svg",
        ".ipynb_checkpoints/a.ipynb",
        "study.db",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = [path.relative_to(tmp_path).as_posix() for path in files_to_look_through(tmp_path)]
    assert names == [".ipynb_checkpoints/a.ipynb", "maps/all.svg", "report.html"]


def test_what_nobody_decided_on_is_told_and_what_is_only_possible_fails_nothing():
    def one(sureness: str, status: str) -> Proposal:
        return Proposal(
            id=f"{sureness}{status}",
            start=0,
            end=1,
            text="x",
            kind="phone",
            entity="e",
            sureness=sureness,
            status=status,
        )

    states = [("sure", "proposed"), ("likely", "proposed"), ("sure", "accepted"), ("possible", "proposed")]
    problem, info = check_proposals("Okna", [one(*state) for state in states])
    assert problem.is_problem
    assert problem.what.startswith("2 places")
    assert not info.is_problem
    assert check_proposals("Okna", [one("possible", "rejected")]) == []


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.ipynb", "a.json", "a.csv", "a.html", "a.zip"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\xff{", b"[1, [2"])
def test_damaged_files_hold_nothing_and_stop_nothing(tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    assert check_files([tmp_path / name], names=NAMES) == []


def test_an_archive_in_an_archive_in_an_archive_is_left(tmp_path: Path):
    path = _qdpx(tmp_path / "0.qdpx")
    for n in range(1, 4):
        with zipfile.ZipFile(tmp_path / f"{n}.zip", "w") as archive:
            archive.write(path, path.name)
        path = tmp_path / f"{n}.zip"
    assert check_files([tmp_path / "1.zip"], names=NAMES)
    assert check_files([path], names=NAMES) == []


def test_a_name_is_found_however_its_letters_are_put_together():
    found = check_personal_data({"a.txt": [FileText("Pan Żółty")]}, names=[unicodedata.normalize("NFD", "Żółty")])
    assert len(found) == 1
