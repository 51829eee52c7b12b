"""What decides in which lists an article stands, and where: without its text, so that it costs little."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, or_, select

from pipeline.model import Entry, EntryFilter, Source
from pipeline.store import mentions, places
from pipeline.store.reading import entries, listed, to_entry
from pipeline.store.registry import BRIEF
from pipeline.store.stories.copies import with_copies
from pipeline.store.tables import articles, sources, topics
from pipeline.store.topics import name_of, topics_of

_COLUMNS = ("key", "source_id", "timeline", "updated", "story")


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as a list sees it. `timeline`: its place in time (pipeline.store.timeline)."""

    key: str
    source_id: str
    timeline: int
    updated: datetime
    story: str | None = None
    """The key of the article that printed its text first; None where it stands alone."""
    topics: tuple[str, ...] = ()
    """Slugs; only where an article was asked for by its key."""
    units: tuple[str, ...] = ()
    """Ids of the units whose lists it stands in (`EntryFilter.unit`): its portal's of its time, those above
    them, and those that it names; only where an article was asked for by its key.
    """


def of_keys(connection: Connection, keys: Sequence[str]) -> list[Standing]:
    """Those articles with topics and units, and all that belong to a story with one of them, in no order."""
    stories = select(articles.c.story).where(
        articles.c.key.in_(keys), articles.c.story.is_not(None)
    )
    wanted = or_(articles.c.key.in_(keys), articles.c.story.in_(stories))
    more = [articles.c[name] for name in ("section", "tags", "places")]
    query = _standings(*more, sources.c.unit, sources.c.unit_before).where(wanted)
    rows = connection.execute(query.select_from(articles.join(sources))).mappings()
    return [
        _standing(row, topics=tuple(topics_of(row["section"], row["tags"])), units=_units(row))
        for row in rows
    ]


def of_list(
    connection: Connection, where: EntryFilter, after: int | None, limit: int
) -> list[Standing]:
    """Articles of a list, the oldest first, at most `limit`, those that stand after that place in time."""
    found = listed(connection, where, limit, after, oldest=True)
    query = _standings().where(articles.c.timeline.in_(found)).order_by(articles.c.timeline)
    return [_standing(row) for row in connection.execute(query).mappings()]


def entries_of(connection: Connection, keys: Sequence[str]) -> list[Entry]:
    """The entries of those keys, in no order."""
    query = entries().where(articles.c.key.in_(keys))
    found = [to_entry(row) for row in connection.execute(query).mappings()]
    return with_copies(connection, found)


def registered(connection: Connection) -> list[Source]:
    """Every source by id with its name, address, level and units, and nothing else of it."""
    query = select(*(sources.c[name] for name in BRIEF)).order_by(sources.c.id)
    return [Source(**dict(zip(BRIEF, row, strict=True))) for row in connection.execute(query)]


def topic_sizes(connection: Connection, slugs: Iterable[str]) -> list[tuple[str, str, int]]:
    """(slug, name, number of articles) of each of those topics that has any."""
    query = select(topics.c.slug, name_of(topics.c.slug), func.count())
    query = query.where(topics.c.slug.in_(list(slugs))).group_by(topics.c.slug)
    return [(slug, name, number) for slug, name, number in connection.execute(query)]


def _standings(*more: Any) -> Select[Any]:
    return select(*(articles.c[name] for name in _COLUMNS), *more)


def _units(row: RowMapping) -> tuple[str, ...]:
    of_source = places.units_at(row["unit"], row["unit_before"], row["timeline"])
    return tuple(dict.fromkeys((*of_source, *mentions.units_named(row["places"]))))


def _standing(
    row: RowMapping, topics: tuple[str, ...] = (), units: tuple[str, ...] = ()
) -> Standing:
    return Standing(**{name: row[name] for name in _COLUMNS}, topics=topics, units=units)
