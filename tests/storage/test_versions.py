from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cjm_research.storage import Store, versions
from cjm_research.storage.schema import metadata


def test_migrations_give_the_tables_of_the_schema(store):
    with store.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        constraints = sa.inspect(connection).get_unique_constraints("imports")
    assert [one["name"] for one in constraints] == ["uq_imports_sha256"]


def test_file_names_of_the_migrations_are_their_versions():
    script = ScriptDirectory(str(versions.MIGRATIONS))
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == list(versions.known_versions())


def test_migrations_can_be_taken_back_and_run_again(store):
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with store.database.write(lock=False) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        versions.upgrade(connection)
    assert store.transcripts() == ()


def test_study_of_an_older_version_is_brought_up_to_date_when_opened(store, monkeypatch):
    ran, real = [], versions.known_versions()
    monkeypatch.setattr(versions, "known_versions", lambda: (*real, "9999"))
    monkeypatch.setattr(versions, "upgrade", ran.append)
    Store.open(store.folder)
    assert len(ran) == 1


def test_study_without_a_record_of_removals_gets_one_when_opened(coded):
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with coded.database.write(lock=False) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    opened = Store.open(coded.folder)
    assert opened.removals() == ()
    assert opened.codings() == coded.codings()
    assert opened.remove_transcript("t1", coder="anna").n_codings == 3
    assert opened.codings() == ()


def test_older_study_loses_the_words_of_interviews_that_were_removed_from_it(coded):
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with coded.database.write(lock=False) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        # As the older package left it: the interview is gone, what was coded in it is on record.
        for table in ("utterance_texts", "utterances", "transcripts"):
            connection.execute(sa.text(f"DELETE FROM {table}"))
        memo = {"guid": "m", "position": 0, "target": "", "text": "note", "coder": "anna", "at": ""}
        connection.execute(sa.text("INSERT INTO memos VALUES (:guid, :position, :target, :text, :coder, :at)"), memo)
    opened = Store.open(coded.folder)
    assert [event.value for event in opened.history() if event.subject == "coding"] == [None] * 3
    assert b"rang" not in b"".join(path.read_bytes() for path in coded.folder.iterdir() if path.is_file())
    assert [memo.text for memo in opened.memos()] == ["note"]
    assert opened.can_step("anna") == (False, False)  # the older package could not take memos back


def test_study_without_surveys_keeps_all_it_has_and_can_take_them_in(coded):
    from alembic import command
    from alembic.config import Config

    from cjm_research.model import Answer, Instrument

    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    history, codings = coded.history(), coded.codings()
    with coded.database.write(lock=False) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    opened = Store.open(coded.folder)
    assert (opened.history(), opened.codings()) == (history, codings)
    answer = Answer(participant="t1", instrument="nps", value=9)
    assert opened.surveys.add([Instrument.of("nps")], [answer]) == (1, 0)
    assert opened.surveys.answers() == (answer,)
