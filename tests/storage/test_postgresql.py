"""The same study on a server: `CJM_TEST_POSTGRES` names one, else a server of our own is started where it can be."""

from __future__ import annotations

import os
import threading

import pytest
import sqlalchemy as sa

from cjm_research.errors import StudyExistsError, StudyNotFoundError
from cjm_research.model import Memo, Participant
from cjm_research.storage import Change, ImportBatch, Store, decisions
from tests.storage import postgres
from tests.storage.samples import coding, fixed_clock, new, suggestion, transcript


@pytest.fixture(scope="module")
def server():
    if url := os.environ.get("CJM_TEST_POSTGRES"):
        yield url
    elif postgres.binaries():
        with postgres.server() as url:
            yield url
    elif os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed (apt-get install postgresql), and CJM_TEST_POSTGRES names no server")
    else:
        pytest.skip("PostgreSQL is not installed, and CJM_TEST_POSTGRES names no server")


@pytest.fixture
def url(server):
    """An empty database."""
    engine = sa.create_engine(server.replace("postgresql://", "postgresql+pg8000://"))
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return server


@pytest.fixture
def store(url):
    store = Store.create(url, clock=fixed_clock)
    yield store
    store.database.close()


def test_empty_database_holds_no_study_and_takes_one_only(url):
    with pytest.raises(StudyNotFoundError, match="holds no study"):
        Store.open(url)
    Store.create(url).database.close()
    with pytest.raises(StudyExistsError):
        Store.create(url)


def test_study_on_a_server_keeps_what_a_file_keeps(store, url):
    interviews = [transcript(language, language) for language in ("en", "pl", "ru")]
    store.import_batch(ImportBatch(tuple(new(one, [coding(one)]) for one in interviews), (Participant(id="pl"),)))
    store.sync_suggestions([suggestion(interviews[1], 2, 8)], ["pl"])
    store.apply([Change("add", "m", Memo(guid="m", text="żółć", coder="anna"), "memo")], coder="anna")
    opened = Store.open(url)
    assert opened.transcripts() == tuple(interviews)
    assert opened.codings() == store.codings()
    assert len(opened.codings()) == 4
    assert opened.memos()[0].text == "żółć"
    assert [one.transcripts for one in opened.imports()] == [("en",), ("pl",), ("ru",)]
    assert opened.import_batch(ImportBatch((new(interviews[0]),))).skipped
    opened.database.close()


def test_steps_are_undone_and_redone_on_a_server(store):
    one = transcript()
    store.import_batch(ImportBatch((new(one, [coding(one)]),)))
    before = store.codings()
    store.decide(decisions.remove([before[0].guid]), coder="anna")
    assert store.undo("anna") == 1
    assert store.codings() == before
    assert store.redo("anna") == 1
    assert store.codings() == ()


def test_writers_on_a_server_come_one_after_another(store, url):
    one = transcript()
    store.import_batch(ImportBatch((new(one),)))

    def work(coder: str) -> None:
        own = Store.open(url)
        for n in range(8):
            made = coding(one, n, n + 3, coder=coder)
            own.apply([Change("add", made.guid, made)], coder=coder)
        own.database.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("anna", "ben", "cleo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trail = store.history()
    assert [event.id for event in trail] == list(range(1, 25))
    assert len({event.action for event in trail}) == 24
    assert len(store.codings()) == 24


def test_failed_import_leaves_a_server_as_before(store, monkeypatch):
    monkeypatch.setattr("cjm_research.storage.people.put", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.import_batch(ImportBatch((new(transcript()),)))
    assert store.transcripts() == ()
    assert store.participants() == ()
