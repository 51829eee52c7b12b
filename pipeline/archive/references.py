"""Which payloads the revisits of a file need: asked before any file is dropped, remembered beside the files.

Reading it off a file takes as long as unpacking it, so it is kept (`references.db`) for as long as the file
has the same size and time of change. Lost or damaged, it is read again.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.digests import by_capture, by_digest
from pipeline.archive.fields import END, fields
from pipeline.archive.members import MAGIC, members
from pipeline.archive.plain import records
from pipeline.archive.reading import NOT_MODIFIED
from pipeline.archive.records import ORIGINAL

NAME = "references.db"
BUSY_SECONDS = 10
TABLE = """CREATE TABLE IF NOT EXISTS needs (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, needs TEXT NOT NULL
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Needs:
    """What the revisits of one file need: payloads by key (`digests.keys`), and the files they name."""

    keys: frozenset[bytes] = frozenset()
    files: frozenset[str] = frozenset()


class References:
    """What each file's revisits need."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / NAME

    def of(self, names: Iterable[str]) -> Needs:
        """All that these files' revisits need. Raises OSError where one of them cannot be read."""
        keys: set[bytes] = set()
        files: set[str] = set()
        for name in names:
            needs = self._of(name)
            keys |= needs.keys
            files |= needs.files
        return Needs(frozenset(keys), frozenset(files))

    def forget(self, name: str) -> None:
        """That file is gone."""
        with contextlib.suppress(sqlite3.Error), closing(self._open()) as known, known:
            known.execute("DELETE FROM needs WHERE name = ?", (name,))

    def _of(self, name: str) -> Needs:
        found = (self._root / name).stat()
        stamp = (found.st_size, found.st_mtime_ns)
        with (
            contextlib.suppress(sqlite3.Error, ValueError, KeyError),
            closing(self._open()) as known,
        ):
            query = "SELECT needs FROM needs WHERE name = ? AND size = ? AND modified = ?"
            row = known.execute(query, (name, *stamp)).fetchone()
            if row:
                return _read(row[0])
        needs = needs_of(self._root / name)
        self._keep(name, stamp, needs)
        return needs

    def _keep(self, name: str, stamp: tuple[int, int], needs: Needs) -> None:
        try:
            with closing(self._open()) as known, known:
                row = (name, *stamp, _written(needs))
                known.execute("INSERT OR REPLACE INTO needs VALUES (?, ?, ?, ?)", row)
        except sqlite3.OperationalError:
            return  # locked, full, read-only: it is read again next time
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        known = sqlite3.connect(self._file, timeout=BUSY_SECONDS)
        try:
            known.execute(TABLE)
        except BaseException:
            known.close()
            raise
        return known


def needs_of(file: Path) -> Needs:
    """What that file's revisits need, read off it."""
    keys: set[bytes] = set()
    files: set[str] = set()
    with file.open("rb") as stream:
        pieces = members(stream) if stream.read(3) == MAGIC else records(stream)
        for piece in pieces:
            named = fields(piece.data.partition(END)[0]) if piece.data else {}
            if named.get("warc-type") != "revisit" or NOT_MODIFIED in named.get("warc-profile", ""):
                continue
            keys.add(_wanted(named))
            files.add(named.get(ORIGINAL.lower(), "").partition(" ")[0])
    return Needs(frozenset(keys), frozenset(files - {""}))


def _wanted(named: dict[str, str]) -> bytes:
    if digest := named.get("warc-payload-digest", ""):
        return by_digest(digest)
    url = named.get("warc-refers-to-target-uri", "").strip("<>")
    return by_capture(url, named.get("warc-refers-to-date", ""))


def _written(needs: Needs) -> str:
    return json.dumps(
        {"keys": sorted(key.hex() for key in needs.keys), "files": sorted(needs.files)}
    )


def _read(text: str) -> Needs:
    told = json.loads(text)
    return Needs(frozenset(map(bytes.fromhex, told["keys"])), frozenset(told["files"]))
