"""How long a question may hold the database: for a store that strangers ask."""

import sqlite3
from math import inf
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, event

_STEPS = 20_000
"""SQLite's virtual machine looks at the clock after so many instructions: every millisecond or two."""
_UNTIL = "congtin_until"


def limit_sqlite(engine: Engine, seconds: float) -> None:
    """End every transaction that lasts longer with SQLite's error "interrupted"."""

    def start(connection: Connection) -> None:
        connection.info[_UNTIL] = monotonic() + seconds

    event.listen(engine, "connect", _watch)
    event.listen(engine, "begin", start, insert=True)
    event.listen(engine, "commit", _end)
    event.listen(engine, "rollback", _end)


def limit_postgresql(url: URL, seconds: float) -> URL:
    """The URL of connections whose statements end with an error when they last longer."""
    return with_option(url, f"statement_timeout={round(seconds * 1000)}")


def with_option(url: URL, option: str) -> URL:
    """The URL of connections with one more setting of the server's ("name=value")."""
    options = f"{url.query.get('options', '')} -c{option}"
    return url.update_query_dict({"options": options.strip()})


def _watch(connection: sqlite3.Connection, record: Any) -> None:
    until = record.info
    connection.set_progress_handler(lambda: monotonic() > until.get(_UNTIL, inf), _STEPS)


def _end(connection: Connection) -> None:
    connection.info.pop(_UNTIL, None)
