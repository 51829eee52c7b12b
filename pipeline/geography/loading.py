"""The tables in `data/` as units, as what became of what, and as names that people give them."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from pipeline.geography.unit import MERGER, SINCE, Level, Unit

_LEVELS: dict[int, Level] = {2: "province", 3: "district", 5: "commune"}

Ids = Mapping[str, tuple[str, ...]]


def units() -> dict[str, Unit]:
    """All by id, each era's from the highest level down, with the names that they had; then the districts
    that ended before the merger.
    """
    found = {unit.id: unit for unit in map(_unit, _rows("units.tsv"))}
    found |= {unit.id: unit for unit, _ in _ended(found)}
    for era, code, former, name, day, _ in _rows("amendments.tsv"):
        unit = found[_id(era, code)]
        formerly = (*unit.former_names, (date.fromisoformat(day), former))
        found[unit.id] = replace(unit, name=name, former_names=formerly)
    return found


def successions() -> tuple[Ids, Ids]:
    """Of communes (of districts that had none) of before the heirs, the main one first; and back."""
    heirs: dict[str, list[str]] = defaultdict(list)
    origins: dict[str, list[str]] = defaultdict(list)
    for before, since in _rows("successions.tsv"):
        heirs[before].append(since + SINCE)
        origins[since + SINCE].append(before)
    return _fixed(heirs), _fixed(origins)


def joined() -> Ids:
    """Of districts that ended before the merger those that they went into."""
    return {unit.id: heirs for unit, heirs in _ended({code for _, code, *_ in _rows("units.tsv")})}


def aliases() -> Iterator[tuple[str, str]]:
    """(id, name) of names that no resolution gave."""
    for era, code, alias in _rows("aliases.tsv"):
        yield _id(era, code), alias


def _ended(taken: Container[str]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """They and their heirs. One whose code went on as another's has the year of its end in its id."""
    for code, name, parent, until, heirs, _ in _rows("ended.tsv"):
        end = date.fromisoformat(until)
        unit_id = f"{code}-{(end - timedelta(days=1)).year}" if code in taken else code
        unit = Unit(unit_id, code, "district", name, parent, None, end)
        yield unit, tuple(heirs.split(" "))


def _unit(row: list[str]) -> Unit:
    era, code, name, parent = row
    since = era == "since"
    return Unit(
        code + SINCE if since else code,
        code,
        _LEVELS[len(code)],
        name,
        parent + SINCE if since and parent else parent,
        MERGER if since else None,
        None if since else MERGER,
    )


def _id(era: str, code: str) -> str:
    return code + SINCE if era == "since" else code


def _fixed(lists: Mapping[str, list[str]]) -> Ids:
    return {name: tuple(ids) for name, ids in lists.items()}


def _rows(name: str) -> list[list[str]]:
    """Without the heading; no field of ours has a tab or a quote to be undone."""
    text = files("pipeline.geography").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]
