"""Settings, sources.toml and the database when something is wrong with them."""

import shutil
import socket
import sqlite3

import pytest
from commands import congtin, free_ports, register
from databases import change, needs_sqlite

NO_WAIT = "import pipeline.store.database.engine as engine; engine.BUSY_SECONDS = 0.2"
ENTRY = '[[source]]\nid = "mau"\nname = "Mẫu"\nurl = "http://mau.gov.vn/"\n'
DAMAGED = {
    "a syntax error": (ENTRY + "level = \n", ("line 5",)),
    "an unknown key": (ENTRY + 'nmae = "x"\n', ("line 5", "key nmae", "known: id, name")),
    "a wrong type": (ENTRY + 'delay = "fast"\n', ("line 5", "key delay", "is not a number")),
    "another encoding": (ENTRY.encode("utf-16"), ("UTF-8",)),
}
"""tests/test_sources.py holds every other mistake."""


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_registry_is_named_with_file_line_and_key(damage, tmp_path):
    content, told = DAMAGED[damage]
    file = tmp_path / "sources.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = congtin("crawl", data=tmp_path)
    assert done.code == 2
    assert str(file) in done.err
    assert all(word in done.err for word in told)
    assert not (tmp_path / "congtin.db").exists()


@pytest.mark.parametrize("verb", ["publish", "run"])
def test_every_verb_that_reads_the_registry_refuses_a_damaged_one(verb, demo_runs):
    data = demo_runs[0].copy()
    (data / "sources.toml").write_text(ENTRY + "level = \n")
    done = congtin(verb, data=data)
    assert done.code == 2
    assert f"{data}/sources.toml" in done.err
    assert "line 5" in done.err


def test_adding_never_touches_a_damaged_registry(tmp_path):
    (tmp_path / "sources.toml").write_text("[[source\n")
    done = congtin("add", "http://127.0.0.1:9/", "--allow-private", data=tmp_path)
    assert done.code == 2
    assert "line 1" in done.err
    assert (tmp_path / "sources.toml").read_text() == "[[source\n"


@pytest.mark.parametrize("verb", ["crawl", "reprocess"])
def test_an_unknown_source_is_named_with_those_that_are_known(verb, demo_runs):
    done = congtin(verb, "khong-co", data=demo_runs[0].data)
    assert done.code == 2
    assert "no source 'khong-co'. Known: 127-0-0-1-" in done.err


@pytest.mark.parametrize(
    "words",
    [["crawl"], ["sources"], ["search", "x"], ["db", "upgrade"]],
    ids=" ".join,
)
def test_a_data_folder_that_is_a_file_is_named(words, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    done = congtin(*words, data=file)
    assert done.code == 2
    assert str(file) in done.err
    assert file.read_text() == "mine"


def test_a_data_folder_that_cannot_be_made_is_named():
    done = congtin("crawl", data="/proc/congtin")
    assert done.code == 2
    assert "/proc/congtin" in done.err
    assert "--data" in done.err


@pytest.mark.parametrize("words", [["search", "x"], ["reprocess"]], ids=" ".join)
def test_reading_where_nothing_is_stored_makes_nothing(words, tmp_path):
    done = congtin(*words, data=tmp_path / "typo")
    assert done.code == 2
    assert "nothing is stored there" in done.err
    assert not (tmp_path / "typo").exists()


def test_crawling_and_listing_without_sources_say_how_to_begin(tmp_path):
    for verb in ("crawl", "sources"):
        done = congtin(verb, data=tmp_path / "new")
        assert (done.code, done.out) == (0, "")
        assert "congtin add URL" in done.err


def test_run_without_sources_says_how_to_begin(tmp_path):
    done = congtin("run", data=tmp_path / "new")
    assert done.code == 2
    assert "congtin add URL" in done.err


@pytest.fixture
def data(demo_runs):
    copied = demo_runs[0].copy()
    yield copied
    shutil.rmtree(copied)


VERBS = (["search", "nông"], ["crawl"], ["db", "upgrade"])
TO_THE_DATABASE = pytest.mark.parametrize("words", VERBS, ids=" ".join)


@needs_sqlite
@TO_THE_DATABASE
def test_a_damaged_database_is_named_and_kept(words, data):
    file = data / "congtin.db"
    for kept in data.glob("congtin.db*"):
        kept.unlink()
    file.write_bytes(b"this is no database" * 500)
    done = congtin(*words, data=data)
    assert (done.code, done.out) == (4, "")
    assert f"{file}: it is no SQLite database, or it is damaged." in done.err
    assert file.read_bytes() == b"this is no database" * 500


@TO_THE_DATABASE
def test_a_newer_database_is_refused(words, data):
    change(data, "UPDATE alembic_version SET version_num = '9999'")
    done = congtin(*words, data=data)
    assert (done.code, done.out) == (4, "")
    assert "Install the newer Congtin" in done.err


@needs_sqlite
@pytest.mark.parametrize("verb", ["crawl", "publish"])
def test_a_database_that_stays_locked_is_named(verb, data):
    holder = sqlite3.connect(data / "congtin.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = congtin(verb, data=data, patch=NO_WAIT)
    holder.close()
    assert done.code == 4
    assert f"{data}/congtin.db: another program keeps it locked." in done.err


@needs_sqlite
def test_a_reader_does_not_wait_for_a_writer(data):
    holder = sqlite3.connect(data / "congtin.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = congtin("search", "nông thôn", data=data, patch=NO_WAIT)
    holder.close()
    assert done.code == 0
    assert done.out


@pytest.mark.parametrize("url", ["mysql://x/y"])
def test_another_database_is_refused_without_repeating_the_url(url, tmp_path):
    done = congtin("crawl", "--database-url", url, data=tmp_path)
    assert done.code == 2
    assert "Accepted: sqlite:////" in done.err


def test_an_unknown_setting_and_a_wrong_value_are_named_with_their_place(tmp_path):
    (tmp_path / "congtin.toml").write_text("prot = 8000\n")
    done = congtin("sources", cwd=tmp_path)
    assert done.code == 2
    assert "congtin.toml, key prot" in done.err
    done = congtin("sources", env={"CONGTIN_PORT": "many"})
    assert done.code == 2
    assert "CONGTIN_PORT" in done.err


@pytest.mark.parametrize(
    "words",
    [["nope"], ["crawl", "--nope"], ["search"], ["export", "--format", "xml"]],
    ids=" ".join,
)
def test_a_wrong_command_line_is_told_in_words(words, tmp_path):
    done = congtin(*words, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_dates_that_are_none_are_refused():
    done = congtin("export", "--after", "hôm qua")
    assert done.code == 2
    assert "--after 'hôm qua': write a date like 2025-07-01" in done.err


@pytest.mark.parametrize("verb", ["serve", "run"])
def test_a_taken_port_is_named_before_anything_is_begun(verb, tmp_path):
    data = register(tmp_path / "d", ("a", f"http://127.0.0.1:{free_ports()}/"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = congtin(verb, "--port", port, data=data)
    assert done.code == 2
    assert f"127.0.0.1:{port}" in done.err
    assert "--port" in done.err
    assert not (data / "locks").exists()
