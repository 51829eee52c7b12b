# ruff: noqa: E501 (an attack a line)
"""A portal that attacks whoever crawls it, in everything that it serves; it counts what it sent."""

import contextlib
import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from raw_pages import article

MEMBER = gzip.compress(bytes(16 << 20))
BOMB = MEMBER * 400
"""6.4 GB in 6.5 MB."""
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
XML_BOMB = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
DEEP = "[" * 200_000 + "]" * 200_000
SPELLED = (
    "http://169.254.169.254/latest/meta-data/ http://0x7f.1/ http://2130706433/ http://[::1]/ http://0/ http://127.1/"
    " http://[::ffff:127.0.0.1]/ http://localhost/ http://[fd00:ec2::254]/ file:///etc/passwd gopher://127.0.0.1:6379/_x"
    " http://[64:ff9b::7f00:1]/ http://017700000001/"
).split()
TITLES = tuple(f"Xã Hợp Lý khánh thành công trình cấp nước sạch số {n}" for n in (3, 4, 5))
CHUNK = b"<p>x</p>" * 1024


@dataclass
class Portal:
    """Where it is, how often each path was asked for, and how many bytes it could send."""

    url: str
    inside: str
    """A server that nobody who crawls the portal may ask for anything."""
    asked: Counter[str] = field(default_factory=Counter)
    sent: int = 0


def _page(portal: Portal, number: int) -> str:
    """A true article whose head, pictures and files lead inside."""
    inside = portal.inside
    lures = "".join(
        f'<p><a href="{url}">Tài liệu đính kèm</a><img src="{url}x.jpg" width=600></p>'
        for url in SPELLED
    )
    head = (
        f'<link rel="canonical" href="{inside}canonical"><link rel="next" href="{inside}next">'
        f'<link rel="alternate" type="application/rss+xml" href="{inside}feed">'
    )
    page = article(TITLES[number], f"{TITLES[number]} trong sáng nay, dân rất vui mừng.")
    return page.replace("<head>", f"<head>{head}").replace("<footer>", f"{lures}<footer>")


def _home(portal: Portal) -> str:
    inside = portal.inside
    named = "".join(
        f'<li><a href="/tin/bai-viet-so-{n}.html">{t}</a></li>' for n, t in enumerate(TITLES)
    )
    lured = "".join(
        f'<li><a href="/{path}/bai-viet-dan-den-noi-khac-{n}.html">Xã bàn việc đi đến nơi khác lần thứ {n}</a></li>'
        for n, path in enumerate(
            ("to", "meta", "bomb", "endless", "deep", "heads", "cookies", "loop", "junk", "chunk")
        )
    )
    lured += "".join(
        f'<li><a href="{url}tin/bai-so-1.html">Xã họp bàn việc ở nơi khác</a></li>'
        for url in SPELLED
    )
    return (
        f'<html><head><title>Xã Hợp Lý</title><link rel="alternate" type="application/rss+xml" href="/rss.xml">'
        f'<link rel="alternate" type="application/rss+xml" href="{inside}rss"></head><body><ul class="list">{named}{lured}</ul>'
        f'<div class="pager"><b>1</b><a href="{inside}?page=2">2</a></div><a class="load-more" data-url="/more" data-page="1">'
        f'Xem thêm</a><form action="{inside}form" method="post"><input name="page" value="2"></form></body></html>'
    )


def answers(portal: Portal) -> dict[str, tuple[str, str | bytes, dict[str, str]]]:
    """First part of a path -> type, body, further headers."""
    inside = portal.inside
    lures = "".join(f"<item><title>Tin</title><link>{u}</link></item>" for u in (inside, *SPELLED))
    locs = "".join(f"<url><loc>{u}</loc></url>" for u in (inside, *SPELLED))
    html, xml = "text/html; charset=utf-8", "application/xml"
    return {
        "": (html, _home(portal), {}),
        "robots.txt": ("text/plain", f"Sitemap: {inside}s.xml\nSitemap: /sitemap.xml\nSitemap: /bomb.xml.gz\n" + "".join(f"Sitemap: {u}\n" for u in SPELLED), {}),
        "sitemap.xml": (xml, f"{XML_BOMB}<urlset>{locs}<url><loc>&l29;&f;</loc></url></urlset>", {}),
        "bomb.xml.gz": ("application/gzip", BOMB, {}),
        "rss.xml": (xml, f"{XML_BOMB}<rss><channel>{lures}<item><title>&l29;</title><link>&f;</link></item></channel></rss>", {}),
        "more": ("application/json", DEEP, {}),
        "meta": (html, f'<meta http-equiv="refresh" content="0; url={inside}meta"><p>x</p>', {}),
        "bomb": (html, BOMB, {"Content-Encoding": "gzip"}),
        "deep": (html, "<div>" * 300_000, {}),
        "cookies": (html, "<p>x</p>", {"Set-Cookie": "a=" + "x" * 4000}),
    }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_GET(self) -> None:
        portal, first = self.portal, self.path.split("?")[0].split("/")[1]
        portal.asked[self.path] += 1
        if first == "tin":
            number = int(self.path.rpartition("-")[2].removesuffix(".html"))
            self._say("text/html; charset=utf-8", _page(portal, number).encode(), {})
        elif first in ("to", "loop"):
            target = (
                f"{portal.inside}to"
                if first == "to"
                else f"/loop/{sum(portal.asked.values())}-trang-bai-viet.html"
            )
            self._say("text/html", b"", {"Location": target}, 302)
        elif first in ("endless", "heads", "junk", "chunk"):
            self._pour(first)
        elif first in (known := answers(portal)):
            kind, body, more = known[first]
            self._say(kind, body.encode() if isinstance(body, str) else body, more)
        else:
            self._say("text/html", b"<p>none</p>", {}, 404)

    do_POST = do_GET  # noqa: N815

    def _say(self, kind: str, body: bytes, more: dict[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(body)

    def _send(self, data: bytes) -> None:
        self.wfile.write(data)
        self.portal.sent += len(data)

    def _pour(self, what: str) -> None:
        """Without end, until the other side has had enough."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            if what == "junk":
                self._send(b"\x00\xffHTTP/9.9 nonsense\r\n\r\n")
                return
            ok = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            if what == "chunk":
                self._send(
                    ok + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx\r\n-5\r\nzz\r\n"
                )
                return
            self._send(ok + (b"Content-Length: 10737418240\r\n\r\n" if what == "endless" else b""))
            part = CHUNK if what == "endless" else b"X-Flood: 1\r\nSet-Cookie: a=1\r\n" * 100
            while True:
                self._send(part)

    def log_message(self, *_: object) -> None: ...


@contextlib.contextmanager
def hostile_portal() -> Iterator[Portal]:
    """The portal, and the server inside that it leads to, on loopback."""
    portal = Portal("", "")

    class Inside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            portal.asked[f"inside {self.path}"] += 1
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    class Handler(_Handler):
        pass

    Handler.portal = portal
    with _running(Inside) as inside, _running(Handler) as outside:
        portal.url, portal.inside = outside, inside
        yield portal


@contextlib.contextmanager
def _running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
