"""`congtin db upgrade` from every released version, `db backup`, `db copy`: all or nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import databases
import old_stores

from kills import invariants
from kills.warm import Ran
from kills.worlds import Stock, World
from pipeline.store import open_store
from pipeline.store.database import schema

_ROWS = "SELECT id, url, title, text, first_seen FROM articles ORDER BY id"


class Upgrade(World):
    """A database as a released version left it."""

    name = "upgrade"
    lasts = 1

    def build(self) -> None:
        self.revision = self.dice.choice(old_stores.RELEASED)
        old_stores.make(self.url, self.revision)
        self.before = [tuple(map(str, row)) for row in invariants.rows(self.url, _ROWS)]

    def words(self) -> list[object]:
        return ["db", "upgrade"]

    def wrong_at_once(self) -> Iterator[str]:
        ((now,),) = invariants.rows(self.url, "SELECT version_num FROM alembic_version")
        if now not in (self.revision, schema.head()):
            yield f"half migrated: from {self.revision} to {now}"
        yield from self._lost()

    def _lost(self) -> Iterator[str]:
        now = [tuple(map(str, row)) for row in invariants.rows(self.url, _ROWS)]
        if now != self.before:
            yield f"upgrading from {self.revision} changed articles"

    def wrong(self) -> Iterator[str]:
        yield from self._lost()
        yield from self._strange()
        yield from invariants.free(self.data)

    def _strange(self) -> Iterator[str]:
        with open_store(self.url) as store:
            held = store.indexed()
            if not held.whole:
                yield f"search index: {held}"
            if found := len(list(store.iter_entries())) - len(self.before):
                yield f"{found} entries more than before"


class Backup(World):
    """A copy in one file, over that of the trial before."""

    name = "backup"

    def build(self) -> None:
        self.stock = Stock.of(self.ground)
        self.file = self.data / "backups" / "one.db"
        self.file.parent.mkdir()
        databases._elsewhere.pop(self.data.resolve(), None)
        if not self.stock.url.startswith("sqlite"):
            databases._elsewhere[self.data.resolve()] = self.stock.url
        else:
            shutil.copy(self.stock.data / "congtin.db", self.data)

    def words(self) -> list[object]:
        return ["db", "backup", self.file, "--replace"]

    def wrong_at_once(self) -> Iterator[str]:
        if self.file.exists() or self.trials:
            yield from held_in(self.file, self.stock)

    def wrong(self) -> Iterator[str]:
        yield from held_in(self.file, self.stock)
        yield from invariants.free(self.data)
        if others := [f.name for f in self.file.parent.iterdir() if f != self.file]:
            yield f"left over beside the backup: {others}"


class Copy(Backup):
    """Everything into another, empty database."""

    name = "copy"
    lasts = 1

    def build(self) -> None:
        super().build()
        self.file = self.data / "other.db"

    def words(self) -> list[object]:
        return ["db", "copy", "--to", f"sqlite:///{self.file}"]

    def wrong_at_once(self) -> Iterator[str]:
        yield from ()

    def is_done(self, ran: Ran) -> bool:
        try:
            return ran.code == 4 and not list(held_in(self.file, self.stock))
        except sqlite3.Error:
            return False

    def wrong(self) -> Iterator[str]:
        yield from held_in(self.file, self.stock)
        yield from invariants.free(self.data)


def held_in(file: Path, stock: Stock) -> Iterator[str]:
    """What the copy lacks."""
    if not file.exists():
        yield f"no {file.name}"
        return
    with closing(sqlite3.connect(file)) as copy:
        (sound,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        found = {row[0] for row in copy.execute("SELECT id FROM articles")}
    if sound != "ok":
        yield f"{file.name}: {sound}"
    if found != {one.id for one in stock.articles.values()}:
        yield f"{file.name} holds {len(found)} of {len(stock.articles)} articles"
