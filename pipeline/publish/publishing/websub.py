"""What a WebSub hub is still to be told: kept with the feeds until it was, by whoever has the network."""

from collections.abc import Iterable

from pipeline.config import Config
from pipeline.publish.publishing.state import open_state
from pipeline.publish.publishing.writing import one_at_a_time, writable

Ping = tuple[str, int]
"""The address of a changed feed, and the number of the publishing that changed it."""


def owed(config: Config) -> list[Ping]:
    """What changed since a hub was last told of it. Nothing where no hub is set."""
    if not config.hub:
        return []
    with writable(config.feeds), one_at_a_time(config.feeds), open_state(config.feeds) as state:
        return state.pings()


def settle(config: Config, told: Iterable[Ping]) -> None:
    """A hub was told of these. What has changed again meanwhile is still owed."""
    with writable(config.feeds), one_at_a_time(config.feeds), open_state(config.feeds) as state:
        state.drop_pings(told)
        state.commit()
