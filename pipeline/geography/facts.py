"""All that is known of one unit, ready for JSON: the API and the command line tell the same; pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pipeline.geography.gazetteer import gazetteer
from pipeline.geography.unit import Unit

_DAY = timedelta(days=1)


def facts(unit: Unit) -> dict[str, Any]:
    """What it is, how long, what it lies in, what it came from and what became of it.

    `since` is null for a unit that this data begins with, `until` its last day, null where it stands.
    `successors` and `predecessors` lie in the other era, the main one first; `went_into`: of a district that
    ended before the merger those of its own era.
    """
    known = gazetteer()
    return {
        "id": unit.id,
        "code": unit.code,
        "level": unit.level,
        "kind": unit.kind,
        "name": unit.name,
        "full_name": known.full_name(unit),
        "since": _iso(unit.since),
        "until": _iso(last_day(unit)),
        "former_names": [
            {"name": name, "until": _iso(day - _DAY)} for day, name in unit.former_names
        ],
        "above": _each(known.above(unit)),
        "province_now": brief(known.province_now(unit)),
        "districts_before": _each(known.districts_before(unit)),
        "predecessors": _each(known.predecessors(unit)),
        "successors": _each(known.successors(unit)),
        "went_into": _each(known.went_into(unit)),
    }


def brief(unit: Unit) -> dict[str, str]:
    """What it takes to name a unit."""
    return {"id": unit.id, "code": unit.code, "name": unit.name}


def last_day(unit: Unit) -> date | None:
    """The last day on which it stood; None: it stands."""
    return unit.until - _DAY if unit.until else None


def _each(units: Iterable[Unit]) -> list[dict[str, str]]:
    return [brief(unit) for unit in units]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
