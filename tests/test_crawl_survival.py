"""A crawl that is killed, told to end, or started twice loses nothing and stores nothing twice."""

import re
import signal

import pytest
from commands import Running, congtin, eventually, portal, register, rows, silent, stored
from databases import is_there

from crawler.farm import Farm
from pipeline.archive import Damage, read_file

SHORT_GRACE = "import crawler.run; crawler.run.GRACE = 1.0"
"""What a crawl waits for answers under way when it is told to end, cut down to keep the test short."""
PORTALS = ("nukeviet",)
TWO = pytest.mark.parametrize("portals", [("nukeviet", "sharepoint")], ids=["two portals"])


@pytest.fixture
def portals():
    return PORTALS


@pytest.fixture
def farm(portals):
    """A slow portal: a crawl takes a few seconds, so that it can be caught at work."""
    with Farm(base_port=0, latency=0.02, portals=portals) as served:
        yield served


@pytest.fixture
def data(farm, tmp_path):
    return register(tmp_path / "data", *((one.id, one.url) for one in farm.portals))


def truth(farm):
    return sorted(article.url for one in farm.portals for article in one.truth)


def asked(farm):
    """Requests so far. The log is the farm's own, so that no test waits for a time to pass."""
    return len(farm.log)


def damages(data):
    files = (data / "archive").rglob("*.warc.gz")
    return [record for file in files for record in read_file(file) if isinstance(record, Damage)]


@TWO
def test_killed_at_several_moments_it_takes_up_where_it_was(farm, data):
    for more in (3, 25, 40):
        start = asked(farm)
        with Running("crawl", data=data) as crawl:
            eventually(lambda start=start, more=more: asked(farm) >= start + more)
            crawl.kill()
    assert 0 < len(stored(data)) < len(truth(farm))
    done = congtin("crawl", data=data)
    assert done.code == 0
    assert stored(data) == truth(farm)
    assert damages(data) == []


def test_every_stored_page_of_a_killed_crawl_can_be_read_again(farm, data):
    with Running("crawl", data=data) as crawl:
        eventually(lambda: asked(farm) >= 40)
        crawl.kill()
    before = stored(data)
    done = congtin("reprocess", "--json", data=data)
    assert done.code == 0
    assert sum(one["unchanged"] for one in done.json) == len(before) > 0
    assert all(one["unreadable"] == one["new"] == one["changed"] == 0 for one in done.json)


def test_a_torn_last_record_is_cut_off_by_the_next_crawl(farm, data):
    with Running("crawl", data=data) as crawl:
        eventually(lambda: asked(farm) >= 30)
        crawl.kill()
    for file in (data / "archive").rglob("*.warc.gz"):
        with file.open("ab") as archive:
            archive.write(b"\x1f\x8b\x08\x00 a record that a power cut left unfinished")
    assert len(damages(data)) == 1
    assert congtin("crawl", data=data).code == 0
    assert damages(data) == []
    assert stored(data) == truth(farm)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_soon_and_says_so(farm, data, signum):
    with Running("crawl", data=data) as crawl:
        eventually(lambda: asked(farm) >= 20)
        done = crawl.end(signum, within=10)
    assert done.code == 130
    assert "interrupted" in done.out
    assert [status for (status,) in rows(data, "SELECT status FROM runs")] == ["stopped"]
    assert 0 < len(stored(data)) < len(truth(farm))
    assert congtin("crawl", data=data).code == 0
    assert stored(data) == truth(farm)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_before_it_began_it_ends_quietly(signum, data):
    with Running("crawl", data=data) as crawl:
        eventually(lambda: is_there(data))
        done = crawl.end(signum, within=10)
    assert done.code == 130


LOST = """
import os, signal, weakref
from crawler.cli.commands import crawling

class Gone: pass

def opened(config, store_of=crawling.store_of):
    gone = Gone()
    weakref.finalize(gone, os.kill, os.getpid(), signal.SIGTERM)
    del gone
    return store_of(config)

crawling.store_of = opened
"""
"""A signal that comes inside a weak reference's callback, where Python drops the exception."""


def test_a_signal_that_python_drops_is_heard_all_the_same(data):
    with Running("crawl", data=data, patch=LOST) as crawl:
        done = crawl.end(within=10)
    assert done.code == 130


def test_told_to_end_while_a_portal_keeps_silent_it_ends_soon(tmp_path):
    with silent() as url:
        data = register(tmp_path / "data", ("silent", url))
        with Running("crawl", data=data, patch=SHORT_GRACE) as crawl:
            eventually(lambda: is_running(data))
            done = crawl.end(signal.SIGTERM, within=7)
    assert done.code == 130


def test_told_to_end_while_a_portal_wants_time_it_ends_soon(tmp_path):
    busy = (503, {"Retry-After": "200"}, b"")
    with portal({"/": busy}) as url:
        data = register(tmp_path / "data", ("busy", url))
        with Running("crawl", data=data, patch=SHORT_GRACE) as crawl:
            eventually(lambda: is_running(data))
            done = crawl.end(signal.SIGTERM, within=7)
    assert done.code == 130


def is_running(data):
    return (data / "locks").is_dir() and rows(data, "SELECT status FROM runs") == [("running",)]


@TWO
def test_of_two_crawls_at_once_the_second_leaves_the_busy_hosts_out(farm, data, portals):
    with Running("crawl", data=data) as first:
        eventually(lambda: asked(farm) >= 10)
        second = congtin("crawl", data=data)
        assert second.code == 1
        for name in portals:
            assert re.search(rf"{name}: .*busy", second.err)
        assert first.end().code == 0
    assert stored(data) == truth(farm)


def test_a_limit_stops_a_source_and_the_next_crawl_goes_on(farm, data):
    done = congtin("crawl", "nukeviet", "--limit", 5, "--json", data=data)
    assert done.code == 0
    assert [run["status"] for run in done.json] == ["stopped"]
    assert 5 <= len(stored(data)) < 20
    assert congtin("crawl", data=data).code == 0
    assert stored(data) == truth(farm)
