"""A source's units: names from codes, codes from names; pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pipeline.geography import MERGER, Unit, gazetteer, units_of
from pipeline.model import Source

_TOLD_BY = {
    "province": ("province_before", "unit", "unit_before"),
    "province_before": ("unit_before",),
    "district": ("unit_before",),
    "commune": ("unit",),
}
"""Name -> what is of other units where that is another."""


def with_units(source: Source) -> Source:
    """The source with the names of the units whose codes it has, and the codes of those that it names.

    What it says itself stays; where it says no level, it is that of its unit of now, else of before. A name
    that is nobody's, or several units', leaves the code empty.
    """
    coded = replace(
        source,
        unit=source.unit or _code(source.commune, source.province) or _lone_province(source),
        unit_before=source.unit_before or _code_before(source),
    )
    before, since = units_of(coded.unit, coded.unit_before)
    names = _names_since(since or before) | _names_before(before)
    missing: dict[str, Any] = {key: name for key, name in names.items() if not getattr(coded, key)}
    unit = since or before
    level = unit.level if unit and coded.level == "unknown" else coded.level
    return replace(coded, level=level, **missing)


def without_replaced(source: Source, given: Mapping[str, Any]) -> Source:
    """A shipped portal without what no longer holds where an entry gives it other units: by code or name."""
    if given.keys() & {"unit", "unit_before"}:
        return replace(source, province="", province_before="", district="", commune="")
    other = (name for name in _TOLD_BY if name in given and given[name] != getattr(source, name))
    gone: dict[str, Any] = {key: "" for name in other for key in _TOLD_BY[name]}
    return replace(source, **gone)


def _code(commune: str, province: str) -> str:
    """That of a commune of now, "" where it is not told or not one."""
    found = gazetteer().find(f"{commune}, {province}" if province else commune) if commune else ()
    standing = [unit for unit in found if unit.stands and unit.level == "commune"]
    return standing[0].code if len(standing) == 1 else ""


def _lone_province(source: Source) -> str:
    """That of the province, for a portal that names nothing below it and is a province's.

    Not where that of before is told, by code or name: hanam.gov.vn is Hà Nam's, and no portal of Ninh Bình.
    """
    below = source.district or source.commune
    if source.level != "province" or below or source.unit_before or source.province_before:
        return ""
    found = [unit for unit in gazetteer().find(source.province) if unit.level == "province"]
    return found[0].code if found and found[0].stands else ""


def _code_before(source: Source) -> str:
    """That of the district, or of the province before where it names no district.

    That of a district which ended sooner where only such a one is called so; by its id, since its code may
    have gone on.
    """
    above = source.province_before or source.province
    last = MERGER - timedelta(days=1)
    if source.district:
        names = f"{source.district}, {above}" if above else source.district
        found = [unit for unit in gazetteer().find(names, last) if unit.level == "district"]
        found = found or [unit for unit in gazetteer().find(names) if unit.level == "district"]
    elif source.level == "province":
        found = [unit for unit in gazetteer().find(above, last) if unit.level == "province"]
    else:
        found = []
    return found[0].id if len(found) == 1 else ""


def _names_since(unit: Unit | None) -> dict[str, str]:
    if unit is None:
        return {}
    names = {"province": gazetteer().province_now(unit).bare}
    return names | ({"commune": unit.name} if unit.level == "commune" and unit.stands else {})


def _names_before(unit: Unit | None) -> dict[str, str]:
    if unit is None:
        return {}
    known = gazetteer()
    own, now = known.province(unit), known.province_now(unit)
    names = {} if own.bare == now.bare else {"province_before": own.bare}
    district = known.district(unit)
    return names | ({"district": district.name} if district else {})
