"""Run crawls: one Scrapy crawler a source, several at a time, never two on one host."""

import asyncio
import logging
import resource
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.extensions import RunReporter
from crawler.interrupts import interruptible
from crawler.manners.hosts import Locks, held_until, host_key, host_locks
from crawler.manners.patience import BUDGET, BUDGET_HOURS, DELAY
from crawler.network.guard import PRIVATE_DOORS, private_doors
from crawler.network.tls import CERTIFICATE, TLS
from crawler.sources import load_sources
from crawler.sources.periods import with_forerunners
from crawler.spiders.portal import PortalSpider
from crawler.visitor import Observer, collector
from pipeline.archive import Archive
from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import RunReport, Source
from pipeline.reprocess import catch_up
from pipeline.store import Store

AT_ONCE = 8
"""Sources crawled at the same time; each is one host with one request under way."""
GRACE = 7.0
"""Seconds that a crawl told to end waits for the answers under way."""
PRIVATE_DELAY = 0.0
"""Seconds between requests to one's own machine or network, where a source does not say."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A source whose host asked an earlier run to be left alone until a moment, and with what."""

    source_id: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a call of `crawl` did: the runs in order of beginning, and the sources it left alone."""

    runs: tuple[RunReport, ...]
    busy: tuple[str, ...]
    resting: tuple[Resting, ...] = ()


def crawl(
    config: Config,
    sources: Sequence[Source],
    store: Store,
    *,
    observer: Observer | None = None,
    limit: int = 0,
    since: datetime | None = None,
    mirrored: bool = False,
) -> Crawled:
    """Crawl the sources to their end, or until SIGINT or SIGTERM. Once a process: Scrapy's reactor.

    `limit`: stop a source after so many new articles. `since`: leave out what was published before.
    `mirrored`: the sources are as the store has them, from the registry of another machine.
    A source whose host another process is crawling is left out and named. Raises StoreError and
    ArchiveError for a failure that no portal is to blame for.
    """
    if not mirrored:
        store.put_sources(with_forerunners(sources, load_sources(config.sources_file)))
    _allow_open_files(len(sources))
    with host_locks(config.data, config.database_url) as locks:
        free = [source for source in sources if locks.take(host_key(source.url))]
        given = {
            "store": store,
            "archive": Archive.of(config),
            "observer": observer,
            "limit": limit,
            "since": since,
        }
        jobs = Jobs(make_process(config), free, locks, given)
        runs = jobs.run()
        learn_shared(config, free, store, runs, locks)
    busy = tuple(source.id for source in sources if source not in free)
    return Crawled(runs, busy, tuple(jobs.resting))


def _allow_open_files(sources: int) -> None:
    """Every lock is an open file, and the usual limit is 1024."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, max(usual, sources + 1024)), most))


def learn_shared(
    config: Config,
    sources: Sequence[Source],
    store: Store,
    runs: Iterable[RunReport],
    locks: Locks,
) -> None:
    """What the pages now known share serves the next ones, and is cut from those stored already.

    Not after an interrupt, and within the host's lock: nobody else is writing this source. Who has
    taken it meanwhile learns the same.
    """
    if any(run.detail == "interrupted" for run in runs):
        return
    interruptible()
    done = {run.source_id for run in runs if run.new and run.status in ("finished", "stopped")}
    for source in sources:
        if source.id in done and locks.take(host_key(source.url)):
            catch_up(config.archive, source, store)


class Jobs:
    """The sources of one crawl: a few under way, the others waiting their turn.

    Sources of one host are never under way together; one whose host wants to be left alone is not begun.
    """

    def __init__(
        self,
        process: "CrawlProcess",
        sources: Sequence[Source],
        locks: Locks,
        given: dict[str, Any],
    ) -> None:
        self._process = process
        self._waiting = list(sources)
        self._locks = locks
        self._given = given
        self._store: Store = given["store"]
        self._under_way: dict[str, Crawler] = {}
        """By host; a crawler is let go with its run: it holds all that the visit knew."""
        self._runs: list[RunReport] = []
        self._failures: list[BaseException] = []
        self.resting: list[Resting] = []

    def run(self) -> tuple[RunReport, ...]:
        """Crawl them all; the reports of those that were begun. Raises the first fatal failure."""
        self._start_more()
        if not self._under_way:
            return ()
        self._process.start()
        for crawler in self._under_way.values():
            _report_cut_off(crawler)
            self._take(crawler)
        if self._failures:
            raise self._failures[0]
        return tuple(sorted(self._runs, key=lambda run: run.id or 0))

    def _start_more(self) -> None:
        """Begin as many sources as may be under way."""
        for source in tuple(self._waiting):
            if len(self._under_way) >= AT_ONCE or self._process.stopping or self._failures:
                return
            key = host_key(source.url)
            if key in self._under_way:
                continue
            self._waiting.remove(source)
            if not self._rests(source, key):
                self._start(source, key)

    def _rests(self, source: Source, key: str) -> bool:
        host = self._store.host(key)
        until = held_until(host, now())
        if until is not None:
            self.resting.append(Resting(source.id, until, host.reason))
        return until is not None

    def _start(self, source: Source, key: str) -> None:
        crawler = Crawler(PortalSpider, source_settings(self._process.settings, source))
        self._under_way[key] = crawler
        job = self._process.crawl(crawler, source=source, **self._given)
        job.add_done_callback(partial(self._ended, key))

    def _ended(self, key: str, job: "asyncio.Task[None]") -> None:
        if not job.cancelled() and (error := job.exception()):
            self._failures.append(error)
        self._take(self._under_way.pop(key))
        if all(host_key(source.url) != key for source in self._waiting):
            self._locks.free(key)
        self._start_more()

    def _take(self, crawler: Crawler) -> None:
        """What a run that ended leaves: its report, and the failure that no portal is to blame for."""
        spider = cast("PortalSpider | None", crawler.spider)
        if spider and spider.finished_run:
            self._runs.append(spider.finished_run)
        if spider and spider.fatal:
            self._failures.append(spider.fatal)


def _report_cut_off(crawler: Crawler) -> None:
    """The report of a run that was not closed in time, as Scrapy would have asked for it."""
    begun = crawler.spider is not None and crawler.extensions is not None
    reporter = crawler.get_extension(RunReporter) if begun else None
    if reporter is not None and reporter.begun and collector(crawler).finished_run is None:
        reporter.closed("shutdown")


class CrawlProcess(AsyncCrawlerProcess):
    """Scrapy's process, which knows when a signal asked it to end: no further source is begun then."""

    stopping = False

    async def stop(self) -> None:
        """Let every spider finish the page in hand, and no longer than GRACE."""
        self.stopping = True
        asyncio.get_running_loop().call_later(GRACE, self._stop_reactor)
        await super().stop()


def make_process(config: Config) -> CrawlProcess:
    """Scrapy's process with our settings."""
    settings = Settings()
    settings.setmodule(defaults)
    settings.set("USER_AGENT", config.user_agent)
    settings.set(BUDGET, config.budget)
    settings.set(BUDGET_HOURS, config.budget_hours)
    # Scrapy's handler writes for people; where stderr is JSON, ours stands there (crawler.cli.logs).
    settings.set("LOG_INSTALL_ROOT_HANDLER", config.log_format == "text")
    process = CrawlProcess(settings)
    # What a portal does wrong is in the run report; these would print it as a traceback as well.
    for noisy in ("scrapy.core.downloader", "twisted"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    return process


def source_settings(settings: Settings, source: Source) -> Settings:
    """The settings of one source: its pace and budget, the doors it may open, how its server is known."""
    own = settings.copy()
    delay = source.delay
    if delay is None:
        delay = PRIVATE_DELAY if source.allow_private else own.getfloat(DELAY)
    # "spider": Scrapy merges the process's settings over equal ones.
    own.set(DELAY, delay, "spider")
    if source.budget is not None:
        own.set(BUDGET, source.budget, "spider")
    own.set(PRIVATE_DOORS, private_doors(source), "spider")
    own.set(TLS, source.tls, "spider")
    own.set(CERTIFICATE, source.certificate, "spider")
    return own
