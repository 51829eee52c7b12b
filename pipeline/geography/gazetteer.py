"""All units, found by id, by code, by name and by what became of what; read once from `data/`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Literal

from pipeline.geography import loading
from pipeline.geography.index import Index, parts_between_words, parts_of
from pipeline.geography.unit import MERGER, SINCE, Level, Unit


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Every unit of before and of now. `units`: by id, each era's from the highest level down."""

    units: Mapping[str, Unit]
    heirs: Mapping[str, tuple[str, ...]]
    """Of a commune (of a district that had none) which units took it over, the main one first."""
    origins: Mapping[str, tuple[str, ...]]
    """Of a commune of now: those of before that it was made of, wholly or in part."""
    below: Mapping[str, tuple[str, ...]]
    """Of any unit those directly below it; of "" the provinces."""
    codes: Mapping[str, tuple[str, ...]]
    """Code -> ids, that of now first, those that ended before the merger last."""
    joined: Mapping[str, tuple[str, ...]]
    """Of a district that ended before the merger those that it went into: Quận 2 into Thành phố Thủ Đức."""

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id."""
        return self.units.get(unit_id)

    def with_code(self, code: str, era: Literal["", "before", "since"] = "") -> Unit | None:
        """The unit with that official code: of that era, else that of now where there is one.

        Where a code went on before the merger it is the later unit's; the earlier one goes by its id.
        """
        ids = self.codes.get(code) or ((code,) if code in self.units else ())
        fitting = (i for i in ids if not era or (era == "since") == i.endswith(SINCE))
        found = next(fitting, None)
        return self.units[found] if found else None

    def provinces(self) -> tuple[Unit, ...]:
        """Those of now and those of before."""
        return self._each(self.below[""])

    def above(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that it belonged to in its own time, the nearest first."""
        found = []
        while unit.parent:
            unit = self.units[unit.parent]
            found.append(unit)
        return tuple(found)

    def district(self, unit: Unit) -> Unit | None:
        """The district that it was, or that it lay in; None where there was none."""
        line = (unit, *self.above(unit))
        return next((member for member in line if member.level == "district"), None)

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
        province its province. () for a unit of today. Of a district that ended sooner, those of the
        districts that it went into.
        """
        if unit.stands:
            return ()
        if unit.level == "province":
            return (self._province_since(unit),)
        lands = chain.from_iterable(map(self._communes, self.joined.get(unit.id, (unit.id,))))
        return self._each(dict.fromkeys(heir for c in lands for heir in self.heirs[c]))

    def went_into(self, unit: Unit) -> tuple[Unit, ...]:
        """Of a district that ended before the merger those that it went into; else ()."""
        return self._each(self.joined.get(unit.id, ()))

    def predecessors(self, unit: Unit) -> tuple[Unit, ...]:
        """Whose land it has: of a commune of now the communes of before, of a province its provinces."""
        if unit.until is not None:
            return ()
        if unit.level == "province":
            return tuple(
                old for old in self.provinces() if old.until and self._province_since(old) == unit
            )
        return self._each(self.origins.get(unit.id, ()))

    def districts_before(self, unit: Unit) -> tuple[Unit, ...]:
        """The districts whose land a unit of now has, or a part of it."""
        olds = (old for old in self.predecessors(unit) if old.level != "province")
        return tuple(
            dict.fromkeys(self.units[o.parent] if o.level == "commune" else o for o in olds)
        )

    def full_name(self, unit: Unit, day: date | None = None) -> str:
        """With the units above it: "Xã Hợp Lý, Huyện Lý Nhân, Tỉnh Hà Nam"; as called on that day."""
        return ", ".join(member.name_on(day) for member in (unit, *self.above(unit)))

    def find(self, text: str, day: date | None = None) -> tuple[Unit, ...]:
        """The units of a code, an id or a name, those of today first, higher levels first, those that ended
        before the merger last.

        With units above it where others share the name, in either order: "huyện Châu Thành, Tiền Giang",
        "tien-giang/huyen-chau-thanh", "xã Hợp Lý (Lý Nhân)", "Lý Nhân Hà Nam". The kind may be left out, or
        shortened ("TP. Phủ Lý", "Q1"), but never be another one. Accents may be left out; those that are
        typed must be right, wherever tones are set. Offices before a name are passed over: "UBND huyện Lý
        Nhân", "Huyện ủy Lý Nhân". `day`: such as stood on it.
        """
        code = text.strip()
        ids = self.codes.get(code) or ((code,) if code in self.units else ())
        ways = chain(parts_of(text), parts_between_words(text))
        found = self._each(ids) or next(filter(None, map(self._of_names, ways)), ())
        return tuple(unit for unit in found if day is None or unit.stood_on(day))

    def search(self, text: str, day: date | None = None, *, limit: int = 20) -> tuple[Unit, ...]:
        """What `find` finds; nothing being called so, the units whose names begin with the text or have it as
        a later word.
        """
        found = self.find(text, day)
        if not found:
            begun = next(filter(None, map(self._begun, parts_of(text))), ())
            found = tuple(unit for unit in begun if day is None or unit.stood_on(day))
        return found[:limit]

    def near(self, text: str, *, limit: int = 5) -> tuple[Unit, ...]:
        """The units whose names are nearly that, the nearest first: with other accents, other letters; each
        name once before any comes again.
        """
        own, *upper = next(parts_of(text), [""])
        close = _index().near(own)
        lying = self._ranked(close, map(_index().named, upper))
        found = lying or self._ranked(close, ())
        first = {unit.name: unit for unit in reversed(found)}
        return tuple(sorted(found, key=lambda unit: first[unit.name] is not unit))[:limit]

    def _of_names(self, parts: Sequence[str]) -> tuple[Unit, ...]:
        """Units of the first name that lie in units of the others."""
        own, *upper = map(_index().named, parts)
        return self._ranked([own], upper)

    def _begun(self, parts: Sequence[str]) -> tuple[Unit, ...]:
        """Units whose name begins so in such as begin with the others."""
        own, *upper = map(_index().beginning, parts)
        return self._ranked(own, map(chain.from_iterable, upper))

    def _ranked(
        self, ranks: Iterable[Sequence[str]], upper: Iterable[Iterable[str]]
    ) -> tuple[Unit, ...]:
        """Those that lie in one of each of the upper ones; within each rank in the order of lists."""
        helds = [set(held) for held in upper]
        lying = (
            [u for u in self._each(ids) if all(held & self._over(u) for held in helds)]
            for ids in ranks
        )
        return tuple(dict.fromkeys(chain.from_iterable(map(_ordered, lying))))

    def _over(self, unit: Unit) -> set[str]:
        """The ids of the units above it, then and now."""
        return {*(u.id for u in self.above(unit)), self.province_now(unit).id} - {unit.id}

    def _communes(self, unit_id: str) -> tuple[str, ...]:
        """The communes of a district of before; a commune, and a district that had none, is its own."""
        return self.below.get(unit_id, ()) or (unit_id,)

    def _each(self, ids: Iterable[str]) -> tuple[Unit, ...]:
        return tuple(self.units[i] for i in ids)


def _ordered(units: Iterable[Unit]) -> tuple[Unit, ...]:
    order: dict[Level, int] = {"province": 0, "district": 1, "commune": 2}
    return tuple(sorted(dict.fromkeys(units), key=lambda u: (_since_ended(u), order[u.level])))


def _since_ended(unit: Unit) -> int:
    return 0 if unit.stands else 1 if unit.until == MERGER else 2


@cache
def gazetteer() -> Gazetteer:
    """All units, read once in a process; their names are taken apart when the first is asked for."""
    units = loading.units()
    below: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    for unit in units.values():
        below[unit.parent].append(unit.id)
        codes[unit.code].insert(0 if unit.stands else len(codes[unit.code]), unit.id)
    return Gazetteer(
        units,
        *loading.successions(),
        {above: tuple(ids) for above, ids in below.items()},
        {code: tuple(ids) for code, ids in codes.items()},
        loading.joined(),
    )


@cache
def _index() -> Index:
    return Index(gazetteer().units, loading.aliases())
