"""Real workers beside a test: each with a data folder of its own, as if on a machine of its own."""

import contextlib
import json
from datetime import datetime
from pathlib import Path

import psycopg
from commands import Running, congtin, register
from databases import postgresql_schema
from live_portals import VIETNAM, serve
from live_portals.visiting import current

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
IMPATIENT = """
import crawler.jobs.worker as worker
worker.HEARTBEAT, worker.DEAD, worker.LOOK_AROUND, worker.POLL, worker.AGAIN = 0.5, 4.0, 0.5, 0.3, 0.5
"""
"""A worker that is dead after four seconds without a sign of life: also one on a busy machine says more."""


class Fleet:
    """Workers on one PostgreSQL database, and the portals that the first one's sources.toml follows."""

    def __init__(self, url: str, folder: Path, portals) -> None:
        self.url, self.folder, self.portals = url, folder, portals
        self.env = {"CONGTIN_DATABASE_URL": url}
        self._connection: psycopg.Connection | None = None
        register(self.data(0), *((name, f"{p.url}/") for name, p in portals.items()))

    def data(self, number: int) -> Path:
        """The folder of a machine."""
        return self.folder / f"machine{number}"

    def worker(self, number: int, *words, jobs=2) -> Running:
        """A worker on that machine."""
        words = ("worker", "--jobs", jobs, "--every", 5, *(words or ("--no-publish",)))
        return Running(*words, data=self.data(number), env=self.env, patch=IMPATIENT)

    def congtin(self, *words, number=0):
        """A verb on that machine."""
        return congtin(*words, data=self.data(number), env=self.env)

    def rows(self, query, *parameters):
        """What the database answers; nothing while it has no such table."""
        if self._connection is None:
            self._connection = psycopg.connect(self.url, autocommit=True)
        try:
            return self._connection.execute(query, parameters).fetchall()
        except psycopg.errors.UndefinedTable:
            return []

    def jobs(self):
        """The queue, as the verb shows it."""
        return json.loads(self.congtin("jobs", "--json", "--ended", 1000).out)["jobs"]

    def finished(self) -> set[str]:
        """The sources that were crawled to their end."""
        found = self.rows("SELECT DISTINCT source_id FROM runs WHERE status = 'finished'")
        return {source for (source,) in found}

    def articles(self, name: str) -> list[str]:
        """A portal's stored articles, under the addresses of its truth: one that is there twice, twice."""
        found = self.rows("SELECT url FROM articles WHERE source_id = %s", name)
        return sorted(current(self.portals[name], url) for (url,) in found)

    def asked(self) -> int:
        """Requests so far, of all portals."""
        return sum(len(portal.log) for portal in self.portals.values())

    def states(self, task: str) -> dict[int, str]:
        """The state of each job of a task, as the database has it."""
        query = "SELECT id, CAST(status AS text) FROM procrastinate_jobs WHERE task_name = %s"
        return dict(self.rows(query, task))

    def source_of(self, worker: Running) -> str:
        """The source that a worker crawls just now; "" while it crawls none."""
        query = (
            "SELECT j.args->>'source' FROM procrastinate_jobs j JOIN job_notes n ON n.job_id = j.id "
            "WHERE j.status = 'doing' AND n.worker LIKE %s"
        )
        found = self.rows(query, f"%:{worker.process.pid}")
        return found[0][0] if found else ""

    def close(self) -> None:
        """Leave the database."""
        if self._connection is not None:
            self._connection.close()

    def cut_off(self) -> int:
        """End every connection to the database but ours, as a restart of the server does."""
        query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = %s"
        return self.rows(query, self.rows("SELECT 'congtin ' || current_schema()")[0][0])[0][0]


@contextlib.contextmanager
def fleet(folder: Path, portals, *, latency=0.02):
    """A fleet over those portals ({id: portal}), which are served meanwhile."""
    with contextlib.ExitStack() as held:
        url = held.enter_context(postgresql_schema())
        for portal in portals.values():
            held.enter_context(serve(portal, latency=latency))
        made = Fleet(url, folder, portals)
        held.callback(made.close)
        yield made
