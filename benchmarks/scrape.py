"""What a look at /metrics and /readyz costs, with 700 sources, 100,000 articles and a year of runs.

    python benchmarks/scrape.py [--articles N] [--runs N] [--repeat N] [--data FOLDER]

Fills FOLDER (a temporary one where none is named; a full one is measured again), then asks `--repeat` times
in this process and prints median and 95th percentile in ms, bytes, and how the databases' part plans its
queries. A scrape must stay below 50 ms: ends with 1 where it does not.
"""

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from search import load

from pipeline.config import Config
from pipeline.model import VIETNAM
from pipeline.publish.web import create_app
from pipeline.store import open_store

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

MOST_MS = 50
START = datetime(2025, 7, 1, tzinfo=VIETNAM)
RUN = (
    "INSERT INTO runs (source_id, started_at, finished_at, status, requests, bytes, new, changed, unchanged,"
    " errors, rejected, statuses, detail, failures) VALUES (?,?,?,?,?,?,?,0,0,?,?,?,'',?)"
)
STATE = (
    "INSERT INTO health (source_id, state, since, judged_at, symptoms, next_step, suspicions)"
    " VALUES (?,?,?,?,'[]','',0)"
)


def main() -> None:
    """Fill, measure, print; exit 1 where it takes too long."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=700 * 365)
    ask.add_argument("--repeat", type=int, default=30)
    ask.add_argument("--data", type=Path)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=given.data or Path(folder))
        file = config.data / "congtin.db"
        if not file.exists():
            config.data.mkdir(exist_ok=True)
            load(config.database, given.articles)
            with open_store(config.database) as store:
                names = [source.id for source in store.registered()]
            fill(file, names, given.runs)
        with TestClient(create_app(config), client=("127.0.0.1", 1)) as client:
            took = [measure(client, path, given.repeat) for path in ("/metrics", "/readyz")]
    sys.exit(max(took) > MOST_MS)


def fill(file: Path, sources: list[str], count: int) -> None:
    """Runs round and round the sources, and a state of each."""
    with sqlite3.connect(file) as connection:
        connection.executemany(RUN, runs(sources, count))
        moment = stamp(START)
        connection.executemany(STATE, [(name, "healthy", moment, moment) for name in sources])


def runs(sources: list[str], count: int) -> Iterator[tuple[object, ...]]:
    """Each a minute long, one in fifty refused."""
    chance = random.Random(7)
    for number in range(count):
        begun = START + timedelta(seconds=number * 120)
        status = "finished" if chance.random() < 0.98 else "refused"
        yield (
            *(sources[number % len(sources)], stamp(begun), stamp(begun + timedelta(minutes=1))),
            *(status, chance.randrange(5, 60), chance.randrange(10**6), chance.randrange(4), 0),
            *('{"listing": 5, "static": 1}', '{"200": 20, "304": 4}', "{}"),
        )


def stamp(moment: datetime) -> str:
    """As SQLite has it (pipeline.store.columns.Moment)."""
    return moment.astimezone(tz=None).isoformat(timespec="microseconds")[:26] + "Z"


def measure(client: TestClient, path: str, repeat: int) -> float:
    """The median in ms of asking so often, the first time apart."""
    spent = []
    for _ in range(repeat + 1):
        begun = time.perf_counter()
        answer = client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.text
    first, *others = spent
    ordered, median = sorted(others), statistics.median(others)
    late = ordered[int(len(ordered) * 0.95)]
    size = len(answer.content) / 1000
    print(f"{path:10} {median:6.1f} ms, 95 % {late:6.1f} ms, first {first:6.1f} ms, {size:.0f} kB")
    return median


if __name__ == "__main__":
    main()
