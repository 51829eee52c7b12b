"""How much faster are more workers? `python benchmarks/workers.py postgresql://…`: 1, 2 and 4, in one run.

Each round crawls the same simulated portals from nothing, with a latency at which waiting for portals is what
takes the time, as it is outside. Workers have a data folder each, as machines of their own have. Printed:
pages a second of each round and the ratios to one worker's. Each round drops and makes the schema `workers`.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from commands import PROGRAM, register
from live_portals import VIETNAM, NukeViet, serve
from live_portals.visiting import overlapping

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
SCHEMA = "workers"


def measured(server: str, workers: int, options: argparse.Namespace) -> float:
    """Pages a second, from the first request to the last."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    joint = "&" if "?" in server else "?"
    url = f"{server}{joint}options={quote(f'-csearch_path={SCHEMA}')}"
    with contextlib.ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        portals = [
            held.enter_context(serve(NukeViet(NOW, size=options.size), latency=options.latency))
            for _ in range(options.portals)
        ]
        register(folder / "0", *((f"p{n}", f"{p.url}/") for n, p in enumerate(portals)))
        running = [_worker(url, folder / str(number), options.jobs) for number in range(workers)]
        try:
            _wait(url, options.portals, running, time.monotonic() + options.patience)
        finally:
            _end(running)
        log = [line for portal in portals for line in portal.log]
        rude = sum(len(overlapping(portal.log)) for portal in portals)
    assert rude == 0, "two requests at a host at once"
    return len(log) / (max(one.ended for one in log) - min(one.began for one in log))


def _worker(url: str, data: Path, jobs: int) -> "subprocess.Popen[bytes]":
    words = ("worker", "--jobs", str(jobs), "--every", "5", "--no-publish", "--data", str(data))
    env = {**os.environ, "CONGTIN_DATABASE_URL": url}
    return subprocess.Popen([PROGRAM, *words], env=env, stderr=subprocess.DEVNULL)


def _end(running: "list[subprocess.Popen[bytes]]") -> None:
    for one in running:
        one.send_signal(signal.SIGTERM)
    for one in running:
        try:
            one.wait(30)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def _wait(
    url: str, portals: int, running: "list[subprocess.Popen[bytes]]", deadline: float
) -> None:
    """Until every portal was crawled to its end."""
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            time.sleep(0.5)
            assert all(one.poll() is None for one in running), "a worker ended by itself"
            assert time.monotonic() < deadline, "they never came to the end"
            with contextlib.suppress(psycopg.errors.UndefinedTable):
                query = "SELECT count(DISTINCT source_id) FROM runs WHERE status = 'finished'"
                if connection.execute(query).fetchone() == (portals,):
                    return


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="A PostgreSQL database to make a schema in.")
    parser.add_argument("--portals", type=int, default=8)
    parser.add_argument("--size", type=int, default=6, help="Articles of each portal.")
    parser.add_argument("--latency", type=float, default=1.0, help="Seconds until an answer.")
    parser.add_argument("--jobs", type=int, default=2, help="Crawls at once, of each worker.")
    parser.add_argument("--patience", type=float, default=900.0, help="Seconds for a round.")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    options = parser.parse_args()
    first = 0.0
    for workers in options.workers:
        rate = measured(options.server, workers, options)
        first = first or rate
        print(
            f"{workers} workers: {rate:6.2f} pages/s, {rate / first:.2f} times the first",
            flush=True,
        )


if __name__ == "__main__":
    main()
