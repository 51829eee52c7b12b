"""How many articles each source and each unit has, counted again only where something has changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pipeline.store.history import last_change
from pipeline.store.places import units_at
from pipeline.store.tables import articles, mentions, sources
from pipeline.store.timeline import MERGED


@dataclass(frozen=True, slots=True)
class UnitSize:
    """What there is of a unit. An article may count as both; `Store.count` tells how many there are."""

    own: int = 0
    """Articles of its portals while they were its own, and of what lies in it (pipeline.store.places)."""
    named: int = 0
    """Articles that name it."""


class Sizes:
    """Kept for one store; the number of the last change tells whether what is kept still holds."""

    def __init__(self) -> None:
        self._kept: tuple[int, Mapping[str, int]] = (-1, {})
        self._kept_units: tuple[int, Mapping[str, UnitSize]] = (-1, {})

    def of(self, connection: Connection) -> Mapping[str, int]:
        """Source id -> number of its articles, where it has any."""
        last = last_change(connection)
        known, sizes = self._kept
        if last != known:
            sizes = counted(connection)
            self._kept = last, sizes
        return sizes

    def of_units(self, connection: Connection) -> Mapping[str, UnitSize]:
        """Unit id -> what there is of it, where there is anything."""
        last = last_change(connection)
        known, sizes = self._kept_units
        if last != known:
            sizes = counted_units(connection)
            self._kept_units = last, sizes
        return sizes


def counted(connection: Connection) -> dict[str, int]:
    """Out of one index, without a look at the articles."""
    query = select(articles.c.source_id, func.count()).group_by(articles.c.source_id)
    return dict(connection.execute(query).all())


def counted_units(connection: Connection) -> dict[str, UnitSize]:
    """Out of two indexes, without a look at the articles."""
    own: Counter[str] = Counter()
    codes = {key: (unit, before) for key, unit, before in connection.execute(_CODES)}
    since = articles.c.timeline >= MERGED
    query = select(articles.c.source_id, since, func.count()).group_by(articles.c.source_id, since)
    for source_id, is_since, number in connection.execute(query):
        for unit in units_at(*codes[source_id], MERGED if is_since else MERGED - 1):
            own[unit] += number
    query_named = select(mentions.c.unit, func.count()).group_by(mentions.c.unit)
    named = {unit: number for unit, number in connection.execute(query_named)}  # noqa: C416 - mypy
    return {unit: UnitSize(own[unit], named.get(unit, 0)) for unit in {*own, *named}}


_CODES = select(sources.c.id, sources.c.unit, sources.c.unit_before)
