"""Finished items of stored articles: each rendered once in a publishing, however many feeds it stands in.

An article stands in half a dozen feeds in three formats, and a first publishing has all articles: too many
to hold in memory, and too dear to read and sanitise again for each. So they lie in a scratch file.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.model import Entry
from pipeline.publish.catalog import FORMATS
from pipeline.publish.feeds import Format, item
from pipeline.publish.publishing.membership import batched, seconds
from pipeline.store import Store

FILE = ".items.tmp"
ARCHIVED: tuple[Format, ...] = ("rss", "atom")
"""The formats of archive pages: RFC 5005 knows these two. A JSON Feed has its older pages on demand."""

_BATCH = 200
"""Entries asked for at once."""
_SCRATCH = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -16000;
BEGIN;
CREATE TABLE items (
    key TEXT NOT NULL, form TEXT NOT NULL, summary INTEGER NOT NULL, body BLOB, updated INTEGER NOT NULL,
    PRIMARY KEY (key, form, summary)
);
"""
"""Never committed: what fits into 16 MB of memory is not written to the disk at all."""


class Finished(NamedTuple):
    """An item as it stands in a document, and the second since 1970 of its last change."""

    body: bytes
    updated: int


class Items:
    """Items by key, rendered when first asked for."""

    def __init__(
        self, scratch: sqlite3.Connection, store: Store, leave_out: Callable[[str, str], None]
    ) -> None:
        self._sql = scratch
        self._store = store
        self._leave_out = leave_out

    def of(
        self, form: Format, keys: Sequence[str], *, summary: bool = False
    ) -> dict[str, Finished]:
        """Key -> item of those articles, in their order, without those that cannot stand in a feed.

        `summary`: without the content, in the formats of archive pages only.
        """
        found: dict[str, Finished] = {}
        for batch in batched(keys, _BATCH):
            held = self._held(form, batch, summary)
            if missing := [key for key in batch if key not in held]:
                self._render(missing, summary)
                held |= self._held(form, missing, summary)
            found |= {key: held[key] for key in batch if held[key].body}
        return found

    def _held(self, form: Format, keys: Sequence[str], summary: bool) -> dict[str, Finished]:
        rows = self._sql.execute(
            "SELECT key, body, updated FROM items"  # nosec B608 # noqa: S608
            f" WHERE key IN ({','.join('?' * len(keys))}) AND form = ? AND summary = ?",
            (*keys, form, summary),
        )
        return {key: Finished(body, updated) for key, body, updated in rows}

    def _render(self, keys: Sequence[str], summary: bool) -> None:
        """In every format, while the entry is at hand: reading and sanitising it is half of the cost."""
        entries = {entry.key: entry for entry in self._store.entries_of(keys)}
        rows = (
            (key, form, summary, *self._finished(form, entries.get(key), summary))
            for key in keys
            for form in (ARCHIVED if summary else FORMATS)
        )
        self._sql.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?)", rows)

    def _finished(self, form: Format, entry: Entry | None, summary: bool) -> Finished:
        """Without a body where the entry cannot stand in a feed."""
        if entry is None:
            return Finished(b"", 0)
        try:
            return Finished(item(form, entry, summary=summary), seconds(entry.updated))
        except ValueError as error:
            self._leave_out(entry.key, str(error))
            return Finished(b"", 0)


@contextmanager
def open_items(
    directory: Path, store: Store, leave_out: Callable[[str, str], None]
) -> Iterator[Items]:
    """Items of that store's articles, with their scratch file in that directory.

    `leave_out` is told (key, reason) of each that cannot stand in a feed.
    """
    path = directory / FILE
    path.unlink(missing_ok=True)  # of a run that was killed
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as scratch:
            scratch.executescript(_SCRATCH)
            yield Items(scratch, store, leave_out)
    finally:
        path.unlink(missing_ok=True)
