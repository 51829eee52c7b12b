"""The units that the database speaks of, with names and provinces, for whoever asks it in SQL.

Only units of sources, units that articles name, and what those lie in: all 14,149 would make every new
database take a tenth of a second and a megabyte.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from pipeline.geography import Unit, gazetteer
from pipeline.geography.facts import last_day
from pipeline.store.database.upsert import insert
from pipeline.store.tables import units

Row = dict[str, str | None]


def note(connection: Connection, ids: Iterable[str]) -> None:
    """These are spoken of from now on, and all that they lie in. Ids that are no unit's are passed over."""
    new = _missing(connection, set(ids))
    if not new:
        return
    known = gazetteer()
    found = {each.id: each for unit in map(known.unit, new) if unit for each in _over(unit)}
    missing = sorted(
        _missing(connection, set(found))
    )  # in one order: two writers never wait crosswise
    if missing:
        rows = [_row(found[unit_id]) for unit_id in missing]
        connection.execute(insert(connection, units).on_conflict_do_nothing(), rows)


def refresh(connection: Connection) -> None:
    """Bring those that are there up to what this version of the program knows of them."""
    known = gazetteer()
    for row in connection.execute(select(units).order_by(units.c.id)).mappings().all():
        unit = known.unit(row["id"])
        now = _row(unit) if unit else dict(row)
        if now != dict(row):
            connection.execute(update(units).where(units.c.id == row["id"]).values(now))


def _missing(connection: Connection, ids: set[str]) -> set[str]:
    if not ids:
        return set()
    return ids - set(connection.execute(select(units.c.id).where(units.c.id.in_(ids))).scalars())


def _over(unit: Unit) -> tuple[Unit, ...]:
    known = gazetteer()
    return (unit, *known.above(unit), known.province_now(unit))


def _row(unit: Unit) -> Row:
    """`former_name` is the last of those that it had, `until` its last day, as everywhere."""
    last = last_day(unit)
    day, former = unit.former_names[-1] if unit.former_names else (None, None)
    return {
        "id": unit.id,
        "code": unit.code,
        "level": unit.level,
        "name": unit.name,
        "former_name": former,
        "renamed": day.isoformat() if day else None,
        "parent": unit.parent or None,
        "province": gazetteer().province_now(unit).bare,
        "since": unit.since.isoformat() if unit.since else None,
        "until": last.isoformat() if last else None,
    }
