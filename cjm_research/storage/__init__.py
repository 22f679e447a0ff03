"""LAYER 1 - the study's database: schema, migrations, and the store; the only home of SQLAlchemy and Alembic."""

from cjm_research.storage.events import Change, Event
from cjm_research.storage.imports import ImportBatch, ImportOutcome, ImportRecord, NewTranscript
from cjm_research.storage.journal import Changes
from cjm_research.storage.removals import Removal
from cjm_research.storage.settings_file import read_settings, write_settings
from cjm_research.storage.store import Store

__all__ = [
    "Change",
    "Changes",
    "Event",
    "ImportBatch",
    "ImportOutcome",
    "ImportRecord",
    "NewTranscript",
    "Removal",
    "Store",
    "read_settings",
    "write_settings",
]
