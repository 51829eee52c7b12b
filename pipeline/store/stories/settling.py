"""Stories: the articles that print one text, kept up to date as articles come and change.

Articles are compared that share a band (`signature`) in which few others stand between them in time, and
pairs that are reprints are kept. A story is what hangs together by such pairs. Both are properties of
what is stored and of nothing else, so the order of arrival makes no difference; and an article is compared
with a bounded number of others, however many print the same form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_

from pipeline.store.stories import bucket, likeness, signature
from pipeline.store.stories.grouping import settle
from pipeline.store.tables import articles, bands, reprints, sketches
from pipeline.store.timeline import BITS

DAYS, OWN_DAYS = 30, 6
"""How far apart two portals print one text, and one portal twice. What a portal prints again a week later is
its weekly notice."""

_DAY = 86_400

_SHOWN = frozenset(("title", "url", "published_at"))
"""What others print of an article beside their own."""

MATTERS = _SHOWN | {"text", "timeline"}
"""The columns whose change may make other stories, or change what entries show of one."""


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where an article stands among the others: its place and its bands."""

    place: int = 0
    bands: frozenset[int] = frozenset()

    def without(self, other: "_Stand") -> frozenset[int]:
        """The bands in which it does not stand as the other does."""
        return self.bands - other.bands if self.place == other.place else self.bands


def put(
    connection: Connection, article: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """Find the reprints of an article's row that is new or has changed, and settle the stories it touches.

    `before`: its row before the change.
    """
    number = article["number"]
    former = _stands(connection, [number]).get(number, _Stand())
    own = signature.bands(signature.runs_of(article["text"]))
    stand = _Stand(article["timeline"] if own else 0, frozenset(own))
    if not former.bands and not own:
        return
    touched = _unpaired(connection, number) if former.bands else set()
    touched |= _leave(connection, former, stand)
    touched |= _enter(connection, number, former, stand)
    if touched:
        shown = number if before and _shows(before, article) else None
        settle(connection, touched | {number}, shown)


def _shows(before: Mapping[str, Any], article: Mapping[str, Any]) -> bool:
    """Whether what others print of it beside their own article has changed."""
    return any(before[name] != article[name] for name in (*_SHOWN, "timeline"))


def _stands(connection: Connection, numbers: Iterable[int]) -> dict[int, _Stand]:
    rows = connection.execute(select(sketches).where(sketches.c.article.in_(numbers)))
    return {
        row.article: _Stand(row.place, frozenset(signature.unpacked(row.bands))) for row in rows
    }


def _unpaired(connection: Connection, number: int) -> set[int]:
    """Forget the article's pairs; with whom they were."""
    query = select(reprints.c.other).where(reprints.c.article == number)
    others = set(connection.execute(query).scalars())
    _drop(connection, ((number, other) for other in others))
    return others


def _leave(connection: Connection, former: _Stand, stand: _Stand) -> set[int]:
    """Leave the bands it has no longer: others come close to each other, and pairs of them are touched."""
    left = former.without(stand)
    if not left:
        return set()
    of_them = bands.c.place == former.place, bands.c.band.in_(left)
    connection.execute(delete(bands).where(*of_them))
    near = bucket.neighbours(connection, left, former.place, _reach(DAYS))
    return _pair(connection, bucket.astride(near, former.place))


def _enter(connection: Connection, number: int, former: _Stand, stand: _Stand) -> set[int]:
    """Stand in its bands: paired with those near it, between others that are no longer near each other."""
    entered = stand.without(former)
    if entered:
        rows = [{"band": band, "place": stand.place} for band in entered]
        connection.execute(insert(bands), rows)
    _write(connection, number, former, stand)
    near = bucket.neighbours(connection, stand.bands, stand.place, _reach(DAYS))
    if not near:
        return set()
    apart = {band: places for band, places in near.items() if band in entered}
    touched = _part(connection, bucket.astride(apart, stand.place))
    met = {place for places in near.values() for place in places}
    return touched | _pair(connection, {(stand.place, place) for place in met})


def _write(connection: Connection, number: int, former: _Stand, stand: _Stand) -> None:
    if stand == former:
        return
    if former.bands:
        connection.execute(delete(sketches).where(sketches.c.article == number))
    if stand.bands:
        packed = signature.packed(sorted(stand.bands))
        row = {"article": number, "place": stand.place, "bands": packed}
        connection.execute(insert(sketches), row)


def _part(connection: Connection, astride: set[tuple[int, int]]) -> set[int]:
    """Forget those pairs that no band holds close together any more; the articles that they were of."""
    if not astride:
        return set()
    at = _numbers(connection, {place for pair in astride for place in pair})
    wanted = {(at[one], at[other]): (one, other) for one, other in astride}
    query = select(reprints.c.article, reprints.c.other)
    query = query.where(reprints.c.article.in_({one for one, _ in wanted}))
    kept = {(one, other) for one, other in connection.execute(query)} & wanted.keys()
    stands = _stands(connection, {number for pair in kept for number in pair})
    apart = [
        (one, other) for one, other in kept if not _are_near(connection, stands[one], stands[other])
    ]
    _drop(connection, apart)
    return {number for pair in apart for number in pair}


def _are_near(connection: Connection, one: _Stand, other: _Stand) -> bool:
    first, last = sorted((one.place, other.place))
    return bucket.is_near(connection, one.bands & other.bands, first, last)


def _numbers(connection: Connection, places: Iterable[int]) -> dict[int, int]:
    query = select(articles.c.timeline, articles.c.number).where(articles.c.timeline.in_(places))
    return {row.timeline: row.number for row in connection.execute(query)}


def _pair(connection: Connection, met: set[tuple[int, int]]) -> set[int]:
    """Keep the pairs of places whose articles are reprints; the numbers of those articles."""
    met = {pair for pair in met if _apart(*pair) <= _reach(DAYS)}
    if not met:
        return set()
    names = ("number", "timeline", "source_id", "title", "text")
    query = select(*(articles.c[name] for name in names))
    query = query.where(articles.c.timeline.in_({place for pair in met for place in pair}))
    at = {row["timeline"]: row for row in connection.execute(query).mappings()}
    read = cache(likeness.read)  # One text stands in many pairs, and many articles print it.
    found = {
        (at[one]["number"], at[other]["number"])
        for one, other in met
        if _is_in_time(at[one], at[other])
        and likeness.is_reprint(*(read(row["title"], row["text"]) for row in (at[one], at[other])))
    }
    _keep(connection, found)
    return {number for pair in found for number in pair}


def _is_in_time(one: RowMapping, other: RowMapping) -> bool:
    days = OWN_DAYS if one["source_id"] == other["source_id"] else DAYS
    return _apart(one["timeline"], other["timeline"]) <= _reach(days)


def _apart(place: int, other: int) -> int:
    """Whole seconds between two places, as a difference of places."""
    return abs((place >> BITS) - (other >> BITS)) << BITS


def _reach(days: int) -> int:
    return (days * _DAY) << BITS


def _keep(connection: Connection, pairs: set[tuple[int, int]]) -> None:
    """Pairs that are kept already stay."""
    both = pairs | {(other, one) for one, other in pairs}
    if not both:
        return
    query = select(reprints.c.article, reprints.c.other)
    query = query.where(reprints.c.article.in_({one for one, _ in both}))
    new = both - {(one, other) for one, other in connection.execute(query)}
    if new:
        rows = [{"article": one, "other": other} for one, other in sorted(new)]
        connection.execute(insert(reprints), rows)


def _drop(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    both = {pair for one, other in pairs for pair in ((one, other), (other, one))}
    if both:
        pair = tuple_(reprints.c.article, reprints.c.other)
        connection.execute(delete(reprints).where(pair.in_(both)))
