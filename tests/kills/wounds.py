"""What is done to a verb from inside its own process, at the n-th moment that something of its is kept.

A moment is a file opened to write, renamed, removed or made lasting, a piece written, a statement or a
commit of a database, a connection to a portal. They are counted where everybody can read the count, so
that what comes from outside (a signal, a restarted server) can be dealt at a chosen moment as well.
"""

import builtins
import datetime as datetimes
import errno
import io
import mmap
import os
import pathlib
import signal
import sqlite3
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
AUDITED = frozenset(("os.rename", "os.remove", "os.truncate", "os.mkdir", "socket.connect"))
SIGNALS = {"kill": signal.SIGKILL, "term": signal.SIGTERM, "int": signal.SIGINT}


@dataclass(frozen=True)
class Wound:
    """One injury from inside; with act "" there is none, and moments are counted for others to see."""

    act: str = ""
    """"kill", "term", "int"; "tear": killed with half a piece written; "disk": what is written under
    `where` finds no room; "database": `times` statements fail; "clock": `hours` go by at once."""
    at: int = 0
    """The moment, counted from 1."""
    where: str = ""
    hours: float = 0.0
    times: int = 0
    ahead: float = 0.0
    """Hours that the clock is ahead from the start."""
    patch: str = ""
    """Python run first, in the verb's process."""
    counted: bool = True
    """Whether moments are counted: it costs a verb half its time again."""


class Count:
    """How many moments there were so far, and when the wound was dealt; shared by a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if not file.exists():
            file.write_bytes(bytes(24))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 24)

    @property
    def moments(self) -> int:
        return int(struct.unpack_from("q", self._map, 0)[0])

    @moments.setter
    def moments(self, value: int) -> None:
        struct.pack_into("q", self._map, 0, value)

    @property
    def dealt(self) -> float:
        """`time.monotonic()` of the first injury; 0.0 before."""
        return float(struct.unpack_from("d", self._map, 8)[0])

    def deal(self) -> None:
        if not self.dealt:
            struct.pack_into("d", self._map, 8, time.monotonic())


class Inflicted:
    """A wound in this process."""

    def __init__(self, wound: Wound, count: Count) -> None:
        self.wound, self.count = wound, count
        self.process = os.getpid()
        self.inside = False
        self.left = wound.times
        self.ahead = datetimes.timedelta(hours=wound.ahead)

    def moment(self, *, writing: str = "") -> None:
        """One more moment; the wound is dealt when it is its turn."""
        if self.inside or os.getpid() != self.process:
            return
        self.inside = True
        try:
            self.count.moments += 1
            if self.wound.act and self.count.moments >= self.wound.at:
                self._deal(writing)
        finally:
            self.inside = False

    def _deal(self, writing: str) -> None:
        act = self.wound.act
        if act in SIGNALS and not self.count.dealt:
            self.count.deal()
            os.kill(self.process, SIGNALS[act])
        elif act == "clock" and not self.count.dealt:
            self.count.deal()
            self.ahead += datetimes.timedelta(hours=self.wound.hours)
        elif act == "disk" and writing and self.wound.where in writing:
            self.count.deal()

    def tears(self) -> bool:
        """Whether the piece that is written now is to be the last, and half."""
        return self.wound.act == "tear" and self.count.moments >= self.wound.at

    def full(self, file: str) -> bool:
        """Whether there is no room for what is written to that file."""
        mine = self.wound.act == "disk" and self.wound.where in file
        return mine and self.count.moments >= self.wound.at

    def fails(self) -> bool:
        """Whether the database fails with this statement."""
        if self.wound.act != "database" or self.count.moments < self.wound.at or self.left <= 0:
            return False
        self.left -= 1
        self.count.deal()
        return True


def inflict(wound: Wound, count: Count) -> None:
    """From now on this process is wounded."""
    one = Inflicted(wound, count)
    if wound.counted:
        _watch_files(one)
        _watch_databases(one)
    _move_clock(one)
    if wound.patch:
        exec(wound.patch, {})


def _watch_files(one: Inflicted) -> None:
    sys.addaudithook(lambda event, given: _heard(one, event, given))
    synced = os.fsync

    def fsync(file: int) -> None:
        one.moment()
        synced(file)

    os.fsync = fsync
    opened = io.open

    def open_(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        buffered = rest in ((), (-1,), (-1, None, None, None))
        if mode in ("ab", "wb") and isinstance(file, str | os.PathLike) and buffered:
            return io.BufferedWriter(_Wounded(one, os.fspath(file), mode))
        return opened(file, mode, *rest, **more)

    io.open = builtins.open = open_
    pathlib.io.open = open_


def _heard(one: Inflicted, event: str, given: tuple[Any, ...]) -> None:
    if event in AUDITED or (event == "open" and isinstance(given[2], int) and given[2] & WRITES):
        one.moment()


class _Wounded(io.FileIO):
    """A file whose writing may break off."""

    def __init__(self, one: Inflicted, file: str, mode: str) -> None:
        self._one, self._file = one, file
        super().__init__(file, mode[0])

    def write(self, piece: Any) -> int:
        self._one.moment(writing=self._file)
        if self._one.tears():
            super().write(bytes(piece)[: len(piece) // 2])
            self._one.count.deal()
            os.kill(os.getpid(), signal.SIGKILL)
        if self._one.full(self._file):
            if len(piece) > 1:
                super().write(bytes(piece)[: len(piece) // 2])
            self._one.count.deal()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._file)
        return super().write(piece)


def _watch_databases(one: Inflicted) -> None:
    from sqlalchemy import Engine, event

    from pipeline.publish.publishing.state import State

    def executing(cursor: Any, statement: str, *_: Any) -> None:
        one.moment()
        kind = type(cursor).__module__
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and one.full("database"):
            one.count.deal()
            raise _no_room(kind)
        if one.fails():
            raise _away(kind)

    event.listen(Engine, "do_execute", executing)
    event.listen(Engine, "do_executemany", executing)
    event.listen(Engine, "commit", lambda _: one.moment())
    committed = State.commit

    def commit(state: State) -> None:
        one.moment()
        committed(state)
        one.moment()

    State.commit = commit


def _no_room(kind: str) -> Exception:
    if kind == "sqlite3":
        return sqlite3.OperationalError("database or disk is full")
    import psycopg

    return psycopg.errors.DiskFull("could not extend file: No space left on device")


def _away(kind: str) -> Exception:
    if kind == "sqlite3":
        return sqlite3.OperationalError("disk I/O error")
    import psycopg

    return psycopg.OperationalError("the connection is closed")


def _move_clock(one: Inflicted) -> None:
    from pipeline import clock

    class Moved(datetimes.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetimes.datetime.now(tz) + one.ahead

    clock.datetime = Moved
    told = time.time
    time.time = lambda: told() + one.ahead.total_seconds()
