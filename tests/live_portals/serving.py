"""A small HTTP/1.1 server for a live portal, which logs each request with its times."""

import contextlib
import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from live_portals.portal import Answer, Call, Logged, Portal


class Handler(BaseHTTPRequestHandler):
    """Hands calls to the portal, one at a time, and logs them."""

    protocol_version = "HTTP/1.1"
    portal: Portal
    lock: threading.Lock
    latency = 0.0

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def _serve(self) -> None:
        began = time.monotonic()
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, self.path, headers, self.rfile.read(length))
        if self.latency:
            time.sleep(self.latency)
        with self.lock:
            answer = self.portal.answer(call)
        with contextlib.suppress(OSError):
            self._send(answer)
        conditional = "if-none-match" in headers or "if-modified-since" in headers
        agent = headers.get("user-agent", "")
        wait = float(dict(answer.headers).get("Retry-After", 0))
        line = (began, time.monotonic(), call.method, call.target, answer.status)
        self.portal.log.append(Logged(*line, conditional, agent, wait))

    def _send(self, answer: Answer) -> None:
        if answer.raw:
            self.close_connection = True
            answer.raw(self.wfile)
            return
        body = answer.body
        self.send_response(answer.status)
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 1000:
            body = gzip.compress(body, 1)
            self.send_header("Content-Encoding", "gzip")
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: the log is the portal's."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that went away is none of our business."""


@contextlib.contextmanager
def serve(
    portal: Portal, *, latency: float = 0.0, port: int = 0, host: str = "127.0.0.1"
) -> Iterator[Portal]:
    """Serve a portal at an address of its own, which stands in `portal.url` from then on."""
    names = {"portal": portal, "lock": threading.Lock(), "latency": latency}
    with _Server((host, port), type("Bound", (Handler,), names)) as server:
        portal.url = f"http://{host}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield portal
        finally:
            server.shutdown()
            thread.join()
