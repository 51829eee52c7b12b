"""The store: sources, articles, pages, listings, runs and the search index."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, TSVECTOR

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
PLAIN = sa.JSON().with_variant(JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _sources()
    _articles()
    _pages()
    _runs()
    if op.get_context().dialect.name == "sqlite":
        _sqlite_search()
    else:
        _postgresql_search()


def _needed(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, NUMBER, sa.Identity(), primary_key=True)


def _source(*, primary_key: bool = False) -> sa.Column[Any]:
    source = sa.ForeignKey("sources.id")
    return sa.Column("source_id", WORDS, source, nullable=False, primary_key=primary_key)


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", WORDS, primary_key=True),
        *(_needed(name, WORDS) for name in ("name", "url", "level", "province")),
        *(_needed(name, WORDS) for name in ("province_before", "district", "platform")),
        _needed("enabled", sa.Boolean()),
        sa.Column("active_from", sa.Date()),
        sa.Column("active_until", sa.Date()),
        _needed("successor", WORDS),
        _needed("settings", PLAIN),
    )
    op.create_index("ix_sources_province", "sources", ["province"])


def _articles() -> None:
    op.create_table(
        "articles",
        _number("number"),
        _needed("id", WORDS),
        _needed("key", WORDS),
        _source(),
        *(_needed(name, WORDS) for name in ("url", "kind", "title")),
        sa.Column("lead", WORDS),
        *(_needed(name, WORDS) for name in ("text", "html", "content_hash")),
        sa.Column("published_at", MOMENT),
        sa.Column("published_precision", WORDS),
        sa.Column("published_source", WORDS),
        sa.Column("updated_at", MOMENT),
        *(sa.Column(name, WORDS) for name in ("author", "source_credit", "section")),
        *(_needed(name, PLAIN) for name in ("images", "attachments", "tags")),
        sa.Column("language", WORDS),
        *(_needed(name, MOMENT) for name in ("first_seen", "last_seen", "updated", "sort_time")),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        sa.UniqueConstraint("key", name="uq_articles_key"),
        sa.UniqueConstraint("source_id", "url", name="uq_articles_source_url"),
    )
    op.create_index("ix_articles_newest", "articles", ["sort_time", "key"])
    op.create_index("ix_articles_source_newest", "articles", ["source_id", "sort_time", "key"])
    op.create_index("ix_articles_updated", "articles", ["updated"])
    op.create_index("ix_articles_source_content", "articles", ["source_id", "content_hash"])
    op.create_index("ix_articles_source_updated", "articles", ["source_id", "updated"])


def _pages() -> None:
    op.create_table(
        "pages",
        _number("number"),
        _source(),
        _needed("url", WORDS),
        _needed("canonical", WORDS),
        _needed("status", sa.Integer()),
        _needed("outcome", WORDS),
        _needed("fetched_at", MOMENT),
        sa.Column("warc_file", WORDS),
        sa.Column("warc_offset", sa.BigInteger()),
        sa.Column("warc_length", sa.BigInteger()),
        sa.UniqueConstraint("source_id", "url", name="uq_pages_source_url"),
    )
    op.create_table(
        "listings", _source(primary_key=True), sa.Column("url", WORDS, primary_key=True)
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _number("id"),
        _source(),
        _needed("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        _needed("status", WORDS),
        *(_needed(name, sa.BigInteger()) for name in ("requests", "bytes")),
        *(_needed(name, sa.Integer()) for name in ("new", "changed", "unchanged", "errors")),
        _needed("rejected", PLAIN),
        _needed("statuses", PLAIN),
        _needed("detail", WORDS),
    )
    op.create_index("ix_runs_source", "runs", ["source_id", "id"])


def _sqlite_search() -> None:
    """Words come in parted and lower case, so `ascii` (all above ASCII is letter) parts them once more alike.

    unicode61 would part by the letters of Unicode 6.1, not by those that Python knows.
    """
    op.execute(
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "title, body, title_folded, body_folded, tokenize = 'ascii')"
    )


def _postgresql_search() -> None:
    op.create_table(
        "article_search",
        sa.Column(
            "article",
            NUMBER,
            sa.ForeignKey("articles.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        *(_needed(name, WORDS) for name in ("title", "body", "title_folded", "body_folded")),
        _needed("words", TSVECTOR()),
    )
    op.create_index("ix_article_search_words", "article_search", ["words"], postgresql_using="gin")
