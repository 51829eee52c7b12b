"""Which payloads are kept already, and where: an index beside the WARC files, made of them alone.

It is a hint and never the truth. Who finds a place in it reads the record there and compares. Lost,
damaged or behind after a crash, it is made again from the files: of each file it knows up to which
byte it was read.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from pipeline.archive.fields import Kept, kept
from pipeline.archive.members import MAGIC, members
from pipeline.archive.plain import records
from pipeline.archive.records import digest_of
from pipeline.model import WarcLocation

NAME = "digests.db"
SUFFIXES = (".warc.gz", ".warc")
BUSY_SECONDS = 10

TABLES = """
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    folder TEXT NOT NULL, key BLOB NOT NULL, name TEXT NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (folder, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_of_a_file ON records (name);
"""
ADD = "INSERT OR {} INTO records (folder, key, name, start, length) VALUES (?, ?, ?, ?, ?)"


class Digests:
    """The index of one archive. A database that fails is no failure of the archive: nothing is found then."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / NAME

    def find(self, folder: str, *keys: bytes) -> list[WarcLocation]:
        """The places in that folder under the keys, in the order of the keys. Reads only."""
        if not self._file.exists():
            return []
        query = "SELECT name, start, length FROM records WHERE folder = ? AND key = ?"
        with contextlib.suppress(sqlite3.Error), closing(self._connect(writing=False)) as index:
            rows = (index.execute(query, (folder, key)).fetchone() for key in keys)
            return [WarcLocation(*row) for row in rows if row]
        return []

    def note(self, folder: str, name: str, size: int, written: Kept | None = None) -> None:
        """That file has grown from that size on; a response just written goes before one that is gone."""

        def work(index: sqlite3.Connection) -> None:
            if written:
                index.executemany(ADD.format("REPLACE"), _rows(folder, [written]))
            index.execute("INSERT OR IGNORE INTO files VALUES (?, 0)", (name,))
            grown = (self._root / name).stat().st_size
            index.execute(
                "UPDATE files SET size = ? WHERE name = ? AND size = ?", (grown, name, size)
            )

        self._write(work)

    def catch_up(self, folder: str) -> None:
        """Read what the folder's files hold beyond what is known of them; forget files that are gone."""
        present = dict(files(self._root, folder))
        if not present and not self._file.exists():
            return

        def work(index: sqlite3.Connection) -> None:
            known = dict(index.execute("SELECT name, size FROM files").fetchall())
            for name in known.keys() - present.keys():
                if name.startswith(f"{folder}/"):
                    _forget(index, name)
            for name, size in present.items():
                self._read(index, folder, name, known.get(name, 0), size)

        self._write(work)

    def _read(
        self, index: sqlite3.Connection, folder: str, name: str, start: int, size: int
    ) -> None:
        if start > size:  # cut, or another file of the same name
            _forget(index, name)
            start = 0
        if start < size:
            found = responses(self._root, name, start)
            index.executemany(ADD.format("IGNORE"), _rows(folder, found))
            index.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (name, size))

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """One transaction; a damaged index is thrown away, to be made again when next caught up with."""
        try:
            with closing(self._connect(writing=True)) as index, index:
                work(index)
        except sqlite3.OperationalError:
            return  # locked, full, read-only: the next one who writes catches up
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _connect(self, *, writing: bool) -> sqlite3.Connection:
        if not writing:
            address = f"{self._file.absolute().as_uri()}?mode=ro"
            return sqlite3.connect(address, timeout=BUSY_SECONDS, uri=True)
        index = sqlite3.connect(self._file, timeout=BUSY_SECONDS)
        try:
            index.execute("PRAGMA synchronous = OFF")  # what a power cut takes is read again
            index.executescript(TABLES)
        except BaseException:
            index.close()
            raise
        return index


def by_digest(digest: str) -> bytes:
    """The key of a payload."""
    algorithm, _, value = digest.partition(":")
    return _key(f"{algorithm.lower()}:{value}")


def by_capture(url: str, date: str) -> bytes:
    """The key of an address at a time (WARC-Date, to the second: CDX indexes know no fraction)."""
    return _key(f"{url} {date[:19]}")


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:16]


def keys(response: Kept) -> tuple[bytes, bytes]:
    """The keys under which a response is found."""
    digest = response.digest or digest_of(response.payload)
    return by_digest(digest), by_capture(response.url, response.date)


def _rows(folder: str, found: Iterable[Kept]) -> Iterator[tuple[str, bytes, str, int, int]]:
    for response in found:
        place = response.place
        for key in keys(response):
            yield folder, key, place.file, place.offset, place.length


def _forget(index: sqlite3.Connection, name: str) -> None:
    index.execute("DELETE FROM records WHERE name = ?", (name,))
    index.execute("DELETE FROM files WHERE name = ?", (name,))


def files(root: Path, folder: str) -> list[tuple[str, int]]:
    """The WARC files of a folder with their sizes, by name: a source's are in the order of their days."""
    found = sorted((root / folder).glob("*")) if folder else []
    return [
        (file.relative_to(root).as_posix(), file.stat().st_size)
        for file in found
        if file.name.endswith(SUFFIXES) and file.is_file()
    ]


def responses(root: Path, name: str, start: int = 0) -> Iterator[Kept]:
    """Every whole response of a file from that byte on; damaged stretches are passed over."""
    with (root / name).open("rb") as stream:
        pieces = members(stream, start) if stream.read(3) == MAGIC else records(stream, start)
        for piece in pieces:
            place = WarcLocation(name, piece.offset, piece.length)
            if piece.data and (found := kept(piece.data, place)):
                yield found
