"""How sources are, what operators are told of it, and the articles by which sources are judged."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    RowMapping,
    Text,
    cast,
    false,
    insert,
    or_,
    select,
    update,
)

from pipeline.model import ArticleSample, Health, Notice
from pipeline.store.database.upsert import upsert
from pipeline.store.records import plain, revive_fields, storable
from pipeline.store.tables import articles, changes, health, notices, revisions

_HEALTH = tuple(field.name for field in fields(Health))
_NOTICE = tuple(field.name for field in fields(Notice))


def save(connection: Connection, given: Health, notice: Notice | None = None) -> None:
    """Write down how a source is, and what operators are to be told: both or neither."""
    row = _row(given, _HEALTH)
    upsert(connection, health, row, ["source_id"])
    if notice is not None:
        row = {name: value for name, value in _row(notice, _NOTICE).items() if name != "number"}
        connection.execute(insert(notices).values(row))


def all_of_them(connection: Connection) -> dict[str, Health]:
    """How each source is that was judged, by its id."""
    rows = connection.execute(select(health)).mappings()
    return {row["source_id"]: revive_fields(Health, dict(row)) for row in rows}


def told(connection: Connection, numbers: Collection[int], channel: str) -> None:
    """Operators have the notices of those numbers by that channel."""
    for number in numbers:
        this = notices.c.number == number
        row = connection.execute(select(notices.c.told).where(this).with_for_update()).scalar_one()
        connection.execute(update(notices).where(this).values(told=sorted({*row, channel})))


def newest_notices(connection: Connection, source_id: str, limit: int) -> list[Notice]:
    """The last notices, newest first, of one source or of all."""
    query = select(notices).order_by(notices.c.number.desc()).limit(max(limit, 0))
    if source_id:
        query = query.where(notices.c.source_id == source_id)
    return [_notice(row) for row in connection.execute(query).mappings()]


def untold(connection: Connection, channels: Collection[str], limit: int) -> list[Notice]:
    """The notices that not every one of the channels has delivered, oldest first."""
    held = cast(notices.c.told, Text)
    lacking = [held.not_like(f'%"{channel}"%') for channel in channels]
    query = select(notices).where(or_(false(), *lacking)).order_by(notices.c.number).limit(limit)
    return [_notice(row) for row in connection.execute(query).mappings()]


def of_source(connection: Connection, source_id: str) -> Health | None:
    """How one source is; None where it was never judged."""
    query = select(health).where(health.c.source_id == source_id)
    row = connection.execute(query).mappings().one_or_none()
    return revive_fields(Health, dict(row)) if row else None


def samples(
    connection: Connection, source_id: str, limit: int, before: datetime | None = None
) -> list[ArticleSample]:
    """The source's articles by when they were first seen, the last ones first.

    `before`: of those that were seen before that moment the newest published ones instead, as they were then.
    """
    of_source = articles.c.source_id == source_id
    seen = articles.c.first_seen
    query = select(*_sampled()).where(of_source).order_by(seen.desc(), articles.c.number.desc())
    if before is not None:
        query = query.where(seen < before)
        newest = select(articles.c.number, seen).where(of_source)
        newest = newest.order_by(articles.c.timeline.desc()).limit(LOOKED_THROUGH)
        numbers = [n for n, moment in connection.execute(newest).all() if moment < before][:limit]
        if numbers:  # else so much came since that those seen last before it have to do
            query = select(*_sampled()).where(articles.c.number.in_(numbers))
            query = query.order_by(articles.c.timeline.desc())
    rows = connection.execute(query.limit(limit)).mappings()
    found = [_sample(dict(row)) for row in rows]
    return found if before is None else _as_they_were(connection, found, before)


def _as_they_were(
    connection: Connection, found: list[ArticleSample], at: datetime
) -> list[ArticleSample]:
    """The articles as they stood at that moment: what breaks new ones breaks those read again as well."""
    kept = select(articles.c.key, *_KEPT).join(articles).where(revisions.c.replaced_at >= at)
    kept = kept.where(articles.c.key.in_([one.key for one in found]))
    rows = connection.execute(kept.order_by(revisions.c.number.desc())).mappings()
    first = {row["key"]: row for row in rows}
    return [_former(one, first[one.key]) if one.key in first else one for one in found]


EDITED = ("edited", "re-extracted")
"""A date or a picture that is lost is no edit of the publisher's, but a page that reads otherwise."""
LOOKED_THROUGH = 500
"""Articles, or changes, among which a source's own are looked for: the cost stays the same for ever."""


def edits(
    connection: Connection, source_id: str, since: datetime, limit: int
) -> list[tuple[ArticleSample, ArticleSample]]:
    """Articles of the source that were found changed since then: each as it last was, and as it is."""
    changed = select(changes.c.article).where(changes.c.at >= since, changes.c.kind.in_(EDITED))
    changed = changed.order_by(changes.c.number.desc()).limit(LOOKED_THROUGH)
    numbers = list(dict.fromkeys(connection.execute(changed).scalars()))
    own = select(articles.c.number).where(articles.c.number.in_(numbers))
    own = own.where(articles.c.source_id == source_id)
    of_source = set(connection.execute(own).scalars())
    numbers = [number for number in numbers if number in of_source][:limit]
    now = {number: _read(connection, number) for number in numbers}
    return [(_before(connection, number, sample), sample) for number, sample in now.items()]


def _read(connection: Connection, number: int) -> ArticleSample:
    query = select(*_sampled()).where(articles.c.number == number)
    return _sample(dict(connection.execute(query).mappings().one()))


def _before(connection: Connection, number: int, now: ArticleSample) -> ArticleSample:
    """The article's last former version."""
    query = select(*_KEPT).where(revisions.c.article == number).order_by(revisions.c.number.desc())
    row = connection.execute(query.limit(1)).mappings().first()
    return _former(now, row) if row else now


def _former(now: ArticleSample, row: RowMapping) -> ArticleSample:
    """An article as one of its former versions was."""
    kept = dict(row["fields"]) | {name: row[name] for name in ("title", "lead", "text")}
    at = kept.get("published_at")
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    own = {"key": now.key, "url": now.url, "first_seen": now.first_seen, "published_at": moment}
    return _sample({name: kept.get(name) for name in _FIELDS} | own)


_KEPT = (revisions.c.title, revisions.c.lead, revisions.c.text, revisions.c.fields)
_FIELDS = tuple(field.name for field in fields(ArticleSample) if field.name != "picture")


def _sampled() -> tuple[Column[Any], ...]:
    return tuple(articles.c[name] for name in _FIELDS)


def _sample(row: dict[str, Any]) -> ArticleSample:
    counts = {name: len(row[name] or ()) for name in ("images", "attachments")}
    picture = row["images"][0].get("url") if row["images"] else None
    return ArticleSample(**{**row, **counts, "picture": picture})


def _row(given: Health | Notice, names: tuple[str, ...]) -> dict[str, Any]:
    row = {name: getattr(given, name) for name in names}
    return row | {
        name: storable(plain(value)) for name, value in row.items() if isinstance(value, tuple)
    }


def _notice(row: RowMapping) -> Notice:
    notice: Notice = revive_fields(Notice, dict(row))
    return notice
