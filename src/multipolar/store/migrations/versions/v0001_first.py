"""The first shape: exercises, events, commands done, drafts, notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "exercise",
        sa.Column("id", sa.String, primary_key=True),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ("scenario", "title", "preset", "seed", "seats", "version", "position", "state")
        ),
        *(sa.Column(name, sa.String, nullable=False) for name in ("created_at", "updated_at", "parent")),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("rounds", "format", "parent_seq", "events")
        ),
        sa.Column("log_hash", sa.String, nullable=False),
        sa.Column("seal", sa.String, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "command",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("command", sa.String, primary_key=True),
        sa.Column("receipt", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("seat", sa.String, primary_key=True),
        sa.Column("payload", sa.String, nullable=False),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("exercise", sa.String, nullable=False, index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("seat", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )


def downgrade() -> None:
    """There is nothing before the first shape."""
    for table in ("note", "draft", "command", "event", "exercise"):
        op.drop_table(table)
