"""The live crawl: one spider for every portal, from its home to its articles."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.home import judge_home
from crawler.middlewares import KnownAddressError
from crawler.network.outcomes import name_failure, name_status
from crawler.onboarding.doorway import sends_on
from crawler.onboarding.owner import other_owner
from crawler.pages.farewell import farewell
from crawler.platforms import recognise
from crawler.sources import find_source, load_sources
from crawler.spiders.articles import Articles
from crawler.spiders.exchange import HOME, Exchange, Steps
from crawler.spiders.feeds import Feeds
from crawler.spiders.listings import Listings
from crawler.spiders.rereading import Rereading
from crawler.verdicts import MOVED, NOTHING_THERE, home_outcome
from crawler.visit.settling import Settlement
from crawler.visit.showing import counted
from crawler.visit.visit import Visit
from crawler.visitor import Observer, RunEndingError
from pipeline.archive import Archive
from pipeline.clean.page import Page
from pipeline.clock import now
from pipeline.config import load_config
from pipeline.errors import CongtinError, ContinuationPage, ListingPage
from pipeline.model import Outcome, RawPage, RunReport, Source
from pipeline.normalise.urls import same_site
from pipeline.store import Store, open_store
from pipeline.watch.outcomes import CLOSING, MISNAMED, NAMED, OTHER_OWNER

SAID = 150
"""Characters of a portal's own words in a run's detail."""


class PortalSpider(Spider):
    """Walks a source's listings to their end and brings every page home that may be an article.

    An address is only guessed from; what a page is, the pipeline decides. What it decided stands in
    the ledger, so that a later run fetches only what is new, what failed and what may have changed.
    """

    name = "portal"

    def __init__(
        self,
        source: Source,
        store: Store,
        archive: Archive | None,
        observer: Observer | None = None,
        limit: int = 0,
        since: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.store = store
        self.archive = archive
        self.observer = observer
        self.limit = limit
        self.since = since
        self.finished_run: RunReport | None = None
        self.fatal: CongtinError | None = None
        self.robots_sitemaps: tuple[str, ...] = ()
        self.robots_delay = 0.0
        self.ending = ("", "")
        self._title = ""
        """What the home page calls itself."""
        self._remark = ""
        """What is to be said of a run that comes to its end."""
        self._linked: set[str] | None = None
        """The listings that the entry or the home page names; None while it was not read."""
        self._led_to: dict[str, str] = {}
        """The first address that led to each article, by its key."""
        pages, listings = store.pages(source.id), store.listings(source.id)
        self._visit = Visit.begin(source, pages, listings, now(), since)
        self._exchange = Exchange(self._visit, self)
        self._articles = Articles(self._exchange, archive)
        self._rereading = Rereading(self._exchange, self._articles)
        self._feeds = Feeds(self._exchange, self._articles, self._rereading)
        self._listings = Listings(self._exchange, self._articles, self._rereading)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PortalSpider":
        """Scrapy's constructor; `scrapy crawl portal -a source=ID` gives the source's id alone."""
        if isinstance(kwargs.get("source"), str):
            kwargs |= _from_registry(kwargs["source"])
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.judged, signals.item_scraped)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The home first: when it refuses, nothing else is asked for."""
        yield Request(
            self.source.url,
            self.parse_home,
            errback=self.home_failed,
            priority=HOME,
            headers=self._exchange.conditions(self.source.url),
            dont_filter=True,  # else a redirect to itself would be dropped without a word
        )

    def parse_home(self, response: Response) -> Steps:
        """Start every way in: listings, feeds, sitemaps, what failed and what may have changed."""
        raw = self._exchange.raw(response)
        if raw.status == 304:
            self._visit.walks.end(self.source.url)
            yield from self._ways_in()
            return
        failure = judge_home(raw, replace(self.source, sitemaps=self._sitemaps()))
        page = self._exchange.page(raw)
        if page and (failure is None or failure[0] in NOTHING_THERE):
            elsewhere = sends_on(page)
            if elsewhere and not same_site(elsewhere, raw.final_url):
                failure = MOVED, elsewhere
        if failure or page is None:
            self._visit.refusals.verdict = failure or name_status(raw.status, response.url)
            return
        self._title = page.title
        self._remark = "; ".join(self._said_at_home(page))
        frontier = self._visit.frontier
        if frontier.platform is None and (found := recognise(page.text)):
            frontier.platform = found[0]
        yield from self._ways_in((raw, page))

    def _said_at_home(self, page: Page) -> Iterator[str]:
        """What the home page says of the portal itself."""
        if owner := other_owner(self.source, page.title):
            self._exchange.records.notice(OTHER_OWNER)
            yield f"its home page calls itself {owner.name}"
        said, elsewhere = farewell(page)
        if said:
            self._exchange.records.notice(CLOSING)
            yield f"its home page says “{said[:SAID]}”"
        if elsewhere:
            yield f"it names {elsewhere}"

    def _ways_in(self, home: tuple[RawPage, Page] | None = None) -> Steps:
        """`home`: its page, unless it is as it was."""
        host = self.store.host(urlsplit(self.source.url).netloc)
        yield from self._feeds.ask(self._sitemaps(), host)
        menu = self._exchange.links(home[1]).listings if home else ()
        if home:
            self._linked = {s.url for s in self.source.sections} | {link.url for link in menu}
        yield from self._listings.ask(section.url for section in self.source.sections)
        yield from self._listings.ask(link.url for link in menu)
        yield from self._listings.ask_known()  # before the articles: some look like one
        if home:
            yield from self._listings.listed(*home, self.source.url)
        yield from self._listings.resumed()
        yield from self._articles.failed_before()
        yield from self._rereading.due()

    def _sitemaps(self) -> tuple[str, ...]:
        return (*self.source.sitemaps, *self.robots_sitemaps)

    def home_failed(self, failure: Failure) -> None:
        """The portal cannot be reached: the run ends with the reason's name."""
        if isinstance(failure.value, RunEndingError):
            return
        if isinstance(failure.value, KnownAddressError):
            verdict = "failed-redirects", f"redirect back to {failure.value.url}"
        else:
            verdict = name_failure(failure)
        self._visit.refusals.verdict = home_outcome(verdict[0]), verdict[1]

    def judged(self, item: Outcome) -> None:
        """What the pipeline found: a listing whose address looked like an article's is walked as well."""
        frontier = self._visit.frontier
        self._visit.harvest.learn(item)
        self._rereading.judged(item)
        frontier.spaces.learn(item.url, fruitful=item.change is not None)
        undecided = self._articles.decided(item.url)
        self._compare(item)
        if item.change:
            first = self._led_to.setdefault(item.key, item.url)
            frontier.spaces.lead(item.url, again=first != item.url)
            frontier.meet(item.url, item.canonical)
        if item.reason == ContinuationPage.reason:
            self._ask(self._articles.wanted(item.canonical))
        if item.reason == ListingPage.reason and undecided and frontier.take_misjudged(item.url):
            self._ask(*self._listings.listed(*undecided, item.url))

    def _compare(self, item: Outcome) -> None:
        """Whether an article is the one that listings named."""
        is_named = self._visit.signals.is_as_named(item.url, item.title)
        if is_named is not None:
            self._exchange.records.notice(NAMED)
        if is_named is False:
            self._exchange.records.notice(MISNAMED)

    def idle(self) -> None:
        """All that is known has been asked for: now the next page of each listing."""
        if self._visit.refusals.verdict[0] or self.fatal:
            return
        if requests := self._listings.held():
            self._ask(*requests)
            raise DontCloseSpider
        if self._exchange.crowded:
            self.ending = ("stopped", self._exchange.crowded)

    def _ask(self, *steps: Request | RawPage | None) -> None:
        """Requests that no callback makes."""
        for step in steps:
            if isinstance(step, Request):
                self.crawler.engine.crawl(step)

    def knows(self, url: str) -> bool:
        """Whether a redirect need not be followed, since its end is asked for anyway."""
        return self._visit.frontier.knows(url)

    def is_spent(self, url: str) -> bool:
        """Whether an article there is not worth asking for: older than the visit goes back, or of a form
        that has led to nothing new since it was named.
        """
        return self._visit.harvest.is_past(url) or self._visit.frontier.is_spent(url)

    def original(self, url: str) -> str:
        """The article's first address, where this one is taken for a second one; "" where it is not."""
        return self._visit.frontier.original(url)

    def told(self, url: str) -> str:
        """What listings say of an address, for its line in the ledger."""
        return self._visit.signals.told(url)

    @property
    def shown(self) -> dict[str, int]:
        """How many articles of its own each listing showed that was asked for its first page."""
        shown = dict.fromkeys(self._exchange.unanswered, ()) | self._listings.shown
        heads = {visit.url: visit.head for visit in self._visit.before.values()}
        home, is_article = self.source.url, self._visit.harvest.is_article
        return counted(shown, heads, home, self._linked, is_article)

    @property
    def candidates(self) -> tuple[int, int]:
        """Addresses that listings and feeds named for the first time; how many led to an article."""
        asked = self._listings.candidates | self._feeds.candidates
        return len(asked), sum(map(self._visit.harvest.is_article, asked))

    def verdict(self, reason: str) -> tuple[str, str]:
        """The run's status and detail, from Scrapy's reason for closing."""
        refusal = self._visit.refusals.verdict
        if refusal[0] and refusal[0] != self.ending[0]:
            return refusal
        if self.ending[0]:
            return self.ending
        if reason == "finished" and self._visit.refusals.last_word[0]:
            return self._visit.refusals.last_word
        if reason == "finished":
            self._settle()
            return "finished", self._remark or self._what_stands_there()
        return "stopped", {"shutdown": "interrupted", "limit": "--limit reached"}.get(
            reason, reason
        )

    def _what_stands_there(self) -> str:
        """What the home page calls itself, where no list shows an article: "Runtime Error", "Hacked by …"."""
        shown = self.shown
        is_bare = shown and not any(shown.values())
        return f"its home page is titled “{self._title[:80]}”" if is_bare and self._title else ""

    def _settle(self) -> None:
        """Nothing was left undone: listings count as walked, redirects as known."""
        visit, records = self._visit, self._exchange.records
        settlement = Settlement(
            walked_at=None if self.since else visit.started,
            before=visit.before,
            read=self._listings.read,
            times=records.times(),
            original=visit.frontier.original,
        )
        for listing in settlement.listings(visit.walks.done()):
            records.save(listing)
        for listing in settlement.lists(self._feeds.read):
            records.save(listing)
        records.redirects(visit.frontier.aliases)


def _from_registry(source_id: str) -> dict[str, Any]:
    """What `congtin crawl` would hand over, for a spider that Scrapy's own command starts."""
    config = load_config()
    source = find_source(load_sources(config.sources_file), source_id)
    store = open_store(config.database)
    store.put_sources([source])
    return {"source": source, "store": store, "archive": Archive.of(config)}
