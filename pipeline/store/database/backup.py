"""A copy of the whole database in one SQLite file, made while others read and write."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection

from pipeline.durable import sync
from pipeline.errors import StoreError
from pipeline.leftovers import clear
from pipeline.store.database.copying import Told

_PAGES = 2000
"""Pages of a database copied between two reports of how far it is."""


@contextmanager
def arriving(file: Path, *, replace: bool) -> Iterator[Path]:
    """A place beside `file` to write to; it takes the name at the end, whole, or nothing is left of it."""
    _refuse(file, replace)
    clear(file.parent, f".{file.name}.", ".partial")
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        yield partial
        sync(partial)
        partial.replace(file)
        sync(file.parent)
    except OSError as error:
        raise StoreError(f"{file}: the backup cannot be written ({error.strerror}).") from error
    except sqlite3.Error as error:
        why = f"its disk takes no more ({error})" if is_full(error) else f"{error}"
        raise StoreError(
            f"{file}: the backup cannot be written: {why}. Free some space or name a file on another disk: "
            "nothing is left of it."
        ) from error
    finally:
        for rest in (partial, *(Path(f"{partial}{end}") for end in ("-wal", "-shm", "-journal"))):
            rest.unlink(missing_ok=True)


def pages_into(partial: Path, source: Connection, told: Told) -> None:
    """SQLite's pages as they are in the connection's transaction: writers write on in the log meanwhile."""
    raw = source.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    with closing(sqlite3.connect(partial)) as target:
        pages(raw, target, "pages", told)


def pages(source: sqlite3.Connection, target: sqlite3.Connection, what: str, told: Told) -> None:
    """All of one SQLite database into another, in one transaction of the target's. Raises sqlite3.Error."""
    source.backup(
        target,
        pages=_PAGES,
        progress=lambda _, left, total: told(what, total - left, total),
        sleep=0,
    )


def is_full(error: sqlite3.Error) -> bool:
    """Whether a copy failed at the disk that it was written to, and not at what was read."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_FULL or code in _UNWRITTEN


_UNWRITTEN = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)


def check(partial: Path, file: Path) -> None:
    """Read the copy through, and make one file of it. Raises StoreError when it is not sound."""
    with closing(sqlite3.connect(partial)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE")
    if found != "ok":
        raise StoreError(
            f"{file}: the copy is damaged ({found}), so it was not kept: the database is."
        )


def is_same_file(file: Path, url: URL) -> bool:
    """Whether that file is the database itself."""
    if url.get_backend_name() != "sqlite":
        return False
    return file.resolve() == Path(str(url.database)).resolve()


def _refuse(file: Path, replace: bool) -> None:
    if not file.parent.is_dir():
        raise StoreError(f"{file}: the directory {file.parent} does not exist. Create it first.")
    if file.is_dir():
        raise StoreError(f"{file}: it is a directory. Name a file.")
    if file.exists() and not replace:
        raise StoreError(f"{file}: it exists. Name another file, or give --replace.")


DATED = re.compile(r"congtin-\d{4}-\d\d-\d\dT\d{6}\.db")
"""How `congtin db backup` names what is to be told apart by its time."""


def dated(folder: Path) -> list[Path]:
    """The dated backups there, oldest first. Raises OSError, also where there is no such folder."""
    return sorted(each for each in folder.iterdir() if DATED.fullmatch(each.name))
