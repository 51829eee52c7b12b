"""Kept for good: the order of articles as one number, their revisions, what changed when, their topics."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

from pipeline.store.columns import Moment
from pipeline.store.identity.addresses import url_key
from pipeline.store.timeline import timeline
from pipeline.store.topics import topics_of

revision = "0004"
down_revision = "0003"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.String(27).with_variant(TIMESTAMP(timezone=True), "postgresql")
PLAIN = sa.JSON().with_variant(JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_ARTICLES = sa.table(
    "articles",
    *(sa.column(name, sa.Text()) for name in ("key", "section", "url")),
    *(sa.column(name, sa.BigInteger()) for name in ("number", "timeline", "url_key")),
    *(sa.column(name, Moment()) for name in ("sort_time", "first_seen")),
    sa.column("tags", PLAIN),
)
_BATCH = 1000


def upgrade() -> None:
    """Every stored article gets its place, its topics, and a first line in the list of changes."""
    op.add_column("sources", _words("commune"))
    op.add_column("articles", sa.Column("story", WORDS))
    op.add_column(
        "articles", sa.Column("timeline", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column(
        "articles", sa.Column("url_key", sa.BigInteger(), nullable=False, server_default="0")
    )
    _addresses()
    _revisions()
    _changes()
    _topics()
    _fill()
    _settle_order()


def _addresses() -> None:
    op.create_table(
        "addresses",
        _number(),
        _article(),
        sa.Column("source_id", WORDS, sa.ForeignKey("sources.id"), nullable=False),
        _needed("url"),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("source_id", "url", "article", name="uq_addresses_source_url_article"),
    )
    op.create_index("ix_addresses_source_url_key", "addresses", ["source_id", "url_key"])
    op.create_index("ix_addresses_article", "addresses", ["article"])
    op.create_index("ix_sources_successor", "sources", ["successor"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        _number(),
        _article(),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=False),
        _needed("reason"),
        _needed("title"),
        sa.Column("lead", WORDS),
        _needed("text"),
        _needed("content_hash"),
        sa.Column("fields", PLAIN, nullable=False),
    )
    op.create_index("ix_revisions_article", "revisions", ["article", "number"])


def _changes() -> None:
    op.create_table(
        "changes",
        _number(),
        _article(),
        _needed("kind"),
        sa.Column("at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_at", "changes", ["at"])
    op.create_index("ix_changes_article", "changes", ["article", "number"])


def _topics() -> None:
    op.create_table(
        "topics",
        sa.Column("slug", WORDS, primary_key=True),
        sa.Column("timeline", sa.BigInteger(), primary_key=True),
        _article(),
        _needed("name"),
    )
    op.create_index("ix_topics_article", "topics", ["article"])


def _fill() -> None:
    connection, after = op.get_bind(), 0
    topics = sa.table("topics", *(sa.column(n) for n in ("slug", "timeline", "article", "name")))
    taken: set[int] = set()
    while True:
        query = sa.select(_ARTICLES).where(_ARTICLES.c.number > after)
        rows = connection.execute(query.order_by(_ARTICLES.c.number).limit(_BATCH)).mappings().all()
        if not rows:
            break
        places = [_free(timeline(row["sort_time"], row["key"]), taken) for row in rows]
        named = [
            {"slug": slug, "timeline": place, "article": row["number"], "name": name}
            for row, place in zip(rows, places, strict=True)
            for slug, name in topics_of(row["section"], row["tags"]).items()
        ]
        moved = [
            {"n": row["number"], "place": place, "k": url_key(row["url"])}
            for row, place in zip(rows, places, strict=True)
        ]
        connection.execute(
            sa.update(_ARTICLES)
            .where(_ARTICLES.c.number == sa.bindparam("n"))
            .values(timeline=sa.bindparam("place"), url_key=sa.bindparam("k")),
            moved,
        )
        if named:
            connection.execute(sa.insert(topics), named)
        after = rows[-1]["number"]
    connection.execute(
        sa.text(
            "INSERT INTO changes (article, kind, at) "
            "SELECT number, 'new', first_seen FROM articles ORDER BY number"
        )
    )


def _free(place: int, taken: set[int]) -> int:
    while place in taken:
        place += 1
    taken.add(place)
    return place


def _settle_order() -> None:
    """Every list runs along `timeline` now."""
    for name in ("ix_articles_newest", "ix_articles_source_newest"):
        op.drop_index(name, "articles")
    op.create_index("ix_articles_timeline", "articles", ["timeline"], unique=True)
    op.create_index("ix_articles_source_timeline", "articles", ["source_id", "timeline"])
    op.create_index("ix_articles_story", "articles", ["story"])
    op.create_index("ix_articles_source_url_key", "articles", ["source_id", "url_key"])


def _number() -> sa.Column[Any]:
    return sa.Column("number", NUMBER, sa.Identity(), primary_key=True)


def _article() -> sa.Column[Any]:
    return sa.Column("article", NUMBER, sa.ForeignKey("articles.number"), nullable=False)


def _needed(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=False, server_default="")
