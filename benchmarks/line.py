"""The whole line on the farm against bare Scrapy on the same pages, in one run.

    python benchmarks/line.py [--rounds 3] [--latency 0.0]

Prints pages a second of both, their ratio, and the peak memory of the line. Each measurement is a
process of its own; the farm runs beside them in a third, so that serving costs neither.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from crawler.farm import Farm

HERE = Path(__file__).resolve()


def measure_line(folder: Path, urls: list[str]) -> dict[str, float]:
    """Crawl the sources into an empty store; count requests."""
    from crawler.onboarding.discover import bare_source
    from crawler.run import crawl
    from pipeline.config import Config
    from pipeline.store import open_store

    config = Config(data=folder)
    folder.mkdir(parents=True)
    sources = [bare_source(url, allow_private=True) for url in urls]
    with open_store(config.database) as store:
        start = time.perf_counter()
        runs = crawl(config, sources, store).runs
        seconds = time.perf_counter() - start
    pages = sum(run.requests for run in runs)
    return {"pages": pages, "new": sum(run.new for run in runs), "seconds": seconds}


def measure_bare(addresses: list[str]) -> dict[str, float]:
    """Fetch the same addresses with plain Scrapy, one request at a time and host, reading nothing."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    class BareSpider(Spider):
        name = "bare"

        def __init__(self, urls: list[str]) -> None:
            super().__init__()
            self.urls = urls

        async def start(self):  # type: ignore[no-untyped-def]
            for url in self.urls:
                yield Request(url, self.parse, dont_filter=True)

        def parse(self, response: Response) -> None:
            seen.append(len(response.body))

    seen: list[int] = []
    settings = {
        "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(address.split("/")[2], []).append(address)
    start = time.perf_counter()
    for urls in by_host.values():
        process.crawl(BareSpider, urls=urls)
    process.start()
    return {"pages": len(seen), "seconds": time.perf_counter() - start}


def child(what: str, payload: object) -> dict[str, float]:
    """Run one measurement in a fresh process; its peak memory comes with it."""
    command = [sys.executable, str(HERE), "--child", what]
    asked = json.dumps(payload)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run_child(what: str) -> None:
    """The fresh process: measure, print JSON."""
    payload = json.load(sys.stdin)
    result = (
        measure_line(Path(payload["folder"]), payload["urls"])
        if what == "line"
        else measure_bare(payload["addresses"])
    )
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--latency", type=float, default=0.0, help="seconds the farm waits per answer"
    )
    parser.add_argument("--child", choices=("line", "bare"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        run_child(options.child)
        return
    lines, bares = [], []
    scratch = Path(tempfile.mkdtemp(prefix="congtin-bench-"))
    with Farm(base_port=0, latency=options.latency) as farm:
        urls = [portal.url for portal in farm.portals]
        hosts = {portal.id: portal.url.rstrip("/") for portal in farm.portals}
        for number in range(options.rounds):
            before = len(farm.log)
            lines.append(child("line", {"folder": str(scratch / str(number)), "urls": urls}))
            asked = [r for r in farm.log[before:] if r.method == "GET" and r.status == 200]
            addresses = [hosts[r.portal] + r.path for r in asked]
            bares.append(child("bare", {"addresses": addresses}))
            print(f"round {number + 1}: line {lines[-1]}, bare {bares[-1]}", file=sys.stderr)
    shutil.rmtree(scratch)
    rate = statistics.median(run["pages"] / run["seconds"] for run in lines)
    bare = statistics.median(run["pages"] / run["seconds"] for run in bares)
    print(f"whole line   {rate:7.1f} pages/s   peak {max(r['peak_mb'] for r in lines):6.1f} MB")
    print(f"bare Scrapy  {bare:7.1f} pages/s   peak {max(r['peak_mb'] for r in bares):6.1f} MB")
    last = lines[-1]
    print(f"ratio        {rate / bare:7.2f}   {last['new']} articles from {last['pages']} requests")


if __name__ == "__main__":
    main()
