from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading

import pytest
import sqlalchemy as sa

from cjm_research.errors import (
    BadValueError,
    StorageError,
    StudyExistsError,
    StudyNotFoundError,
    StudyVersionError,
    UnknownNameError,
)
from cjm_research.model import Participant, StudySettings
from cjm_research.storage import ImportBatch, Store, texts
from tests.storage.samples import TEXTS, coding, fixed_clock, new, transcript


def test_new_study_is_private_to_the_user(tmp_path):
    Store.create(tmp_path / "deep" / "study")
    assert stat.S_IMODE((tmp_path / "deep" / "study").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "study" / "study.db").stat().st_mode) == 0o600


def test_sqlite_keeps_a_log_and_foreign_keys(store):
    with store.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_study_is_found_by_folder_file_and_url(store):
    file = store.folder / "study.db"
    for where in (store.folder, str(store.folder), file, f"sqlite:///{file}"):
        assert Store.open(where).settings() == StudySettings()


@pytest.mark.parametrize("where", ["nothing", "nothing/study.db"])
def test_missing_study_is_named_with_the_way_to_make_one(tmp_path, where):
    with pytest.raises(StudyNotFoundError, match="cjm new") as caught:
        Store.open(tmp_path / where)
    assert str(tmp_path / "nothing") in str(caught.value)
    assert "study.db" not in str(caught.value)
    assert "no such" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_database_of_others_is_no_study(tmp_path):
    with sqlite3.connect(tmp_path / "study.db") as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    with pytest.raises(StudyNotFoundError, match="holds no study"):
        Store.open(tmp_path)


def test_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "study.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError, match="damaged, or it is no study"):
        Store.open(tmp_path)


def test_existing_study_is_not_written_over(store):
    store.import_batch(ImportBatch((new(transcript()),)))
    with pytest.raises(StudyExistsError):
        Store.create(store.folder)
    assert len(store.transcripts()) == 1


def test_study_of_a_newer_version_is_refused(store):
    with store.database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StudyVersionError, match=r"9999.*pip install --upgrade"):
        Store.open(store.folder)


def test_opening_needs_no_alembic(store):
    code = (
        "import sys; from cjm_research.storage import Store;"
        f"Store.open({str(store.folder)!r}); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=".")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_transcript_comes_back_as_it_was(store, language):
    interview = transcript(language=language).model_copy(update={"industry": "furniture"})
    interview = type(interview).model_validate({**interview.model_dump(), "industry": "furniture", "year": 2026})
    store.import_batch(ImportBatch((new(interview),)))
    assert Store.open(store.folder).transcripts() == (interview,)
    assert store.transcript("t1").utterances[1].text == TEXTS[language]


def test_participant_takes_group_and_attributes_of_the_table(store):
    store.import_batch(ImportBatch((new(transcript()),)))
    store.put_participants([Participant(id="t1", group="expert", attributes={"region": "Łódź"}), Participant(id="t0")])
    people = store.participants()
    assert [person.id for person in people] == ["t0", "t1"]
    assert (people[1].group, people[1].attributes) == ("expert", {"age": 34, "region": "Łódź"})
    store.put_participants([Participant(id="t1", attributes={"age": 35})])
    assert (store.participants()[1].group, store.participants()[1].attributes["age"]) == ("expert", 35)
    assert store.transcripts()[0].group == "expert"


def test_table_read_before_the_interviews_wins(store):
    store.put_participants([Participant(id="t1", group="non_user")])
    store.import_batch(ImportBatch((new(transcript()),)))
    assert store.participants()[0].group == "non_user"


def test_settings_are_kept(store):
    store.save_settings(StudySettings(title="Żółte okna", seed=7))
    assert Store.open(store.folder).settings().title == "Żółte okna"


def test_present_text_is_read_from_the_database_only_after_a_change(coded, monkeypatch):
    reads, real = [], texts.load
    monkeypatch.setattr(texts, "load", lambda *given: reads.append(given) or real(*given))
    first = coded.transcripts()
    assert coded.transcripts() == first == (coded.transcript("t1"),)
    assert len(reads) == 1
    other = Store.open(coded.folder)
    other.correct_text("t1", 1, "Something else was said.", coder="anna")
    assert coded.transcript("t1").utterances[1].text == "Something else was said."
    assert len(reads) == 2


def test_handlers_in_other_threads_see_and_write_the_same_study(coded):
    interview, errors = coded.transcript("t1"), []

    def work(n: int) -> None:
        try:
            for start in range(5):
                one = coding(interview, start, start + 10 + n)
                coded.apply([_add(one)], coder="anna")
                assert one in coded.codings()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(coded.codings()) == len(Store.open(coded.folder).codings()) == 3 + 20


def _add(one):
    from cjm_research.storage import Change

    return Change("add", one.guid, one)


def test_busy_study_is_named(coded, monkeypatch):
    monkeypatch.setattr("cjm_research.storage.database.BUSY_TIMEOUT_MS", 10)
    with coded.database.write(), pytest.raises(StorageError, match="Another program is writing"):
        Store.open(coded.folder).put_participants([Participant(id="p")])


def test_read_only_study_is_named(coded, monkeypatch):
    monkeypatch.setattr(
        "cjm_research.storage.people.put",
        lambda connection, people: connection.exec_driver_sql("PRAGMA query_only = ON") and _insert(connection),
    )
    with pytest.raises(StorageError, match="only be read"):
        coded.put_participants([])


def _insert(connection):
    connection.exec_driver_sql("INSERT INTO study_settings VALUES ('x', 'y')")


def test_unknown_database_and_memory_are_refused():
    with pytest.raises(BadValueError, match="sqlite, postgresql"):
        Store.open("oracle9://host/db")
    with pytest.raises(BadValueError, match="memory"):
        Store.create("sqlite://")


def test_password_stays_out_of_messages():
    with pytest.raises(StorageError) as caught:
        Store.open("postgresql://anna:geheim@127.0.0.1:1/study")
    assert "geheim" not in str(caught.value)


def test_unknown_transcript_is_named(store):
    with pytest.raises(UnknownNameError, match="t9"):
        store.transcript("t9")


def test_same_steps_give_the_same_content(tmp_path):
    def content(folder):
        store = Store.create(folder, clock=fixed_clock, guid="6d2f0d2e-0f2b-4d36-9a1b-5d0c8a3f7e11")
        interview = transcript()
        store.import_batch(ImportBatch((new(interview, [coding(interview)]),)))
        store.undo("anna")
        with sqlite3.connect(folder / "study.db") as connection:
            lines = list(connection.iterdump())
        connection.close()
        return lines

    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_a_block_of_reading_sees_one_state_and_opens_one_connection(tmp_path, monkeypatch):
    from cjm_research.study import Study

    study = Study.create(tmp_path / "study")
    opened = []
    connect = type(study.store.database)._connection
    monkeypatch.setattr(
        type(study.store.database), "_connection", lambda self, mode: opened.append(mode) or connect(self, mode)
    )
    elsewhere = Study.open(tmp_path / "study")
    opened.clear()
    with study.store.reading():
        assert (study.memos, study.codings) == ((), ())
        assert opened == ["read"]
        elsewhere.write_memo("from elsewhere")
        assert study.memos == ()
    assert [memo.text for memo in study.memos] == ["from elsewhere"]
