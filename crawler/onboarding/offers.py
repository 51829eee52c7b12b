"""The feeds and sitemaps that a portal offers: looked for, read, and kept where they list the portal."""

from urllib.parse import urljoin

from crawler.onboarding.asking import Asker, Asking, readable
from crawler.onboarding.findings import FoundFeed, FoundSitemap, newest_date
from crawler.pages.links import feeds as feeds_of
from crawler.pages.syndication import read_feed, read_sitemap
from crawler.platforms import named
from pipeline.model import RawPage
from pipeline.normalise.urls import normalise_url, same_site

FEEDS = 2
"""Feeds are a second way to the newest articles, not the way in: the first ones cover the site."""
FEED_TRIES = 3
SITEMAPS = 2
NEWS = b"sitemap-news/0.9"
"""The namespace of news sitemaps."""


class Offers:
    """What was found so far, and how to look for more."""

    def __init__(self, asker: Asker) -> None:
        self.feeds: list[FoundFeed] = []
        self.sitemaps: list[FoundSitemap] = []
        self.listed: list[str] = []
        """The pages of this site that they list."""
        self._asker = asker

    def take(self, raw: RawPage, url: str) -> bool:
        """Note a feed or sitemap that lists pages of its own site; whether it is one."""
        return raw.status == 200 and (self._take_feed(raw, url) or self._take_sitemap(raw, url))

    def see_feeds(self, home: RawPage, platform: str) -> Asking[None]:
        """The feeds that the home declares or links to; else the one that the platform ships."""
        page, shipped = readable(home), named(platform)
        wanted = list(feeds_of(page)) if page else []
        if not wanted and shipped and shipped.feed:
            wanted = [urljoin(urljoin(home.final_url, "/"), shipped.feed)]
        for _ in range(FEED_TRIES):
            if not wanted or len(self.feeds) >= FEEDS:
                return
            url = wanted.pop(0)
            answer = None if url in self._asker.answers else (yield from self._asker.get(url))
            if not isinstance(answer, RawPage) or self.take(answer, url):
                continue
            index = readable(answer) if answer.status == 200 else None
            if index is not None:  # a page about the feeds, as NukeViet and SharePoint have it
                wanted[:0] = [feed for feed in feeds_of(index) if feed != url][:FEEDS]

    def see_sitemaps(self, home: RawPage) -> Asking[None]:
        """The sitemaps that robots.txt names (RFC 9309), else the one at the usual address."""
        site = home.final_url
        wished = dict.fromkeys(map(normalise_url, self._asker.manners.sitemaps))
        own = [url for url in wished if same_site(url, site)]
        for url in own[:SITEMAPS] or [urljoin(site, "/sitemap.xml")]:
            answer = None if url in self._asker.answers else (yield from self._asker.get(url))
            if isinstance(answer, RawPage):
                self.take(answer, url)
        self.sitemaps += (FoundSitemap(url) for url in own[SITEMAPS:])

    def _take_feed(self, raw: RawPage, url: str) -> bool:
        listed = read_feed(raw.body)
        own = [entry for entry in listed.articles if same_site(entry, raw.final_url)]
        if own:
            kind = "Atom" if b"<entry" in raw.body else "RSS"
            dates = (*listed.published.values(), *listed.told.values())
            newest = newest_date(dates, raw.fetched_at)
            self.feeds.append(FoundFeed(normalise_url(url), kind, len(listed.articles), newest))
            self.listed += own
        return bool(own)

    def _take_sitemap(self, raw: RawPage, url: str) -> bool:
        listed = read_sitemap(raw.body)
        pages = [page for page in listed.articles if same_site(page, raw.final_url)]
        below = [one for one in listed.sitemaps if same_site(one, raw.final_url)]
        if pages or below:
            counts = len(pages) or None, len(below) or None
            self.sitemaps.append(FoundSitemap(normalise_url(url), *counts, NEWS in raw.body))
            self.listed += pages
        return bool(pages or below)
