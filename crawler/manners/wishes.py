"""robots.txt obeyed: asked for once a day and server, kept between runs, its wishes handed on."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.manners.hosts import Memory, host_key, origin_key
from crawler.manners.patience import Patience
from crawler.manners.robots import (
    ALLOWED,
    UNREACHABLE,
    DisallowedError,
    Robots,
    RobotsUnreachableError,
    decode_robots,
    is_fresh,
    read_robots,
    without_answer,
)
from crawler.network.connections import causes
from crawler.network.guard import PrivateAddressError
from crawler.visitor import ROBOTS, RunEndingError, end_early, is_ending, visitor
from pipeline.clock import now
from pipeline.normalise.urls import same_site

MAX_HOPS = 5
"""Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2)."""


class RobotsAwayError(IgnoreRequest):
    """A robots.txt redirects to an address that the guard refuses: there is none (RFC 9309, 2.3.1.3)."""


class RobotsRules:
    """Lets no request pass that robots.txt forbids, redirects included."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._memory = Memory(getattr(crawler.spider, "store", None))
        self._known: dict[str, Robots] = {}
        self._errors: dict[str, Exception] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsRules":
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise DisallowedError, RobotsUnreachableError, or what the request for robots.txt died of."""
        if request.meta.get(ROBOTS):
            return
        robots = await self._robots(request)
        if robots.unreachable:
            raise RobotsUnreachableError(f"robots.txt of {urlsplit(request.url).netloc} is broken")
        self._keep_hours(robots, request.url)
        if not robots.allows(request.url):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise DisallowedError("Forbidden by robots.txt")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise RobotsAwayError where a robots.txt was redirected to an address that the guard refuses.

        A portal that has moved may redirect its robots.txt as well: that must not hide where its home leads.
        A refusal of the host itself stays what it is.
        """
        asked = request.meta.get(ROBOTS) and request.meta.get("redirect_times")
        if asked and any(isinstance(one, PrivateAddressError) for one in causes(exception)):
            raise RobotsAwayError(request.url) from exception

    async def _robots(self, request: Request) -> Robots:
        key = origin_key(request.url)
        if key in self._errors:
            raise self._errors[key]
        if key not in self._known:
            parts = urlsplit(request.url)
            url = f"{parts.scheme}://{parts.netloc}/robots.txt"
            try:
                self._known[key] = await self._find(key, url)
            except RunEndingError:
                raise
            except Exception as error:
                self._errors[key] = error
                request.meta["dont_retry"] = True  # robots.txt was asked for as often already
                raise
            self._obey(self._known[key], url)
        return self._known[key]

    async def _find(self, key: str, url: str) -> Robots:
        """The rules, from an earlier run or from the server."""
        host = self._memory.get(key)
        if host.robots is not None and is_fresh(host.robots, host.robots_at, now()):
            return read_robots(host.robots)
        try:
            response = await self._ask(url)
        except RunEndingError:
            raise
        except IgnoreRequest:  # redirects without end, or to where we may not go
            return self._learn(key, "")
        except Exception:
            robots = self._without_answer(key)
            if robots is UNREACHABLE:
                raise  # the address itself would die of the same, which has a better name
            return robots
        if is_ending(self.crawler):
            raise RunEndingError(url)
        return self._judge(key, response)

    async def _ask(self, url: str) -> Response:
        meta = {ROBOTS: True, "redirect_ttl": MAX_HOPS}
        request = Request(url, NO_CALLBACK, meta=meta, priority=1000, dont_filter=True)
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    def _judge(self, key: str, response: Response) -> Robots:
        """What an answer means (RFC 9309, 2.3.1): rules, none at all, or nothing allowed."""
        if response.status >= 500:
            return self._without_answer(key)
        text = decode_robots(response.body) if 200 <= response.status < 300 else ""
        return self._learn(key, text)

    def _learn(self, key: str, text: str) -> Robots:
        self._memory.note(key, robots=text, robots_at=now())
        return read_robots(text) if text else ALLOWED

    def _without_answer(self, key: str) -> Robots:
        host = self._memory.get(key)
        since = host.robots_at or now()
        self._memory.note(key, robots_at=since)
        return without_answer(host.robots, since, now())

    def _obey(self, robots: Robots, url: str) -> None:
        """Hand the wishes on: the delay to the pace, the portal's own sitemaps to its spider."""
        spider: Any = visitor(self.crawler)
        spider.robots_delay = delay = robots.delay(now())
        patience = self.crawler.get_downloader_middleware(Patience)
        if patience is not None:
            patience.pace.floor = max(patience.pace.floor, delay)
        if same_site(url, spider.source.url):
            named = (*spider.robots_sitemaps, *robots.sitemaps(url))
            spider.robots_sitemaps = tuple(dict.fromkeys(named))

    def _keep_hours(self, robots: Robots, url: str) -> None:
        opens: datetime | None = robots.opens_at(now())
        if opens is None:
            return
        words = f"robots.txt wants no visits before {opens:%Y-%m-%d %H:%M} UTC (Visit-time)"
        self._memory.note(host_key(url), resume_at=opens, reason="Visit-time")
        end_early(self.crawler, "failed-busy", words)
        raise RunEndingError(words)
