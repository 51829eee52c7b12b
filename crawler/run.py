"""Run crawls: one Scrapy crawler a source, several at a time, never two on one host."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.extensions import RunReporter
from crawler.guard import PRIVATE_HOSTS
from crawler.interrupts import interruptible
from crawler.spiders.portal import PortalSpider
from crawler.visitor import Observer, collector
from pipeline.archive import Archive
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.model import RunReport, Source
from pipeline.reprocess import catch_up
from pipeline.store import Store

AT_ONCE = 8
"""Sources crawled at the same time; each is one host with one request under way."""
GRACE = 8.0
"""Seconds that a crawl told to end waits for the answers under way."""
PRIVATE_DELAY = 0.0
"""Seconds between requests to one's own machine or network, where a source does not say."""


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a call of `crawl` did: the runs in order of ending, and sources another run was at."""

    runs: tuple[RunReport, ...]
    busy: tuple[str, ...]


def crawl(
    config: Config,
    sources: Sequence[Source],
    store: Store,
    *,
    observer: Observer | None = None,
    limit: int = 0,
) -> Crawled:
    """Crawl the sources to their end, or until SIGINT or SIGTERM. Once a process: Scrapy's reactor.

    `limit`: stop a source after so many new articles. A source whose host another process is
    crawling is left out and named. Raises StoreError and ArchiveError for a failure that no
    portal is to blame for.
    """
    store.put_sources(sources)
    with ExitStack() as locks:
        free = [source for source in sources if _lock(locks, config.data, source)]
        given = {
            "store": store,
            "archive": Archive(config.archive),
            "observer": observer,
            "limit": limit,
        }
        jobs = Jobs(make_process(config, sources), free, given)
        runs = jobs.run()
        _learn(config, free, store, runs)
    return Crawled(runs, tuple(source.id for source in sources if source not in free))


def _learn(
    config: Config, sources: Sequence[Source], store: Store, runs: Iterable[RunReport]
) -> None:
    """What the pages now known share serves the next ones, and is cut from those stored already.

    Not after an interrupt, and within the host's lock: nobody else is writing this source.
    """
    if any(run.detail == "interrupted" for run in runs):
        return
    interruptible()
    done = {run.source_id for run in runs if run.new and run.status in ("finished", "stopped")}
    for source in sources:
        if source.id in done:
            catch_up(config.archive, source, store)


class Jobs:
    """The sources of one crawl: a few under way, the others waiting their turn."""

    def __init__(
        self, process: "CrawlProcess", sources: Sequence[Source], given: dict[str, Any]
    ) -> None:
        self._process = process
        self._waiting = deque(sources)
        self._given = given
        self._crawlers: list[Crawler] = []
        self._failures: list[BaseException] = []

    def run(self) -> tuple[RunReport, ...]:
        """Crawl them all; the reports of those that were begun. Raises the first fatal failure."""
        for _ in range(min(AT_ONCE, len(self._waiting))):
            self._start_next()
        self._process.start()
        for crawler in self._crawlers:
            _report_cut_off(crawler)
        spiders = [
            cast("PortalSpider", crawler.spider) for crawler in self._crawlers if crawler.spider
        ]
        for failure in (*self._failures, *(spider.fatal for spider in spiders)):
            if failure:
                raise failure
        return tuple(spider.finished_run for spider in spiders if spider.finished_run)

    def _start_next(self) -> None:
        if not self._waiting or self._process.stopping or self._failures:
            return
        source = self._waiting.popleft()
        crawler = Crawler(PortalSpider, source_settings(self._process.settings, source))
        self._crawlers.append(crawler)
        job = self._process.crawl(crawler, source=source, **self._given)
        job.add_done_callback(self._ended)

    def _ended(self, job: "asyncio.Task[None]") -> None:
        if not job.cancelled() and (error := job.exception()):
            self._failures.append(error)
        self._start_next()


def _report_cut_off(crawler: Crawler) -> None:
    """The report of a run that was not closed in time, as Scrapy would have asked for it."""
    reporter = crawler.get_extension(RunReporter) if crawler.spider else None
    if reporter is not None and collector(crawler).finished_run is None:
        reporter.closed("shutdown")


class CrawlProcess(AsyncCrawlerProcess):
    """Scrapy's process, which knows when a signal asked it to end: no further source is begun then."""

    stopping = False

    async def stop(self) -> None:
        """Let every spider finish the page in hand, and no longer than GRACE."""
        self.stopping = True
        asyncio.get_running_loop().call_later(GRACE, self._stop_reactor)
        await super().stop()


def make_process(config: Config, sources: Iterable[Source]) -> CrawlProcess:
    """Scrapy's process with our settings; the hosts that may be private are fixed here."""
    settings = Settings()
    settings.setmodule(defaults)
    settings.set("USER_AGENT", config.user_agent)
    allowed = [urlsplit(s.url).hostname for s in sources if s.allow_private]
    settings.set(PRIVATE_HOSTS, allowed)
    process = CrawlProcess(settings)
    # What a portal does wrong is in the run report; these would print it as a traceback as well.
    for noisy in ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.downloader", "twisted"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    return process


def source_settings(settings: Settings, source: Source) -> Settings:
    """The settings of one source: its delay, and the patience that its place allows."""
    own = settings.copy()
    delay = source.delay
    if delay is None:
        delay = PRIVATE_DELAY if source.allow_private else own.getfloat("DOWNLOAD_DELAY")
    # "spider": Scrapy merges the process's settings over equal ones.
    own.set("DOWNLOAD_DELAY", delay, "spider")
    own.set("AUTOTHROTTLE_START_DELAY", delay, "spider")
    own.set("AUTOTHROTTLE_ENABLED", delay > 0, "spider")
    return own


def _lock(locks: ExitStack, data: Path, source: Source) -> bool:
    """Hold the host's lock until the crawl ends; the system frees it when the process dies."""
    folder = data / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        host = urlsplit(source.url).netloc.replace(":", "_")
        locks.enter_context(FileLock(folder / f"{host}.lock", timeout=0))
    except Timeout:
        return False
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be written ({error.strerror}).") from error
    return True
