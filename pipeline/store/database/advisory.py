"""Names that one program holds and no other may, on any machine: PostgreSQL's advisory locks.

They belong to one connection, kept for nothing else. The server frees them when the connection ends,
however its program ends; a machine that vanished is asked for, and they are free within a minute. Whoever
holds them asks as well, and gives up sooner: a lock is never held twice. (A pooler that hands one
connection to many, as PgBouncer does in its modes "transaction" and "statement", breaks this.)
"""

import threading
from collections.abc import Callable
from hashlib import blake2b

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError

from pipeline.errors import StoreError
from pipeline.store.database.deadline import with_option
from pipeline.store.database.engine import connect, parse_url
from pipeline.store.database.failures import describe, named

ASKED_EVERY = 5.0
"""Seconds between two looks whether the connection still stands."""
SERVER = ("tcp_keepalives_idle=20", "tcp_keepalives_interval=10", "tcp_keepalives_count=3")
"""What the server waits: 20 seconds of silence, then 3 questions 10 apart. ASKED_EVERY, the engine's UNHEARD
and the time that a program takes to end (12) are less: then we hold nothing any more."""


class AdvisoryLocks:
    """The names this program holds in a database. Safe to use from several threads.

    `lost` is called, once and in a thread of its own, when the connection broke: nothing is held any more.
    Raises StoreError where the database cannot be reached.
    """

    def __init__(self, url: str, lost: Callable[[], None]) -> None:
        self._url = _watchful(parse_url(url))
        self._engine = connect(self._url)
        with named(self._url):
            self._connection: Connection = self._engine.connect()
            self._connection.execution_options(isolation_level="AUTOCOMMIT")
        self._using = threading.Lock()
        self._closed = threading.Event()
        self._lost = lost
        threading.Thread(target=self._watch, name="congtin-locks", daemon=True).start()

    def take(self, name: str) -> bool:
        """Whether the name is ours now; a second time it counts once more. Raises StoreError."""
        return self._ask("SELECT pg_try_advisory_lock(:key)", name)

    def free(self, name: str) -> None:
        """Let others have the name. Raises StoreError."""
        self._ask("SELECT pg_advisory_unlock(:key)", name)

    def close(self) -> None:
        """Let others have them all."""
        self._closed.set()
        with self._using:
            self._connection.invalidate()  # not back into a pool, where it would go on holding them
            self._engine.dispose()

    def _ask(self, query: str, name: str) -> bool:
        with self._using, named(self._url):
            if self._connection.invalidated:  # SQLAlchemy would connect again, without our locks
                raise StoreError(f"{describe(self._url)}: the connection with the locks is gone.")
            return bool(self._connection.execute(text(query), {"key": key_of(name)}).scalar())

    def _watch(self) -> None:
        while not self._closed.wait(ASKED_EVERY):
            with self._using:
                if not self._closed.is_set() and not self._stands():
                    break
        else:
            return
        self._lost()

    def _stands(self) -> bool:
        if self._connection.invalidated:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True


def is_shared(url: str) -> bool:
    """Whether other machines may use the database as well."""
    return bool(url) and parse_url(url).get_backend_name() == "postgresql"


def key_of(name: str) -> int:
    """The number that stands for a name: 64 bits with a sign."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


def _watchful(url: URL) -> URL:
    """The URL of a connection that neither side takes for alive when the other is gone."""
    for option in SERVER:
        url = with_option(url, option)
    return url
