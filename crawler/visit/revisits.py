"""When a page that is known is worth another request: by its age, or by what a listing says. Pure."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from hashlib import sha256
from string import digits

from crawler.pages.addresses import identity
from crawler.pages.syndication import Listed, moment_told
from pipeline.model import KnownPage
from pipeline.normalise.text import fold_key

SOONEST = timedelta(hours=1)
LATEST = timedelta(days=365)
AT_LEAST, MOST = 3, 8
"""Articles read again in one visit because of their age alone."""
STEP = timedelta(hours=6)
CLOCK = timedelta(minutes=5)
"""How far a portal's clock may be ahead of ours."""
FEW, MANY = 10, 0.3
"""Of so many known entries at most this share is edited between two visits; more, and a list lies."""
UNMAPPED = 0.2
ALIKE = 0.6
FEWEST_WORDS = 4
"""Words of a link from which on it is a title and no "read more"."""
MOST_NAMED, LONGEST = 20_000, 300
"""Titles of articles to come that are remembered, and characters of one."""


def due(pages: Collection[KnownPage], now: datetime) -> list[KnownPage]:
    """Stored articles whose turn has come: AT_LEAST in a visit, and one more for every STEP behind the
    last one, up to MOST. Those that have not been read for longest come first, so that all get their
    turn; of equals the one that is most overdue.

    Edits and withdrawals follow a publication soon or never: an article is read again when it is
    half as old again as at the last reading, some twenty times in its first year.
    """
    waiting = [page for page in pages if page.sort_time and overdue(page, now) >= 1]
    waiting.sort(
        key=lambda page: (
            page.fetched_at.timestamp() // STEP.total_seconds(),
            -overdue(page, now),
            page.url,
        )
    )
    steps = min(((now - page.fetched_at) // STEP for page in pages), default=0)
    return waiting[: max(AT_LEAST, min(AT_LEAST + steps, MOST))]


def overdue(page: KnownPage, now: datetime) -> float:
    """How much of its waiting time a stored article has waited; 1 and more: it is due."""
    assert page.sort_time is not None
    young = max(page.sort_time, page.updated or page.sort_time)
    wait = min(max((page.fetched_at - young) / 2, SOONEST), LATEST)
    return (now - page.fetched_at) / wait


def withdrawn(before: Sequence[str], now: Collection[str]) -> list[str]:
    """Articles that stood at a listing's head and are gone from between the others.

    What new articles have merely pushed off the page is not among them: behind it nothing is left.
    """
    kept = [place for place, url in enumerate(before) if url in now]
    last = max(kept, default=0)
    return [url for url in before[:last] if url not in now]


def is_retitled(shown: str, title: str) -> bool:
    """Whether a listing shows another title than the stored one; a shortened one is the same."""
    one, other = fold_key(shown), fold_key(title)
    if not one or not other or one in other or other in one:
        return False
    shorter = min(len(one), len(other))
    return SequenceMatcher(None, one[:shorter], other[:shorter]).ratio() < ALIKE


def _is_title(shown: str) -> bool:
    return len(shown.split()) >= FEWEST_WORDS


def newer(told: str, page: KnownPage) -> bool:
    """Whether a sitemap or feed tells of an edit behind the last reading. `told`: `moment_told`'s."""
    if page.told[:1].isdigit():
        return told > page.told.split()[0]
    moment = datetime.fromisoformat(told)
    return moment > page.fetched_at + CLOCK


def is_honest(edited: int, known: int) -> bool:
    """Whether a list's times can be those of edits: some name the moment they were asked."""
    return known < FEW or edited <= known * MANY


class Signals:
    """What listings, feeds and sitemaps say of known articles, and which are asked for again for it."""

    def __init__(self, article: Callable[[str], KnownPage | None]) -> None:
        self._article = article
        self._told: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._names: dict[str, str] = {}
        """The titles that listings gave to addresses where no article is known."""
        self._mapped: set[str] = set()
        self._again: dict[str, KnownPage] = {}

    def listed(self, listed: Listed) -> list[KnownPage]:
        """The known articles that a feed or sitemap says were edited or have another title."""
        self._mapped.update(listed.articles, filter(None, map(identity, listed.articles)))
        edited, known = [], 0
        for url in listed.articles:
            page, told = self._article(url), moment_told(listed.told.get(url, ""))
            if told:
                self._told[url] = max(told, self._told.get(url, ""))
            if page is None:
                self._name(url, listed.titles.get(url, ""))
                self._said[url] = _said(listed.words.get(url, ""))
                continue
            known += 1
            if self._is_edited(page, told, listed.words.get(url, "")) or self.retitled(
                url, listed.titles.get(url, "")
            ):
                edited.append(page)
        return edited if is_honest(len(edited), known) else []

    def _is_edited(self, page: KnownPage, told: str, words: str) -> bool:
        """By the time a list gives, or because a feed's words on it are not those it had before."""
        before, said = _kept(page, "~"), _said(words)
        self._said[page.url] = said or before
        return bool(told and newer(told, page)) or bool(before and said and before != said)

    def retitled(self, url: str, shown: str) -> KnownPage | None:
        """The known article, where a listing shows it under another title, or shows one that was gone.

        A listing that always shows other words is believed once: the ledger keeps what it showed.
        """
        page = self._article(url)
        if page is None:
            self._name(url, shown)
            return None
        if page.title is None or not _is_title(shown):
            return None
        if page.gone_at:
            return page
        if not is_retitled(shown, page.title) or _mark(shown) in page.told:
            return None
        self._marks[url] = _mark(shown)
        return page

    def _name(self, url: str, shown: str) -> None:
        if _is_title(shown) and len(self._names) < MOST_NAMED:
            self._names.setdefault(url, shown[:LONGEST])

    def is_as_named(self, url: str, title: str | None) -> bool | None:
        """Whether the article at an address bears the title that listings gave it before it was known; None
        where none did, and where there is no article.
        """
        shown = self._names.pop(url, "")
        return not is_retitled(shown, title) if shown and title else None

    def are_mapped(self, urls: Collection[str]) -> bool:
        """Whether feeds and sitemaps name a listing's articles, under these or other addresses: all but
        those that only listings show, as WordPress does with posts behind a password.
        """
        missing = sum(not {url, identity(url)} & self._mapped for url in urls)
        return missing <= len(urls) * UNMAPPED

    def ask_again(self, page: KnownPage) -> None:
        """A known article is asked for again."""
        self._again[page.url] = page

    def asked_again(self, url: str) -> KnownPage | None:
        """The known article, where the address was asked for again."""
        return self._again.get(url)

    def told(self, url: str) -> str:
        """What is kept of all this in the ledger: the time of the last edit, another title's mark, the
        digest of a feed's words.
        """
        page = self._article(url)
        time = self._told.get(url) or _kept(page, *digits)
        mark = self._marks.get(url) or _kept(page, "#")
        said = self._said.get(url) or _kept(page, "~")
        return " ".join(part for part in (time, mark, said) if part)


def _kept(page: KnownPage | None, *signs: str) -> str:
    """The part of what the ledger keeps that begins with one of the signs; "" where there is none."""
    parts = page.told.split() if page else []
    return next((part for part in parts if part.startswith(signs)), "")


def _mark(shown: str) -> str:
    return "#" + _digest(shown)


def _said(words: str) -> str:
    return "~" + _digest(words) if words else ""


def _digest(text: str) -> str:
    return sha256(fold_key(text).encode()).hexdigest()[:8]
