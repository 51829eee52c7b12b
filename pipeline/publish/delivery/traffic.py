"""What is asked of the server and how long answers take: counted for /metrics, and a line each for the log.

Counted by route as it is written ("/articles/{key}"), never by address: addresses are endless.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, up to which an answer's last byte was sent."""
NO_ROUTE = "none"
"""The route of what is nowhere, or was refused before anybody looked."""
CUT_OFF = 499
"""The status of an answer that was never begun, since the asker was gone (as nginx has it)."""
LONGEST_PATH = 500
"""Letters of an address in the log."""
_KEY = "congtin.asked"

log = logging.getLogger("congtin.access")


@dataclass
class Timed:
    """The answers of one route."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    """By the bucket that each fell into, the last one for all that took longer."""
    seconds: float = 0.0


@dataclass
class Traffic:
    """Since the process began. Only the server's loop writes into it."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By route and status."""
    times: dict[str, Timed] = field(default_factory=dict)
    under_way: int = 0

    def add(self, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self.answers[route, status] += 1
        timed = self.times.setdefault(route, Timed())
        timed.counts[bisect_left(BUCKETS, seconds)] += 1
        timed.seconds += seconds


@dataclass
class _Asked:
    route: str = NO_ROUTE
    status: int = CUT_OFF
    bytes: int = 0


class Counted:
    """`app` with each of its answers counted; the outermost layer."""

    def __init__(self, app: ASGIApp, traffic: Traffic) -> None:
        self.app = app
        self._traffic = traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI conversation."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked, begun = _Asked(), perf_counter()
        self._traffic.under_way += 1
        try:
            await self.app({**scope, _KEY: asked}, receive, _noted(asked, send))
        finally:
            self._traffic.under_way -= 1
            seconds = perf_counter() - begun
            self._traffic.add(asked.route, asked.status, seconds)
            _log(scope, asked, seconds)


def _noted(asked: _Asked, send: Send) -> Callable[[Message], Awaitable[None]]:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            asked.status = message["status"]
        else:
            asked.bytes += len(message.get("body", b""))
        await send(message)

    return noting


def note_route(scope: Scope) -> None:
    """Remember which route answered, once the router has put it into the scope."""
    asked = scope.get(_KEY)
    if asked is not None:
        route = getattr(scope.get("route"), "path", None)
        mounted = scope.get("app_root_path") is not None and route is None
        asked.route = route or ("/static" if mounted and scope.get("endpoint") else NO_ROUTE)


def _log(scope: Scope, asked: _Asked, seconds: float) -> None:
    """Without the query: what readers look for is nobody's concern, and keys stand in queries."""
    if not log.isEnabledFor(logging.INFO):
        return
    path, client = scope["path"][:LONGEST_PATH], scope.get("client")
    known = {
        "method": scope["method"],
        "path": path,
        "route": asked.route,
        "status": asked.status,
        "bytes": asked.bytes,
        "seconds": round(seconds, 4),
        "client": client[0] if client else None,
    }
    log.info("%s %s %s", scope["method"], path, asked.status, extra={"known": known})
