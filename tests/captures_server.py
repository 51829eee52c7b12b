"""A stand-in for the Wayback Machine and Common Crawl on loopback: their indexes, pages and WARC files."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from raw_pages import article

SITE = "http://huyen.example.vn"
TOOLBAR = b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><div>...</div>"
FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass(frozen=True)
class Shot:
    """One capture that the stand-in holds."""

    stamp: str
    url: str
    body: bytes
    status: str = "200"
    mime: str = "text/html"

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()


def shot(stamp: str, path: str, title: str = "", **fields: str) -> Shot:
    """A capture of an article with that title."""
    title = title or f"Huyện tổng kết công tác năm {stamp[:4]} tại {path}"
    url = path if "//" in path else f"{SITE}{path}"
    return Shot(stamp, url, article(title).encode(), **fields)


@dataclass
class StandIn:
    """What is served, what was asked for, and how it misbehaves."""

    shots: list[Shot]
    files: dict[str, bytes] = field(default_factory=dict)
    indexes: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    page_size: int = 3
    log: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    ranges: list[str] = field(default_factory=list)
    busy: list[tuple[int, str]] = field(default_factory=list)
    """Answers to give first: status and Retry-After."""
    down_after: int = 10**9
    """Pages served before the archive only answers 404 to the index and drops the rest."""
    rewrites: bool = False
    paged: bool = True
    base: str = ""

    @property
    def pages(self) -> list[str]:
        """The captures that were fetched."""
        return [path for path in self.log if path.startswith(("/web/", "/crawl-data/"))]

    def answer(self, target: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        parts, query = urlsplit(target), parse_qs(urlsplit(target).query)
        if self.busy:
            status, wait = self.busy.pop(0)
            return status, {"Retry-After": wait} if wait else {}, b"slow down"
        if parts.path == "/cdx/search/cdx":
            return self._wayback_index(query)
        if parts.path == "/collinfo.json":
            return self._collections()
        if parts.path.lstrip("/") in self.indexes:
            return self._common_crawl_index(parts.path.lstrip("/"), query)
        if parts.path.startswith("/crawl-data/"):
            return self._file(parts.path.lstrip("/"), headers)
        return self._page(target)

    def _wayback_index(self, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        rows = [
            ["vn,example,huyen)/", s.stamp, s.url, s.mime, s.status, s.digest, "9"]
            for s in self._listed(query)
        ]
        rows = rows[self._start(query) :][: self.page_size] if self.paged else rows
        return 200, {}, json.dumps([FIELDS, *rows]).encode() if rows else b""

    def _start(self, query: dict[str, list[str]]) -> int:
        return int(query.get("page", ["0"])[0]) * self.page_size

    def _listed(self, query: dict[str, list[str]]) -> list[Shot]:
        first = query.get("from", ["0"])[0]
        last = query.get("to", ["9"])[0]
        return [s for s in self.shots if first <= s.stamp and s.stamp[: len(last)] <= last]

    def _collections(self) -> tuple[int, dict[str, str], bytes]:
        listed = [{"id": name, "cdx-api": f"{self.base}/{name}"} for name in self.indexes]
        return 200, {}, json.dumps(listed).encode()

    def _common_crawl_index(
        self, name: str, query: dict[str, list[str]]
    ) -> tuple[int, dict[str, str], bytes]:
        rows = self.indexes[name][self._start(query) :][: self.page_size]
        if not self.indexes[name]:
            return 404, {}, json.dumps({"message": "No Captures found for: x"}).encode()
        if not rows:
            return 400, {}, b"page too large"
        return 200, {}, "\n".join(map(json.dumps, rows)).encode()

    def _file(self, name: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.ranges.append(headers.get("Range", ""))
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("Range", ""))
        if name not in self.files or match is None:
            return 404, {}, b""
        return 206, {}, self.files[name][int(match[1]) : int(match[2]) + 1]

    def _page(self, target: str) -> tuple[int, dict[str, str], bytes]:
        match = re.fullmatch(r"/web/(\d{14})id_/(.+)", target)
        found = [
            s
            for s in self.shots
            if match and (s.stamp, plain(s.url)) == (match[1], plain(match[2]))
        ]
        if not found or len(self.pages) > self.down_after:
            return 404, {}, b"<title>Not in the archive</title>"
        body = TOOLBAR + found[0].body if self.rewrites else found[0].body
        own = {
            "Content-Type": found[0].mime,
            "X-Archive-Orig-Content-Type": f"{found[0].mime}; charset=utf-8",
            "X-Archive-Orig-Content-Encoding": "gzip",
            "X-Archive-Src": "x.warc.gz",
        }
        return int(found[0].status), own, body


def plain(url: str) -> str:
    """Wayback files http and https, with and without `www.` and port, under one key."""
    return re.sub(r"^https?://(www\.)?|:(80|443)(?=/)", "", url)


@contextmanager
def serving(archive: StandIn) -> Iterator[StandIn]:
    """The archive on a free port, its address in `base`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            archive.log.append(self.path)
            archive.agents.add(self.headers["User-Agent"])
            status, headers, body = archive.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        archive.base = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield archive
        finally:
            server.shutdown()
            thread.join()
