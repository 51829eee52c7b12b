"""A database that fails: the message names it and says what to do, and never shows a password."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from store_samples import FULL, SOURCE, article, at, fill, visit

from pipeline.errors import ConfigError, StoreError
from pipeline.store import Store, open_store, upgrade
from pipeline.store.database import engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite store with one article."""
    path = tmp_path / "congtin.db"
    with open_store(f"sqlite:///{path}") as store:
        fill(store, FULL)
    return path


def failing(file: Path) -> str:
    """The message of the failure to open it."""
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}")
    assert str(file) in str(caught.value)
    return str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Kính gửi UBND huyện, " * 500, encoding="utf-8")
    assert "no SQLite database" in failing(file)
    assert file.read_text(encoding="utf-8").startswith("Kính")


def test_a_damaged_database_asks_for_the_backup(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "backup" in failing(file)


def test_damage_found_later_is_named_too(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        (size,) = other.execute("PRAGMA page_size").fetchone()
        (page,) = other.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'pages'"
        ).fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)
    with open_store(f"sqlite:///{file}") as store:
        with pytest.raises(StoreError, match=r"congtin\.db: it is damaged"):
            list(store.visits())
        assert store.count() == 1


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    assert f"directory {tmp_path / 'none'} does not exist" in failing(
        tmp_path / "none" / "congtin.db"
    )


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    assert "is a directory" in failing(tmp_path)


def test_a_database_locked_by_another_program_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    with open_store(f"sqlite:///{file}") as store, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"congtin\.db: another program keeps it locked"):
            store.put_sources([SOURCE])
        assert store.count() == 1
        other.rollback()
        store.put_sources([SOURCE])


@pytest.fixture
def full(file: Path) -> Iterator[Store]:
    """A store whose disk has no page left."""
    with open_store(f"sqlite:///{file}") as store:
        store._engine.dispose()
        event.listen(store._engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count = 1"))
        yield store


def test_a_full_disk_says_so_and_loses_nothing(full: Store, file: Path) -> None:
    large = article(2, text="lớn " * 100_000)
    with pytest.raises(StoreError, match=r"congtin\.db: the disk is full.*Free some space"):
        full.save(large, visit(large, at(21)))
    assert full.count() == 1
    assert len(list(full.visits())) == 1
    with open_store(f"sqlite:///{file}") as store:
        assert store.save(large, visit(large, at(21))).change == "new"


def test_a_database_that_takes_no_writes_is_named(file: Path) -> None:
    with open_store(f"sqlite:///{file}") as store:
        store._engine.dispose()
        event.listen(store._engine, "connect", lambda c, _: c.execute("PRAGMA query_only = ON"))
        with pytest.raises(StoreError, match=r"congtin\.db: it cannot be written"):
            store.put_sources([SOURCE])
        assert store.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "congtin.db",
        "mysql://root:geheim@host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://a:geheim@[::1/db",
        "postgresql://a:geheim@host:port/db",
    ],
)
def test_an_url_of_no_kept_database_is_a_config_error(url: str) -> None:
    with pytest.raises(ConfigError, match="Accepted: sqlite:///") as caught:
        open_store(url)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("attempt", [open_store, upgrade])
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_server_that_does_not_answer_is_named_without_password(
    attempt: object, scheme: str
) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as caught:
        attempt(f"{scheme}://reader:geheim@127.0.0.1:9/news")  # type: ignore[operator]
    message = str(caught.value)
    assert message.startswith("PostgreSQL database news at 127.0.0.1:9: it cannot be reached")
    assert "geheim" not in message


def test_a_missing_driver_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'congtin\[postgresql\]'"):
        open_store("postgresql://reader:geheim@127.0.0.1:9/news")


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_the_server_lacks_is_named(database_url: str) -> None:
    server = database_url.partition("?")[0].rpartition("/")[0]
    with pytest.raises(
        StoreError, match=r'database no_such_news at .*"no_such_news" does not exist.*Create'
    ):
        open_store(f"{server}/no_such_news")
