"""Exercises in the order in which they were touched, whatever the clock said; and the place itself."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count on from the order in which the clock had put them."""
    op.add_column("exercise", sa.Column("touched", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE exercise SET touched = (SELECT count(*) FROM exercise AS earlier "
        "WHERE earlier.updated_at < exercise.updated_at "
        "OR (earlier.updated_at = exercise.updated_at AND earlier.id <= exercise.id))"
    )
    op.create_table(
        "place",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("in_use", sa.Integer, nullable=False),
    )
    made = sa.text("INSERT INTO place SELECT CAST(:key AS VARCHAR), count(*), 0 FROM exercise")
    op.execute(made.bindparams(key=secrets.token_hex(8)))


def downgrade() -> None:
    """The clock puts them in order again."""
    op.drop_column("exercise", "touched")
    op.drop_table("place")
