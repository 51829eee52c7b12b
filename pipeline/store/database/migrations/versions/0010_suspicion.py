"""Suspicion: what shows the state that a source's last run alone points to."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.columns import PLAIN

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """A new column, empty until a source is judged again."""
    op.add_column("health", sa.Column("suspicion", PLAIN, nullable=False, server_default="[]"))
