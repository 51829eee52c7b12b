"""What became of articles: their former versions, and the list of changes in the order of commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, text

from pipeline.clock import now
from pipeline.model import Article, ArticleChange, ChangeKind, Reason, Revision
from pipeline.store.records import plain, revive_fields
from pipeline.store.tables import articles, changes, revisions

_COLUMNS = ("title", "lead", "text", "content_hash")
_UNKEPT = frozenset(("provenance", *_COLUMNS))

_LOCK = 7_305_020_251_002
"""PostgreSQL advisory lock: changes get their numbers in the order in which they are committed, so that
whoever asks for what is beyond a number misses nothing. (A write to SQLite holds off every other anyway.)"""


def one_writer(connection: Connection) -> None:
    """Wait until no other transaction is writing articles, and keep others waiting until this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def note(connection: Connection, number: int, kind: ChangeKind) -> None:
    """Add a line to the list of changes of the article of that row number."""
    connection.execute(insert(changes), {"article": number, "kind": kind, "at": now()})


def keep(connection: Connection, stored: RowMapping, replaced_at: datetime, reason: Reason) -> None:
    """Keep the version of an article's row that another is about to replace."""
    last = select(func.max(revisions.c.replaced_at)).where(
        revisions.c.article == stored["number"], revisions.c.replaced_at <= replaced_at
    )
    seen_at = connection.execute(last).scalar_one() or stored["first_seen"]
    other = {name: plain(stored[name]) for name in _fields() if name not in _UNKEPT}
    row = {name: stored[name] for name in _COLUMNS} | {"fields": other, "reason": reason}
    row |= {"article": stored["number"], "seen_at": seen_at, "replaced_at": replaced_at}
    connection.execute(insert(revisions), row)


def revisions_of(connection: Connection, key: str) -> list[Revision]:
    """The former versions of the article of that key, the oldest first."""
    query = select(revisions).join(articles).where(articles.c.key == key)
    rows = connection.execute(query.order_by(revisions.c.number)).mappings()
    return [_revision(row) for row in rows]


def changes_since(
    connection: Connection,
    after: int,
    since: datetime | None,
    limit: int,
    kinds: Collection[ChangeKind] = (),
    source_id: str = "",
) -> list[ArticleChange]:
    """Changes in their order: those beyond a number, of no earlier moment, of those kinds, of a source."""
    query = _changes()
    if since:
        query = query.where(changes.c.at >= since)
        first = select(func.min(changes.c.number)).where(changes.c.at >= since)
        after = max(after, (connection.execute(first).scalar_one() or 0) - 1)
    if kinds:
        query = query.where(changes.c.kind.in_(kinds))
    if source_id:
        query = query.where(articles.c.source_id == source_id)
    query = query.where(changes.c.number > after)
    rows = connection.execute(query.order_by(changes.c.number).limit(limit)).mappings()
    return [ArticleChange(**row) for row in rows]


def last_change(connection: Connection) -> int:
    """The number of the last change, 0 before the first."""
    return int(connection.execute(select(func.max(changes.c.number))).scalar_one() or 0)


def _changes() -> Select[Any]:
    of_change = (changes.c.number, changes.c.kind, changes.c.at)
    of_article = ("key", "source_id", "id", "url", "title", "updated")
    return select(*of_change, *(articles.c[name] for name in of_article)).join(articles)


def _fields() -> tuple[str, ...]:
    return tuple(Article.__dataclass_fields__)


def _revision(row: RowMapping) -> Revision:
    values = {name: row[name] for name in _COLUMNS} | dict(row["fields"])
    own = {name: row[name] for name in ("number", "seen_at", "replaced_at", "reason")}
    return Revision(article=revive_fields(Article, values), **own)
