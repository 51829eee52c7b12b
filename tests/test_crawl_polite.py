"""Politeness as a portal's own log shows it: when each request came, and when it was answered.

Only lower bounds of time are asserted: never sooner than the host wants.
"""

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from commands import Running, congtin, eventually, page, register, rows
from databases import change

TITLE = "Xã Lam Kiều khánh thành cây cầu dân sinh thứ {n}"
LISTING = "/tin-tuc/"
HTML = {"Content-Type": "text/html; charset=utf-8"}
SOON = "import crawler.fetch; crawler.fetch.LOCK_PATIENCE = 0.5"


@dataclass
class Asked:
    """One request as the portal saw it. Seconds of the monotonic clock."""

    path: str
    agent: str
    came: float
    status: int = 0
    answered: float = float("inf")


@dataclass
class Portal:
    """A portal of ours. `gate`: given a path, the answer to give instead; None: the usual one."""

    pages: dict
    url: str = ""
    latency: float = 0.0
    gate: object = None
    open: threading.Event | None = None
    """Until it is set, only robots.txt is answered."""
    log: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, handler):
        asked = Asked(handler.path, handler.headers.get("User-Agent", ""), time.monotonic())
        with self.lock:
            self.log.append(asked)
        time.sleep(self.latency)
        if self.open and handler.path != "/robots.txt":
            self.open.wait(40)
        usual = self.pages.get(handler.path, (404, HTML, b"<title>404</title>"))
        with self.lock:
            status, headers, body = (self.gate and self.gate(handler.path)) or usual
        asked.status, asked.answered = status, time.monotonic()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def paths(self):
        return [asked.path for asked in self.log]


@contextmanager
def served(pages, **more):
    portal = Portal(pages, **more)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            portal.answer(self)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        portal.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield portal
        finally:
            server.shutdown()


def address(n):
    return f"/tin-tuc/xa-lam-kieu-khanh-thanh-cay-cau-{n}.html"


def article(n):
    sentence = (
        "Cây cầu nối hai thôn Hạ và Thượng, giúp người dân đi lại thuận tiện hơn trước rất nhiều. "
    )
    return page(
        f"<h1>{TITLE.format(n=n)}</h1><div class=date>Thứ ba, 0{n % 9 + 1}/09/2026 08:30</div>"
        f"<div class=content><p>{sentence * 3}</p><p>Cầu số {n}. {sentence * 2}</p></div>"
    )


def site(count, robots="", more=""):
    items = "".join(
        f'<div class=item><h3><a href="{address(n)}">{TITLE.format(n=n)}</a></h3>'
        f"<span>0{n % 9 + 1}/09/2026</span><p>Cây cầu nối hai thôn Hạ và Thượng.</p></div>"
        for n in range(1, count + 1)
    )
    return {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, robots.encode()),
        "/": page(f'<ul class=menu><li><a href="{LISTING}">Tin tức</a></li></ul>{items}'),
        LISTING: page(f"<h2>Tin tức</h2>{items}{more}"),
        **{address(n): article(n) for n in range(1, count + 1)},
    }


def titles(count):
    return sorted(TITLE.format(n=n) for n in range(1, count + 1))


def stored(data):
    return sorted(title for (title,) in rows(data, "SELECT title FROM articles"))


def crawled(portal, tmp_path, *arguments, **keys):
    data = register(tmp_path / "data", ("mau", f"{portal.url}/"), **keys)
    return data, congtin("crawl", "--json", *arguments, data=data)


def gaps(portal):
    """Seconds from each answer to the next request."""
    return [after.came - before.answered for before, after in pairwise(portal.log)]


# --- one request at a time -----------------------------------------------------------------------


def test_no_two_requests_are_ever_under_way_together(tmp_path):
    pages = site(6)
    pages[address(2)] = (301, {"Location": address(3)}, b"")
    pages[address(4)] = (500, {}, b"")
    with served(pages, latency=0.05) as portal:
        crawled(portal, tmp_path)
    assert portal.paths().count(address(4)) > 1
    assert min(gaps(portal)) >= 0


def test_two_sources_of_one_host_are_crawled_one_after_the_other(tmp_path):
    with served(site(4), latency=0.03) as portal:
        entries = ("mot", f"{portal.url}/"), ("hai", f"{portal.url}{LISTING}")
        data = register(tmp_path / "data", *entries)
        done = congtin("crawl", "--json", data=data)
    assert done.code == 0
    assert [run["source_id"] for run in done.json] == ["mot", "hai"]
    assert min(gaps(portal)) >= 0
    assert portal.paths().count("/robots.txt") == 1


@contextmanager
def being_crawled(tmp_path):
    """A portal, its data, and a crawl that waits for its home page until `portal.open` is set."""
    with served(site(3), open=threading.Event()) as portal:
        data = register(tmp_path / "data", ("mau", f"{portal.url}/"))
        with Running("crawl", data=data) as crawl:
            eventually(lambda: "/" in portal.paths())
            yield portal, data, crawl
            portal.open.set()


def test_two_crawls_at_once_never_visit_a_host_together(tmp_path):
    with being_crawled(tmp_path) as (portal, data, first):
        second = congtin("crawl", data=data)
        assert second.code == 1
        assert "busy" in second.err
        assert portal.paths() == ["/robots.txt", "/"]
        portal.open.set()
        assert first.end().code == 0
    assert min(gaps(portal)) >= 0


@pytest.mark.parametrize("verb", ["add", "extract"])
def test_other_verbs_leave_a_host_alone_that_is_being_crawled(verb, tmp_path):
    with being_crawled(tmp_path) as (portal, data, _):
        other = (verb, f"{portal.url}/gioi-thieu.html", "--allow-private")
        done = congtin(*other, data=data, patch=SOON)
        assert done.code != 0
        assert "visiting" in done.err
        assert portal.paths() == ["/robots.txt", "/"]


def test_doctor_says_that_a_host_is_being_crawled_instead_of_visiting_it(tmp_path):
    with being_crawled(tmp_path) as (portal, data, _):
        done = congtin("doctor", data=data)
        assert "not visited: Congtin is crawling that host" in done.out
        assert portal.paths() == ["/robots.txt", "/"]


def test_a_crawl_that_is_killed_frees_its_host_at_once(tmp_path):
    with being_crawled(tmp_path) as (portal, data, crawl):
        crawl.kill()
        portal.open.set()
        assert congtin("crawl", data=data).code == 0
    assert stored(data) == titles(3)


# --- robots.txt ----------------------------------------------------------------------------------


def test_what_robots_txt_forbids_is_never_asked_for(tmp_path):
    rules = f"User-agent: *\nDisallow: {address(2)}\nDisallow: /rieng\n"
    pages = site(5, rules, more=f'<a href="/rieng/tin-khong-cong-khai-1.html">{TITLE}</a>')
    pages[address(4)] = (302, {"Location": "/rieng/tin-khong-cong-khai-2.html"}, b"")
    with served(pages) as portal:
        data, _ = crawled(portal, tmp_path)
    asked = portal.paths()
    assert asked[0] == "/robots.txt"
    assert address(4) in asked
    assert [path for path in asked if path == address(2) or path.startswith("/rieng")] == []
    assert stored(data) == sorted(TITLE.format(n=n) for n in (1, 3, 5))


def test_robots_txt_is_asked_for_once_a_day_and_its_sitemap_known_all_the_same(tmp_path):
    pages = site(3)
    with served(pages) as portal:
        rules = f"Sitemap: {portal.url}/s.xml\nUser-agent: *\nDisallow: /rieng\n"
        pages["/robots.txt"] = (200, {}, rules.encode())
        data, _ = crawled(portal, tmp_path)
        assert congtin("crawl", data=data).code == 0
    assert portal.paths().count("/robots.txt") == 1
    assert portal.paths().count("/s.xml") == 2


def test_the_delay_it_wishes_for_is_kept(tmp_path):
    with served(site(4, "User-agent: *\nCrawl-delay: 0.7\n")) as portal:
        data, done = crawled(portal, tmp_path)
    assert done.code == 0
    assert stored(data) == titles(4)
    assert min(gaps(portal)) >= 0.7


@pytest.mark.parametrize("status", [500, 502])
def test_where_it_cannot_be_had_nothing_else_is_asked_for(status, tmp_path):
    with served(site(4) | {"/robots.txt": (status, HTML, b"")}) as portal:
        _, done = crawled(portal, tmp_path)
    assert done.code == 1
    assert [run["status"] for run in done.json] == ["failed-robots"]
    assert set(portal.paths()) == {"/robots.txt"}


@pytest.mark.parametrize(
    "answer",
    [
        (404, HTML, b""),
        (403, HTML, b""),
        (200, HTML, b"<html>\nUser-agent: *\nDisallow: /\n</html>"),
        (302, {"Location": "/robots.txt"}, b""),
        (301, {"Location": "/"}, b""),
    ],
    ids=["404", "403", "page", "circle", "home"],
)
def test_where_there_is_none_everything_is_allowed(answer, tmp_path):
    with served(site(4) | {"/robots.txt": answer}) as portal:
        data, done = crawled(portal, tmp_path)
    assert done.code == 0
    assert stored(data) == titles(4)
    assert portal.paths().count("/robots.txt") <= 6


def test_its_redirect_is_followed(tmp_path):
    pages = site(4) | {"/robots.txt": (301, {"Location": "/luat.txt"}, b"")}
    pages["/luat.txt"] = (200, {}, f"User-agent: *\nDisallow: {address(1)}".encode())
    with served(pages) as portal:
        data, _ = crawled(portal, tmp_path)
    assert stored(data) == titles(4)[1:]


def test_while_it_cannot_be_had_the_one_of_an_earlier_run_counts(tmp_path):
    pages = site(4, f"User-agent: *\nDisallow: {address(1)}")
    with served(pages) as portal:
        data, _ = crawled(portal, tmp_path)
        change(data, "UPDATE hosts SET robots_at = '2020-01-01 00:00:00.000000'")
        pages["/robots.txt"] = (500, HTML, b"")
        assert congtin("crawl", data=data).code == 0
    assert portal.paths().count("/robots.txt") > 1
    assert portal.paths().count("/") == 2
    assert address(1) not in portal.paths()


def test_outside_the_hours_it_names_nobody_comes(tmp_path):
    later = [f"{datetime.now(UTC) + timedelta(hours=hours):%H%M}" for hours in (2, 3)]
    with served(site(4, f"User-agent: *\nVisit-time: {'-'.join(later)}")) as portal:
        data, done = crawled(portal, tmp_path)
        assert [run["status"] for run in done.json] == ["failed-busy"]
        assert "Visit-time" in done.json[0]["detail"]
        assert "Visit-time" in congtin("crawl", data=data).err
    assert portal.paths() == ["/robots.txt"]


# --- a host that asks for time -------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_for_as_long_as_it_asks_nothing_at_all_goes_there(status, form, tmp_path):
    until = []

    def gate(path):
        if path != address(2) or until:
            return None
        wish = "2" if form == "seconds" else formatdate(int(time.time()) + 3, usegmt=True)
        until.append(time.monotonic() + 2)
        return status, {"Retry-After": wish}, b""

    with served(site(4), gate=gate) as portal:
        data, done = crawled(portal, tmp_path)
    assert done.code == 0
    assert stored(data) == titles(4)
    refused = next(n for n, asked in enumerate(portal.log) if asked.status == status)
    assert portal.log[refused + 1].came >= until[0]


def test_a_host_that_asks_for_more_than_a_run_waits_is_left_alone_by_later_runs(tmp_path):
    closed = [True]

    def gate(path):
        return (429, {"Retry-After": "400"}, b"") if path == address(2) and closed[0] else None

    with served(site(4), gate=gate) as portal:
        data, done = crawled(portal, tmp_path)
        assert done.code == 1
        (run,) = done.json
        assert run["status"] == "failed-busy"
        assert "left alone until" in run["detail"]
        before = len(portal.log)
        again = congtin("crawl", "mau", data=data)
        assert again.code == 1
        assert "wants to be left alone until" in again.err
        assert len(portal.log) == before
        closed[0] = False
        change(data, "UPDATE hosts SET resume_at = '2020-01-01 00:00:00.000000'")
        assert congtin("crawl", data=data).code == 0
    assert stored(data) == titles(4)


def test_a_host_that_counts_requests_is_met_with_few_refusals(tmp_path):
    """40 requests in 3 s and 150 in 15 s: the antiflood of a portal, twenty times as fast."""
    count, hits, closed_until = 170, [], [0.0]

    def gate(path):
        now = time.monotonic()
        if now < closed_until[0]:
            early.append(path)
        waits = [
            recent[0] + window - now
            for limit, window in ((40, 3.0), (150, 15.0))
            if len(recent := [hit for hit in hits if hit > now - window]) >= limit
        ]
        if not waits:
            hits.append(now)
            return None
        wish = int(max(waits)) + 1
        closed_until[0] = now + wish
        return 429, {"Retry-After": str(wish)}, b""

    early = []
    with served(site(count), gate=gate) as portal:
        data, done = crawled(portal, tmp_path)
    assert done.code == 0
    assert len(stored(data)) == count
    assert early == []
    assert sum(asked.status == 429 for asked in portal.log) <= 4


# --- slow and broken hosts -----------------------------------------------------------------------


def test_a_slow_host_rests_as_long_as_it_takes_to_answer(tmp_path):
    with served(site(1), latency=1.2) as portal:
        crawled(portal, tmp_path)
    assert len(portal.log) >= 4
    assert min(gaps(portal)) >= 1.0


def test_a_host_that_breaks_down_is_not_hammered(tmp_path):
    def gate(path):
        return (502, {}, b"") if path.endswith(".html") else None

    with served(site(30), gate=gate) as portal:
        data = register(tmp_path / "data", ("mau", f"{portal.url}/"))
        few = "import crawler.manners.patience; crawler.manners.patience.MAX_UNWELL = 5"
        done = congtin("crawl", "--json", data=data, patch=few)
        assert [run["status"] for run in done.json] == ["failed-server-error"]
        failed = [asked for asked in portal.log if asked.status == 502]
        assert len(failed) == 5
        rests = [after.came - before.answered for before, after in pairwise(failed)]
        assert rests[-1] >= 0.8
        portal.gate = None
        assert congtin("crawl", data=data).code == 0
    assert stored(data) == titles(30)


# --- budget and name -----------------------------------------------------------------------------


def test_a_budget_ends_the_run_and_the_next_goes_on(tmp_path):
    with served(site(6)) as portal:
        data, done = crawled(portal, tmp_path, budget=6)
        (run,) = done.json
        assert (done.code, run["status"]) == (0, "stopped")
        assert run["detail"] == "budget of 6 requests reached"
        assert len(portal.log) == 6
        congtin("crawl", data=data)
        congtin("crawl", data=data)
    assert stored(data) == titles(6)


def test_the_setting_s_budget_holds_where_the_source_names_none(tmp_path):
    with served(site(12)) as portal:
        data = register(tmp_path / "data", ("mau", f"{portal.url}/"))
        congtin("crawl", data=data, env={"CONGTIN_BUDGET": "5"})
    assert len(portal.log) == 5


def test_every_request_says_who_asks_and_how_to_reach_us(tmp_path):
    with served(site(1)) as portal:
        data = register(tmp_path / "data", ("mau", f"{portal.url}/"))
        congtin("crawl", data=data, env={"CONGTIN_CONTACT": "mailto:ai@example.vn"})
    agents = {asked.agent for asked in portal.log}
    assert len(agents) == 1
    assert re.fullmatch(r"Congtin/[\d.]+ \(\+mailto:ai@example\.vn\)", agents.pop())
