"""The tables, as they read in sqlite3 and psql. Migrations make them; this describes them to the queries."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from pipeline.store.columns import PLAIN, Moment, Words

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""A row number: 64 bits on both (SQLite's INTEGER PRIMARY KEY is)."""


def _source() -> Column[str]:
    return Column("source_id", Words, ForeignKey("sources.id"), nullable=False)


sources = Table(
    "sources",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("level", Words, nullable=False),
    Column("province", Words, nullable=False),
    Column("province_before", Words, nullable=False),
    Column("district", Words, nullable=False),
    Column("commune", Words, nullable=False, server_default=""),
    Column("unit", Words, nullable=False, server_default=""),
    Column("unit_before", Words, nullable=False, server_default=""),
    Column("platform", Words, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("active_from", Date),
    Column("active_until", Date),
    Column("successor", Words, nullable=False),
    Column("settings", PLAIN, nullable=False),
    Index("ix_sources_province", "province"),
    Index("ix_sources_successor", "successor"),
)
"""The registry's mirror; `settings` holds the fields that have no column of their own."""

articles = Table(
    "articles",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    Column("id", Words, nullable=False),
    Column("key", Words, nullable=False),
    _source(),
    Column("url", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("lead", Words),
    Column("text", Words, nullable=False),
    Column("html", Words, nullable=False),
    Column("content_hash", Words, nullable=False),
    Column("published_at", Moment),
    Column("published_precision", Words),
    Column("published_source", Words),
    Column("updated_at", Moment),
    Column("author", Words),
    Column("source_credit", Words),
    Column("section", Words),
    Column("images", PLAIN, nullable=False),
    Column("attachments", PLAIN, nullable=False),
    Column("tags", PLAIN, nullable=False),
    Column("language", Words),
    Column("places", PLAIN, nullable=False, server_default="[]"),
    Column("provenance", PLAIN, nullable=False, server_default="[]"),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("sort_time", Moment, nullable=False),
    Column("gone_at", Moment),
    Column("story", Words),
    Column("timeline", BigInteger, nullable=False, server_default="0"),
    Column("url_key", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("id", name="uq_articles_id"),
    UniqueConstraint("key", name="uq_articles_key"),
    UniqueConstraint("source_id", "url", name="uq_articles_source_url"),
    Index("ix_articles_timeline", "timeline", unique=True),
    Index("ix_articles_source_timeline", "source_id", "timeline"),
    Index("ix_articles_story", "story"),
    Index("ix_articles_updated", "updated"),
    Index("ix_articles_source_content", "source_id", "content_hash"),
    Index("ix_articles_source_updated", "source_id", "updated"),
    Index("ix_articles_source_first_seen", "source_id", "first_seen"),
    Index("ix_articles_source_url_key", "source_id", "url_key"),
)
"""One row an article: the fields of `Article.to_dict()` and `Entry.to_dict()` under their own names.

`timeline`: its place in every list (pipeline.store.timeline). `story`: the key of the first publisher's
article where several print one text, NULL where it stands alone. `url_key`: of its address without the host
(pipeline.store.identity.addresses), by which it is found on another.
"""


def _of_article() -> Column[int]:
    return Column("article", _NUMBER, ForeignKey("articles.number"), nullable=False)


addresses = Table(
    "addresses",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    _of_article(),
    _source(),
    Column("url", Words, nullable=False),
    Column("url_key", BigInteger, nullable=False),
    UniqueConstraint("source_id", "url", "article", name="uq_addresses_source_url_article"),
    Index("ix_addresses_source_url_key", "source_id", "url_key"),
    Index("ix_addresses_article", "article"),
)
"""Further addresses of an article, former ones and copies, each under the source that it was read for."""

revisions = Table(
    "revisions",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    _of_article(),
    Column("seen_at", Moment, nullable=False),
    Column("replaced_at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("lead", Words),
    Column("text", Words, nullable=False),
    Column("content_hash", Words, nullable=False),
    Column("fields", PLAIN, nullable=False),
    Index("ix_revisions_article", "article", "number"),
)
"""Former versions: each as it stood from `seen_at` until `replaced_at`, and why it was replaced
("publisher", "re-extraction"). `fields`: the article's other fields then."""

changes = Table(
    "changes",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    _of_article(),
    Column("kind", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_changes_at", "at"),
    Index("ix_changes_article", "article", "number"),
    sqlite_autoincrement=True,
)
"""What changed, in the order in which it was committed: `pipeline.model.ChangeKind` and when we wrote it."""

topics = Table(
    "topics",
    metadata,
    Column("slug", Words, primary_key=True),
    Column("timeline", BigInteger, primary_key=True),
    _of_article(),
    Column("name", Words, nullable=False),
    Index("ix_topics_article", "article"),
)
"""The topics of each article: its section and tags, under one slug however portals write them."""

mentions = Table(
    "mentions",
    metadata,
    Column("unit", Words, primary_key=True),
    Column("timeline", BigInteger, primary_key=True),
    _of_article(),
    Index("ix_mentions_article", "article"),
)
"""The administrative units that each article names, by their ids in pipeline.geography."""

units = Table(
    "units",
    metadata,
    Column("id", Words, primary_key=True),
    Column("code", Words, nullable=False),
    Column("level", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("former_name", Words),
    Column("renamed", Words),
    Column("parent", Words),
    Column("province", Words, nullable=False),
    Column("since", Words),
    Column("until", Words),
)
"""Of pipeline.geography, as far as sources and articles speak of them (pipeline.store.units)."""

sketches = Table(
    "sketches",
    metadata,
    Column("article", _NUMBER, ForeignKey("articles.number"), primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("bands", LargeBinary, nullable=False),
)
"""What `bands` holds of an article: at which place, and which (`stories.signature`), four bytes each."""

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which articles to compare: those that share a band and stand close to each other in it. `place` is the
article's `timeline`."""

reprints = Table(
    "reprints",
    metadata,
    Column("article", _NUMBER, ForeignKey("articles.number"), primary_key=True),
    Column("other", _NUMBER, ForeignKey("articles.number"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Pairs of articles that print one text (pipeline.store.stories.likeness), each pair in both directions.
`articles.story` follows from them."""

pages = Table(
    "pages",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    _source(),
    Column("url", Words, nullable=False),
    Column("canonical", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("warc_file", Words),
    Column("warc_offset", BigInteger),
    Column("warc_length", BigInteger),
    Column("etag", Words, nullable=False, server_default=""),
    Column("last_modified", Words, nullable=False, server_default=""),
    Column("told", Words, nullable=False, server_default=""),
    Column("dropped_at", Moment),
    UniqueConstraint("source_id", "url", name="uq_pages_source_url"),
)
"""The ledger: the last visit to each address; `told`: what listings last said of it (`PageVisit.told`)."""

listings = Table(
    "listings",
    metadata,
    Column("source_id", Words, ForeignKey("sources.id"), primary_key=True),
    Column("url", Words, primary_key=True),
    Column("kind", Words, nullable=False, server_default="page"),
    Column("head", PLAIN, nullable=False, server_default="[]"),
    Column("read_at", Moment),
    Column("etag", Words, nullable=False, server_default=""),
    Column("last_modified", Words, nullable=False, server_default=""),
    Column("order", Words, nullable=False, server_default="newest"),
    Column("walked_at", Moment),
    Column("next_url", Words, nullable=False, server_default=""),
    Column("next_number", Integer, nullable=False, server_default="0"),
)
"""Listings, feeds and sitemaps walked to their end at least once, and the articles at their head."""

hosts = Table(
    "hosts",
    metadata,
    Column("host", Words, primary_key=True),
    Column("delay", Double),
    Column("resume_at", Moment),
    Column("reason", Words, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("robots", Words),
    Column("robots_at", Moment),
)
"""What a host asked for: a delay, to be left alone until a moment, its robots.txt."""

verifications = Table(
    "verifications",
    metadata,
    Column("source_id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("found", Words, nullable=False),
    Column("reason", Words, nullable=False, server_default=""),
    Column("detail", Words, nullable=False, server_default=""),
    Column("final_url", Words, nullable=False, server_default=""),
    Column("title", Words, nullable=False, server_default=""),
    Column("platform", Words, nullable=False, server_default=""),
)
"""The last look at each home (`pipeline.model.Verification`), also of sources that are not followed."""

templates = Table(
    "templates",
    metadata,
    Column("source_id", Words, ForeignKey("sources.id"), primary_key=True),
    Column("learned_at", Moment, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("data", Words, nullable=False),
)
"""What each source's pages share (JSON in `data`), learned from `pages` of its `articles`."""

runs = Table(
    "runs",
    metadata,
    Column("id", _NUMBER, Identity(), primary_key=True),
    _source(),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("status", Words, nullable=False),
    Column("requests", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("rejected", PLAIN, nullable=False),
    Column("statuses", PLAIN, nullable=False),
    Column("detail", Words, nullable=False),
    Column("gone", Integer, nullable=False, server_default="0"),
    Column("failures", PLAIN, nullable=False, server_default="{}"),
    Column("listings", PLAIN, nullable=False, server_default="{}"),
    Column("candidates", Integer, nullable=False, server_default="0"),
    Column("fruitful", Integer, nullable=False, server_default="0"),
    Column("noticed", PLAIN, nullable=False, server_default="{}"),
    Index("ix_runs_source", "source_id", "id"),
)
"""One row a crawl of a source, its counts as in `RunReport`."""

health = Table(
    "health",
    metadata,
    Column("source_id", Words, ForeignKey("sources.id"), primary_key=True),
    Column("state", Words, nullable=False),
    Column("since", Moment, nullable=False),
    Column("judged_at", Moment, nullable=False),
    Column("symptoms", PLAIN, nullable=False),
    Column("next_step", Words, nullable=False),
    Column("suspected", Words),
    Column("suspicions", Integer, nullable=False),
    Column("run_id", BigInteger),
    Column("suspicion", PLAIN, nullable=False, server_default="[]"),
)
"""How each source is (`pipeline.model.Health`)."""

notices = Table(
    "notices",
    metadata,
    Column("number", _NUMBER, Identity(), primary_key=True),
    _source(),
    Column("at", Moment, nullable=False),
    Column("state", Words, nullable=False),
    Column("former", Words),
    Column("symptoms", PLAIN, nullable=False),
    Column("next_step", Words, nullable=False),
    Column("told", PLAIN, nullable=False),
    Index("ix_notices_source", "source_id", "number"),
    sqlite_autoincrement=True,
)
"""Changes of sources' states, in order, and by which channels operators were told of each."""
