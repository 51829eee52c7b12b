"""Who is due gets a job, and new articles a publishing: looked at once in a while by one worker of all.

The registry that counts is the database's: each machine tells which sources its sources.toml follows, and
what they are; whichever worker looks sees them all, and a source is crawled while any machine follows it.
"""

from collections.abc import Sequence
from hashlib import blake2b

from crawler.jobs.board import Board, Wanted
from crawler.jobs.kinds import PUBLISH, crawling, publishing
from crawler.jobs.machine import Machine
from crawler.planning.rota import Rota
from crawler.sources import load_sources
from crawler.sources.periods import has_ended
from pipeline.clock import now, today
from pipeline.config import Config
from pipeline.model import Source
from pipeline.store import Store


class Scheduler:
    """A worker's memory of whose turn it is."""

    def __init__(self, config: Config, machine: Machine, store: Store, board: Board) -> None:
        self._config = config
        self._machine = machine
        self._store = store
        self._board = board
        self._rota = Rota(self._followed, store)
        self._told: Sequence[Source] = ()

    def tell(self) -> None:
        """Tell the database what sources.toml here follows. Raises ConfigError for a mistake in it."""
        sources = list(load_sources(self._config.sources_file).values())
        if sources != self._told:
            self._store.put_sources(sources)
            self._told = sources
        self._board.register(self._machine, (source.id for source in sources if source.enabled))

    def look(self) -> int:
        """Put in a job for each source that is due, and for what is to publish; how many were new."""
        due = self._rota.due(now())
        wanted = [crawling(turn.source, walk=turn.walk) for turn in due]
        put = self._board.put([*wanted, *self._unpublished()])
        self._board.tidy()
        return sum(number is not None for number in put)

    def _followed(self) -> list[Source]:
        followed, day = self._board.followed(), today()
        mirrored = (status.source for status in self._store.sources())
        return [s for s in mirrored if s.id in followed and s.enabled and not has_ended(s, day)]

    def _unpublished(self) -> list[Wanted]:
        """A publishing, where something changed since the last one was put in."""
        sources = repr([status.source for status in self._store.sources()])
        state = (
            f"{self._store.last_change()} {blake2b(sources.encode(), digest_size=8).hexdigest()}"
        )
        return [] if self._board.last(PUBLISH).get("state") == state else [publishing(state)]
