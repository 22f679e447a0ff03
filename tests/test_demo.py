"""The demo: everything it promises is written, alike each time, and nothing is asked of a network."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from cjm_research import Study
from cjm_research.cli import main
from cjm_research.demo import DEMO_STUDIES, demo_study, open_demo
from cjm_research.demo.run import MARKER, prepare_folder, run_demo_study, run_sample
from cjm_research.demo.studies import study_folder
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.rendering.pdf import pdf_backend
from tests.no_network import no_network

PROMISED = (
    "study.db",
    "study.toml",
    "report.html",
    "personas.json",
    "journey.xlsx",
    "study.qdpx",
    "maps/journey-all.html",
    "maps/journey-all.svg",
    "maps/journey-all.pdf",
    "maps/journey-all.json",
    "maps/journey-P1.html",
    "maps/journey-P1.pdf",
    "maps/empathy-P1.html",
    "maps/empathy-P1.svg",
    "maps/persona-P1.html",
    "maps/blueprint-all.html",
    "maps/compare-P1-P2.html",
    "maps/process-all.html",
    "maps/story-P1.html",
    "maps/timeline-all.html",
    "maps/wheel-P1.html",
    "maps/wheel-P1.pdf",
)


@pytest.fixture(autouse=True)
def _no_network():
    with no_network() as attempts:
        yield
    assert attempts == []


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _steady(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that are equal from run to run: without Pango the PDFs are made by vl-convert, which varies."""
    return {name: data for name, data in files.items() if pdf_backend() == "weasyprint" or not name.endswith(".pdf")}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_bundled_study_gives_all_that_is_promised(language: str, tmp_path: Path):
    result = run_demo_study(demo_study(language), tmp_path, "en")
    folder = result.folder
    written = _files(folder)
    assert set(PROMISED) <= set(written)
    assert all(written[name] for name in PROMISED)

    assert (result.summary.n, result.summary.language) == (24, language)
    report = written["report.html"].decode()
    assert f'<html lang="{language}"' in report
    # The only addresses in it are places in it, names of XML vocabularies, and pictures it carries itself.
    assert set(re.findall(r'(?:src|href)="(?!#|data:)([^"]*)"', report)) == set()
    draft = json.loads(written["personas.json"])
    assert sum(len(persona["members"]) for persona in draft["personas"]) == 24
    with zipfile.ZipFile(folder / "study.qdpx") as archive:
        assert "project.qde" in archive.namelist()


def test_bundled_studies_open_ready_to_work_with():
    study = open_demo("pl")
    assert len(study.transcripts) == 24
    assert study.settings.interface_language == "pl"
    assert study.confirmed
    assert any(coding.status == "suggested" for coding in study.codings)


def test_an_opened_demo_is_opened_again_and_not_made_anew(tmp_path: Path):
    study = open_demo("ru", tmp_path / "study")
    guid = next(coding.guid for coding in study.codings if coding.status == "suggested")
    study.accept(guid, coder="me")
    again = open_demo("ru", tmp_path / "study")
    assert next(coding.status for coding in again.codings if coding.guid == guid) == "confirmed"


def test_planted_personas_are_shown_to_nobody(tmp_path: Path):
    study = open_demo("en", tmp_path / "study")
    assert "persona" not in study.frame("participants").columns
    assert all("persona" not in person.attributes for person in study.participants)


def test_unknown_bundled_study_is_named_with_the_choice():
    with pytest.raises(UnknownNameError, match="en, pl, ru"):
        demo_study("de")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    assert main(["demo", "--out", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_former_demo_is_cleared_and_nothing_else(tmp_path: Path):
    folder = tmp_path / "demo"
    prepare_folder(folder)
    assert (folder / MARKER).exists()
    old = folder / f"{DEMO_STUDIES[0].language}-{DEMO_STUDIES[0].folder}"
    old.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    prepare_folder(folder)
    assert not old.exists()
    assert (folder / "notes.txt").exists()


def test_a_folder_without_the_mark_is_not_cleared(tmp_path: Path):
    (tmp_path / "en-flat-pack-furniture").mkdir()
    with pytest.raises(BadValueError):
        prepare_folder(tmp_path)
    assert (tmp_path / "en-flat-pack-furniture").exists()


def test_a_study_that_somebody_worked_in_is_put_aside(tmp_path: Path):
    prepare_folder(tmp_path)
    name = study_folder(demo_study("en"))
    study = open_demo("en", tmp_path / name)
    assert prepare_folder(tmp_path) == [], "the demo's own work is no reason to keep a study"
    study = open_demo("en", tmp_path / name)
    guid = study.codings[0].guid
    Study.open(tmp_path / name).reject(guid)
    assert prepare_folder(tmp_path) == [tmp_path / f"{name}-1"]
    kept = Study.open(tmp_path / f"{name}-1")
    assert next(coding.status for coding in kept.codings if coding.guid == guid) != "confirmed"


def test_each_small_study_is_shown_in_every_view_and_twice_the_same(tmp_path: Path):
    for name in ("twice", "once"):
        (tmp_path / name).mkdir()
        example = run_sample("fridge", tmp_path / name)
    assert _steady(_files(tmp_path / "once")) == _steady(_files(tmp_path / "twice"))
    assert (example.title, example.language) == ("Nowa lodówka", "pl")
    kinds = {Path(address).name.partition("-")[0] for _name, address in example.files}
    assert kinds == {"journey", "blueprint", "wheel", "timeline", "process", "story", "compare"}
    assert all((tmp_path / "once" / address).stat().st_size > 2_000 for _name, address in example.files)
