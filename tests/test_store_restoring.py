"""A backup goes back into SQLite and PostgreSQL: checked, whole or not at all; what follows it goes on."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import old_stores
import pytest
from conftest import another_database
from sample_entries import make_config
from store_samples import FULL, article, at, fill, visit

from pipeline.errors import StoreError
from pipeline.publish.publishing.files import publish
from pipeline.store import open_store, restore
from pipeline.store.database import backup as copies
from pipeline.store.database import schema
from pipeline.store.restoring import STAGED


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup with two articles."""
    file = tmp_path / "backup.db"
    with open_store(f"sqlite:///{tmp_path}/first.db") as store:
        fill(store, FULL, article(2))
        store.backup(file)
    return file


@pytest.fixture
def filled(database_url: str) -> str:
    """A database with another article, that nobody has open."""
    with open_store(database_url) as store:
        fill(store, article(7, title="Tin sau"))
    return database_url


def titles(url: str) -> set[str]:
    """What is stored."""
    with open_store(url) as store:
        return {entry.article.title for entry in store.iter_entries()}


BOTH = {FULL.title, article(2).title}


def digest(file: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_backup_comes_into_a_database_that_is_not_there_yet(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    before = digest(backup)
    done = restore(database_url, backup, scratch=tmp_path)
    assert (done.articles, done.sources, done.upgraded, done.damaged) == (2, 1, False, None)
    assert titles(database_url) == BOTH
    assert digest(backup) == before


def test_a_backup_comes_into_an_empty_database(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    open_store(database_url).close()
    restore(database_url, backup, scratch=tmp_path)
    assert titles(database_url) == BOTH


def test_a_filled_database_is_replaced_only_when_told(
    backup: Path, filled: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=r"not empty.*--replace"):
        restore(filled, backup, scratch=tmp_path)
    assert titles(filled) == {"Tin sau"}
    restore(filled, backup, scratch=tmp_path, replace=True)
    assert titles(filled) == BOTH
    with open_store(filled) as store:
        assert store.search("Tin sau").total == 0
        assert store.indexed().whole


def test_articles_can_be_stored_after_it(backup: Path, filled: str, tmp_path: Path) -> None:
    restore(filled, backup, scratch=tmp_path, replace=True)
    with open_store(filled) as store:
        fill(store, article(9, title="Tin mới"))
    assert titles(filled) == BOTH | {"Tin mới"}


def test_it_is_refused_while_the_database_is_in_use(
    backup: Path, filled: str, tmp_path: Path
) -> None:
    with open_store(filled) as store:
        with pytest.raises(StoreError, match="Stop congtin run, serve"):
            restore(filled, backup, scratch=tmp_path, replace=True)
        assert store.count() == 1
    restore(filled, backup, scratch=tmp_path, replace=True)


def test_a_restore_beside_another_is_refused(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    from filelock import FileLock

    with (
        FileLock(tmp_path / f"{STAGED}.lock"),
        pytest.raises(StoreError, match="another restore"),
    ):
        restore(database_url, backup, scratch=tmp_path)


@pytest.mark.parametrize("released", old_stores.RELEASED)
def test_a_backup_of_an_earlier_version_is_brought_to_this_one_in_a_copy(
    released: str, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "old-backup.db"
    old_stores.make(f"sqlite:///{file}", released)
    before = digest(file)
    done = restore(database_url, file, scratch=tmp_path)
    assert (done.revision, done.upgraded, done.articles) == (
        released,
        True,
        len(old_stores.ARTICLES),
    )
    assert digest(file) == before
    with open_store(database_url) as store:
        assert {e.key for e in store.iter_entries()} == {old.key for old in old_stores.ARTICLES}


def test_a_database_of_an_earlier_version_is_replaced(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    old_stores.make(database_url, "0003")
    restore(database_url, backup, scratch=tmp_path, replace=True)
    assert titles(database_url) == BOTH


def spoiled(backup: Path, how: str, tmp_path: Path) -> Path:
    """A file that is no backup that can be used."""
    bad = tmp_path / "bad.db"
    if how == "missing":
        return bad
    if how == "text":
        bad.write_text("-- PostgreSQL database dump\n")
    elif how == "empty":
        bad.touch()
    elif how == "cut":
        bad.write_bytes(backup.read_bytes()[:20_000])
    elif how == "torn":
        whole = bytearray(backup.read_bytes())
        whole[30_000:60_000] = b"\xff" * 30_000
        bad.write_bytes(whole)
    elif how == "foreign":
        with closing(sqlite3.connect(bad)) as connection, connection:
            connection.execute("CREATE TABLE cookbook (recipe)")
    elif how == "newer":
        bad.write_bytes(backup.read_bytes())
        with closing(sqlite3.connect(bad)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    return bad


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("missing", "No such file"),
        ("text", "no SQLite database.*pg_restore"),
        ("empty", "no SQLite database"),
        ("cut", "damaged|cannot be read"),
        ("torn", "damaged|cannot be read"),
        ("foreign", "no Congtin database"),
        ("newer", "a backup of a newer Congtin"),
    ],
)
def test_a_bad_backup_is_named_and_nothing_is_touched(
    how: str, said: str, backup: Path, filled: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match=said):
        restore(filled, spoiled(backup, how, tmp_path), scratch=tmp_path, replace=True)
    assert titles(filled) == {"Tin sau"}
    assert not list(tmp_path.glob(f"{STAGED}*db"))


def test_a_backup_whose_index_lacks_articles_comes_back_with_a_whole_one(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("INSERT INTO article_search(article_search) VALUES ('delete-all')")
    assert restore(database_url, backup, scratch=tmp_path).reindexed
    with open_store(database_url) as store:
        assert store.indexed().whole


def test_the_database_itself_is_no_backup(tmp_path: Path, backup: Path) -> None:
    with pytest.raises(StoreError, match="the database itself"):
        restore(f"sqlite:///{backup}", backup, scratch=tmp_path)


def test_other_tables_are_never_replaced(backup: Path, tmp_path: Path) -> None:
    other = spoiled(backup, "foreign", tmp_path)
    with pytest.raises(StoreError, match="no Congtin database"):
        restore(f"sqlite:///{other}", backup, scratch=tmp_path, replace=True)


def test_a_newer_database_gives_way_to_a_backup_of_then(backup: Path, tmp_path: Path) -> None:
    newer = spoiled(backup, "newer", tmp_path)
    restore(f"sqlite:///{newer}", backup, scratch=tmp_path, replace=True)
    assert titles(f"sqlite:///{newer}") == BOTH


@pytest.mark.parametrize("how", ["text", "torn"])
def test_a_damaged_database_is_moved_aside_whole(how: str, backup: Path, tmp_path: Path) -> None:
    damaged = spoiled(backup, how, tmp_path)
    Path(f"{damaged}-wal").write_bytes(b"a log")
    with pytest.raises(StoreError, match=r"damaged.*--replace"):
        restore(f"sqlite:///{damaged}", backup, scratch=tmp_path)
    before = digest(damaged)
    done = restore(f"sqlite:///{damaged}", backup, scratch=tmp_path, replace=True)
    assert done.damaged
    assert digest(done.damaged) == before
    assert titles(f"sqlite:///{damaged}") == BOTH


def test_numbers_of_changes_never_go_back(backup: Path, filled: str, tmp_path: Path) -> None:
    """Who follows /api/changes has seen number N: what comes after a restore has a larger one."""
    with open_store(filled) as store:
        for number in range(20, 30):
            fill(store, article(number))
        seen = store.last_change()
    restore(filled, backup, scratch=tmp_path, replace=True)
    with open_store(filled) as store:
        fill(store, article(50, title="Sau khi phục hồi"))
        assert [each.title for each in store.changes(seen)] == ["Sau khi phục hồi"]


def test_feeds_follow_the_database_back(database_url: str, tmp_path: Path) -> None:
    config, file = make_config(tmp_path, database_url=database_url), tmp_path / "then.db"
    with open_store(database_url) as store:
        fill(store, article(1, title="Tin cũ", text="Nội dung cũ"))
        publish(store, config)
        store.backup(file)
        fill(store, article(2, title="Tin sau"))
        edited = article(1, title="Tin cũ sửa rồi", text="Nội dung đã sửa")
        store.save(edited, visit(edited, at(20)))
        publish(store, config)
    feed = config.feeds / "all.atom"
    assert "Tin sau" in feed.read_text(encoding="utf-8")
    restore(database_url, file, scratch=tmp_path, replace=True)
    with open_store(database_url) as store:
        publish(store, config)
        shown = feed.read_text(encoding="utf-8")
        assert "Tin cũ" in shown
        assert "Tin sau" not in shown
        assert "sửa rồi" not in shown
        fill(store, article(3, title="Tin mới nhất"), article(2, title="Tin sau"))
        publish(store, config)
        as_it_goes_on = feed.read_bytes()
        publish(store, config, anew=True)
    assert b"Tin m\xe1\xbb\x9bi nh\xe1\xba\xa5t" in as_it_goes_on
    assert b"Tin sau" in as_it_goes_on
    assert feed.read_bytes() == as_it_goes_on


KILLED = """\
import sys
from pathlib import Path
from pipeline.store import restore
print("begun", flush=True)
restore(sys.argv[1], Path(sys.argv[2]), scratch=Path(sys.argv[3]), replace=True)
"""


@pytest.mark.parametrize("wait", [0.05, 0.15, 0.25, 0.35, 0.5, 0.8])
def test_killed_anywhere_it_leaves_the_old_or_the_new_database(
    wait: float, backup: Path, filled: str, tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, filled, str(backup), str(tmp_path)],
        stdout=subprocess.PIPE,
        env=os.environ,
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert titles(filled) in ({"Tin sau"}, BOTH)
    restore_again(filled, backup, tmp_path)
    assert titles(filled) == BOTH


def restore_again(url: str, backup: Path, folder: Path) -> None:
    """As an operator does; a session of the killed one may live a moment longer on the server."""
    for _ in range(50):
        try:
            restore(url, backup, scratch=folder, replace=True)
        except StoreError as error:
            if "other sessions" not in str(error):
                raise
            time.sleep(0.1)
        else:
            return
    pytest.fail("the killed restore's session lives on")


class Stopped(Exception):
    """A kill at a certain step."""


@pytest.fixture(params=[0, 1, 2])
def step(request: pytest.FixtureRequest) -> Iterator[int]:
    """After so many reports of the last stage."""
    return request.param  # type: ignore[no-any-return]


def test_what_breaks_in_the_middle_of_replacing_leaves_the_old_one(
    step: int, backup: Path, filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_PAGES", 1)
    seen = 0
    last = "pages" if filled.startswith("sqlite") else "articles"

    def told(what: str, _done: int, _total: int) -> None:
        nonlocal seen
        seen += what.startswith(last)
        if seen > step:
            raise Stopped

    with pytest.raises(Stopped):
        restore(filled, backup, scratch=tmp_path, replace=True, told=told)
    assert titles(filled) == {"Tin sau"}


def test_a_copy_that_a_killed_restore_left_is_removed(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / STAGED).write_bytes(b"half")
    restore(database_url, backup, scratch=tmp_path)
    assert titles(database_url) == BOTH
    assert not (tmp_path / STAGED).exists()


def test_a_server_that_holds_a_newer_schema_asks_for_an_empty_one(
    backup: Path, tmp_path: Path
) -> None:
    from sqlalchemy import text

    for url in another_database("postgresql", tmp_path):
        with open_store(url) as store, store._writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreError, match=r"newer Congtin.*createdb"):
            restore(url, backup, scratch=tmp_path, replace=True)


def test_the_newest_version_is_the_one_that_is_restored_to(
    backup: Path, database_url: str, tmp_path: Path
) -> None:
    assert restore(database_url, backup, scratch=tmp_path).revision == schema.head()
