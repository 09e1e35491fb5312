"""How much of a lesson was used, beside the record."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lesson",
        sa.Column("exercise", sa.String, primary_key=True),
        sa.Column("used", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Without it a lesson begins where its plan has it."""
    op.drop_table("lesson")
