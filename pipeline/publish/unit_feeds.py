"""Feeds of administrative units: of provinces, districts and communes, of before 2025-07-01 and of now; pure.

A unit that the gazetteer knows has one address for ever (pipeline.geography.addresses), whoever writes its
name how, and whatever it is called later. What a registry names beyond that goes by the name.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from pipeline.geography import MERGER, Unit, address_of, gazetteer, unit_at, units_of
from pipeline.model import EntryFilter, Source
from pipeline.publish.feed import Feed
from pipeline.slug import slug

Pair = tuple[str, ...]
_DAY = timedelta(days=1)


def unit_feed(unit: Unit) -> Feed:
    """The feed of any unit: what its portals published while they were its own, and what names it.

    That of a present province is of all portals in it.
    """
    return _unit_feed(unit.id)


@cache
def _unit_feed(unit_id: str) -> Feed:
    unit = gazetteer().units[unit_id]
    name = "/".join(address_of(unit))
    if unit.level == "province" and unit.stands:
        return place_feed(name, unit.bare, EntryFilter(province=unit.bare))
    return Feed(
        name=name,
        heading=_heading(unit),
        description=_present(unit) if unit.stands else f"{_past(unit)} {_holds(unit)}",
        page=f"/{name}",
        where=EntryFilter(unit=unit.id),
        heirs=_heirs(unit),
    )


def feed_at(name: str) -> Feed | None:
    """The feed of the unit with that address, or of the one that had it: "districts/ha-nam/huyen-ly-nhan"."""
    unit = unit_at(name.split("/"))
    return unit_feed(unit) if unit else None


def place_feed(name: str, heading: str, where: EntryFilter) -> Feed:
    """The feed of a place that goes by its name."""
    return Feed(
        name=name,
        heading=heading,
        description=f"Tin mới nhất từ các cổng thông tin điện tử của {heading}.",
        page=f"/{name}",
        where=where,
        sources=where.sources,
    )


def province_feeds(provinces: Iterable[tuple[str, int]]) -> list[Feed]:
    """One feed for each named province, in order of the names with Đ beside D."""
    names = {name for name, _ in provinces if name}
    return [
        place_feed(f"provinces/{unique}", name, EntryFilter(province=name))
        for name, unique in _unique_slugs(names)
    ]


def former_province_feeds(sources: Sequence[Source]) -> list[Feed]:
    """Of the provinces that were merged on 2025-07-01; one that was not has its feed already."""
    merged = {source.province for source in sources if source.province_before}
    members = (s for s in sources if s.province in merged or s.province_before)
    named = _grouped((s for s in members if former_province(s)), lambda s: (former_province(s),))
    return [
        _former_province(f"provinces-before/{unique}", name, named[name,])
        for name, unique in _unique_slugs(name for (name,) in named)
    ]


def _former_province(name: str, province: str, sources: Iterable[Source]) -> Feed:
    feed = place_feed(name, f"{province} (trước 1/7/2025)", _of(sources))
    unit = unit_at(name.split("/"))
    if unit is None:
        return feed
    return replace(feed, description=f"{_past(unit)} {feed.description}", heirs=_heirs(unit))


def district_feeds(sources: Iterable[Source]) -> list[Feed]:
    """Under the province they belonged to: there are dozens of "Huyện Châu Thành"."""
    return _units("districts", sources, _district, lambda s: (former_province(s), s.district))


def commune_feeds(sources: Iterable[Source]) -> list[Feed]:
    """Of the level that is left, under the present province."""
    return _units("communes", sources, _commune, lambda s: (s.province, s.commune))


def former_province(source: Source) -> str:
    """The province that the source's unit belonged to before 2025-07-01."""
    return source.province_before or source.province


def _district(source: Source) -> Unit | None:
    """The one that it was of, or that its commune lay in."""
    before, _ = units_of(source.unit, source.unit_before)
    return gazetteer().district(before) if before else None


def _commune(source: Source) -> Unit | None:
    _, since = units_of(source.unit, source.unit_before)
    return since if since and since.level == "commune" else None


def _units(
    kind: str,
    sources: Iterable[Source],
    unit_of: Callable[[Source], Unit | None],
    name_of: Callable[[Source], Pair],
) -> list[Feed]:
    """Of known units, and of those that only have a name, in the order of their addresses."""
    known: dict[str, list[str]] = {}
    named: list[Source] = []
    for source in sources:
        if unit := unit_of(source):
            known.setdefault(unit.id, []).append(source.id)
        elif name_of(source)[-1]:
            named.append(source)
    feeds = [replace(_unit_feed(unit), sources=tuple(sorted(ids))) for unit, ids in known.items()]
    taken = {feed.name for feed in feeds}
    feeds += _of_names(kind, _grouped(named, name_of), taken)
    return sorted(feeds, key=lambda feed: feed.name.split("/"))


def _of_names(kind: str, named: dict[Pair, list[Source]], taken: set[str]) -> Iterator[Feed]:
    for province, upper in _unique_slugs(province for province, _ in named):
        names = (name for held, name in named if held == province)
        there = {name.rpartition("/")[2] for name in taken if name.startswith(f"{kind}/{upper}/")}
        for name, lower in _unique_slugs(names, there):
            heading = f"{name}, {province}" if province else name
            yield place_feed(f"{kind}/{upper}/{lower}", heading, _of(named[province, name]))


def _heading(unit: Unit) -> str:
    """As lists show it: "Xã Hợp Lý, Huyện Lý Nhân, Hà Nam"; a province says that it was one before."""
    *between, province = (unit, *gazetteer().above(unit))
    if unit.level == "province":
        return f"{unit.bare} (trước 1/7/2025)"
    return ", ".join((*(member.name for member in between), province.bare))


def _present(unit: Unit) -> str:
    """What a reader finds in the feed of a unit of today, and what it was called before."""
    former = (
        f" Đến hết ngày {_last(day)} là {_within_text(name)}." for day, name in unit.former_names
    )
    return (
        f"Tin mới nhất từ các cổng thông tin điện tử của {_heading(unit)} và các bài viết nhắc đến"
        f" {unit.kind.lower()} này.{''.join(former)}"
    )


def _past(unit: Unit) -> str:
    """What the unit was, until when, and who has its land now."""
    known = gazetteer()
    upper = "".join(f"{_within_text(above.name)}, " for above in known.above(unit))
    was = f"{unit.name}, {upper}" if upper else f"{unit.name} "
    heirs = [*known.successors(unit), known.province_now(unit)]
    now = ", ".join(dict.fromkeys(_within_text(heir.name) for heir in heirs))
    return f"{was}có đến hết ngày {_last(unit.until)}; địa bàn nay thuộc {now}."


def _holds(unit: Unit) -> str:
    """What stands in the feed of a unit of before."""
    kind = unit.kind.lower()
    return (
        f"Bản tin này có tin từ các cổng thông tin điện tử của {kind} và các bài viết nhắc đến"
        f" {kind}."
    )


def _heirs(unit: Unit) -> tuple[tuple[str, str], ...]:
    successors = gazetteer().successors(unit)
    return tuple((heir.name, "/".join(address_of(heir))) for heir in successors)


def _last(end: date | None) -> str:
    """The day before, as Vietnamese print it."""
    last = (end or MERGER) - _DAY
    return f"{last.day}/{last.month}/{last.year}"


def _within_text(name: str) -> str:
    """A unit's name inside a sentence: "huyện Lý Nhân"."""
    return name[:1].lower() + name[1:]


def _grouped(sources: Iterable[Source], unit: Callable[[Source], Pair]) -> dict[Pair, list[Source]]:
    groups: dict[Pair, list[Source]] = {}
    for source in sources:
        groups.setdefault(unit(source), []).append(source)
    return groups


def _of(sources: Iterable[Source]) -> EntryFilter:
    return EntryFilter(sources=tuple(sorted(source.id for source in sources)))


def _unique_slugs(names: Iterable[str], there: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Each name with a slug of its own, Đ beside D: two spellings ("Hòa Bình", "Hoà Bình") share no file.

    `there`: slugs that others have.
    """
    taken = set(there)
    for plain, name in sorted((slug(name)[:80] or "khong-ten", name) for name in set(names)):
        unique, number = plain, 1
        while unique in taken:
            number += 1
            unique = f"{plain}-{number}"
        taken.add(unique)
        yield name, unique
