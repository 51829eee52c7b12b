"""Beside the crawl: the run report with its progress, and what robots.txt wishes."""

import time
from dataclasses import replace
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.visitor import close_soon, collector, end_run, visitor
from pipeline.clock import now
from pipeline.errors import StoreError
from pipeline.model import RunReport

PROGRESS_INTERVAL = 0.1


class RunReporter:
    """Keeps the run's report in the store: a line when it starts, the counts when it ends."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._last = 0.0
        self._bytes = 0
        self._closing = False
        self._statuses: dict[str, int] = {}
        connect = crawler.signals.connect
        connect(self.opened, signals.spider_opened)
        connect(self.answered, signals.response_downloaded)
        connect(self.scraped, signals.item_scraped)
        connect(self.failed, signals.spider_error)
        connect(self.failed, signals.item_error)
        connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RunReporter":
        """Scrapy's constructor."""
        return cls(crawler)

    def opened(self) -> None:
        """Write the run's first line."""
        spider = collector(self.crawler)
        self.run = RunReport(spider.source.id, now())
        try:
            for cut_off in spider.store.runs(spider.source.id, 5):
                if (
                    cut_off.status == "running"
                ):  # the host's lock is ours, so nobody runs it any more
                    spider.store.save_run(replace(cut_off, status="killed"))
            self.run = spider.store.save_run(self.run)
        except StoreError as error:
            end_run(self.crawler, error)

    def answered(self, response: Response) -> None:
        """Count an answer."""
        self._bytes += len(response.body)
        status = str(response.status)
        self._statuses[status] = self._statuses.get(status, 0) + 1
        self._show()

    def scraped(self) -> None:
        """Count a page that was read; end the run at its limit of new articles."""
        self._show()
        limit = collector(self.crawler).limit
        reached = limit and self.crawler.stats.get_value("congtin/new", 0) >= limit
        if reached and not self._closing:  # more than one article may be new at once
            self._closing = True
            close_soon(self.crawler, "limit")

    def failed(self, failure: Any = None) -> None:
        """Count what broke in our own code: never silent, it stands in the report."""
        self.crawler.stats.inc_value("congtin/broken")
        if failure is not None:
            self.crawler.stats.set_value("congtin/broken_detail", failure.getErrorMessage()[:300])

    def closed(self, reason: str) -> None:
        """Write the run's counts."""
        spider = collector(self.crawler)
        try:
            status, detail = self._verdict(reason)
            done = self._report(finished_at=now(), status=status, detail=detail)
            spider.finished_run = spider.store.save_run(done)
        except StoreError as error:
            spider.fatal = spider.fatal or error
            return
        if spider.observer:
            spider.observer.report(spider.finished_run)

    def _verdict(self, reason: str) -> tuple[str, str]:
        spider = collector(self.crawler)
        broken = self.crawler.stats.get_value("congtin/broken_detail")
        if spider.fatal:
            return "broken", str(spider.fatal)
        if broken:
            return "broken", f"an error in Congtin itself: {broken}"
        return spider.verdict(reason)

    def _show(self) -> None:
        observer = collector(self.crawler).observer
        moment = time.monotonic()
        if observer and moment - self._last >= PROGRESS_INTERVAL:
            self._last = moment
            observer.report(self._report())

    def _report(self, **more: Any) -> RunReport:
        stats = self.crawler.stats.get_stats()
        rejected = {
            key.removeprefix("congtin/rejected/"): count
            for key, count in stats.items()
            if key.startswith("congtin/rejected/")
        }
        return RunReport(
            source_id=self.run.source_id,
            started_at=self.run.started_at,
            id=self.run.id,
            requests=stats.get("downloader/request_count", 0),
            bytes=self._bytes,
            new=stats.get("congtin/new", 0),
            changed=stats.get("congtin/changed", 0),
            unchanged=stats.get("congtin/unchanged", 0),
            errors=stats.get("congtin/failed", 0) + stats.get("congtin/broken", 0),
            rejected=rejected,
            statuses=dict(sorted(self._statuses.items())),
            **more,
        )


class RobotsWishes:
    """Obeys Crawl-delay and hands the sitemaps that robots.txt names to the spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsWishes":
        """Scrapy's constructor."""
        return cls(crawler)

    def parsed(self, robotparser: Any) -> None:
        """Take over the wishes; AutoThrottle never goes below the delay."""
        wished = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if wished:
            self._slow_down(min(float(wished), 60.0))
        visitor(self.crawler).robots_sitemaps = tuple(robotparser.rp.sitemaps)

    def _slow_down(self, delay: float) -> None:
        for extension in self.crawler.extensions.middlewares:
            if hasattr(extension, "mindelay"):
                extension.mindelay = max(extension.mindelay, delay)
        downloader = self.crawler.engine.downloader
        downloader._delay = max(downloader._delay, delay)
        for slot in downloader.slots.values():
            slot.delay = max(slot.delay, delay)
