"""The tables of a study. A change here goes with a migration of the same content in ``migrations/versions``.

JSON is kept in text columns, so that SQLite and PostgreSQL hold the same bytes. Times are ISO 8601 in UTC and serve the
audit trail alone: no report, map or export reads them.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# "settings": the study's settings as JSON. "guid": its own guid. "texts": a number that grows with every change of
# transcripts and people.
# Writers lock the table, so that they come one after another.
settings = Table(
    "study_settings",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("file_name", Text, nullable=False),
    Column("format", String(64), nullable=False),
    Column("encoding", String(64)),
    Column("notes", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("group_key", String(64), nullable=False),
    Column("method", String(64), nullable=False),
    Column("attributes", Text, nullable=False),
    Column("extra", Text, nullable=False),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("participant_id", Text, ForeignKey("participants.id"), nullable=False),
    Column("import_id", Integer, ForeignKey("imports.id")),
    Column("language", String(16), nullable=False),
    # sha256 of the transcript without its codings: tells a repeated transcript from another one of the same id.
    Column("content_sha256", String(64), nullable=False),
    Column("extra", Text, nullable=False),
    # What the machine's open suggestions were made from; empty where it has to look (again).
    Column("tag_key", String(64)),
)

utterances = Table(
    "utterances",
    metadata,
    Column("transcript_id", Text, ForeignKey("transcripts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("speaker", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("start_s", Float),
    Column("end_s", Float),
    Column("extra", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

# Text is never changed, only followed by a new revision; `utterances.revision` names the present one.
utterance_texts = Table(
    "utterance_texts",
    metadata,
    Column("transcript_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("at", String(40), nullable=False),
    ForeignKeyConstraint(["transcript_id", "number"], ["utterances.transcript_id", "utterances.number"]),
)

# Append-only: everything that people and the machine do to codings, codes, memos and text. `payload` is the whole thing
# after the event, empty where the event removed it; events of one act of a person share `action`; `undo_of` names the
# action that an undo or redo takes back or repeats. Only the removal of an interview empties payloads: its words go.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("action", Integer, nullable=False),
    Column("op", String(16), nullable=False),
    Column("subject", String(16), nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("undo_of", Integer),
    Index("ix_events_key", "key"),
    Index("ix_events_action", "action"),
)

# Append-only. What was taken out of the study; the text itself is gone.
removals = Table(
    "removals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("transcript_id", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("n_codings", Integer, nullable=False),
    Column("coder", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

# Surveys. `definition` is the instrument as JSON; its scale never changes once there is an answer.
instruments = Table(
    "instruments",
    metadata,
    Column("key", String(128), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("definition", Text, nullable=False),
)

survey_waves = Table(
    "survey_waves",
    metadata,
    Column("label", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)

# Answers are added and removed, never changed. Their people need not be participants: many are not interviewed.
answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("instrument", String(128), ForeignKey("instruments.key"), nullable=False),
    Column("participant", Text, nullable=False),
    Column("wave", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("channel", Text, nullable=False),
    Column("answered_at", Text, nullable=False),
    Column("group_key", String(64), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("at", String(40), nullable=False),
    UniqueConstraint("instrument", "participant", "wave"),
    Index("ix_answers_participant", "participant"),
)

# What foreign projects brought and the study has no place for, as it came (see `kept`). Nothing else reads it: only an
# export writes it back. `key` is what a thing is in the study: a coder, the key of a code, an interview, a memo.
kept_elements = Table(
    "kept_elements",
    metadata,
    Column("section", String(16), primary_key=True),
    Column("guid", String(128), primary_key=True),
    Column("project", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("content", Text, nullable=False),
)

# `text` is the source's text untouched, `turns` where in it each utterance lies, `codings` those that came with it;
# `transcript_id` is empty for sources that are no interviews.
kept_sources = Table(
    "kept_sources",
    metadata,
    Column("guid", String(128), primary_key=True),
    Column("project", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("transcript_id", Text, ForeignKey("transcripts.id")),
    Column("text", Text, nullable=False),
    Column("turns", Text, nullable=False),
    Column("codings", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("ix_kept_sources_transcript_id", "transcript_id"),
)

# Files of foreign projects; `source` is the guid of the one that they belong to.
kept_files = Table(
    "kept_files",
    metadata,
    Column("project", Integer, primary_key=True, autoincrement=False),
    Column("path", Text, primary_key=True),
    Column("source", String(128), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
