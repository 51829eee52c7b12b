"""Entries out of the database: filters, keyset pages, counts."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    RowMapping,
    Select,
    false,
    func,
    or_,
    select,
)

from pipeline.geography import unit_on
from pipeline.model import Article, Entry, EntryFilter, Publication
from pipeline.slug import slug
from pipeline.store import places
from pipeline.store.records import revive_fields
from pipeline.store.searching import index
from pipeline.store.searching.query import Mark
from pipeline.store.stories.copies import with_copies
from pipeline.store.tables import articles, sources, topics
from pipeline.store.timeline import first_of

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
_OWN = ("id", "key", "source_id", "first_seen", "last_seen", "updated", "gone_at", "story")

Placed = tuple[Entry, int]
"""An entry and its place in time (pipeline.store.timeline)."""


def one(connection: Connection, key: str) -> Entry | None:
    """The entry of that key."""
    row = connection.execute(entries().where(articles.c.key == key)).mappings().first()
    return with_copies(connection, [to_entry(row)])[0] if row else None


def of_story(connection: Connection, key: str) -> list[Entry]:
    """The articles of the story of the article of that key, in the order of time; none where it has none."""
    story = select(articles.c.story).where(articles.c.key == key).scalar_subquery()
    query = entries().where(articles.c.story == story)
    query = query.order_by(articles.c.sort_time, articles.c.key)
    found = [to_entry(row) for row in connection.execute(query).mappings()]
    return with_copies(connection, found)


def newest(
    connection: Connection, where: EntryFilter, limit: int, before: int | None
) -> list[Placed]:
    """Entries newest first, at most `limit`, those that stand before that place in time."""
    found = listed(connection, where, limit, before)
    return _placed(connection, entries().where(_at(found)).order_by(*newest_first()))


def oldest(
    connection: Connection,
    where: EntryFilter,
    limit: int,
    after: int | None,
    *more: ColumnElement[bool],
) -> list[Placed]:
    """Entries oldest first, at most `limit`, those that stand after that place in time.

    `more`: what must hold beside the filter.
    """
    found = listed(connection, where, limit, after, *more, oldest=True)
    return _placed(connection, entries().where(_at(found)).order_by(articles.c.timeline))


def listed(
    connection: Connection,
    where: EntryFilter,
    limit: int,
    beyond: int | None,
    *more: ColumnElement[bool],
    oldest: bool = False,
) -> Select[Any]:
    """Where the next articles of a list stand in time: at most `limit` beyond that place.

    An index gives them, so that no other row is read or sorted: for the twenty newest of a province's 3,000
    articles that is a sixth of the work. Of a place alone no part of it is read further than to the limit.
    """

    def past(at: ColumnElement[int]) -> list[ColumnElement[bool]]:
        return [] if beyond is None else [at > beyond if oldest else at < beyond]

    at = articles.c.timeline
    if (place := _place_alone(connection, where)) and not more:
        cut = places.ends(place, lambda at: [*_of_span(where, at), *past(at)], limit, oldest=oldest)
        tests = [_at(cut)]
    else:
        tests = [*conditions(connection, where), *more, *past(at)]
    return select(at).where(*tests).order_by(at if oldest else at.desc()).limit(limit)


def _place_alone(connection: Connection, where: EntryFilter) -> places.Place | None:
    """The place that a filter names, where it names nothing else but a span of time."""
    if replace(where, place="", unit="", after=None, before=None) != EntryFilter():
        return None
    if where.unit and not where.place:
        return places.of_unit(connection, where.unit)
    return places.of_text(connection, where.place) if where.place and not where.unit else None


def _at(found: Select[Any] | CompoundSelect[Any] | None) -> ColumnElement[bool]:
    return false() if found is None else articles.c.timeline.in_(found)


def _placed(connection: Connection, query: Select[Any]) -> list[Placed]:
    rows = connection.execute(query).mappings().all()
    filled = with_copies(connection, [to_entry(row) for row in rows])
    return [(entry, row["timeline"]) for entry, row in zip(filled, rows, strict=True)]


def standing_at(connection: Connection, timelines: list[int]) -> list[Entry]:
    """The entries of those places in time, in that order, as far as they still stand there."""
    query = entries().where(articles.c.timeline.in_(timelines))
    found = {place: entry for entry, place in _placed(connection, query)}
    return [found[place] for place in timelines if place in found]


def publications(connection: Connection, source_id: str, limit: int) -> list[Publication]:
    """When the source's last articles came, newest first."""
    columns = (articles.c.first_seen, articles.c.published_at, articles.c.published_precision)
    query = select(*columns).where(articles.c.source_id == source_id)
    rows = connection.execute(query.order_by(*newest_first()).limit(limit))
    return [Publication(*row) for row in rows]


def count(connection: Connection, where: EntryFilter) -> int:
    """How many entries."""
    query = select(func.count()).select_from(articles).where(*conditions(connection, where))
    return connection.execute(query).scalar_one()


def last_changed(connection: Connection, where: EntryFilter) -> datetime | None:
    """When the content of any of them last changed."""
    query = select(func.max(articles.c.updated))
    moment: datetime | None = connection.execute(
        query.where(*conditions(connection, where))
    ).scalar_one()
    return moment


def entries() -> Select[Any]:
    """Every column of an entry."""
    of_source = (sources.c.name.label("source_name"), sources.c.province)
    units = (sources.c.unit.label("source_unit"), sources.c.unit_before.label("source_unit_before"))
    return select(articles, *of_source, *units).select_from(articles.join(sources))


def conditions(connection: Connection, where: EntryFilter) -> list[ColumnElement[bool]]:
    """The filter in SQL. `after` includes its moment, `before` excludes it: months join without overlap."""
    tests = [*_of_sources(connection, where), *_of_span(where, articles.c.timeline)]
    if where.section:
        tests.append(_spelt(connection, "section", where.section))
    if where.author:
        tests.append(_spelt(connection, "author", where.author))
    if where.topic:
        of_topic = select(topics.c.timeline).where(topics.c.slug == where.topic)
        tests.append(articles.c.timeline.in_(of_topic))
    if where.once:
        tests.append(or_(articles.c.story.is_(None), articles.c.story == articles.c.key))
    return tests


def _spelt(
    connection: Connection, field: Literal["section", "author"], name: str
) -> ColumnElement[bool]:
    """The field has that name in any spelling, as the search index folds it; no column holds it folded.

    A name without any letter of a slug is compared as it is.
    """
    if folded := slug(name):
        named = index.answering(connection, Mark(field, (folded,)))
        return articles.c.timeline.in_(named)
    return articles.c[field] == name


def _of_sources(connection: Connection, where: EntryFilter) -> Iterator[ColumnElement[bool]]:
    if where.source_id:
        yield articles.c.source_id == where.source_id
    if where.province:
        yield articles.c.source_id.in_(places.in_province(connection, where.province))
    if where.sources:
        yield articles.c.source_id.in_(where.sources)
    if where.place:
        yield places.condition(places.of_text(connection, where.place))
    if where.unit:
        yield places.condition(places.of_unit(connection, where.unit))


def _of_span(where: EntryFilter, at: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    if where.after:
        yield at >= first_of(where.after)
    if where.before:
        yield at < first_of(where.before)


def to_entry(row: RowMapping) -> Entry:
    """The entry of a row of `entries()`."""
    article = revive_fields(Article, {name: row[name] for name in ARTICLE_FIELDS})
    own = {name: row[name] for name in (*_OWN, "source_name", "province")}
    day = row["sort_time"].date()
    unit = unit_on(row["source_unit"], row["source_unit_before"], day)
    if unit:
        own |= {"unit": unit.id, "unit_name": unit.name_on(day)}
    return Entry(article=article, **own)


def cursor(place: int) -> str:
    """The place in time as an opaque string for addresses."""
    return base64.urlsafe_b64encode(f"t{place}".encode()).decode("ascii").rstrip("=")


def parse_cursor(text: str) -> int | None:
    """The place, None for "". Raises ValueError for anything that `cursor` did not make."""
    if not text:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        place = int(raw.decode("ascii").removeprefix("t"))
        if cursor(place) != text or not -(1 << 63) <= place < 1 << 63:
            raise ValueError(text)
    except (ValueError, binascii.Error) as error:
        raise ValueError("This cursor is not one that a page of entries gave.") from error
    return place


def newest_first() -> Iterable[ColumnElement[Any]]:
    """The order of every list of entries."""
    return (articles.c.timeline.desc(),)
