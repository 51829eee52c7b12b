"""A job's verb in a process of its own: waited for, ended when the job is cancelled or its worker ends."""

import asyncio
import subprocess
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from crawler.children import begin
from crawler.cli.logs import hand_on
from crawler.jobs.outcomes import Ended
from pipeline.config import Config
from pipeline.errors import INTERRUPTED

POLL = 0.2
"""Seconds between two looks whether the process is done."""
GRACE = 11.0
"""Seconds that a process is given to end: a crawl waits 7 for answers (crawler.run.GRACE)."""
LONGEST = 1 << 20
"""Bytes of a line that is handed on as one: an object may hold a traceback."""
LINES, WIDTH = 5, 300
"""What is kept of what it said: the last lines, and of each so many letters."""


async def run_verb(
    config: Config, verb: Sequence[str], gives_way: Callable[[float], Awaitable[bool]]
) -> Ended:
    """Run a verb to its end. What it says goes to our stderr, and its last lines into `Ended`.

    Cancelled, it is asked to end, and after GRACE it is killed. `gives_way` is asked every POLL seconds, with
    the seconds it has run: when it is to end early, which is no failure. Raises OSError where there can be
    no process.
    """
    child = begin(config, verb, heard=True)
    said = _Said(child)
    loop = asyncio.get_running_loop()
    began, asked = loop.time(), False
    try:
        while child.poll() is None:
            await asyncio.sleep(POLL)
            if not asked and await gives_way(loop.time() - began):
                asked = True
                child.terminate()
    except BaseException:
        await asyncio.shield(_end(child))
        raise
    finally:
        said.close()
    code = 0 if asked and child.returncode == INTERRUPTED else child.returncode
    return Ended(code, said.text())


async def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    for _ in range(round(GRACE / POLL)):
        if child.poll() is not None:
            return
        await asyncio.sleep(POLL)
    child.kill()
    await asyncio.to_thread(child.wait)


class _Said:
    """What a process says: passed on line by line, and the last lines kept."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        assert child.stderr is not None
        self._stream = child.stderr
        self._last: deque[str] = deque(maxlen=LINES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Nothing more comes, unless from a process that the dead one began."""
        self._reader.join(1.0)

    def text(self) -> str:
        """The last lines, in one."""
        return " / ".join(self._last)

    def _read(self) -> None:
        with self._stream:
            for raw in iter(lambda: self._stream.readline(LONGEST), b""):
                line = raw.decode("utf-8", "replace").rstrip()
                if line:
                    self._last.append(hand_on(line)[:WIDTH])
