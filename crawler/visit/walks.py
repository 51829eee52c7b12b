"""Walks through listings: which page of each to ask for next, and when one is at its end.

Bookkeeping without I/O. Further pages are held back until all that is known has been asked for, so
that an article is fetched before the page behind it and a walk that is cut off resumes there.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.pages.endless import is_variant
from crawler.pages.pager import NextPage
from crawler.visit.walk import (
    FEWEST,
    MAX_PAGES,
    Reading,
    Walk,
    length,
    may_be_doubted,
    page_before,
    probes_of,
    take,
    unread,
)
from pipeline.model import ListingVisit

BARREN = 12
"""Pages in a row that hold no article at all before a listing is left."""
FRUITLESS = 3
"""Pages in a row of whose links none is an article."""
PROBES = 2
"""Last pages found known before a sitemap is believed to hold the other listings as well."""
HEAD = 30
"""Articles remembered of a listing's first page."""
WHOLE = timedelta(hours=20)
"""How often a listing in no order is walked to its end, even without news elsewhere."""
SHIFTED = 3
"""Pages of known articles that a resumed walk reads on behind: what was published meanwhile pushed them
there, and what it was cut off from is behind them."""
RESUMED = "#resumed"
"""Behind the address of a listing: the walk that goes on where an earlier run was cut off."""


Judge = Callable[[tuple[str, ...]], bool]
"""Says something of a page's articles."""


class Walks:
    """The listings of one run."""

    def __init__(
        self,
        listings: Iterable[ListingVisit],
        are_mapped: Callable[[Collection[str]], bool],
        now: datetime,
    ) -> None:
        """`are_mapped`: whether feeds and sitemaps name a listing's articles."""
        self._before = {visit.url: visit for visit in listings}
        self._walks: dict[str, Walk] = {}
        self._confirmed = 0
        self._news = False
        self._to_a_date = False
        self._are_mapped = are_mapped
        self._now = now

    def read(self, key: str, reading: Reading) -> None:
        """Take down what a page held, and decide how its walk goes on."""
        walk = self._walks.setdefault(key, self._begin(key))
        walk.order += reading.articles
        walk.latest = reading.articles
        walk.place = reading.place
        if reading.number == 1:
            walk.head = reading.articles[:HEAD]
            walk.last = reading.last
            if walk.known_ground and self._is_turned(walk, reading):
                walk.known_ground, walk.is_own = False, True
        if walk.probes:
            self._probed(walk, reading)
            return
        articles = frozenset(reading.articles)
        looping = articles in walk.pages and bool(articles)
        walk.pages.add(articles)
        walk.barren = 0 if articles else walk.barren + 1
        walk.following = unread(walk, self._behind(walk, reading))
        read = max(reading.number, len(walk.pages))
        endless = looping or read >= MAX_PAGES or walk.barren >= BARREN
        if endless or (walk.known_ground and self._is_at_known_ground(walk, reading)):
            may_go_on = self._is_mixed(walk) or self._is_resumed(walk.base)
            walk.parked = not endless and may_go_on and walk.following is not None
            walk.following = walk.following if walk.parked else None
        self._news = self._news or (walk.known_ground and bool(reading.fresh))
        walk.ended = walk.parked or walk.following is None
        if walk.following and walk.following.url == walk.unanswered:
            walk.following = None  # it stays where it is
        barely = len(articles) >= FEWEST and not reading.fresh
        walk.doubtful = barely and may_be_doubted(walk)

    def is_view(self, key: str, reading: Reading) -> bool:
        """Whether a listing's first page shows what another one shows: sorted, filtered or dressed
        otherwise. Its address is the other's with more parameters, or with a segment said twice.
        """
        if reading.number != 1 or reading.fresh or len(reading.articles) < FEWEST:
            return False
        others = (w for base, w in self._walks.items() if w.order and is_variant(key, base))
        return any(
            urlsplit(w.base).path != "/" or set(reading.articles) <= set(w.order) for w in others
        )

    def end(self, key: str) -> None:
        """The listing has not changed, or its next page is one that was read already."""
        if self._has_lost_its_place(key):
            return
        walk = self._walks.setdefault(key, self._begin(key))
        walk.following, walk.ended = None, True

    def fail(self, key: str) -> None:
        """A page gave no answer: a listing probed is walked after all, another stays where it is."""
        if self._has_lost_its_place(key):
            return
        walk = self._walks.get(key)
        if walk and walk.probes:
            walk.unanswered, walk.is_own = walk.probes[0].url, True
            walk.probes.clear()

    def held(self) -> list[tuple[str, NextPage]]:
        """The pages to ask for, now that all known articles are: a page a listing.

        Where none has anything of its own any more, the last pages of the doubtful ones tell.
        """
        for walk in self._walks.values():
            if self._is_told(walk):
                walk.doubtful = True
            if walk.parked and self._news and self._is_mixed(walk):
                walk.parked = walk.ended = False
        waiting = [(key, w) for key, w in self._walks.items() if w.following and not w.parked]
        going = [(key, w) for key, w in waiting if not w.doubtful]
        probing = [(key, w.probes[0]) for key, w in going if w.probes]
        walking = [(key, w) for key, w in going if not w.probes]
        if not going:
            probing = list(self._probe())
        return probing + [(key, taken) for key, w in walking if (taken := take(w))]

    def leave_barren(self, is_article: Callable[[str], bool]) -> None:
        """End the walks whose last pages led to no article at all: their links are made up without end."""
        for walk in self._walks.values():
            if walk.following is None or walk.probes:
                continue
            walk.fruitless = 0 if any(map(is_article, walk.latest)) else walk.fruitless + 1
            if walk.fruitless >= FRUITLESS:
                walk.following, walk.doubtful, walk.ended = None, False, True

    def cut(self, goes_on: Judge, may_rise: Judge) -> None:
        """Leave the listings whose last page read says so; they are not at their end.

        Where the first page says so, the listing may begin with its oldest: then it is read backwards
        from its last page, or to its end where its pager does not tell that, and it is in no falling order.
        """
        self._to_a_date = True
        for walk in self._walks.values():
            if walk.following is None or goes_on(walk.latest):
                continue
            walk.doubtful = False
            last = walk.last if walk.last and walk.last.number > 1 else None
            if walk.place and walk.place.number == 1 and last:
                walk.second, walk.following = walk.following, last
            elif walk.second or not may_rise(walk.latest):
                walk.following = None

    def positions(self) -> Iterator[tuple[str, NextPage]]:
        """Where each listing goes on, should the run be cut off behind this; forms cannot be kept, and
        before a place that a walk back to a date came to stands what was too old for it.
        """
        if self._to_a_date:
            return
        for walk in self._walks.values():
            if walk.parked or walk.second or walk.following is None:
                continue
            if not (walk.following.form or walk.following.partial):
                yield walk.base, walk.following

    def done(self) -> dict[str, Walk]:
        """By address, the walks that came to their end, as far as their listing's first page was read."""
        ended: dict[str, bool] = {}
        for walk in self._walks.values():
            ended[walk.base] = ended.get(walk.base, True) and walk.ended
        return {
            key: self._joined(walk)
            for key, walk in self._walks.items()
            if ended[walk.base] and key == walk.base
        }

    def _joined(self, walk: Walk) -> Walk:
        """A walk with what an earlier run left of it: where that came to the end, both did."""
        rest = self._walks.get(walk.base + RESUMED)
        if rest is None or not rest.is_whole:
            return walk
        order, place = walk.order + rest.order, rest.place or walk.place
        return replace(walk, order=order, place=place, known_ground=False)

    def _is_told(self, walk: Walk) -> bool:
        """Whether feeds and sitemaps name what a listing showed last."""
        if walk.probes or len(walk.latest) < FEWEST or not may_be_doubted(walk):
            return False
        return self._are_mapped(walk.latest)

    def _begin(self, key: str) -> Walk:
        base = key.removesuffix(RESUMED)
        before = self._before.get(base)
        walked_at = before.walked_at if before else None
        if before is None or walked_at is None:
            return Walk(base, known_ground=key == base and self._is_resumed(base))
        stale = before.order == "mixed" and self._now - walked_at > WHOLE
        return Walk(base, known_ground=not stale, slack=SHIFTED if key != base else 0)

    def _is_resumed(self, base: str) -> bool:
        """Whether an earlier run was cut off in a listing, and this one goes on there."""
        before = self._before.get(base)
        return bool(before and before.next_url and before.order != "oldest")

    def _has_lost_its_place(self, key: str) -> bool:
        """Whether the page that a walk was to be resumed at cannot be had: then it begins anew."""
        base = key.removesuffix(RESUMED)
        if key == base or key in self._walks:
            return False
        walk = self._walks.setdefault(base, self._begin(base))
        walk.known_ground = False
        if walk.parked:
            walk.parked = walk.ended = False
        return True

    def _behind(self, walk: Walk, reading: Reading) -> NextPage | None:
        """The page behind one; where a listing is read backwards or grows at its end, another one."""
        if walk.second:
            return page_before(walk, reading)
        if reading.number == 1 and walk.known_ground and self._grows_at_its_end(walk):
            return reading.last or reading.following
        return reading.following

    def _is_at_known_ground(self, walk: Walk, reading: Reading) -> bool:
        """Whether a page of a listing walked before ends in what was known: pinned ones stand above.

        A listing that begins with its oldest grows at its end.
        """
        if self._grows_at_its_end(walk):
            return False
        walk.slack = 0 if reading.fresh else walk.slack
        if walk.slack:
            walk.slack -= 1
            return False
        return not reading.articles or reading.articles[-1] in reading.known

    def _is_turned(self, walk: Walk, reading: Reading) -> bool:
        """Whether a listing begins with nothing new, and where it did not begin before, its former beginning
        gone from the page: turned round, it holds what is new somewhere behind.
        """
        before = self._before.get(walk.base)
        head = before.head if before and before.order == "newest" else ()
        if reading.fresh or min(len(head), len(reading.articles)) < FEWEST:
            return False
        return reading.articles[0] not in head and head[0] not in reading.articles

    def _is_mixed(self, walk: Walk) -> bool:
        before = self._before.get(walk.base)
        return before is not None and before.order == "mixed"

    def _grows_at_its_end(self, walk: Walk) -> bool:
        before = self._before.get(walk.base)
        return before is not None and before.order == "oldest"

    def _probe(self) -> Iterator[tuple[str, NextPage]]:
        """The last page of the longest doubtful listing, then of the others.

        A listing whose first and last page hold nothing of their own stands elsewhere as a whole;
        where sitemaps name all that listings showed so far, a few of them speak for the rest.
        """
        doubtful = [(key, w) for key, w in self._walks.items() if w.doubtful and w.following]
        mapped = all(self._are_mapped(w.order) for w in self._walks.values())
        if mapped and self._confirmed >= PROBES:
            for _, walk in doubtful:
                walk.following, walk.doubtful, walk.ended = None, False, True
            return
        if not doubtful:
            return
        key, walk = max(doubtful, key=lambda pair: length(pair[1]))
        walk.doubtful = False
        walk.probes = probes_of(walk, mapped=mapped)
        first = walk.probes[0] if walk.probes else take(walk)
        if first:
            yield key, first

    def _probed(self, walk: Walk, reading: Reading) -> None:
        """One of the pages that speak for a listing was read."""
        walk.probed[walk.probes.pop(0).url] = reading.following
        if reading.fresh or not reading.articles:
            walk.probes.clear()  # it has something of its own: walk on from where it was held
            walk.is_own = True
        elif not walk.probes:
            walk.following, walk.ended = None, True
            self._confirmed += 1
