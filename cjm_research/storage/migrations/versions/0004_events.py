"""One list of events for codings, codes, memos and text, where there was one for codings and a table of memos."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("op", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(16), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("coder", sa.Text, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("undo_of", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_key", "events", ["key"])
    op.create_index("ix_events_action", "events", ["action"])
    op.execute(
        "INSERT INTO events (id, action, op, subject, key, payload, coder, at, undo_of) "
        "SELECT id, action, op, 'coding', coding, payload, coder, at, undo_of FROM coding_events"
    )
    _memos_to_events(op.get_bind())
    _erase_removed(op.get_bind())
    op.drop_index("ix_coding_events_coding", table_name="coding_events")
    op.drop_index("ix_coding_events_action", table_name="coding_events")
    op.drop_table("coding_events")
    op.drop_table("memos")


def _memos_to_events(connection: sa.Connection) -> None:
    event, action = connection.execute(sa.text("SELECT max(id), max(action) FROM events")).one()
    codings = set(connection.execute(sa.text("SELECT DISTINCT key FROM events")).scalars())
    transcripts = set(connection.execute(sa.text("SELECT id FROM transcripts")).scalars())
    people = set(connection.execute(sa.text("SELECT id FROM participants")).scalars())
    rows = connection.execute(sa.text("SELECT guid, target, text, coder, at FROM memos ORDER BY position")).all()
    insert = sa.text(
        "INSERT INTO events (id, action, op, subject, key, payload, coder, at, undo_of) "
        "VALUES (:id, :action, 'import', 'memo', :key, :payload, :coder, :at, NULL)"
    )
    for n, row in enumerate(rows, start=1):
        kinds = (("coding", codings), ("transcript", transcripts), ("participant", people))
        on = next((kind for kind, known in kinds if row.target in known), "study")
        target = row.target if on != "study" else ""
        memo = {"guid": row.guid, "on": on, "target": target, "text": row.text, "coder": row.coder, "at": row.at}
        connection.execute(
            insert,
            {
                "id": (event or 0) + n,
                "action": (action or 0) + n,
                "key": row.guid,
                "payload": json.dumps(memo, ensure_ascii=False, separators=(",", ":")),
                "coder": row.coder,
                "at": row.at,
            },
        )


def _erase_removed(connection: sa.Connection) -> None:
    """Earlier versions kept what was coded in interviews that were removed since; now their words go with them."""
    present = set(connection.execute(sa.text("SELECT id FROM transcripts")).scalars())
    query = "SELECT id, payload FROM events WHERE subject = 'coding' AND payload <> ''"
    gone = [
        row.id for row in connection.execute(sa.text(query)) if json.loads(row.payload)["transcript"] not in present
    ]
    erase = sa.text("UPDATE events SET payload = '' WHERE id = :id")
    if gone:
        connection.execute(erase, [{"id": id} for id in gone])


def downgrade() -> None:
    connection = op.get_bind()
    others = sa.text("SELECT count(*) FROM events WHERE subject NOT IN ('coding', 'memo')")
    if connection.execute(others).scalar_one():
        raise NotImplementedError("the older form of a study has no place for codes and corrected texts")
    op.create_table(
        "coding_events",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
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
    connection.execute(
        sa.text(
            "INSERT INTO coding_events (id, action, op, coding, payload, coder, at, undo_of) "
            "SELECT id, action, op, key, payload, coder, at, undo_of FROM events WHERE subject = 'coding'"
        )
    )
    rows = connection.execute(sa.text("SELECT key, payload FROM events WHERE subject = 'memo' ORDER BY id")).all()
    memos = {row.key: json.loads(row.payload) if row.payload else None for row in rows}
    insert = sa.text("INSERT INTO memos VALUES (:guid, :position, :target, :text, :coder, :at)")
    for position, memo in enumerate(memo for memo in memos.values() if memo):
        connection.execute(insert, {**memo, "position": position})
    op.drop_table("events")
