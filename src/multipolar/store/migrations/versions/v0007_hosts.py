"""Several hosts on one database: keys of seats, who serves, who runs; turns that nobody waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; on PostgreSQL also the counter of turns."""
    op.create_table(
        "keys",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("kept", sa.String, nullable=False),
    )
    op.create_table(
        "host",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("exercise", sa.String, nullable=False, index=True),
        sa.Column("addresses", sa.String, nullable=False),
        sa.Column("present", sa.String, nullable=False),
        sa.Column("beat", sa.Float, nullable=False),
    )
    op.create_table(
        "lease",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        # A row that all count on would have exercises wait for one another.
        op.execute("CREATE SEQUENCE turn")


def downgrade() -> None:
    """One host serves an exercise."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE turn")
    for table in ("lease", "host", "keys"):
        op.drop_table(table)
