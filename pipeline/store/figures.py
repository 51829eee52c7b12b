"""What operators watch, in a few bounded queries: one row a source, and the runs that ended since a look."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, Subquery, func, select, text

from pipeline.store.history import last_change
from pipeline.store.tables import articles, changes, health, runs, sources
from pipeline.store.timeline import second_of

LAST_RUNS = 100
"""Looked at for the last sign of life; more than are under way at once."""
OPEN_RUNS = 1000
"""Of the last runs, those that may still come to an end."""


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One source. What is not known is None."""

    id: str
    enabled: bool
    state: str | None
    """As it was last judged (`HealthState`)."""
    articles: int
    newest: datetime | None
    """When its newest article was published; where that is not known, first seen."""
    started_at: datetime | None = None
    """Of its last run that has ended, as is everything below."""
    finished_at: datetime | None = None
    status: str | None = None
    requests: int = 0
    bytes: int = 0
    new: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All sources, and the database as a whole."""

    sources: tuple[SourceFigures, ...]
    running: int
    """Crawls that say they are under way."""
    changes: int
    """The number of the last change."""
    changed_at: datetime | None
    bytes: int
    """Of the database on its disk."""


@dataclass
class RunTotals:
    """Sums over the runs that ended since the first look; `Store.count_runs` brings them up to date."""

    seen: int | None = None
    """The last run that was looked at; None before the first look."""
    open: frozenset[int] = frozenset()
    """Of those, the runs that had not ended."""
    by_status: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    """Of requests, bytes, new, changed, gone, errors, seconds."""


def read(connection: Connection, sizes: Mapping[str, int]) -> Figures:
    """As they are now."""
    last = select(changes.c.at).order_by(changes.c.number.desc()).limit(1)
    of_last = _last_runs(LAST_RUNS)
    running = select(func.count()).where(of_last.c.status == "running")
    return Figures(
        tuple(_source(row, sizes) for row in connection.execute(_SOURCES)),
        running=int(connection.execute(running).scalar_one()),
        changes=last_change(connection),
        changed_at=connection.execute(last).scalar(),
        bytes=_size(connection),
    )


def last_crawl(connection: Connection) -> datetime | None:
    """The last time that a crawl began or ended; None where there never was one."""
    of_last = _last_runs(LAST_RUNS)
    begun, ended = connection.execute(
        select(func.max(of_last.c.started_at), func.max(of_last.c.finished_at))
    ).one()
    return max((at for at in (begun, ended) if at is not None), default=None)


def count_runs(connection: Connection, totals: RunTotals) -> None:
    """Add the runs that have ended since the last look. The first look only remembers where it was.

    What a run names is named from then on, with 0: so that the first of it is a rise.
    """
    if totals.seen is None:
        rows = connection.execute(select(_last_runs(OPEN_RUNS))).all()
        _name(totals, rows)
    else:
        query = select(*_COUNTED).order_by(runs.c.id.desc())
        later = (
            runs.c.id > totals.seen,
            runs.c.id.in_(totals.open),
        )  # with OR, SQLite reads them all
        rows = [row for these in later for row in connection.execute(query.where(these))]
        for row in rows:
            if row.status != "running":
                _add(totals, row)
    totals.seen = max([totals.seen or 0, *(row.id for row in rows)])
    totals.open = frozenset([row.id for row in rows if row.status == "running"][:OPEN_RUNS])


def _add(totals: RunTotals, row: Row[tuple[object, ...]]) -> None:
    totals.by_status[row.status] += 1
    totals.rejected.update(row.rejected)
    totals.failures.update(row.failures)
    totals.answers.update(row.statuses)
    totals.sums.update({name: getattr(row, name) for name in _SUMS})
    if row.finished_at is not None:
        totals.sums["seconds"] += max(0.0, (row.finished_at - row.started_at).total_seconds())


def _name(totals: RunTotals, rows: Iterable[Row[tuple[object, ...]]]) -> None:
    for row in rows:
        if row.status != "running":
            totals.by_status[row.status] = 0
        for names, counted in (
            (row.rejected, totals.rejected),
            (row.failures, totals.failures),
            (row.statuses, totals.answers),
        ):
            counted.update(dict.fromkeys(names, 0))


def _source(row: Row[tuple[object, ...]], sizes: Mapping[str, int]) -> SourceFigures:
    known = row._asdict()
    known["newest"] = None if row.newest is None else second_of(row.newest)
    if row.started_at is None:
        known |= {"requests": 0, "bytes": 0, "new": 0, "errors": 0}
    return SourceFigures(**known, articles=sizes.get(row.id, 0))


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(
            connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())


_SUMS = ("requests", "bytes", "new", "changed", "gone", "errors")
_COUNTED = [
    *(runs.c[name] for name in ("id", "status", "started_at", "finished_at", *_SUMS)),
    *(runs.c[name] for name in ("rejected", "failures", "statuses")),
]


def _last_runs(count: int) -> Subquery:
    return select(*_COUNTED).order_by(runs.c.id.desc()).limit(count).subquery()


_ended = runs.alias()
_LAST_ENDED = (
    select(_ended.c.id)
    .where(_ended.c.source_id == sources.c.id, _ended.c.status != "running")
    .order_by(_ended.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_NEWEST = (
    select(func.max(articles.c.timeline))
    .where(articles.c.source_id == sources.c.id)
    .scalar_subquery()
)
_SOURCES = (
    select(
        sources.c.id,
        sources.c.enabled,
        health.c.state,
        _NEWEST.label("newest"),
        *(runs.c[name] for name in ("started_at", "finished_at", "status")),
        *(runs.c[name] for name in ("requests", "bytes", "new", "errors")),
    )
    .outerjoin(health, health.c.source_id == sources.c.id)
    .outerjoin(runs, runs.c.id == _LAST_ENDED)
    .order_by(sources.c.id)
)
