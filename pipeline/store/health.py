"""How sources are, what operators are told of it, and the articles by which sources are judged."""

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from pipeline.model import ArticleSample, Health, Notice
from pipeline.store.database.upsert import upsert
from pipeline.store.records import plain, revive_fields, storable
from pipeline.store.tables import articles, health, notices

_HEALTH = tuple(field.name for field in fields(Health))
_NOTICE = tuple(field.name for field in fields(Notice))


def save(connection: Connection, given: Health, notice: Notice | None = None) -> None:
    """Write down how a source is, and what operators are to be told: both or neither."""
    row = _row(given, _HEALTH)
    connection.execute(upsert(connection, health, row, ["source_id"]))
    if notice is not None:
        row = {name: value for name, value in _row(notice, _NOTICE).items() if name != "number"}
        connection.execute(insert(notices).values(row))


def all_of_them(connection: Connection) -> dict[str, Health]:
    """How each source is that was judged, by its id."""
    rows = connection.execute(select(health)).mappings()
    return {row["source_id"]: revive_fields(Health, dict(row)) for row in rows}


def told(connection: Connection, number: int, channel: str) -> None:
    """Operators have the notice of that number by that channel."""
    row = connection.execute(select(notices.c.told).where(notices.c.number == number)).scalar_one()
    known = {*row, channel}
    connection.execute(update(notices).where(notices.c.number == number).values(told=sorted(known)))


def newest_notices(connection: Connection, source_id: str, limit: int) -> list[Notice]:
    """The last notices, newest first, of one source or of all."""
    query = select(notices).order_by(notices.c.number.desc()).limit(max(limit, 0))
    if source_id:
        query = query.where(notices.c.source_id == source_id)
    return [_notice(row) for row in connection.execute(query).mappings()]


def untold(connection: Connection, channels: Collection[str], limit: int) -> list[Notice]:
    """Of the last notices those that not every one of the channels has delivered, oldest first."""
    last = newest_notices(connection, "", limit)
    return [one for one in reversed(last) if not set(channels) <= set(one.told)]


def samples(connection: Connection, source_id: str, limit: int) -> list[ArticleSample]:
    """The source's articles of last, by when they were first seen, newest first."""
    columns = articles.c
    query = (
        select(
            *(
                columns[name]
                for name in ("key", "url", "title", "text", "first_seen", "published_at")
            ),
            *(columns[name] for name in ("published_precision", "author", "lead")),
            *(columns[name] for name in ("images", "attachments")),
        )
        .where(columns.source_id == source_id)
        .order_by(columns.number.desc())
        .limit(limit)
    )
    rows = connection.execute(query).mappings()
    return [_sample(row) for row in rows]


def _sample(row: RowMapping) -> ArticleSample:
    counts = {name: len(row[name]) for name in ("images", "attachments")}
    return ArticleSample(**{**row, **counts})


def _row(given: Health | Notice, names: tuple[str, ...]) -> dict[str, Any]:
    row = {name: getattr(given, name) for name in names}
    return row | {
        name: storable(plain(value)) for name, value in row.items() if isinstance(value, tuple)
    }


def _notice(row: RowMapping) -> Notice:
    notice: Notice = revive_fields(Notice, dict(row))
    return notice
