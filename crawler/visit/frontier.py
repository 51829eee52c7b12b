"""What to ask for next: addresses known from the ledger, asked in this run, and still to be asked.

Bookkeeping without I/O; the spider makes the requests.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.network.outcomes import FAILED
from crawler.pages.addresses import Shape, identity, is_paged, shape
from crawler.platforms import Platform
from crawler.visit.spaces import Spaces
from pipeline.clean.parts import is_part
from pipeline.errors import ContinuationPage
from pipeline.ingest import TOO_OLD
from pipeline.model import KnownPage, ListingVisit, Source
from pipeline.normalise.urls import normalise_url, same_site

MAX_LISTINGS = 400
"""Listings of one portal; more are an endless address space, not a menu."""
NO_LISTING = frozenset(("article", "continuation", "copy"))
ELSEWHERE = frozenset("redirect gone robots offsite forbidden not-html login members-only".split())
"""Addresses that lead to no public page of the portal; they are seldom looked at again."""
RARELY = timedelta(days=7)
"""How often a menu's page is looked at that was no listing."""
DAILY = timedelta(hours=20)
"""How often a listing is looked at that holds no article, or none since QUIET."""
QUIET = timedelta(days=180)
VIEWS = 3
"""Listings of one form that show another listing's articles before no more of that form are asked for."""
PROOFS = 3
"""Second addresses of articles met before further ones are taken for such without asking."""


class Frontier:
    """One run's view of one portal's addresses. Each is asked for once a run."""

    def __init__(
        self,
        source: Source,
        pages: Iterable[KnownPage],
        listings: Mapping[str, ListingVisit],
        platform: Platform | None,
        now: datetime,
    ) -> None:
        self._source = source
        self._before = listings
        self._now = now
        self.platform = platform
        self.known: dict[str, KnownPage] = {}
        """By the address asked for, and by the canonical one that nobody asked for."""
        self._asked: set[str] = set()
        self._candidates: set[str] = set()
        """Those of them that may be articles'."""
        self._listings = {source.url}
        self._copies = Copies()
        self.spaces = Spaces()
        self.views = Spaces(VIEWS)
        self._missing: dict[str, list[str]] = {}
        self.aliases: dict[str, str] = {}
        """Addresses that redirect to a page which is asked for anyway."""
        for page in pages:
            self._remember(page)

    def _remember(self, page: KnownPage) -> None:
        self.known[page.url] = page
        if _is_of_article(page):
            if page.outcome.startswith(FAILED):
                self._missing.setdefault(page.canonical, []).append(page.url)
            return
        self.known.setdefault(page.canonical, page)
        if page.outcome == "article":
            self._copies.stored(page.canonical)
        if page.outcome in ("article", "redirect"):
            self._copies.met(page.url, page.canonical)

    def failed_before(self) -> list[str]:
        """Addresses that did not answer last time."""
        failed = (p for p in self.known.values() if p.outcome.startswith(FAILED))
        return [page.url for page in failed if not _is_of_article(page)]

    def lacking(self) -> list[KnownPage]:
        """Stored articles of which a further page did not answer last time."""
        found = (self.article(url) for url in self._missing)
        return [page for page in found if page is not None]

    def is_part_had(self, url: str) -> bool:
        """Whether an earlier run read a further page of an article there."""
        page = self.known.get(url)
        return page is not None and page.outcome == ContinuationPage.reason

    def missing(self, url: str) -> list[str]:
        """The further pages of an article that did not answer last time."""
        return self._missing.get(normalise_url(url), [])

    def articles(self) -> list[KnownPage]:
        """What is stored, each article once: of its addresses the one read longest ago, so that all get
        their turn, with the time at which it was last read under any.
        """
        read: dict[str, list[KnownPage]] = {}
        for page in self.known.values():
            if page.title is not None and page.outcome == "article":
                read.setdefault(page.canonical, []).append(page)
        last = {url: max(page.fetched_at for page in pages) for url, pages in read.items()}
        turn = [min(pages, key=lambda page: page.fetched_at) for pages in read.values()]
        return [replace(page, fetched_at=last[page.canonical]) for page in turn]

    def others(self, page: KnownPage) -> list[KnownPage]:
        """The other addresses under which the page's article was read, its own first, without validators:
        as it was is no answer to the question where it is.
        """
        same = {p.url: p for p in self.known.values() if p.canonical == page.canonical}
        found = [p for p in same.values() if p.outcome == "article" and p.url != page.url]
        found.sort(key=lambda p: p.url != p.canonical)
        return [replace(p, etag="", last_modified="") for p in found]

    def article(self, url: str) -> KnownPage | None:
        """The stored article that an address leads to."""
        page = self.known.get(url)
        if page and _is_of_article(page):
            page = self.known.get(page.canonical)
        return page if page and page.title is not None and not _is_of_article(page) else None

    def take(self, url: str) -> bool:
        """Whether an address is still to be asked for; it counts as asked from then on."""
        fresh = url not in self._asked
        self._asked.add(url)
        return fresh

    def take_article(self, url: str, has_room: Callable[[], bool] = lambda: True) -> bool:
        """The same for an address that may be an article's: the portal's own, and not settled yet.

        `has_room`: asked of no other address, whether one more may wait.
        """
        if not self._is_candidate(url) or not has_room():
            return False
        self._asked.add(url)
        self._candidates.add(url)
        self._copies.stored(url)
        return True

    def _is_candidate(self, url: str) -> bool:
        if url in self._asked or not self.is_unsettled(url):
            return False
        if url in self._listings or not self._is_own(url):
            return False
        if shape(url, platform=self.platform) is Shape.SKIP or self.original(url):
            return False
        return self.spaces.takes(url)

    def is_spent(self, url: str) -> bool:
        """Whether an address taken for an article's is no longer worth asking for: tickets in addresses are
        seen to be endless when hundreds of them wait already.
        """
        return url in self._candidates and not self.spaces.takes(url)

    def take_listing(self, url: str) -> bool:
        """The same for a listing's first page, unless the ledger says that it is none, or an idle one."""
        if url in self._listings or len(self._listings) >= MAX_LISTINGS or not self._is_own(url):
            return False
        if not (self._is_worth_a_look(url) and self.spaces.takes(url) and self.views.takes(url)):
            return False
        if not self.take(url):
            return False  # as an article's; what it is will turn out
        self._listings.add(url)
        return True

    def take_misjudged(self, url: str) -> bool:
        """Whether an address that was asked for as an article's, and is a listing, is still to be walked."""
        fresh = url not in self._listings and len(self._listings) < MAX_LISTINGS
        self._listings.add(url)
        return fresh

    def is_unsettled(self, url: str) -> bool:
        """Whether no earlier run found out what stands at an address."""
        page = self.known.get(url)
        return page is None or page.outcome.startswith(FAILED) or page.outcome == TOO_OLD

    def is_settled(self, url: str) -> bool:
        """Whether an earlier run found out what stands at an address, or at that of its original."""
        original = self.original(url)
        return not self.is_unsettled(url) or bool(original and not self.is_unsettled(original))

    def is_unjudged_listing(self, asked: str, final: str) -> bool:
        """Whether a listing's first page may yet turn out to be an article: judged once, then known."""
        home = urlsplit(self._source.url).path.strip("/")
        is_home = urlsplit(final).path.strip("/") == home
        return asked not in self.known and normalise_url(final) not in self.known and not is_home

    def knows(self, url: str) -> bool:
        """Whether a redirect need not be followed, since its end is asked for anyway."""
        url = normalise_url(url)
        return not self.take(url) or not self.is_unsettled(url)

    def original(self, url: str) -> str:
        """The article's first address, where this one is taken for a second one; "" where it is not."""
        return self._copies.original(url)

    def release(self, url: str) -> None:
        """An address taken was not asked for after all: a redirect may still lead there."""
        self._asked.discard(url)

    def meet(self, asked: str, canonical: str) -> None:
        """An address turned out to lead to the article at another one."""
        self._copies.met(asked, canonical)

    def _is_worth_a_look(self, url: str) -> bool:
        """Whether a listing may hold what is new, or a menu's page may be a listing."""
        before, page = self._before.get(url), self.known.get(url)
        outcome = page.outcome if page else ""
        if outcome in NO_LISTING or (is_paged(url) and not before):
            return False  # a page of a listing is come to from the one before it
        if page and outcome in ELSEWHERE:
            return self._now - page.fetched_at > RARELY
        if before is None or before.read_at is None or before.walked_at is None or before.next_url:
            return True
        wait = DAILY if outcome in ("", "listing") else RARELY
        return self._is_lively(before) or self._now - before.read_at > wait

    def _is_lively(self, listing: ListingVisit) -> bool:
        """Whether a listing holds an article of the last half year."""
        pages = (self.known.get(url) for url in listing.head)
        return any(p and p.sort_time and self._now - p.sort_time < QUIET for p in pages)

    def _is_own(self, url: str) -> bool:
        return same_site(url, self._source.url)


def _is_of_article(page: KnownPage) -> bool:
    """Whether an address is that of an article's further page: read as one, or asked for and not had."""
    if page.outcome == ContinuationPage.reason:
        return page.canonical != page.url
    return page.outcome.startswith(FAILED) and is_part(page.url, page.canonical)


class Copies:
    """Second addresses of one article: under each of its categories, tabs, menus.

    What they share with the first is the part that names the article (`addresses.identity`). That
    this holds on a portal is seen first: a few must have led to the article that was known, and no
    two articles may share that part.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._met: set[str] = set()
        self._distinct = False

    def stored(self, url: str) -> None:
        """An article stands, or is expected, at an address."""
        if name := identity(url):
            self._first.setdefault(name, url)

    def met(self, asked: str, canonical: str) -> None:
        """What an address led to: another one with the same name proves copies, an article of its own
        beside one of the same name disproves them.
        """
        name = identity(asked)
        first = self._first.get(name) if name else None
        if asked != canonical and name and identity(canonical) == name:
            self._met.add(asked)
            self._first[name] = canonical
        elif asked == canonical and first and first != asked:
            self._distinct = True

    def original(self, url: str) -> str:
        """The first address of the article of that name; "" where there is none, or nothing is proved."""
        if len(self._met) < PROOFS or self._distinct:
            return ""
        first = self._first.get(identity(url), "")
        return first if first != url else ""
