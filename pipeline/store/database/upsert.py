"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL write alike and SQLAlchemy keeps apart."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: Connection, table: Table) -> Any:
    """The dialect's own INSERT, which knows conflicts."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def upsert(
    connection: Connection, table: Table, row: dict[str, Any], key: list[str], newer: str = ""
) -> Any:
    """Insert the row, or update the one with the same key; one with a later moment in `newer` stays."""
    statement = insert(connection, table).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in key}
    where = statement.excluded[newer] >= table.c[newer] if newer else None
    return statement.on_conflict_do_update(index_elements=key, set_=changed, where=where)
