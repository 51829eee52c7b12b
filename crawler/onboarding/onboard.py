"""`congtin add`: visit a portal's home and a few of its pages, and find out what it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from urllib.parse import urljoin, urlsplit

from crawler.fetch import Fetched, Manners, Refusal, Walk, walk_site
from crawler.home import judge_home
from crawler.network.guard import refuse_private
from crawler.onboarding.arrival import Arrival, NoPortalError, is_article
from crawler.onboarding.asking import Asker, Asking
from crawler.onboarding.discover import Draft, bare_source, draft_source
from crawler.onboarding.doorway import settled_address
from crawler.onboarding.findings import (
    Found,
    FoundDate,
    FoundPager,
    FoundSection,
    charset_of,
    date_of,
    delay_of,
    pager_of,
    warnings_of,
)
from crawler.onboarding.menus import MenuEntry, menu_entries, site_map
from crawler.onboarding.offers import Offers
from crawler.onboarding.sections import ENOUGH, chosen, judge_entries, to_visit
from crawler.pages.links import read_links, read_page
from crawler.pages.pager import next_page
from crawler.platforms import named
from pipeline.clean.page import Page
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import PipelineError
from pipeline.ingest import read_article
from pipeline.model import Article, RawPage, Section, Source
from pipeline.normalise.urls import normalise_url

__all__ = ["Found", "NoPortalError", "Visit", "find_out"]

SECTIONS_SEEN = 3
MORE_SECTIONS = 2
"""Pages looked at beyond those where none of them was a list of news that goes on."""
SAMPLES = 2
TRIES = 4
MORE_TRIES = 2
BARE = frozenset(("no-news", "empty", "script-shell"))
"""Homes that a feed or a sitemap makes up for."""


def find_out(
    config: Config, url: str, *, allow_private: bool = False, guessed: bool = False
) -> Found:
    """Visit the portal at an address: its home or any page of it, its feed or its sitemap.

    `guessed`: the address was given without its scheme, so that http: may be tried as well.
    Raises NoPortalError, ConfigError. Once a process.
    """
    if not allow_private:
        refuse_private(urlsplit(url).hostname or "")
    source = bare_source(url, allow_private=allow_private)
    visits: list[Visit] = []

    def plan(manners: Manners) -> Walk:
        visits.append(Visit(source, manners, guessed=guessed))
        return visits[0].walk()

    walk_site(config, source, plan)
    return visits[0].found()


@dataclass(frozen=True, slots=True)
class Listing:
    """A section's page that was looked at, with the articles of its own list."""

    entry: MenuEntry
    page: Page
    articles: tuple[str, ...]


class Visit:
    """One visit: which address is wanted next, and what the answers tell."""

    def __init__(self, source: Source, manners: Manners, *, guessed: bool = False) -> None:
        self.asker = Asker(manners)
        self.offers = Offers(self.asker)
        self.arrival = Arrival(self.asker, self.offers, source, guessed=guessed)
        self.home: RawPage
        self.draft: Draft | None = None
        self.entries: list[MenuEntry] = []
        self.seen: dict[str, int | None] = {}
        """Sections looked at: the articles that each lists, None for one that gave no page."""
        self.listings: list[Listing] = []
        self.sample: tuple[Article, FoundDate | None] | None = None
        self.rejected: list[tuple[str, str]] = []

    def walk(self) -> Walk:
        """Yields the addresses to ask for, one after the other. Raises NoPortalError."""
        self.home = yield from self.arrival.home()
        failure = judge_home(self.home, self.arrival.source)
        if failure and failure[0] not in BARE:
            raise NoPortalError(self.home.url, *failure)
        try:
            self.draft = draft_source(self.home)
        except PipelineError:
            self.draft = None  # a feed or a sitemap may make up for it
        else:
            yield from self._see_sections(read_page(self.home))
        yield from self.offers.see_feeds(self.home, self._platform())
        yield from self.offers.see_sitemaps(self.home)
        if failure and not (self.offers.feeds or self.offers.sitemaps or self.listings):
            raise NoPortalError(self.home.url, *failure)
        yield from self._see_articles()

    def _see_sections(self, home: Page) -> Asking[None]:
        """Look at the pages that look most like lists of news."""
        articles, platform = self._home_articles(), named(self._platform())
        self.entries = self._without_homes(menu_entries(home, articles, platform))
        judged = judge_entries(self.entries, articles)
        if sum(one.score >= ENOUGH for one in judged) < 2:  # the menu is a script's or a picture's
            found = yield from self.asker.page_at(site_map(home))
            if found:
                self.entries = self._without_homes(menu_entries(found[1], articles, platform))
                judged = judge_entries(self.entries, articles)
        wanted = to_visit(judged, SECTIONS_SEEN + MORE_SECTIONS)
        for place, entry in enumerate(wanted):
            if place < SECTIONS_SEEN or not self._pager():
                yield from self._see_section(entry)

    def _see_section(self, entry: MenuEntry) -> Asking[None]:
        found = yield from self.asker.page_at(entry.url)
        if found is None or _at(found[0].final_url) in self._homes():
            self.seen[entry.url] = None
            return
        raw, page = found
        main = tuple(link.url for link in read_links(page, named(self._platform())).main)
        if is_article(raw, self.arrival.source):
            main = ()
        self.seen[entry.url] = len(main)
        if main:
            self.listings.append(Listing(entry, page, main))

    def _see_articles(self) -> Asking[None]:
        """Read articles until enough were read: of the sections first, then of home, feed, sitemap."""
        read = 0
        for tried, url in enumerate(self._article_addresses()):
            if read >= SAMPLES or tried >= TRIES + (0 if read else MORE_TRIES):
                return
            answer = yield from self.asker.get(url)
            if answer is None:
                return
            read += self._take_article(answer)

    def _take_article(self, answer: Fetched) -> bool:
        """Keep a sample, or why there is none; one with a date goes before one without."""
        if isinstance(answer, Refusal):
            self.rejected.append((answer.url, answer.reason))
            return False
        try:
            article = read_article(answer, self.arrival.source)
        except PipelineError as error:
            self.rejected.append((answer.final_url, error.reason))
            return False
        if self.sample is None or (self.sample[1] is None and article.published_at):
            self.sample = article, date_of(answer, article)
        return True

    def _article_addresses(self) -> Iterator[str]:
        """Each once. Of a section's list the second goes before the first, which may be pinned."""
        ranked = [one.articles[1:] + one.articles[:1] for one in self.listings]
        by_turns = chain.from_iterable(zip_longest(*ranked))
        found = chain(by_turns, self._home_articles(), self.offers.listed)
        asked = self.asker.answers
        yield from dict.fromkeys(url for url in found if url and url not in asked)

    def found(self) -> Found:
        """What the visit found, once its walk has ended."""
        manners, sections, pager = self.asker.manners, self._sections(), self._pager()
        private = self.arrival.source.allow_private
        delay = delay_of(manners.crawl_delay, manners.seconds, private=private)
        sample, date = self.sample or (None, None)
        found = Found(
            source=self._source(sections, delay.seconds if delay.unusual else None),
            evidence=self.draft.evidence if self.draft else (),
            linked=len(self._home_articles()),
            sections=sections,
            pager=pager,
            feeds=tuple(self.offers.feeds),
            sitemaps=tuple(self.offers.sitemaps),
            charset=charset_of(self.home),
            date=date,
            delay=delay,
            sample=sample,
            rejected=tuple(self.rejected),
            remarks=tuple(self.arrival.remarks),
            requests=len(self.asker.answers),
            found_at=now(),
        )
        return replace(found, warnings=warnings_of(found, listings=len(self.listings)))

    def _source(self, sections: tuple[FoundSection, ...], delay: float | None) -> Source:
        return replace(
            self.draft.source if self.draft else bare_source(self.home.url),
            url=settled_address(self.home),
            sections=tuple(one.section for one in sections),
            feeds=tuple(feed.url for feed in self.offers.feeds),
            sitemaps=tuple(sitemap.url for sitemap in self.offers.sitemaps),
            delay=delay,
            allow_private=self.arrival.source.allow_private,
        )

    def _sections(self) -> tuple[FoundSection, ...]:
        articles, everywhere = self._home_articles(), self._everywhere()
        judged = judge_entries(self.entries, articles, seen=self.seen, everywhere=everywhere)
        return tuple(
            FoundSection(Section(one.entry.name, one.entry.url), one.articles)
            for one in chosen(judged)
        )

    def _everywhere(self) -> frozenset[str]:
        """Addresses that every section's page links to, as its menu does."""
        pages = [{entry.url for entry in menu_entries(x.page, ())} for x in self.listings]
        return frozenset(set.intersection(*pages)) if len(pages) > 1 else frozenset()

    def _pager(self) -> FoundPager | None:
        followings = ((one.page, next_page(one.page)) for one in self.listings)
        return next((pager_of(to, page.url) for page, to in followings if to), None)

    def _home_articles(self) -> list[str]:
        return [link.url for link in self.draft.articles] if self.draft else []

    def _without_homes(self, entries: Iterable[MenuEntry]) -> list[MenuEntry]:
        homes = self._homes()
        return [entry for entry in entries if _at(entry.url) not in homes]

    def _homes(self) -> set[str]:
        root = urljoin(self.home.final_url, "/")
        return {_at(url) for url in (self.home.url, self.home.final_url, root)}

    def _platform(self) -> str:
        return self.draft.source.platform if self.draft else ""


def _at(url: str) -> str:
    return normalise_url(url).rstrip("/")
