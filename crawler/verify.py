"""`congtin sources verify`: is each portal where it was, and still one? A few polite requests to each."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from twisted.internet.error import DNSLookupError

from crawler.fetch import Manners, Walk, WalkSpider
from crawler.interrupts import interruptible
from crawler.looks import Look, is_name, verification
from crawler.manners.hosts import Locks, held_until, host_key, host_locks
from crawler.network.guard import resolve
from crawler.run import CrawlProcess, make_process, source_settings
from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import Source, Verification
from pipeline.store import Store

AT_ONCE = 8
"""Portals looked at at the same time; each is one host with one request under way."""
NAMES, ROUTES = (
    frozenset(("failed-dns", "failed-dns-gone")),
    frozenset(("failed-unreachable", "failed-timeout-connect")),
)
"""What this machine's own connection may be to blame for: nothing is looked up, nothing is reached."""
CONTROLS = 5
"""Other portals whose names are looked up (and no more) to tell a dead name from a dead connection."""

Told = Callable[[Verification], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a call of `verify` found, in the order in which it was found, and what it left out."""

    found: tuple[Verification, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """(source id, why it was not visited)."""
    problem: str = ""
    """Why nothing was written down of those that did not answer: this machine's connection."""
    interrupted: bool = False


def verify(
    config: Config,
    sources: Sequence[Source],
    store: Store,
    *,
    others: Sequence[Source] = (),
    told: Told = lambda _: None,
) -> Verified:
    """Look at the sources' homes and write down what was found. Once a process: Scrapy's reactor.

    `others`: portals that are known besides. `told` is called with each finding as it comes. The sources need
    not be in the store. Hosts that another process is at, or that want to be left alone, are left out. Where
    all fail as they do when this machine is cut off, nothing is written down.
    """
    notes = _Notes(store, told)
    with host_locks(config.data, config.database_url) as locks:
        looks = _Looks(make_process(config), [Look(source) for source in sources], locks, notes)
        looks.run()
    interruptible()
    problem = notes.settle([*sources, *others])
    done = len(notes.saved) + len(notes.doubtful) + len(looks.left_out)
    return Verified(
        tuple(notes.saved), tuple(looks.left_out), problem, interrupted=done < len(sources)
    )


class _Notes:
    """Writes findings down, but for those that may be this machine's own fault, until that is known."""

    def __init__(self, store: Store, told: Told) -> None:
        self.saved: list[Verification] = []
        self.doubtful: list[Verification] = []
        self._store = store
        self._told = told
        self._online = False

    def take(self, seen: Verification) -> None:
        """One finding."""
        doubtful = seen.reason in NAMES | ROUTES
        self._online |= not doubtful and is_name(urlsplit(seen.url).hostname or "")
        if doubtful and not self._online:
            self.doubtful.append(seen)
        else:
            self._save(seen)
        if self._online:
            self._save_doubtful()

    def settle(self, known: Sequence[Source]) -> str:
        """Decide on what is left; why it was not written down, "" where it was."""
        if not self.doubtful or not (words := self._cut_off(known)):
            self._save_doubtful()
            return ""
        return words

    def _cut_off(self, known: Sequence[Source]) -> str:
        """Why it seems that this machine is cut off, "" where it seems not."""
        reasons = {seen.reason for seen in self.doubtful}
        count = len(self.doubtful)
        lone = count == 1 and (bool(self.saved) or reasons == {"failed-timeout-connect"})
        if lone or not (reasons <= NAMES or reasons <= ROUTES):
            return ""
        if reasons <= NAMES:
            asked = {host_key(seen.url) for seen in self.doubtful}
            hosts = [
                urlsplit(one.url).hostname or "" for one in known if host_key(one.url) not in asked
            ]
            if any(map(_resolves, list(filter(is_name, hosts))[:CONTROLS])):
                return ""
            return f"no name can be looked up here, of {count} asked for: is this machine's DNS in order?"
        return f"none of {count} hosts could be reached: is this machine's connection in order?"

    def _save_doubtful(self) -> None:
        for seen in self.doubtful:
            self._save(seen)
        self.doubtful.clear()

    def _save(self, seen: Verification) -> None:
        self._store.save_verification(seen)
        self.saved.append(seen)
        self._told(seen)


def _resolves(host: str) -> bool:
    try:
        return bool(resolve(host, 0))
    except DNSLookupError:
        return False


class LookSpider(WalkSpider):
    """A walk that keeps to what its host asked for in earlier runs, and writes down what it asks for now."""

    name = "look"

    def __init__(self, source: Source, walk: Walk, store: Store) -> None:
        super().__init__(source, walk, Manners())
        self.store = store


class _Looks:
    """The looks of one call: a few under way, the others waiting their turn; one at a time at a host."""

    def __init__(
        self, process: CrawlProcess, looks: list[Look], locks: Locks, notes: _Notes
    ) -> None:
        self.left_out: list[tuple[str, str]] = []
        self._process, self._locks, self._notes = process, locks, notes
        self._store = notes._store
        self._waiting = looks
        self._under_way: set[str] = set()
        self._failures: list[BaseException] = []
        self._begun = False

    def run(self) -> None:
        """Look at all of them. Raises the first failure that no portal is to blame for."""
        self._start_more()
        if self._begun:
            self._process.start()
        if self._failures:
            raise self._failures[0]

    def _start_more(self) -> None:
        for look in tuple(self._waiting):
            if len(self._under_way) >= AT_ONCE or self._process.stopping or self._failures:
                return
            key = host_key(look.url)
            if key in self._under_way:
                continue
            self._waiting.remove(look)
            if why := self._barred(key):
                self.left_out.append((look.source.id, why))
            else:
                self._start(look, key)

    def _barred(self, key: str) -> str:
        """Why a host must not be visited now."""
        host = self._store.host(key)
        if until := held_until(host, now()):
            return f"{key} wants to be left alone until {until:%Y-%m-%d %H:%M} UTC ({host.reason})"
        return "" if self._locks.take(key) else f"Congtin itself is visiting {key} just now"

    def _start(self, look: Look, key: str) -> None:
        source = look.host
        self._begun = True
        self._under_way.add(key)
        crawler = Crawler(LookSpider, source_settings(self._process.settings, source))
        job = self._process.crawl(crawler, source=source, walk=look.walk(), store=self._store)
        job.add_done_callback(partial(self._ended, look, key, crawler))

    def _ended(self, look: Look, key: str, crawler: Crawler, job: "asyncio.Task[Any]") -> None:
        spider = cast("LookSpider | None", crawler.spider)
        failure = (None if job.cancelled() else job.exception()) or (spider and spider.raised)
        if failure:
            self._failures.append(failure)
        self._under_way.discard(key)
        self._locks.free(key)
        try:
            self._go_on(look)
            self._start_more()
        except Exception as error:  # noqa: BLE001 - raised by `run`, not lost in a callback
            self._failures.append(error)

    def _go_on(self, look: Look) -> None:
        if self._process.stopping and look.answer is None:
            return  # cut off: nothing was learned
        if look.goes_on():
            self._waiting.insert(0, look)
        else:
            self._notes.take(verification(look))
