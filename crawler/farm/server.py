"""A small HTTP/1.1 server for the sample portals: one event loop, keep-alive, exact Content-Length, a log."""

import asyncio
from dataclasses import dataclass
from email.utils import format_datetime
from http import HTTPStatus

from crawler.farm.site import Answer, Call, Site

_HEAD_LIMIT = 65_536
_BODY_LIMIT = 4_194_304


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the farm's log, in the order of the answers. `path` holds the query as well."""

    portal: str
    method: str
    path: str
    status: int


class Connection(asyncio.Protocol):
    """One client's connection: its requests are answered one after the other."""

    def __init__(
        self, site: Site, log: list[Request], latency: float, connections: set["Connection"]
    ) -> None:
        self._site = site
        self._log = log
        self._latency = latency
        self._connections = connections
        self._buffer = b""
        self._waiting = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection so that the farm can close it."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        del exc
        self._connections.discard(self)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Collect bytes and answer every whole request in them."""
        self._buffer += data
        self._next()

    def close(self) -> None:
        """Close at once."""
        if self._transport:
            self._transport.abort()

    def _next(self) -> None:
        while self._transport and not self._waiting:
            try:
                call, rest = parse(self._buffer)
            except ValueError:
                self._send(Call("GET", "-"), Answer(400, b"Bad Request", "text/plain"), last=True)
                return
            if call is None:
                return
            self._buffer = rest
            self._take(call)

    def _take(self, call: Call) -> None:
        if not self._latency:
            self._reply(call)
            return
        self._waiting = True
        asyncio.get_running_loop().call_later(self._latency, self._late, call)

    def _late(self, call: Call) -> None:
        self._waiting = False
        self._reply(call)
        self._next()

    def _reply(self, call: Call) -> None:
        last = call.headers.get("connection", "").lower() == "close"
        self._send(call, self._site.answer(call), last=last)

    def _send(self, call: Call, answer: Answer, *, last: bool) -> None:
        if self._transport is None:
            return
        self._log.append(Request(self._site.id, call.method, call.target, answer.status))
        head = _head(answer, self._site, last=last)
        self._transport.write(head if call.method == "HEAD" else head + answer.body)
        if last:
            self._transport.close()


def _head(answer: Answer, site: Site, *, last: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Date: {format_datetime(site.now)}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(answer.body)}",
        *(f"{name}: {value}" for name, value in answer.headers),
        f"Connection: {'close' if last else 'keep-alive'}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def parse(buffer: bytes) -> tuple[Call | None, bytes]:
    """The first whole request of the buffer and the bytes after it; None while it is not whole.

    Raises ValueError for what is no HTTP/1 request or is beyond the bounds.
    """
    head, found, rest = buffer.partition(b"\r\n\r\n")
    if len(head) > _HEAD_LIMIT:
        raise ValueError("head too large")
    if not found:
        return None, buffer
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    if version == "HTTP/1.0":
        headers.setdefault("connection", "close")
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= _BODY_LIMIT or "transfer-encoding" in headers:
        raise ValueError("body not accepted")
    if len(rest) < length:
        return None, buffer
    return Call(method, target, headers, rest[:length]), rest[length:]
