"""Which portals are meant: by place, level, platform and status; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import get_args

from crawler.sources.status import STATUSES, Status
from pipeline.errors import ConfigError
from pipeline.geography import Unit, gazetteer, units_of
from pipeline.model import Level, Source
from pipeline.spelling import spellings

LEVELS: tuple[str, ...] = get_args(Level)
NEAR = 5
"""How many names an error offers."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Each that is given must hold; of the values of one, any."""

    places: tuple[str, ...] = ()
    """Names or codes of units, as Gazetteer.find reads them."""
    levels: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    """Names of platforms; "unknown" is those whose platform nobody knows."""
    statuses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any is given."""
        return bool(self.places or self.levels or self.platforms or self.statuses)


NO_FILTERS = Filters()


def unverified(_: Source) -> Status:
    """The status of every source where nothing is stored."""
    return "unverified"


def select(
    known: Iterable[Source],
    filters: Filters,
    status_of: Callable[[Source], Status] = unverified,
    *,
    platforms: Sequence[str] = (),
) -> list[Source]:
    """Those of the sources that fit, in their order. `platforms`: names beside those that sources have.

    Raises ConfigError for a place, level, platform or status that does not exist.
    """
    sources = list(known)
    asked = [unit for place in filters.places for unit in units_named(place)]
    _check("level", filters.levels, LEVELS)
    own = sorted({source.platform for source in sources} - {"", *platforms})
    _check("platform", filters.platforms, (*platforms, *own, "unknown"))
    _check("status", filters.statuses, STATUSES)
    return [
        source
        for source in sources
        if (not filters.places or any(fits(source, unit) for unit in asked))
        and (not filters.levels or source.level in filters.levels)
        and (not filters.platforms or (source.platform or "unknown") in filters.platforms)
        and (not filters.statuses or status_of(source) in filters.statuses)
    ]


def _check(kind: str, given: Iterable[str], known: Sequence[str]) -> None:
    for value in given:
        if value not in known:
            raise ConfigError(f"--{kind} {value!r}: no such {kind}. Known: {', '.join(known)}.")


def units_named(place: str) -> tuple[Unit, ...]:
    """The units that a name or code means. Where a province has the name, only that: "Hà Nam" is a ward too.

    Raises ConfigError, with the names that are near, where nobody has it.
    """
    found = gazetteer().find(place)
    if not found:
        near = names_near(place)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise ConfigError(
            f'--place "{place}": no unit of that name or code, before or since 2025-07-01. {hint}'
            "Names may be written without accents; congtin places finds them."
        )
    provinces = tuple(unit for unit in found if unit.level == "province")
    return provinces or found


def names_near(place: str) -> list[str]:
    """Names of units that are spelt nearly so, accents aside: provinces first, then the nearest."""
    wanted = " ".join(spellings(place)[1])
    provinces = (" ".join(spellings(unit.bare)[1]) for unit in gazetteer().provinces())
    near = get_close_matches(wanted, provinces, 2, 0.75)
    near += get_close_matches(wanted, _names(), NEAR, 0.75)
    return list(dict.fromkeys(_names()[name] for name in near))[:NEAR]


@cache
def _names() -> dict[str, str]:
    """Names without accents, in full and bare -> names; the highest level's where several share one."""
    units = sorted(gazetteer().units.values(), key=lambda u: -len(u.code))
    bare = {" ".join(spellings(unit.bare)[1]): unit.bare for unit in units}
    return {" ".join(spellings(unit.name)[1]): unit.name for unit in units} | bare


def fits(source: Source, asked: Unit) -> bool:
    """Whether a unit of the source, of before or since, is or lies in the one asked for, or succeeded it.

    A province of before is succeeded only within its own land: the communes that lie there now fit, the
    present province, which is larger, does not.
    """
    units = _units_of(source)
    return any(unit == asked or asked in gazetteer().above(unit) for unit in units) or any(
        _succeeds(unit, asked) for unit in units
    )


def _units_of(source: Source) -> tuple[Unit, ...]:
    """Its units by their codes; without codes, the provinces that it names."""
    coded = tuple(unit for unit in units_of(source.unit, source.unit_before) if unit)
    if coded:
        return coded
    before = gazetteer().find(source.province_before) if source.province_before else ()
    since = gazetteer().find(source.province) if source.province else ()
    provinces = (*(u for u in before if not u.stands), *(u for u in since if u.stands))
    return tuple(unit for unit in provinces if unit.level == "province")


def _succeeds(unit: Unit, asked: Unit) -> bool:
    """Whether one of a portal's units has land of the one asked for, in the other time."""
    known = gazetteer()
    if unit.stands == asked.stands:
        return False
    if not asked.stands:
        if unit.level == "province":
            return False
        return any(asked in (old, *known.above(old)) for old in known.predecessors(unit))
    if asked.level == "province":
        return known.province_now(unit) == asked
    return unit.level != "province" and asked in known.successors(unit)
