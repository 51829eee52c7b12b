"""How large an archive is, by its index of digests: a sum over rows, never a walk through folders."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.archive.digests import NAME


def indexed_size(root: Path) -> int | None:
    """Bytes of the WARC files of crawls, as far as the index knows them; None where there is no index."""
    file = root / NAME
    if not file.is_file():
        return None
    try:
        address = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as index:
            return int(index.execute("SELECT coalesce(sum(size), 0) FROM files").fetchone()[0])
    except (
        OSError,
        sqlite3.Error,
    ):  # damaged, or another user's: it is made again by the next crawl
        return None
