"""What a visit that left nothing undone hands to the next one: each listing as it now is. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from crawler.visit.walk import Walk
from pipeline.model import ListingVisit, Order

LATEST_BLOCK = 3
"""Listings that may show the same article and it be theirs: a section, the one above it, the home."""
FEWEST = 6
"""Dated articles that tell a listing's order."""
SORTED = 0.75
"""Share of neighbours in order from which on a listing has one."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What listings are settled with."""

    walked_at: datetime | None
    """When a walk that came to its listing's end counts as made; None where old articles were left."""
    before: Mapping[str, ListingVisit]
    """Listings as earlier visits left them."""
    read: Mapping[str, ListingVisit]
    """Those read from their first page in this one."""
    times: Mapping[str, datetime]
    """When each stored article stands, by every address that leads to it."""
    original: Callable[[str], str]
    """An article's first address, from a second one; "" where there is none."""

    def listings(self, walks: Mapping[str, Walk]) -> Iterator[ListingVisit]:
        """The listings whose walks are done, as far as there is something to be written down."""
        heads = [walk.head for walk in walks.values()]
        everywhere, shared = shown_everywhere(heads), shown_by_several(heads)
        for base, walk in walks.items():
            if visit := self._listing(base, walk, everywhere, shared):
                yield visit

    def lists(self, lists: Iterable[ListingVisit]) -> Iterator[ListingVisit]:
        """Feeds and sitemaps, of whose heads their newest article stays; none where old articles were
        left: the next visit reads them all, whole.
        """
        for visit in lists if self.walked_at else ():
            yield replace(visit, head=newest(visit.head, self.times))

    def _listing(
        self, base: str, walk: Walk, everywhere: frozenset[str], shared: frozenset[str]
    ) -> ListingVisit | None:
        read, before = self.read.get(base), self.before.get(base)
        visit = read or before
        if visit is None or (read is None and not walk.order):
            return None
        if before and not walk.is_whole:
            order, walked_at = before.order, before.walked_at
        else:
            shown = (url if url in self.times else self.original(url) for url in walk.order)
            order = order_of(shown, self.times)
            walked_at = self.walked_at if walk.is_whole else None
        own = (url for url in walk.head if url not in everywhere)
        head = tuple(url for url in own if url in self.times) if read else visit.head
        if before and walk.head and (not head or is_block(walk.head, before.head, shared)):
            head = before.head  # it may have its own again any day
        visit = replace(visit, head=head, order=order, walked_at=walked_at, next_url="")
        if order == "oldest" and walk.place and walk.place.number > 1:  # there it grows
            return replace(visit, next_url=walk.place.url, next_number=walk.place.number)
        return visit


def shown_everywhere(heads: Iterable[Sequence[str]]) -> frozenset[str]:
    """Articles on most listings' first pages: a block of the latest, which is no listing's own."""
    shown = list(heads)
    most = max(LATEST_BLOCK, len(shown) / 2)
    return frozenset(url for url, times in _times_shown(shown).items() if times > most)


def shown_by_several(heads: Iterable[Sequence[str]]) -> frozenset[str]:
    """Articles on more than one listing's first page."""
    return frozenset(url for url, times in _times_shown(heads).items() if times > 1)


def _times_shown(heads: Iterable[Sequence[str]]) -> Counter[str]:
    return Counter(url for head in heads for url in frozenset(head))


def is_block(shown: Sequence[str], before: Sequence[str], shared: frozenset[str]) -> bool:
    """Whether a listing has lost its list, so that a block is left of what others show: at most half as much
    as before, and nothing of its own. `shared`: what several listings show.
    """
    return bool(shown) and 2 * len(shown) <= len(before) and shared.issuperset(shown)


def order_of(urls: Iterable[str], times: Mapping[str, datetime]) -> Order:
    """Which article a listing begins with, from the times of those it holds, page after page."""
    dated = [times[url] for url in urls if url in times]
    steps = [one - other for one, other in pairwise(dated) if one != other]
    if len(steps) + 1 < FEWEST:
        return "newest"
    falling = sum(step > timedelta(0) for step in steps) / len(steps)
    if falling >= SORTED:
        return "newest"
    return "oldest" if 1 - falling >= SORTED else "mixed"


def newest(urls: Iterable[str], times: Mapping[str, datetime]) -> tuple[str, ...]:
    """The newest stored article of a list, to know it by; empty where none is stored."""
    stored = [(times[url], url) for url in urls if url in times]
    return (max(stored)[1],) if stored else ()
