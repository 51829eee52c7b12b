"""Which articles are a place's: its portals' while they were its own, and those that name it.

A source with a unit until 2025-06-30 and one since is that of each in its time, by `articles.timeline`; with
one alone it always is. Units are pipeline.geography's; sources without codes go by the names that they have.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    false,
    or_,
    select,
    true,
    union_all,
)

from pipeline.geography import Unit, gazetteer, units_of
from pipeline.remembering import remembered
from pipeline.slug import slug
from pipeline.store.tables import articles, mentions, sources
from pipeline.store.timeline import MERGED

Era = Literal["", "before", "since"]
"""Of when a source's articles are a unit's; "": always."""

_NAMES = ("province", "province_before", "district", "commune")
_KIND = re.compile(
    r"(?:tinh|thanh-pho|tp|huyen|quan|thi-xa|thi-tran|xa|phuong|dac-khu)-(?=.*[a-z])"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What makes an article one of a place: any of these."""

    always: tuple[str, ...] = ()
    """Ids of sources, all of whose articles are."""
    before: tuple[str, ...] = ()
    """Of those whose articles of before the merger are."""
    since: tuple[str, ...] = ()
    """Of those whose articles since the merger are."""
    named: tuple[str, ...] = ()
    """Ids of units that it names."""


def of_unit(connection: Connection, unit_id: str) -> Place:
    """Of that unit; of a district also what is its communes', of a province all of its land."""
    unit = gazetteer().unit(unit_id)
    return _place(connection, (unit,) if unit else (), "")


def of_text(connection: Connection, text: str) -> Place:
    """Of every unit of that code, name or id, as the gazetteer finds them, and of sources that go by it.

    "353", "Lý Nhân", "huyện Châu Thành, Tiền Giang", "tien-giang/huyen-chau-thanh". The kind may be left
    out, never be another one: a "phường Lê Chân" is no "quận Lê Chân".
    """
    return _place(connection, _found(text), text)


def in_province(connection: Connection, name: str) -> tuple[str, ...]:
    """The ids of the sources of a province of today, by its name or code: "ninh binh", "37".

    The name of a province that is no more finds none.
    """
    units = {u.id for u in _found(name) if u.level == "province" and u.stands}
    wanted = slug(name)
    columns = (sources.c.id, sources.c.unit, sources.c.unit_before, sources.c.province)
    return tuple(
        key
        for key, unit, before, province in connection.execute(
            select(*columns).order_by(sources.c.id)
        )
        if wanted in _named(province) or not units.isdisjoint(units_in_time(unit, before))
    )


@lru_cache(maxsize=20_000)
def units_in_time(unit: str, unit_before: str) -> Mapping[str, Era]:
    """The ids of the units that a source with those codes is one of, and when.

    Its own; of a commune of before its district; whatever the time, the provinces of then and now that its
    land lies in: who asks for "Hà Nam" looks for that land.
    """
    before, since = units_of(unit, unit_before)
    known = gazetteer()
    found: dict[str, Era] = {}
    if since:
        found[since.id] = "since" if before else ""
    if before:
        era: Era = "before" if since else ""
        found |= dict.fromkeys((unit.id for unit in (before, *known.above(before))), era)
    return found | dict.fromkeys(_lands(before, since), "")


def units_at(unit: str, unit_before: str, timeline: int) -> list[str]:
    """Those that an article at that place in time is of."""
    now: Era = "since" if timeline >= MERGED else "before"
    return [key for key, era in units_in_time(unit, unit_before).items() if era in ("", now)]


def parts(of: Place) -> Iterator[Select[Any]]:
    """Where its articles stand in time, read in an index alone; one article may come in several parts."""
    for ids, *span in (
        (of.always,),
        (of.before, articles.c.timeline < MERGED),
        (of.since, articles.c.timeline >= MERGED),
    ):
        if ids:
            yield select(articles.c.timeline).where(articles.c.source_id.in_(ids), *span)
    if of.named:
        yield select(mentions.c.timeline).where(mentions.c.unit.in_(of.named))


def ends(
    of: Place, bounds: Callable[[ColumnElement[int]], Any], limit: int, *, oldest: bool
) -> CompoundSelect[Any] | None:
    """Where its newest (or oldest) articles stand that `bounds` lets through, at most `limit` from each part.

    So no part is read further than a list needs. None: nothing can be the place's.
    """
    cut = []
    for part in parts(of):
        (at,) = part.selected_columns
        found = part.where(*bounds(at)).order_by(at if oldest else at.desc()).limit(limit)
        cut.append(select(found.subquery().c.timeline))
    return union_all(*cut) if cut else None


def condition(of: Place) -> ColumnElement[bool]:
    """An article is the place's."""
    found = list(parts(of))
    if not found:
        return false()
    if of == Place(always=of.always):
        return articles.c.source_id.in_(of.always)
    return articles.c.timeline.in_(union_all(*found))


def _lands(before: Unit | None, since: Unit | None) -> Iterator[str]:
    """The ids of the provinces; of a commune of now the one before, if all of it was of one."""
    known = gazetteer()
    for unit in (before, since):
        if unit:
            yield known.province(unit).id
            yield known.province_now(unit).id
    if since and not before and since.level == "commune":
        former = {known.province(old).id for old in known.predecessors(since)}
        yield from former if len(former) == 1 else ()


@remembered(2_000)
def _found(text: str) -> tuple[Unit, ...]:
    unit = gazetteer().unit(text)
    return gazetteer().find(text) or ((unit,) if unit else ())


def _place(connection: Connection, units: Sequence[Unit], text: str) -> Place:
    """Of those units; sources without codes, and any where there are no such units, by their names."""
    wanted = frozenset(slug(part) for part in text.split("/")) if text else frozenset()
    ids = sorted(unit.id for unit in units)
    held: dict[Era, list[str]] = {"": [], "before": [], "since": []}
    columns = ("id", "unit", "unit_before", *_NAMES)
    query = select(*(sources.c[name] for name in columns)).where(_perhaps_of(units))
    for key, unit, unit_before, *names in connection.execute(query.order_by(sources.c.id)):
        era = _when(units_in_time(unit, unit_before), ids)
        by_name = wanted and not (units and (unit or unit_before))
        if by_name and _named(*names).issuperset(wanted):
            era = ""
        if era is not None:
            held[era].append(key)
    return Place(tuple(held[""]), tuple(held["before"]), tuple(held["since"]), tuple(ids))


def _perhaps_of(units: Sequence[Unit]) -> ColumnElement[bool]:
    """Which sources have to be looked at: 2,800 took five times as long as what follows."""
    if not units or any(unit.level == "province" for unit in units):
        return true()
    below = (within for unit in units for within in gazetteer().within(unit))
    codes = sorted({code for unit in (*units, *below) for code in (unit.code, unit.id)})
    coded = or_(sources.c.unit.in_(codes), sources.c.unit_before.in_(codes))
    return or_(coded, and_(sources.c.unit == "", sources.c.unit_before == ""))


def _when(of: Mapping[str, Era], units: Iterable[str]) -> Era | None:
    """When a source is one of any of those units; None: never."""
    eras = {of[unit] for unit in units if unit in of}
    return "" if len(eras) > 1 else next(iter(eras), None)


@lru_cache(maxsize=20_000)
def _named(*units: str) -> frozenset[str]:
    """What a source's units are called. Kept: 2,800 units made anew were half of the cost of a search."""
    names = frozenset(slug(unit) for unit in units if unit)
    return names | {_KIND.sub("", name) for name in names}
