"""Projects of other tools in a study: every coding on the words that its author marked, in three languages."""

from __future__ import annotations

import json

import pytest

from cjm_research import Study
from cjm_research.errors import BadValueError, UnreadableFileError
from tests.exchange.foreign_samples import (
    LANGUAGES,
    QUOTES,
    doccano_records,
    label_studio_tasks,
    make_qualcoder,
    make_taguette,
)


def label_studio_file(path):
    path.write_text(json.dumps(label_studio_tasks(line_end="\r\n"), ensure_ascii=False), encoding="utf-8")
    return path


def doccano_file(path):
    path.write_text("\n".join(json.dumps(record) for record in doccano_records()), encoding="utf-8")
    return path


PROJECTS = {
    "Taguette": lambda folder: make_taguette(folder / "p.sqlite3"),
    "QualCoder": lambda folder: make_qualcoder(folder / "p.qda", line_end="\r\n"),
    "Label Studio": lambda folder: label_studio_file(folder / "p.json"),
    "doccano": lambda folder: doccano_file(folder / "all.jsonl"),
}


@pytest.mark.parametrize("tool", PROJECTS)
def test_codings_of_a_project_stand_on_the_same_words_in_a_study(tool, tmp_path):
    path = PROJECTS[tool](tmp_path)
    study = Study.create(tmp_path / "study", title="Parcels")
    report = study.import_project(path, coder="me")
    assert report.tool == tool
    assert [(t.id, t.language) for t in study.transcripts] == [(language, language) for language in LANGUAGES]
    texts = {t.id: t.utterances for t in study.transcripts}
    quotes: dict[str, set[str]] = {}
    for coding in study.codings:
        utterance = texts[coding.transcript][coding.utterance]
        assert utterance.role == "participant"
        assert utterance.text[coding.start : coding.end] == coding.quote
        quotes.setdefault(coding.transcript, set()).add(coding.quote)
    assert quotes == {language: set(QUOTES[language]) for language in LANGUAGES}

    codings, memos = study.codings, study.memos
    again = study.import_project(path, coder="me")
    assert (again.codings, again.codes, again.memos, again.conflicts) == (0, 0, 0, ())
    assert (study.codings, study.memos) == (codings, memos)
    assert {coding.coder for coding in codings} == {
        "Taguette": {"eva", "oleg", "me"},
        "QualCoder": {"eva", "oleg"},
        "Label Studio": {"Ada Łoś", "Label Studio 8", "ner 2"},
        "doccano": {"me"},
    }[tool]


def test_a_project_is_named_where_a_database_holds_several(tmp_path):
    path = make_taguette(tmp_path / "p.sqlite3", projects=("One", "Two"))
    study = Study.create(tmp_path / "study", title="Parcels")
    with pytest.raises(UnreadableFileError, match="One, Two"):
        study.import_project(path)
    assert len(study.import_project(path, project="Two", dry_run=True).imported) == 3
    assert study.transcripts == ()


def test_what_a_file_counts_can_be_said(tmp_path):
    path = doccano_file(tmp_path / "all.jsonl")
    study = Study.create(tmp_path / "study", title="Parcels")
    study.import_project(path, offsets="code_points")
    assert {coding.quote for coding in study.codings}.isdisjoint(QUOTES["en"])
    with pytest.raises(BadValueError):
        study.import_project(path, offsets="letters")
