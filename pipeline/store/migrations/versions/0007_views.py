"""Views that read well in sqlite3, psql and Datasette."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
