"""Large events may lie packed: a version that does not know that must not take them for damaged."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do: what lies there unpacked is read as it is."""


def downgrade() -> None:
    """Nothing either: what was packed meanwhile is read by the later version alone."""
