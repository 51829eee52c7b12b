"""`congtin run`: crawl what is due and publish, again and again, beside the web server.

Crawls run in processes of their own (crawler.children): one that dies takes neither the server nor the
schedule with it, one that does nothing any more is ended and begun again. Systemd is told that we are alive
while the server's loop, the loop that crawls and the one that publishes all say so.
"""

import os
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic

from crawler.children import begin
from crawler.interrupts import heard
from crawler.planning.rota import Overdue, Rota, Turn
from crawler.sources import load_sources
from crawler.systemd.notify import Systemd, watched
from pipeline import retention
from pipeline.clock import now
from pipeline.config import Config
from pipeline.errors import ConfigError, CongtinError
from pipeline.model import VIETNAM, Source
from pipeline.publish.delivery.serving import Told
from pipeline.publish.web import serve
from pipeline.store import Store, open_store
from pipeline.telling import channels

GRACE = 9.0
"""Seconds a crawl is given to end when the service ends: it waits 7 for answers (crawler.run.GRACE)."""
BEAT = 5.0
"""Seconds between two signs of life of a loop that waits."""
STUCK = 1800.0
"""Seconds in which a verb has used no processor at all: it waits for what never comes. A crawl looks at the
clock every second, and no statement of ours takes a database so long."""
TOLD_EVERY = 300
"""Seconds between two looks at what operators were not told yet."""
NAMED = 5
"""Sources named in a line."""


Say = Callable[[str], None]


def run_service(
    config: Config, *, every: int, say: Say, tell: Say, ready: Callable[[], None], systemd: Systemd
) -> None:
    """Serve until a signal; meanwhile look every `every` seconds who is due and what is to publish.

    `say` is for what went wrong, `tell` for what goes on; systemd hears both. `ready` is called once it
    answers. Raises ConfigError, before anything is crawled, when the address to serve at is taken.
    """
    refuse_taken_port(config)
    with watched(systemd) as beat:
        worker = Worker(
            config, every, _both(say, systemd.status), _both(tell, systemd.status), beat
        )
        worker.start()

        def answering() -> None:
            systemd.ready()
            ready()

        def ending() -> None:
            systemd.stopping()
            worker.end()

        try:
            serve(config, Told(answering, partial(beat, "web"), ending), Overdue())
        finally:
            heard()
            worker.stop()


def _both(first: Say, second: Say) -> Say:
    def saying(line: str) -> None:
        first(line)
        second(line)

    return saying


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

    def __init__(
        self, config: Config, every: int, say: Say, tell: Say, beat: Callable[[str], None]
    ) -> None:
        self._config = config
        self._channels = channels(config.webhook, config.smtp_url)
        self._tell = tell
        self._told = ""
        self._crawls = 0
        self._published: tuple[object, ...] = ()
        base = ("--base-url", config.base_url)
        publish = Loop(config, ("publish", *base), every, say, self._anything_new, beat)
        verb = ("crawl", "--due", "--service", str(os.getpid()))
        crawl = Loop(config, verb, every, say, self._anyone_due, beat, after=publish.wake)
        crawl.wake()  # publishing waits: what the first crawl finds goes into the first feeds
        self._loops: tuple[Loop, ...] = (crawl, publish)
        if self._channels:
            often = max(every, TOLD_EVERY)
            notices = ("notices", "--send")
            self._loops += (Loop(config, notices, often, say, self._anything_untold, beat),)
        if retention.is_wanted(config):
            often = max(every, retention.LOOK_EVERY)
            prune = ("archive", "prune")
            self._loops += (Loop(config, prune, often, say, self._anything_old, beat),)
        self._rota: Rota | None = None
        self._deadline = 0.0

    def start(self) -> None:
        """Begin."""
        for loop in self._loops:
            loop.start()

    def end(self) -> None:
        """Ask the verbs under way to end; the first word starts the clock."""
        self._deadline = self._deadline or monotonic() + GRACE
        for loop in self._loops:
            loop.end()

    def stop(self) -> None:
        """Let the verbs under way finish their page, then end them."""
        self.end()
        for loop in self._loops:
            loop.wait_until(self._deadline)

    def _anyone_due(self, store: Store) -> bool:
        if self._rota is None:
            self._rota = Rota(self._sources, store)
        due = self._rota.due(now())
        self._news(_crawling(due) if due else _resting(self._rota.turns(now())))
        self._crawls += bool(due)
        return bool(due)

    def _news(self, line: str) -> None:
        """Tell it, if it is another than the last: nothing is due for hours, minute by minute."""
        if line != self._told:
            self._told = line
            self._tell(line)

    def _sources(self) -> list[Source]:
        return [s for s in load_sources(self._config.sources_file).values() if s.enabled]

    def _anything_old(self, _store: Store) -> bool:
        return retention.is_due(self._config, now())

    def _anything_untold(self, store: Store) -> bool:
        """What crawls could not tell operators, because a receiver was down, is told without them."""
        return bool(store.untold(self._channels, 1))

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
        beat: Callable[[str], None],
        after: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name=f"congtin-{verb[0]}", daemon=True)
        self._config = config
        self._command = verb
        self._every = every
        self._say = say
        self._wanted = wanted
        self._beat = partial(beat, verb[0])
        self._after = after
        self._failed = False
        self._woken = threading.Event()
        self._ending = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._told_to_end = False

    def run(self) -> None:
        """Look every so often, and when woken, until told to end."""
        with open_store(self._config.database) as store:
            while not self._ending.is_set():
                self._rest()
                self._look(store)
                self._beat()

    def _rest(self) -> None:
        """Until the next look is due, or one is asked for."""
        until = monotonic() + self._every
        while (left := until - monotonic()) > 0 and not self._woken.wait(min(left, BEAT)):
            self._beat()
        self._woken.clear()
        self._beat()

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    def end(self) -> None:
        """Begin no verb any more, and ask the one under way to end."""
        with self._starting:
            self._ending.set()
        self._woken.set()
        if self._child is not None and not self._told_to_end:
            self._told_to_end = True  # a second word would hurry a crawl
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
        return self._ended(self._child)

    def _ended(self, child: "subprocess.Popen[bytes]") -> int:
        """The exit code, once it has one. A child that does nothing any more is killed."""
        used: int | None = -1
        since = monotonic()
        while True:
            with suppress(subprocess.TimeoutExpired):
                return child.wait(BEAT)
            self._beat()
            if (ticks := processor_ticks(child.pid)) != used or ticks is None:
                used, since = ticks, monotonic()
            elif monotonic() - since > STUCK:
                self._say(
                    f"congtin: '{self._command[0]}' has done nothing for {STUCK:.0f} s; killed."
                )
                child.kill()


def processor_ticks(process: int) -> int | None:
    """What the process has used of the processor, in the system's ticks; None where nobody tells."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[11]) + int(fields[12])  # utime and stime, proc_pid_stat(5)
