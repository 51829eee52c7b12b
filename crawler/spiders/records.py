"""What a visit writes down on its way: lines of the ledger, and counts for the run report."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from scrapy.exceptions import CloseSpider

from crawler.network.outcomes import FAILED
from crawler.visitor import Collector
from pipeline.clock import now
from pipeline.errors import StoreError
from pipeline.model import ListingVisit, PageVisit, RawPage
from pipeline.normalise.urls import normalise_url


class Records:
    """One visit's pen. A store that does not take a line ends the run."""

    def __init__(self, spider: Collector) -> None:
        self._spider = spider
        self._source_id = spider.source.id
        self._store = spider.store

    @property
    def are_broken(self) -> bool:
        """Whether the run ends for a failure that no page is to blame for."""
        return self._spider.fatal is not None

    def write(self, asked: str, final: str, status: int, outcome: str) -> None:
        """A page's line; `final`: where it stands, or the article that it belongs to."""
        with self._writing():
            self._store.record(PageVisit(self._source_id, asked, final, status, outcome, now()))

    def reject(self, raw: RawPage, reason: str) -> None:
        """The line of an answer that is no page, which is counted by its name."""
        if reason.startswith(FAILED):
            self.count_failure(reason)
        else:
            self.count_rejected(reason)
        self.write(raw.url, raw.final_url, raw.status, reason)

    def unchanged(self, line: PageVisit) -> None:
        """A stored article is as it was."""
        self._count("congtin/unchanged")
        with self._writing():
            self._store.seen_unchanged(line)

    def withdraw(self, line: PageVisit, reason: str) -> None:
        """A stored article is no longer where it stood: of that the reader learns."""
        with self._writing():
            if self._store.mark_gone(replace(line, outcome=reason)):
                self._count("congtin/gone")

    def save(self, visit: ListingVisit) -> None:
        """How far a listing was read."""
        with self._writing():
            self._store.save_listing(visit)

    def redirects(self, aliases: dict[str, str]) -> None:
        """Addresses that lead to others, as far as it is known what stands there."""
        known = self._store.known(self._source_id)
        for alias, target in aliases.items():
            if not known.get(normalise_url(target), FAILED).startswith(FAILED):
                self.write(alias, target, 301, "redirect")

    def times(self) -> dict[str, datetime]:
        """When each stored article stands, by every address that leads to it."""
        found = {}
        for page in self._store.pages(self._source_id):
            if page.sort_time:
                found[page.url] = found[page.canonical] = page.sort_time
        return found

    def count_failure(self, reason: str) -> None:
        """One more request failed for that reason."""
        self._count(f"congtin/failed/{reason}")

    def count_rejected(self, reason: str) -> None:
        """One more answer is no page, for that reason."""
        self._count(f"congtin/rejected/{reason}")

    def notice(self, name: str) -> None:
        """Something was seen that is no page (pipeline.watch.outcomes)."""
        self._count(f"congtin/noticed/{name}")

    def _count(self, key: str) -> None:
        self._spider.crawler.stats.inc_value(key)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            self._spider.fatal = self._spider.fatal or error
            raise CloseSpider("fatal") from error
