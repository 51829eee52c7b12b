"""`congtin crawl --due`: whoever is due is crawled, and who becomes due meanwhile is taken along."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.locks import alone
from crawler.manners.hosts import Locks, held_until, host_key, host_locks
from crawler.planning.places import UnderWay, gives_way, has_place
from crawler.planning.rota import Rota, Turn
from crawler.planning.schedule import GAVE_WAY
from crawler.run import CrawlProcess, Jobs, learn_shared, make_process
from crawler.visitor import Observer, end_early
from pipeline.archive import Archive
from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import RunReport, Source
from pipeline.store import Store

LIFETIME = timedelta(hours=3)
"""Then nothing more is begun and what is under way gives way to the next process: nothing grows for ever,
and what was found is learned from."""
TICK = 2.0
"""Seconds between two looks at who is due, and at whether our parent lives."""
LOCK = "due"


def crawl_due(
    config: Config,
    rota: Rota,
    store: Store,
    *,
    observer: Observer | None = None,
    limit: int = 0,
    parent: int = 0,
    beside: Callable[[], None] | None = None,
) -> tuple[RunReport, ...]:
    """Crawl who is due until nobody is, or until SIGINT or SIGTERM: the runs in order of beginning.

    `parent`: the process to end with. `beside`: called every few seconds. Once a process, and within
    `due_lock`. Raises StoreError and ArchiveError for a failure that no portal is to blame for.
    """
    with host_locks(config.data, config.database_url) as locks:
        archive = Archive.of(config)
        given = {"store": store, "archive": archive, "observer": observer, "limit": limit}
        jobs = DueJobs(make_process(config), rota, locks, given, parent, beside)
        runs = jobs.run()
        learn_shared(config, jobs.sources, store, runs, locks)
    return runs


def due_lock(data: Path, patience: float) -> AbstractContextManager[bool]:
    """Whether nobody else crawls what is due there; after `patience` seconds at most, held in the block."""
    return alone(data, LOCK, patience)


class DueJobs(Jobs):
    """Those due, as their turns come and while there are places."""

    def __init__(
        self,
        process: CrawlProcess,
        rota: Rota,
        locks: Locks,
        given: dict[str, Any],
        parent: int,
        beside: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(process, (), locks, given)
        self.sources: list[Source] = []
        self._rota = rota
        self._parent = parent
        self._beside = beside
        self._until = now() + LIFETIME
        self._crawls: dict[str, UnderWay] = {}

    def run(self) -> tuple[RunReport, ...]:
        """Crawl until nobody is due. Raises the first fatal failure."""
        asyncio.get_event_loop().call_later(TICK, self._tick)
        return super().run()

    def _tick(self) -> None:
        asyncio.get_running_loop().call_later(TICK, self._tick)
        if self._parent and os.getppid() != self._parent:
            self._parent = 0
            signal.raise_signal(signal.SIGTERM)
        if self._beside:
            self._beside()
        if now() >= self._until:
            for key in self._crawls:
                self._end(key)
        self._start_more()

    def _start_more(self) -> None:
        moment = now()
        if self._process.stopping or self._failures or moment >= self._until:
            return
        waiting = False
        for turn in self._rota.due(moment):
            waiting |= not self._begin(turn)
        if waiting and (eldest := gives_way(list(self._crawls.values()), moment)):
            self._end(eldest.key)

    def _begin(self, turn: Turn) -> bool:
        """Begin the source's crawl; False where it has to wait for a place."""
        moment, key = now(), host_key(turn.source.url)
        if key in self._crawls or (self._given["limit"] and turn.source in self.sources):
            return True
        if not has_place(turn.walk, self._crawls.values(), moment):
            return False
        if held_until(self._store.host(key), moment):  # as another source's run on it was told
            return True
        if self._locks.take(key):
            self.sources = [*(s for s in self.sources if s.id != turn.source.id), turn.source]
            self._start(turn.source, key)
            self._crawls[key] = UnderWay(key, moment, turn.walk)
        return True

    def _end(self, key: str) -> None:
        crawl, crawler = self._crawls[key], self._under_way[key]
        if not crawl.ending and crawler.spider:
            self._crawls[key] = replace(crawl, ending=True)
            end_early(crawler, "stopped", GAVE_WAY)

    def _ended(self, key: str, job: "asyncio.Task[None]") -> None:
        del self._crawls[key]
        super()._ended(key, job)
