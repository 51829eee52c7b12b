"""What an entry says that may be a slip: it is followed all the same, and `congtin doctor` tells; pure."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from crawler.sources.finding import near_ids
from pipeline.geography import MERGER, Unit, gazetteer, units_of
from pipeline.model import Source

LAST_DAY = MERGER - timedelta(days=1)


def doubts(source: Source, known: Mapping[str, Source]) -> tuple[str, ...]:
    """Each a clause that names the key. `known`: every source that a successor may be.

    Names may be those of places that no gazetteer has, so they are no errors.
    """
    return (
        *_of_successor(source, known),
        *_of_names(source),
        *_of_provinces(source),
        *_of_lands(source),
    )


def _of_successor(source: Source, known: Mapping[str, Source]) -> Iterator[str]:
    if source.successor and source.successor not in known:
        near = near_ids(known, source.successor)
        hint = f" (near: {', '.join(near)})" if near else ""
        yield f"successor: no source has the id {source.successor!r}{hint}"


def _of_names(source: Source) -> Iterator[str]:
    """Names below the province of which no code was found."""
    before, since = units_of(source.unit, source.unit_before)
    above = source.province_before or source.province
    if source.district and before is None and not _find(source.district, above, stands=False):
        yield f"district: no {source.district!r} {_in(above)} until 2025-06-30"
    if source.commune and since is None and not _find(source.commune, source.province, stands=True):
        yield f"commune: no {source.commune!r} {_in(source.province)} since 2025-07-01"


def _in(above: str) -> str:
    return f"in {above}" if above else "anywhere"


def _find(name: str, above: str, *, stands: bool) -> tuple[Unit, ...]:
    text = f"{name}, {above}" if above else name
    found = gazetteer().find(text) if stands else gazetteer().find(text, LAST_DAY)
    return tuple(unit for unit in found if unit.stands == stands)


def _of_provinces(source: Source) -> Iterator[str]:
    """Codes and names of provinces that contradict each other, and names of none."""
    known = gazetteer()
    units = [unit for unit in units_of(source.unit, source.unit_before) if unit]
    named = [u for u in known.find(source.province) if u.level == "province" and u.stands]
    if source.province and not named:
        yield f"province: no {source.province!r} since 2025-07-01{_now(source.province)}"
    for unit in units:
        if named and known.province_now(unit) not in named:
            key = "unit" if unit.stands else "unit_before"
            yield f"{key}: {unit.name} is not in {source.province}, which province says"


def _now(name: str) -> str:
    """What a province of before belongs to, for whoever wrote it where that of now goes."""
    known = gazetteer()
    old = [u for u in known.find(name, LAST_DAY) if u.level == "province"]
    if not old:
        return ""
    return f": it is in {known.province_now(old[0]).bare} now, and belongs in province_before"


def _of_lands(source: Source) -> Iterator[str]:
    """A unit of now and one of before that have no land in common."""
    before, since = units_of(source.unit, source.unit_before)
    if before is None or since is None or before.until != MERGER or _share(before, since):
        return
    yield f"unit and unit_before: {since.name} ({since.code}) has no land of {before.name} ({before.code})"


def _share(before: Unit, since: Unit) -> bool:
    """Whether they have land in common, or a name: the portal of a ward whose land went to others goes on
    for the new ward of its name (muongthanh.dienbien.gov.vn).
    """
    known = gazetteer()
    if before.bare == since.bare and known.province_now(before) == known.province_now(since):
        return True
    if "province" in (before.level, since.level):
        if before.level == "province" and since.level != "province":
            olds = known.predecessors(since)
            return any(before == known.province(old) for old in olds)
        return known.province_now(before) == known.province_now(since)
    olds = known.predecessors(since)
    return any(before in (old, *known.above(old)) or old in known.above(before) for old in olds)
