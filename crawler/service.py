"""`congtin run`: crawl what is due and publish, again and again, beside the web server.

Crawls run in processes of their own: Scrapy's reactor runs once a process, feedgen moves the
process's locale, and a crawl that dies takes neither the server nor the schedule with it.
"""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable

from pipeline.config import Config
from pipeline.publish.web import serve

GRACE = 15.0
"""Seconds a crawl is given to finish the page in hand when the service ends."""


def run_service(config: Config, *, every: int, say: Callable[[str], None]) -> None:
    """Serve until a signal; meanwhile crawl what is due every `every` seconds and publish."""
    worker = Worker(config, every, say)
    worker.start()
    try:
        serve(config)
    finally:
        worker.stop()


class Worker(threading.Thread):
    """Runs `congtin crawl --due` and `congtin publish` in turn."""

    def __init__(self, config: Config, every: int, say: Callable[[str], None]) -> None:
        super().__init__(name="congtin-worker", daemon=True)
        self._config = config
        self._every = every
        self._say = say
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Take turns until told to end."""
        while not self._ending.is_set():
            self._verb("crawl", "--due")
            if not self._ending.is_set():
                self._verb("publish")
            self._ending.wait(self._every)

    def stop(self) -> None:
        """Let the verb under way finish its page, then end it."""
        self._ending.set()
        child = self._child
        if child is None or child.poll() is not None:
            return
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()

    def _verb(self, *verb: str) -> None:
        command = [sys.executable, "-m", "crawler", *verb, *self._flags()]
        self._child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own verbs
        code = self._child.wait()
        if code not in (0, 1) and not self._ending.is_set():
            self._say(
                f"congtin: '{' '.join(verb)}' ended with exit code {code}; it is tried again."
            )

    def _flags(self) -> list[str]:
        flags = ["--data", str(self._config.data)]
        if self._config.database_url:
            flags += ["--database-url", self._config.database_url]
        return flags
