"""The live crawl: one spider for every portal, from its home to its articles."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import Shape, shape
from crawler.answers import raw_page
from crawler.links import Links, read_links, read_page
from crawler.middlewares import KnownAddressError
from crawler.outcomes import FAILED, name_failure, name_status
from crawler.pager import NextPage, next_page
from crawler.platforms import PLATFORMS
from crawler.syndication import read_feed, read_sitemap
from crawler.visitor import Observer
from pipeline.archive import Archive
from pipeline.clean.page import Page
from pipeline.clock import now
from pipeline.errors import PipelineError
from pipeline.model import PageVisit, RawPage, RunReport, Source
from pipeline.normalise.urls import normalise_url, same_site
from pipeline.store import Store

MAX_LISTINGS = 400
"""Listings of one portal; more are an endless address space, not a menu."""
MAX_PAGES = 2000
"""Pages of one listing."""
OTHER_SITEMAPS = re.compile(
    r"categor|tag|taxonom|user|author|about|image|video|product|laws|faq|opinion|siteterms"
    r"|posts-page|[-.]page[-.]",
    re.IGNORECASE,
)
"""Names of sitemaps that list no news (WordPress, NukeViet)."""

MAYBE_LISTING = frozenset(("listing", "static", "empty", "search"))
"""What a page with few or no articles may have been taken for; it is looked at again."""

Requests = Iterator[Request | RawPage]


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
        self.robots_sitemaps: tuple[str, ...] = ()
        self.platform = next((p for p in PLATFORMS if p.name == source.platform), None)
        self._known = store.known(source.id)
        self._walked = store.walked(source.id)
        self._asked: set[str] = set()
        self._listings: set[str] = set()
        self._ended: set[str] = set()
        self._aliases: dict[str, str] = {}
        self._items: dict[str, frozenset[str]] = {}
        self._refusal = ("", "")

    async def start(self) -> AsyncIterator[Request]:
        """The home first: when it refuses, nothing else is asked for."""
        self._listings.add(self.source.url)
        yield Request(self.source.url, self.parse_home, errback=self.home_failed, priority=1000)

    def parse_home(self, response: Response) -> Requests:
        """Start every way in: sections, feeds, sitemaps, and what failed last time."""
        page = self._page(response)
        if response.status != 200 or page is None:
            self._refuse(*name_status(response.status, response.url))
            return
        yield from self._walk(page, self.source.url, 1)
        for section in self.source.sections:
            yield from self._listing(section.url)
        for link in read_links(page, self.platform).listings:
            yield from self._listing(link.url)
        for feed in self.source.feeds:
            yield from self._once(feed, self.parse_feed)
        for sitemap in dict.fromkeys((*self.source.sitemaps, *self.robots_sitemaps)):
            yield from self._once(sitemap, self.parse_sitemap)
        failed = (url for url, outcome in self._known.items() if outcome.startswith(FAILED))
        for url in list(failed):
            yield from self._once(url, self.parse_article)

    def parse_listing(self, response: Response, base: str, number: int) -> Requests:
        """One page of a listing; its first page may yet turn out to be an article."""
        page = self._page(response)
        if page is None or response.status != 200:
            self._record(response, name_status(response.status, response.url)[0])
            return
        if number == 1 and self._is_new_ground(response):
            yield raw_page(response, self.source.id)
        yield from self._walk(page, base, number)

    def parse_article(self, response: Response) -> Requests:
        """A page that may be an article: home it goes; its links lead on."""
        if response.status != 200:
            self._record(response, name_status(response.status, response.url)[0])
            return
        yield raw_page(response, self.source.id)
        page = self._page(response)
        if page is not None:
            yield from self._articles(read_links(page, self.platform))

    def parse_feed(self, response: Response) -> Requests:
        """The entries of an RSS or Atom feed."""
        yield from self._candidates(read_feed(response.body).articles)

    def parse_sitemap(self, response: Response) -> Requests:
        """The pages of a sitemap, or the news sitemaps of an index."""
        listed = read_sitemap(response.body)
        for sitemap in listed.sitemaps:
            if not OTHER_SITEMAPS.search(urlsplit(sitemap).path):
                yield from self._once(sitemap, self.parse_sitemap)
        yield from self._candidates(listed.articles)

    def home_failed(self, failure: Failure) -> None:
        """The portal cannot be reached: the run ends with the reason's name."""
        self._refuse(*name_failure(failure))

    def failed(self, failure: Failure) -> None:
        """An address that did not answer stands in the ledger, to be asked again next time."""
        request = failure.request  # type: ignore[attr-defined]
        asked = (request.meta.get("redirect_urls") or [request.url])[0]
        if isinstance(failure.value, KnownAddressError):
            self._aliases[asked] = failure.value.url
            self._ended.add(request.cb_kwargs.get("base", ""))
            return
        reason, _ = name_failure(failure)
        self._count(reason)
        self._write(asked, request.url, 0, reason)

    def knows(self, url: str) -> bool:
        """Whether a redirect need not be followed, since its end is asked for anyway."""
        url = normalise_url(url)
        known = url in self._asked or not self._known.get(url, FAILED).startswith(FAILED)
        self._asked.add(url)
        return known

    def verdict(self, reason: str) -> tuple[str, str]:
        """The run's status and detail; listings count as walked only when nothing was left undone."""
        if self._refusal[0]:
            return self._refusal
        if reason == "finished":
            self._settle()
            return "finished", ""
        return "stopped", {"shutdown": "interrupted", "limit": "--limit reached"}.get(
            reason, reason
        )

    def _settle(self) -> None:
        """Nothing was left undone: listings count as walked, redirects as known."""
        for base in self._ended - {""}:
            self.store.mark_walked(self.source.id, base)
        known = self.store.known(self.source.id)
        for alias, target in self._aliases.items():
            if not known.get(normalise_url(target), FAILED).startswith(FAILED):
                self._write(alias, target, 301, "redirect")

    def _walk(self, page: Page, base: str, number: int) -> Requests:
        """The articles of a listing page, its sub-sections, and the page after it."""
        links = read_links(page, self.platform)
        fresh = list(self._articles(links))
        yield from fresh
        if number == 1 and base != self.source.url:
            yield from self._subsections(links, base)
        following = next_page(page, number)
        items = frozenset(link.url for link in links.articles)
        looping = number > 1 and items == self._items.get(base)
        self._items[base] = items
        done = base in self._walked and not fresh
        if following is None or looping or done or number >= MAX_PAGES:
            self._ended.add(base)
            return
        yield from self._next(following, base)

    def _next(self, following: NextPage, base: str) -> Requests:
        if not following.form and following.url in self._asked:
            self._ended.add(base)
            return
        self._asked.add(following.url)
        cb_kwargs = {"base": base, "number": following.number}
        if following.form:
            form = dict(following.form)
            yield FormRequest(
                following.url,
                self.parse_listing,
                errback=self.failed,
                cb_kwargs=cb_kwargs,
                priority=50,
                dont_filter=True,
                formdata=form,
            )
        else:
            yield Request(
                following.url,
                self.parse_listing,
                errback=self.failed,
                cb_kwargs=cb_kwargs,
                priority=50,
            )

    def _articles(self, links: Links) -> Requests:
        yield from self._candidates(link.url for link in links.articles)

    def _candidates(self, urls: Iterable[str]) -> Requests:
        """Requests for addresses that are the portal's own, new, and not certainly something else."""
        for url in urls:
            known = self._known.get(url, FAILED)
            if known.startswith(FAILED) and self._may_be_article(url):
                yield from self._once(url, self.parse_article)

    def _may_be_article(self, url: str) -> bool:
        if not self._is_own(url) or url in self._listings:
            return False
        return shape(url, platform=self.platform) is not Shape.SKIP

    def _subsections(self, links: Links, base: str) -> Requests:
        """Listings below this one: menus of a section name them only on the section's own page."""
        stem = urlsplit(base).path.rstrip("/") + "/"
        for link in links.listings:
            if urlsplit(link.url).path.startswith(stem):
                yield from self._listing(link.url)

    def _listing(self, url: str) -> Requests:
        """The first page of a listing, unless the ledger says that it is none."""
        if url in self._listings or len(self._listings) >= MAX_LISTINGS or not self._is_own(url):
            return
        if self._known.get(url, "listing") not in MAYBE_LISTING:
            return
        self._listings.add(url)
        yield from self._once(url, self.parse_listing, priority=100, base=url, number=1)

    def _once(self, url: str, callback: Any, priority: int = 0, **kwargs: Any) -> Requests:
        if url not in self._asked:
            self._asked.add(url)
            yield Request(url, callback, errback=self.failed, priority=priority, cb_kwargs=kwargs)

    def _is_new_ground(self, response: Response) -> bool:
        """Whether a listing's first page was never judged: it is, once, then stands in the ledger."""
        asked = raw_page(response, self.source.id).url
        final = normalise_url(response.url)
        return asked not in self._known and final not in self._known and not self._is_home(final)

    def _is_own(self, url: str) -> bool:
        return same_site(url, self.source.url)

    def _is_home(self, url: str) -> bool:
        return urlsplit(url).path.strip("/") == urlsplit(self.source.url).path.strip("/")

    def _page(self, response: Response) -> Page | None:
        try:
            return read_page(raw_page(response, self.source.id))
        except PipelineError as error:
            self._count(error.reason)
            return None

    def _record(self, response: Response, reason: str) -> None:
        raw = raw_page(response, self.source.id)
        self._count(reason)
        self._write(raw.url, raw.final_url, raw.status, reason)

    def _write(self, asked: str, final: str, status: int, outcome: str) -> None:
        self.store.record(PageVisit(self.source.id, asked, final, status, outcome, now()))

    def _count(self, reason: str) -> None:
        key = "congtin/failed" if reason.startswith(FAILED) else f"congtin/rejected/{reason}"
        self.crawler.stats.inc_value(key)

    def _refuse(self, reason: str, detail: str) -> None:
        self._refusal = (reason, detail)
