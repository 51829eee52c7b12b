"""Listings, walked page by page until they show nothing new."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request
from scrapy.http import Response

from crawler.network.outcomes import name_status
from crawler.pages.links import Links
from crawler.pages.pager import NextPage, last_page, next_page
from crawler.pages.paging.fragments import after_partial
from crawler.pages.refusals import refusal
from crawler.spiders.articles import Articles
from crawler.spiders.exchange import LISTING, Exchange, Steps
from crawler.spiders.rereading import Rereading
from crawler.visit.revisits import withdrawn
from crawler.visit.walk import Reading
from crawler.visit.walks import RESUMED
from crawler.visit.ways import begins_at_its_end
from pipeline.clean.page import Page
from pipeline.errors import CopyPage
from pipeline.model import ListingVisit, RawPage
from pipeline.normalise.urls import normalise_url
from pipeline.validators import trusted
from pipeline.watch.outcomes import ELSEWHERE


class Listings:
    """Walks a portal's listings. `base`: a listing's first address, by which its walk is known."""

    def __init__(self, exchange: Exchange, articles: Articles, rereading: Rereading) -> None:
        self._exchange = exchange
        self._records = exchange.records
        self._visit = exchange.visit
        self._frontier = exchange.visit.frontier
        self._walks = exchange.visit.walks
        self._articles = articles
        self._rereading = rereading
        source = exchange.visit.source
        self._configured = {source.url, *(section.url for section in source.sections)}
        self._home = ""
        """Where the home page stands."""
        self.read: dict[str, ListingVisit] = {}
        """Those read from their first page in this run."""
        self.shown: dict[str, tuple[str, ...]] = {}
        """What each of them showed there; nothing where no page came, or the home instead."""
        self._asked: set[str] = set()
        """Articles' addresses that pages of listings named for the first time, beside their lists, too."""
        self._listed: set[str] = set()
        """All that stood in the lists themselves."""
        self._elsewhere: set[str] = set()
        """Addresses of other sites to which entries of lists lead."""

    def ask(self, urls: Iterable[str]) -> Iterator[Request]:
        """The requests for listings that are worth a look, from their beginning or from where they grow."""
        for url in urls:
            if not self._frontier.take_listing(url):
                continue
            before = self._visit.before.get(url)
            if before and begins_at_its_end(before, self._visit.started):
                page = NextPage(before.next_url, number=before.next_number)
                yield self._page_request(page, url)
            else:
                request = self._page_request(NextPage(url, number=1), url)
                yield request.replace(headers=self._exchange.conditions(url))

    def ask_known(self) -> Iterator[Request]:
        """The requests for those of earlier runs."""
        before = self._visit.before.values()
        yield from self.ask(visit.url for visit in before if visit.kind == "page")

    def resumed(self) -> Iterator[Request]:
        """The requests for walks that an earlier run left in the middle."""
        for visit in self._visit.before.values():
            if visit.next_url and visit.order != "oldest":
                page = NextPage(visit.next_url, number=visit.next_number)
                yield from self._next(page, visit.url + RESUMED)

    def held(self) -> list[Request]:
        """The requests for the next page of each listing, now that all that is known was asked for."""
        harvest = self._visit.harvest
        if self._visit.since:
            self._walks.cut(harvest.is_within_reach, harvest.may_rise)
        self._walks.leave_barren(harvest.is_article)
        for base, following in self._walks.positions():
            visit = self._visit.before.get(base) or ListingVisit(self._visit.source.id, base)
            self._records.save(replace(visit, next_url=following.url, next_number=following.number))
        while held := self._walks.held():
            if requests := [step for key, page in held for step in self._next(page, key)]:
                return requests
        return []

    @property
    def candidates(self) -> set[str]:
        """Addresses asked for the first time that stood in a list: a block of the latest beside another one
        may have named them before.
        """
        return self._asked & self._listed

    def parse_listing(
        self, response: Response, base: str, number: int, piece: NextPage | None = None
    ) -> Steps:
        """One page of a listing, or a piece that a button brings; a first page may yet turn out to be
        an article.
        """
        if response.status == 304:
            self._walks.end(base)
            return
        raw = self._exchange.raw(response)
        page = self._exchange.page(raw, base if piece else "")
        if self._exchange.is_refused(raw):
            self._lose(base, number)
            return
        if page is None or raw.status != 200:
            self._records.reject(raw, name_status(raw.status, response.url)[0])
            self._lose(base, number)
            return
        if number == 1 and self._frontier.is_unjudged_listing(raw.url, raw.final_url):
            yield from self._articles.bring(raw, page)
        yield from self.listed(raw, page, base, number, piece)

    def _lose(self, base: str, number: int) -> None:
        """A page of a listing gave nothing."""
        self._walks.fail(base)
        if number == 1:
            self.shown[base] = ()

    def listed(
        self, raw: RawPage, page: Page, base: str, number: int = 1, piece: NextPage | None = None
    ) -> Steps:
        """The articles of a listing page, its sub-sections, and the page behind it for later."""
        links = self._exchange.links(page)
        shown = tuple(link.url for link in links.main or links.articles)
        if self._visit.since and base != self._visit.source.url:
            self._visit.harvest.show(shown)
        settled = frozenset(url for url in shown if self._frontier.is_settled(url))
        fresh = list(self._articles.linked(links.articles))
        asked = {request.url for request in fresh if isinstance(request, Request)}
        yield from fresh
        reading = Reading(
            number=number,
            articles=shown,
            fresh=frozenset(asked.intersection(shown)),
            known=settled,
            following=next_page(page, number) or (after_partial(piece, page) if piece else None),
            last=last_page(page) if number == 1 else None,
            place=NextPage(page.url, number=number),
        )
        if self._is_view(base, reading):
            self._walks.end(base)
            self._records.write(base, page.url, 200, CopyPage.reason)
            return
        if number == 1:
            self._begin(base, raw)
            self.shown[base] = () if self._is_home(base, raw) else shown
            if not shown and (instead := refusal(raw)):
                self._records.count_rejected(instead[0])
        if self._visit.since is None:  # else the old ones among them are left out
            self._asked |= asked
            self._listed.update(link.url for link in links.main)
            self._count_elsewhere(links.elsewhere)
        self._walks.read(base, reading)
        yield from self._changed(links, base, number)
        if number == 1 and base != self._visit.source.url:
            yield from self._subsections(links, base)

    def _count_elsewhere(self, addresses: frozenset[str]) -> None:
        """Entries that lead to other sites, each address once a run: their articles are not ours to read."""
        for _ in addresses - self._elsewhere:
            self._records.notice(ELSEWHERE)
        self._elsewhere |= addresses

    def _is_home(self, base: str, raw: RawPage) -> bool:
        """Whether the home page came in place of another listing."""
        final = normalise_url(raw.final_url)
        if base == self._visit.source.url:
            self._home = final
            return False
        return final == self._home and final != normalise_url(base)

    def _is_view(self, base: str, reading: Reading) -> bool:
        """Whether a listing is another one under another dress: neither walked nor asked for again."""
        is_view = base not in self._configured and self._walks.is_view(base, reading)
        if reading.number == 1:
            self._frontier.views.learn(base, fruitful=not is_view)
        return is_view

    def _begin(self, base: str, raw: RawPage) -> None:
        """A listing's first page was read: what a conditional request for it needs."""
        etag, modified = trusted(raw)
        self.read[base] = ListingVisit(
            self._visit.source.id,
            base,
            read_at=self._visit.started,
            etag=etag,
            last_modified=modified,
        )

    def _changed(self, links: Links, base: str, number: int) -> Steps:
        """Articles to read again: under another title than the stored one, back, or gone from the list."""
        signals, before = self._visit.signals, self._visit.before.get(base)
        retitled = (signals.retitled(link.url, link.text) for link in links.main)
        yield from self._rereading.of(filter(None, retitled))
        if number == 1 and before:
            shown = {link.url for link in links.articles}
            gone = map(self._frontier.article, withdrawn(before.head, shown))
            yield from self._rereading.of(filter(None, gone))

    def _subsections(self, links: Links, base: str) -> Iterator[Request]:
        """Listings below this one: menus of a section name them only on the section's own page."""
        stem = urlsplit(base).path.rstrip("/") + "/"
        below = (u.url for u in links.listings if urlsplit(u.url).path.startswith(stem))
        yield from self.ask(below)

    def _next(self, following: NextPage, base: str) -> Iterator[Request]:
        """The request for a listing's next page; a form is posted however often its address was asked."""
        if following.form or self._frontier.take(following.url):
            yield self._page_request(following, base)
        else:
            self._walks.end(base)

    def _page_request(self, page: NextPage, base: str) -> Request:
        """The request for a listing's page, whether or not it was made before."""
        more: dict[str, Any] = {"base": base, "number": page.number}
        if page.partial:
            more["piece"] = page
        request = self._exchange.request(page.url, self.parse_listing, LISTING, **more)
        if page.form:
            form = dict(page.form)
            return request.replace(cls=FormRequest, method="POST", formdata=form, dont_filter=True)
        return request
