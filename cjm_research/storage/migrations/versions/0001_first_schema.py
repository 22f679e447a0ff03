"""First schema: settings, imports, participants, transcripts with text revisions, coding events, memos."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_settings",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_study_settings"),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("format", sa.String(64), nullable=False),
        sa.Column("encoding", sa.String(64)),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.UniqueConstraint("sha256", name="uq_imports_sha256"),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("group_key", sa.String(64), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("attributes", sa.Text, nullable=False),
        sa.Column("extra", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participants"),
    )
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("participant_id", sa.Text, nullable=False),
        sa.Column("import_id", sa.Integer),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("extra", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sa.ForeignKeyConstraint(["participant_id"], ["participants.id"], name="fk_transcripts_participant_id"),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name="fk_transcripts_import_id"),
    )
    op.create_table(
        "utterances",
        sa.Column("transcript_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("speaker", sa.Text, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("start_s", sa.Float),
        sa.Column("end_s", sa.Float),
        sa.Column("extra", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("transcript_id", "number", name="pk_utterances"),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcripts.id"], name="fk_utterances_transcript_id"),
    )
    op.create_table(
        "utterance_texts",
        sa.Column("transcript_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("transcript_id", "number", "revision", name="pk_utterance_texts"),
        sa.ForeignKeyConstraint(
            ["transcript_id", "number"],
            ["utterances.transcript_id", "utterances.number"],
            name="fk_utterance_texts_transcript_id",
        ),
    )
    op.create_table(
        "coding_events",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("op", sa.String(16), nullable=False),
        sa.Column("coding", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("undo_of", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_coding_events"),
    )
    op.create_index("ix_coding_events_coding", "coding_events", ["coding"])
    op.create_index("ix_coding_events_action", "coding_events", ["action"])
    op.create_table(
        "memos",
        sa.Column("guid", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("guid", name="pk_memos"),
    )


def downgrade() -> None:
    for table in (
        "memos",
        "coding_events",
        "utterance_texts",
        "utterances",
        "transcripts",
        "participants",
        "imports",
        "study_settings",
    ):
        op.drop_table(table)
