"""The live crawl: one spider for every portal, from its home to its articles."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import raw_page
from crawler.frontier import Frontier
from crawler.home import judge_home
from crawler.links import Links, read_links, read_page
from crawler.middlewares import KnownAddressError
from crawler.outcomes import FAILED, name_failure, name_status
from crawler.pager import NextPage, next_page
from crawler.platforms import named, recognise
from crawler.sources import find_source, load_sources
from crawler.syndication import read_feed, read_sitemap
from crawler.visitor import Observer
from pipeline.archive import Archive
from pipeline.clean.page import Page
from pipeline.clock import now
from pipeline.config import load_config
from pipeline.errors import CongtinError, ListingPage, PipelineError, StoreError
from pipeline.model import Outcome, PageVisit, RawPage, RunReport, Source
from pipeline.normalise.urls import normalise_url
from pipeline.store import Store, open_store

OTHER_SITEMAPS = re.compile(
    r"categor|tag|taxonom|user|author|about|image|video|product|laws|faq|opinion|siteterms"
    r"|posts-page|[-.]page[-.]",
    re.IGNORECASE,
)
"""Names of sitemaps that list no news (WordPress, NukeViet)."""
HOME, LISTING, NEXT_PAGE, ARTICLE = 1000, 100, 50, 0
"""Priorities: listings before articles, so that a run stopped early knows what there is."""

Steps = Iterator[Request | RawPage]
"""What a callback gives: further requests, and pages for the pipeline."""


class PortalSpider(Spider):
    """Walks a source's listings to their end and brings every page home that may be an article.

    An address is only guessed from; what a page is, the pipeline decides. What it decided stands in
    the ledger, so that a later run fetches only what is new and what failed.
    """

    name = "portal"

    def __init__(
        self,
        source: Source,
        store: Store,
        archive: Archive | None,
        observer: Observer | None = None,
        limit: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.store = store
        self.archive = archive
        self.observer = observer
        self.limit = limit
        self.finished_run: RunReport | None = None
        self.fatal: CongtinError | None = None
        self.robots_sitemaps: tuple[str, ...] = ()
        platform = named(source.platform)
        known, walked = store.known(source.id), store.walked(source.id)
        self._frontier = Frontier(source, known, walked, platform)
        self._refusal = ("", "")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PortalSpider":
        """Scrapy's constructor; `scrapy crawl portal -a source=ID` gives the source's id alone."""
        if isinstance(kwargs.get("source"), str):
            kwargs |= _from_registry(kwargs["source"])
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.judged, signals.item_scraped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The home first: when it refuses, nothing else is asked for."""
        yield Request(
            self.source.url,
            self.parse_home,
            errback=self.home_failed,
            priority=HOME,
            dont_filter=True,  # else a redirect to itself would be dropped without a word
        )

    def parse_home(self, response: Response) -> Steps:
        """Start every way in: listings, feeds, sitemaps, and what failed last time."""
        raw = raw_page(response, self.source.id)
        ways_in = (*self.source.sitemaps, *self.robots_sitemaps)
        failure = judge_home(raw, replace(self.source, sitemaps=ways_in))
        page = self._page(response)
        if failure or page is None:
            self._refusal = failure or name_status(response.status, response.url)
            return
        if self._frontier.platform is None and (found := recognise(page.text)):
            self._frontier.platform = found[0]
        yield from self._walk(page, self.source.url, 1)
        menu = (link.url for link in self._links(page).listings)
        configured = (section.url for section in self.source.sections)
        for url in (*configured, *menu, *self._frontier.listings_before()):
            yield from self._listing(url)
        for feed in self.source.feeds:
            yield from self._ask(feed, self.parse_feed)
        for sitemap in dict.fromkeys(ways_in):
            yield from self._ask(sitemap, self.parse_sitemap)
        for url in self._frontier.failed_before():
            yield from self._ask(url, self.parse_article)

    def parse_listing(
        self, response: Response, base: str, number: int, *, judged: bool = False
    ) -> Steps:
        """One page of a listing; its first page, unless judged, may yet turn out to be an article."""
        page = self._page(response)
        if page is None or response.status != 200:
            self._record(response, name_status(response.status, response.url)[0])
            return
        raw = raw_page(response, self.source.id)
        unjudged = number == 1 and not judged
        if unjudged and self._frontier.is_unjudged_listing(raw.url, raw.final_url):
            yield raw
        yield from self._walk(page, base, number)

    def parse_article(self, response: Response) -> Steps:
        """A page that may be an article: home it goes; its links lead on."""
        if response.status != 200:
            self._record(response, name_status(response.status, response.url)[0])
            return
        yield raw_page(response, self.source.id)
        page = self._page(response)
        if page is not None:
            yield from self._articles(link.url for link in self._links(page).articles)

    def judged(self, item: Outcome) -> None:
        """What the pipeline found: a listing whose address looked like an article's is walked as well."""
        if item.reason == ListingPage.reason and self._frontier.take_misjudged(item.url):
            more = {"base": item.url, "number": 1, "judged": True}
            request = self._request(item.url, self.parse_listing, LISTING, **more)
            self.crawler.engine.crawl(request.replace(dont_filter=True))

    def parse_feed(self, response: Response) -> Steps:
        """The entries of an RSS or Atom feed."""
        yield from self._articles(read_feed(response.body).articles)

    def parse_sitemap(self, response: Response) -> Steps:
        """The pages of a sitemap, or the news sitemaps of an index."""
        listed = read_sitemap(response.body)
        for sitemap in listed.sitemaps:
            if not OTHER_SITEMAPS.search(urlsplit(sitemap).path):
                yield from self._ask(sitemap, self.parse_sitemap)
        yield from self._articles(listed.articles)

    def home_failed(self, failure: Failure) -> None:
        """The portal cannot be reached: the run ends with the reason's name."""
        if isinstance(failure.value, KnownAddressError):
            self._refusal = ("failed-redirects", f"redirect back to {failure.value.url}")
        else:
            self._refusal = name_failure(failure)

    def failed(self, failure: Failure) -> None:
        """An address that did not answer stands in the ledger, to be asked again next time."""
        if self.fatal:
            return  # the run ends for a failure of our own: of this address nothing was learnt
        request: Request = failure.request  # type: ignore[attr-defined]
        asked = (request.meta.get("redirect_urls") or [request.url])[0]
        if isinstance(failure.value, KnownAddressError):
            self._frontier.aliases[asked] = failure.value.url
            self._frontier.ended.add(request.cb_kwargs.get("base", ""))
            return
        reason, _ = name_failure(failure)
        self._count(reason)
        self._write(asked, request.url, 0, reason)

    def knows(self, url: str) -> bool:
        """Whether a redirect need not be followed, since its end is asked for anyway."""
        return self._frontier.knows(url)

    def verdict(self, reason: str) -> tuple[str, str]:
        """The run's status and detail, from Scrapy's reason for closing."""
        if self._refusal[0]:
            return self._refusal
        if reason == "finished":
            self._settle()
            return "finished", ""
        return "stopped", {"shutdown": "interrupted", "limit": "--limit reached"}.get(
            reason, reason
        )

    def _walk(self, page: Page, base: str, number: int) -> Steps:
        """The articles of a listing page, its sub-sections, and the page after it."""
        links = self._links(page)
        fresh = list(self._articles(link.url for link in links.articles))
        yield from fresh
        if number == 1 and base != self.source.url:
            yield from self._subsections(links, base)
        following = next_page(page, number)
        articles = frozenset(link.url for link in links.articles)
        goes_on = self._frontier.goes_on(base, number, articles, fresh=bool(fresh))
        if following is None or not goes_on:
            self._frontier.ended.add(base)
        else:
            yield from self._next(following, base)

    def _next(self, following: NextPage, base: str) -> Steps:
        """The request for a listing's next page; a form is posted however often its address was asked."""
        more = {"base": base, "number": following.number}
        if following.form:
            yield FormRequest(
                following.url,
                self.parse_listing,
                errback=self.failed,
                cb_kwargs=more,
                priority=NEXT_PAGE,
                dont_filter=True,
                formdata=dict(following.form),
            )
            return
        request = list(self._ask(following.url, self.parse_listing, NEXT_PAGE, **more))
        if not request:
            self._frontier.ended.add(base)
        yield from request

    def _subsections(self, links: Links, base: str) -> Steps:
        """Listings below this one: menus of a section name them only on the section's own page."""
        stem = urlsplit(base).path.rstrip("/") + "/"
        for link in links.listings:
            if urlsplit(link.url).path.startswith(stem):
                yield from self._listing(link.url)

    def _articles(self, urls: Iterable[str]) -> Steps:
        for url in urls:
            if self._frontier.take_article(url):
                yield self._request(url, self.parse_article, ARTICLE)

    def _listing(self, url: str) -> Steps:
        if self._frontier.take_listing(url):
            yield self._request(url, self.parse_listing, LISTING, base=url, number=1)

    def _ask(self, url: str, callback: Any, priority: int = ARTICLE, **more: Any) -> Steps:
        if self._frontier.take(url):
            yield self._request(url, callback, priority, **more)

    def _request(self, url: str, callback: Any, priority: int, **more: Any) -> Request:
        return Request(url, callback, errback=self.failed, priority=priority, cb_kwargs=more)

    def _links(self, page: Page) -> Links:
        return read_links(page, self._frontier.platform)

    def _page(self, response: Response) -> Page | None:
        """The answer's tree; None, and the reason counted, where it is no readable HTML."""
        try:
            return read_page(raw_page(response, self.source.id))
        except PipelineError as error:
            self._count(error.reason)
            return None

    def _settle(self) -> None:
        """Nothing was left undone: listings count as walked, redirects as known."""
        for base in self._frontier.ended - {""}:
            self.store.mark_walked(self.source.id, base)
        known = self.store.known(self.source.id)
        for alias, target in self._frontier.aliases.items():
            if not known.get(normalise_url(target), FAILED).startswith(FAILED):
                self._write(alias, target, 301, "redirect")

    def _record(self, response: Response, reason: str) -> None:
        raw = raw_page(response, self.source.id)
        self._count(reason)
        self._write(raw.url, raw.final_url, raw.status, reason)

    def _write(self, asked: str, final: str, status: int, outcome: str) -> None:
        try:
            self.store.record(PageVisit(self.source.id, asked, final, status, outcome, now()))
        except StoreError as error:
            self.fatal = self.fatal or error
            raise CloseSpider("fatal") from error

    def _count(self, reason: str) -> None:
        key = "congtin/failed" if reason.startswith(FAILED) else f"congtin/rejected/{reason}"
        self.crawler.stats.inc_value(key)


def _from_registry(source_id: str) -> dict[str, Any]:
    """What `congtin crawl` would hand over, for a spider that Scrapy's own command starts."""
    config = load_config()
    source = find_source(load_sources(config.sources_file), source_id)
    store = open_store(config.database)
    store.put_sources([source])
    return {"source": source, "store": store, "archive": Archive(config.archive)}
