"""Names without a form: provinces, the portal's own unit, and such as the text names with theirs; pure."""

from collections.abc import Callable, Iterable, Iterator

from pipeline.geography import Level, Unit, gazetteer
from pipeline.normalise.places.asides import old_after
from pipeline.normalise.places.mention import Mention
from pipeline.normalise.places.names import Found, names_at, provinces
from pipeline.normalise.places.options import Era, Tiers, bare
from pipeline.normalise.places.standing import stands_free
from pipeline.normalise.places.words import Words, first_key

_PROVINCE: frozenset[Level] = frozenset(("province",))
_NEVER = frozenset(("hồchíminh",))
"""A person, and what is called after him."""


def province_mentions(
    words: Words, taken: set[int], told: Iterable[Mention], era: Era
) -> list[Mention]:
    """Provinces' names that stand free: "tại Hà Nam"; none that the text gives to another unit."""
    others = {name for mention in told for name in _elsewhere(mention)}

    def tiers(found: Found) -> Tiers:
        meant = _province(words, found, era)
        return () if any(unit.bare in others for tier in meant for unit in tier) else meant

    return list(_mentions(words, taken, provinces(), tiers))


def _elsewhere(mention: Mention) -> set[str]:
    """The names of units that lie in no province of their name: huyện Quảng Ninh lies in Quảng Bình."""
    known, units = gazetteer(), mention.units
    if any(unit.level == "province" or known.province(unit).bare == unit.bare for unit in units):
        return set()
    return {unit.bare for unit in units if unit.level == "district"}


def known_mentions(
    words: Words, taken: set[int], named: Iterable[Unit], own: Iterable[Unit], era: Era
) -> list[Mention]:
    """Free names of units that the text names with their form, else of the portal's own."""
    told, home = list(named), list(own)
    starts = frozenset(first_key(u.bare) for u in (*told, *home) if not u.bare.isdigit())

    def tiers(found: Found) -> Tiers:
        ids = {one.unit.id for one in found.bearers.called}
        first = tuple(unit for unit in told if unit.id in ids)
        return (first,) if first else _of_home([u for u in home if u.id in ids], era)

    return list(_mentions(words, taken, starts, tiers))


def _of_home(units: list[Unit], era: Era) -> Tiers:
    """The portal's unit of that time, else of the other."""
    units.sort(key=lambda unit: unit.stands != era.merged)
    return (tuple(units[:1]),) if units else ()


def _province(words: Words, found: Found, era: Era) -> Tiers:
    old, _ = old_after(words, found.last)
    return bare(found.bearers, _PROVINCE, era, old=old)


def _mentions(
    words: Words, taken: set[int], starts: frozenset[str], tiers: Callable[[Found], Tiers]
) -> Iterator[Mention]:
    done = 0
    for i in [i for i, key in enumerate(words.keys) if key in starts]:
        if i < done or i in taken or not words.capital(i):
            continue
        for found in names_at(words, i):
            if "".join(words.keys[i : found.last + 1]) in _NEVER:
                break
            meant = tiers(found)
            if not meant or found.last in taken:
                continue
            if stands_free(words, i, found.last) and _is_name(words, i, found.last):
                line = words.text.rfind("\n", 0, words.starts[i])
                done = found.last + 1
                yield Mention(i, found.last, meant, line, found.bearers)
            break


def _is_name(words: Words, first: int, last: int) -> bool:
    return all(not words.raw[i][0].islower() for i in range(first, last + 1))


def own_units(ids: Iterable[str]) -> list[Unit]:
    """The portal's own units."""
    known = gazetteer()
    return [unit for one in ids if (unit := known.unit(one)) and unit.level != "province"]
