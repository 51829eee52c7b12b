"""Readers by the dozen while a crawl writes: requests a second, the slowest hundredth, and every failure.

    python benchmarks/load.py [--articles 20000] [--seconds 20] [--database URL]

Fills a database (by default a SQLite file of its own), publishes the feeds, then lets `wrk` (to be installed;
on Debian: apt install wrk) ask the server for each address while another process saves articles without a
pause. Ends with 1 when any answer failed. A database that holds articles already is filled up.
"""

import argparse
import multiprocessing
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from pipeline.config import Config
from pipeline.model import VIETNAM, Article, PageVisit, Source
from pipeline.publish.delivery.serving import run
from pipeline.publish.publishing.files import publish
from pipeline.publish.web import create_app
from pipeline.store import open_store

PRINTED = (
    "xã huyện tỉnh nông thôn mới xây dựng đường giao thông khánh thành nhà văn hóa nhân dân góp công "
    "hội nghị triển khai kế hoạch phát triển kinh tế năm chuyển đổi số cải cách hành chính giáo dục y tế "
    "môi trường an ninh trật tự lễ hội truyền thống du lịch cộng đồng sản xuất lúa vụ mùa thủy lợi bão lũ"
).split()
MADE = [
    a + b
    for a in "b c d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
    for b in (
        "anh ao ăm âng em ênh iêu im oan ông ơi um ưng uyên ươi ất ộc ịch ữa ẻo ằng ốn ải ườm ệt".split()
    )
]
"""Syllables beside those: together they are as many as a portal's articles are made of."""
WORDS = [*PRINTED, *MADE]
WEIGHTS = [1 / (40 + rank) for rank in range(len(WORDS))]
"""Some words are common, most are rare."""
SOURCES = [
    Source(
        f"s{n}", f"Cổng thông tin số {n}", f"https://s{n}.example.vn/", province=f"Tỉnh {n % 34}"
    )
    for n in range(60)
]
START = datetime(2020, 1, 1, tzinfo=VIETNAM)


def article(number: int, edition: int = 0) -> tuple[Article, PageVisit]:
    """An article of 300 words, the same for the same numbers."""
    chance = random.Random(f"{number}/{edition}")
    source = SOURCES[number % len(SOURCES)]
    url = f"{source.url}tin/{number}"
    lines = [" ".join(chance.choices(WORDS, WEIGHTS, k=60)) for _ in range(5)]
    made = Article(
        url=url,
        title=" ".join(chance.choices(WORDS, WEIGHTS, k=12)),
        text="\n".join(lines),
        html="".join(f"<p>{line}</p>" for line in lines),
        content_hash=f"{number}-{edition}",
        published_at=START + timedelta(minutes=90 * number),
        published_precision="minute",
        section=chance.choice(("Kinh tế", "Văn hóa", "Xã hội")),
        lead=lines[0],
        tags=(chance.choice(WORDS),),
    )
    now = datetime.now(UTC)
    return made, PageVisit(source.id, url, url, 200, "article", now)


def write(url: str, articles: int, saved: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    """Save without a pause: new articles and edits of old ones by turns."""
    with open_store(url) as store:
        edition = 1
        while True:
            number = articles + edition if edition % 2 else random.randrange(articles)
            store.save(*article(number, edition))
            edition += 1
            saved.value += 1


def serve(config: Config) -> None:
    """The server as `congtin serve` runs it."""
    run(create_app(config), config)


def main() -> int:
    """Fill, serve, write, ask; print the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--seconds", type=int, default=20)
    asked.add_argument("--connections", type=int, default=16)
    asked.add_argument("--database", default="")
    options = asked.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed. On Debian: apt install wrk")
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        config = Config(
            data=Path(folder),
            database_url=options.database,
            port=port,
            base_url=f"http://127.0.0.1:{port}",
        )
        return measure(config, options.articles, options.seconds, options.connections)


def measure(config: Config, articles: int, seconds: int, connections: int) -> int:
    """How many of the addresses had a failure: 1 where any had."""
    key = fill(config, articles)
    saved = multiprocessing.Value("q", 0)
    processes = [
        multiprocessing.Process(target=serve, args=(config,), daemon=True),
        multiprocessing.Process(target=write, args=(config.database, articles, saved), daemon=True),
    ]
    for process in processes:
        process.start()
    try:
        wait_for(f"{config.base_url}/readyz")
        print(f"{'':44} req/s   p50 ms   p99 ms   failed   saved/s")
        failed = 0
        for path in paths(key):
            before = saved.value
            found = wrk(config.base_url + path, seconds, connections)
            failed += found[-1]
            rate, half, slow, bad = found
            print(f"{path[:44]:44} {rate:5.0f} {half:8.1f} {slow:8.1f} {bad:8}", end="")
            print(f" {(saved.value - before) / seconds:9.1f}", flush=True)
        return int(failed > 0 or not processes[1].is_alive())
    finally:
        for process in processes:
            process.terminate()
            process.join()


def fill(config: Config, articles: int) -> str:
    """The key of one of the articles that there are then."""
    start = time.perf_counter()
    with open_store(config.database) as store:
        store.put_sources(SOURCES)
        missing = range(store.count(), articles)
        for number in missing:
            store.save(*article(number))
        if missing:
            took = time.perf_counter() - start
            print(f"{len(missing)} articles saved, {1000 * took / len(missing):.2f} ms each")
        publish(store, config)
        return store.entries(limit=1)[0][0].key


def paths(key: str) -> list[str]:
    """What readers ask for."""
    return [
        "/",
        f"/articles/{key}",
        f"/search?q={quote('khánh thành nhà văn hóa')}",
        "/feeds/all.rss",
        "/api/articles",
        "/api/articles?fields=key,title,published_at",
        f"/api/articles?q={quote('nông thôn mới')}",
        f"/api/facets?q={quote('du lịch')}",
        "/api/changes?since=c15000",
        "/api/sources",
        "/healthz",
    ]


def wrk(address: str, seconds: int, connections: int) -> tuple[float, float, float, int]:
    """Requests a second, median and 99th percentile in ms, answers that failed."""
    command = [
        "wrk",
        "-t2",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "10",
        "--latency",
        address,
    ]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    half, slow = (_milliseconds(said, share) for share in ("50%", "99%"))
    other = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    failed = int(other[1]) if other else 0
    return rate, half, slow, failed + sum(map(int, broken.groups() if broken else ()))


def _milliseconds(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)\b", said)
    assert found, said
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]]


def wait_for(address: str) -> None:
    """Until the server answers, half a minute at most."""
    for _ in range(300):
        try:
            with urlopen(address) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


if __name__ == "__main__":
    sys.exit(main())
