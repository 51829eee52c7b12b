"""Pages that may be articles, and the further pages of those that have some."""

from collections.abc import Iterable
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.middlewares import PART, KnownAddressError, OffsiteError
from crawler.network.outcomes import FAILED, name_failure, name_status
from crawler.pages.links import Link
from crawler.pages.refusals import refusal
from crawler.spiders.exchange import ARTICLE, FURTHER, Exchange, Steps, asked_first
from crawler.visit.gathering import Gathering, without_parts
from pipeline.archive import Archive
from pipeline.clean.page import Page
from pipeline.clean.parts import is_part
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url


class Articles:
    """Brings pages home; an article with all of its parts."""

    def __init__(self, exchange: Exchange, archive: Archive | None) -> None:
        self._exchange = exchange
        self._records = exchange.records
        self._visit = exchange.visit
        self._frontier = exchange.visit.frontier
        self._parts = Gathering(exchange.visit.source, archive)
        self._undecided: dict[str, tuple[RawPage, Page]] = {}

    def linked(self, links: Iterable[Link], own: str = "") -> Steps:
        """The requests for those of a page's links that may be articles and are not known.

        `own`: the article on whose page they stand, whose further pages are none.
        """
        for link in without_parts(links, own, self._frontier.platform):
            if request := self.wanted(link.url):
                yield request

    def wanted(self, url: str, priority: int = ARTICLE) -> Request | None:
        """The request for an address that may be an article's; None where it is known."""
        if self._frontier.take_article(url, self._exchange.has_room):
            return self._exchange.request(url, self.parse_article, priority)
        return None

    def failed_before(self) -> Steps:
        """The requests for what did not answer last time."""
        for url in self._frontier.failed_before():
            if self._frontier.take(url):
                yield self._exchange.request(url, self.parse_article, ARTICLE)

    def parse_article(self, response: Response) -> Steps:
        """A page that may be an article: home it goes; its links lead on."""
        raw = self._exchange.raw(response)
        if self._exchange.is_refused(raw):
            return
        if raw.status != 200:
            self._records.reject(raw, name_status(raw.status, response.url)[0])
            return
        page = self._exchange.page(raw)
        if page is not None:
            self._undecided[raw.url] = raw, page
        self._parts.meet(raw)
        steps = list(self.bring(raw, page))
        yield from steps
        if page is not None and self._visit.since is None:  # they lead back in time
            own = "" if any(step is raw for step in steps) else raw.final_url
            yield from self.linked(self._exchange.links(page).articles, own)

    def decided(self, url: str) -> tuple[RawPage, Page] | None:
        """A page that the pipeline had in hand and has judged: it may have turned out a listing."""
        return self._undecided.pop(url, None)

    def bring(self, raw: RawPage, page: Page | None = None, *, ends: bool = False) -> Steps:
        """A page for the pipeline; before it the further pages of its article, one after another."""
        address = ""
        if not ends:
            raw, address = self._parts.follow(raw, page)
        if address:
            self._frontier.take(address)
            yield Request(
                address,
                self.parse_part,
                errback=self.part_failed,
                priority=FURTHER,
                cb_kwargs={"first": raw},
                meta={PART: True},
                dont_filter=True,
            )
            return
        had = {part.url for part in raw.parts}
        for url in self._frontier.missing(raw.final_url):
            if url not in had:
                self._records.write(url, raw.final_url, 0, "gone")  # the article became shorter
        yield raw

    def parse_part(self, response: Response, first: RawPage) -> Steps:
        """A further page of an article: the one behind it is next; behind the last the article is whole."""
        part = self._exchange.raw(response)
        if self._exchange.is_refused(part):
            name = (refusal(part) or name_status(part.status, part.final_url))[0]
            yield self._without(first, part.url, part.status, f"{FAILED}-{name}")
        elif part.status in (404, 410):
            self._records.write(part.url, _article_of(part.url, first), part.status, "gone")
            yield from self.bring(first, ends=True)
        elif part.status != 200:
            name = name_status(part.status, part.final_url)[0]
            self._records.count_failure(name)
            yield self._without(first, part.url, part.status, name)
        elif (grown := self._parts.add(first, part)) is None:
            yield part  # an article of its own
            yield from self.bring(first, ends=True)
        else:
            yield from self.bring(grown)

    def part_failed(self, failure: Failure) -> Steps:
        """A part that leads back is none; without one that did not answer the article is not whole."""
        if self._exchange.says_nothing(failure):
            return  # the next run asks for the article again
        request: Request = failure.request  # type: ignore[attr-defined]
        first: RawPage = request.cb_kwargs["first"]
        if isinstance(failure.value, KnownAddressError | OffsiteError):
            yield from self.bring(first, ends=True)
            return
        reason, _ = name_failure(failure)
        self._records.count_failure(reason)
        yield self._without(first, asked_first(request), 0, reason)

    def _without(self, first: RawPage, url: str, status: int, reason: str) -> RawPage:
        """The article without a part that is to be asked for again; an earlier capture of it stays."""
        if not self._frontier.is_part_had(url):
            self._records.write(url, _article_of(url, first), status, reason)
        return replace(first, missing=url)


def _article_of(part: str, first: RawPage) -> str:
    """The article's address that its part's extends."""
    own = (first.final_url, first.url)
    return normalise_url(next((url for url in own if is_part(part, url)), first.final_url))
