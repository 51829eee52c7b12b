"""Where the tests' data stands: a SQLite file in its folder, or a schema of its own on a PostgreSQL server.

CONGTIN_TEST_POSTGRESQL names the server. With CONGTIN_TEST_COMMANDS=postgresql, every command that a test
runs keeps its data there, so that the tests of crawls, demo and service run on PostgreSQL as well.
"""

import atexit
import contextlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipeline.store import open_store

POSTGRESQL = os.environ.get("CONGTIN_TEST_POSTGRESQL", "")
EVERY_COMMAND = os.environ.get("CONGTIN_TEST_COMMANDS", "sqlite") == "postgresql"

needs_sqlite = pytest.mark.skipif(EVERY_COMMAND, reason="its subject is the SQLite file")

_elsewhere: dict[Path, str] = {}
"""Data folder -> the PostgreSQL URL of its data."""
_lasting = contextlib.ExitStack()
atexit.register(_lasting.close)


class NoTable(Exception):
    """The database is not there yet, or has no such table yet."""


@contextlib.contextmanager
def postgresql_schema() -> Iterator[str]:
    """The URL of an empty schema, dropped afterwards. Skips the test where no server is named."""
    if not POSTGRESQL:
        pytest.skip("CONGTIN_TEST_POSTGRESQL names no PostgreSQL server")
    import psycopg

    server = "postgresql://" + POSTGRESQL.partition("://")[2]
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"')
    joint = "&" if "?" in server else "?"
    try:
        yield f"{server}{joint}options={quote(f'-csearch_path={name}')}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP SCHEMA "{name}" CASCADE')


@contextlib.contextmanager
def on_postgresql(data: Path) -> Iterator[str]:
    """Within, what commands keep for that folder stands in a PostgreSQL schema, given by its URL."""
    with postgresql_schema() as url:
        _elsewhere[data.resolve()] = url
        try:
            yield url
        finally:
            del _elsewhere[data.resolve()]


def url_of(data: Path) -> str:
    """The database of a data folder."""
    folder = Path(data).resolve()
    if EVERY_COMMAND and folder not in _elsewhere:
        _lasting.enter_context(on_postgresql(folder))
    return _elsewhere.get(folder) or f"sqlite:///{folder / 'congtin.db'}"


def settings(data: Path | None) -> dict[str, str]:
    """The environment that leads a command with that folder to its database."""
    url = url_of(data) if data is not None else ""
    return {"CONGTIN_DATABASE_URL": url} if url.startswith("postgresql") else {}


def rows(data: Path, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What the database answers to a query with ? for each parameter. Raises NoTable."""
    url = url_of(data)
    if url.startswith("sqlite"):
        return _rows_of_file(Path(data) / "congtin.db", query, parameters)
    import psycopg

    with psycopg.connect(url) as connection:
        try:
            return connection.execute(query.replace("?", "%s"), parameters or None).fetchall()  # type: ignore[arg-type]
        except psycopg.errors.UndefinedTable as error:
            raise NoTable(str(error)) from error


def _rows_of_file(file: Path, query: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        try:
            return connection.execute(query, parameters).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            raise NoTable(str(error)) from error


def change(data: Path, statement: str) -> None:
    """Change what is stored behind the program's back."""
    url = url_of(data)
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(Path(data) / "congtin.db")) as file, file:
            file.execute(statement)
        return
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def is_there(data: Path) -> bool:
    """Whether a command has begun to keep anything."""
    if url_of(data).startswith("sqlite"):
        return (Path(data) / "congtin.db").exists()
    with contextlib.suppress(NoTable):
        return bool(rows(data, "SELECT count(*) FROM alembic_version"))
    return False


def lose(data: Path) -> None:
    """The database of that folder is lost; its other files stay."""
    for file in Path(data).glob("congtin.db*"):
        file.unlink()
    if url_of(data).startswith("postgresql"):
        del _elsewhere[Path(data).resolve()]
        _lasting.enter_context(on_postgresql(Path(data)))


def copy(data: Path, target: Path) -> Path:
    """The folder and its database once more."""
    shutil.copytree(data, target)
    if url_of(data).startswith("postgresql"):
        _lasting.enter_context(on_postgresql(target))
        with open_store(url_of(data), read_only=True) as store:
            store.copy_to(url_of(target))
    return target
