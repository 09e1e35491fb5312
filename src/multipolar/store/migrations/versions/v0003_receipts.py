"""Receipts are sealed to the events their commands brought about; those of before, to the first event."""

import sqlalchemy as sa
from alembic import op

from multipolar.store.beside import seal_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and seal what is there."""
    op.add_column("command", sa.Column("seq", sa.Integer, nullable=False, server_default="1"))
    op.add_column("command", sa.Column("seal", sa.String, nullable=False, server_default=""))
    connection = op.get_bind()
    kept = connection.execute(
        sa.text(
            "select c.exercise, c.command, c.receipt, e.hash from command c"
            " join event e on e.exercise = c.exercise and e.seq = 1"
        )
    ).all()
    seals = [
        {"exercise": exercise, "command": command, "seal": seal_of(log_hash, command, receipt)}
        for exercise, command, receipt, log_hash in kept
    ]
    if seals:
        sealed = "update command set seal = :seal where exercise = :exercise and command = :command"
        connection.execute(sa.text(sealed), seals)


def downgrade() -> None:
    """Without seals."""
    op.drop_column("command", "seal")
    op.drop_column("command", "seq")
