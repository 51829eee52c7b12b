"""Servers on loopback that would hold a crawl for ever, fill its memory, or lead it astray."""

import contextlib
import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator

import brotli

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
GOOD = OK + b"Content-Length: 4\r\n\r\ngood"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
BOMB = 32 << 20
Talk = Callable[[socket.socket], None]


def endless(head: bytes, part: bytes) -> Talk:
    """The same again and again, until the other side has had enough."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)

    return talk


def dripping(head: bytes) -> Talk:
    """A byte at a time, each in time."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.1)

    return talk


def saying(answer: bytes) -> Talk:
    """That, and the connection is closed."""
    return lambda connection: connection.sendall(answer)


def resetting(connection: socket.socket) -> None:
    """Cut off as a firewall cuts."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def mute(connection: socket.socket) -> None:
    """Takes the request and says nothing."""
    while connection.recv(4096):
        pass


def packed(coding: str, body: bytes) -> bytes:
    """An answer whose body is compressed already."""
    head = f"Content-Encoding: {coding}\r\nContent-Length: {len(body)}\r\n\r\n"
    return OK + head.encode() + body


def _gzipped(times: int, body: bytes = bytes(1000)) -> bytes:
    for _ in range(times):
        body = gzip.compress(body)
    return body


BODIES = {
    "declared": saying(OK + b"Content-Length: 99999999999\r\n\r\n<p>"),
    "endless": endless(OK + b"\r\n", b"<p>" * 9999),
    "chunked": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10000 + b"\r\n"
    ),
    "gzip": saying(packed("gzip", gzip.compress(bytes(BOMB)))),
    "deflate": saying(packed("deflate", zlib.compress(bytes(BOMB)))),
    "brotli": saying(packed("br", brotli.compress(bytes(BOMB), quality=1))),
    "nested": saying(packed("gzip, gzip", gzip.compress(gzip.compress(bytes(BOMB))))),
    "layers": saying(packed(", ".join(["gzip"] * 20), _gzipped(20))),
}
HEADS = {
    "lines": endless(OK, b"X-Header: filling the memory\r\n"),
    "line": endless(OK + b"X-Header: ", b"x" * 9999),
    "interim": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "folded": endless(OK + b"X-Header: a\r\n", b" b\r\n"),
    "status": endless(b"HTTP/1.1 200 ", b"x" * 9999),
}
SLOW = {
    "head": dripping(b""),
    "header": dripping(OK + b"X-Header: "),
    "body": dripping(OK + b"Content-Length: 99999\r\n\r\n"),
    "mute": mute,
}
JUNK = {
    "0.9": saying(b"<html>no head at all</html>\r\n\r\n"),
    "ssh": saying(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "number": saying(b"HTTP/1.1 OK\r\n\r\n"),
}


@contextlib.contextmanager
def trap(talk: Talk) -> Iterator[str]:
    """The address of a server with the trap at /trap, "good" at any other, and a redirect at
    /to?ADDRESS.
    """
    from tls_servers import listening

    def serve(connection: socket.socket) -> None:
        waiting = b""
        while data := connection.recv(65536):
            waiting += data
            if b"\r\n\r\n" not in waiting:
                continue
            target, waiting = waiting.split(b" ", 2)[1], b""
            if target == b"/trap":
                talk(connection)
                return
            connection.sendall(_answer(target))

    with listening(serve) as port:
        yield f"http://127.0.0.1:{port}/"


def _answer(target: bytes) -> bytes:
    if target == b"/robots.txt":
        return NO_ROBOTS
    if target.startswith(b"/to?"):
        return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n" % target[4:]
    if target.startswith(b"/on/"):
        further = int(target[4:]) + 1
        return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /on/%d\r\n\r\n" % further
    return GOOD
