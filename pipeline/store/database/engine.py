"""The engine: one way to connect to SQLite and to PostgreSQL, with the settings each needs."""

import json
import logging
import sqlite3
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from pipeline.errors import ConfigError, StoreError
from pipeline.store.database.deadline import limit_postgresql, limit_sqlite, with_option
from pipeline.store.database.failures import describe, named

BUSY_SECONDS = 30
"""How long a SQLite connection waits for another program's write before it gives up."""

UNHEARD = 20
"""Seconds without an answer of PostgreSQL's machine after which a connection counts as broken; how long a
question takes does not matter, since its system answers for it."""
KEEPALIVES = {
    "keepalives": "1",
    "keepalives_idle": "5",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": str(UNHEARD * 1000),
}
"""libpq's settings for that: without them a program waits for hours for a machine that vanished."""

_ACCEPTED = "sqlite:////path/to/congtin.db or postgresql://user@host/database"
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse_url(url: str) -> URL:
    """The database's URL with the driver we use. Raises ConfigError (which never repeats the URL)."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError(f"The database URL is not one. Accepted: {_ACCEPTED}.") from None
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise ConfigError(f"No database of the kind {parsed.drivername!r}. Accepted: {_ACCEPTED}.")
    if driver == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ConfigError(
            "The SQLite URL names no file, and a store is kept. Accepted: " + _ACCEPTED + "."
        )
    return parsed.set(drivername=driver)


def connect(url: URL, *, read_only: bool = False, seconds: float | None = None) -> Engine:
    """An engine, proved by one connection. Raises StoreError naming the database and what to do.

    `seconds`: what lasts longer ends with an error (pipeline.store.database.deadline); None: nothing does.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    with named(url):
        make = _sqlite if is_sqlite else _postgresql
        engine = make(url, read_only, seconds)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except BaseException:
            engine.dispose()
            raise
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same engine and pool; on SQLite its transactions take the write lock at once.

    A transaction that reads first and writes later would fail at once when another program wrote between,
    however long the busy timeout (SQLITE_BUSY_SNAPSHOT); one that begins IMMEDIATE waits its turn.
    """
    return engine.execution_options(congtin_write=True)


def _sqlite(url: URL, read_only: bool, seconds: float | None) -> Engine:
    engine = create_engine(
        _untouched(url) if read_only else url,
        json_serializer=_json,
        max_overflow=-1,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if read_only:
        event.listen(engine, "connect", _forbid_writing)
    if seconds:
        limit_sqlite(engine, seconds)
    return engine


def _untouched(url: URL) -> URL:
    """The URL that leaves alone what a killed program left in the log: closing would write it into the file.

    Without such a log the plain URL is better: its connections leave nothing behind.
    """
    file = Path(url.database or "")
    log = Path(f"{file}-wal")
    if not log.exists() or not log.stat().st_size:
        return url
    return url.set(database=file.absolute().as_uri(), query={"mode": "ro", "uri": "true"})


def _forbid_writing(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only = ON")


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """WAL: readers see the last committed state while one writes. The driver begins nothing by itself."""
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, again while another program does: of two that switch at once SQLite lets none wait."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("congtin_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _postgresql(url: URL, read_only: bool, seconds: float | None) -> Engine:
    usual = {"connect_timeout": "10", **KEEPALIVES}
    url = url.update_query_dict({name: v for name, v in usual.items() if name not in url.query})
    if read_only:
        url = with_option(url, "default_transaction_read_only=on")
    if seconds:
        url = limit_postgresql(url, seconds)
    try:
        engine = create_engine(url, json_serializer=_json, pool_pre_ping=True, max_overflow=40)
        event.listen(engine, "connect", _introduce)
        return engine
    except ImportError as error:
        raise StoreError(
            f"{describe(url)}: the driver psycopg is missing ({error}). "
            "Run: pip install 'congtin[postgresql]'"
        ) from error


def _introduce(connection: Any, _record: Any) -> None:
    """The session tells administrators and `congtin db restore` whose it is, and of which data."""
    connection.execute(
        "SELECT set_config('application_name', 'congtin ' || coalesce(current_schema(), ''), false)"
    )
    connection.commit()


logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
"""A connection that cannot be closed well, as when a second Ctrl-C comes meanwhile, is no news: it would be
printed as a traceback."""

_json = partial(json.dumps, ensure_ascii=False)
