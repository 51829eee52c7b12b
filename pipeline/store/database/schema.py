"""The schema's version: made on a new database, checked on every other, moved only when asked."""

import logging
from functools import cache
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from pipeline.errors import StoreError
from pipeline.store.database import views
from pipeline.store.database.engine import for_writing

MIGRATIONS = Path(__file__).parent / "migrations"
"""The one history for both databases."""

State = Literal["empty", "current", "older", "newer", "foreign"]

_LOCK = 7_305_020_251_001
"""PostgreSQL advisory lock: two programs that start together migrate one after the other."""


def prepare(engine: Engine, name: str) -> None:
    """Migrate a new database; raise StoreError about one that is older, newer or not ours."""
    with engine.begin() as connection:
        found = state(connection)
        _refuse(found, connection, name)
    if found == "empty":
        with for_writing(engine).begin() as connection:
            migrate(connection)


def check(connection: Connection, name: str) -> None:
    """Raise StoreError unless the database is of this program's version, at this moment."""
    found = state(connection)
    _refuse(found, connection, name)
    if found == "empty":
        raise StoreError(f"{name}: its tables are gone. Restore a backup: congtin db --help.")


def upgrade(engine: Engine, name: str) -> tuple[str, str]:
    """Move the database to this program's version: (revision before or "", revision now)."""
    with for_writing(engine).begin() as connection:
        found = state(connection)
        if found != "older":
            _refuse(found, connection, name)
        before = revision(connection)
        migrate(connection)
        return before, revision(connection)


def _refuse(found: State, connection: Connection, name: str) -> None:
    known = f"the database is of version {revision(connection)}, this program of {head()}"
    reasons = {
        "older": f"{known}. Make a backup, then run: congtin db upgrade",
        "newer": f"the program is older than the database: {known}. Install the newer Congtin.",
        "foreign": "it holds other tables and is no Congtin database. Set a new or an empty one.",
    }
    if found in reasons:
        raise StoreError(f"{name}: {reasons[found]}")


def state(connection: Connection) -> State:
    """What the database is to this program."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        return "foreign" if tables else "empty"
    found = revision(connection)
    if not found:
        return "foreign" if tables > {"alembic_version"} else "empty"
    if found == head():
        return "current"
    return "older" if _known(found) else "newer"


def revision(connection: Connection) -> str:
    """The database's revision, "" when it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def head() -> str:
    """The newest revision this program knows."""
    return _history(MIGRATIONS).get_current_head() or ""


@cache
def _history(migrations: Path) -> ScriptDirectory:
    """The migrations in that folder, read once: the probes ask at every call."""
    return ScriptDirectory(str(migrations))


def _known(found: str) -> bool:
    try:
        return _history(MIGRATIONS).get_revision(found) is not None
    except CommandError:
        return False


def migrate(connection: Connection) -> None:
    """Run the missing migrations inside the connection's transaction: all of them or none."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    views.drop(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    views.create(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
