"""Who stands near whom in a band: those with few others between them, in the order of time.

Only so many on either side are looked at, so a form that hundreds of portals print every week costs no more
than one printed twice. Two texts that agree in their names and numbers as well meet in other bands.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import JSON

NEAR = 8
"""The farthest that two articles of a band may stand from each other: 1 means side by side."""

Near = Mapping[int, Sequence[int]]
"""Band -> the places near one place in it, in the order of time."""

_OWN = {"sqlite": "json_each(:bands)", "postgresql": "unnest(:bands)"}

_NEIGHBOURS = """
SELECT own.value, bands.place FROM {own} AS own(value) JOIN bands ON bands.band = own.value
AND bands.place BETWEEN
  coalesce((SELECT place FROM bands b WHERE b.band = own.value AND b.place BETWEEN :first AND :place - 1
            ORDER BY place DESC LIMIT 1 OFFSET :near - 1), :first)
AND
  coalesce((SELECT place FROM bands b WHERE b.band = own.value AND b.place BETWEEN :place + 1 AND :last
            ORDER BY place LIMIT 1 OFFSET :near - 1), :last)
WHERE bands.place <> :place ORDER BY 1, 2
"""

_BETWEEN = """
SELECT min((SELECT count(*) FROM (
  SELECT 1 FROM bands b WHERE b.band = own.value AND b.place > :first AND b.place < :last LIMIT :near
) AS few)) FROM {own} AS own(value)
"""


def neighbours(connection: Connection, bands: Iterable[int], place: int, reach: int) -> Near:
    """The places near that place in each band, at most `reach` before and after it."""
    first, last = max(place - reach, -(1 << 63)), min(place + reach, (1 << 63) - 1)
    found: dict[int, list[int]] = {}
    asked = {"place": place, "first": first, "last": last}
    for band, other in _ask(connection, _NEIGHBOURS, bands, asked):
        found.setdefault(band, []).append(other)
    return found


def astride(near: Near, place: int) -> set[tuple[int, int]]:
    """Pairs of places before and after that place that are near each other without it, and not with it."""
    pairs = set()
    for places in near.values():
        before = [other for other in reversed(places) if other < place]
        after = [other for other in places if other > place]
        pairs |= {
            (one, after[NEAR - 1 - number])
            for number, one in enumerate(before[:NEAR])
            if NEAR - 1 - number < len(after)
        }
    return pairs


def is_near(connection: Connection, bands: Iterable[int], first: int, last: int) -> bool:
    """Whether the two places stand near each other in one of the bands."""
    [(between,)] = _ask(connection, _BETWEEN, bands, {"first": first, "last": last})
    return between is not None and between < NEAR


def _ask(
    connection: Connection, query: str, bands: Iterable[int], asked: Mapping[str, int]
) -> Sequence[Any]:
    statement = _statement(query, connection.dialect.name)
    return connection.execute(statement, {"bands": sorted(bands), "near": NEAR, **asked}).all()


@cache
def _statement(query: str, dialect: str) -> TextClause:
    own = _OWN[dialect]
    kind = JSON() if dialect == "sqlite" else ARRAY(BigInteger)
    own_as = query.format(own=own)
    if dialect == "sqlite":
        own_as = own_as.replace(" AS own(value)", " AS own")
    places = [
        bindparam(name, type_=BigInteger)
        for name in ("place", "first", "last")
        if f":{name}" in query
    ]
    return text(own_as).bindparams(
        bindparam("bands", type_=kind), bindparam("near", type_=Integer), *places
    )
