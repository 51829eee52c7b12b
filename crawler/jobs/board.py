"""The queue as people and workers see it: jobs put in, listed, cancelled, tried again, taken up.

Procrastinate hands jobs out and keeps their states; what it has no query for stands here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Connection, text

from crawler.jobs import tables
from crawler.jobs.machine import Machine
from crawler.jobs.outcomes import TRIES
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.store.database.advisory import is_shared
from pipeline.store.database.engine import connect, parse_url
from pipeline.store.database.failures import named

State = Literal["waiting", "running", "failed", "done", "cancelled"]
STATES: Mapping[str, State] = {
    "todo": "waiting",
    "doing": "running",
    "failed": "failed",
    "succeeded": "done",
    "cancelled": "cancelled",
    "aborted": "cancelled",
}
LIVE = ("todo", "doing")
KEPT = timedelta(days=7)
"""So long a job that ended stands in the list; one that failed four times as long."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job to be put into the queue."""

    task: str
    """crawl, import, reprocess, publish."""
    queue: str
    about: Mapping[str, Any] = field(default_factory=dict)
    """What the task is told: {"source": "lynhan"}."""
    once: str = ""
    """No two jobs of that name wait or run; "": as many as there are."""
    alone: str = ""
    """No two jobs with that name run at once."""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A job in the queue."""

    id: int
    task: str
    about: Mapping[str, Any]
    state: State
    queue: str
    worker: str
    """Who runs it, or ran it last: machine and process; "": nobody yet."""
    since: datetime | None
    """When it came into that state."""
    not_before: datetime | None
    """When a job that failed is tried again."""
    attempts: int
    """How often it was begun, this time included where it runs."""
    said: str
    """Why it failed the last time."""
    cancelling: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        times = {"since": self.since, "not_before": self.not_before}
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            name: when and when.isoformat() for name, when in times.items()
        }


@dataclass(frozen=True, slots=True)
class Known:
    """A data folder at which a worker was."""

    folder: str
    name: str
    seen: datetime
    follows: int
    """Sources that its sources.toml follows."""


class Board:
    """The queue of a database. Raises ConfigError where that is no PostgreSQL, StoreError."""

    def __init__(self, config: Config) -> None:
        refuse_alone(config)
        self._url = parse_url(config.database_url)
        self._engine = connect(self._url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up the connections."""
        self._engine.dispose()

    def is_made(self) -> bool:
        """Whether the tables are there."""
        with self._begun() as connection:
            return tables.are_made(connection)

    def make(self) -> None:
        """The tables, where they are not there yet."""
        with self._begun() as connection:
            tables.make(connection)

    def put(self, wanted: Sequence[Wanted]) -> list[int | None]:
        """Their numbers in the queue; None for one that is in it already, waiting or running.

        Whoever puts jobs in waits for others that do: so none is in it twice, and a job that is tried again
        never meets its like.
        """
        with self._begun() as connection:
            _take_turn(connection)
            query = "SELECT queueing_lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
            there = set(connection.execute(text(query)).scalars()) - {None}
            found: list[int | None] = []
            for one in wanted:
                found.append(None if one.once in there else _put(connection, one))
                there.add(one.once or None)
            return found

    def jobs(self, *, ended: int = 20, number: int | None = None) -> list[Job]:
        """Those that wait, run or failed, by number, and the last that ended otherwise; or that one alone."""
        with self._begun() as connection:
            rows = connection.execute(text(_JOBS), {"ended": ended, "number": number}).mappings()
            return [_job(dict(row)) for row in rows]

    def waiting(self, queue: str) -> bool:
        """Whether a job waits in that queue whose time has come."""
        query = (
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = :queue "
            "AND (scheduled_at IS NULL OR scheduled_at <= now()))"
        )
        with self._begun() as connection:
            return bool(connection.execute(text(query), {"queue": queue}).scalar())

    def cancel(self, number: int) -> bool:
        """Whether it will not be run any more: it waited, or its worker is told to end it."""
        with self._begun() as connection:
            query = text("SELECT procrastinate_cancel_job_v1(:number, true, false)")
            return connection.execute(query, {"number": number}).scalar() is not None

    def retry(self, number: int) -> bool:
        """Whether a job that failed, was cancelled or waits for its next try is run at once."""
        with self._begun() as connection:
            _take_turn(connection)
            return bool(connection.execute(text(_RETRY), {"number": number}).rowcount)

    def note(self, number: int, *, worker: str, said: str = "") -> None:
        """Who runs a job, or why it failed."""
        with self._begun() as connection:
            values = {"number": number, "worker": worker, "said": said}
            connection.execute(text(_NOTE), values)

    def take_up(self, dead_after: float) -> list[int]:
        """Jobs of workers not heard of for so many seconds wait again, for whoever is alive: their numbers.

        Time is the database's. One that was being cancelled is; one that ended its worker again and again
        fails, and one whose like waits already, as the next look at who is due does.
        """
        with self._begun() as connection:
            _take_turn(connection)
            values = {"seconds": dead_after, "tries": TRIES}
            return list(connection.execute(text(_TAKE_UP), values).scalars())

    def last(self, task: str) -> Mapping[str, Any]:
        """What the last job of a task that did not fail was told; {} where there was none."""
        query = (
            "SELECT args FROM procrastinate_jobs WHERE task_name = :task AND status <> 'failed' "
            "AND status <> 'cancelled' AND status <> 'aborted' ORDER BY id DESC LIMIT 1"
        )
        with self._begun() as connection:
            return connection.execute(text(query), {"task": task}).scalar() or {}

    def tidy(self) -> None:
        """Forget jobs that ended long ago."""
        with self._begun() as connection:
            connection.execute(text(_TIDY), {"days": KEPT.days})

    def register(self, machine: Machine, follows: Iterable[str]) -> None:
        """That a worker is at that data folder, and which sources the sources.toml in it follows."""
        values = {
            "folder": machine.folder,
            "name": machine.name,
            "follows": json.dumps(sorted(follows)),
        }
        with self._begun() as connection:
            connection.execute(text(_REGISTER), values)

    def followed(self) -> frozenset[str]:
        """The sources that some machine's sources.toml follows."""
        query = "SELECT jsonb_array_elements_text(follows) FROM job_machines"
        with self._begun() as connection:
            return frozenset(connection.execute(text(query)).scalars())

    def machines(self) -> list[Known]:
        """The data folders of workers, by the name of who was there last."""
        query = (
            "SELECT folder, name, seen, jsonb_array_length(follows) FROM job_machines ORDER BY name"
        )
        with self._begun() as connection:
            return [Known(*row) for row in connection.execute(text(query))]

    def forget(self, folder: str) -> bool:
        """A machine that is gone for good follows nothing any more; whether it was known, by name or mark."""
        query = text("DELETE FROM job_machines WHERE folder = :folder OR name = :folder")
        with self._begun() as connection:
            return bool(connection.execute(query, {"folder": folder}).rowcount)

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with named(self._url), self._engine.begin() as connection:
            yield connection


def board_of(config: Config) -> Board:
    """The queue, whose tables are there. Raises ConfigError where there is none yet."""
    board = Board(config)
    if not board.is_made():
        board.close()
        raise ConfigError("There is no queue in the database yet. Start one with: congtin worker")
    return board


def upgrade_queue(config: Config) -> bool:
    """Bring the queue's tables to this version; whether there are any. Raises ConfigError, StoreError."""
    if not is_shared(config.database_url):
        return False
    with Board(config) as board:
        if made := board.is_made():
            board.make()
        return made


def refuse_alone(config: Config) -> None:
    """Raise ConfigError where the database cannot be shared with other machines."""
    if not is_shared(config.database_url):
        raise ConfigError(
            "Workers and their jobs need PostgreSQL: set CONGTIN_DATABASE_URL to "
            "postgresql://user@host/database (a store in SQLite goes over with: congtin db copy --to URL). "
            "On one machine, congtin run does the same with SQLite."
        )


def _take_turn(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": tables.LOCK})


def _put(connection: Connection, wanted: Wanted) -> int:
    values = {
        "queue": wanted.queue,
        "task": wanted.task,
        "priority": wanted.priority,
        "lock": wanted.alone or None,
        "once": wanted.once or None,
        "about": json.dumps(dict(wanted.about)),
    }
    return int(connection.execute(text(_PUT), values).scalar_one())


def _job(row: Mapping[str, Any]) -> Job:
    return Job(**{**row, "state": STATES[row["state"]], "worker": row["worker"] or ""})


_PUT = """
SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[CAST(ROW(
    CAST(:queue AS varchar), CAST(:task AS varchar), CAST(:priority AS integer), CAST(:lock AS text),
    CAST(:once AS text), CAST(:about AS jsonb), NULL
) AS procrastinate_job_to_defer_v1)]))
"""

_JOBS = """
WITH over AS (
    SELECT id FROM procrastinate_jobs WHERE status IN ('succeeded', 'cancelled', 'aborted')
    AND task_name <> 'look' ORDER BY id DESC LIMIT :ended
)
SELECT j.id, j.task_name AS task, j.args AS about, CAST(j.status AS text) AS state, j.queue_name AS queue,
    n.worker, j.attempts + CAST(j.status = 'doing' AS integer) AS attempts,
    coalesce(n.said, '') AS said, j.abort_requested AS cancelling,
    CASE WHEN j.status = 'todo' THEN j.scheduled_at END AS not_before,
    (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id
        AND e.type NOT IN ('scheduled', 'abort_requested')) AS since
FROM procrastinate_jobs j LEFT JOIN job_notes n ON n.job_id = j.id
WHERE CASE WHEN CAST(:number AS bigint) IS NOT NULL THEN j.id = :number
    ELSE (j.status IN ('todo', 'doing', 'failed') AND j.task_name <> 'look')
        OR j.id IN (SELECT id FROM over) END
ORDER BY j.id
"""

_RETRY = """
UPDATE procrastinate_jobs j SET status = 'todo', scheduled_at = NULL, attempts = 0, abort_requested = false
WHERE j.id = :number AND (j.status IN ('failed', 'cancelled', 'aborted') OR j.scheduled_at > now())
AND j.status <> 'doing' AND j.status <> 'succeeded' AND NOT EXISTS (
    SELECT FROM procrastinate_jobs o WHERE o.queueing_lock = j.queueing_lock AND o.id <> j.id
    AND o.status IN ('todo', 'doing')
)
"""

_NOTE = """
INSERT INTO job_notes (job_id, worker, said) VALUES (:number, :worker, :said)
ON CONFLICT (job_id) DO UPDATE SET worker = excluded.worker, said = excluded.said
"""

_TAKE_UP = """
WITH dead AS (
    SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing'
    AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => :seconds))
    ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
)
UPDATE procrastinate_jobs j SET
    status = CAST(CASE WHEN j.abort_requested THEN 'aborted' WHEN j.attempts + 1 >= :tries THEN 'failed'
        WHEN j.task_name = 'look' OR EXISTS (SELECT FROM procrastinate_jobs o WHERE o.status = 'todo'
            AND o.queueing_lock = j.queueing_lock) THEN 'failed'
        ELSE 'todo' END AS procrastinate_job_status),
    attempts = j.attempts + 1, abort_requested = false, worker_id = NULL, scheduled_at = NULL
FROM dead WHERE j.id = dead.id AND j.status = 'doing' RETURNING j.id
"""

_TIDY = """
DELETE FROM procrastinate_jobs j WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
AND (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type <> 'scheduled')
    < now() - make_interval(days => CASE WHEN status = 'failed' THEN 4 * :days ELSE :days END)
"""

_REGISTER = """
INSERT INTO job_machines (folder, name, seen, follows)
VALUES (:folder, :name, now(), CAST(:follows AS jsonb))
ON CONFLICT (folder) DO UPDATE SET name = excluded.name, seen = excluded.seen, follows = excluded.follows
"""
