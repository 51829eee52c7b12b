"""The run report says what was really asked for and what came: held against the portal's own log."""

import contextlib
import gzip
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from commands import Running, congtin, eventually, register, rows
from databases import NoTable

from crawler.extensions import failures_in, rejections_in

OFTEN = "import crawler.extensions\ncrawler.extensions.KEEP_INTERVAL = 0.1\ncrawler.extensions.TICK = 0.1"
"""The counts kept ten times a second: what is kept is the same after thirty seconds."""
TEXT = (
    "<p>Sáng {n}/3, Ủy ban nhân dân xã Mẫu tổ chức hội nghị lần thứ {n} bàn về đường giao thông, "
    "trường học và trạm y tế; hơn một trăm đại biểu của các thôn đến dự và nêu ý kiến.</p>"
)


@dataclass
class Portal:
    """A small portal that writes down each request and the bytes of the body it sent."""

    articles: int = 6
    pause: float = 0.0
    url: str = ""
    log: list[tuple[str, int, int]] = field(default_factory=list)

    def answer(self, path):
        """Status, further headers, body."""
        if path in ("/", "/tin-tuc/"):
            return 200, {}, self.listing()
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /kin/\n"
        if path.startswith("/cu/"):
            return 301, {"Location": path.replace("/cu/", "/tin-tuc/")}, b""
        if path.endswith("-900.html"):
            return 500, {}, b"<title>500</title>"
        number = path.removeprefix("/tin-tuc/hoi-nghi-ban-ve-duong-giao-thong-").removesuffix(
            ".html"
        )
        if number.isdigit():
            return 200, {}, self.article(int(number))
        return 404, {}, b"<title>404</title>"

    def listing(self):
        name = "hoi-nghi-ban-ve-duong-giao-thong"
        paths = [f"/tin-tuc/{name}-{n}.html" for n in range(101, 101 + self.articles)]
        paths[0] = paths[0].replace("/tin-tuc/", "/cu/")
        paths += [f"/tin-tuc/{name}-900.html", f"/tin-tuc/{name}-lan-901.html"]
        paths.append(f"/kin/{name}-902.html")
        links = (
            f"<li><h3><a href='{path}'>Hội nghị bàn về đường giao thông của xã lần {path[-8:-5]}"
            "</a></h3></li>"
            for path in paths
        )
        menu = "<div class=menu><a href='/'>Trang chủ</a><a href='/tin-tuc/'>Tin tức</a></div>"
        return self.page("Cổng thông tin xã Mẫu", f"{menu}<ul>{''.join(links)}</ul>")

    def article(self, number):
        title = f"Hội nghị bàn về đường giao thông lần {number}"
        text = TEXT.format(n=number % 28 + 1) * 4
        date = "<span>Ngày đăng: 21/11/2025 08:30</span>"
        return self.page(title, f"<div class=content><h1>{title}</h1>{date}{text}</div>")

    def page(self, title, body):
        head = f"<head><meta charset=utf-8><title>{title}</title></head>"
        return f"<!doctype html><html lang=vi>{head}<body>{body}</body></html>".encode()


@contextlib.contextmanager
def serve(portal):
    """The portal on loopback; bodies go out gzipped where that is accepted."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            time.sleep(portal.pause)
            status, headers, body = portal.answer(self.path)
            if "gzip" in self.headers.get("Accept-Encoding", "") and body:
                body = gzip.compress(body)
                headers = headers | {"Content-Encoding": "gzip"}
            portal.log.append((self.path, status, len(body)))
            self.send_response(status)
            whole = {"Content-Type": "text/html", "Content-Length": str(len(body))} | headers
            for name, value in whole.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        portal.url = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield portal
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A portal crawled once: its log, how the command ended, the data."""
    with serve(Portal()) as portal:
        data = register(tmp_path_factory.mktemp("report") / "data", ("xa", portal.url))
        done = congtin("crawl", "--json", data=data)
        yield portal, done, data


def test_requests_are_all_that_the_portal_saw_robots_redirects_and_second_tries_included(crawled):
    portal, done, _ = crawled
    (run,) = done.json
    assert run["requests"] == len(portal.log)
    asked = Counter(path for path, _, _ in portal.log)
    assert asked["/robots.txt"] == 1
    assert max(count for path, count in asked.items() if path.endswith("-900.html")) > 1


def test_statuses_are_those_that_the_portal_sent(crawled):
    portal, done, _ = crawled
    sent = Counter(str(status) for _, status, _ in portal.log)
    assert done.json[0]["statuses"] == dict(sent)
    assert {"200", "301", "404", "500"} <= sent.keys()


def test_bytes_are_what_went_over_the_wire(crawled):
    portal, done, _ = crawled
    assert done.json[0]["bytes"] == sum(size for _, _, size in portal.log)


def test_failures_have_names_and_errors_are_their_sum(crawled):
    _, done, _ = crawled
    (run,) = done.json
    assert run["errors"] == sum(run["failures"].values()) >= 1
    assert done.code == 1


def test_a_page_of_each_failure_is_named_as_evidence(crawled):
    _, done, _ = crawled
    assert "-900.html" in done.json[0]["detail"]


def test_a_run_lasts_from_its_start_to_its_end(crawled):
    _, done, _ = crawled
    assert done.json[0]["duration"] > 0


def test_what_is_printed_is_what_is_kept(crawled):
    _, done, data = crawled
    assert congtin("runs", "xa", "--json", data=data).json == done.json


def test_a_killed_run_leaves_its_counts_and_the_next_one_calls_it_killed(tmp_path):
    with serve(Portal(articles=40, pause=0.1)) as portal:
        data = register(tmp_path / "data", ("xa", portal.url))
        with Running("crawl", data=data, patch=OFTEN) as running:
            kept = "SELECT count(*) FROM runs WHERE requests > 3 AND new > 0"
            eventually(lambda: _told(data, kept))
            running.kill()
        portal.pause = 0.0
        congtin("crawl", data=data)
    last, first = congtin("runs", "--json", data=data).json
    assert first["status"] == "killed"
    assert first["requests"] > 3
    assert first["new"] > 0
    assert first["duration"] is None
    assert last["status"] == "finished"


def _told(data, query):
    with contextlib.suppress(NoTable):
        return rows(data, query)[0][0]
    return 0


def test_an_interrupted_run_counts_the_request_under_way(tmp_path):
    with serve(Portal(articles=40, pause=0.2)) as portal:
        data = register(tmp_path / "data", ("xa", portal.url))
        with Running("crawl", "--json", data=data) as running:
            eventually(lambda: len(portal.log) > 6)
            done = running.end(signal.SIGTERM)
        (run,) = done.json
        assert run["detail"] == "interrupted"
        assert run["requests"] == len(portal.log)


STATS = {
    "congtin/failed/failed-timeout": 2,
    "congtin/failed/failed-dns": 1,
    "congtin/rejected/listing": 9,
}


@pytest.mark.parametrize(
    ("more", "failures"),
    [
        ({}, {"failed-dns": 1, "failed-timeout": 2}),
        ({"congtin/failed": 3}, {"failed-dns": 1, "failed-timeout": 2}),
        ({"congtin/failed": 4}, {"failed-dns": 1, "failed-timeout": 2, "failed": 1}),
        ({"congtin/broken": 1}, {"failed-dns": 1, "failed-timeout": 2, "broken": 1}),
    ],
)
def test_each_failure_is_counted_once_under_its_name(more, failures):
    assert failures_in(STATS | more) == failures


def test_what_a_rule_kept_us_from_is_rejected_and_no_failure(crawled):
    stats = STATS | {"congtin/failed/robots": 2, "congtin/rejected/robots": 1}
    assert "robots" not in failures_in(stats)
    assert rejections_in(stats) == {"listing": 9, "robots": 3}
    (run,) = crawled[1].json
    assert run["failures"] == {"failed-server-error": 1}
    assert run["rejected"]["robots"] == 1
