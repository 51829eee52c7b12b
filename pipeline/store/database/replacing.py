"""A whole SQLite file or PostgreSQL database put in the place of what was there, or of nothing.

Whoever is killed on the way leaves the old one or the new one, never a mixture: SQLite's pages are written
in one transaction, and so are PostgreSQL's rows. A file that is no sound database any more is moved aside
whole.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from pipeline.durable import sync
from pipeline.errors import StoreError
from pipeline.store.database import backup, schema
from pipeline.store.database.copying import Side, Told, copy, set_sequence
from pipeline.store.tables import changes, metadata, notices

NUMBERED = (changes, notices)
"""Tables that others follow by number: it never goes back, so that nobody misses what comes after."""

_PATIENCE = 2.0
"""Seconds that a lock of another program is waited for."""
_LOCK_WAIT = "10s"
_IN_USE = (
    "another process of Congtin (or a program such as sqlite3) has it open. Stop congtin run, serve, "
    "worker and every crawl first (systemctl stop congtin), then restore again: nothing was changed."
)


class DamagedError(Exception):
    """What stands in the target's place is no sound SQLite database."""


@contextmanager
def alone(file: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite database, which nobody else has open; whoever comes meanwhile waits.

    Raises StoreError while it is in use or cannot be written, DamagedError where it cannot be read.
    """
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # A database is left as WAL only by whoever is the last to have it open.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError as error:
            raise _refusal(file, error) from error
        except sqlite3.DatabaseError as error:
            raise DamagedError(str(error)) from error
        yield connection


def _refusal(file: Path, error: sqlite3.OperationalError) -> StoreError:
    if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError(f"{file}: {_IN_USE}")
    return StoreError(
        f"{file}: it cannot be written ({error}). Check this user's rights on it and on its directory, "
        "and the free space: nothing was changed."
    )


def put_file(staged: Path, file: Path, *, replace: bool, told: Told) -> Path | None:
    """The staged database in that file's place. Gives where a damaged one was moved to, else None.

    Raises StoreError where the file holds rows and may not be replaced, is not ours, or is in use.
    """
    if not file.exists() or not file.stat().st_size:
        _rename(staged, file)
        return None
    try:
        with alone(file) as target:
            _refuse_file(target, file, replace)
            _go_on_counting(staged, target)
            _overwrite(staged, target, file, told)
    except DamagedError as damage:
        if not replace:
            raise StoreError(
                f"{file}: it is damaged ({damage}). With --replace it is moved aside for the backup."
            ) from None
        return _set_aside(staged, file)
    return None


def _refuse_file(target: sqlite3.Connection, file: Path, replace: bool) -> None:
    try:
        tables = {name for (name,) in target.execute("SELECT name FROM sqlite_schema")}
        if tables and "alembic_version" not in tables:
            raise StoreError(f"{file}: it holds other tables and is no Congtin database.")
        filled = [name for name in metadata.tables if name in tables and _rows(target, name)]
    except sqlite3.DatabaseError as error:
        raise DamagedError(str(error)) from error
    if filled and not replace:
        raise StoreError(_not_empty(str(file), filled[0]))


def _not_empty(name: str, table: str) -> str:
    return (
        f"{name}: it is not empty (there are rows in {table}). Give --replace to put the backup in its "
        "place; what it holds now is gone then: make a backup of it first."
    )


def _rows(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None  # nosec B608 # noqa: S608


def _go_on_counting(staged: Path, target: sqlite3.Connection) -> None:
    """Numbers that others follow begin behind the last that the old database gave."""
    try:
        last = dict(target.execute("SELECT name, seq FROM sqlite_sequence"))
    except sqlite3.DatabaseError:
        return  # an older or damaged one, which nobody can have followed further
    with closing(sqlite3.connect(staged)) as connection, connection:
        for name in (table.name for table in NUMBERED):
            seq = int(last.get(name) or 0)
            done = connection.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (seq, name)
            )
            if not done.rowcount and seq:
                connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, seq))


def _overwrite(staged: Path, target: sqlite3.Connection, file: Path, told: Told) -> None:
    with closing(sqlite3.connect(staged)) as source:
        try:
            backup.pages(source, target, "pages", told)
        except sqlite3.Error as error:
            raise StoreError(f"{file}: the old database was kept as it was ({error}).") from error


def _rename(staged: Path, file: Path) -> None:
    with _naming(file):
        for log in (Path(f"{file}-wal"), Path(f"{file}-journal")):
            log.unlink(missing_ok=True)  # of a database that is gone: it is not this one's
        sync(staged)
        staged.replace(file)
        sync(file.parent)


def _set_aside(staged: Path, file: Path) -> Path:
    """The damaged file under another name with its logs, then the new one in its place."""
    number = next(n for n in range(1, 10_000) if not Path(f"{file}.damaged-{n}").exists())
    aside = Path(f"{file}.damaged-{number}")
    with _naming(file):
        os.link(file, aside)
        for end in ("-wal", "-journal", "-shm"):
            log = Path(f"{file}{end}")
            if log.exists():
                log.replace(f"{aside}{end}")
    _rename(staged, file)
    return aside


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{file}: it cannot be replaced ({error.strerror}). Check rights and free space."
        ) from error


def put_rows(source: Side, target: Side, *, replace: bool, told: Told) -> None:
    """The source's rows in the place of what the target, a PostgreSQL database, holds; one transaction.

    Raises StoreError where it holds rows and may not be replaced, is not ours, newer, or in use.
    """
    connection = target.connection
    refuse_others(connection, target.name)
    found = schema.state(connection)
    if found in ("newer", "foreign"):
        why = "of a newer Congtin" if found == "newer" else "no Congtin database"
        raise StoreError(
            f"{target.name}: what it holds is {why}. Create an empty database (createdb) and restore "
            "into that."
        )
    if found != "current":
        schema.migrate(connection)
    last = {table.name: _last_number(connection, table.name) for table in NUMBERED}
    _empty(connection, target.name, replace)
    copy(source, target, told)
    for table in NUMBERED:
        set_sequence(connection, table, least=last[table.name])


def refuse_others(connection: Connection, name: str) -> None:
    """Raise StoreError while other sessions of Congtin are connected to the same schema."""
    others = connection.execute(
        text(
            "SELECT count(*), min(coalesce(client_addr::text, 'this machine')) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND application_name = current_setting('application_name')"
        )
    ).one()
    if others[0]:
        raise StoreError(
            f"{name}: {others[0]} other sessions of Congtin are connected (one from {others[1]}). Stop "
            "congtin run, serve, worker and every crawl on every machine first, then restore again: nothing "
            "was changed."
        )


def _empty(connection: Connection, name: str, replace: bool) -> None:
    tables = metadata.sorted_tables
    for table in tables:
        if not replace and connection.execute(select(table).limit(1)).first() is not None:
            raise StoreError(_not_empty(name, table.name))
    connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'"))
    names = ", ".join(f'"{table.name}"' for table in tables)
    connection.execute(text(f"TRUNCATE {names}"))


def _last_number(connection: Connection, table: str) -> int:
    sequence = select(func.pg_get_serial_sequence(table, "number"))
    name = connection.execute(sequence).scalar_one()
    row = connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # nosec B608 # noqa: S608
    return int(row.last_value) if row.is_called else 0
