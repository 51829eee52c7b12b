"""`congtin crawl --due`: oldest first, nobody overlaps, nobody starves, kill -9 loses nothing."""

import os
import re
import signal
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from commands import Running, congtin, eventually, free_ports, register, rows, silent
from databases import NoTable
from live_portals.visiting import CLOCK
from test_service import processes_at

from crawler.farm import FARM_NOW, Farm
from crawler.planning.schedule import GAVE_WAY

FEW_PLACES = "import crawler.planning.places as p; p.VISITS = p.WALKS = 1; p.SLICE *= 0"
"""One place of each kind, and whoever takes long gives way at once."""


@pytest.fixture
def farm():
    with Farm(base_port=0, portals=("huyenuy",)) as served:
        yield served


@contextmanager
def endless(pause=0.3):
    """A portal whose every page leads to eight more, each slowly."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(pause)
            number = int((re.findall(r"-(\d+)\.html", self.path) or [0])[0])
            links = "".join(
                f"<li><a href=/tin-tuc/hoi-nghi-tong-ket-{n}.html>Hội nghị tổng kết lần thứ {n}</a></li>"
                for n in range(8 * number + 1, 8 * number + 9)
            )
            body = (
                f"<!doctype html><title>Cổng</title><meta charset=utf-8><ul>{links}</ul>".encode()
            )
            self.send_response(200 if self.path != "/robots.txt" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

        def handle(self):
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def statuses(data, source):
    query = "SELECT status FROM runs WHERE source_id = ? ORDER BY id"
    return [status for (status,) in rows(data, query, source)]


def began(data):
    with suppress(NoTable):  # no table yet
        return rows(data, "SELECT count(*) FROM runs") != [(0,)]


def test_a_second_one_ends_at_once_and_says_why(tmp_path):
    with silent() as url:
        data = register(tmp_path / "data", ("silent", url))
        with Running("crawl", "--due", data=data) as first:
            eventually(lambda: began(data))
            second = congtin("crawl", "--due", data=data)
            first.kill()
    assert (second.code, second.out) == (0, "")
    assert "another 'crawl --due' is under way" in second.err
    assert rows(data, "SELECT count(*) FROM runs") == [(1,)]


def test_after_kill_9_the_next_one_takes_up_at_once(farm, tmp_path):
    portal = farm.portals[0]
    data = register(tmp_path / "data", (portal.id, portal.url))
    with Running("crawl", "--due", data=data) as first:
        eventually(lambda: began(data))
        first.kill()
    assert congtin("crawl", "--due", data=data).code == 0
    assert statuses(data, portal.id) == ["killed", "finished"]
    assert rows(data, "SELECT count(*) FROM articles") == [(len(portal.truth),)]


def test_an_endless_source_gives_way_and_keeps_what_it_has(farm, tmp_path):
    quick = farm.portals[0]
    with endless() as slow:
        data = register(tmp_path / "data", ("a-slow", slow), (quick.id, quick.url))
        with Running("crawl", "--due", data=data, patch=FEW_PLACES) as crawl:
            done = crawl.end()
    assert done.code == 0
    assert rows(data, "SELECT source_id, status, detail FROM runs ORDER BY id") == [
        ("a-slow", "stopped", GAVE_WAY),
        (quick.id, "finished", ""),
    ]


def test_who_is_added_meanwhile_is_taken_along(farm, tmp_path):
    portal = farm.portals[0]
    with endless() as slow:
        data = register(tmp_path / "data", ("slow", slow))
        patch = "from datetime import timedelta; import crawler.planning.rota as r; r.FRESH = timedelta(0)"
        with Running("crawl", "--due", data=data, patch=patch) as crawl:
            eventually(lambda: began(data))
            register(data, ("slow", slow), (portal.id, portal.url))
            eventually(lambda: statuses(data, portal.id) == ["finished"])
            assert statuses(data, "slow") == ["running"]
            crawl.end(signal.SIGTERM, within=30)


def test_the_crawl_of_a_service_that_was_killed_ends_with_it(tmp_path):
    with endless() as slow:
        data = register(tmp_path / "data", ("slow", slow))
        with Running("run", "--port", free_ports(), data=data) as service:
            eventually(lambda: began(data))
            service.kill()
        eventually(lambda: not processes_at(data))
        assert statuses(data, "slow") == ["stopped"]
        with Running("run", "--port", free_ports(), data=data) as service:
            eventually(lambda: statuses(data, "slow")[-1] == "running")
            service.end(signal.SIGTERM, within=15)


def test_a_child_that_is_killed_is_begun_again(tmp_path):
    with endless() as slow:
        data = register(tmp_path / "data", ("slow", slow))
        with Running("run", "--port", free_ports(), "--every", 5, data=data) as service:
            eventually(lambda: began(data))
            for child in set(processes_at(data)) - {str(service.process.pid)}:
                os.kill(int(child), signal.SIGKILL)
            eventually(lambda: statuses(data, "slow") == ["killed", "running"])
            done = service.end(signal.SIGTERM, within=15)
    assert done.code == 0
    assert "tried again" in done.err


def test_sources_say_when_and_why(farm, tmp_path):
    portal = farm.portals[0]
    data = register(tmp_path / "data", (portal.id, portal.url), ("new", "http://127.0.0.1:9"))
    clock = CLOCK.format(now=FARM_NOW.isoformat())  # its news grow old, and then are no rhythm
    assert congtin("crawl", portal.id, data=data, patch=clock).code == 0
    told = congtin("sources", "--json", data=data, patch=clock).json
    listed = {s["source"]["id"]: s for s in told}
    assert listed["new"]["next_visit"] is None
    assert listed["new"]["next_visit_why"] == "never visited"
    assert listed[portal.id]["next_visit"] > listed[portal.id]["last_run"]["finished_at"]
    assert listed[portal.id]["next_visit_why"].startswith("publishes about")
