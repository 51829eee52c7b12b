"""Six sample portals on loopback, written by us, with the truth beside them: for demo, tests and benchmarks.

    with Farm(base_port=8101) as farm:
        for portal in farm.portals:
            print(portal.url, len(portal.truth))

The farm stands in for the outside world, so it imports nothing of the crawler that visits it.
"""

import asyncio
import socket
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from types import TracebackType

from crawler.farm.compose import compose
from crawler.farm.portals import SITES
from crawler.farm.server import Connection, Request
from crawler.farm.site import Site
from crawler.farm.truth import Portal, TrueArticle, TrueFile, TrueImage
from pipeline.errors import ConfigError

__all__ = [
    "FARM_NOW",
    "PORTALS",
    "Farm",
    "Portal",
    "Request",
    "TrueArticle",
    "TrueFile",
    "TrueImage",
]

PORTALS = tuple(SITES)
"""The ids of the portals, in the order of their ports."""
FARM_NOW = datetime(2026, 10, 1, 8, 0, tzinfo=timezone(timedelta(hours=7)))
"""The farm's present unless told otherwise, fixed so that every run serves the same articles."""
_HOST = "127.0.0.1"


class Farm:
    """Serves the sample portals from a background thread while its `with` block runs.

    The portal PORTALS[i] listens on `base_port + i`, or on a free port where `base_port` is 0.
    `latency` is the seconds that every answer waits. Raises ConfigError naming a port that cannot be used.
    """

    def __init__(
        self,
        base_port: int = 8101,
        now: datetime = FARM_NOW,
        latency: float = 0.0,
        portals: Sequence[str] = PORTALS,
    ) -> None:
        unknown = [p for p in portals if p not in PORTALS]
        if unknown:
            raise ConfigError(
                f"No such sample portal: {', '.join(unknown)}. Known: {', '.join(PORTALS)}."
            )
        self._base_port = base_port
        self._now = now
        self._latency = latency
        self._ids = tuple(portals)
        self._sites: list[Site] = []
        self._sockets: list[socket.socket] = []
        self._connections: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="farm", daemon=True)
        self._ready = threading.Event()
        self.portals: tuple[Portal, ...] = ()
        self.log: list[Request] = []
        """Every request in the order of the answers."""

    def __enter__(self) -> "Farm":
        try:
            for portal in self._ids:
                self._sockets.append(self._listen(portal))
        except ConfigError:
            self._loop.close()
            raise
        self._sites = [self._site(*pair) for pair in zip(self._ids, self._sockets, strict=True)]
        self.portals = tuple(site.portal for site in self._sites)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def portal(self, portal_id: str) -> Portal:
        """The served portal of that id. Raises KeyError."""
        return {portal.id: portal for portal in self.portals}[portal_id]

    def _listen(self, portal: str) -> socket.socket:
        port = self._base_port + PORTALS.index(portal) if self._base_port else 0
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, port))
            listener.listen(256)
        except (OSError, OverflowError) as error:
            for opened in (listener, *self._sockets):
                opened.close()
            raise ConfigError(
                f"Port {port} for the sample portal {portal} cannot be used ({error}). "
                "Choose another first port with --farm-port, or 0 for free ports."
            ) from error
        return listener

    def _site(self, portal: str, listener: socket.socket) -> Site:
        url = f"http://{_HOST}:{listener.getsockname()[1]}/"
        return SITES[portal](portal, url, self._now, compose(self._now)[portal])

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        servers = [self._serve(*pair) for pair in zip(self._sites, self._sockets, strict=True)]
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        for server in servers:
            server.close()
        for connection in tuple(self._connections):
            connection.close()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _serve(self, site: Site, listener: socket.socket) -> asyncio.Server:
        def connect() -> Connection:
            return Connection(site, self.log, self._latency, self._connections)

        return self._loop.run_until_complete(self._loop.create_server(connect, sock=listener))
