"""Fetch a handful of pages, with a crawl's manners: for `add`, `extract URL` and `doctor`."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answers import raw_page
from crawler.outcomes import name_failure
from crawler.run import make_process, source_settings
from pipeline.config import Config
from pipeline.errors import CongtinError
from pipeline.model import RawPage, Source


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that gave no answer: the failure's name (crawler.outcomes) and the evidence."""

    url: str
    reason: str
    detail: str


Fetched = RawPage | Refusal
Next = Callable[[RawPage], Sequence[str]]
"""What to fetch after a page: further addresses of the same site."""


class FetchSpider(Spider):
    """Fetches addresses of one site and keeps the answers; nothing is archived or stored."""

    name = "fetch"
    archive = None
    fatal: CongtinError | None = None
    custom_settings = {  # noqa: RUF012 - Scrapy's interface
        "ITEM_PIPELINES": {},
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 20,
        "EXTENSIONS": {
            "crawler.extensions.RunReporter": None,
            "crawler.extensions.RobotsWishes": 510,
        },
    }

    def __init__(self, source: Source, urls: Iterable[str], follow: Next | None = None) -> None:
        super().__init__()
        self.source = source
        self.urls = tuple(urls)
        self.follow = follow
        self.robots_sitemaps: tuple[str, ...] = ()
        self.answers: list[Fetched] = []

    async def start(self) -> AsyncIterator[Request]:
        """One request an address."""
        for url in self.urls:
            yield self._request(url)

    def parse(self, response: Response) -> Any:
        """Keep the answer, and go where it leads."""
        raw = raw_page(response, self.source.id)
        self.answers.append(raw)
        for url in self.follow(raw) if self.follow else ():
            yield self._request(url)

    def knows(self, url: str) -> bool:
        """Nothing: every redirect is followed."""
        return not url

    def failed(self, failure: Failure) -> None:
        """Keep the failure's name."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.answers.append(Refusal(request.url, *name_failure(failure)))

    def _request(self, url: str) -> Request:
        return Request(url, self.parse, errback=self.failed, dont_filter=True)


@dataclass(frozen=True, slots=True)
class Fetches:
    """The answers of one site in order of coming, and the sitemaps its robots.txt names."""

    answers: tuple[Fetched, ...]
    sitemaps: tuple[str, ...]


def fetch(
    config: Config, wanted: Sequence[tuple[Source, Sequence[str]]], follow: Next | None = None
) -> list[Fetches]:
    """Fetch addresses, site by site at the same time. Once a process: Scrapy's reactor."""
    process = make_process(config, [source for source, _ in wanted])
    crawlers = []
    for source, urls in wanted:
        crawler = Crawler(FetchSpider, source_settings(process.settings, source))
        crawlers.append(crawler)
        process.crawl(crawler, source=source, urls=urls, follow=follow)
    process.start()
    spiders = [cast("FetchSpider", crawler.spider) for crawler in crawlers]
    return [Fetches(tuple(spider.answers), spider.robots_sitemaps) for spider in spiders]
