"""Visits to live portals: one process crawls them all, at the time that the portals say it is."""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from commands import congtin, register, rows

from live_portals.portal import Logged, Portal

CLOCK = """
import datetime, pipeline.clock
ahead = datetime.datetime.fromisoformat({now!r}) - pipeline.clock.now()
pipeline.clock.now = lambda real=pipeline.clock.now: real() + ahead
"""
"""Moves the one clock of a process, before any module has taken it over."""


class Visits:
    """Portals side by side in one data folder, and what each visit asked of each."""

    def __init__(self, portals: dict[str, Portal], data, **keys) -> None:
        self.portals = portals
        self.data = register(data, *((name, f"{p.url}/") for name, p in portals.items()), **keys)
        self.log: dict[str, list[Logged]] = {}

    def congtin(self, *arguments, patch=""):
        """A verb at the portals' time; the requests that it made stand in `log`."""
        for portal in self.portals.values():
            portal.log.clear()
        now = next(iter(self.portals.values())).now
        clock = CLOCK.format(now=now.isoformat())
        done = congtin(*arguments, data=self.data, patch=f"{clock}{patch}")
        self.log = {name: list(portal.log) for name, portal in self.portals.items()}
        return done

    def crawl(self, *arguments, patch=""):
        """One visit to them all, which ends by itself: well, or with a portal's refusal named."""
        done = self.congtin("crawl", *arguments, "--json", patch=patch)
        assert done.code in (0, 1), done.err
        return done

    def advance(self, **span) -> None:
        """Let time pass for all."""
        for portal in self.portals.values():
            portal.advance(**span)

    def copy(self, target) -> "Visits":
        """The same portals with a copy of all that is stored."""
        shutil.copytree(self.data, target)
        again = object.__new__(Visits)
        again.portals, again.data, again.log = self.portals, target, {}
        return again

    def articles(self, name: str) -> dict[str, tuple[str, datetime | None, str]]:
        """Title, time and text of what is stored of a portal, under the addresses of its truth.

        Fails where an article stands twice.
        """
        portal, found = self.portals[name], {}
        query = "SELECT url, title, published_at, text FROM articles WHERE source_id = ?"
        for url, title, when, text in rows(self.data, query, name):
            address = current(portal, url)
            assert address not in found, f"stored twice: {address}"
            found[address] = (plain(title), moment(when), plain(text))
        return found


def current(portal: Portal, url: str) -> str:
    """The address that a stored address leads to now."""
    address = portal.canonical(url)
    moved = portal.moved(address.removeprefix(portal.url))
    return portal.canonical(portal.url + portal.path(moved)) if moved else address


def moment(stored: str | None) -> datetime | None:
    """A time as the database writes it."""
    return datetime.fromisoformat(stored[:19]).replace(tzinfo=UTC) if stored else None


def plain(text: str) -> str:
    """A text without what no reader sees."""
    seen = re.sub(r"[\x00-\x08\x0b-\x1f\u200b\ufeff]", "", unicodedata.normalize("NFC", text))
    return " ".join(seen.split())


def pairs(log: list[Logged]) -> Iterator[tuple[Logged, Logged]]:
    """Each request with the one after it."""
    return pairwise(sorted(log, key=lambda one: one.began))


def gaps(log: list[Logged]) -> Iterator[float]:
    """Seconds between the beginnings of one request and the next."""
    return (b.began - a.began for a, b in pairs(log))


def overlapping(log: list[Logged]) -> list[tuple[Logged, Logged]]:
    """Requests that began before the one before them was answered."""
    return [(a, b) for a, b in pairs(log) if b.began < a.ended - 0.005]
