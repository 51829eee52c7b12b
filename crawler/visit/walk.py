"""One listing under way: what was read of it, which page is next, which pages speak for the rest. No I/O."""

from dataclasses import dataclass, field

from crawler.pages.pager import NextPage
from crawler.pages.paging.sequence import page_at

MAX_PAGES = 2000
"""Pages of one listing; more are an endless address space."""
FEWEST = 3
"""Articles of a page from which on it can tell that a listing holds nothing of its own."""
SHORT = 6
"""Pages up to which a listing that no sitemap names is walked whatever it shows."""


@dataclass(slots=True)
class Walk:
    """One listing under way."""

    base: str
    known_ground: bool
    """Whether it ends at what is known: an earlier run came to the end, or goes on where it was cut off."""
    head: tuple[str, ...] = ()
    order: list[str] = field(default_factory=list)
    """The articles of every page read, in the listing's order."""
    latest: tuple[str, ...] = ()
    """Those of the last page read."""
    pages: set[frozenset[str]] = field(default_factory=set)
    place: NextPage | None = None
    """The last page read."""
    barren: int = 0
    fruitless: int = 0
    following: NextPage | None = None
    """The page held back; None at the end."""
    last: NextPage | None = None
    second: NextPage | None = None
    """The second page of a listing that is read backwards."""
    parked: bool = False
    """Whether it is read on only when there is news elsewhere, as what is new may stand anywhere behind,
    or when the place that an earlier run left it at is no more."""
    probes: list[NextPage] = field(default_factory=list)
    probed: dict[str, NextPage | None] = field(default_factory=dict)
    """By address, the pages that were read out of turn, with the page behind each."""
    unanswered: str = ""
    """The one that gave no answer: the walk goes no further than there."""
    is_own: bool = False
    """Whether one showed that the listing has something of its own: then every page is read."""
    slack: int = 0
    """Pages of known articles that are no known ground yet."""
    doubtful: bool = False
    """Whether what was read so far stood elsewhere already."""
    ended: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it came to the listing's end, and not to known ground."""
        return self.ended and not self.known_ground


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page of a listing held."""

    number: int
    articles: tuple[str, ...]
    """Those of the listing itself, in page order; all of the page's where it cannot be told."""
    fresh: frozenset[str]
    """Those nobody has asked for or heard of before."""
    following: NextPage | None = None
    last: NextPage | None = None
    known: frozenset[str] = frozenset()
    """Those settled by earlier runs."""
    place: NextPage | None = None
    """Where the page stands."""


def page_before(walk: Walk, reading: Reading) -> NextPage | None:
    """The page before one, where a listing is read backwards."""
    if walk.second is None or walk.last is None:
        return None
    if reading.number - 1 == walk.second.number:
        return walk.second
    return page_at(walk.second, walk.last, reading.number - 1)


def unread(walk: Walk, page: NextPage | None) -> NextPage | None:
    """The page, or the next one behind it that was not read out of turn; None at the end."""
    while page and page.url in walk.probed:
        page = walk.probed.pop(page.url)
    return page


def may_be_doubted(walk: Walk) -> bool:
    """Whether a walk that goes on may yet turn out to be one through what stands elsewhere."""
    forwards = walk.following is not None and not walk.parked and walk.second is None
    return forwards and not walk.known_ground and not walk.is_own


def take(walk: Walk) -> NextPage | None:
    """The page held back, held no longer."""
    following, walk.following = walk.following, None
    return following


def length(walk: Walk) -> int:
    """Pages of a listing as its pager says; one that only says "last" is taken for a long one."""
    return (walk.last.number or MAX_PAGES) if walk.last else 0


def probes_of(walk: Walk, *, mapped: bool) -> list[NextPage]:
    """Pages that speak for a listing: its last one where feeds and sitemaps name what it showed, else
    some between as well; none where it is short or its length unknown.
    """
    last, following = walk.last, walk.following
    if last is None or following is None or last.form or length(walk) <= following.number:
        return []
    if mapped:
        return [last]
    if length(walk) < SHORT:
        return []
    quarters = (following.number + (last.number - following.number) * n // 4 for n in (2, 1, 3))
    between = (page_at(following, last, number) for number in quarters)
    return [last, *(page for page in between if page)]
