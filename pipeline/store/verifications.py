"""The last look at each source's home."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, select

from pipeline.model import Verification
from pipeline.store.database.upsert import upsert
from pipeline.store.tables import verifications

_FIELDS = tuple(field.name for field in fields(Verification))


def save(connection: Connection, given: Verification) -> None:
    """Write it down in place of the one before."""
    row: dict[str, Any] = {name: getattr(given, name) for name in _FIELDS}
    upsert(connection, verifications, row, ["source_id"])


def all_of_them(connection: Connection) -> dict[str, Verification]:
    """The last one of each source, by its id."""
    rows = connection.execute(select(*(verifications.c[name] for name in _FIELDS)))
    return {row.source_id: Verification(**row._mapping) for row in rows}
