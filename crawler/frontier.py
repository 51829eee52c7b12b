"""What to ask for next: addresses known from the ledger, asked in this run, and still to be asked.

Bookkeeping without I/O; the spider makes the requests.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.addresses import Shape, shape
from crawler.outcomes import FAILED
from crawler.platforms import Platform
from pipeline.model import Source
from pipeline.normalise.urls import normalise_url, same_site

MAX_LISTINGS = 400
"""Listings of one portal; more are an endless address space, not a menu."""
MAX_PAGES = 2000
"""Pages of one listing."""
MAYBE_LISTING = frozenset(("listing", "static", "empty", "search", "redirect"))
"""What a page with few or no articles may have been taken for; it is looked at again."""


class Frontier:
    """One run's view of one portal's addresses. Each is asked for once a run."""

    def __init__(
        self, source: Source, known: Mapping[str, str], walked: set[str], platform: Platform | None
    ) -> None:
        self._source = source
        self._known = known
        self._walked = walked
        self.platform = platform
        self._asked: set[str] = set()
        self._listings = {source.url}
        self._pages: dict[str, frozenset[str]] = {}
        self.ended: set[str] = set()
        """First pages of the listings that were followed to their end, or to known ground."""
        self.aliases: dict[str, str] = {}
        """Addresses that redirect to a page which is asked for anyway."""

    def failed_before(self) -> list[str]:
        """Addresses that did not answer last time."""
        return [url for url, outcome in self._known.items() if outcome.startswith(FAILED)]

    def listings_before(self) -> list[str]:
        """Listings that earlier runs found: some have addresses that look like an article's."""
        return [url for url, outcome in self._known.items() if outcome == "listing"]

    def take(self, url: str) -> bool:
        """Whether an address is still to be asked for; it counts as asked from then on."""
        fresh = url not in self._asked
        self._asked.add(url)
        return fresh

    def take_article(self, url: str) -> bool:
        """The same for an address that may be an article's: the portal's own, and not settled yet."""
        if not self.is_unsettled(url) or url in self._listings or not self._is_own(url):
            return False
        return shape(url, platform=self.platform) is not Shape.SKIP and self.take(url)

    def take_listing(self, url: str) -> bool:
        """The same for a listing's first page, unless the ledger says that it is none."""
        if url in self._listings or len(self._listings) >= MAX_LISTINGS or not self._is_own(url):
            return False
        if self._known.get(url, "listing") not in MAYBE_LISTING:
            return False
        self._listings.add(url)
        return self.take(url)

    def take_misjudged(self, url: str) -> bool:
        """Whether an address that was asked for as an article's, and is a listing, is still to be walked."""
        fresh = url not in self._listings and len(self._listings) < MAX_LISTINGS
        self._listings.add(url)
        return fresh

    def is_unsettled(self, url: str) -> bool:
        """Whether no earlier run found out what stands at an address."""
        return self._known.get(url, FAILED).startswith(FAILED)

    def is_unjudged_listing(self, asked: str, final: str) -> bool:
        """Whether a listing's first page may yet turn out to be an article: judged once, then known."""
        home = urlsplit(self._source.url).path.strip("/")
        is_home = urlsplit(final).path.strip("/") == home
        return asked not in self._known and normalise_url(final) not in self._known and not is_home

    def knows(self, url: str) -> bool:
        """Whether a redirect need not be followed, since its end is asked for anyway."""
        url = normalise_url(url)
        return not self.take(url) or not self.is_unsettled(url)

    def goes_on(self, base: str, number: int, articles: frozenset[str], *, fresh: bool) -> bool:
        """Whether to read the listing's page after its `number`-th, which held these articles.

        Not on ground that an earlier run has walked and where nothing is fresh, nor where a page
        repeats the one before it: pagers lead in circles.
        """
        looping = number > 1 and articles == self._pages.get(base)
        self._pages[base] = articles
        return not looping and (fresh or base not in self._walked) and number < MAX_PAGES

    def _is_own(self, url: str) -> bool:
        return same_site(url, self._source.url)
