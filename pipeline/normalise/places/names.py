"""Which units a run of words may be the name of; looked up, never searched through; pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from pipeline.geography import Unit, gazetteer
from pipeline.normalise.places.kinds import LEVELS
from pipeline.normalise.places.words import Words, first_key, key
from pipeline.remembering import remembered
from pipeline.spelling import exact

LONGEST = 6
"""Words of a name."""
_HYPHEN = re.compile(r"\s?[-–‑−]\s?")
_SPACES = frozenset((" ", "\u00a0", "  "))
_OTHERWISE = {"Hồ Chí Minh": ("HCM", "TPHCM"), "Huế": ("Thừa Thiên Huế",)}
"""Bare name of a province -> what else it is called."""


@dataclass(frozen=True, slots=True)
class Called:
    """A name that a unit has or had: the kind in it, and the rest in one spelling, without spaces."""

    unit: Unit
    name: str
    kind: str
    exact: str


@dataclass(frozen=True, slots=True, eq=False)
class Bearers:
    """All who are called so, and how the text spells it. Compared as itself: there is one of each."""

    called: tuple[Called, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Found:
    """Words that are a name: up to which word, and whose."""

    last: int
    bearers: Bearers


def names_at(words: Words, first: int) -> Iterator[Found]:
    """The names that begin with that word, the longest first."""
    index, beginnings = _lookups()
    keys, joined, found = words.keys, "", []
    for last in range(first, min(first + LONGEST, len(keys))):
        joined += keys[last]
        if joined not in beginnings or (last > first and not _goes_on(words, last - 1)):
            break
        if joined in index:
            found.append((last, joined))
    for last, joined in reversed(found):
        if _is_one(words, first, last, index[joined]):
            yield Found(last, _as_typed(joined, " ".join(words.raw[first : last + 1])))


def _goes_on(words: Words, i: int) -> bool:
    gap = words.gap(i)
    return gap in _SPACES or (len(gap) <= 3 and _HYPHEN.fullmatch(gap) is not None)


def _is_one(words: Words, first: int, last: int, called: tuple[Called, ...]) -> bool:
    """A hyphen between spaces parts names, but where it belongs to one: "Bà Rịa - Vũng Tàu"."""
    if all(words.gaps[i] in _SPACES or len(words.gaps[i]) == 1 for i in range(first, last)):
        return True
    return any("-" in one.name or one.unit.code == "46" for one in called)


@remembered(16_384)
def _as_typed(joined: str, typed: str) -> Bearers:
    return Bearers(_lookups()[0][joined], _spelling(typed.split()))


def _spelling(syllables: Iterable[str]) -> str:
    return "".join(exact(s) if not s.isdigit() else key(s) for s in syllables)


@cache
def _lookups() -> tuple[dict[str, tuple[Called, ...]], frozenset[str]]:
    """A name's keys in one -> who is called so; and the keys of names and of what they begin with, to stop
    where none goes on. Read once in a process.
    """
    found: dict[str, list[Called]] = {}
    beginnings: set[str] = set()
    for unit in gazetteer().units.values():
        for name in dict.fromkeys((unit.name, *(former for _, former in unit.former_names))):
            kind, bare = _apart(name)
            for other in (bare, *(_OTHERWISE.get(bare, ()) if unit.level == "province" else ())):
                syllables = other.replace("-", " ").split()
                begun = list(accumulate(map(key, syllables)))
                beginnings.update(begun)
                called = Called(unit, name, kind, _spelling(syllables))
                found.setdefault(begun[-1], []).append(called)
    return {joined: tuple(called) for joined, called in found.items()}, frozenset(beginnings)


def _apart(name: str) -> tuple[str, str]:
    kind = next((kind for kind in LEVELS if name.lower().startswith(f"{kind.lower()} ")), "")
    return kind, name[len(kind) :].strip()


@cache
def around(unit_id: str) -> frozenset[str]:
    """The ids of the units that hold that unit's land, or a part of it, in its own time and in the other."""
    known = gazetteer()
    unit = known.units[unit_id]
    held = {*(upper.id for upper in known.above(unit)), known.province_now(unit).id}
    held.update(known.heirs.get(unit_id, ()))
    for district in known.districts_before(unit):
        held.add(district.id)
        held.update(upper.id for upper in known.above(district))
    held.update(known.origins.get(unit_id, ()))
    if unit.level == "province":
        held.update(old.id for old in known.predecessors(unit))
    return frozenset(held - {unit_id})


@cache
def provinces() -> frozenset[str]:
    """The first keys of the provinces' names."""
    return frozenset(
        first_key(name)
        for unit in gazetteer().units.values()
        if unit.level == "province"
        for name in (unit.bare, *_OTHERWISE.get(unit.bare, ()))
    )
