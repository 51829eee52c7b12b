# ruff: noqa: E501 (an attack a line)
"""Portals that lead whoever visits them inside, or give what unpacks to more than there is: a server a lure."""

import contextlib
import gzip
import socket
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import brotli
from raw_pages import article
from tls_servers import listening

try:
    from compression import zstd
except ImportError:
    from backports import zstd

SIZE = 64 << 20
"""Bytes that each bomb unpacks to: four times what is read of an answer."""
HTML = "text/html; charset=utf-8"

LOCATIONS = (
    "http://{host}/", "//{host}/", "https://{host}/", "\\\\{host}/", "http:\\\\{host}/", "http:/{host}/", "http:{host}/", " http://{host}/ ",
    "http://user:pw@{host}/", "http://congtin.example.vn@{host}/", "http://{host}#@congtin.example.vn/", "http://{host}\\@congtin.example.vn/",
    "http://localhost:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://017700000001:{port}/",
    "http://127.0.0.1.:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/", "http://[64:ff9b::127.0.0.1]:{port}/", "http://[2002:7f00:1::]:{port}/", "http://x.localhost:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/", "http://127。0。0。1:{port}/", "http://LOCALHOST:{port}/", "http://%31%32%37.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "http://metadata.google.internal/",
    "file:///etc/passwd", "file://{host}/etc/passwd", "ftp://{host}/", "gopher://{host}/_x", "javascript:alert(1)", "data:text/html,<p>x",
    "s3://bucket/key", "jar:http://{host}/!/", "view-source:http://{host}/", "http://[::1/", "http://{host}:99999/", "http://{port}:x/", "http://",
    "http:", "?", "\x00", "http://{host}/\x7f\x1b[2J", "http://{host}/\tx", "http://\u202e{host}/", "\udcff\udcfe", "http://xn--a/", "x" * 70_000,
)  # fmt: skip
"""Where a redirect may lead: `host` and `port` are of a server that nobody may ask for anything."""


def _packed(coding: str, body: bytes, kind: str = HTML) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}{f'Content-Encoding: {coding}' if coding else 'X: y'}\r\n\r\n".encode() + body


def said(body: str | bytes, kind: str = HTML, more: str = "") -> bytes:
    """An answer with that body."""
    data = body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n"
    return head.encode("utf-8", "surrogateescape") + data


def moved(location: str) -> bytes:
    """A redirect, its address byte for byte."""
    head = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n"
    return head.encode("utf-8", "surrogateescape")


def raw_deflate(body: bytes) -> bytes:
    """Without zlib's wrapping, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "Deflate": raw_deflate,
    "br": lambda body: brotli.compress(body, quality=1), "zstd": zstd.compress,
}  # fmt: skip
STACKED = ("gzip, gzip", "br, gzip", "gzip, br", "zstd, br", "deflate, zstd", "gzip, zstd")


def bomb(codings: str, size: int = SIZE) -> bytes:
    """So many bytes of nothing, packed as the header says; the last coding was put on last."""
    body = b"<p> " + bytes(size)
    for name in codings.split(", "):
        body = CODINGS[name](body)
    return body


BOMBS = {name: _packed(name, bomb(name)) for name in (*CODINGS, *STACKED)}
"""An answer each; the coding's name is its header."""


@dataclass
class Lure:
    """A portal of which every path gives the same, but for those that are named."""

    answers: dict[str, bytes]
    url: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> bytes:
        """By its path; robots.txt and further paths as "*" says."""
        return self.answers.get(path) or self.answers.get("*") or said("<p>Tin tức</p>")


@contextlib.contextmanager
def luring(answers: dict[str, bytes]) -> Iterator[Lure]:
    """The portal on loopback, its address in `url`."""
    lure = Lure(answers)

    def serve(connection: socket.socket) -> None:
        waiting = b""
        while data := connection.recv(65536):
            waiting += data
            if b"\r\n\r\n" in waiting:
                path, waiting = waiting.split(b" ", 2)[1].decode("latin-1"), b""
                lure.asked.append(path)
                connection.sendall(lure.answer(path))

    with listening(serve) as port:
        lure.url = f"http://127.0.0.1:{port}/"
        yield lure


@contextlib.contextmanager
def inside() -> Iterator[tuple[str, list[bytes]]]:
    """A server that nobody may ask for anything: its host and port, and what was asked of it all the same."""
    asked: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        asked.append(connection.recv(999))

    with listening(serve) as port:
        yield f"127.0.0.1:{port}", asked


NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
PAGE = article(
    "Xã Hợp Lý khánh thành nhà văn hóa thôn", "Sáng nay xã khánh thành nhà văn hóa thôn."
)


def homes(host: str) -> dict[str, dict[str, bytes]]:
    """Portals by what their home page does; each has its robots.txt and one article at /tin/1.html besides."""
    away = moved(f"http://{host}/")
    based = PAGE.replace(
        "<head>",
        f'<head><base href="http://{host}/"><meta http-equiv="refresh" content="0; url=http://{host}/x">',
    )
    links = f'<a href="tin/bai-viet-so-12.html">Xã họp bàn việc đường liên thôn hôm nay</a><a href="//{host}/tin/bai-13.html">Xã họp bàn việc khác</a>'
    return {
        "leads inside": {"/": away, "/robots.txt": away, "*": away},
        "refreshes inside": {"/robots.txt": NONE, "*": said(based.replace("<footer>", f"{links}<footer>"))},
        "is a bomb": {"/robots.txt": BOMBS["gzip"], "*": BOMBS["zstd"]},
        "is a bomb in a bomb": {"/robots.txt": BOMBS["br"], "*": BOMBS["gzip, br"]},
        "lies of its chunks": {"*": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n"},
        "splits its head": {"/robots.txt": NONE, "*": moved(f"/x\r\n\r\nHTTP/1.1 200 OK\r\nLocation: http://{host}/")},
        "goes round": {"/robots.txt": NONE, "/": moved("/a"), "/a": moved("/b"), "*": moved("/a")},
        "is ten gigabytes": {"/robots.txt": NONE, "*": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10737418240\r\n\r\n<p>"},
        "sets cookies": {"/robots.txt": NONE, "*": said(PAGE, more=f"Set-Cookie: a={'x' * 4000}\r\n" * 25)},
    }  # fmt: skip
