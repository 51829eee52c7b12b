"""What Scrapy's parts need to know of a spider of ours, and whoever watches its run."""

from typing import Protocol, cast

from scrapy.crawler import Crawler

from pipeline.archive import Archive
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


def visitor(crawler: Crawler) -> Visitor:
    """The crawler's spider."""
    return cast("Visitor", crawler.spider)


def collector(crawler: Crawler) -> Collector:
    """The crawler's spider, which stores what it finds."""
    return cast("Collector", crawler.spider)
