"""Verbs in processes forked from a warm one: they start in milliseconds, and run as from the command line."""

import atexit
import contextlib
import functools
import multiprocessing
import os
import signal
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path

import databases

from kills import wounds
from kills.wounds import Count, Wound

_WARM = multiprocessing.get_context("forkserver")
_WARM.set_forkserver_preload(
    [
        "crawler.cli", "crawler.run", "crawler.planning.turns", "crawler.imports", "crawler.exports",
        "crawler.doctor", "crawler.spiders.portal", "crawler.middlewares", "crawler.pipelines",
        "crawler.extensions", "crawler.network.connections", "crawler.manners.patience",
        "crawler.manners.wishes", "pipeline.reprocess", "pipeline.publish.publishing.files",
        "alembic.command", "kills.warm", "__main__",
    ]
)  # fmt: skip
HUNG = 120.0
"""Seconds after which a verb counts as hung."""


@dataclass(frozen=True)
class Ran:
    """How a verb ended. `code`: below zero, the signal that killed it."""

    code: int
    out: str
    err: str
    moments: int
    dealt: float
    """`time.monotonic()` when the wound was dealt; 0.0: it never was."""
    ended: float
    told: float = 0.0
    """When it was asked to end, where that was not the wound."""

    @property
    def left(self) -> float:
        """Seconds from the wound, or the word, to the end."""
        since = self.told or self.dealt
        return self.ended - since if since else 0.0


class Verb:
    """A verb under way."""

    def __init__(
        self,
        words: Sequence[object],
        data: Path,
        scratch: Path,
        wound: Wound = Wound(),  # noqa: B008 - frozen
        env: Mapping[str, str] | None = None,
    ) -> None:
        name = uuid.uuid4().hex
        self._out, self._err = scratch / f"{name}.out", scratch / f"{name}.err"
        self.count = Count(scratch / f"{name}.count")
        self._over = threading.Event()
        ours = {n: value for n, value in os.environ.items() if not n.startswith("CONGTIN_")}
        given = ours | databases.settings(data) | dict(env or {})
        command = [*map(str, words), "--data", str(data)]
        self.process = _WARM.Process(
            target=_speak, args=(command, given, self._out, self._err, wound, self.count.file)
        )
        _warm_up()
        self.process.start()

    @property
    def pid(self) -> int:
        return self.process.pid or 0

    @property
    def is_over(self) -> bool:
        """Whether its end was seen: it can meet nothing any more."""
        return self._over.is_set()

    def send(self, signum: int) -> None:
        """Deal a signal from outside."""
        with contextlib.suppress(ProcessLookupError, ValueError):  # it may end this very moment
            os.kill(self.pid, signum)
            self.count.deal()

    def wait_for(self, moment: int) -> bool:
        """Wait for its n-th moment; False where it ended before."""
        while not self._over.is_set() and self.count.moments < moment:
            time.sleep(0.001)
        return not self._over.is_set()

    def end(self, within: float = HUNG) -> Ran:
        """Wait for its end; one that hangs is killed and has the code -9."""
        self.process.join(within)
        ended = time.monotonic()
        self._over.set()
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        code = self.process.exitcode
        self.process.close()
        texts = [file.read_text() if file.exists() else "" for file in (self._out, self._err)]
        done = Ran(code or 0, *texts, self.count.moments, self.count.dealt, ended)
        for file in (self._out, self._err, self.count.file):
            file.unlink(missing_ok=True)
        return done


@functools.cache
def _warm_up() -> None:
    """Start the warm process; it finds our modules where we do."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (*sys.path, before)))
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def _speak(
    words: list[str], env: dict[str, str], out: Path, err: Path, wound: Wound, count: Path
) -> None:
    """The verb, from its first to its last line."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for file, number in ((out, 1), (err, 2)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False, buffering=1)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(env)
    os.chdir("/")
    sys.argv = ["congtin", *words]
    from crawler.cli import main
    from crawler.interrupts import interruptible

    interruptible()  # a moment may come before `main` says so itself
    try:
        wounds.inflict(wound, Count(count))
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
