"""Templates: what each source's pages share; provenance: which rule found each field of an article."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")


PLAIN = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table; templates are learned at the next runs, provenance comes with `reprocess`."""
    op.add_column("articles", sa.Column("provenance", PLAIN, nullable=False, server_default="[]"))
    op.create_table(
        "templates",
        sa.Column("source_id", WORDS, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("learned_at", MOMENT, nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("data", WORDS, nullable=False),
    )
