"""What the database drivers raise, as a StoreError that says which database and what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pipeline.errors import StoreError

_TOO_LONG = "the answer takes too long. Ask for less: one source, one place or a shorter time."
_SQLITE = (
    ("not a database", "it is no SQLite database, or it is damaged. {mend}"),
    ("malformed", "it is damaged. {mend}"),
    ("is locked", "another program keeps it locked. End that program, then try again."),
    ("interrupted", _TOO_LONG),
    (
        "is full",
        "the disk is full. Free some space, then try again: nothing stored before is lost.",
    ),
    ("readonly", "it cannot be written. Make the file and its directory writable for this user."),
    ("disk I/O", "the disk failed while reading or writing. Check the disk and its free space."),
    (
        "no such module: fts5",
        "this Python's SQLite has no full-text search (FTS5). Use another build.",
    ),
)
_MEND = 'Put a backup in its place, or save what can be read with: sqlite3 "{file}" .recover'
_POSTGRESQL = (
    ("statement timeout", _TOO_LONG),
    (
        "could not extend|no space left",
        "its disk is full. Free some space on the server, then try again.",
    ),
    ("read-only transaction", "it takes no writes now. Connect to the primary server."),
    ("permission denied", "this user lacks a right there: {first}. Grant it, then try again."),
    ('(database|role) ".*" does not exist', "{first}. Create it, then try again."),
    (
        "authentication failed|no password",
        "the server refused the user name or password. Check the URL.",
    ),
    ("too many", "the server has no connection left: {first}. Try again later or raise its limit."),
    (
        "connection|could not translate",
        "it cannot be reached: {first}. Check host, port and server.",
    ),
)


@contextmanager
def named(url: URL) -> Iterator[None]:
    """Turn whatever the driver raises inside into a StoreError about the database at that URL.

    A wrong value (a naive datetime) stays the ValueError that a column type raised.
    """
    try:
        yield
    except IntegrityError as error:
        raise StoreError(f"{describe(url)}: {_integrity(error)}") from error
    except DBAPIError as error:
        raise StoreError(f"{describe(url)}: {_explain(url, error)}") from error
    except PoolTimeout as error:
        raise StoreError(
            f"{describe(url)}: all connections are in use. Try again later."
        ) from error
    except StatementError as error:
        raise (error.orig or error) from error


def describe(url: URL) -> str:
    """The database as messages name it: the file, or server and name; never a user or a password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return (
        f"PostgreSQL database {url.database or ''} at {url.host or 'localhost'}:{url.port or 5432}"
    )


def _integrity(error: IntegrityError) -> str:
    if "foreign key" in str(error.orig).lower():
        return "the source is not registered there. Store the registry first (put_sources)."
    return f"it refused contradicting data: {_first_line(error.orig)}"


def _explain(url: URL, error: DBAPIError) -> str:
    if url.get_backend_name() == "sqlite":
        return _explain_sqlite(Path(str(url.database)), str(error.orig))
    return _explain_postgresql(url, error)


def _explain_sqlite(file: Path, message: str) -> str:
    if "unable to open database file" in message:
        return _unopened(file)
    mend = _MEND.format(file=file)
    advice = (advice for sign, advice in _SQLITE if sign in message)
    return next(advice, "{message}").format(mend=mend, message=message)


def _unopened(file: Path) -> str:
    if not file.parent.is_dir():
        return f"the directory {file.parent} does not exist. Create it, or set another place for the data."
    if file.is_dir():
        return "it is a directory. Set the database to a file."
    return "it cannot be opened. Check this user's rights on it and on its directory, and the free space."


def _explain_postgresql(url: URL, error: DBAPIError) -> str:
    first = _first_line(error.orig).rstrip(".")
    if url.password:
        first = first.replace(str(url.password), "***")
    advice = (advice for sign, advice in _POSTGRESQL if re.search(sign, first, re.IGNORECASE))
    return next(advice, "{first}").format(first=first)


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "unknown error")
