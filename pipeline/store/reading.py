"""Entries out of the database: filters, keyset pages, counts."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, literal, select, tuple_

from pipeline.model import Article, Entry, EntryFilter, Publication
from pipeline.store.records import revive_fields
from pipeline.store.tables import articles, sources

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
_OWN = ("id", "key", "source_id", "first_seen", "last_seen", "updated", "gone_at")

Position = tuple[datetime, str]
"""Where a page of entries ends: (sort time, key)."""


def one(connection: Connection, key: str) -> Entry | None:
    """The entry of that key."""
    row = connection.execute(entries().where(articles.c.key == key)).mappings().first()
    return to_entry(row) if row else None


def newest(
    connection: Connection, where: EntryFilter, limit: int, before: Position | None
) -> list[Entry]:
    """Entries newest first, at most `limit`, those that stand before the position in time."""
    query = entries().where(*conditions(where)).order_by(*newest_first()).limit(limit)
    if before:
        query = query.where(_place() < _literal(before))
    return [to_entry(row) for row in connection.execute(query).mappings()]


def oldest(
    connection: Connection, where: EntryFilter, limit: int, after: Position | None
) -> list[Entry]:
    """Entries oldest first, at most `limit`, those that stand after the position in time."""
    query = entries().where(*conditions(where)).order_by(articles.c.sort_time, articles.c.key)
    if after:
        query = query.where(_place() > _literal(after))
    return [to_entry(row) for row in connection.execute(query.limit(limit)).mappings()]


def publications(connection: Connection, source_id: str, limit: int) -> list[Publication]:
    """When the source's last articles came, newest first."""
    columns = (articles.c.first_seen, articles.c.published_at, articles.c.published_precision)
    query = select(*columns).where(articles.c.source_id == source_id)
    rows = connection.execute(query.order_by(*newest_first()).limit(limit))
    return [Publication(*row) for row in rows]


def count(connection: Connection, where: EntryFilter) -> int:
    """How many entries."""
    query = select(func.count()).select_from(articles).where(*conditions(where))
    return connection.execute(query).scalar_one()


def last_changed(connection: Connection, where: EntryFilter) -> datetime | None:
    """When the content of any of them last changed."""
    query = select(func.max(articles.c.updated))
    moment: datetime | None = connection.execute(query.where(*conditions(where))).scalar_one()
    return moment


def entries() -> Select[Any]:
    """Every column of an entry."""
    return select(articles, sources.c.name.label("source_name"), sources.c.province).select_from(
        articles.join(sources)
    )


def conditions(where: EntryFilter) -> list[ColumnElement[bool]]:
    """The filter in SQL. `after` includes its moment, `before` excludes it: months join without overlap."""
    tests = []
    if where.source_id:
        tests.append(articles.c.source_id == where.source_id)
    if where.province:
        tests.append(articles.c.source_id.in_(_of_province(where.province)))
    if where.section:
        tests.append(articles.c.section == where.section)
    if where.after:
        tests.append(articles.c.sort_time >= where.after)
    if where.before:
        tests.append(articles.c.sort_time < where.before)
    return tests


def _of_province(province: str) -> Select[Any]:
    return select(sources.c.id).where(sources.c.province == province)


def to_entry(row: RowMapping) -> Entry:
    """The entry of a row of `entries()`."""
    article = revive_fields(Article, {name: row[name] for name in ARTICLE_FIELDS})
    own = {name: row[name] for name in _OWN}
    return Entry(article=article, source_name=row["source_name"], province=row["province"], **own)


def position(entry: Entry) -> Position:
    """Where the entry stands."""
    return entry.sort_time, entry.key


def cursor(place: Position) -> str:
    """The position as an opaque string for addresses."""
    raw = f"{place[0].isoformat()} {place[1]}".encode()
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def parse_cursor(text: str) -> Position | None:
    """The position, None for "". Raises ValueError for anything that `cursor` did not make."""
    if not text:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        moment, _, key = raw.decode("ascii").partition(" ")
        place = datetime.fromisoformat(moment), key
        if place[0].utcoffset() is None or cursor(place) != text:
            raise ValueError(text)
    except (ValueError, binascii.Error) as error:
        raise ValueError("This cursor is not one that a page of entries gave.") from error
    return place


def newest_first() -> Iterable[ColumnElement[Any]]:
    """The order of every list of entries; the key settles equal times."""
    return articles.c.sort_time.desc(), articles.c.key.desc()


def _place() -> ColumnElement[Any]:
    return tuple_(articles.c.sort_time, articles.c.key)


def _literal(place: Position) -> ColumnElement[Any]:
    return tuple_(
        literal(place[0], articles.c.sort_time.type), literal(place[1], articles.c.key.type)
    )
