from __future__ import annotations

import time

import pytest

from cjm_research.errors import BadValueError, CjmError, UnreadableFileError
from cjm_research.study import Study
from tests.study.conftest import TEXTS, write_interview


def test_folder_brings_interviews_and_the_codings_they_carry(study, interviews):
    report = study.import_transcripts(interviews)
    assert (report.imported, report.n_codings, report.failed) == (("en_1", "pl_1", "ru_1"), 2, ())
    assert [one.utterances[1].text for one in study.transcripts] == [TEXTS[one][1] for one in ("en", "pl", "ru")]
    assert {one.coder for one in study.confirmed} == {"coder", "ben"}
    assert "3 transcripts imported. 2 codings came with them." in str(report)


def test_same_folder_again_changes_nothing(study, interviews):
    study.import_transcripts(interviews)
    before = study.store.version()
    report = study.import_transcripts(interviews)
    assert (report.imported, len(report.skipped)) == ((), 3)
    assert study.store.version() == before


def test_bad_files_are_listed_and_the_good_ones_come_in(study, interviews, tmp_path):
    (interviews / "broken.json").write_text("{")
    (interviews / "photo.jpg").write_bytes(b"\xff\xd8")
    (interviews / ".hidden.json").write_text("{")
    write_interview(interviews / "wrong.json", codings=[{"u": 1, "quote": "never said", "kind": "need"}])
    report = study.import_transcripts(interviews, tmp_path / "none.txt")
    assert len(report.imported) == 3
    assert [file.rsplit("/", 1)[-1] for file, _why in report.failed] == ["wrong.json", "broken.json", "none.txt"]
    assert [file.rsplit("/", 1)[-1] for file, _why in report.skipped] == ["photo.jpg"]
    assert all(why and not why.startswith(file) for file, why in report.failed)


def test_strict_import_changes_nothing_at_the_first_failure(study, interviews):
    (interviews / "broken.json").write_text("{")
    with pytest.raises(CjmError, match="broken"):
        study.import_transcripts(interviews, strict=True)
    assert study.transcripts == ()


def test_other_text_under_a_known_id_says_what_to_do(study, interviews, tmp_path):
    study.import_transcripts(interviews)
    other = write_interview(tmp_path / "en_1.json", "pl")
    report = study.import_transcripts(other)
    assert "rename the file" in report.failed[0][1]
    with pytest.raises(BadValueError, match="en_1"):
        study.import_transcripts(other, strict=True)


def test_plain_text_is_taken_by_its_file_name(study, tmp_path):
    path = tmp_path / "rozmowa 7.txt"
    lines = [f"{'MP'[n % 2]}: {text}" for n, text in enumerate(TEXTS["pl"] * 3)]
    path.write_bytes("\n".join(lines).encode("cp1250"))
    report = study.import_transcripts(path, language="pl")
    assert report.failed == ()
    (interview,) = study.transcripts
    assert interview.id == "rozmowa 7"
    assert any("Dzwoniłam dwa razy" in one.text for one in interview.utterances)
    assert study.store.imports()[0].encoding


def test_participants_table_sets_groups_before_or_after(study, interviews, tmp_path):
    table = tmp_path / "participants.csv"
    table.write_text("id,group,age\nen_1,non_user,44\nxx_9,customer,20\n", encoding="utf-8")
    study.import_transcripts(interviews)
    report = study.import_participants(table)
    assert report.participants == ("en_1", "xx_9")
    people = {person.id: person for person in study.participants}
    assert (people["en_1"].group, people["en_1"].attributes["age"], people["ru_1"].group) == ("non_user", 44, "expert")


def test_participants_table_in_a_folder_is_taken_with_the_interviews(study, interviews):
    (interviews / "participants.csv").write_text("id,group\npl_1,expert\n", encoding="utf-8")
    report = study.import_transcripts(interviews)
    assert report.participants == ("pl_1",)
    assert {person.id: person.group for person in study.participants}["pl_1"] == "expert"


def test_unreadable_participants_table_changes_nothing(study, tmp_path):
    with pytest.raises(UnreadableFileError):
        study.import_participants(tmp_path / "participants.csv")
    assert study.participants == ()


def test_progress_is_told_after_each_file(study, interviews):
    seen = []
    study.import_transcripts(interviews, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_exported_study_is_imported_equal(study, interviews, tagger, tmp_path):
    study.import_transcripts(interviews)
    study.tag()
    first, second, *_ = (one.guid for one in study.codings if one.status == "suggested")
    study.accept(first, coder="anna")
    study.reject(second, coder="anna")
    study.add_coding("ru_1", 3, "махнула", kind="need", label="own code", stage="use", coder="anna")
    study.export(tmp_path / "out", format="json")
    copy = Study.create(tmp_path / "copy")
    copy.import_transcripts(tmp_path / "out")
    assert copy.codings == study.codings
    assert copy.transcripts == study.transcripts
    assert copy.participants == study.participants


@pytest.mark.parametrize(
    ("place", "n"), [("en/flat-pack-furniture", 24), ("pl/wakacje-z-lotem", 24), ("ru/okna-v-kvartiru", 24)]
)
def test_whole_study_is_imported_in_seconds(study, corpus, place, n):
    began = time.perf_counter()
    report = study.import_transcripts(*sorted((corpus / place).glob("*.json")))
    assert time.perf_counter() - began < 10
    assert (len(report.imported), report.failed) == (n, ())
    assert report.n_codings == len(study.confirmed) > 1400
