"""What the pages of a visit gave: articles, or articles too old to be wanted. No I/O."""

from datetime import datetime

from crawler.visit.frontier import Frontier
from crawler.visit.settling import order_of
from pipeline.ingest import TOO_OLD
from pipeline.model import Outcome
from pipeline.normalise.urls import normalise_url


class Harvest:
    """One visit's articles, to tell whether a listing still leads to any."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._stored: set[str] = set()
        self._too_old: dict[str, datetime] = {}
        """Addresses of articles published before the day asked for, and when they were."""
        self._rows: dict[str, tuple[tuple[str, ...], int]] = {}
        """Where an address stands in its listing's page."""

    def learn(self, item: Outcome) -> None:
        """Take what the pipeline found at an address."""
        if item.reason == TOO_OLD:
            self._too_old[item.url] = datetime.fromisoformat(item.detail)
        if item.change:
            self._stored.add(item.url)

    def show(self, articles: tuple[str, ...]) -> None:
        """Take down what a listing's page holds, of a visit that goes back to a day."""
        self._rows |= {url: (articles, place) for place, url in enumerate(articles)}

    def is_past(self, url: str) -> bool:
        """Whether an address stands in its listing below two articles that are too old, each older than
        the one above: what follows is older still. One alone may be pinned.
        """
        articles, place = self._rows.get(url, ((), 0))
        above = [u for u in articles[:place] if u in self._too_old or u in self._stored][-2:]
        dates = [self._too_old[u] for u in above if u in self._too_old]
        return len(dates) == 2 and dates[0] >= dates[1]

    def is_article(self, url: str) -> bool:
        """Whether an address led to a stored article, in this visit or an earlier one."""
        target = normalise_url(self._frontier.aliases.get(url, ""))
        places = {url, self._frontier.original(url), target}
        return any(p in self._stored or self._frontier.article(p) for p in places)

    def is_within_reach(self, articles: tuple[str, ...]) -> bool:
        """Whether a listing page held an article of the days asked for, or none that has a date."""
        return not any(u in self._too_old for u in articles) or any(map(self.is_article, articles))

    def may_rise(self, articles: tuple[str, ...]) -> bool:
        """Whether newer articles may stand behind these old ones."""
        return order_of(articles, self._too_old) != "newest"
