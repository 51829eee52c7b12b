"""Fetch a handful of pages, with a crawl's manners: for `add`, `extract URL` and `doctor`."""

from collections.abc import AsyncIterator, Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.manners.hosts import HostBusyError, host_key, visiting
from crawler.manners.patience import BUDGET, PATIENCE
from crawler.network.answers import raw_page
from crawler.network.outcomes import name_failure
from crawler.run import CrawlProcess, make_process, source_settings
from pipeline.config import Config
from pipeline.errors import CongtinError
from pipeline.model import RawPage, Source

LOCK_PATIENCE = 10.0
"""Seconds to wait for another process that visits the host."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that gave no answer: the failure's name (crawler.network.outcomes) and the evidence."""

    url: str
    reason: str
    detail: str


Fetched = RawPage | Refusal


class FetchSpider(Spider):
    """Fetches addresses of one site and keeps the answers; nothing is archived or stored."""

    name = "fetch"
    archive = None
    fatal: CongtinError | None = None
    custom_settings = {  # noqa: RUF012 - Scrapy's interface
        "ITEM_PIPELINES": {},
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 20,
        "EXTENSIONS": {"crawler.extensions.RunReporter": None},
        PATIENCE: 20.0,
        BUDGET: 0,
    }

    def __init__(self, source: Source, urls: Iterable[str] = ()) -> None:
        super().__init__()
        self.source = source
        self.urls = tuple(urls)
        self.robots_sitemaps: tuple[str, ...] = ()
        self.robots_delay = 0.0
        self.ending = ("", "")
        self.answers: list[Fetched] = []

    async def start(self) -> AsyncIterator[Request]:
        """One request an address."""
        for url in self.urls:
            yield self._request(url)

    def parse(self, response: Response) -> Any:
        """Keep the answer."""
        self.answers.append(raw_page(response, self.source.id))

    def is_spent(self, url: str) -> bool:
        """Never: each address was asked for by hand."""
        return not url

    def original(self, url: str) -> str:
        """None is known."""
        return url[:0]

    def knows(self, url: str) -> bool:
        """Nothing: every redirect is followed."""
        return not url

    def failed(self, failure: Failure) -> Any:
        """Keep the failure's name."""
        self.answers.append(_refusal(failure))

    def _request(self, url: str) -> Request:
        return Request(url, self.parse, errback=self.failed, dont_filter=True)


def _refusal(failure: Failure) -> Refusal:
    """What came of a request that died, under the address that was asked for."""
    request: Request = failure.request  # type: ignore[attr-defined]
    asked = (request.meta.get("redirect_urls") or [request.url])[0]
    return Refusal(asked, *name_failure(failure))


@dataclass(frozen=True, slots=True)
class Fetches:
    """The answers of one site in order of coming, and the sitemaps its robots.txt names."""

    answers: tuple[Fetched, ...]
    sitemaps: tuple[str, ...]


def fetch(
    config: Config,
    wanted: Sequence[tuple[Source, Sequence[str]]],
    *,
    patience: float = LOCK_PATIENCE,
) -> list[Fetches]:
    """Fetch addresses, host by host at the same time. Once a process: Scrapy's reactor.

    `patience`: seconds to wait for other processes that visit one of the hosts; the addresses of a
    host that is theirs even then are answered by the refusal "busy".
    """
    hosts = [source.url for source, _ in wanted]
    with visiting(config.data, hosts, patience, config.database_url) as ours:
        free = [(source, urls) for source, urls in wanted if host_key(source.url) in ours]
        fetched = iter(_fetch_in_turn(make_process(config), free))
    return [next(fetched) if one in free else _busy(one[1]) for one in wanted]


def _fetch_in_turn(
    process: CrawlProcess, wanted: Sequence[tuple[Source, Sequence[str]]]
) -> list[Fetches]:
    """Fetch from hosts that are ours; what is wanted of one host, one after the other."""
    crawlers = [
        Crawler(FetchSpider, source_settings(process.settings, source)) for source, _ in wanted
    ]
    waiting: dict[str, list[tuple[Crawler, Source, Sequence[str]]]] = {}
    for crawler, (source, urls) in zip(crawlers, wanted, strict=True):
        waiting.setdefault(host_key(source.url), []).append((crawler, source, urls))

    def go_on(key: str, _: Any = None) -> None:
        if waiting[key] and not process.stopping:
            crawler, source, urls = waiting[key].pop(0)
            process.crawl(crawler, source=source, urls=urls).add_done_callback(partial(go_on, key))

    for key in waiting:
        go_on(key)
    if waiting:
        process.start()
    return [_fetches(crawler) for crawler in crawlers]


def _fetches(crawler: Crawler) -> Fetches:
    spider = cast("FetchSpider | None", crawler.spider)
    return Fetches(tuple(spider.answers), spider.robots_sitemaps) if spider else Fetches((), ())


def _busy(urls: Sequence[str]) -> Fetches:
    detail = "another process of Congtin is visiting the host"
    return Fetches(tuple(Refusal(url, "busy", detail) for url in urls), ())


@dataclass(slots=True)
class Manners:
    """What a walk learns of its host on the way: robots.txt's wishes, and how fast it answers."""

    sitemaps: tuple[str, ...] = ()
    crawl_delay: float | None = None
    """Seconds that robots.txt asks for between two requests; None where it does not."""
    seconds: list[float] = field(default_factory=list)
    """How long each answer took to begin."""


Walk = Generator[str, Fetched, None]
"""Yields the address wanted next and is sent what came; decides by that where to go."""


class WalkSpider(FetchSpider):
    """One address after the other, each chosen by what the ones before it gave."""

    name = "walk"
    custom_settings = FetchSpider.custom_settings | {"METAREFRESH_ENABLED": False}

    def __init__(self, source: Source, walk: Walk, manners: Manners) -> None:
        super().__init__(source)
        self.walk = walk
        self.manners = manners
        self.raised: Exception | None = None

    async def start(self) -> AsyncIterator[Request]:
        """The walk's first address."""
        for request in self._go(None):
            yield request

    def parse(self, response: Response) -> Any:
        """Send the answer to the walk."""
        if "download_latency" in response.meta:
            self.manners.seconds.append(response.meta["download_latency"])
        yield from self._go(raw_page(response, self.source.id))

    def failed(self, failure: Failure) -> Any:
        """Send the failure's name to the walk."""
        yield from self._go(_refusal(failure))

    def _go(self, answer: Fetched | None) -> Iterable[Request]:
        self.manners.crawl_delay = self.robots_delay or None
        self.manners.sitemaps = self.robots_sitemaps
        try:
            url = next(self.walk) if answer is None else self.walk.send(answer)
        except StopIteration:
            return ()
        except Exception as error:  # noqa: BLE001 - raised again by walk_site, not lost in a log
            self.raised = error
            return ()
        return (self._request(url),)


def walk_site(config: Config, source: Source, plan: Callable[[Manners], Walk]) -> None:
    """Let a walk visit one site, one request at a time. Once a process: Scrapy's reactor.

    Raises what the walk raises, and HostBusyError where another process keeps the host to itself.
    """
    manners = Manners()
    with visiting(config.data, [source.url], LOCK_PATIENCE, config.database_url) as ours:
        if not ours:
            raise HostBusyError(source.url)
        process = make_process(config)
        crawler = Crawler(WalkSpider, source_settings(process.settings, source))
        process.crawl(crawler, source=source, walk=plan(manners), manners=manners)
        process.start()
    raised = cast("WalkSpider", crawler.spider).raised
    if raised:
        raise raised
