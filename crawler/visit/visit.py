"""What one visit to a portal knows from earlier ones and learns on its way. No I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.platforms import named
from crawler.visit.frontier import Frontier
from crawler.visit.harvest import Harvest
from crawler.visit.refused import Refusals
from crawler.visit.revisits import Signals
from crawler.visit.walks import Walks
from pipeline.model import KnownPage, ListingVisit, Source


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit's bookkeeping, shared by all that take part in it."""

    source: Source
    started: datetime
    since: datetime | None
    """The day from which on articles are wanted; None: all of them."""
    before: Mapping[str, ListingVisit]
    """Listings, feeds and sitemaps by address, as earlier visits left them."""
    frontier: Frontier
    signals: Signals
    walks: Walks
    harvest: Harvest
    refusals: Refusals = field(default_factory=Refusals)

    @classmethod
    def begin(
        cls,
        source: Source,
        pages: Iterable[KnownPage],
        listings: Mapping[str, ListingVisit],
        started: datetime,
        since: datetime | None = None,
    ) -> "Visit":
        """A visit that begins now, from what the ledger holds of the source."""
        frontier = Frontier(source, pages, listings, named(source.platform), started)
        signals = Signals(frontier.article)
        walks = Walks(listings.values(), signals.are_mapped, started)
        harvest = Harvest(frontier)
        return cls(source, started, since, listings, frontier, signals, walks, harvest)
