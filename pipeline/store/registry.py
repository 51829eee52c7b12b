"""The registry's mirror: sources as rows, with what the store knows of each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, exists, select

from pipeline.geography import units_of
from pipeline.model import Source, SourceStatus
from pipeline.store import runs, units
from pipeline.store.database.upsert import upsert
from pipeline.store.records import plain, revive_fields, storable
from pipeline.store.tables import articles, listings, pages, sources
from pipeline.store.tables import runs as run_table

_COLUMNS = frozenset(sources.c.keys()) - {"settings"}
BRIEF = (
    "id",
    "name",
    "url",
    "level",
    "province",
    "province_before",
    "district",
    "commune",
    "unit",
    "unit_before",
    "successor",
)
"""What tells readers which source it is, whose, and which one goes on for it."""


def put(connection: Connection, given: Iterable[Source], *, complete: bool = False) -> None:
    """Insert or update those sources. `complete`: they are all; drop others that never gave anything."""
    rows = [_row(source) for source in given]
    for row in _changed(connection, rows):
        upsert(connection, sources, row, ["id"])
    coded = (unit for row in rows for unit in units_of(row["unit"], row["unit_before"]))
    units.note(connection, (unit.id for unit in coded if unit))
    units.refresh(connection)
    if complete:
        _drop_traceless(connection, [row["id"] for row in rows])


def _changed(connection: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that are not there as they are: registries are told again every minute, and hardly change."""
    query = select(sources).where(sources.c.id.in_([row["id"] for row in rows]))
    there = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return [row for row in rows if there.get(row["id"]) != row]


def _drop_traceless(connection: Connection, kept: list[str]) -> None:
    used = [
        exists().where(t.c.source_id == sources.c.id)
        for t in (articles, pages, listings, run_table)
    ]
    traceless = [~trace for trace in used]
    connection.execute(delete(sources).where(sources.c.id.not_in(kept), *traceless))


def get(connection: Connection, source_id: str) -> Source | None:
    """The source of that id."""
    row = connection.execute(select(sources).where(sources.c.id == source_id)).mappings().first()
    return _source(dict(row)) if row else None


def statuses(
    connection: Connection, sizes: Mapping[str, int], *, brief: bool = False
) -> list[SourceStatus]:
    """Every source by id, with its number of articles, its newest one's time and its last run.

    `brief`: of the source itself its id, name, address, level and units alone, at half the cost.
    """
    latest = (
        select(articles.c.sort_time)
        .where(articles.c.source_id == sources.c.id)
        .order_by(articles.c.timeline.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = [column for column in sources.c if not brief or column.name in BRIEF]
    query = select(*columns, latest.label("newest")).order_by(sources.c.id)
    last = runs.last_of_each(connection)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [
        SourceStatus(_source(row), sizes.get(row["id"], 0), row["newest"], last.get(row["id"]))
        for row in rows
    ]


def provinces(connection: Connection, sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """Each present province that has a source, by name, with its number of articles."""
    query = select(sources.c.province, sources.c.id).where(sources.c.province != "")
    counts: Counter[str] = Counter()
    for province, source_id in connection.execute(query):
        counts[province] += sizes.get(source_id, 0)
    return sorted(counts.items())


def _row(source: Source) -> dict[str, Any]:
    """Columns for what people look for, `settings` for the rest: a field added later needs no migration."""
    values = {name: getattr(source, name) for name in _COLUMNS}
    rest = {name: value for name, value in plain(source).items() if name not in _COLUMNS}
    return values | {"settings": storable(rest)}


def _source(row: dict[str, Any]) -> Source:
    if "settings" not in row:
        return Source(**{name: row[name] for name in BRIEF})
    source: Source = revive_fields(
        Source, {**row["settings"], **{name: row[name] for name in _COLUMNS}}
    )
    return source
