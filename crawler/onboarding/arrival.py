"""From whatever address of a portal was given to its home page: the first part of a visit."""

from dataclasses import replace
from urllib.parse import urljoin

from crawler.home import judge_home
from crawler.network.outcomes import FAILED, next_step
from crawler.onboarding.asking import Asker, Asking, readable
from crawler.onboarding.doorway import home_above, links_to, way_in
from crawler.onboarding.offers import Offers
from pipeline.errors import CongtinError, PipelineError
from pipeline.ingest import read_article
from pipeline.model import RawPage, Source
from pipeline.normalise.urls import same_site

SHUT = frozenset(
    "challenge failed-challenge login members-only maintenance parked suspended default-page"
    " closed geo-blocked forbidden".split()
)
"""Pages that are no way in even where a link leads on from them."""


class NoPortalError(CongtinError):
    """The address gives no portal that can be crawled; the message says why and what to do."""

    def __init__(self, url: str, reason: str, detail: str) -> None:
        self.reason = reason
        super().__init__(f"{url}: {reason} ({detail}). {next_step(reason, detail)}".rstrip())


class Arrival:
    """Finds the home: over the other scheme, behind an intro page, above a page inside, beside a feed."""

    def __init__(self, asker: Asker, offers: Offers, source: Source, *, guessed: bool) -> None:
        self.source = source
        self.remarks: list[str] = []
        self._asker = asker
        self._offers = offers
        self._guessed = guessed

    def home(self) -> Asking[RawPage]:
        """The portal's home page, not yet judged. Raises NoPortalError where nothing answers."""
        first = yield from self._first()
        if self._offers.take(first, self.source.url):
            self.remarks.append(f"the address given is a feed or sitemap: {self.source.url}")
            return (yield from self._beside(first))
        entered = yield from self._enter(first)
        home = yield from self._above(entered)
        if home is None:
            return entered
        self.remarks.append(f"the address given lies inside the portal: {first.url}")
        return home

    def _above(self, given: RawPage) -> Asking[RawPage | None]:
        """The home of a page deep inside; None where the page is the home, or there is no other."""
        page, article = readable(given), is_article(given, self.source)
        above = home_above(page, article=article) if page and given.status == 200 else ""
        answer = (yield from self._asker.get(above)) if above else None
        if not isinstance(answer, RawPage):
            return None
        home = yield from self._enter(answer)
        if judge_home(home, self.source):
            return None
        whole = readable(home)
        return home if article or (whole and links_to(whole, given.final_url)) else None

    def _first(self) -> Asking[RawPage]:
        """The answer from the address given, over http: where https: was guessed and fails."""
        url = self.source.url
        answer = yield from self._asker.get(url)
        if isinstance(answer, RawPage):
            return answer
        reason, detail = (answer.reason, answer.detail) if answer else ("failed-connection", "")
        if self._guessed and reason.startswith(FAILED):
            plain = url.replace("https:", "http:", 1)
            second = yield from self._asker.get(plain)
            if isinstance(second, RawPage):
                self.remarks.append(f"https: fails ({reason}), http: answers")
                self.source = replace(self.source, url=plain)
                return second
        raise NoPortalError(url, reason, detail)

    def _beside(self, feed: RawPage) -> Asking[RawPage]:
        """The home of the site that a feed or sitemap is of."""
        root = urljoin(feed.final_url, "/")
        answer = yield from self._asker.get(root)
        if isinstance(answer, RawPage):
            return (yield from self._enter(answer))
        reason, detail = (answer.reason, answer.detail) if answer else ("failed-connection", "")
        raise NoPortalError(root, reason, detail)

    def _enter(self, raw: RawPage) -> Asking[RawPage]:
        """The page behind an intro page, followed once; the page itself where it is none."""
        failure = judge_home(raw, self.source)
        page = readable(raw)
        if page is None or raw.status != 200 or (failure and failure[0] in SHUT):
            return raw
        if is_article(raw, self.source):
            return raw
        inner = way_in(page)
        if not inner:
            return raw
        if not same_site(inner, raw.final_url):
            raise NoPortalError(raw.url, "offsite", f"it leads on to {inner}")
        answer = yield from self._asker.get(inner)
        if not isinstance(answer, RawPage) or answer.status != 200:
            return raw
        self.remarks.append(f"{raw.url} is only a way in to {inner}")
        return answer


def is_article(raw: RawPage, source: Source) -> bool:
    """Whether a page reads as an article or a legal document."""
    try:
        read_article(raw, source, documents=True)
    except PipelineError:
        return False
    return True
