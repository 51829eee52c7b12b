"""Each verb that touches the database, run on PostgreSQL, says and keeps what it does on SQLite.

`CONGTIN_TEST_COMMANDS=postgresql` runs the whole suite's commands there (see databases.py).
"""

import json
import signal
import urllib.error
import urllib.request

import pytest
from commands import Running, congtin, eventually, free_ports, rows, stored
from databases import on_postgresql

from crawler.farm import Farm

pytestmark = pytest.mark.postgresql
MOMENTS = {"first_seen", "last_seen", "updated"}
"""When it was crawled: one crawl comes after the other."""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One portal added and crawled twice on each database: the folders, and what every command printed."""
    here, there = (tmp_path_factory.mktemp(kind) / "data" for kind in ("sqlite", "postgresql"))
    with on_postgresql(there), Farm(base_port=0, portals=("huyenuy",)) as farm:
        url = farm.portals[0].url
        told = {
            data: [
                congtin("add", url, "--allow-private", "--yes", "--json", data=data),
                congtin("crawl", "--json", data=data),
                congtin("crawl", "--json", data=data),
            ]
            for data in (here, there)
        }
        yield here, there, told


@pytest.fixture(scope="module")
def imported(both, tmp_path_factory):
    """The archive of that crawl taken into a new folder on each database; what the first exports."""
    (warc, *_) = sorted((both[0] / "archive").rglob("*.warc.gz"))
    here, there = (tmp_path_factory.mktemp(kind) / "data" for kind in ("file", "server"))
    with on_postgresql(there):
        for data in (here, there):
            assert congtin("import", warc, data=data).code == 0
            assert congtin("publish", data=data).code == 0
        yield here, there, exported(here)


def exported(data, *words):
    done = congtin("export", *words, data=data)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def without(moments, entries):
    return [{key: entry[key] for key in entry.keys() - moments} for entry in entries]


def files(data):
    found = (path for path in (data / "feeds").rglob("[!.]*.*") if path.is_file())
    return {str(path.relative_to(data)): path.read_bytes() for path in found}


def test_nothing_of_it_stands_in_a_file(both, imported):
    for _, there, _ in (both, imported):
        assert list(there.glob("congtin.db*")) == []


def test_add_and_crawl_keep_the_same_articles(both):
    here, there, told = both
    assert [done.code for done in told[here]] == [done.code for done in told[there]] == [0, 0, 0]
    first = without(MOMENTS, exported(here))
    assert len(first) >= 40
    assert without(MOMENTS, exported(there)) == first


def test_a_second_crawl_asks_for_as_little_and_finds_nothing_new(both):
    here, there, told = both
    keys = ("status", "new", "changed", "gone", "requests")
    first, second = ([done.json[0] for done in told[data][1:]] for data in (here, there))
    assert [[run[key] for key in keys] for run in first] == [
        [run[key] for key in keys] for run in second
    ]
    assert second[1]["new"] == 0 < second[0]["new"]


def test_an_import_of_the_archive_gives_the_same_to_the_last_moment(imported):
    _, there, entries = imported
    assert len(entries) >= 40
    assert exported(there) == entries


def test_an_import_of_an_export_gives_the_same_entries(imported, tmp_path):
    *_, entries = imported
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    with on_postgresql(tmp_path / "new"):
        done = congtin("import", file, data=tmp_path / "new")
        assert (done.code, done.err) == (0, "")
        assert exported(tmp_path / "new") == entries


def test_the_published_feeds_are_equal_to_the_byte(imported):
    here, there, _ = imported
    assert {"feeds/all.rss", "feeds/all.atom", "feeds/all.json"} <= files(here).keys()
    assert files(there) == files(here)


@pytest.mark.parametrize(
    "words", [("search", "nông thôn", "--json"), ("export", "--format", "csv", "xã")]
)
def test_what_is_found_and_how_it_stands_in_order_is_the_same(imported, words):
    here, there = (congtin(*words, data=data) for data in imported[:2])
    assert there == here
    assert here.code == 0
    assert "http://127.0.0.1:" in here.out


@pytest.mark.parametrize("verb", ["sources", "runs"])
def test_a_list_tells_the_same_but_for_the_time(imported, verb):
    here, there = (congtin(verb, "--json", data=data).json for data in imported[:2])
    assert timeless(there) == timeless(here) != []


def timeless(told):
    """What a command printed without the moments and the durations of runs."""
    if isinstance(told, list):
        return [timeless(each) for each in told]
    if not isinstance(told, dict):
        return told
    kept = told.keys() - {"started_at", "finished_at", "duration", "next_visit"}
    return {key: timeless(told[key]) for key in kept}


def test_reprocessing_changes_nothing_and_what_was_lost_comes_back(imported, tmp_path):
    here, there, entries = imported
    first, second = (congtin("reprocess", "--json", data=data) for data in (here, there))
    assert first == second
    assert (first.code, sum(one["unchanged"] for one in first.json) >= 40) == (0, True)
    assert exported(there) == entries
    lost = tmp_path / "lost"
    lost.mkdir()
    (lost / "archive").symlink_to(there / "archive")
    (lost / "sources.toml").write_bytes((there / "sources.toml").read_bytes())
    with on_postgresql(lost):
        assert congtin("reprocess", "--from-archive", data=lost).code == 0
        assert exported(lost) == entries


def test_the_doctor_finds_the_same(both):
    here, there = (congtin("doctor", "--json", "--offline", data=data) for data in both[:2])
    assert [(one["subject"], one["state"]) for one in there.json] == [
        (one["subject"], one["state"]) for one in here.json
    ]


def test_it_serves_the_feeds_that_are_published(imported):
    _, there, entries = imported
    port = free_ports()
    base = f"http://127.0.0.1:{port}"
    with Running("serve", "--port", port, data=there) as server:
        eventually(lambda: answer(f"{base}/readyz"))
        listed = json.loads(answer(f"{base}/api/articles?limit=100"))["items"]
        assert {one["key"] for one in listed} == {one["key"] for one in entries}
        assert answer(f"{base}/search?q=huyen")
        assert answer(f"{base}/feeds/all.rss") == files(there)["feeds/all.rss"]
        assert server.end(signal.SIGINT).code == 0


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as got:
            return got.read()
    except urllib.error.URLError:
        return b""


def test_db_upgrade_copy_and_backup(imported, tmp_path):
    here, there, entries = imported
    assert congtin("db", "upgrade", data=there).code == 0
    with on_postgresql(tmp_path / "new") as url:
        assert congtin("db", "copy", "--to", url, "--json", data=here).json["equal"] is True
        assert exported(tmp_path / "new") == entries
    kept = tmp_path / "kept"
    kept.mkdir()
    assert congtin("db", "backup", kept / "congtin.db", data=there).code == 0
    assert exported(kept) == entries


def test_the_demo_finds_every_article(demo_runs, tmp_path):
    first = demo_runs[0]
    with on_postgresql(tmp_path / "demo"):
        done = congtin("demo", "--once", "--farm-port", first.base_port, data=tmp_path / "demo")
        assert (done.code, done.err) == (0, "")
        assert stored(tmp_path / "demo") == first.articles
        assert rows(tmp_path / "demo", "SELECT DISTINCT status FROM runs") == [("finished",)]
