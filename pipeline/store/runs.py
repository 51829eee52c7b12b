"""Run reports: one row a crawl of one source."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from pipeline.errors import StoreError
from pipeline.model import RunReport
from pipeline.store.records import storable
from pipeline.store.tables import pages, runs, sources

_FIELDS = tuple(field.name for field in fields(RunReport) if field.name != "id")


def save(connection: Connection, run: RunReport) -> RunReport:
    """Insert a run without an id, update one with; gives it back with its id."""
    row = {name: storable(getattr(run, name)) for name in _FIELDS}
    if run.id is None:
        key = connection.execute(insert(runs).values(row)).inserted_primary_key
        return replace(run, id=int(key[0])) if key else run
    if connection.execute(update(runs).where(runs.c.id == run.id).values(row)).rowcount == 0:
        raise StoreError(f"There is no run {run.id} to update.")
    return run


def newest(
    connection: Connection, source_id: str, limit: int, before: datetime | None = None
) -> list[RunReport]:
    """The last runs, newest first, of one source or of all; `before`: those that began before that."""
    query = select(runs).order_by(runs.c.id.desc()).limit(max(limit, 0))
    if source_id:
        query = query.where(runs.c.source_id == source_id)
    if before is not None:
        query = query.where(runs.c.started_at < before)
    return [_run(row) for row in connection.execute(query).mappings()]


def last_of_each(connection: Connection) -> dict[str, RunReport]:
    """Each source's last run."""
    newest = select(func.max(runs.c.id)).where(runs.c.source_id == sources.c.id)
    last = select(newest.scalar_subquery()).select_from(sources)
    # a seek a source; grouping would read every run
    rows = connection.execute(select(runs).where(runs.c.id.in_(last))).mappings()
    return {row["source_id"]: _run(row) for row in rows}


def examples(
    connection: Connection, source_id: str, outcomes: Iterable[str], since: datetime
) -> dict[str, str]:
    """For each of those outcomes, an address that a visit since then ended with."""
    query = (
        select(pages.c.outcome, func.min(pages.c.url))
        .where(pages.c.source_id == source_id, pages.c.outcome.in_(list(outcomes)))
        .where(pages.c.fetched_at >= since)
        .group_by(pages.c.outcome)
        .order_by(pages.c.outcome)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _run(row: RowMapping) -> RunReport:
    values: dict[str, Any] = dict(row)
    return RunReport(**values)
