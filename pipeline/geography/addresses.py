"""The address of every unit, for its page and its feed, and back: ("districts", "ha-nam", "huyen-ly-nhan").

    provinces/ninh-binh                              of now
    provinces-before/ha-nam                          until 2025-06-30
    districts/ha-nam/huyen-ly-nhan                   until 2025-06-30
    communes/ninh-binh/xa-ly-nhan                    of now
    communes-before/ha-nam/huyen-ly-nhan/xa-hop-ly   until 2025-06-30

An address is made of the name with which a unit came into the data (of a province its first, of a district
that of its end, of a unit of now that of 2025-07-01), so a renamed one keeps its own; its other names lead
to it. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from pipeline.geography.gazetteer import gazetteer
from pipeline.geography.unit import Unit
from pipeline.slug import slug

Kind = Literal["provinces", "provinces-before", "districts", "communes", "communes-before"]
KINDS: tuple[Kind, ...] = (
    "provinces",
    "provinces-before",
    "districts",
    "communes",
    "communes-before",
)
"""The first part of an address."""

Address = tuple[str, ...]


def kind_of(unit: Unit) -> Kind:
    """The first part of its address."""
    if unit.level == "district":
        return "districts"
    if unit.level == "province":
        return "provinces" if unit.stands else "provinces-before"
    return "communes" if unit.stands else "communes-before"


def address_of(unit: Unit) -> Address:
    """The parts of its address; no two units share one, and no later name changes it."""
    return _address(unit.id)


@cache
def _address(unit_id: str) -> Address:
    unit = gazetteer().units[unit_id]
    line = (unit, *gazetteer().above(unit))
    return (kind_of(unit), *(_own_part(member) for member in reversed(line)))


def unit_at(address: Sequence[str]) -> Unit | None:
    """The unit with that address, under this name or a former one: ask `address_of` for its own."""
    kind, *parts = address or ("",)
    if kind not in KINDS or not parts:
        return None
    unit: Unit | None = None
    for part in parts:
        found = _under(unit.id if unit else "", _is_of_now(kind)).get(part, "")
        unit = gazetteer().unit(found)
        if unit is None:
            return None
    return unit if unit and kind_of(unit) == kind else None


def _is_of_now(kind: str) -> bool:
    return kind in ("provinces", "communes")


def _own_part(unit: Unit) -> str:
    """The first of the parts that lead to it."""
    led = _under(unit.parent, unit.stands)
    return next(part for part, unit_id in led.items() if unit_id == unit.id)


@cache
def _under(parent: str, of_now: bool) -> Mapping[str, str]:
    """The address parts of the units right below one (of all provinces: ""), each leading to an id.

    Two that read alike without accents (xã Hoa Lộc and xã Hòa Lộc in huyện Hậu Lộc) are told apart by
    the code, behind the one that has the higher code. Own names go first, later ones take what is free.
    """
    units = sorted(_members(parent, of_now), key=lambda unit: unit.code)
    parts: dict[str, str] = {}
    for unit in units:
        own = _slug(unit, _first_name(unit))
        parts[f"{own}-{unit.code}" if own in parts else own] = unit.id
    for unit in units:
        for name in (*(former for _, former in unit.former_names), unit.name):
            parts.setdefault(_slug(unit, name), unit.id)
    return parts


def _members(parent: str, of_now: bool) -> Iterator[Unit]:
    known = gazetteer()
    if parent:
        yield from known.within(known.units[parent])
    else:
        yield from (u for u in known.provinces() if u.stands == of_now)


def _first_name(unit: Unit) -> str:
    if unit.level == "district" or not unit.former_names:
        return unit.name
    return unit.former_names[0][1]


def _slug(unit: Unit, name: str) -> str:
    """A province's is of its bare name, since it stays when the kind changes."""
    if unit.level == "province":
        name = name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return slug(name)
