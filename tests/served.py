"""An application on a port of its own, for a real browser; what is asked of it is noted."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn


@dataclass
class Served:
    """Where it is, and the paths that were asked for."""

    address: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def served(app: Any) -> Iterator[Served]:
    """The application on 127.0.0.1 until the block ends."""
    site = Served()

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            site.asked.append(scope["path"])
        await app(scope, receive, send)

    server = uvicorn.Server(uvicorn.Config(noting, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    site.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield site
    finally:
        server.should_exit = True
        thread.join()
