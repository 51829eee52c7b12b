"""Feeds and sitemaps: what they name, and what they say was edited."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.manners.robots import KEPT
from crawler.pages.syndication import Listed, read_feed, read_sitemap
from crawler.spiders.articles import Articles
from crawler.spiders.exchange import LISTS, MAPPED, Exchange, Steps
from crawler.spiders.rereading import Rereading
from crawler.visit.ways import lists_to_ask
from pipeline.model import Host, ListingKind, ListingVisit
from pipeline.validators import trusted

OTHER_SITEMAPS = re.compile(
    r"categor|tag|taxonom|user|author|about|image|video|product|laws|faq|opinion|siteterms"
    r"|posts-page|[-.]page[-.]",
    re.IGNORECASE,
)
"""Names of sitemaps that list no news (WordPress, NukeViet)."""


class Feeds:
    """Asks a portal for its feeds and sitemaps."""

    def __init__(self, exchange: Exchange, articles: Articles, rereading: Rereading) -> None:
        self._exchange = exchange
        self._visit = exchange.visit
        self._articles = articles
        self._rereading = rereading
        self.read: list[ListingVisit] = []
        """Those read in this run; their heads: all that they name."""
        self.candidates: set[str] = set()
        """Addresses asked for because a feed named them for the first time."""

    def ask(self, sitemaps: Iterable[str], host: Host) -> Steps:
        """The requests for this visit's feeds and sitemaps. `host`: what is kept of the portal's."""
        visit, stored = self._visit, self._visit.frontier.articles()
        if stored and self._has_asked_robots(host):
            return  # in its place
        feeds, maps = lists_to_ask(visit.source, sitemaps, visit.before, stored, visit.started)
        for feed in feeds:
            yield from self._request(feed, self.parse_feed)
        for sitemap in maps:
            yield from self._request(sitemap, self.parse_sitemap)

    def parse_feed(self, response: Response, asked: str) -> Steps:
        """The entries of an RSS or Atom feed."""
        if response.status == 200:
            yield from self._listed(response, asked, "feed", read_feed(response.body))

    def parse_sitemap(self, response: Response, asked: str) -> Steps:
        """The pages of a sitemap, or the news sitemaps of an index."""
        if response.status != 200:
            return
        listed = read_sitemap(response.body)
        for sitemap in listed.sitemaps:
            if not OTHER_SITEMAPS.search(urlsplit(sitemap).path):
                yield from self._request(sitemap, self.parse_sitemap)
        yield from self._listed(response, asked, "sitemap", listed)

    def _listed(self, response: Response, url: str, kind: ListingKind, listed: Listed) -> Steps:
        """The articles that a feed or sitemap names, and those that it says were edited."""
        visit = self._visit
        etag, modified = trusted(self._exchange.raw(response))
        self.read.append(
            ListingVisit(visit.source.id, url, kind, listed.articles, visit.started, etag, modified)
        )
        yield from self._rereading.of(visit.signals.listed(listed))
        for article in listed.articles:
            wanted = visit.since is None or listed.is_since(article, visit.since)
            if wanted and (request := self._articles.wanted(article, MAPPED)):
                if kind == "feed" and visit.since is None:
                    self.candidates.add(article)
                yield request

    def _request(self, url: str, callback: Callable[..., Any]) -> Iterable[Request]:
        if self._visit.frontier.take(url):
            request = self._exchange.request(url, callback, LISTS, asked=url)
            yield request.replace(headers=self._exchange.conditions(url))

    def _has_asked_robots(self, host: Host) -> bool:
        """Whether robots.txt was due in this run."""
        at = host.robots_at
        return at is not None and not timedelta(0) < self._visit.started - at < KEPT
