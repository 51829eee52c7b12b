"""Requests to one portal, and what comes of them: a page, a refusal, nothing."""

from collections.abc import Callable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares import CopyError, KnownAddressError, SpentError
from crawler.network.answers import raw_page
from crawler.network.outcomes import name_failure
from crawler.pages.links import Links, read_links, read_page
from crawler.pages.paging.fragments import read_partial
from crawler.spiders.records import Records
from crawler.visit.refused import outcome_of
from crawler.visit.visit import Visit
from crawler.visit.walks import RESUMED
from crawler.visit.ways import validators_to_send
from crawler.visitor import Collector, RunEndingError, close_soon, waiting
from pipeline.clean.page import Page
from pipeline.errors import PipelineError
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url

HOME, FURTHER, LISTS, LISTING, CHANGED, ARTICLE, MAPPED = 1000, 500, 300, 100, 75, 50, 25
"""Priorities: an article's further pages right behind its first; what tells of articles before them,
then those that may have changed, then those that listings show, then those that only sitemaps name.
Listings' further pages wait for all of them.
"""

MOST_WAITING = 20_000
"""Addresses that wait to be asked for; a portal that makes them up names five thousand a page."""

Steps = Iterator[Request | RawPage]
"""What a callback gives: further requests, and pages for the pipeline."""


class Exchange:
    """One visit's dealings with its portal."""

    def __init__(self, visit: Visit, spider: Collector) -> None:
        self.visit = visit
        self.records = Records(spider)
        self._spider = spider
        self.unanswered: set[str] = set()
        """Listings whose first page did not answer."""
        self.crowded = ""
        """What the run ends with where there was no room for an address; "" where there always was."""

    def has_room(self) -> bool:
        """Whether one more address may wait; the next run finds again what may not."""
        if waiting(self._spider.crawler) < MOST_WAITING:
            return True
        self.crowded = f"budget of {MOST_WAITING} waiting addresses reached"
        return False

    def request(
        self, url: str, callback: Callable[..., Any], priority: int, **more: Any
    ) -> Request:
        """A request whose failure stands in the ledger. `more`: the callback's further arguments."""
        return Request(url, callback, errback=self.failed, priority=priority, cb_kwargs=more)

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that ask for a listing, feed or sitemap only if it has changed."""
        return validators_to_send(self.visit.before.get(url), self.visit.started)

    def raw(self, response: Response) -> RawPage:
        """The answer as the pipeline takes it."""
        return raw_page(response, self.visit.source.id)

    def page(self, raw: RawPage, listing: str = "") -> Page | None:
        """The answer's tree; None, and the reason counted, where it is no readable HTML.

        `listing`: the one that the answer is a piece of.
        """
        try:
            return read_partial(raw, listing.removesuffix(RESUMED)) if listing else read_page(raw)
        except PipelineError as error:
            self.records.count_rejected(error.reason)
            return None

    def links(self, page: Page) -> Links:
        """What a page links to, by the portal's platform."""
        return read_links(page, self.visit.frontier.platform)

    def is_refused(self, raw: RawPage) -> bool:
        """Whether a captcha, a firewall's or a maintenance page came instead: the address is asked for
        again by the next run, and a portal that turns us away again and again is left alone.
        """
        refusals = self.visit.refusals
        name = refusals.meet(raw)
        if not name:
            return False
        self.records.count_failure(name)
        before = self.visit.frontier.known.get(raw.url)
        if before is None or before.title is None:  # of a stored article it says nothing
            self.records.write(raw.url, raw.final_url, raw.status, outcome_of(name, before))
        if refusals.are_enough:
            close_soon(self._spider.crawler, name)
        return True

    def says_nothing(self, failure: Failure) -> bool:
        """Whether a request failed because the run ends, and not for its address."""
        return self.records.are_broken or isinstance(failure.value, RunEndingError)

    def failed(self, failure: Failure) -> None:
        """An address that did not answer stands in the ledger, to be asked again next time."""
        if self.says_nothing(failure):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        asked, listing = asked_first(request), request.cb_kwargs.get("base", "")
        if isinstance(failure.value, SpentError):
            self.visit.frontier.release(asked)
            return
        if isinstance(failure.value, KnownAddressError):
            self._leads_to_known(asked, failure.value, listing)
            return
        reason, _ = name_failure(failure)
        self.records.count_failure(reason)
        self.visit.walks.fail(listing)
        if request.cb_kwargs.get("number") == 1:
            self.unanswered.add(listing)
        if not self.visit.frontier.article(asked):  # of a stored article it says nothing
            self.records.write(asked, request.url, 0, reason)

    def _leads_to_known(self, asked: str, known: KnownAddressError, listing: str) -> None:
        frontier = self.visit.frontier
        frontier.aliases[asked] = known.url
        if isinstance(known, CopyError):
            frontier.release(asked)
            return
        frontier.meet(asked, normalise_url(known.url))
        if listing:
            self.visit.walks.end(listing)


def asked_first(request: Request) -> str:
    """The address that was asked for before any redirect."""
    return str((request.meta.get("redirect_urls") or [request.url])[0])
