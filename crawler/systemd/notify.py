"""What systemd is told of a service (sd_notify, systemd.service(5), Type=notify): ready, what goes on, alive.

Twenty lines over a datagram socket. Where there is no systemd, nothing is told.
"""

import os
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from time import monotonic

BEAT = 2.0
"""Seconds between two signs of life of a loop."""
SHARE = 4
"""So many signs of life are sent in the time after which systemd takes a service for dead."""


class Systemd:
    """The socket at which systemd listens. Telling never fails and never waits."""

    def __init__(self, address: str = "", watchdog: float = 0.0) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.watchdog = watchdog
        """Seconds without a sign of life after which systemd restarts us; 0: it does not watch."""

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> "Systemd":
        """As systemd says in the environment; a watch that is meant for another process is none."""
        named = environment.get("WATCHDOG_USEC", "")
        ours = environment.get("WATCHDOG_PID", "") in ("", str(os.getpid()))
        seconds = int(named) / 1e6 if ours and named.isascii() and named.isdigit() else 0.0
        return cls(environment.get("NOTIFY_SOCKET", ""), seconds)

    def ready(self) -> None:
        """What starts after us may start."""
        self._tell("READY=1")

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self._tell(f"STATUS={' '.join(text.split())[:500]}")

    def alive(self) -> None:
        """The watchdog need not bite."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The end has begun."""
        self._tell("STOPPING=1")

    def _tell(self, line: str) -> None:
        if not self._address:
            return
        with suppress(OSError, ValueError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.setblocking(False)
            out.sendto(line.encode("utf-8", "replace"), self._address)


@contextmanager
def watched(systemd: Systemd) -> Iterator[Callable[[str], None]]:
    """While it lasts, systemd is told that we are alive, as long as each part of us calls what is given with
    its name, more often than `systemd.watchdog` / 2 seconds.
    """
    watchdog = Watchdog(systemd)
    watchdog.start()
    try:
        yield watchdog.beat
    finally:
        watchdog.end()


async def running(work: Awaitable[None], systemd: Systemd, part: str) -> None:
    """Do the work; meanwhile systemd knows that it has begun and that the loop it is done in goes round."""
    import asyncio  # late: verbs that have no loop do without

    async def beating() -> None:
        while True:
            beat(part)
            await asyncio.sleep(BEAT)

    with watched(systemd) as beat:
        beats = asyncio.create_task(beating())
        systemd.ready()
        try:
            await work
        finally:
            systemd.stopping()
            beats.cancel()


class Watchdog(threading.Thread):
    """Tells systemd that we are alive, as long as every part of us that must be says so itself.

    A part is watched from its first `beat` on; one that has not said anything for half of systemd's patience
    is hung: then nothing is told any more, and systemd begins us anew.
    """

    def __init__(self, systemd: Systemd, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(name="congtin-watchdog", daemon=True)
        self._systemd = systemd
        self._clock = clock
        self._beats: dict[str, float] = {}
        self._ended = threading.Event()

    def beat(self, part: str) -> None:
        """That part is alive."""
        self._beats[part] = self._clock()

    def hung(self) -> list[str]:
        """The parts that have said nothing for too long."""
        oldest = self._clock() - self._systemd.watchdog / 2
        return sorted(part for part, at in self._beats.copy().items() if at < oldest)

    def run(self) -> None:
        """Tell it, again and again."""
        while self._systemd.watchdog and not self._ended.wait(self._systemd.watchdog / SHARE):
            if hung := self.hung():
                self._systemd.status(f"Hung: {', '.join(hung)}.")
            else:
                self._systemd.alive()

    def end(self) -> None:
        """Tell nothing any more."""
        self._ended.set()
