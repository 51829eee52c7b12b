"""Hosts: which addresses are one host, who is at it, and what it asked for in earlier runs."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock

from crawler.interrupts import end_ourselves
from crawler.locks import file_lock
from pipeline.errors import CongtinError, StoreError
from pipeline.model import Host
from pipeline.normalise.urls import DEFAULT_PORTS
from pipeline.store import Store
from pipeline.store.database.advisory import AdvisoryLocks, is_shared

MOST_ASKED = timedelta(days=7)
"""Who asks to be left alone for longer means for good, and is asked once a week."""
SKEW = timedelta(minutes=10)
"""How far the clocks of machines that share a store may differ."""


def host_key(url: str) -> str:
    """The host that an address leads to: `www.` and the two usual ports make no other of it."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, *DEFAULT_PORTS.values()) else f":{parts.port}"
    return f"{(parts.hostname or '').removeprefix('www.').rstrip('.')}{port}"


def origin_key(url: str) -> str:
    """The name and port whose robots.txt counts for an address; one port is one server."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"


class HostBusyError(CongtinError):
    """Another process of Congtin is visiting the host."""

    def __init__(self, url: str) -> None:
        host = urlsplit(url).netloc
        super().__init__(
            f"{host}: Congtin itself is visiting it just now. Try again when it is done."
        )


class Locks:
    """The hosts this process is at. The system frees them when the process dies, however it dies.

    `database`: the URL of a database that other machines may use. Then a host is kept from their processes
    as well; where the connection to it breaks, nothing is kept from them any more, so this process is told
    to end (SIGTERM), and dies where it does not.
    """

    def __init__(self, data: Path, database: str = "") -> None:
        self._data = data
        self._held: dict[str, FileLock] = {}
        self._database = database if is_shared(database) else ""
        self._everywhere: AdvisoryLocks | None = None
        self.lost = False
        """Whether the connection broke that kept the hosts from other machines."""

    def take(self, key: str) -> bool:
        """Whether the host is ours now. Raises ConfigError where nothing can be written, StoreError."""
        if key in self._held:
            return True
        lock = file_lock(self._data, _file_name(key))
        if lock is None:
            return False
        try:
            ours = self._take_everywhere(key)
        except BaseException:
            lock.release()
            raise
        if not ours:
            lock.release()
            return False
        self._held[key] = lock
        return True

    def wait_for(self, key: str, deadline: float) -> bool:
        """The same, tried again and again until `monotonic()` is there."""
        while not self.take(key):
            if monotonic() >= deadline:
                return False
            sleep(0.2)
        return True

    def free(self, key: str) -> None:
        """Let others at the host."""
        lock = self._held.pop(key, None)
        if lock is None:
            return
        try:
            if self._everywhere is not None and not self.lost:
                self._everywhere.free(_name(key))
        except StoreError:  # the connection broke: the server frees the host by itself
            self.lost = True
        finally:
            lock.release()

    def free_all(self) -> None:
        """Let others at every host."""
        everywhere, self._everywhere = self._everywhere, None
        if everywhere is not None:
            everywhere.close()
        for key in list(self._held):
            self.free(key)

    def _take_everywhere(self, key: str) -> bool:
        if not self._database:
            return True
        if self._everywhere is None:
            self._everywhere = AdvisoryLocks(self._database, self._end)
        return self._everywhere.take(_name(key))

    def _end(self) -> None:
        """Called by the thread that watches the connection: soon others may be at our hosts."""
        self.lost = True
        end_ourselves(unless=lambda: not self._held)


@contextmanager
def host_locks(data: Path, database: str = "") -> Iterator[Locks]:
    """Locks that are freed at the end. Raises StoreError where they were lost on the way."""
    locks = Locks(data, database)
    try:
        yield locks
    finally:
        locks.free_all()
        if locks.lost:
            raise StoreError(
                "The connection to the database broke that keeps hosts from other machines, so the visits "
                "were ended. They are taken up again by the next crawl."
            )


@contextmanager
def visiting(
    data: Path, urls: Iterable[str], patience: float, database: str = ""
) -> Iterator[frozenset[str]]:
    """Those hosts of the addresses that nobody else is at, kept from others in the `with` block.

    `patience`: seconds to wait for others to end. Where no data can be written, nobody can be known, and
    where the database cannot be reached, nobody on another machine.
    """
    keys = dict.fromkeys(host_key(url) for url in urls)
    deadline = monotonic() + patience
    known = data.is_dir() and os.access(data, os.W_OK)
    with ExitStack() as held:
        locks = held.enter_context(host_locks(data, database if known else ""))
        try:
            ours = frozenset(key for key in keys if not known or locks.wait_for(key, deadline))
        except StoreError:
            locks.free_all()
            locks = held.enter_context(host_locks(data))
            ours = frozenset(key for key in keys if locks.wait_for(key, deadline))
        yield ours


def _name(key: str) -> str:
    """As the database's locks know a host."""
    return f"congtin host {key}"


class Memory:
    """What hosts asked for: in the store where there is one, else for this run alone."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._hosts: dict[str, Host] = {}

    def get(self, key: str) -> Host:
        """What is known of a host."""
        if self._store is not None:
            return self._store.host(key)
        return self._hosts.get(key, Host(key))

    def note(self, key: str, **changes: Any) -> None:
        """Write down fields of a `Host`; the others stay."""
        host = replace(self.get(key), **changes)
        if self._store is None:
            self._hosts[key] = host
        elif host != self._store.host(key):
            self._store.save_host(host)


def held_until(host: Host, moment: datetime) -> datetime | None:
    """Until when no run may visit the host: it ended one, and its time is not over."""
    return asked_until(host, moment) if host.reason else None


def asked_until(host: Host, moment: datetime) -> datetime | None:
    """The time to come that the host asked to wait for. One further away than any wish that is obeyed was
    written down while the clock was wrong, and would keep everybody out for as long.
    """
    if host.resume_at and moment < host.resume_at <= moment + MOST_ASKED + SKEW:
        return host.resume_at
    return None


def _file_name(key: str) -> str:
    return key.replace(":", "_").replace("/", "_")
