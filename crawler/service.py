"""`congtin run`: crawl what is due and publish, again and again, beside the web server.

Crawls run in processes of their own: Scrapy's reactor runs once a process, feedgen moves the
process's locale, and a crawl that dies takes neither the server nor the schedule with it.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

from crawler.interrupts import heard
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.publish.web import serve

GRACE = 11.0
"""Seconds a crawl is given to end when the service ends: it waits 8 for answers (crawler.run.GRACE)."""


def run_service(config: Config, *, every: int, say: Callable[[str], None]) -> None:
    """Serve until a signal; meanwhile crawl what is due every `every` seconds and publish.

    Raises ConfigError, before anything is crawled, when the address to serve at is taken.
    """
    refuse_taken_port(config)
    worker = Worker(config, every, say)
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


class Worker(threading.Thread):
    """Runs `congtin crawl --due` and `congtin publish` in turn."""

    def __init__(self, config: Config, every: int, say: Callable[[str], None]) -> None:
        super().__init__(name="congtin-worker", daemon=True)
        self._config = config
        self._every = every
        self._say = say
        self._ending = threading.Event()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Take turns until told to end."""
        while not self._ending.is_set():
            self._verb("crawl", "--due")
            self._verb("publish", "--base-url", self._config.base_url)
            self._ending.wait(self._every)

    def stop(self) -> None:
        """Let the verb under way finish its page, then end it."""
        with self._starting:
            self._ending.set()
        child = self._child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def _verb(self, *verb: str) -> None:
        try:
            code = self._call(*verb)
        except OSError as error:  # no process, no memory: the next turn may have them
            self._say(f"congtin: '{verb[0]}' could not be started: {error}; it is tried again.")
            return
        if code not in (0, 1) and not self._ending.is_set():
            self._say(f"congtin: '{verb[0]}' ended with exit code {code}; it is tried again.")

    def _call(self, *verb: str) -> int:
        """Run a verb to its end. In a session of its own, so that Ctrl-C reaches it through `stop` alone."""
        # -P: a folder named crawler where the service was started is not our crawler.
        data = str(self._config.data)
        command = [sys.executable, "-P", "-m", "crawler", *verb, "--data", data]
        with self._starting:
            if self._ending.is_set():
                return 0
            self._child = subprocess.Popen(  # noqa: S603 - our own verbs
                command, stdout=subprocess.DEVNULL, start_new_session=True, env=self._environment()
            )
        return self._child.wait()

    def _environment(self) -> dict[str, str]:
        """Ours, and the database's URL, whose password must not stand on a command line."""
        url = self._config.database_url
        return {**os.environ, **({"CONGTIN_DATABASE_URL": url} if url else {})}
