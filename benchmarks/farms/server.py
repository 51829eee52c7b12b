"""Serves portals on loopback, a port each, as slowly as portals are.

    python -m farms.server PORTALS SEED PAST DAYS slow|fast    (begun by benchmarks/farm.py)

Prints the ports, one line; on SIGTERM how many requests were answered and the processor seconds that took.
"""

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from farms.clock import SPEED, START, simulated_now
from farms.portals import Portal


def made(number: int, seed: int, past: int, days: float, start: datetime) -> list[Portal]:
    """The portals of that seed."""
    return [Portal(f"Cổng {n}", seed * 10_000 + n, start, past, days) for n in range(number)]


class Served:
    """Who asks what of whom, with the wait that it takes."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.requests = 0
        self.at_once: dict[str, int] = {}
        self.overlapping = 0

    async def talk(
        self, portal: Portal, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection, until its other end closes it."""
        dice = random.Random()
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode("ascii", "replace")
                self.requests += 1
                under_way = self.at_once[portal.name] = self.at_once.get(portal.name, 0) + 1
                self.overlapping += under_way > 1
                if self.speed:
                    wait = portal.slowness * dice.lognormvariate(0, 0.4)
                    await asyncio.sleep(wait / self.speed)
                status, kind, body = portal.answer(path, simulated_now())
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: {kind}; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                self.at_once[portal.name] -= 1
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def main(portals: Sequence[Portal], speed: float, wanted: Sequence[int]) -> None:
    """Serve until told to end; at those ports, where any are wanted."""
    served, ports = Served(speed), []
    for portal, port in zip(portals, wanted or [0] * len(portals), strict=True):
        server = await asyncio.start_server(partial(served.talk, portal), "127.0.0.1", port)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    cpu = time.process_time()
    told = {"requests": served.requests, "cpu": cpu, "overlapping": served.overlapping}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    number, seed, past = map(int, sys.argv[1:4])
    start, ports = datetime.fromisoformat(os.environ[START]), list(map(int, sys.argv[6:]))
    portals = made(number, seed, past, float(sys.argv[4]), start)
    asyncio.run(main(portals, float(os.environ[SPEED]) * (sys.argv[5] == "slow"), ports))
