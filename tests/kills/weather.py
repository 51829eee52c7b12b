"""A live portal whose line breaks: answers cut in the middle, doors shut, silence for a while."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator

from live_portals.portal import Answer, Portal
from live_portals.serving import Handler, _Server

KINDS = ("cut", "reset", "hole", "broken")


class Weather:
    """What the line does from the n-th request on, for so many requests."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.kind, self._from, self._times, self._asked, self.met = "", 0, 0, 0, 0
        self._lock = threading.Lock()

    def turn(self, kind: str, start: int, times: int) -> None:
        self.clear()
        self.kind, self._from, self._times = kind, start, times

    def now(self) -> str:
        """What becomes of this request."""
        with self._lock:
            self._asked += 1
            if not self.kind or not self._from <= self._asked < self._from + self._times:
                return ""
            self.met += 1
            return self.kind


class Exposed(Handler):
    """Answers as the portal does, as far as the weather lets it."""

    weather: Weather

    def _send(self, answer: Answer) -> None:
        kind = self.weather.now()
        if not kind:
            super()._send(answer)
            return
        self.close_connection = True
        if kind == "cut":
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer.body) + 9}\r\n\r\n"
            self.wfile.write(head.encode() + answer.body[: len(answer.body) // 2])
        elif kind == "broken":
            self.wfile.write(
                b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        elif kind == "hole":
            time.sleep(1.0)
        else:
            option = struct.pack("ii", 1, 0)  # closing sends a reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)


@contextlib.contextmanager
def exposed(portal: Portal) -> Iterator[Weather]:
    """Serve a portal, at an address that stands in `portal.url`."""
    weather = Weather()
    names = {"portal": portal, "lock": threading.Lock(), "latency": 0.0, "weather": weather}
    with _Server(("127.0.0.1", 0), type("Bound", (Exposed,), names)) as served:
        portal.url = f"http://127.0.0.1:{served.server_address[1]}"
        thread = threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield weather
        finally:
            served.shutdown()
            thread.join()
