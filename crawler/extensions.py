"""Beside the crawl: the run report with its progress."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call

from crawler.activity import Watch
from crawler.network.outcomes import FAILED, next_step
from crawler.verdicts import after_run
from crawler.visitor import close_soon, collector, end_run
from pipeline.clock import now
from pipeline.errors import StoreError
from pipeline.model import RunReport
from pipeline.watch import watch

PROGRESS_INTERVAL = 0.1
TICK = 1.0
KEEP_INTERVAL = 30.0
"""Seconds between two writings of the counts so far."""


class RunReporter:
    """Keeps the run's report in the store: a line when it starts, its counts while it runs and at its end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.begun = False
        self.watch = Watch(crawler)
        self._ticks = create_looping_call(self.tick)
        self._shown = 0.0
        self._kept: tuple[float, RunReport | None] = (0.0, None)
        self._ended = 0
        self._bytes = 0
        self._closing = False
        self._statuses: dict[str, int] = {}
        connect = crawler.signals.connect
        connect(self.opened, signals.spider_opened)
        connect(self.received, signals.bytes_received)
        connect(self.answered, signals.response_downloaded)
        connect(self.ended, signals.request_left_downloader)
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
        self.begun = True
        try:
            for cut_off in spider.store.runs(spider.source.id, 5):
                if (
                    cut_off.status == "running"
                ):  # the host's lock is ours, so nobody runs it any more
                    spider.store.save_run(replace(cut_off, status="killed"))
            self.run = spider.store.save_run(self.run)
        except StoreError as error:
            end_run(self.crawler, error)
            return
        self._kept = (time.monotonic(), self.run)
        self._ticks.start(TICK, now=False)

    def received(self, data: bytes) -> None:
        """Count a piece of an answer's body, as it came over the wire: also of one that broke off."""
        self._bytes += len(data)

    def answered(self, response: Response, request: Request) -> None:
        """Count an answer: redirects, "not modified" and refusals among them."""
        status = str(response.status)
        self._statuses[status] = self._statuses.get(status, 0) + 1
        self.watch.answered(response, request)
        self._show()

    def ended(self) -> None:
        """Count a request that was sent, answered or not."""
        self._ended += 1

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

    def tick(self) -> None:
        """Once a second: show how long it waits; now and then keep the counts, for a run that is killed."""
        self._show()
        moment, kept = self._kept
        if time.monotonic() - moment < KEEP_INTERVAL:
            return
        run = self._report()
        self._kept = (time.monotonic(), run)
        if run != kept:
            with suppress(StoreError):  # the page in hand will meet it too, and end the run
                collector(self.crawler).store.save_run(run)

    def closed(self, reason: str) -> None:
        """Write the run's counts."""
        if self._ticks.running:
            self._ticks.stop()
        spider = collector(self.crawler)
        try:
            status, detail = self._verdict(reason)
            asked, fruitful = spider.candidates
            done = self._report(
                finished_at=now(),
                status=status,
                detail=detail,
                listings=spider.shown,
                candidates=asked,
                fruitful=fruitful,
            )
            spider.finished_run = spider.store.save_run(self._with_evidence(done))
            if not spider.fatal:  # of that no portal is to blame
                self._judge(spider.finished_run)
        except StoreError as error:
            spider.fatal = spider.fatal or error
            return
        if spider.observer:
            spider.observer.report(spider.finished_run)

    def _judge(self, run: RunReport) -> None:
        """How the source is after this run; operators are told when that changes."""
        spider = collector(self.crawler)
        source = spider.source
        step = after_run(run, {source.id: source}) or next_step(run.status, run.detail)
        watch(spider.store, source, run, at=now(), step=step)

    def _verdict(self, reason: str) -> tuple[str, str]:
        spider = collector(self.crawler)
        broken = self.crawler.stats.get_value("congtin/broken_detail")
        if spider.fatal:
            return "broken", str(spider.fatal)
        if broken:
            return "broken", f"an error in Congtin itself: {broken}"
        return spider.verdict(reason)

    def _with_evidence(self, run: RunReport) -> RunReport:
        """A run that went well but for some pages names one page of each failure."""
        if run.detail or not run.failures:
            return run
        store = collector(self.crawler).store
        found = store.examples(run.source_id, run.failures, since=run.started_at)
        return replace(run, detail="; ".join(f"{name}: {url}" for name, url in found.items()))

    def _show(self) -> None:
        observer = collector(self.crawler).observer
        moment = time.monotonic()
        if observer and moment - self._shown >= PROGRESS_INTERVAL:
            self._shown = moment
            observer.report(self._report(), self.watch.activity())

    def _report(self, **more: Any) -> RunReport:
        stats = self.crawler.stats.get_stats()
        failures = failures_in(stats)
        return RunReport(
            source_id=self.run.source_id,
            started_at=self.run.started_at,
            id=self.run.id,
            requests=self._ended + self.watch.under_way(),
            bytes=self._bytes,
            new=stats.get("congtin/new", 0),
            changed=stats.get("congtin/changed", 0),
            unchanged=stats.get("congtin/unchanged", 0),
            gone=stats.get("congtin/gone", 0),
            errors=sum(failures.values()),
            failures=failures,
            rejected=rejections_in(stats),
            noticed=_named(stats, "congtin/noticed/"),
            statuses=dict(sorted(self._statuses.items())),
            **more,
        )


def failures_in(stats: dict[str, Any]) -> dict[str, int]:
    """Failures by name; "failed" for those counted without one, "broken" for errors of our own code."""
    named = _named(stats, "congtin/failed/")
    others = {
        "failed": stats.get("congtin/failed", 0) - sum(named.values()),
        "broken": stats.get("congtin/broken", 0),
    }
    failures = {name: count for name, count in named.items() if name.startswith(FAILED)}
    return failures | {name: count for name, count in others.items() if count > 0}


def rejections_in(stats: dict[str, Any]) -> dict[str, int]:
    """Pages that gave no article, by reason. What a rule kept us from (robots.txt) is no failure."""
    named = _named(stats, "congtin/failed/")
    ruled_out = Counter({name: n for name, n in named.items() if not name.startswith(FAILED)})
    return dict(sorted((ruled_out + Counter(_named(stats, "congtin/rejected/"))).items()))


def _named(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): stats[key] for key in sorted(stats) if key.startswith(prefix)}
