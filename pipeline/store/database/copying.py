"""Everything of one database into another, SQLite or PostgreSQL, and proof that it arrived.

Values go over as the program reads them, so that each database keeps them in its own way. Rows are read in
the order of their keys from one snapshot, a batch at a time; the digest of a table is over those same
values, so equal digests mean that whoever reads either database reads the same.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Integer,
    Row,
    Table,
    func,
    insert,
    select,
    text,
)

from pipeline.errors import StoreError
from pipeline.store.database.failures import describe, named
from pipeline.store.searching import index
from pipeline.store.tables import metadata

BATCH = 200
"""Rows held at a time."""

Told = Callable[[str, int, int], None]
"""Is told how far it is: what is under way, rows done, rows in all."""


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table that arrived: how many rows it has and the digest of their values, on both sides."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Side:
    """A database in a transaction of its own."""

    connection: Connection
    url: URL

    @property
    def name(self) -> str:
        """As messages name it."""
        return describe(self.url)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One state of the whole database, whatever is written meanwhile; it keeps no writer waiting."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.begin() as connection:
        connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        yield connection


def unheard(_what: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def copy(source: Side, target: Side, told: Told = unheard) -> tuple[TableCopy, ...]:
    """Every table, the sequences behind it and the search index, inside the target's transaction.

    Raises StoreError when the target holds rows, or when a table does not read the same afterwards.
    """
    _refuse_filled(target)
    tables = metadata.sorted_tables
    copied = tuple(_copied(table, source, target.connection, told) for table in tables)
    for table, one in zip(tables, copied, strict=True):
        set_sequence(target.connection, table)
        told(f"{table.name} again", 0, one.rows)
        if (one.rows, one.digest) != digest(target.connection, table):
            raise StoreError(
                f"{target.name}: the table {table.name} does not read as in {source.name}, so nothing was "
                "kept there. Is the source damaged? Look with: congtin doctor"
            )
    told("search index", 0, 0)
    index.rebuild(target.connection)
    if target.connection.dialect.name == "postgresql":
        target.connection.execute(text(f"ANALYZE {', '.join((*metadata.tables, index.TABLE))}"))
    return copied


def digest(connection: Connection, table: Table) -> tuple[int, str]:
    """How many rows a table has, and a digest of their values in the order of their keys."""
    count, state = 0, _State()
    for rows in _batches(connection, table):
        state.add(rows)
        count += len(rows)
    return count, state.text()


class _State:
    """A digest under way."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=20)

    def add(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            line = json.dumps(list(row), ensure_ascii=False, sort_keys=True, default=_plain)
            self._hash.update(line.encode("utf-8", "backslashreplace") + b"\n")

    def text(self) -> str:
        return self._hash.hexdigest()


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _refuse_filled(target: Side) -> None:
    for table in metadata.sorted_tables:
        if target.connection.execute(select(table).limit(1)).first() is not None:
            raise StoreError(
                f"{target.name}: it is not empty (there are rows in {table.name}). "
                "Name a new file or an empty database."
            )


def _copied(table: Table, source: Side, into: Connection, told: Told) -> TableCopy:
    with named(source.url):
        total = source.connection.execute(select(func.count()).select_from(table)).scalar_one()
    done, state = 0, _State()
    told(table.name, done, total)
    for rows in _named_batches(source, table):
        state.add(rows)
        into.execute(insert(table), [dict(row._mapping) for row in rows])
        done += len(rows)
        told(table.name, done, total)
    return TableCopy(table.name, done, state.text())


def _named_batches(source: Side, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """Batches whose failures name the source, while those of the target name the target."""
    batches = _batches(source.connection, table)
    while True:
        with named(source.url):
            rows = next(batches, None)
        if rows is None:
            return
        yield rows


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(query.execution_options(yield_per=BATCH))
    yield from found.partitions(BATCH)


def set_sequence(connection: Connection, table: Table, *, least: int = 0) -> None:
    """The next row's number goes on behind the last, and behind `least`: SQLite sees to it by itself."""
    numbered = [c for c in table.primary_key.columns if c.identity is not None]
    if connection.dialect.name != "postgresql":
        return
    for column in numbered:
        last = max(least, connection.execute(select(func.max(column))).scalar_one() or 0)
        if last:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, last, type_=Integer)))
