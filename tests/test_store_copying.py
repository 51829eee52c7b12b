"""Everything from one database into another, and back: nobody can tell them apart."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import random_stores
from conftest import another_database
from databases import POSTGRESQL, postgresql_schema
from sqlalchemy import select, text, update
from store_samples import FULL, article, at, fill, visit

from pipeline.errors import ConfigError, StoreError
from pipeline.model import EntryFilter
from pipeline.store import Store, open_store
from pipeline.store.database import copying, views
from pipeline.store.tables import articles, metadata

OTHER = [
    pytest.param("sqlite", id="to-sqlite"),
    pytest.param("postgresql", id="to-postgresql", marks=pytest.mark.postgresql),
]


@pytest.fixture(params=OTHER)
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A second empty database, of the same kind or of the other."""
    yield from another_database(request.param, tmp_path / "other.db")


@pytest.fixture
def other_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """A second empty database, of the other kind where there is one."""
    other = "postgresql" if POSTGRESQL and database_url.startswith("sqlite") else "sqlite"
    yield from another_database(other, tmp_path / "other.db")


def exported(store: Store) -> list[str]:
    return [json.dumps(entry.to_dict()) for entry in store.iter_entries()]


def read(store: Store) -> dict[str, Any]:
    """What anybody can read of a store."""
    answers = {
        word: store.search(word, limit=100) for word in ("xa", "xây dựng", '"nông thôn"', "hòa")
    }
    return {
        "entries": exported(store),
        "visits": list(store.visits()),
        "sources": store.sources(),
        "runs": store.runs(),
        "changes": store.changes(),
        "revisions": [store.revisions(entry.key) for entry in store.iter_entries()],
        "topics": store.topics(),
        "templates": [store.template(name) for name in random_stores.NAMES],
        "listings": [store.listings(name) for name in random_stores.NAMES],
        "hosts": [store.host(f"{name}.test:80") for name in random_stores.NAMES],
        "verifications": store.verifications(),
        "of_units": [
            [entry.key for entry in store.iter_entries(EntryFilter(unit=unit))]
            for unit in ("353", "13573@2025", "35", "25363@2025", "37@2025")
        ],
        "found": answers,
    }


def viewed(store: Store) -> dict[str, list[Any]]:
    """The rows of all views, in one order."""
    with store._reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr)
            for name in views.NAMES
        }


@pytest.mark.parametrize("seed", range(2))
def test_a_copy_reads_the_same(store: Store, any_url: str, seed: int) -> None:
    random_stores.fill(store, seed)
    copied = store.copy_to(any_url)
    assert [table.name for table in copied] == [table.name for table in metadata.sorted_tables]
    assert sum(table.rows for table in copied) > 100
    with open_store(any_url) as other:
        assert read(other) == read(store)
        assert viewed(other) == viewed(store)


def test_every_table_has_rows_to_copy(store: Store) -> None:
    random_stores.fill(store, 1, articles=60)
    with store._reading() as connection:
        empty = [
            t.name for t in metadata.sorted_tables if not connection.execute(select(t)).first()
        ]
    assert set(empty) <= {"addresses", "reprints"}


def test_a_copy_goes_on_where_the_original_was(store: Store, other_url: str) -> None:
    fill(store, FULL)
    store.copy_to(other_url)
    with open_store(other_url) as other:
        last = other.last_change()
        new = article(7, "Tin thứ bảy")
        other.save(new, visit(new, at(21)))
        assert other.last_change() > last
        assert other.search("bay").total == 1


ANALYZED = "SELECT reltuples >= 0 FROM pg_class WHERE oid = to_regclass(:name)"
"""-1: never looked at (pg_class, PostgreSQL 14)."""


@pytest.mark.postgresql
def test_a_copy_to_postgresql_is_ready_for_queries_and_leaves_what_others_keep_there_alone(
    tmp_path: Path,
) -> None:
    with (
        open_store(f"sqlite:///{tmp_path}/first.db") as first,
        postgresql_schema() as neighbour,
        postgresql_schema() as url,
    ):
        fill(first, FULL)
        with open_store(neighbour) as other:
            first.copy_to(url)
            with other._reading() as connection:
                assert not connection.scalar(text(ANALYZED), {"name": "articles"})
        with open_store(url) as copied, copied._reading() as connection:
            for name in (*metadata.tables, "article_search"):
                assert connection.scalar(text(ANALYZED), {"name": name}), name


def test_a_database_that_holds_something_is_refused_and_not_touched(
    store: Store, other_url: str
) -> None:
    fill(store, FULL)
    with open_store(other_url) as other:
        fill(other, article(2))
        before = read(other)
        with pytest.raises(StoreError, match="not empty"):
            store.copy_to(other_url)
        assert read(other) == before


def test_a_store_is_not_copied_into_itself(store: Store, database_url: str) -> None:
    fill(store, FULL)
    with pytest.raises(StoreError, match="not empty"):
        store.copy_to(database_url)


def test_an_address_that_is_no_database_is_refused(store: Store) -> None:
    with pytest.raises(ConfigError):
        store.copy_to("ftp://somewhere")


def _broken(table: str) -> Callable[..., None]:
    def told(what: str, done: int, _total: int) -> None:
        if what == table and done:
            raise KeyboardInterrupt

    return told


def test_a_copy_that_is_cut_off_leaves_nothing(store: Store, other_url: str) -> None:
    fill(store, FULL)
    with pytest.raises(KeyboardInterrupt):
        store.copy_to(other_url, _broken("pages"))
    with open_store(other_url) as other:
        assert (other.count(), other.sources(), list(other.visits())) == (0, [], [])


def test_a_copy_that_reads_otherwise_is_not_kept(
    store: Store, other_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, FULL)
    whole = copying.set_sequence

    def spoil(connection: Any, table: Any, **least: int) -> None:
        whole(connection, table, **least)
        if table is articles:
            connection.execute(update(articles).values(author="Ai đó"))

    monkeypatch.setattr(copying, "set_sequence", spoil)
    with pytest.raises(StoreError, match="articles does not read as in"):
        store.copy_to(other_url)
    with open_store(other_url) as other:
        assert other.count() == 0


def test_what_is_written_meanwhile_is_no_part_of_the_copy(store: Store, other_url: str) -> None:
    fill(store, FULL)
    late = article(9, "Tin đến muộn")

    def told(what: str, _done: int, _total: int) -> None:
        if what == "sources":
            store.save(late, visit(late, at(21)))

    store.copy_to(other_url, told)
    assert store.count() == 2
    with open_store(other_url) as other:
        assert exported(other) == exported(store)[:1] or other.count() == 1


@pytest.fixture
def backed_up(store: Store, tmp_path: Path) -> Path:
    random_stores.fill(store, 5)
    return store.backup(tmp_path / "backup.db")


def test_a_backup_is_one_sqlite_file_that_reads_the_same(store: Store, backed_up: Path) -> None:
    left = {path.name for path in backed_up.parent.iterdir() if "backup" in path.name}
    assert left == {"backup.db"}
    with open_store(f"sqlite:///{backed_up}") as other:
        assert read(other) == read(store)


def test_a_backup_takes_no_other_file_s_place_unless_told(store: Store, backed_up: Path) -> None:
    before = backed_up.read_bytes()
    with pytest.raises(StoreError, match="--replace"):
        store.backup(backed_up)
    assert backed_up.read_bytes() == before
    new = article(7, "Tin thứ bảy")
    store.save(new, visit(new, at(21)))
    store.backup(backed_up, replace=True)
    with open_store(f"sqlite:///{backed_up}") as other:
        assert exported(other) == exported(store)


def test_a_backup_never_replaces_the_database_itself(tmp_path: Path) -> None:
    file = tmp_path / "congtin.db"
    with open_store(f"sqlite:///{file}") as store:
        fill(store, FULL)
        with pytest.raises(StoreError, match="the database itself"):
            store.backup(tmp_path / "." / "congtin.db", replace=True)
        assert store.count() == 1


@pytest.mark.parametrize(("where", "why"), [("nowhere/b.db", "does not exist"), (".", "directory")])
def test_a_backup_that_cannot_be_written_says_why(
    store: Store, tmp_path: Path, where: str, why: str
) -> None:
    with pytest.raises(StoreError, match=why):
        store.backup(tmp_path / where)


def test_a_backup_that_is_cut_off_leaves_the_old_one(store: Store, backed_up: Path) -> None:
    before = backed_up.read_bytes()

    def told(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.backup(backed_up, replace=True, told=told)
    assert backed_up.read_bytes() == before
    assert not list(backed_up.parent.glob(".*"))


def test_a_damaged_copy_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "congtin.db"
    with open_store(f"sqlite:///{file}") as store:
        random_stores.fill(store, 6)
        with closing(sqlite3.connect(file)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (page,) = raw.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_pages_source_url' OR name LIKE "
                "'sqlite_autoindex_pages%'"
            ).fetchone()
            (size,) = raw.execute("PRAGMA page_size").fetchone()
        with file.open("r+b") as bytes_of:
            bytes_of.seek((page - 1) * size + 8)
            bytes_of.write(b"\x77" * 200)
    with open_store(f"sqlite:///{file}") as store, pytest.raises(StoreError, match="damaged"):
        store.backup(tmp_path / "backup.db")
    assert not list(tmp_path.glob("*backup*"))


def test_a_backup_while_others_write_is_one_moment_of_the_whole(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    fill(store, *(article(number, text="cầu mới " * 50) for number in range(30)))
    stop, errors = threading.Event(), []

    def write() -> None:
        try:
            with open_store(database_url) as writer:
                number = 100
                while not stop.is_set():
                    each = article(number, text="cầu mới " * 50)
                    writer.save(each, visit(each, at(21)))
                    number += 1
        except BaseException as error:  # noqa: BLE001 - the test tells
            errors.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        counts = []
        for number in range(3):
            file = store.backup(tmp_path / f"backup-{number}.db")
            with open_store(f"sqlite:///{file}") as other:
                counts.append(other.count())
                assert len(list(other.visits())) == other.count() == len(other.changes())
                assert other.search("cau moi").total == other.count()
    finally:
        stop.set()
        thread.join()
    assert errors == []
    assert counts == sorted(counts)
    assert 30 <= counts[0] < store.count()
