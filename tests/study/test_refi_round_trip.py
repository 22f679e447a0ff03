"""A REFI-QDA project goes through a study and comes out as it came, but for what was changed in the study."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from cjm_research.exchange.refi_qda import ProjectWriter, open_project
from cjm_research.exchange.refi_qda.project import TextSource
from cjm_research.study import Study
from tests.exchange.foreign_samples import make_qualcoder
from tests.exchange.refi_qda.whole_project import FILES, PROJECT, SOURCES, guid

CLOCK = "2026-01-01T00:00:00+00:00"
STUDY_GUID = "5b0c4b44-0a44-4a0e-8a40-2f5d6a5d0c11"
SECTIONS = ("users", "codes", "variables", "cases", "notes", "links", "sets", "graphs")


def read(path):
    with open_project(path) as found:
        return found.project, {source.guid: source for source in found.sources()}


def create(folder):
    return Study.create(folder, clock=lambda: CLOCK, guid=STUDY_GUID)


@pytest.fixture(scope="module")
def came(tmp_path_factory):
    path = tmp_path_factory.mktemp("refi") / "came.qdpx"
    with ProjectWriter(path, target="as_imported") as writer:
        writer.write(PROJECT, SOURCES, FILES.__getitem__, len(SOURCES))
    return path


@pytest.fixture(scope="module")
def imported(came, tmp_path_factory):
    study = create(tmp_path_factory.mktemp("imported") / "study")
    study.import_project(came, coder="me")
    study.store.database.close()
    return study.folder


@pytest.fixture(scope="module")
def untouched(came, tmp_path_factory):
    folder = tmp_path_factory.mktemp("untouched")
    study = create(folder / "study")
    report = study.import_project(came, coder="me")
    (out, *_losses) = study.export(folder / "out.qdpx", target="as_imported")
    return study, report, out


@pytest.fixture
def study(imported, tmp_path):
    shutil.copytree(imported, tmp_path / "study")
    return Study.open(tmp_path / "study", clock=lambda: CLOCK)


def exported(study, **options):
    return read(study.export(study.folder / "out.qdpx", target="as_imported", **options)[0])


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_leaves_the_study_as_it_came(came, untouched, section):
    assert getattr(read(untouched[2])[0], section) == getattr(read(came)[0], section)


@pytest.mark.parametrize("n", range(len(SOURCES)))
def test_every_source_leaves_the_study_as_it_came(came, untouched, n):
    before, after = read(came)[1], read(untouched[2])[1]
    assert list(before) == list(after)
    assert after[SOURCES[n].guid] == before[SOURCES[n].guid]


def test_second_export_and_a_second_study_give_the_same_bytes(untouched, tmp_path):
    study, _report, out = untouched
    again = study.export(tmp_path / "again.qdpx", target="as_imported")[0]
    assert again.read_bytes() == out.read_bytes()
    second = create(tmp_path / "second")
    second.import_project(out, coder="me")
    assert second.codings == study.codings
    assert second.memos == study.memos
    assert second.codebook == study.codebook
    assert second.participants == study.participants
    assert second.export(tmp_path / "second.qdpx", target="as_imported")[0].read_bytes() == out.read_bytes()


def test_same_file_again_changes_nothing(came, untouched):
    study = untouched[0]
    before = study.store.version()[0], study.transcripts
    report = study.import_project(came, coder="me")
    assert (study.store.version()[0], study.transcripts) == before
    assert (report.codings, report.codes, report.memos, report.changed, report.conflicts) == (0, 0, 0, 0, ())


def test_interviews_have_their_turns_and_codings_their_words(untouched):
    study = untouched[0]
    texts = {t.id: t for t in study.transcripts}
    assert list(texts) == ["wywiad", "same name", guid("inline")]
    assert [u.role for u in texts["wywiad"].utterances] == ["interviewer", "participant"]
    for coding in study.codings:
        assert texts[coding.transcript].utterances[coding.utterance].text[coding.start : coding.end] == coding.quote


def test_all_four_forms_of_memos_are_read(untouched):
    memos = untouched[0].memos
    assert {memo.on for memo in memos} == {"coding", "code", "participant", "transcript", "study"}
    assert {"why\nhere", "What I think,\nдолго", "in a file", "who\nthis is", "a\n\tb"} == {memo.text for memo in memos}


def test_removed_coding_is_gone_and_a_new_one_stands_at_the_end(study):
    study.remove_coding(guid("coding e"), coder="me")
    new = study.add_coding("wywiad", 1, "Zażółć", kind="need", coder="Anna")
    source = exported(study)[1][guid("pl")]
    found = {coding.guid: selection for selection in source.selections for coding in selection.codings}
    assert guid("coding e") not in found
    assert guid("coding f") in found
    assert source.selections[-1].codings[0].guid == new.guid
    assert source.text[source.selections[-1].start : source.selections[-1].end] == "Zażółć"
    assert source.selections[-1].stamp.creator == guid("anna")


def test_changed_codings_codes_memos_and_people_are_written_and_read_back(study, tmp_path):
    study.change_coding(guid("coding d"), label=None, valence=-2, coder="me")
    study.change_coding(guid("coding f"), start=5, end=9, coder="me")
    code = next(code for code in study.codebook.codes if code.name == "Other")
    study.change_code(code.key, name="Inne", colour="#123456", coder="me")
    study.write_memo("new on a coding", on="coding", target=guid("coding d"), coder="me")
    study.write_memo("new on a person", on="participant", target="wywiad", coder="me")
    path = study.export(tmp_path / "out.qdpx", target="as_imported")[0]
    project, sources = read(path)
    assert next(code for code in project.codes if code.guid == guid("other")).name == "Inne"
    places = {c.guid: s for s in sources[guid("pl")].selections for c in s.codings}
    assert places[guid("coding d")].description == "valence: -2"
    assert places[guid("coding e")].start == 55
    second = create(tmp_path / "second")
    second.import_project(path, coder="me")
    assert second.codings == study.codings
    assert {(m.on, m.text) for m in second.memos} == {(m.on, m.text) for m in study.memos}


def test_corrected_text_is_put_in_and_everything_follows(study):
    before = exported(study)[1][guid("pl")]
    words = {s.guid: before.text[s.start : s.end] for s in before.selections}
    text = study.transcripts[0].utterances[1].text
    study.correct_text("wywiad", 1, text.replace("gęślą", "tę gęślą"), coder="me")
    after = exported(study)[1][guid("pl")]
    assert after.text == before.text.replace("gęślą", "tę gęślą")
    assert "\r\n" in after.text
    moved = {s.guid: after.text[s.start : s.end] for s in after.selections}
    assert moved == {
        key: value.replace("gęślą", "tę gęślą") if "Za" in value else value for key, value in words.items()
    }


def test_removing_an_interview_takes_its_words_out_of_what_is_kept(study):
    study.remove_transcript("wywiad", coder="me")
    project, sources = exported(study)
    assert guid("pl") not in sources
    assert all(case.guid != guid("case") for case in project.cases)
    study.store.database.close()
    data = b"".join(path.read_bytes() for path in study.folder.glob("study.db*"))
    assert "Zażółć".encode() not in data
    assert "Łódź".encode() not in data
    assert b"PK rich" not in data


def test_undone_import_writes_no_codings_or_codes(study):
    assert study.undo(coder="me")
    _project, sources = exported(study)
    assert not any(
        s.codings for source in sources.values() if isinstance(source, TextSource) for s in source.selections
    )
    assert guid("pl") in sources


def test_merged_study_writes_their_project_as_it_came(came, untouched, tmp_path):
    ours = Study.create(tmp_path / "ours", clock=lambda: CLOCK)
    ours.merge(untouched[0].folder, coder="me")
    before, after = read(came)[1], read(ours.export(tmp_path / "out.qdpx", target="as_imported")[0])[1]
    texts = [guid for guid, source in before.items() if isinstance(source, TextSource) and source.text]
    assert {key: after[key] for key in texts} == {key: before[key] for key in texts}


def test_what_came_from_another_tool_leaves_in_the_standards_form(tmp_path):
    study = create(tmp_path / "study")
    study.import_project(make_qualcoder(tmp_path / "p.qda"), coder="me")
    second = create(tmp_path / "second")
    second.import_project(study.export(tmp_path / "out.qdpx")[0], coder="me")
    assert second.codings == study.codings
    assert second.transcripts == study.transcripts
    assert second.participants == study.participants
    assert {(memo.on, memo.target, memo.text) for memo in second.memos} == {
        (memo.on, memo.target, memo.text) for memo in study.memos
    }


def test_list_of_losses_is_private_and_complete(untouched):
    study, report, _out = untouched
    assert report.losses_file == study.folder / "exchange" / "came.qdpx.losses.txt"
    assert report.losses_file.stat().st_mode & 0o777 == 0o600
    text = report.losses_file.read_text(encoding="utf-8")
    assert all(loss.what in text for loss in report.losses)


def test_recording_of_a_person_goes_with_the_interview(tmp_path):
    case = replace(PROJECT.cases[0], sources=(guid("pl"), guid("picture")))
    path = tmp_path / "a.qdpx"
    with ProjectWriter(path, target="as_imported") as writer:
        writer.write(replace(PROJECT, cases=(case,)), SOURCES, FILES.__getitem__, len(SOURCES))
    study = create(tmp_path / "study")
    done = []
    study.import_project(path, progress=lambda *step: done.append(step))
    assert done[-1][0] == len(done) > 2
    study.remove_transcript("wywiad")
    assert guid("picture") not in exported(study)[1]


def test_memos_are_written_even_where_the_texts_that_came_are_taken_out(study, tmp_path):
    with study.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM kept_sources")
    second = create(tmp_path / "second")
    second.import_project(study.export(tmp_path / "out.qdpx")[0], coder="me")
    assert second.codings == study.codings
    assert {(memo.on, memo.text) for memo in second.memos} == {(memo.on, memo.text) for memo in study.memos}
