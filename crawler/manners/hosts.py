"""Hosts: which addresses are one host, who is at it, and what it asked for in earlier runs."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from pipeline.errors import ConfigError, CongtinError
from pipeline.model import Host
from pipeline.normalise.urls import DEFAULT_PORTS
from pipeline.store import Store


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
    """The hosts this process is at. The system frees them when the process dies, however it dies."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "locks"
        self._held: dict[str, FileLock] = {}

    def take(self, key: str) -> bool:
        """Whether the host is ours now. Raises ConfigError where nothing can be written."""
        if key in self._held:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / f"{_file_name(key)}.lock")
            lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError as error:
            raise ConfigError(
                f"{self._folder}: cannot be written ({error.strerror or error})."
            ) from error
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
        if lock is not None:
            lock.release()

    def free_all(self) -> None:
        """Let others at every host."""
        for key in list(self._held):
            self.free(key)


@contextmanager
def host_locks(data: Path) -> Iterator[Locks]:
    """Locks that are freed at the end."""
    locks = Locks(data)
    try:
        yield locks
    finally:
        locks.free_all()


@contextmanager
def visiting(data: Path, urls: Iterable[str], patience: float) -> Iterator[frozenset[str]]:
    """Those hosts of the addresses that nobody else is at, kept from others in the `with` block.

    `patience`: seconds to wait for others to end. Where no data can be written, nobody can be known.
    """
    keys = dict.fromkeys(host_key(url) for url in urls)
    deadline = monotonic() + patience
    with host_locks(data) as locks:
        known = data.is_dir() and os.access(data, os.W_OK)
        yield frozenset(key for key in keys if not known or locks.wait_for(key, deadline))


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
    if host.reason and host.resume_at and host.resume_at > moment:
        return host.resume_at
    return None


def _file_name(key: str) -> str:
    return key.replace(":", "_").replace("/", "_")
