"""`congtin run`: crawl what is due and publish, again and again, beside the web server.

Crawls run in processes of their own (crawler.children): one that dies takes neither the server nor the
schedule with it.
"""

import os
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from crawler.children import begin
from crawler.interrupts import heard
from crawler.planning.rota import Rota, Turn
from crawler.sources import load_sources
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError, CongtinError
from pipeline.model import VIETNAM, Source
from pipeline.publish.web import serve
from pipeline.store import Store, open_store

GRACE = 11.0
"""Seconds a crawl is given to end when the service ends: it waits 8 for answers (crawler.run.GRACE)."""
NAMED = 5
"""Sources named in a line."""


Say = Callable[[str], None]


def run_service(config: Config, *, every: int, say: Say, tell: Say) -> None:
    """Serve until a signal; meanwhile look every `every` seconds who is due and what is to publish.

    `say` is for what went wrong, `tell` for what goes on. Raises ConfigError, before anything is
    crawled, when the address to serve at is taken.
    """
    refuse_taken_port(config)
    worker = Worker(config, every, say, tell)
    worker.start()
    try:
        serve(config)
    finally:
        heard()
        worker.stop()


def refuse_taken_port(config: Config) -> None:
    """Raise ConfigError when nothing can listen at the configured address, before work is begun."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        socket.create_server((config.host, config.port), family=family).close()
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"Cannot serve at {config.host}:{config.port}: {error}. "
            f"Is port {config.port} taken? Choose another with --port."
        ) from error


class Worker:
    """Crawls whoever is due, and publishes what is new while that goes on for hours."""

    def __init__(self, config: Config, every: int, say: Say, tell: Say) -> None:
        self._config = config
        self._tell = tell
        self._crawls = 0
        self._published: tuple[object, ...] = ()
        base = ("--base-url", config.base_url)
        publish = Loop(config, ("publish", *base), every, say, self._anything_new)
        verb = ("crawl", "--due", "--service", str(os.getpid()))
        crawl = Loop(config, verb, every, say, self._anyone_due, after=publish.wake)
        crawl.wake()  # publishing waits: what the first crawl finds goes into the first feeds
        self._loops = (crawl, publish)
        self._rota: Rota | None = None

    def start(self) -> None:
        """Begin."""
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Let the verbs under way finish their page, then end them."""
        deadline = monotonic() + GRACE
        for loop in self._loops:
            loop.end()
        for loop in self._loops:
            loop.wait_until(deadline)

    def _anyone_due(self, store: Store) -> bool:
        if self._rota is None:
            self._rota = Rota(self._sources, store)
        due = self._rota.due(now())
        self._tell(_crawling(due) if due else _resting(self._rota.turns(now())))
        self._crawls += bool(due)
        return bool(due)

    def _sources(self) -> list[Source]:
        return [s for s in load_sources(self._config.sources_file).values() if s.enabled]

    def _anything_new(self, store: Store) -> bool:
        with suppress(FileNotFoundError):
            registry = self._config.sources_file.stat().st_mtime_ns
            state = (store.last_change(), registry, self._crawls)
            changed, self._published = state != self._published, state
            return changed
        return True


def _crawling(due: list[Turn]) -> str:
    names = ", ".join(turn.source.id for turn in due[:NAMED])
    return f"Crawling {names}{f' and {len(due) - NAMED} more' if len(due) > NAMED else ''}."


def _resting(turns: list[Turn]) -> str:
    following = next((turn for turn in turns if turn.visit.at), None)
    if following is None or following.visit.at is None:
        return "Nothing is due."
    when = f"{following.visit.at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    return f"Nothing is due; next {following.source.id} at {when}: {following.visit.why}."


class Loop(threading.Thread):
    """Runs one verb of ours whenever there is something for it to do."""

    def __init__(
        self,
        config: Config,
        verb: tuple[str, ...],
        every: int,
        say: Say,
        wanted: Callable[[Store], bool],
        after: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name=f"congtin-{verb[0]}", daemon=True)
        self._config = config
        self._command = verb
        self._every = every
        self._say = say
        self._wanted = wanted
        self._after = after
        self._failed = False
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Look every so often, and when woken, until told to end."""
        with open_store(self._config.database) as store:
            while not self._ending.is_set():
                self._woken.wait(self._every)
                self._woken.clear()
                self._look(store)

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    def end(self) -> None:
        """Begin no verb any more, and ask the one under way to end."""
        with self._starting:
            self._ending.set()
        self._woken.set()
        if self._child is not None:
            self._child.terminate()

    def wait_until(self, deadline: float) -> None:
        """Wait for the verb under way; kill it when `monotonic()` is at the deadline."""
        if self._child is None:
            return
        try:
            self._child.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _look(self, store: Store) -> None:
        name = self._command[0]
        try:
            code = self._call() if self._wanted(store) or self._failed else None
        except (
            OSError,
            CongtinError,
        ) as error:  # no process, no memory: the next look may have them
            self._say(f"congtin: '{name}' could not be started: {error}; it is tried again.")
            self._failed = True
            return
        self._failed = code not in (None, 0, 1)
        if code is not None and self._after:
            self._after()
        if self._failed and not self._ending.is_set():
            self._say(f"congtin: '{name}' ended with exit code {code}; it is tried again.")

    def _call(self) -> int:
        """Run the verb to its end."""
        with self._starting:
            if self._ending.is_set():
                return 0
            self._child = begin(self._config, self._command)
        return self._child.wait()
