"""Surveys: the instruments that people answered, their waves in order, and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instruments",
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_instruments"),
    )
    op.create_table(
        "survey_waves",
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("label", name="pk_survey_waves"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("instrument", sa.String(128), nullable=False),
        sa.Column("participant", sa.Text, nullable=False),
        sa.Column("wave", sa.Text, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("answered_at", sa.Text, nullable=False),
        sa.Column("group_key", sa.String(64), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.ForeignKeyConstraint(["instrument"], ["instruments.key"], name="fk_answers_instrument"),
        sa.UniqueConstraint("instrument", "participant", "wave", name="uq_answers_instrument"),
    )
    op.create_index("ix_answers_participant", "answers", ["participant"])


def downgrade() -> None:
    op.drop_index("ix_answers_participant", table_name="answers")
    op.drop_table("answers")
    op.drop_table("survey_waves")
    op.drop_table("instruments")
