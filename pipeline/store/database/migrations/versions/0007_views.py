"""Views that read well in sqlite3, psql and Datasette."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """No table changes: the views are made anew after every migration (pipeline.store.database.views)."""
