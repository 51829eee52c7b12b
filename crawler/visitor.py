"""What Scrapy's parts need to know of a spider of ours, and whoever watches its run."""

import asyncio
from typing import Protocol, cast

from scrapy.crawler import Crawler

from pipeline.archive import Archive
from pipeline.errors import CongtinError
from pipeline.model import RunReport, Source
from pipeline.store import Store


class Observer(Protocol):
    """Whoever wants to watch runs: the terminal's progress display, or nobody."""

    def report(self, run: RunReport) -> None:
        """Take a run's counts so far; called a few times a second and once at its end."""


class Visitor(Protocol):
    """A spider that visits one portal."""

    source: Source
    archive: Archive | None
    fatal: CongtinError | None
    """What no page is to blame for: a full disk, a locked database. It ends the run."""
    robots_sitemaps: tuple[str, ...]

    def knows(self, url: str) -> bool:
        """Whether a redirect to that address need not be followed."""


class Collector(Visitor, Protocol):
    """A visitor whose pages are stored and whose run is reported."""

    store: Store
    observer: Observer | None
    limit: int
    finished_run: RunReport | None

    def verdict(self, reason: str) -> tuple[str, str]:
        """The run's status and detail, from Scrapy's reason for closing."""


def end_run(crawler: Crawler, error: CongtinError) -> None:
    """End the crawler's run for a failure of the store or the archive; `run.crawl` raises it."""
    spider = visitor(crawler)
    if spider.fatal is None:
        spider.fatal = error
        close_soon(crawler, "fatal")


def close_soon(crawler: Crawler, reason: str) -> None:
    """Close the crawler's spider once the callback under way is done; waiting here would be a knot."""
    closing = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    CLOSING.add(closing)
    closing.add_done_callback(CLOSING.discard)


CLOSING: set["asyncio.Future[None]"] = set()
"""asyncio keeps only weak references to what it runs."""


def visitor(crawler: Crawler) -> Visitor:
    """The crawler's spider."""
    return cast("Visitor", crawler.spider)


def collector(crawler: Crawler) -> Collector:
    """The crawler's spider, which stores what it finds."""
    return cast("Collector", crawler.spider)
