"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows conflicts."""
    return _insert(connection.dialect.name, table)


def upsert(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    key: Iterable[str],
    newer: str = "",
) -> None:
    """Insert the row, or update the one with the same key; one with a later moment in `newer` stays."""
    statement = _upsert(connection.dialect.name, table, tuple(row), tuple(key), newer)
    connection.execute(statement, dict(row))


def insert_new(
    connection: Connection, table: Table, row: Mapping[str, Any], key: Iterable[str], wanted: str
) -> Any:
    """Insert the row and give that column of it; None where one with the same key is there."""
    statement = _insert_new(connection.dialect.name, table, tuple(key), wanted)
    return connection.execute(statement, dict(row)).scalar_one_or_none()


@lru_cache
def _insert_new(dialect: str, table: Table, key: tuple[str, ...], wanted: str) -> Any:
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=key)
    return statement.returning(table.c[wanted])


@lru_cache
def _upsert(
    dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...], newer: str
) -> Any:
    statement = _insert(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in key}
    where = statement.excluded[newer] >= table.c[newer] if newer else None
    return statement.on_conflict_do_update(index_elements=key, set_=changed, where=where)


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)
