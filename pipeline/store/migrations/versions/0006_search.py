"""Search: every field of it, in the order of time."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing yet."""
