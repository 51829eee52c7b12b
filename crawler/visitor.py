"""What Scrapy's parts need to know of a spider of ours, and whoever watches its run."""

import asyncio
from datetime import datetime
from typing import Protocol, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.activity import IDLE, Activity
from pipeline.archive import Archive
from pipeline.errors import CongtinError
from pipeline.model import RunReport, Source
from pipeline.store import Store

ROBOTS = "congtin_robots"
"""In a request's meta: it asks for a robots.txt, which may redirect anywhere public."""


class Observer(Protocol):
    """Whoever wants to watch runs: the terminal's progress display, or nobody."""

    def report(self, run: RunReport, activity: Activity = IDLE) -> None:
        """Take a run's counts so far; called a few times a second and once at its end."""


class Visitor(Protocol):
    """A spider that visits one portal."""

    source: Source
    archive: Archive | None
    fatal: CongtinError | None
    """What no page is to blame for: a full disk, a locked database. It ends the run."""
    robots_sitemaps: tuple[str, ...]
    robots_delay: float
    """Seconds between two requests that robots.txt wishes for; 0: it wishes for none."""
    ending: tuple[str, str]
    """Status and detail of a run that ends before its time; ("", "") while it does not."""

    def knows(self, url: str) -> bool:
        """Whether a redirect to that address need not be followed."""

    def is_spent(self, url: str) -> bool:
        """Whether an article there is not worth asking for: older than the visit goes back, or of a form
        that has led to nothing new since it was named.
        """

    def original(self, url: str) -> str:
        """The article's first address, where this one is taken for a second one; "" where it is not."""


class Collector(Visitor, Protocol):
    """A visitor whose pages are stored and whose run is reported."""

    crawler: Crawler
    store: Store
    observer: Observer | None
    limit: int
    since: datetime | None
    finished_run: RunReport | None

    @property
    def shown(self) -> dict[str, int]:
        """How many articles each listing showed that was read from its first page."""

    @property
    def candidates(self) -> tuple[int, int]:
        """Addresses that listings and feeds named for the first time; how many led to an article."""

    def told(self, url: str) -> str:
        """What listings say of an address (`PageVisit.told`)."""

    def verdict(self, reason: str) -> tuple[str, str]:
        """The run's status and detail, from Scrapy's reason for closing."""


class RunEndingError(IgnoreRequest):
    """The run ends: the request was not sent, and nothing was learnt of its address."""


def end_early(crawler: Crawler, status: str, detail: str) -> None:
    """End the crawler's run in good order, with that status in its report; the next run goes on."""
    spider = visitor(crawler)
    if not is_ending(crawler):
        spider.ending = (status, detail)
        close_soon(crawler, status)


def is_ending(crawler: Crawler) -> bool:
    """Whether no further request may be sent: the run ends early, broke, or was told to end."""
    spider = visitor(crawler)
    slot = getattr(crawler.engine, "_slot", None)
    closing = slot is not None and slot.closing is not None
    return bool(spider.ending[0] or spider.fatal or closing)


def waiting(crawler: Crawler) -> int:
    """How many requests are made and not yet sent."""
    slot = getattr(crawler.engine, "_slot", None)
    return len(slot.scheduler) if slot is not None else 0


def end_run(crawler: Crawler, error: CongtinError) -> None:
    """End the crawler's run for a failure of the store or the archive; `run.crawl` raises it."""
    spider = visitor(crawler)
    if spider.fatal is None:
        spider.fatal = error
        close_soon(crawler, "fatal")


def close_soon(crawler: Crawler, reason: str) -> None:
    """Close the crawler's spider once the callback under way is done; waiting here would be a knot.

    One that is not open yet, or no more, ends by itself: whoever is to end sends no request (`is_ending`).
    """
    if crawler.engine.spider is None:
        return
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
