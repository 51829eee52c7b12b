"""The server around the application: its socket, and its patience with slow clients."""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.config import Config
from pipeline.errors import ConfigError

REQUEST_SECONDS = 10.0
"""From the first to the last byte of a request's head; a client that drips it holds a connection."""
ANSWER_SECONDS = 60.0
"""Without a byte of an answer taken."""
IDLE_SECONDS = 5
HEAD_BYTES = 16_384
"""Of a request's line and headers."""
CONNECTIONS = 900
"""Below the 1,024 open files that a process has by default."""
BEAT_SECONDS = 2
"""Between two signs of life of the loop that serves."""


def _nothing() -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what the server is at. None of it may wait: it is called in the loop that serves."""

    ready: Callable[[], None] = _nothing
    """It answers."""
    beat: Callable[[], None] = _nothing
    """Its loop goes round."""
    ending: Callable[[], None] = _nothing
    """It answers nobody new any more."""


UNTOLD = Told()


def run(app: Any, config: Config, told: Told = UNTOLD) -> None:
    """Serve until Ctrl-C. Raises ConfigError when the address cannot be had."""
    with listen(config.host, config.port) as listener, suppress(KeyboardInterrupt):
        Server(settings(app), told).run(sockets=[listener])


class Server(uvicorn.Server):
    """Uvicorn's, which says when it answers and when its end begins."""

    def __init__(self, config: uvicorn.Config, told: Told) -> None:
        super().__init__(config)
        self._told = told

    async def main_loop(self) -> None:
        """Until it is told to end; by now the sockets are listened to."""
        self._told.ready()
        beats = asyncio.create_task(self._beat())
        try:
            await super().main_loop()
        finally:
            beats.cancel()

    async def _beat(self) -> None:
        """By the clock that nobody sets: uvicorn's own `callback_notify` goes by the wall clock."""
        while True:
            self._told.beat()
            await asyncio.sleep(BEAT_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nobody new; those who are here get `timeout_graceful_shutdown` seconds."""
        self._told.ending()
        logging.getLogger("uvicorn.error").addFilter(_is_no_cut_off)
        await super().shutdown(sockets)


def _is_no_cut_off(record: logging.LogRecord) -> bool:
    """Whether a line is no traceback of a client that was still reading when its time was over."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def settings(app: Any) -> uvicorn.Config:
    """Nothing is believed of what proxies or askers say of themselves (X-Forwarded-For and -Proto)."""
    return uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=4,
    )


def listen(host: str, port: int) -> socket.socket:
    """The bound socket. Bound here, before anything is printed, so that a taken port has a clear message."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"Cannot serve at {host}:{port}: {error}. "
            f"Is port {port} taken? Choose another with --port, another address with --host."
        ) from error


class Patient(H11Protocol):
    """HTTP/1.1 that gives up on clients which never finish asking or never take the answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A request must be whole in time."""
        super().connection_made(transport)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._begin("asking", REQUEST_SECONDS)

    def data_received(self, data: bytes) -> None:
        """A part of a request, or all of it."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._end("asking")
        else:
            self._begin("asking", REQUEST_SECONDS)

    def pause_writing(self) -> None:
        """The client takes the answer slower than it is given."""
        super().pause_writing()
        self._begin("taking", ANSWER_SECONDS)

    def resume_writing(self) -> None:
        """It took what was waiting."""
        super().resume_writing()
        self._end("taking")

    def timeout_keep_alive_handler(self) -> None:
        """Idle: closed, and cut where the client does not even take the end of the last answer."""
        super().timeout_keep_alive_handler()
        self._begin("taking", ANSWER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        self._end("asking")
        self._end("taking")

    def _begin(self, name: str, seconds: float) -> None:
        """Cut the connection after so many seconds, from the first time that it is said."""
        if name not in self._timers:
            self._timers[name] = self.loop.call_later(seconds, self.transport.abort)

    def _end(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer:
            timer.cancel()
