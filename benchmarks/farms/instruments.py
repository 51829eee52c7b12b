"""One verb of ours with a fast clock, its processor time by stage, and its memory over time.

    python -m farms.instruments FILE VERB…     writes the measures as JSON to FILE at its end

Stages are measured on the thread that does the work, without what a stage calls of another; "network" is
all the rest: Scrapy, TLS, robots.txt, waiting in the event loop.
"""

import atexit
import json
import os
import resource
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from farms.clock import BEGAN, SPEED, simulated_now

SECONDS, CALLS = Counter[str](), Counter[str]()
_inside: list[float] = []
EVERY = 5.0
memory: list[tuple[float, int]] = []


def main() -> None:
    """Run the verb."""
    file, *verb = sys.argv[1:]
    if BEGAN in os.environ:
        import pipeline.clock

        pipeline.clock.now = simulated_now  # type: ignore[assignment]
        from crawler.planning import rota

        rota.FRESH *= max(1.0, float(os.environ[SPEED]))  # once a minute of the machine's, as ever
    _instrument()
    threading.Thread(target=_watch, daemon=True).start()
    atexit.register(_write, Path(file))
    sys.argv = ["congtin", *verb]
    from crawler.cli import main as congtin

    congtin()


def _instrument() -> None:
    import crawler.middlewares
    import crawler.spiders.exchange
    import pipeline.archive
    import pipeline.ingest
    from pipeline.store import Store

    for name in (
        "save",
        "record",
        "pages",
        "listings",
        "save_listing",
        "save_run",
        "known",
        "visit",
    ):
        _measure(Store, name, "store")
    for name in ("seen_unchanged", "host", "save_host", "put_sources", "save_health", "entry_for"):
        _measure(Store, name, "store")
    _measure(pipeline.archive.Archive, "write", "archive")
    _measure(pipeline.ingest, "read_article", "extract")
    _measure(sys.modules["pipeline.extract"], "normalise", "normalise")
    _measure(crawler.spiders.exchange.Exchange, "links", "links")
    _measure(crawler.spiders.exchange.Exchange, "page", "parse")


def _measure(owner: Any, name: str, stage: str) -> None:
    real = getattr(owner, name)

    def timed(*args: Any, **keys: Any) -> Any:
        began = time.thread_time()
        _inside.append(0.0)
        try:
            return real(*args, **keys)
        finally:
            lasted = time.thread_time() - began
            SECONDS[stage] += lasted - _inside.pop()
            CALLS[stage] += 1
            if _inside:
                _inside[-1] += lasted

    setattr(owner, name, timed)


def _watch() -> None:
    page = resource.getpagesize()
    while True:
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * page
        memory.append((time.time(), resident))
        time.sleep(EVERY)


def _write(file: Path) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * 1024,
        "stages": dict(SECONDS),
        "calls": dict(CALLS),
        "memory": memory,
    }
    file.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
