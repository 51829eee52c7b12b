"""Search: the index in the order of time, with every field of an article and no second copy of its text."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0006"
down_revision = "0005"

WORDS = sa.Text(collation="C")


def upgrade() -> None:
    """Another index; 0008, which changes its words, fills it from all stored articles."""
    op.execute("DROP TABLE article_search")
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    """The words come parted, in lower case and without signs; ascii keeps them whole.

    Pages of 1000 bytes: a leap to a far article decodes a page of every word asked for.
    unicode61 would part by the letters of Unicode 6.1, not by those that Python knows.
    """
    op.execute(
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "folded, exact, other, content = '', columnsize = 0, tokenize = \"ascii tokenchars '_-.'\")"
    )
    op.execute("INSERT INTO article_search (article_search, rank) VALUES ('pgsz', 1000)")


def _postgresql() -> None:
    op.create_table(
        "article_search",
        sa.Column("timeline", sa.BigInteger(), primary_key=True, autoincrement=False),
        *(
            sa.Column(name, WORDS, nullable=False)
            for name in ("title", "body", "title_folded", "body_folded")
        ),
        sa.Column("words", TSVECTOR(), nullable=False),
    )
    op.create_index("ix_article_search_words", "article_search", ["words"], postgresql_using="gin")
