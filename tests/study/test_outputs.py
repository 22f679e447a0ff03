from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import charts
from cjm_research.study import Study
from tests.study.conftest import clock

PLACES = {"en": "en/flat-pack-furniture", "pl": "pl/wakacje-z-lotem", "ru": "ru/okna-v-kvartiru"}


def made(folder: Path, corpus: Path, language: str, n: int = 3) -> Study:
    guid = "5b0c4b44-0a44-4a0e-8a40-2f5d6a5d0c11"
    study = Study.create(folder, title="T", languages=[language], interface_language=language, clock=clock, guid=guid)
    study.import_transcripts(*sorted((corpus / PLACES[language]).glob("*.json"))[:n])
    return study


GUID = "6d2f0d2e-0f2b-4d36-9a1b-5d0c8a3f7e11"
FORMATS = {
    "journey": ("html", "svg", "json", "xlsx", "csv", "cjml", "mmd"),
    "process": ("xes", "csv"),
    "empathy": ("html", "svg", "json", "csv"),
}


@pytest.mark.parametrize("language", PLACES)
def test_all_outputs_are_written_in_the_studys_language_and_twice_the_same(tmp_path, corpus, language):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        study = made(folder, corpus, language)
        study.report()
        for kind, formats in FORMATS.items():
            for format in formats:
                study.write_map("all", kind=kind, format=format)
        study.export(folder / "study.qdpx")
        study.export(folder / "journey.xlsx")
    files = sorted(path.relative_to(folders[0]) for path in folders[0].rglob("*") if path.is_file())
    assert len(files) == 18
    assert [f for f in files if (folders[0] / f).read_bytes() != (folders[1] / f).read_bytes()] == []
    assert f'lang="{language}"' in (folders[0] / "report.html").read_text("utf-8")


def test_times_of_the_audit_trail_reach_no_output(tmp_path, corpus):
    study = made(tmp_path / "s", corpus, "en", 1)
    study.report()
    study.export(tmp_path / "s" / "study.qdpx")
    study.export(tmp_path / "s" / "json", format="json")
    assert study.store.history()[0].at == clock()
    for path in (tmp_path / "s").rglob("*"):
        if path.is_file() and path.name != "study.db":
            assert b"2026-01-01T" not in path.read_bytes()


def test_report_says_how_far_two_coders_agree(study, interviews, tmp_path):
    study.import_transcripts(interviews)
    for coding in study.confirmed:
        values = coding.model_dump(include={"transcript", "utterance", "start", "end", "kind", "label"})
        study.add_coding(values.pop("transcript"), values.pop("utterance"), coder="ben", **values)
    page = study.report(tmp_path / "report.html").read_text(encoding="utf-8")
    value = study.agreement(draws=0, transcripts=["en_1"]).headline.value
    assert value is not None
    assert f"Krippendorff&#39;s alpha, by characters {value:.2f}" in page


def test_the_sheet_of_everybody_is_the_general_portrait(tmp_path, corpus, monkeypatch):
    study = made(tmp_path / "s", corpus, "en", 1)
    draft = study.personas()
    (only,) = draft.personas
    general = only.model_copy(update={"key": "all", "title": "Portrait of all"})
    grouped = draft.model_copy(update={"personas": (only, only.model_copy(update={"key": "P2"})), "general": general})
    monkeypatch.setattr(study, "personas", lambda **_: grouped)
    page = study.write_map("all", kind="persona").read_text("utf-8")
    assert "<h1><bdi>Portrait of all</bdi></h1>" in page


def test_report_has_chapters_on_surveys_and_saturation(tmp_path, corpus, monkeypatch):
    # Drawing takes longer than all the rest.
    for name in ("chart_svg", "plot_answers", "plot_ordination", "plot_priorities", "plot_ranking", "plot_saturation"):
        monkeypatch.setitem(vars(charts), name, lambda *_args, **_options: "")
    study = made(tmp_path / "s", corpus, "en", 2)
    assert 'id="measures"' not in study.report().read_text("utf-8")
    answers = tmp_path / "answers.csv"
    answers.write_text("participant,nps\nen_201,9\nen_202,3\n", "utf-8")
    study.import_survey(answers)
    page = study.report().read_text("utf-8")
    assert 'id="measures"' in page
    assert 'id="saturation"' in page
