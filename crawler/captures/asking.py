"""One request after the other to a public archive, with its patience in mind."""

import http.client
import ipaddress
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from pipeline.clock import now
from pipeline.errors import CongtinError

DELAY = 2.0
"""Seconds between two requests to a public archive; none to one's own machine or network."""
TIMEOUT = 90.0
"""An index of thousands of millions of captures takes its time."""
MAX_BODY = 128 << 20
LONGEST = 1800.0
"""Seconds of one answer: a server that drips it is in time with every byte."""
CHUNK = 1 << 20
TRIES = 5
BACK_OFF = 15.0
"""Seconds before the second try where the server does not say; doubled each time."""
MAX_WAIT = 900.0
"""Seconds that a server may ask to wait; longer, and it is left for another day."""
BUSY = (429, 500, 502, 503, 504, 509)
FAILURES = (OSError, http.client.HTTPException, ssl.SSLError)


class CaptureError(CongtinError):
    """A public archive that gives no answer, or one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status. As cdx_toolkit reads it: `status_code`, `text`."""

    status_code: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body of an index: JSON is UTF-8."""
        return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str:
        """The first header of that name, "" where there is none."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect leads to another capture than the one asked for, or off the archive: it is an answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Asker:
    """Asks one thing at a time. `delay`: seconds between two requests; None: as the host's place asks."""

    def __init__(
        self,
        user_agent: str,
        *,
        delay: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._delay = delay
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._opener = urllib.request.build_opener(_Stay)

    def get(
        self,
        url: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The answer to a request, asked again while the server is busy. Raises CaptureError.

        `params` that are None are left out; a sequence gives one parameter each.
        """
        given = {name: value for name, value in (params or {}).items() if value is not None}
        address = f"{url}?{urlencode(given, doseq=True)}" if given else url
        problem = ""
        for attempt in range(TRIES):
            self._pause(address)
            wait = BACK_OFF * 2**attempt
            try:
                reply = self._ask(address, headers or {})
            except FAILURES as error:
                problem = str(getattr(error, "reason", "") or error) or type(error).__name__
            else:
                if reply.status_code not in BUSY:
                    return reply
                problem = f"HTTP {reply.status_code}"
                wait = _wanted(reply.header("retry-after"), wait)
            if wait > MAX_WAIT or attempt == TRIES - 1:
                break
            self._sleep(wait)
        raise CaptureError(
            f"{address}: {problem}. Try again later: what was fetched is kept and not asked for again."
        )

    def _pause(self, address: str) -> None:
        host = _host(address)
        delay = _delay(host) if self._delay is None else self._delay
        ready = self._next.get(host, 0.0) - time.monotonic()
        if ready > 0:
            self._sleep(ready)
        self._next[host] = time.monotonic() + delay

    def _ask(self, address: str, headers: Mapping[str, str]) -> Reply:
        own = {"User-Agent": self._user_agent, "Accept-Encoding": "identity"}
        request = urllib.request.Request(address, headers=own | dict(headers))  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _reply(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _reply(error)
        except ValueError as error:
            raise CaptureError(f"{address}: no address that can be asked for ({error}).") from error


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise CaptureError(f"{address}: no address ({error}).") from error
    if parts.scheme not in ("http", "https"):
        raise CaptureError(f"{address}: no http(s) address.")
    return parts.hostname or ""


def _reply(answer: Any) -> Reply:
    body, until = bytearray(), time.monotonic() + LONGEST
    while part := answer.read1(CHUNK):
        body += part
        if len(body) > MAX_BODY:
            raise CaptureError(f"{answer.url}: an answer of more than {MAX_BODY >> 20} MiB.")
        if time.monotonic() > until:
            raise CaptureError(f"{answer.url}: no whole answer within {LONGEST:.0f} s.")
    return Reply(answer.status, tuple(answer.headers.items()), bytes(body))


def _delay(host: str) -> float:
    try:
        private = ipaddress.ip_address(host).is_private
    except ValueError:
        private = host == "localhost"
    return 0.0 if private else DELAY


def _wanted(header: str, usual: float) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3)."""
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
        return max(0.0, (moment - now()).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return usual
