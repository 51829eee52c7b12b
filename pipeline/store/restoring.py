"""`congtin db restore`: a backup of this or an earlier version in the place of the configured database.

The backup is only ever read. What is checked, brought to this version and put in place is a copy of it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL

from pipeline.errors import StoreError
from pipeline.store.database import backup, schema
from pipeline.store.database.copying import Side, Told, snapshot, unheard
from pipeline.store.database.engine import connect, for_writing, parse_url
from pipeline.store.database.failures import describe, named
from pipeline.store.database.replacing import DamagedError, alone, put_file, put_rows, refuse_others
from pipeline.store.storage import open_store

STAGED = ".restoring.db"
"""The copy of the backup, in the data folder (beside a SQLite database), while a restore is under way."""
HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of the backup."""

    articles: int
    sources: int
    revision: str
    """The version of the backup; an earlier one than the program's was brought to that."""
    upgraded: bool
    reindexed: bool
    """Whether the search index lacked articles and was made anew."""
    damaged: Path | None = None
    """Where the former SQLite file, which was damaged, stands now."""


def restore(
    url: str, file: Path, *, scratch: Path, replace: bool = False, told: Told = unheard
) -> Restored:
    """Put that backup in the place of the database at the URL, whole or not at all.

    `replace`: a database that holds rows may go. `scratch`: a folder with room for a copy of the backup; for
    SQLite the database's own folder is used. Raises StoreError for a file that is no sound Congtin database
    of this or an earlier version, and for a target that is filled, in use, or not ours.
    """
    target = parse_url(url)
    database = Path(str(target.database)) if target.get_backend_name() == "sqlite" else None
    folder = database.parent if database else scratch
    if backup.is_same_file(file, target):
        raise StoreError(f"{file}: it is the database itself. Name a backup of it.")
    with _one_at_a_time(folder) as staged:
        _refuse_used(target, database)
        _stage(file, staged, told)
        done = _made_ready(staged, file)
        if database:
            aside = put_file(staged, database, replace=replace, told=told)
        else:
            aside = None
            _into_server(staged, target, replace=replace, told=told)
    return Restored(*done, damaged=aside)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[Path]:
    """The place of the copy; what a killed restore left there is removed."""
    staged = folder / STAGED
    try:
        with FileLock(folder / f"{STAGED}.lock", timeout=0):
            _remove(staged)
            try:
                yield staged
            finally:
                _remove(staged)
    except Timeout:
        raise StoreError(f"{folder}: another restore is under way. Wait for its end.") from None
    except OSError as error:
        raise StoreError(
            f"{folder}: no copy of the backup can be written there ({error.strerror or error}). "
            "Free space or mend permissions: the database was not touched."
        ) from error


def _remove(staged: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{staged}{end}").unlink(missing_ok=True)


def _refuse_used(target: URL, database: Path | None) -> None:
    """Say so before the backup is copied and checked, which may take minutes."""
    if database is None:
        engine = connect(target)
        try:
            with named(target), engine.begin() as connection:
                refuse_others(connection, describe(target))
        finally:
            engine.dispose()
    elif database.exists() and database.stat().st_size:
        with suppress(DamagedError), alone(database):
            pass


def _stage(file: Path, staged: Path, told: Told) -> None:
    """Copy the backup, of which not a byte is changed, and check it. Raises StoreError."""
    try:
        with file.open("rb") as stream:
            head = stream.read(len(HEADER))
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror}. Name a file of congtin db backup.") from error
    if head != HEADER:
        raise StoreError(
            f"{file}: no SQLite database. Name a file of congtin db backup (what pg_dump wrote goes back by "
            "pg_restore)."
        )
    try:
        with closing(_opened(file)) as source, closing(sqlite3.connect(staged)) as target:
            backup.pages(source, target, "reading", told)
            told("checking", 0, 0)
            (found,) = target.execute("PRAGMA integrity_check(1)").fetchone()
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if backup.is_full(error):
            raise StoreError(
                f"{staged.parent}: no room for a copy of the backup ({error}). Free as much as {file} takes, "
                "then restore again: the database was not touched."
            ) from error
        raise StoreError(f"{file}: it cannot be read ({error}). {_ANOTHER}") from error
    if found != "ok":
        raise StoreError(f"{file}: it is damaged ({found}). {_ANOTHER}")


_ANOTHER = "The database was not touched. Try an earlier backup."


def _opened(file: Path) -> sqlite3.Connection:
    """To read alone; a file without a log of its own is opened as one that nobody changes."""
    log = Path(f"{file}-wal")
    quiet = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro{quiet}", uri=True)


def _made_ready(staged: Path, file: Path) -> tuple[int, int, str, bool, bool]:
    """The copy brought to this version, its index whole: articles, sources, version, what was done."""
    url = URL.create("sqlite", database=str(staged.absolute()))
    engine = connect(url)
    try:
        with named(url), engine.begin() as connection:
            found, version = schema.state(connection), schema.revision(connection)
        if found in ("foreign", "empty"):
            raise StoreError(f"{file}: no Congtin database. Name a file of congtin db backup.")
        if found == "newer":
            raise StoreError(
                f"{file}: a backup of a newer Congtin (version {version}, this program knows "
                f"{schema.head()}). Install that one, then restore."
            )
        with named(url):
            schema.upgrade(engine, str(file))
    finally:
        engine.dispose()
    with open_store(url.render_as_string(hide_password=False)) as store:
        whole = store.indexed().whole
        if not whole:
            store.reindex()
        counts = store.indexed().articles, len(store.registered())
    with closing(sqlite3.connect(staged)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return *counts, version, found == "older", not whole


def _into_server(staged: Path, target: URL, *, replace: bool, told: Told) -> None:
    """Rows, in one transaction of the server's, and proof that they arrived."""
    copied = URL.create("sqlite", database=str(staged.absolute()))
    reading, writing = connect(copied), connect(target)
    try:
        with (
            snapshot(reading) as source,
            named(target),
            for_writing(writing).begin() as connection,
        ):
            put_rows(Side(source, copied), Side(connection, target), replace=replace, told=told)
        with named(target):
            schema.prepare(writing, describe(target))
    finally:
        reading.dispose()
        writing.dispose()
