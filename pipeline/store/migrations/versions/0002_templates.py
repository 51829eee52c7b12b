"""Templates: what each source's pages share."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the table; the templates are learned at the next runs."""
    op.create_table(
        "templates",
        sa.Column("source_id", WORDS, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("learned_at", MOMENT, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("data", WORDS, nullable=False),
    )
