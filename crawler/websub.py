"""WebSub pings: a hub is told which feeds changed. What it could not be told, it is told the next time."""

from collections.abc import Sequence
from time import monotonic
from urllib.parse import urlencode
from urllib.request import Request

from crawler.network.posting import post
from pipeline.config import Config
from pipeline.publish.publishing.websub import Ping, owed, settle

BATCH = 50
"""Addresses in one request: hubs take `hub.url` several times, and cut off bodies that are long."""
BUDGET = 60.0
"""Seconds for all of them: publishing goes on, the rest is told next time."""


def ping(config: Config, *, budget: float = BUDGET) -> tuple[int, str]:
    """Tell the hub of all that changed: of how many addresses it was told, and what went wrong or ""."""
    due, until = owed(config), monotonic() + budget
    told: list[Ping] = []
    problem = ""
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        request = _request(config, [address for address, _ in batch])
        if failure := post(request, until - monotonic()):
            problem = failure.words
            break
        told += batch
    if told:
        settle(config, told)
    return len(told), problem


def _request(config: Config, addresses: Sequence[str]) -> Request:
    fields = [("hub.mode", "publish"), *(("hub.url", address) for address in addresses)]
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": config.user_agent,
    }
    return Request(config.hub, urlencode(fields).encode(), headers, method="POST")  # noqa: S310
