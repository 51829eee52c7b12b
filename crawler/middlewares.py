"""Between spider and network: stay on the portal, wait when asked to, keep what came."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.answers import raw_page
from crawler.visitor import end_run, visitor
from pipeline.clock import now
from pipeline.errors import CongtinError
from pipeline.normalise.urls import same_site

MAX_PATIENCE = 300.0
"""Seconds a run waits for a host that asks for time; longer, and the run ends until its next turn."""
DEFAULT_PATIENCE = 60.0
MAX_WAITS = 3


class OffsiteError(IgnoreRequest):
    """The address is not on the portal: an external article, or a portal that has moved."""


class StayHome:
    """Refuses every request, redirects included, that leaves the source's site."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StayHome":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise OffsiteError for an address of another site."""
        if not same_site(request.url, visitor(self.crawler).source.url):
            raise OffsiteError(request.url)


class KnownAddressError(IgnoreRequest):
    """A redirect leads to a page that this or an earlier run asks for anyway."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class FollowOnce(RedirectMiddleware):
    """Follows redirects, but never to a page that is known: NukeViet lists an article under each of
    its categories and redirects all to the main one.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response | Request:
        """The answer, or the request that a redirect asks for. Raises KnownAddressError."""
        del spider  # Scrapy's interface of old
        result = super().process_response(request, response)
        if isinstance(result, Request) and visitor(self.crawler).knows(result.url):
            raise KnownAddressError(result.url)
        return result


class Patience:
    """429 and 503 are a wish for time: the host is left alone for as long as Retry-After says."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._usual: tuple[float, float] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Ask again after the time the host wants; give up after three times or for a long wait."""
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if response.status not in (429, 503):
            self._resume(slot)
            return response
        wait = retry_after(response, now())
        waits = request.meta.get("congtin_waits", 0)
        if waits >= MAX_WAITS or wait > MAX_PATIENCE or slot is None:
            return response
        self._pause(slot, wait)
        self.crawler.stats.inc_value("congtin/waited")
        again = request.replace(dont_filter=True, priority=request.priority + 100)
        again.meta["congtin_waits"] = waits + 1
        return again

    def _pause(self, slot: Any, wait: float) -> None:
        self._usual = self._usual or (slot.delay, slot.jitter)
        slot.delay, slot.jitter = wait, 0.0

    def _resume(self, slot: Any) -> None:
        if self._usual and slot is not None:
            slot.delay, slot.jitter = self._usual
            self._usual = None


def retry_after(response: Response, now: datetime) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); 60 where it says nothing."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return DEFAULT_PATIENCE


class KeepAnswers:
    """Writes every answer into the archive as it came over the wire, before anything reads it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepAnswers":
        """Scrapy's constructor."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a page, feed or sitemap; its place goes with the request to the spider."""
        spider = visitor(self.crawler)
        request.meta["fetched_at"] = now()
        request.meta["warc"] = None
        if response.status == 200 and spider.archive is not None:
            try:
                page = raw_page(response, spider.source.id, request)
                request.meta["warc"] = spider.archive.write(page)
            except CongtinError as error:
                end_run(self.crawler, error)
                raise IgnoreRequest(str(error)) from error
        return response
