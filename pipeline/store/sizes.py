"""How many articles each source and each unit has, counted again only where something has changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import Connection, func, select

from pipeline.store.history import last_change
from pipeline.store.places import units_at
from pipeline.store.tables import articles, mentions, sources
from pipeline.store.timeline import MERGED

_Codes = Mapping[str, tuple[str, str]]
_LONG, _REST = 0.1, 20
"""Seconds; so many times as long as a count took there is no other, if it took longer than that."""


@dataclass(frozen=True, slots=True)
class UnitSize:
    """What there is of a unit."""

    own: int = 0
    """Articles of its portals while they were its own, and of what lies in it (pipeline.store.places)."""
    named: int = 0
    """Articles of other portals, or of another time, that name it."""

    @property
    def all(self) -> int:
        """How many `EntryFilter(unit=...)` finds."""
        return self.own + self.named


class Sizes:
    """Kept for one store; the number of the last change tells whether what is kept still holds."""

    def __init__(self) -> None:
        self._kept: tuple[int, Mapping[str, int]] = (-1, {})
        self._kept_units: tuple[int, _Codes, Mapping[str, UnitSize]] = (-1, {}, {})
        self._rest_until = 0.0

    def of(self, connection: Connection) -> Mapping[str, int]:
        """Source id -> number of its articles, where it has any."""
        last = last_change(connection)
        known, sizes = self._kept
        if last != known:
            sizes = counted(connection)
            self._kept = last, sizes
        return sizes

    def of_units(self, connection: Connection) -> Mapping[str, UnitSize]:
        """Unit id -> what there is of it, where there is anything.

        Where counting takes long (half a second with 100,000 articles), what is kept is told for a while
        though more has come, so that a crawl does not make every page count.
        """
        last, codes = last_change(connection), codes_of_sources(connection)
        known, known_codes, sizes = self._kept_units
        begun = monotonic()
        if codes != known_codes or (last != known and begun >= self._rest_until):
            sizes = counted_units(connection, codes)
            self._kept_units = last, codes, sizes
            spent = monotonic() - begun
            self._rest_until = begun + _REST * spent if spent > _LONG else 0.0
        return sizes


def counted(connection: Connection) -> dict[str, int]:
    """Out of one index, without a look at the articles."""
    query = select(articles.c.source_id, func.count()).group_by(articles.c.source_id)
    return dict(connection.execute(query).all())


def codes_of_sources(connection: Connection) -> _Codes:
    """Source id -> the codes of its unit of now and of that before."""
    return {key: (unit, before) for key, unit, before in connection.execute(_CODES)}


def counted_units(connection: Connection, codes: _Codes) -> dict[str, UnitSize]:
    """Each source's articles before and since the merger, and what those name: in two queries."""
    own: Counter[str] = Counter()
    named: Counter[str] = Counter()
    units = {
        (key, is_since): frozenset(units_at(unit, before, MERGED if is_since else MERGED - 1))
        for key, (unit, before) in codes.items()
        for is_since in (False, True)
    }
    since = articles.c.timeline >= MERGED
    query = select(articles.c.source_id, since, func.count()).group_by(articles.c.source_id, since)
    for source_id, is_since, number in connection.execute(query):
        for unit in units[source_id, bool(is_since)]:
            own[unit] += number
    for unit, source_id, is_since, number in connection.execute(_NAMED):
        if unit not in units[source_id, bool(is_since)]:
            named[unit] += number
    return {unit: UnitSize(own[unit], named[unit]) for unit in {*own, *named}}


_SINCE = mentions.c.timeline >= MERGED
_WHOSE = select(articles.c.timeline, articles.c.source_id).cte("whose").prefix_with("MATERIALIZED")
"""Read once, out of an index: articles looked up one by one took twice as long."""
_NAMED = (
    select(mentions.c.unit, _WHOSE.c.source_id, _SINCE, func.count())
    .join(_WHOSE, _WHOSE.c.timeline == mentions.c.timeline)
    .group_by(mentions.c.unit, _WHOSE.c.source_id, _SINCE)
)
_CODES = select(sources.c.id, sources.c.unit, sources.c.unit_before)
