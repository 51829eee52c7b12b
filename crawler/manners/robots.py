"""What a robots.txt says to us (RFC 9309), and what no answer, or an odd one, means instead. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urljoin

from protego import Protego
from scrapy.exceptions import IgnoreRequest

from pipeline.normalise.urls import is_web

TOKEN = "congtin"  # nosec B105 # noqa: S105 - a name, no secret
"""Our product token: the name by which a robots.txt speaks to us."""
MAX_BYTES = 500 << 10
"""What is read of a robots.txt (RFC 9309, 2.5: at least 500 KiB)."""
MAX_WISH = 3600.0
"""Seconds between two requests that a robots.txt may wish for; more would make one visit last days."""
KEPT = timedelta(hours=20)
"""How long a robots.txt counts without being asked for again. A day at most (RFC 9309, 2.4); less, so that a
daily visit, a little sooner or later, sees each day's.
"""
GIVEN_UP = timedelta(days=30)
"""A robots.txt that could not be had for so long counts as none (RFC 9309, 2.3.1.4)."""
NOBODY = "another-crawler"
AGENT_LINE = re.compile(r"^(\s*user[- ]?agent\s*:\s*)([^#]*)", re.IGNORECASE)
PRODUCT = re.compile(r"[a-z_-]+", re.IGNORECASE)


class DisallowedError(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnreachableError(IgnoreRequest):
    """The server could not say what it forbids, so nothing is asked for."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us. Made by `read_robots`; `ALLOWED` and `UNREACHABLE` are the two without a text."""

    rules: Protego
    text: str = ""
    unreachable: bool = False
    """Whether nothing may be asked for, since the host could not say what it forbids."""

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for."""
        return not self.unreachable and bool(self.rules.can_fetch(url, TOKEN))

    def delay(self, moment: datetime) -> float:
        """Seconds wished for between two requests, by Crawl-delay or Request-rate; 0 for no wish."""
        wished = self.rules.crawl_delay(TOKEN) or 0.0
        rate = self.rules.request_rate(TOKEN)
        if rate and _is_within(moment, rate.start_time, rate.end_time):
            wished = max(wished, rate.seconds / rate.requests)
        return min(float(wished), MAX_WISH)

    def opens_at(self, moment: datetime) -> datetime | None:
        """When Visit-time (in UTC) next lets us in; None where it does now, or wishes nothing."""
        hours = self.rules.visit_time(TOKEN)
        if hours is None or _is_within(moment, hours.start_time, hours.end_time):
            return None
        utc = moment.astimezone(UTC)
        opens = datetime.combine(utc.date(), hours.start_time, UTC)
        return opens if opens > utc else opens + timedelta(days=1)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps it names, absolute; `url` is its own address."""
        return tuple(dict.fromkeys(_absolute(url, self.rules.sitemaps)))


def read_robots(text: str) -> Robots:
    """The rules of a robots.txt's text.

    Protego reads it but for two things: it takes a group named "cong" for ours, and one named
    "Congtin/1.0" for another's. RFC 9309 (2.2.1) compares the product's name alone, so only that is left.
    """
    lines = (AGENT_LINE.sub(_named, line) for line in text.splitlines())
    return Robots(Protego.parse("\n".join(lines)), text)


def decode_robots(body: bytes) -> str:
    """The text of a robots.txt: 500 KiB of it, whole lines; "" for a web page sent in its place."""
    cut = body[:MAX_BYTES]
    if len(body) > MAX_BYTES:
        cut = cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1]
    text = cut.decode("utf-8", "replace").lstrip("\ufeff \t\r\n\x00")
    return "" if text.startswith("<") else text


ALLOWED = read_robots("")
"""No robots.txt: everything may be asked for."""
UNREACHABLE = Robots(Protego.parse(""), unreachable=True)
"""No answer, or a broken server's: nothing may be asked for (RFC 9309, 2.3.1.4)."""


def without_answer(cached: str | None, since: datetime | None, moment: datetime) -> Robots:
    """What counts while a robots.txt cannot be had.

    The last one read, however old; else nothing is allowed, until that has lasted for 30 days.
    `since`: when it was last read, or first could not be had.
    """
    if cached is not None:
        return read_robots(cached)
    return ALLOWED if since and moment - since >= GIVEN_UP else UNREACHABLE


def is_fresh(cached: str | None, read_at: datetime | None, moment: datetime) -> bool:
    """Whether the robots.txt kept from an earlier run still counts."""
    return cached is not None and read_at is not None and timedelta() <= moment - read_at < KEPT


def _named(line: re.Match[str]) -> str:
    product = PRODUCT.match(line[2])
    if line[2].strip().startswith("*"):
        return f"{line[1]}*"
    ours = product is not None and product[0].lower() == TOKEN
    return f"{line[1]}{TOKEN if ours else NOBODY}"


def _is_within(moment: datetime, start: time | None, end: time | None) -> bool:
    """Whether the time of day in UTC lies between both, which may be on either side of midnight."""
    if start is None or end is None:
        return True
    clock = moment.astimezone(UTC).time()
    if start <= end:
        return start <= clock <= end
    return clock >= start or clock <= end


def _absolute(base: str, sitemaps: Iterator[str]) -> Iterator[str]:
    for sitemap in sitemaps:
        try:
            address = urljoin(base, sitemap.strip())
        except ValueError:
            continue
        if is_web(address) and address.isprintable():
            yield address
