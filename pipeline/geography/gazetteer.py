"""All units, found by id, by code, by name and by what became of what; read once from `data/`."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from pipeline.geography.naming import Named, names_of, spelt
from pipeline.geography.unit import MERGER, SINCE, Level, Unit

_LEVELS: dict[int, Level] = {2: "province", 3: "district", 5: "commune"}


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Every unit of before and of now. `units`: by id, each era's from the highest level down."""

    units: Mapping[str, Unit]
    heirs: Mapping[str, tuple[str, ...]]
    """Of a commune (of a district that had none) which units took it over, the main one first."""
    origins: Mapping[str, tuple[str, ...]]
    """Of a commune of now: those of before that it was made of, wholly or in part."""
    below: Mapping[str, tuple[str, ...]]
    """Of any unit those directly below it."""
    codes: Mapping[str, tuple[str, ...]]
    """Code -> ids, that of now first."""

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id."""
        return self.units.get(unit_id)

    def with_code(self, code: str, era: Literal["", "before", "since"] = "") -> Unit | None:
        """The unit with that official code: of that era, else that of now where there is one."""
        ids = self.codes.get(code, ())
        fitting = (i for i in ids if not era or (era == "since") == i.endswith(SINCE))
        found = next(fitting, None)
        return self.units[found] if found else None

    def above(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that it belonged to in its own time, the nearest first."""
        found = []
        while unit.parent:
            unit = self.units[unit.parent]
            found.append(unit)
        return tuple(found)

    def province(self, unit: Unit) -> Unit:
        """The province that it belonged to in its own time; a province is its own."""
        return (unit, *self.above(unit))[-1]

    def province_now(self, unit: Unit) -> Unit:
        """Today's province that its land lies in."""
        own = self.province(unit)
        return own if own.stands else self._province_since(own)

    def _province_since(self, province: Unit) -> Unit:
        communes = (c for district in self.below[province.id] for c in self._communes(district))
        return self.province(self.units[self.heirs[next(iter(communes))][0]])

    def within(self, unit: Unit) -> tuple[Unit, ...]:
        """The units directly below it."""
        return self._each(self.below.get(unit.id, ()))

    def successors(self, unit: Unit) -> tuple[Unit, ...]:
        """Who has its land since 2025-07-01: of a commune the main heir first, of a district communes, of a
        province its province. () for a unit of today.
        """
        if unit.stands:
            return ()
        if unit.level == "province":
            return (self._province_since(unit),)
        return self._each(
            dict.fromkeys(heir for c in self._communes(unit.id) for heir in self.heirs[c])
        )

    def predecessors(self, unit: Unit) -> tuple[Unit, ...]:
        """Whose land it has: of a commune of now the communes of before, of a province its provinces."""
        if unit.until is not None:
            return ()
        if unit.level == "province":
            return tuple(
                old
                for old in self.units.values()
                if old.level == "province" and old.until and self._province_since(old) == unit
            )
        return self._each(self.origins.get(unit.id, ()))

    def districts_before(self, unit: Unit) -> tuple[Unit, ...]:
        """The districts whose land a unit of now has, or a part of it."""
        olds = (old for old in self.predecessors(unit) if old.level != "province")
        return tuple(
            dict.fromkeys(self.units[o.parent] if o.level == "commune" else o for o in olds)
        )

    def find(self, text: str, day: date | None = None) -> tuple[Unit, ...]:
        """The units of a code or name, those of today first, higher levels first: "353", "Lý Nhân".

        With units above it where others share the name, in either order: "huyện Châu Thành, Tiền Giang",
        "tien-giang/huyen-chau-thanh". The kind may be left out, or shortened ("TP. Phủ Lý"), but never be
        another one. Accents may be left out; those that are typed must be right, wherever tones are set.
        `day`: such as stood on it.
        """
        if code := self.codes.get(text.strip()):
            found = self._each(code)
        else:
            parts = [part for part in text.replace("/", ",").split(",") if part.strip()]
            found = self._of_names(parts) or self._of_names(parts[::-1])
        return tuple(unit for unit in found if day is None or unit.stood_on(day))

    def _of_names(self, parts: list[str]) -> tuple[Unit, ...]:
        """Units of the first name that lie in units of the others, the lower ones first."""
        if not parts:
            return ()
        own, *upper = (spelt(part) for part in parts)
        found = [self.units[n.unit] for n in _named().get(own.folded, ()) if n.answers(own)]
        for above in upper:
            held = {n.unit for n in _named().get(above.folded, ()) if n.answers(above)}
            found = [unit for unit in found if held & self._over(unit)]
        order: dict[Level, int] = {"province": 0, "district": 1, "commune": 2}
        return tuple(sorted(dict.fromkeys(found), key=lambda u: (not u.stands, order[u.level])))

    def _over(self, unit: Unit) -> set[str]:
        """The ids of the units above it, then and now."""
        return {*(u.id for u in self.above(unit)), self.province_now(unit).id} - {unit.id}

    def _communes(self, unit_id: str) -> tuple[str, ...]:
        """The communes of a district of before; a commune, and a district that had none, is its own."""
        return self.below.get(unit_id, ()) or (unit_id,)

    def _each(self, ids: Iterable[str]) -> tuple[Unit, ...]:
        return tuple(self.units[i] for i in ids)


@cache
def gazetteer() -> Gazetteer:
    """All units, read once in a process."""
    units = _units()
    heirs: dict[str, tuple[str, ...]] = {}
    origins: dict[str, tuple[str, ...]] = {}
    for row in _rows("successions.tsv"):
        before, since = row["before"], row["since"] + SINCE
        heirs[before] = (*heirs.get(before, ()), since)
        origins[since] = (*origins.get(since, ()), before)
    below: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for unit in units.values():
        if unit.parent:
            below[unit.parent] = (*below.get(unit.parent, ()), unit.id)
        known = codes.get(unit.code, ())
        codes[unit.code] = (unit.id, *known) if unit.stands else (*known, unit.id)
    return Gazetteer(units, heirs, origins, below, codes)


@cache
def _named() -> dict[str, tuple[Named, ...]]:
    """A bare name without accents ("ly nhan") -> the units that have it or had it."""
    found: dict[str, tuple[Named, ...]] = {}
    for unit in gazetteer().units.values():
        for name in names_of(unit):
            found[name.spelt.folded] = (*found.get(name.spelt.folded, ()), name)
    return found


def _units() -> dict[str, Unit]:
    units = {unit.id: unit for unit in map(_unit, _rows("units.tsv"))}
    for row in _rows("amendments.tsv"):
        unit = units[row["code"] + (SINCE if row["era"] == "since" else "")]
        former = (*unit.former_names, (date.fromisoformat(row["from"]), row["former"]))
        units[unit.id] = replace(unit, name=row["name"], former_names=former)
    return units


def _unit(row: dict[str, str]) -> Unit:
    code, since = row["code"], row["era"] == "since"
    end = SINCE if since else ""
    return Unit(
        id=code + end,
        code=code,
        level=_LEVELS[len(code)],
        name=row["name"],
        parent=row["parent"] and row["parent"] + end,
        since=MERGER if since else None,
        until=None if since else MERGER,
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("pipeline.geography").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))
