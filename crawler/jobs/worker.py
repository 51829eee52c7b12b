"""`congtin worker`: takes jobs from the queue for years, whatever becomes of the database meanwhile."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from crawler.jobs.board import Board
from crawler.jobs.kinds import CRAWL, LOCAL, LOOK, PUBLISH, local_queue, told, verb_of
from crawler.jobs.machine import Machine, machine_of, named
from crawler.jobs.outcomes import HostBusy, JobFailed
from crawler.jobs.queue import WORKER, queue_of
from crawler.jobs.running import run_verb
from crawler.jobs.scheduling import Scheduler
from crawler.planning.places import SLICE
from crawler.systemd.notify import Systemd, running
from pipeline import retention
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError, CongtinError
from pipeline.store import Store, open_store

HEARTBEAT, DEAD = 10.0, 45.0
"""Seconds between two signs of life of a worker; and without one after which its jobs are taken up."""
LOOK_AROUND = 10.0
"""Seconds between two looks for jobs of workers that died, and at one's own sources.toml."""
POLL = 2.0
"""Seconds between two looks into the queue, and at what was cancelled."""
AGAIN = 5.0
"""Seconds until a worker that lost the database begins anew."""
ASK_WAITING = 30.0
"""Seconds between two looks whether others wait for the place of a crawl that holds it long."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Duties:
    """What a worker takes upon itself."""

    crawls: int
    """Crawls at once, each in a process of its own; 0: none."""
    publishes: bool
    local: bool
    """Imports and reprocessings of what lies in its data folder, one at a time."""
    every: int
    """Seconds between two looks at who is due; one worker of all looks."""

    def lanes(self, folder: str) -> list[tuple[list[str], int]]:
        """Queues that share places, and how many places they have."""
        local = [local_queue(task, folder) for task in LOCAL]
        wished = (
            ([LOOK], 1),
            ([CRAWL], self.crawls),
            ([PUBLISH], int(self.publishes)),
            (local, int(self.local)),
        )
        return [(queues, places) for queues, places in wished if places]


def work(config: Config, duties: Duties, *, say: Say) -> None:
    """Take jobs until SIGTERM or SIGINT; what is under way then finishes its page and is given back.

    Raises ConfigError and StoreError for what is wrong at the start; later the worker waits for the
    database to come back.
    """
    machine = machine_of(config)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    with Board(config) as board, open_store(config.database) as store:
        board.make()
        worker = _Worker(config, machine, duties, board, store, say)
        worker.tell()
        asyncio.run(running(worker.run(), Systemd.of(), "worker"))


class _Worker:
    """One worker; as Procrastinate knows it, a worker for each lane."""

    def __init__(
        self,
        config: Config,
        machine: Machine,
        duties: Duties,
        board: Board,
        store: Store,
        say: Say,
    ) -> None:
        self._config = named(config, machine)
        self._machine = machine
        self._duties = duties
        self._board = board
        self._say = say
        self._scheduler = Scheduler(config, machine, store, board)
        self._name = f"{machine.name}:{os.getpid()}"
        self._stopping = asyncio.Event()
        self._mistake = ""

    async def run(self) -> None:
        """Work until told to end, and again after each loss of the database."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        while not self._stopping.is_set():
            try:
                await self._work()
            except (ConnectorException, psycopg.Error, CongtinError, OSError) as error:
                why = " ".join(str(error).split()) or type(error).__name__
                self._say(f"congtin: the queue is out of reach ({why}); it is tried again.")
            if not self._stopping.is_set():
                await _first_of(self._stopping.wait(), asyncio.sleep(AGAIN))

    def tell(self) -> None:
        """What this machine's sources.toml says now, into the database; a mistake in it is named once."""
        try:
            self._scheduler.tell()
            self._mistake = ""
        except ConfigError as error:
            if str(error) != self._mistake:
                self._mistake = str(error)
                self._say(f"congtin: {error} Until then its sources are crawled as they were.")

    async def _work(self) -> None:
        """Until told to end, or until anything of it fails: then all of it ends."""
        keep_brief(self._name)
        app = queue_of(self._config.database_url, self._duties.every)
        async with app.open_async():
            lanes = self._duties.lanes(self._machine.folder)
            parts: list[Coroutine[Any, Any, Any]] = [self._lane(app, *lane) for lane in lanes]
            await _first_of(self._stopping.wait(), self._look_around(), self._prune(), *parts)

    async def _lane(self, app: App, queues: Sequence[str], places: int) -> None:
        await app.run_worker_async(
            queues=queues,
            name=self._name,
            concurrency=places,
            fetch_job_polling_interval=POLL,
            abort_job_polling_interval=POLL,
            shutdown_graceful_timeout=0,
            listen_notify=False,  # channels are a database's, not a schema's; and polling costs nothing here
            delete_jobs="successful" if LOOK in queues else "never",
            additional_context={WORKER: self},
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=DEAD,
        )

    async def _look_around(self) -> None:
        while True:
            taken = await asyncio.to_thread(self._board.take_up, DEAD)
            if taken:
                self._say(f"congtin: taken up from workers that died: {len(taken)} jobs.")
            await asyncio.to_thread(self.tell)
            await asyncio.sleep(LOOK_AROUND)

    async def _prune(self) -> None:
        """Old captures of this data folder go once a day, where a setting asks for it."""
        while True:
            if retention.is_due(self._config, now()):
                ended = await run_verb(self._config, ("archive", "prune"), _never)
                if failure := ended.failure():
                    self._say(f"congtin: the archive could not be pruned: {failure}")
            await asyncio.sleep(retention.LOOK_EVERY)

    async def look(self) -> None:
        """Put in jobs for whoever is due."""
        await asyncio.to_thread(self._scheduler.look)

    async def do(self, number: int, task: str, about: dict[str, Any]) -> None:
        """Run the job's verb. Raises JobFailed with what it said, HostBusy."""
        await self._note(number)
        gives_way = self._gives_way() if task == CRAWL else _never
        ended = await run_verb(self._config, verb_of(task, about), gives_way)
        if ended.busy:
            await self._note(number, ended.said)
            raise HostBusy(ended.said)
        if failure := ended.failure():
            await self._note(number, failure)
            self._say(f"congtin: job {number} ({told(task, about)}) failed: {failure}")
            raise JobFailed(failure)

    async def _note(self, number: int, said: str = "") -> None:
        await asyncio.to_thread(self._board.note, number, worker=self._name, said=said[:2000])

    def _gives_way(self) -> Callable[[float], Coroutine[Any, Any, bool]]:
        """Whether a crawl that has its place for long leaves it to one that waits; a new job takes it up."""
        asked = monotonic()

        async def gives_way(seconds: float) -> bool:
            nonlocal asked
            if seconds < SLICE.total_seconds() or monotonic() - asked < ASK_WAITING:
                return False
            asked = monotonic()
            return await asyncio.to_thread(self._board.waiting, CRAWL)

        return gives_way


async def _never(_: float) -> bool:
    return False


async def _first_of(*parts: Coroutine[Any, Any, Any]) -> None:
    """Wait for the first part to end, then end the others; raises what the first one raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def keep_brief(worker: str) -> None:
    """What Procrastinate logs in its own name, in that of its worker and of tasks that it ends; no filter
    holds for several.
    """
    for name in ("worker", f"worker.{worker}", "utils"):
        logging.getLogger(f"procrastinate.{name}").addFilter(brief)


def brief(entry: logging.LogRecord) -> bool:
    """Always true; but a database that is away is a line and no traceback: the worker waits for it."""
    error = entry.exc_info[1] if entry.exc_info else None
    if isinstance(error, ConnectorException | psycopg.Error):
        entry.msg, entry.args = f"{entry.getMessage()}: {error}; it is tried again.", ()
        entry.levelno, entry.levelname = logging.WARNING, "WARNING"
        entry.exc_info = entry.exc_text = None
    return True
