"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, TEXT, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

from pipeline.model import VIETNAM
from pipeline.store.records import storable


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC, given back in +07:00. A naive one raises ValueError.

    SQLite has no such type: there it is text of fixed width, which sorts in time and which SQLite's
    own date functions read. PostgreSQL keeps it as timestamptz.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Timestamptz where there is one, else text."""
        kind = TIMESTAMP(timezone=True) if dialect.name == "postgresql" else String(27)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse what has no zone, then UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a datetime without a zone cannot be stored: {value!r}")
        moment = _utc(value)
        if dialect.name == "postgresql":
            return moment
        return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """Vietnam's time."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(VIETNAM)


def _utc(value: datetime) -> datetime:
    """UTC, held inside the years that Python and both databases print and read back in +07:00."""
    first, last = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
    return max(first, min(value, last)).astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that every database takes, sorted by code point on all of them."""

    impl = TEXT
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL would sort by the server's language: ask for code points, as SQLite does."""
        return TEXT(collation="C") if dialect.name == "postgresql" else TEXT()

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Without NUL and lone surrogates."""
        return None if value is None else str(storable(value))


PLAIN = JSON().with_variant(JSONB(), "postgresql")
"""Lists and dicts, readable with the database's own JSON functions."""
