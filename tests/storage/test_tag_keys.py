"""The keys of what the suggestions were made from: kept with the suggestions, gone with the interview."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from cjm_research.storage import Store, versions
from tests.storage.samples import suggestion, transcript


def test_keys_are_kept_with_the_suggestions(coded):
    assert coded.tag_keys() == {}
    coded.sync_suggestions([suggestion(transcript())], ["t1"], keys={"t1": "abc"})
    assert coded.tag_keys() == Store.open(coded.folder).tag_keys() == {"t1": "abc"}
    coded.sync_suggestions([], ["t1"], keys={"t1": "def", "gone": "x"})
    assert coded.tag_keys() == {"t1": "def"}


def test_key_goes_with_its_interview(coded):
    coded.sync_suggestions([], ["t1"], keys={"t1": "abc"})
    coded.remove_transcript("t1", coder="anna")
    assert coded.tag_keys() == {}


def test_study_of_the_version_before_has_no_keys_and_gets_them(coded):
    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with coded.database.write(lock=False) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    opened = Store.open(coded.folder)
    assert opened.tag_keys() == {}
    assert opened.codings() == coded.codings()
    opened.sync_suggestions([], ["t1"], keys={"t1": "abc"})
    assert opened.tag_keys() == {"t1": "abc"}
