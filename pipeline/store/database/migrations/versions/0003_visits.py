"""Visits again: validators, what listings hold, what hosts ask for, articles that their portal withdrew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
PLAIN = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Everything new starts empty: the next visit of each source fills it."""
    op.add_column("articles", sa.Column("gone_at", MOMENT))
    for name in ("etag", "last_modified", "told"):
        op.add_column("pages", _words(name))
    op.add_column("listings", sa.Column("kind", WORDS, nullable=False, server_default="page"))
    op.add_column("listings", sa.Column("head", PLAIN, nullable=False, server_default="[]"))
    op.add_column("listings", sa.Column("read_at", MOMENT))
    op.add_column("listings", _words("etag"))
    op.add_column("listings", _words("last_modified"))
    op.add_column("listings", sa.Column("order", WORDS, nullable=False, server_default="newest"))
    op.add_column("listings", sa.Column("walked_at", MOMENT))
    op.execute("UPDATE listings SET walked_at = '2026-01-01T00:00:00.000000Z'")
    op.add_column("listings", _words("next_url"))
    op.add_column(
        "listings", sa.Column("next_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("runs", sa.Column("gone", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("runs", sa.Column("failures", PLAIN, nullable=False, server_default="{}"))
    op.create_table(
        "hosts",
        sa.Column("host", WORDS, primary_key=True),
        sa.Column("delay", sa.Double()),
        sa.Column("resume_at", MOMENT),
        _words("reason"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("robots", WORDS),
        sa.Column("robots_at", MOMENT),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False, server_default="")
