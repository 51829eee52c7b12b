"""Stored articles read again: as they were, edited, moved or withdrawn."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.middlewares import AGAIN
from crawler.network.outcomes import name_status
from crawler.spiders.articles import Articles
from crawler.spiders.exchange import CHANGED, Exchange, Steps
from crawler.visit.revisits import due
from crawler.visit.ways import conditions
from pipeline.clock import now
from pipeline.errors import ChallengePage, LoginPage, MaintenancePage
from pipeline.ingest import visit as page_visit
from pipeline.model import KnownPage, Outcome, PageVisit

IN_PLACE = (ChallengePage.reason, MaintenancePage.reason, LoginPage.reason)
"""What comes in place of a page and says nothing of it."""


class Rereading:
    """Finds out what has become of stored articles."""

    def __init__(self, exchange: Exchange, articles: Articles) -> None:
        self._exchange = exchange
        self._records = exchange.records
        self._visit = exchange.visit
        self._articles = articles

    def due(self) -> Steps:
        """The requests for articles that lack a part, and for those whose turn has come."""
        frontier = self._visit.frontier
        yield from self.of(frontier.lacking())
        yield from self.of(due(frontier.articles(), self._visit.started))

    def of(self, articles: Iterable[KnownPage]) -> Steps:
        """The requests for stored articles; one that was withdrawn is asked for whatever it was."""
        for known in articles:
            if self._visit.frontier.take(known.url):
                self._visit.signals.ask_again(known)
                sent = {} if known.gone_at else conditions(known.etag, known.last_modified)
                request = self._exchange.request(known.url, self.parse_again, CHANGED, known=known)
                yield request.replace(headers=sent, meta={AGAIN: True})

    def parse_again(self, response: Response, known: KnownPage) -> Steps:
        """A stored article's page as it is now."""
        raw = self._exchange.raw(response)
        line = page_visit(raw, known.outcome, known.canonical, self._visit.signals.told(known.url))
        if raw.status == 304:
            self._records.unchanged(line)
        elif raw.status in (404, 410) or self._is_home(raw.final_url):
            yield from self._gone(line, known)
        elif self._exchange.is_refused(raw):
            pass  # of the article it says nothing
        elif raw.status == 200:
            yield from self._articles.bring(raw)
        else:
            self._records.count_failure(name_status(raw.status, response.url)[0])

    def _gone(self, line: PageVisit, known: KnownPage) -> Steps:
        """Nothing stands there any more. Under another of its addresses the article may: where it moved to,
        it is stored from there; where a copy is gone, it stands as it did.
        """
        if known.url == known.canonical:
            self._records.withdraw(line, "gone")
        else:
            self._records.write(line.url, line.canonical, line.status, "gone")
        yield from self.of(self._visit.frontier.others(known))

    def judged(self, item: Outcome) -> None:
        """What the pipeline found: where an article stood, no article stands any more."""
        known = self._visit.signals.asked_again(item.url)
        if known is None or item.change or item.reason in IN_PLACE:
            return
        source_id = self._visit.source.id
        line = PageVisit(source_id, known.url, known.canonical, 200, item.reason, now())
        self._records.withdraw(line, item.reason)

    def _is_home(self, url: str) -> bool:
        home = self._visit.source.url
        return urlsplit(url).path.strip("/") == urlsplit(home).path.strip("/")
