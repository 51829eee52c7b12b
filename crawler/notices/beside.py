"""Operators are told now and then while a crawl goes on, and at its end, without the crawl waiting for it."""

from collections.abc import Callable
from threading import Thread
from time import monotonic

from crawler.notices.delivering import Delivery, channels, deliver
from pipeline.config import Config
from pipeline.errors import CongtinError
from pipeline.store import Store

EVERY = 300.0
"""Seconds between two looks: changes that come together go in one message."""
PATIENCE = 15.0
"""Seconds that the end of a crawl waits for another process that tells them."""

Say = Callable[[str], None]


class Messenger:
    """Tells operators beside other work. What goes wrong is said once, until it is another thing."""

    def __init__(self, config: Config, store: Store, say: Say) -> None:
        self._config = config
        self._store = store
        self._say = say
        self._said: tuple[tuple[str, str], ...] = ()
        self._thread: Thread | None = None
        self._last = monotonic()

    def look(self) -> None:
        """Begin telling what is to be told, where it is time and nobody of us is at it."""
        busy = self._thread is not None and self._thread.is_alive()
        if busy or monotonic() - self._last < EVERY or not channels(self._config):
            return
        self._last = monotonic()
        self._thread = Thread(target=self._tell, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Tell what is left, and wait for that."""
        self._tell(PATIENCE)

    def _tell(self, patience: float = 0.0) -> None:
        try:
            done = deliver(self._config, self._store, patience=patience)
        except CongtinError as error:
            done = Delivery(problems=(("", str(error)),))
        if done.problems and done.problems != self._said:
            for _, problem in done.problems:
                self._say(f"congtin: {problem}; operators are told the next time.")
        self._said = done.problems
