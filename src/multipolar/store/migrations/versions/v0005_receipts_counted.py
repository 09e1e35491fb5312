"""Receipts are counted, so that one that is missing is found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with those that are there."""
    op.add_column("exercise", sa.Column("receipts", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE exercise SET receipts = (SELECT count(*) FROM command WHERE command.exercise = exercise.id)"
    )


def downgrade() -> None:
    """Nobody counts them."""
    op.drop_column("exercise", "receipts")
