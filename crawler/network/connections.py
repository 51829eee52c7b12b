"""How a crawl connects: addresses judged, certificates judged, headers and silence bounded.

Scrapy's handler asks its pool for connections; this pool makes them. One handler serves one crawler,
which is one source, so what one source allows no other may do.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from twisted.internet import error as network
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.threads import deferToThreadPool
from twisted.web._newclient import ParseError
from twisted.web.client import HTTPConnectionPool, _HTTP11ClientFactory
from zope.interface import implementer

from crawler.network.guard import PRIVATE_DOORS, Doors, resolve
from crawler.network.tls import CERTIFICATE, TLS, TlsPolicy

CONNECT_TIMEOUT = 10.0
"""Seconds to connect to one address: a lost first packet is sent again after 1, 3 and 7 s."""
DNS_TIMEOUT = 15.0
AGAIN = 8.0
"""Seconds that a host which has never answered is given again: robots.txt took the whole patience."""
ADDRESSES = 3
"""How many addresses of a name are tried."""
MAX_HEADERS = 128 << 10
"""Bytes of an answer's head, interim answers included; Twisted bounds but a line of it."""
MAX_CODINGS = 2
"""Layers of compression; each is bounded in bytes by DOWNLOAD_MAXSIZE."""

MAX_CAUSES = 20


class TooLargeError(Exception):
    """The answer is beyond the bounds of what is read."""


class NotHttpError(Exception):
    """What came is no answer of HTTP."""


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's downloads over connections of ours."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        settings = crawler.settings
        legacy = settings.get(TLS) == "legacy"
        self._tls = TlsPolicy(legacy=legacy, pinned=settings.get(CERTIFICATE) or "")
        doors = Doors.of(settings.getlist(PRIVATE_DOORS))
        self._pool = GuardedPool(reactor, doors, self._tls)
        self._answered = False
        self._silent = False

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises what crawler.network.outcomes names."""
        if self._silent and not self._answered:
            usual = request.meta.get("download_timeout") or AGAIN
            request.meta["download_timeout"] = min(usual, AGAIN)
        try:
            response = await super().download_request(request)
        except DownloadTimeoutError:
            self._silent = True
            raise
        except DownloadCancelledError as error:
            raise TooLargeError(str(error) or _over(request, self._default_maxsize)) from error
        except DownloadFailedError as error:
            if known := self._better_known(request, error):
                raise known from error
            raise
        self._answered = True
        if len(codings(response)) > MAX_CODINGS:
            raise TooLargeError(f"compressed {len(codings(response))} times over: {request.url}")
        return response

    def _better_known(self, request: Request, error: DownloadFailedError) -> BaseException | None:
        """What Scrapy's error is about, where it is one of ours: such is not asked for again."""
        parts = urlsplit(request.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        for cause in causes(error):
            if isinstance(cause, TooLargeError):
                return cause
            if isinstance(cause, ParseError):
                return NotHttpError(f"no HTTP: {cause}")
        return self._tls.problems.pop((parts.hostname or "", port), None)


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it wraps: Twisted's and Scrapy's each in their own way."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting and len(seen) < MAX_CAUSES:
        found = waiting.pop(0)
        seen.append(found)
        yield found
        reasons = [reason.value for reason in getattr(found, "reasons", None) or ()]
        waiting += [cause for cause in (*reasons, found.__cause__) if cause and cause not in seen]


def _over(request: Request, limit: int) -> str:
    return f"more than {limit} bytes came from {request.url}"


def codings(response: Response) -> list[bytes]:
    """The layers of compression that an answer declares."""
    declared = b",".join(response.headers.getlist("Content-Encoding"))
    return [name for name in declared.split(b",") if name.strip()]


class GuardedPool(HTTPConnectionPool):
    """Keeps connections alive as Twisted's pool does, and makes new ones to judged addresses."""

    def __init__(self, reactor: Any, doors: Doors, tls: TlsPolicy) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self.maxPersistentPerHost = 1
        self._factory = BoundedFactory
        self._doors = doors
        self._tls = tls

    def getConnection(self, key: Any, endpoint: Any) -> "Deferred[Any]":  # noqa: N802
        """A connection for Agent's key (scheme, host, port, …); its own endpoint is not used."""
        del endpoint
        scheme, name, port = key[:3]
        host = name.decode("ascii").strip("[]")
        guarded: Any = GuardedEndpoint(self._reactor, host, port, self._doors)
        if scheme == b"https":
            creator: Any = self._tls.creatorForNetloc(name, port)
            guarded = wrapClientTLS(creator, guarded)
        found: Deferred[Any] = super().getConnection(key, guarded)
        return found


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """Where a host and port lead to, resolved, judged and connected to in one go."""

    def __init__(self, reactor: Any, host: str, port: int, doors: Doors) -> None:
        self._reactor = reactor
        self._host = host
        self._port = port
        self._doors = doors

    def connect(self, factory: Any) -> "Deferred[Any]":
        """Twisted's interface. Fails with PrivateAddressError, DNSLookupError and ConnectError."""
        return Deferred.fromCoroutine(self._connect(factory))

    async def _connect(self, factory: Any) -> Any:
        pool = self._reactor.getThreadPool()
        looked_up = deferToThreadPool(self._reactor, pool, resolve, self._host, self._port)
        addresses = await looked_up.addTimeout(DNS_TIMEOUT, self._reactor, self._without_answer)
        self._doors.judge(self._host, self._port, addresses)
        for address in addresses[:ADDRESSES]:
            kind = TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint
            endpoint = kind(self._reactor, address, self._port, CONNECT_TIMEOUT)
            try:
                return await endpoint.connect(factory)
            except network.ConnectError as error:
                failure = error
                where = f"{address} port {self._port}"
        failure.args = (*failure.args, where)
        raise failure

    def _without_answer(self, *_: Any) -> Any:
        raise network.DNSLookupError(f"{self._host}: no answer of DNS within {DNS_TIMEOUT:.0f} s")


class BoundedParser(_LenientHTTPClientParser):
    """Reads an answer's head as Scrapy does, up to MAX_HEADERS."""

    received = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        """Twisted's interface: a line of the head. Raises TooLargeError."""
        self.received += len(line) + 2
        if self.received > MAX_HEADERS:
            raise TooLargeError(f"an answer's head of more than {MAX_HEADERS} bytes")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        """Twisted's interface: a line without end."""
        raise TooLargeError(f"a line of {len(line)} bytes in an answer's head: {line[:40]!r}")


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """A connection whose answers' heads are bounded."""

    def request(self, request: Any) -> "Deferred[Any]":
        """Twisted's interface: send a request; the parser is swapped as Scrapy swaps it."""
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = BoundedParser
        return answer


class BoundedFactory(_HTTP11ClientFactory):
    """Twisted's factory for such connections."""

    noisy = False

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        """Twisted's interface."""
        del addr
        make: Any = BoundedProtocol
        return make(self._quiescentCallback)
