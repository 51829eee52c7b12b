"""`congtin run`: the service with its crawls and publishings, killed whole or in part while it works."""

import os
import random
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import databases
from commands import free_ports

from kills import invariants
from kills.injuries import ENDED, LINES, Dealing, Injury
from kills.publishing import Readers
from kills.warm import Ran, Verb
from kills.worlds import Crawl
from kills.wounds import Wound

PATIENCE = 120.0
"""Seconds in which a service must have crawled and published all there is."""
QUIET = 3.0
"""Seconds without any crawl or publishing after which a service rests until the next visit is due."""
ORPHANED = 20.0
"""Seconds within which a crawl whose service died has ended: it looks every two, then ends its page."""


class Served(Verb):
    """A service under way. It ends when it has done all there is to do, or when it dies."""

    world: "Service"
    told = 0.0

    def send(self, signum: int) -> None:
        if signum == signal.SIGTERM:
            self.told = self.told or time.monotonic()
        super().send(signum)

    def end(self, within: float = PATIENCE) -> Ran:
        deadline = time.monotonic() + within
        while self.process.is_alive() and time.monotonic() < deadline:
            if self.told or (self.world.answers() and self.world.is_done_with()):
                break
            time.sleep(0.1)
        met = self.count.dealt
        if self.process.is_alive() and not self.told:
            self.send(signal.SIGTERM)
        return replace(super().end(30.0), dealt=met, told=self.told)


class Service(Crawl):
    """One service over one portal. Each restart must come to an end by itself: all stored, all published."""

    name = "run"
    lasts = 4

    def build(self) -> None:
        super().build()
        for section in self.portal.sections:  # one without news for half a year is read once a day
            self.portal.add(self.portal.now - timedelta(days=20), section)
        self.port = free_ports()
        self.readers = self.held.enter_context(Readers(self.data / "feeds", self.dice.random()))

    def words(self) -> list[object]:
        return ["run", "--every", 5, "--port", self.port]

    def run(self, wound: Wound | None = None, words: list[object] | None = None) -> Verb:
        if words:
            return super().run(wound, words)
        verb = Served(self.words(), self.data, self.data.parent, wound or Wound(counted=False))
        verb.world = self
        self.visits, self.busy_at = self.ended(), time.monotonic()
        return verb

    def let_time_pass(self) -> None:
        """The service's children know no other clock, so the schedule is made to forget the visits before."""
        with suppress(databases.NoTable):
            databases.rows(self.data, "SELECT 1 FROM runs")  # killed at once it has made none
            databases.change(self.data, "DELETE FROM runs")

    def let_be(self) -> None:
        deadline = time.monotonic() + ORPHANED
        while self.living() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.orphans = self.living()
        self.let_time_pass()

    def calm(self) -> None:
        """The next blow has something to meet: more articles, and a schedule that knows no visit."""
        super().calm()
        if not self.living():
            self.portal.publish(self.dice.randint(1, 3))
            self.let_time_pass()

    def answers(self) -> bool:
        """Whether readers are served: one that does not yet cannot end in an orderly way either."""
        try:
            address = f"http://127.0.0.1:{self.port}/healthz"
            with closing(urllib.request.urlopen(address, timeout=5)) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def ended(self) -> set[str]:
        """The runs that came to their end, of those that the schedule knows."""
        try:
            ended = "SELECT id FROM runs WHERE status <> 'running'"
            return {str(row[0]) for row in databases.rows(self.data, ended)}
        except Exception:  # noqa: BLE001 - it may not be there yet, or just now be away
            return set()

    def is_done_with(self) -> bool:
        """Whether it did all there is, or rests after a visit that went wrong: the schedule waits then."""
        if self.is_complete():
            return True
        if self.living() or self.ended() <= self.visits:
            self.busy_at = time.monotonic()
        return time.monotonic() - self.busy_at > QUIET

    def is_complete(self) -> bool:
        """Whether every article is stored, and the last of them published."""
        try:
            stored = {row[0] for row in databases.rows(self.data, "SELECT url FROM articles")}
            busy = databases.rows(self.data, "SELECT id FROM runs WHERE status = 'running'")
        except Exception:  # noqa: BLE001 - it may not be there yet, or just now be away
            return False
        feed = self.data / "feeds" / "all.atom"
        newest = max(self.portal.public(), key=lambda item: (item.when, item.number))
        return (
            stored >= self.truth()
            and not busy
            and feed.exists()
            and newest.title in feed.read_text()
        )

    def _known(self) -> str:
        """What the service goes by: its runs, and what the host asked for."""
        runs = "SELECT id, status, detail, started_at, finished_at, new FROM runs ORDER BY id"
        hosts = "SELECT * FROM hosts"
        return f"runs {databases.rows(self.data, runs)}, hosts {databases.rows(self.data, hosts)}"

    def living(self) -> list[str]:
        """Processes that work on the folder."""
        return [process.name for process in _processes(self.data)]

    def wrong_at_once(self) -> Iterator[str]:
        yield from self.readers.seen()
        yield from invariants.parsed(self.data / "feeds")

    def wrong(self) -> Iterator[str]:
        if self.orphans:
            yield f"still at work {ORPHANED:.0f} s after their service died: {self.orphans}"
        if left := self.living():
            yield f"still at work after their service ended: {left}"
        try:
            socket.create_server(("127.0.0.1", self.port)).close()
        except OSError as error:
            yield f"its port is not free again: {error}"
        if not self.is_complete():
            yield f"not all that is stored was published; {self._known()}"
        yield from self.wrong_at_once()
        yield from super().wrong()


def _processes(data: Path) -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if str(data).encode() in command and b"forkserver" not in command:
                yield process


def _dealt_after(deal: Callable[[Verb, Service], None], codes: frozenset[int]) -> Injury:
    """Once the portal was asked so often, or a little later."""

    def injury(world: Crawl, dice: random.Random, _usual: int) -> Dealing:
        assert isinstance(world, Service)
        more, wait = dice.randint(1, 25), dice.random() * 0.8
        asked = len(world.portal.log) + more

        def outside(verb: Verb) -> None:
            while len(world.portal.log) < asked and not verb.is_over:
                time.sleep(0.01)
            time.sleep(wait)
            if not verb.is_over:
                deal(verb, world)

        told = f"{wait:.2f} s after {more} requests"
        return Dealing(codes, Wound(counted=False), outside, soon=True, told=told)

    return injury  # type: ignore[return-value]


def _kill_alone(verb: Verb, _: Service) -> None:
    verb.send(signal.SIGKILL)


def _kill_all(verb: Verb, world: Service) -> None:
    """As when the machine or its container goes down."""
    verb.send(signal.SIGKILL)
    _kill_a_child(verb, world)


def _kill_a_child(verb: Verb, world: Service) -> None:
    for process in list(_processes(world.data)):
        with suppress(ProcessLookupError):
            os.kill(int(process.name), signal.SIGKILL)
            verb.count.deal()


def _tell(verb: Verb, _: Service) -> None:
    verb.send(signal.SIGTERM)


SERVICE: dict[str, Injury] = {
    "SIGKILL, service alone": _dealt_after(_kill_alone, ENDED | {-9}),
    "SIGKILL, all processes": _dealt_after(_kill_all, ENDED | {-9}),
    "SIGKILL, children": _dealt_after(_kill_a_child, ENDED),
    "SIGTERM": _dealt_after(_tell, ENDED),
} | LINES
