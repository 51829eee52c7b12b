"""What the feeds remember between two publishings: which article stands in which document of which feed.

A small SQLite file beside the feeds, hidden. It can be lost: the archive pages say what they hold, the
rest is found in the store, and every document is made anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

FILE = ".state.db"
BASE = "base"
"""The fact that says for which base address the last whole publishing was."""

_VERSION = 1
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, members TEXT NOT NULL, look TEXT NOT NULL,
    base TEXT NOT NULL, pages INTEGER NOT NULL, written INTEGER NOT NULL, stale INTEGER NOT NULL
);
CREATE TABLE places (
    feed INTEGER NOT NULL, key TEXT NOT NULL, page INTEGER NOT NULL, joined INTEGER NOT NULL,
    timeline INTEGER NOT NULL, updated INTEGER NOT NULL, PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE INDEX current_of_feed ON places (feed, joined, timeline) WHERE page = 0;
CREATE INDEX current_by_key ON places (key) WHERE page = 0;
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE topics (slug TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE left_out (key TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pings (address TEXT PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID;
"""
_PLACE = "key, page, joined, timeline, updated"


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """What is known of one feed's files."""

    id: int
    name: str
    members: str = ""
    """A digest of what decides which articles belong to it."""
    look: str = ""
    """A digest of what else shapes its documents."""
    base: str = ""
    """The base address printed in its archive pages."""
    pages: int = 0
    """How many archive pages there are, by this plan."""
    written: int = 0
    """How many of them are known to stand in files."""
    stale: bool = True
    """Its documents may lag behind the plan: make them anew, reuse nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """An article in a feed. `page` 0: in the subscription document, else in that archive page."""

    key: str
    page: int
    joined: int
    """The publishing that put this version of it in."""
    timeline: int
    updated: int
    """Seconds since 1970."""


class State:
    """The open file. Nothing is kept before `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def commit(self) -> None:
        """Keep what was written, whatever happens next."""
        self._sql.commit()

    def fact(self, name: str) -> str:
        """A remembered fact, "" where there is none."""
        row = self._sql.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put_fact(self, name: str, value: str) -> None:
        """Remember a fact in place of what it was."""
        self._sql.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def feeds(self) -> dict[str, KeptFeed]:
        """Every feed that was ever published, by name."""
        rows = self._sql.execute(
            "SELECT id, name, members, look, base, pages, written, stale FROM feeds"
        )
        return {row[1]: KeptFeed(*(*row[:7], bool(row[7]))) for row in rows}

    def add_feed(self, name: str) -> KeptFeed:
        """A feed that was never published before."""
        done = self._sql.execute("INSERT INTO feeds VALUES (NULL, ?, '', '', '', 0, 0, 1)", (name,))
        return KeptFeed(done.lastrowid or 0, name)

    def save_feed(self, feed: KeptFeed) -> None:
        """Put down what is known of a feed."""
        self._sql.execute(
            "UPDATE feeds SET members = ?, look = ?, base = ?, pages = ?, written = ?, stale = ?"
            " WHERE id = ?",
            (feed.members, feed.look, feed.base, feed.pages, feed.written, feed.stale, feed.id),
        )

    def place(self, feed: int, key: str) -> Place | None:
        """Where the article stands in that feed."""
        row = self._sql.execute(
            f"SELECT {_PLACE} FROM places WHERE feed = ? AND key = ?",  # nosec B608 # noqa: S608
            (feed, key),
        ).fetchone()
        return Place(*row) if row else None

    def places(self, feed: int, keys: Sequence[str]) -> dict[str, Place]:
        """Where those articles, a few hundred at most, stand in that feed; without those that do not."""
        rows = self._sql.execute(
            f"SELECT {_PLACE} FROM places WHERE feed = ? AND key IN ({','.join('?' * len(keys))})",  # nosec B608 # noqa: S608
            (feed, *keys),
        )
        return {row[0]: Place(*row) for row in rows}

    def current(self, feed: int) -> list[Place]:
        """The articles of the subscription document, the newest first."""
        rows = self._sql.execute(
            f"SELECT {_PLACE} FROM places WHERE feed = ? AND page = 0 ORDER BY timeline DESC",  # nosec B608 # noqa: S608
            (feed,),
        )
        return [Place(*row) for row in rows]

    def current_feeds(self, key: str) -> list[int]:
        """The feeds in whose subscription document the article stands."""
        rows = self._sql.execute("SELECT feed FROM places WHERE key = ? AND page = 0", (key,))
        return [row[0] for row in rows]

    def put_places(self, feed: int, places: Iterable[Place]) -> None:
        """Put articles into a feed, or where they stand now."""
        rows = ((feed, p.key, p.page, p.joined, p.timeline, p.updated) for p in places)
        self._sql.executemany("INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?, ?, ?)", rows)

    def drop_places(self, feed: int, keys: Iterable[str]) -> None:
        """Take articles out of a feed."""
        rows = ((feed, key) for key in keys)
        self._sql.executemany("DELETE FROM places WHERE feed = ? AND key = ?", rows)

    def seal(self, feed: KeptFeed, size: int) -> tuple[KeptFeed, list[tuple[int, list[str]]]]:
        """Move what has stood longest into archive pages of `size` while twice as many would be left.

        Gives (page, keys) of each new page, keys newest first.
        """
        count = self._sql.execute(
            "SELECT count(*) FROM places WHERE feed = ? AND page = 0", (feed.id,)
        ).fetchone()[0]
        pages = max(0, count // size - 1)
        rows = self._sql.execute(
            "SELECT key, timeline FROM places WHERE feed = ? AND page = 0 ORDER BY joined, timeline LIMIT ?",
            (feed.id, pages * size),
        ).fetchall()
        sealed = []
        for number in range(pages):
            part = sorted(rows[number * size : (number + 1) * size], key=lambda row: -row[1])
            sealed.append((feed.pages + number + 1, [row[0] for row in part]))
        self._sql.executemany(
            "UPDATE places SET page = ? WHERE feed = ? AND key = ?",
            ((page, feed.id, key) for page, keys in sealed for key in keys),
        )
        return replace(feed, pages=feed.pages + pages), sealed

    def sealed(self, feed: KeptFeed) -> list[tuple[int, list[str]]]:
        """(page, keys newest first) of every archive page that is not known to be written."""
        pages: dict[int, list[str]] = {n: [] for n in range(feed.written + 1, feed.pages + 1)}
        rows = self._sql.execute(
            "SELECT page, key FROM places WHERE feed = ? AND page > ? ORDER BY page, timeline DESC",
            (feed.id, feed.written),
        )
        for page, key in rows:
            pages.setdefault(page, []).append(key)
        return sorted(pages.items())

    def files(self) -> dict[str, tuple[int, int]]:
        """Path -> (size, time of change in nanoseconds) of each document as we left it."""
        rows = self._sql.execute("SELECT path, size, modified FROM files")
        return {path: (size, modified) for path, size, modified in rows}

    def file(self, path: str) -> tuple[int, int] | None:
        """Size and time of change of a document as we left it; None for one that we never wrote."""
        query = "SELECT size, modified FROM files WHERE path = ?"
        found: tuple[int, int] | None = self._sql.execute(query, (path,)).fetchone()
        return found

    def put_file(self, path: str, size: int, modified: int) -> None:
        """Put down how we left a document."""
        self._sql.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, size, modified))

    def topics(self) -> dict[str, str]:
        """Slug -> name of each topic that has a feed of its own."""
        return dict(self._sql.execute("SELECT slug, name FROM topics ORDER BY slug").fetchall())

    def add_topics(self, topics: Iterable[tuple[str, str]]) -> None:
        """Give topics feeds of their own, from now on."""
        self._sql.executemany("INSERT OR IGNORE INTO topics VALUES (?, ?)", topics)

    def left_out(self) -> dict[str, str]:
        """Key -> reason of each article that cannot stand in a feed as it is."""
        return dict(self._sql.execute("SELECT key, reason FROM left_out ORDER BY key").fetchall())

    def leave_out(self, key: str, reason: str) -> None:
        """Put down that an article cannot stand in a feed."""
        self._sql.execute("INSERT OR REPLACE INTO left_out VALUES (?, ?)", (key, reason))

    def readmit(self, keys: Iterable[str] | None = None) -> None:
        """These articles, or all, are to be tried again."""
        if keys is None:
            self._sql.execute("DELETE FROM left_out")
        else:
            self._sql.executemany("DELETE FROM left_out WHERE key = ?", ((key,) for key in keys))

    def add_ping(self, address: str, run: int) -> None:
        """A hub is to be told that what stands at that address changed."""
        self._sql.execute("INSERT OR REPLACE INTO pings VALUES (?, ?)", (address, run))

    def pings(self) -> list[tuple[str, int]]:
        """(address, publishing that changed it) of what a hub is still to be told."""
        return self._sql.execute("SELECT address, run FROM pings ORDER BY address").fetchall()

    def drop_pings(self, told: Iterable[tuple[str, int]]) -> None:
        """A hub was told of these; what changed again since stays."""
        self._sql.executemany("DELETE FROM pings WHERE address = ? AND run <= ?", told)


def published_for(directory: Path) -> str:
    """The base address that the feeds in that directory were last published for; "" where none is known."""
    path = directory / FILE
    try:
        if not _readable(path):
            return ""
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return State(connection).fact(BASE)
    except (OSError, sqlite3.Error):  # it may be another user's, or busy: only a hint is lost
        return ""


def last_published(directory: Path) -> tuple[int, float] | None:
    """(the last change that the feeds in that directory have seen, and when a publishing last wrote
    anything down, in seconds since 1970); None where none is known.
    """
    path = directory / FILE
    try:
        if not _readable(path):
            return None
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return int(State(connection).fact("last") or 0), path.stat().st_mtime
    except (OSError, sqlite3.Error, ValueError):
        return None


@contextmanager
def open_state(directory: Path) -> Iterator[State]:
    """The state of the feeds in that directory; new where there is none that can be read."""
    path = directory / FILE
    if not _readable(path):
        for file in (path, path.with_name(f"{FILE}-journal")):
            file.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(f"{_TABLES}PRAGMA user_version = {_VERSION};")
    with closing(sqlite3.connect(path)) as connection:
        yield State(connection)


def _readable(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(path)) as connection:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError:  # a full or broken disk: no reason to forget anything
        raise
    except sqlite3.DatabaseError:
        return False
    return version == _VERSION
