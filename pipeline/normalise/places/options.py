"""Which units a name may mean on a day, the likeliest kinds first; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.geography import MERGER, Level, Unit
from pipeline.normalise.places.kinds import BECAME, LEVELS
from pipeline.normalise.places.names import Bearers, Called


@dataclass(frozen=True, slots=True)
class Era:
    """The time of an article."""

    day: date | None
    merged: bool
    """Whether the units of now are meant where there are such."""


Tiers = tuple[tuple[Unit, ...], ...]
"""Units that may be meant, those of the first tier rather than those of the next."""


def era_of(day: date | None, kinds: Iterable[str]) -> Era:
    """Of a day; without one before, where the text has districts, which there are no longer."""
    if day is not None:
        return Era(day, day >= MERGER)
    return Era(None, not {"Huyện", "Quận", "Thị xã", "Thị trấn"}.intersection(kinds))


@lru_cache(maxsize=16384)
def formed(bearers: Bearers, kinds: frozenset[str], era: Era, *, old: bool) -> Tiers:
    """Units of a name told with its kind: that kind exactly, what it was once, what it became later."""
    called = bearers.called
    before = [one for one in called if not one.unit.stands]
    levels: set[Level] = {level for kind in kinds for level in LEVELS[kind]}
    later = {kind for own in kinds for kind in BECAME.get(own, ())}
    tiers = []
    if era.merged and not old:
        since = [o for o in called if o.unit.stands and o.kind in kinds and _known_on(o, era.day)]
        tiers += [[o for o in since if o.unit.name_on(era.day) == o.name], since]
    then = _then(before, kinds, era.day)
    tiers.append(then)
    tiers.append([o for o in before if o.kind in kinds and not (then and _is_province(o))])
    tiers.append([o for o in before if o.kind in later and o.unit.level in levels])
    return _units(tiers, bearers.typed)


@lru_cache(maxsize=16384)
def bare(bearers: Bearers, levels: frozenset[Level], era: Era, *, old: bool) -> Tiers:
    """Units of those levels of a name told without its kind."""
    fitting = [one for one in bearers.called if one.unit.level in levels]
    before = [one for one in fitting if not one.unit.stands]
    since = [one for one in fitting if one.unit.stands and era.merged and not old]
    return _units([since, before], bearers.typed)


def _then(called: list[Called], kinds: frozenset[str], day: date | None) -> list[Called]:
    """Those that were called so on that day: Thành phố Huế was a district's name until 2024, then a
    province's.
    """
    if day is None:
        return []
    named = [o for o in called if o.kind in kinds and o.name == o.unit.name_on(day)]
    return [one for one in named if one.unit.stood_on(day)]


def _is_province(one: Called) -> bool:
    return one.unit.level == "province"


def _known_on(one: Called, day: date | None) -> bool:
    """Not by a name that came later."""
    former = {name for changed, name in one.unit.former_names if day is None or changed <= day}
    return one.name == one.unit.name_on(day) or one.name in former


def _units(tiers: list[list[Called]], typed: str) -> Tiers:
    """Of each tier those spelt exactly so, where there are such: "Mỹ Lý" rather than "Mỹ Lí"."""
    found: list[tuple[Unit, ...]] = []
    seen: set[str] = set()
    for tier in tiers:
        exactly = [one for one in tier if one.exact == typed]
        units = {o.unit.id: o.unit for o in exactly or tier if o.unit.id not in seen}
        seen.update(units)
        if units:
            found.append(tuple(units.values()))
    return tuple(found)
