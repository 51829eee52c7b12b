"""Hundreds of portals for a day, and a backfill of hundreds of thousands of pages: what running costs.

    python benchmarks/farm.py day [--portals 700] [--past 20] [--speed 60] [--start 05:00] [--hours 24]
    python benchmarks/farm.py backfill [--pages 500000] [--shard 5000] [--shards N]
             [--first 0] [--beside 1]
    (both: [--seed 1] [--data DIR] [--database-url URL])

`day`: portals with real rhythms, sizes and waits (benchmarks/farms/portals.py) are crawled once, then for a
day by `crawl --due` and `publish` under a clock that runs `speed` times as fast, waits included; what is
measured in processor seconds is the day's own. `backfill`: portals that answer at once are crawled in shards,
a process each, into one database; a shard of the first pages and one of the last cost the same where nothing
grows. `--data` may hold a database already (benchmarks/search.py makes one of half a million articles): what
a shard costs on top of that. `--first N` goes on behind N shards that are there; `--beside N` crawls so many
at a time. Everything is compared with the portals' truth: ends with 1 where an article is missing or twice,
or where a portal had two requests at a time.
"""

import argparse
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from farms.clock import clock_of, simulated_now
from farms.server import made

from pipeline.config import load_config
from pipeline.model import VIETNAM, EntryFilter
from pipeline.store import open_store

HERE = Path(__file__).resolve().parent
START = datetime(2026, 3, 3, 5, tzinfo=VIETNAM)
"""A Tuesday before dawn: a whole working day follows."""
REGISTERING = threading.Lock()
"""Shards that run beside each other write one sources.toml."""


class Farm:
    """Portals served by a process of their own."""

    def __init__(self, process: "subprocess.Popen[str]", ports: list[int]) -> None:
        self.process, self.ports = process, ports
        self.told: dict[str, Any] = {}


@contextmanager
def serving(
    number: int,
    seed: int,
    past: int,
    days: float,
    clock: dict[str, str],
    pace: str,
    ports: Sequence[int] = (),
) -> Iterator[Farm]:
    """The portals, answering; afterwards `told` says what they were asked."""
    portals = map(str, (number, seed, past, days, pace, *ports))
    command = [sys.executable, "-m", "farms.server", *portals]
    with subprocess.Popen(
        command, cwd=HERE, env=os.environ | clock, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        farm = Farm(process, json.loads(process.stdout.readline()))
        try:
            yield farm
        finally:
            process.send_signal(signal.SIGTERM)
            farm.told = json.loads(process.stdout.readline() or "{}")


def register(data: Path, ports: Sequence[int], first: int, delay: float) -> list[str]:
    """Write the portals into sources.toml, beside those of earlier shards; their ids."""
    names = [f"p{first + n:05}" for n in range(len(ports))]
    data.mkdir(parents=True, exist_ok=True)
    with REGISTERING, (data / "sources.toml").open("a", encoding="utf-8") as file:
        for name, port in zip(names, ports, strict=True):
            file.write(
                f'[[source]]\nid = "{name}"\nname = "Cổng {name}"\nurl = "http://127.0.0.1:{port}/"\n'
                f"allow_private = true\ndelay = {delay}\n\n"
            )
    return names


def verb(data: Path, clock: dict[str, str], *words: str, url: str = "") -> dict[str, Any]:
    """Run a verb to its end; its measures, with the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "measures.json"
        command = [sys.executable, "-m", "farms.instruments", str(file), *words]
        environment = os.environ | clock | ({"CONGTIN_DATABASE_URL": url} if url else {})
        began = time.time()
        done = subprocess.run(
            [*command, "--data", str(data)],
            cwd=HERE,
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode not in (0, 1):
            sys.exit(f"congtin {' '.join(words)} ended with {done.returncode}")
        return json.loads(file.read_text()) | {"seconds": time.time() - began}


def size_of(folder: Path) -> int:
    """Bytes below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def by_stage(measures: Sequence[dict[str, Any]], pages: int) -> str:
    """Milliseconds of processor time a page, stage by stage."""
    total = sum(one["cpu"] for one in measures)
    stages = Counter[str]()
    for one in measures:
        stages.update(one["stages"])
    rest = total - stages.total()
    told = [f"{name} {1000 * spent / pages:.2f}" for name, spent in stages.most_common()]
    return ", ".join(
        [*told, f"network {1000 * rest / pages:.2f}", f"all {1000 * total / pages:.2f}"]
    )


def rss(memory: Sequence[Sequence[float]]) -> str:
    """Memory at a tenth, half and the end of a process's life, and how it grew from half to the end."""
    sizes = [size for _, size in memory]
    picked = [sizes[int(len(sizes) * part)] for part in (0.1, 0.5, 0.99)]
    return (
        f"{' -> '.join(f'{size / 2**20:.0f}' for size in picked)} MiB, x{picked[2] / picked[1]:.2f}"
    )


def day(given: argparse.Namespace, data: Path) -> bool:
    """The day; whether everything was found, once, and politely."""
    fast = clock_of(given.start, 0.000001)  # time stands still while history is made
    url, portals = given.database_url, made(given.portals, given.seed, given.past, 1.2, given.start)
    with serving(given.portals, given.seed, given.past, 1.2, fast, "fast") as farm:
        register(data, farm.ports, 0, 0.0)
        first = verb(data, fast, "crawl", url=url)
        made_up = given.portals * given.past
        print(
            f"history: {made_up} articles in {first['seconds']:.0f} s, RSS {rss(first['memory'])}"
        )
    clock = clock_of(given.start, given.speed)
    end = given.start + timedelta(hours=given.hours)
    crawls, publishes = [], []
    (data / "sources.toml").unlink()
    with serving(given.portals, given.seed, given.past, 1.2, clock, "slow", farm.ports) as farm:
        register(data, farm.ports, 0, 1 / given.speed)
        published = given.start
        while simulated_now(clock) < end:
            crawls.append(verb(data, clock, "crawl", "--due", url=url))
            if simulated_now(clock) - published > timedelta(minutes=30):
                published = simulated_now(clock)
                publishes.append(verb(data, clock, "publish", url=url))
            time.sleep(60 / given.speed)
    return _tell_day(given, data, portals, farm, crawls, publishes)


def _tell_day(
    given: argparse.Namespace,
    data: Path,
    portals: Sequence[Any],
    farm: Farm,
    crawls: Sequence[dict[str, Any]],
    publishes: Sequence[dict[str, Any]],
) -> bool:
    store = open_store(given.database_url or f"sqlite:///{data / 'congtin.db'}")
    found, delays = Counter[str](), []
    with store:
        for entry in store.iter_entries():
            found[entry.article.url.rpartition("/")[2] + entry.source_id] += 1
            if entry.first_seen > given.start + timedelta(minutes=2) and entry.article.published_at:
                delays.append((entry.first_seen - entry.article.published_at).total_seconds() / 60)
    due = sum(len(one.until(given.start + timedelta(hours=given.hours - 4))) for one in portals)
    new, requests = len(delays), farm.told["requests"]
    cpu, spent = (sum(one["cpu"] for one in verbs) for verbs in (crawls, publishes))
    share = 100 / 3600 / given.hours
    peaks = [one["peak"] / 2**20 for one in crawls]
    doubled = sum(n > 1 for n in found.values())
    middle = statistics.median(delays or [0])
    ninth = statistics.quantiles(delays, n=10)[-1] if new > 1 else math.nan
    for line in (
        f"day: {given.portals} portals, {given.hours} h at {given.speed} times the speed",
        f"  {requests} requests, {new} new articles: {requests / max(1, new):.1f} a new article",
        f"  minutes from publication to stored: {middle:.0f}, 90 % {ninth:.0f}",
        f"  crawls: {cpu:.0f} CPU s = {share * cpu:.2f} % of a core",
        f"  a request, in ms: {by_stage(crawls, requests)}",
        f"  {len(publishes)} publishes: {spent:.0f} CPU s = {share * spent:.2f} % of a core",
        f"  {len(crawls)} crawl processes: MiB median {statistics.median(peaks):.0f}, peak {max(peaks):.0f}",
        f"  stored {len(found)} of at least {due}; doubled {doubled}; at once {farm.told['overlapping']}",
    ):
        print(line)
    _tell_sizes(data, len(found))
    return len(found) >= due and not doubled and not farm.told["overlapping"]


def size_of_database(data: Path) -> int:
    """Bytes of the file and its logs; 0 where there is none yet."""
    return sum(file.stat().st_size for file in data.glob("congtin.db*"))


def _tell_sizes(data: Path, articles: int, before: int = 0, archived: int = 0) -> None:
    archive, feeds = size_of(data / "archive") - archived, size_of(data / "feeds")
    database = size_of_database(data) - before
    print(f"  an article, in KB: database {database / articles / 1000:.1f}, "
          f"archive {archive / articles / 1000:.1f}, feeds {feeds / articles / 1000:.1f}")  # fmt: skip


def backfill(given: argparse.Namespace, data: Path) -> bool:
    """The backfill; whether every article came once."""
    last = given.shards or -(-given.pages // given.shard)
    config = load_config({"data": data, "database_url": given.database_url or None})
    data.mkdir(parents=True, exist_ok=True)
    with open_store(config.database) as store:
        there, size, archived = store.count(), size_of_database(data), size_of(data / "archive")
    with ThreadPoolExecutor(given.beside) as pool:
        numbers = range(given.first, last)
        shards = [pool.submit(_shard, given, data, config.database, n) for n in numbers]
        good = []
        for shard in as_completed(shards):
            right, line = shard.result()
            print(f"{datetime.now(VIETNAM):%H:%M} {line}", flush=True)
            good.append(right)
    with open_store(config.database) as store:
        come = store.count() - there
    _tell_sizes(data, max(1, come), size, archived)
    return all(good)


def _shard(given: argparse.Namespace, data: Path, database: str, number: int) -> tuple[bool, str]:
    """One shard's crawl: whether every article came once, and what it took."""
    each, clock = given.shard // given.portals, clock_of(START, 0.000001)
    pages = each * given.portals
    with serving(given.portals, given.seed + number, each, 0.0, clock, "fast") as farm:
        names = register(data, farm.ports, number * given.portals, 0.0)
        done = verb(data, clock, "crawl", *names, url=given.database_url)
    with open_store(database) as store:
        stored = sum(store.count(EntryFilter(source_id=name)) for name in names)
    asked, pace = farm.told["requests"] / pages, pages / done["seconds"]
    return stored == pages and not farm.told["overlapping"], (
        f"shard {number}: {stored} of {pages} articles, {asked:.2f} requests each, "
        f"{farm.told['overlapping']} at once, {pace:.0f} pages/s, RSS {rss(done['memory'])}; "
        f"ms a page: {by_stage([done], pages)}"
    )


def _at(text: str) -> datetime:
    """That day, at a time of it."""
    return datetime.combine(START, time_of_day.fromisoformat(text), VIETNAM)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=("day", "backfill"))
    parser.add_argument("--portals", type=int)
    parser.add_argument("--past", type=int, default=20)
    parser.add_argument("--speed", type=float, default=60.0)
    parser.add_argument("--start", type=_at, default=START)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--pages", type=int, default=500_000)
    parser.add_argument("--shard", type=int, default=5000)
    parser.add_argument("--shards", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--beside", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--database-url", default="")
    given = parser.parse_args()
    given.portals = given.portals or (700 if given.what == "day" else 25)
    with tempfile.TemporaryDirectory(prefix="farm-") as folder:
        data = given.data or Path(folder) / "data"
        good = {"day": day, "backfill": backfill}[given.what](given, data)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
