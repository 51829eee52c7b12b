"""Health: how each source is, what operators are told of it, what each run read of listings."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.columns import PLAIN, Moment, Words

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New columns, an index and two tables: sources are judged from their next run on."""
    op.add_column("runs", sa.Column("listings", PLAIN, nullable=False, server_default="{}"))
    for name in ("candidates", "fruitful"):
        op.add_column("runs", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_articles_source_first_seen", "articles", ["source_id", "first_seen"])
    op.add_column("pages", sa.Column("dropped_at", Moment))
    op.create_table(
        "health",
        sa.Column("source_id", Words, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("state", Words, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("judged_at", Moment, nullable=False),
        sa.Column("symptoms", PLAIN, nullable=False),
        sa.Column("next_step", Words, nullable=False),
        sa.Column("suspected", Words),
        sa.Column("suspicions", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.BigInteger()),
    )
    op.create_table(
        "notices",
        sa.Column("number", NUMBER, sa.Identity(), primary_key=True),
        sa.Column("source_id", Words, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", Words, nullable=False),
        sa.Column("former", Words),
        sa.Column("symptoms", PLAIN, nullable=False),
        sa.Column("next_step", Words, nullable=False),
        sa.Column("told", PLAIN, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_source", "notices", ["source_id", "number"])
