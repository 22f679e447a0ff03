"""What foreign projects brought, word for word, and a guid for the study itself."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_elements",
        sa.Column("section", sa.String(16), nullable=False),
        sa.Column("guid", sa.String(128), nullable=False),
        sa.Column("project", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("section", "guid", name="pk_kept_elements"),
    )
    op.create_table(
        "kept_sources",
        sa.Column("guid", sa.String(128), nullable=False),
        sa.Column("project", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("transcript_id", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("turns", sa.Text, nullable=False),
        sa.Column("codings", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["transcript_id"], ["transcripts.id"], name="fk_kept_sources_transcript_id"),
        sa.PrimaryKeyConstraint("guid", name="pk_kept_sources"),
    )
    op.create_index("ix_kept_sources_transcript_id", "kept_sources", ["transcript_id"])
    op.create_table(
        "kept_files",
        sa.Column("project", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("source", sa.String(128), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("project", "path", name="pk_kept_files"),
    )
    settings = sa.table("study_settings", sa.column("key", sa.String), sa.column("value", sa.Text))
    op.bulk_insert(settings, [{"key": "guid", "value": str(uuid.uuid4())}])


def downgrade() -> None:
    op.execute("DELETE FROM study_settings WHERE key = 'guid'")
    op.drop_table("kept_files")
    op.drop_index("ix_kept_sources_transcript_id", table_name="kept_sources")
    op.drop_table("kept_sources")
    op.drop_table("kept_elements")
