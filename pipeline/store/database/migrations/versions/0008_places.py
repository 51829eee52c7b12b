"""Places: sources' units by their codes, the units that articles name, the last look at each home."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.columns import PLAIN, Moment, Words
from pipeline.store.searching.index import rebuild

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New columns and tables. Stored articles name no places until `congtin reprocess` reads them again."""
    for name in ("unit", "unit_before"):
        op.add_column("sources", sa.Column(name, Words, nullable=False, server_default=""))
    op.add_column("articles", sa.Column("places", PLAIN, nullable=False, server_default="[]"))
    op.create_table(
        "mentions",
        sa.Column("unit", Words, primary_key=True),
        sa.Column("timeline", sa.BigInteger(), primary_key=True),
        sa.Column("article", NUMBER, sa.ForeignKey("articles.number"), nullable=False),
    )
    op.create_index("ix_mentions_article", "mentions", ["article"])
    op.create_table(
        "units",
        sa.Column("id", Words, primary_key=True),
        *(sa.Column(name, Words, nullable=False) for name in ("code", "level", "name", "province")),
        *(
            sa.Column(name, Words)
            for name in ("former_name", "renamed", "parent", "since", "until")
        ),
    )
    op.create_table(
        "verifications",
        sa.Column("source_id", Words, primary_key=True),
        sa.Column("url", Words, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("found", Words, nullable=False),
        *(
            sa.Column(name, Words, nullable=False, server_default="")
            for name in ("reason", "detail", "final_url", "title", "platform")
        ),
    )
    rebuild(op.get_bind())  # its words are today's: of all columns, so by the last migration alone
