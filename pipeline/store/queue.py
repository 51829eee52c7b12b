"""The workers' queue as operators watch it, in a few bounded queries; nothing where there is no queue.

The tables are Procrastinate's and those of `crawler.jobs`, made by the first worker. They are read as they
stand: whoever watches needs neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

KINDS = ("crawl", "import", "publish", "reprocess")
"""What jobs there are. Those by which workers themselves look who is due are nobody's concern."""
STATES = ("waiting", "retrying", "running", "failed")
"""Of jobs that are not done: their time has come, has not come yet after a failure, …"""
ALIVE = 45
"""Seconds without a sign of life after which a worker's jobs are taken up by others."""


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """The queue at this moment."""

    jobs: Mapping[tuple[str, str], int]
    """How many, by kind and state: all of them, also where there is none."""
    waiting_since: Mapping[str, datetime]
    """By kind, since when the one has waited that waits for longest; no such kind where none waits."""
    seen: Mapping[str, datetime]
    """When a worker last was at each machine, by its name."""
    alive: int
    """Machines with a worker that is alive."""


def read(connection: Connection) -> QueueFigures | None:
    """As it is now; None on SQLite, and where no worker ever was or all of them are forgotten."""
    if connection.dialect.name != "postgresql" or not connection.scalar(text(_MADE)):
        return None
    machines = connection.execute(text(_MACHINES), {"alive": ALIVE}).all()
    if not machines:
        return None
    counted = {(row.kind, row.state): int(row.number) for row in connection.execute(text(_JOBS))}
    return QueueFigures(
        {(kind, state): counted.get((kind, state), 0) for kind in KINDS for state in STATES},
        {row.kind: row.since for row in connection.execute(text(_OLDEST)) if row.kind in KINDS},
        {row.name: row.seen for row in machines},
        sum(row.alive for row in machines),
    )


_MADE = "SELECT to_regclass('job_machines') IS NOT NULL"

_JOBS = """
SELECT task_name AS kind, count(*) AS number, CASE
    WHEN status = 'doing' THEN 'running' WHEN status = 'failed' THEN 'failed'
    WHEN scheduled_at > now() THEN 'retrying' ELSE 'waiting' END AS state
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 3
"""

_OLDEST = """
SELECT j.task_name AS kind, min(greatest(e.at, j.scheduled_at)) AS since
FROM procrastinate_jobs j CROSS JOIN LATERAL (
    SELECT max(at) AS at FROM procrastinate_events
    WHERE job_id = j.id AND type NOT IN ('scheduled', 'abort_requested')
) e
WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()) GROUP BY 1
HAVING min(greatest(e.at, j.scheduled_at)) IS NOT NULL
"""

_MACHINES = """
SELECT name, max(seen) AS seen,
    count(*) FILTER (WHERE seen > now() - make_interval(secs => :alive)) AS alive
FROM job_machines GROUP BY name ORDER BY name
"""
