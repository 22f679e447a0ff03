"""What an import takes of a folder, and what it says about the rest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cjm_research.study.folders import files_of
from tests.study.conftest import write_interview


def names(remarks):
    return [Path(file).name for file, _why in remarks]


def test_study_folder_gives_its_transcripts_and_never_its_own_outputs(study, tagger):
    write_interview(study.folder / "transcripts" / "en_1.json")
    study.import_transcripts(study.folder)
    study.tag()
    study.report()
    study.write_map("all", kind="journey", format="html")
    study.write_map("all", kind="journey", format="json")
    study.export(study.folder / "out", format="json")
    study.export(study.folder / "tables", format="csv")
    (study.folder / "participants.csv").write_text("id,group\nen_1,expert\n", encoding="utf-8")
    report = study.import_transcripts(study.folder)
    assert (report.imported, report.failed, report.empty) == ((), (), ())
    assert names(report.skipped) == ["en_1.json"]
    assert report.participants == ("en_1",)
    assert [one.id for one in study.transcripts] == ["en_1"]


def test_study_inside_the_named_folder_keeps_its_outputs_too(study, tmp_path):
    write_interview(tmp_path / "pl_1.json", "pl")
    study.report()
    report = study.import_transcripts(tmp_path)
    assert report.imported == ("pl_1",)
    assert report.failed == ()


def test_interview_beside_study_toml_is_left_out_and_said(study):
    (study.folder / "talk.txt").write_text("I: A?\nP: B.\n", encoding="utf-8")
    report = study.import_transcripts(study.folder)
    assert names(report.skipped) == ["talk.txt"]
    assert "“transcripts”" in report.skipped[0][1]


@pytest.mark.parametrize("name", ["old.doc", "table.xls", "slides.ppt", "mac.pages"])
def test_old_document_in_a_folder_counts_as_failed_with_advice(study, interviews, name):
    (interviews / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)))
    report = study.import_transcripts(interviews)
    assert len(report.imported) == 3
    assert names(report.failed) == [name]
    assert "Save it as .docx" in report.failed[0][1] or "save it as .docx" in report.failed[0][1]


def test_recording_in_a_folder_is_left_out_with_the_advice_to_transcribe_it(study, interviews):
    (interviews / "talk.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    report = study.import_transcripts(interviews)
    assert (names(report.failed), names(report.skipped)) == ([], ["talk.m4a"])
    assert "transcribed first" in report.skipped[0][1]


def test_empty_folder_is_said_and_no_success(study, tmp_path):
    (tmp_path / "talks").mkdir()
    report = study.import_transcripts(tmp_path / "talks")
    assert report.empty[0][0] == str(tmp_path / "talks")
    assert "There are no files here" in str(report)
    (tmp_path / "talks" / "photo.png").write_bytes(b"x")
    assert "among the files" in str(study.import_transcripts(tmp_path / "talks"))


def test_folder_with_known_interviews_is_not_empty(study, interviews):
    study.import_transcripts(interviews)
    assert study.import_transcripts(interviews).empty == ()


def test_of_copies_in_a_folder_the_shortest_name_is_kept(study, interviews):
    for name in ("Copy of en_1.json", "en_1 (1).json", "a long name.json"):
        shutil.copy(interviews / "en_1.json", interviews / name)
    text = (interviews / "en_1.json").read_text("utf-8").replace('"id": "en_1", ', "")
    for path in interviews.glob("*en_1*.json"):
        path.write_text(text, encoding="utf-8")
    report = study.import_transcripts(interviews)
    assert "en_1" in report.imported
    assert not {"Copy of en_1", "en_1 (1)"} & set(report.imported)


def test_row_of_another_case_is_said_to_be_a_second_person(study, interviews):
    study.import_transcripts(interviews)
    table = interviews / "participants.csv"
    table.write_text("id,group\nEN_1,expert\nru_1,expert\nzz_9,customer\n", encoding="utf-8")
    report = study.import_participants(table)
    first, second, third = report.unmatched
    assert "“EN_1” has no interview. Did you mean “en_1”?" in first
    assert second == "1 participant has no interview in the study: zz_9."
    assert third == "1 interview has no row in the table of participants: pl_1."
    assert study.import_transcripts(interviews).unmatched == report.unmatched
    assert "Did you mean" in str(report)


def test_study_without_a_table_expects_no_rows(study, interviews):
    assert study.import_transcripts(interviews).unmatched == ()


def test_stray_row_can_be_removed_but_no_person_with_an_interview(study, interviews):
    from cjm_research.errors import UnknownNameError

    (interviews / "participants.csv").write_text("id,group\nEN_1,expert\n", encoding="utf-8")
    study.import_transcripts(interviews)
    study.remove_participant("EN_1")
    assert [one.id for one in study.participants] == ["en_1", "pl_1", "ru_1"]
    for id in ("en_1", "EN_1"):
        with pytest.raises(UnknownNameError, match=id):
            study.remove_participant(id)


@pytest.mark.parametrize("name", ["study.qdpx", "codes.QDC"])
def test_a_project_in_a_folder_is_named_with_the_command_that_takes_it(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    skipped, empty = [], []
    assert files_of(tmp_path, skipped, empty) == []
    ((file, reason),) = skipped
    assert file.endswith(name)
    assert f"cjm import {name}" in reason
