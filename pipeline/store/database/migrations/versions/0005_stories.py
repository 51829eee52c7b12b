"""Stories: which articles print one text. What is stored is compared too, article by article."""

import sqlalchemy as sa
from alembic import op

from pipeline.store.stories.settling import put

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 500


def upgrade() -> None:
    """Three tables, and the stories of every stored article."""
    op.create_table(
        "sketches",
        _article("article", primary_key=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), primary_key=True),
        sa.Column("place", sa.BigInteger(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reprints",
        _article("article", primary_key=True),
        _article("other", primary_key=True),
        sqlite_with_rowid=False,
    )
    _fill()


def _article(name: str, *, primary_key: bool) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey("articles.number"), primary_key=primary_key)


def _fill() -> None:
    connection, after = op.get_bind(), 0
    names = ("number", "timeline", "title", "text")
    articles = sa.table("articles", *(sa.column(name) for name in names))
    while True:
        query = sa.select(articles).where(articles.c.number > after)
        rows = connection.execute(query.order_by(articles.c.number).limit(_BATCH)).mappings().all()
        if not rows:
            return
        for row in rows:
            put(connection, dict(row))
        after = rows[-1]["number"]
