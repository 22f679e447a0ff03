"""What each interview's suggestions were made from, so that only changed interviews are tagged again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("transcripts", sa.Column("tag_key", sa.String(64)))


def downgrade() -> None:
    op.drop_column("transcripts", "tag_key")
