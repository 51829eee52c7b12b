"""The schema's versions: a new database is migrated, every other is checked."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
from store_samples import FULL, fill

from pipeline.errors import StoreError
from pipeline.store import Store, open_store, upgrade
from pipeline.store.database import schema
from pipeline.store.database.engine import parse_url
from pipeline.store.tables import metadata

LATER = '''
"""A later version: one more table."""
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{before}"
def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    {trouble}
'''


@contextmanager
def database(url: str) -> Iterator[Connection]:
    """The database without our program."""
    engine = create_engine(parse_url(url))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A later program, with one migration more: what the present one makes is older to it."""
    history = tmp_path / "history 100%"
    shutil.copytree(schema.MIGRATIONS, history)
    step = history / "versions" / "9999_later.py"
    step.write_text(LATER.format(before=schema.head(), trouble=""), encoding="utf-8")
    monkeypatch.setattr(schema, "MIGRATIONS", history)
    return step


def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """The present program again."""
    monkeypatch.setattr(schema, "MIGRATIONS", Path(schema.__file__).parent / "migrations")


def test_a_new_database_is_made_ready(database_url: str) -> None:
    with open_store(database_url) as store:
        store.ping()
        assert store.entries() == ([], "")


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with open_store(f"sqlite:///{file}") as store:
        store.ping()


def test_opening_again_finds_what_was_stored(database_url: str) -> None:
    with open_store(database_url) as store:
        fill(store, FULL)
    with open_store(database_url) as store:
        assert store.count() == 1


def test_tables_and_migrations_say_the_same(store: Store) -> None:
    assert differences(store) == []


def differences(store: Store) -> list[Any]:
    """Where the database is not as the tables describe it."""

    def differs(
        _context: object, _column: object, _described: object, made: Any, described: Any
    ) -> bool:
        return bool(made.compile(dialect) != described.compile(dialect))

    def described(_item: object, name: str, kind: str, *_: object) -> bool:
        return kind != "table" or name in metadata.tables

    with store._engine.connect() as connection:
        dialect = connection.dialect
        options = {"include_object": described, "compare_type": differs}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return [step for step in found if not is_comment(step)]


def is_comment(step: Any) -> bool:
    """PostgreSQL is given descriptions of tables and columns, which stand in schema.toml."""
    names = [part[0] for part in step] if isinstance(step, list) else [step[0]]
    return all(name in ("modify_comment", "remove_table_comment") for name in names)


def test_an_older_database_is_refused_with_the_command_to_run(
    database_url: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        present(before)
        open_store(database_url).close()
    with pytest.raises(StoreError, match="congtin db upgrade"):
        open_store(database_url)


def test_an_upgrade_keeps_what_was_stored(
    database_url: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        present(before)
        now = schema.head()
        with open_store(database_url) as store:
            fill(store, FULL)
    assert upgrade(database_url) == (now, "9999")
    with open_store(database_url) as store:
        assert store.search("cầu").total == 1


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    database_url: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        present(before)
        open_store(database_url).close()
        now = schema.head()
    later.write_text(LATER.format(before=now, trouble="op.execute('nonsense')"), encoding="utf-8")
    with pytest.raises(StoreError, match="nonsense"):
        upgrade(database_url)
    present(monkeypatch)
    open_store(database_url).close()


def test_a_newer_database_is_refused_and_not_touched(
    database_url: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(database_url).close()
    present(monkeypatch)
    for attempt in (open_store, upgrade):
        with pytest.raises(StoreError, match="program is older than the database"):
            attempt(database_url)


def test_upgrading_a_current_database_does_nothing(database_url: str) -> None:
    open_store(database_url).close()
    assert upgrade(database_url) == (schema.head(), schema.head())


def test_upgrading_a_new_database_makes_it(database_url: str) -> None:
    assert upgrade(database_url) == ("", schema.head())
    open_store(database_url).close()


def test_a_database_of_another_program_is_refused_and_not_touched(database_url: str) -> None:
    with database(database_url) as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    for attempt in (open_store, upgrade):
        with pytest.raises(StoreError, match="no Congtin database"):
            attempt(database_url)
    with database(database_url) as connection:
        assert inspect(connection).get_table_names() == ["invoices"]


def test_migrating_logs_nothing(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        open_store(database_url).close()
    assert [record for record in caplog.records if record.name.startswith("alembic")] == []


def _open(url: str) -> str:
    open_store(url).close()
    return "opened"


def test_programs_that_start_together_make_one_database(database_url: str) -> None:
    with get_context("spawn").Pool(4) as pool:
        assert pool.map(_open, [database_url] * 8, chunksize=1) == ["opened"] * 8


def test_the_tables_read_well_in_sqlite3(tmp_path: Path) -> None:
    file = tmp_path / "congtin.db"
    with open_store(f"sqlite:///{file}") as store:
        fill(store, FULL)
    query = (
        "SELECT title, published_at, datetime(published_at, '+7 hours'), tags, images ->> '$[0].credit' "
        "FROM articles JOIN sources ON sources.id = source_id WHERE province = 'Ninh Bình'"
    )
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(query).fetchall() == [
            (
                FULL.title,
                "2024-03-05T01:30:00.000000Z",
                "2024-03-05 08:30:00",
                '["cầu", "giao thông"]',
                "Ảnh: M.H",
            )
        ]
