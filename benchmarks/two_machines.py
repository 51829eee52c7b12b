"""Two machines share one queue; one is cut off amid its crawls: `sudo python benchmarks/two_machines.py`.

The machines are network namespaces on a bridge; PostgreSQL and the portals are at the bridge's own address,
as a third machine. Once both crawl, the first one's link goes down: no packet, no goodbye. Checked at the
end, and again once the link is back: every article is stored once, no portal saw two requests at once, and
the second machine did what the first had begun. Needs root, iproute2, PostgreSQL's programs; leaves nothing.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from commands import PROGRAM, register
from live_portals import VIETNAM, NukeViet, Portal, serve
from live_portals.visiting import current, overlapping

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
BRIDGE, BRIDGES = "ctbridge", "10.231.7.1"
"""The bridge and its address, at which the database and the portals are."""
URL = f"postgresql://postgres@{BRIDGES}/postgres"
CRAWLS = "SELECT id, CAST(status AS text) FROM procrastinate_jobs WHERE task_name = 'crawl'"
WORKED = """
SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN job_notes n ON n.job_id = j.id
WHERE j.id = ANY(%s) AND j.status = 'succeeded' AND n.worker LIKE 'two:%%'
"""


def missing() -> str:
    """What this machine lacks; "" where nothing."""
    if os.geteuid() != 0:
        return "Network namespaces need root."
    if not shutil.which("ip"):
        return "There is no `ip`: install iproute2."
    return "" if _postgresql() else "There is no PostgreSQL: install postgresql."


@contextlib.contextmanager
def bridge() -> Iterator[None]:
    """A bridge with an address of its own."""
    _ip("link", "add", BRIDGE, "type", "bridge")
    try:
        _ip("addr", "add", f"{BRIDGES}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        yield
    finally:
        _ip("link", "del", BRIDGE)


@contextlib.contextmanager
def machine(number: int) -> Iterator[str]:
    """A namespace on the bridge: its name. The bridge's end of its cable is `link(name)`."""
    name = f"ctmachine{number}"
    address = f"{BRIDGES.rpartition('.')[0]}.{number + 10}/24"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", link(name), "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", link(name), "master", BRIDGE, "up")
        _ip("-n", name, "addr", "add", address, "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", name, "link", "set", device, "up")
        yield name
    finally:
        _ip("netns", "del", name)


def link(name: str) -> str:
    """The end of a machine's cable that is plugged into the bridge."""
    return f"ctlink{name[-1]}"


@contextlib.contextmanager
def database(folder: Path) -> Iterator[None]:
    """A PostgreSQL server at the bridge's address."""
    programs, data = _postgresql(), folder / "postgresql"
    assert programs is not None, missing()
    data.mkdir()
    shutil.chown(data, "postgres", "postgres")
    _as_postgres(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync")
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {BRIDGES}/24 trust\n")
    options = f"-h {BRIDGES} -k {data} -c fsync=off"
    log = data / "log"
    _as_postgres(programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
    try:
        yield
    finally:
        _as_postgres(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextlib.contextmanager
def worker(name: str, called: str, data: Path, jobs: int) -> Iterator[None]:
    """A worker on that machine, with a data folder of its own."""
    words = ("worker", "--jobs", jobs, "--every", 5, "--no-publish", "--data", data)
    env = {**os.environ, "CONGTIN_DATABASE_URL": URL, "CONGTIN_WORKER_NAME": called}
    with (data.parent / f"{called}.log").open("wb") as log:
        command = ["ip", "netns", "exec", name, PROGRAM, *map(str, words)]
        running = subprocess.Popen(
            command, env=env, stdout=log, stderr=log
        )  # exec: it becomes ours
        try:
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


class Watched:
    """The portals and the database, as the third machine sees them."""

    def __init__(self, portals: Sequence[Portal], patience: float) -> None:
        self.portals = {f"p{number}": portal for number, portal in enumerate(portals)}
        self._deadline = time.monotonic() + patience
        self._began = time.monotonic()
        self._connection = psycopg.connect(URL, autocommit=True)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the database answers; nothing while it has no such table."""
        try:
            return self._connection.execute(query, values).fetchall()
        except psycopg.errors.UndefinedTable:
            return []

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Until that holds; ends the program when it never does."""
        while not holds():
            if time.monotonic() > self._deadline:
                raise SystemExit(f"It never came to that: {what}. {self.rows(CRAWLS)}")
            time.sleep(0.2)
        self.tell(what)

    def tell(self, what: str) -> None:
        """Say it, with the seconds since the beginning."""
        print(f"{time.monotonic() - self._began:6.1f} s  {what}", flush=True)

    def of(self, called: str) -> list[object]:
        """The crawls that a machine is at."""
        query = f"{CRAWLS} AND status = 'doing' AND id IN (SELECT job_id FROM job_notes WHERE worker LIKE %s)"
        return [number for number, _ in self.rows(query, f"{called}:%")]

    def asked(self) -> int:
        """Requests that the portals saw."""
        return sum(len(portal.log) for portal in self.portals.values())

    def are_done(self) -> bool:
        """Whether every portal was crawled to its end and nothing runs."""
        query = "SELECT count(DISTINCT source_id) FROM runs WHERE status = 'finished'"
        whole = self.rows(query) == [(len(self.portals),)]
        return whole and all(state != "doing" for _, state in self.rows(CRAWLS))

    def faults(self) -> list[str]:
        """Articles that are not there once, requests at once."""
        found = []
        for name, portal in self.portals.items():
            urls = self.rows("SELECT url FROM articles WHERE source_id = %s", name)
            stored = sorted(current(portal, str(url)) for (url,) in urls)
            truth = sorted(portal.canonical(url) for url in portal.truth())
            if stored != truth:
                found.append(f"{name}: {len(stored)} articles, {len(truth)} are true")
            if rude := overlapping(portal.log):
                found.append(f"{name}: {len(rude)} times two requests at once")
        return found


def cut(seen: Watched, first: str) -> list[str]:
    """Cut the first machine off while it crawls, and see the second do its work; what was wrong."""
    seen.wait(lambda: len(seen.of("one")) > 0 and len(seen.of("two")) > 0, "both machines crawl")
    asked = seen.asked()
    seen.wait(lambda: seen.asked() > asked + 10, "the portals answer")
    begun = seen.of("one")
    _ip("link", "set", link(first), "down")
    seen.tell(f"machine one is cut off; it was at {len(begun)} crawls")
    if not begun:
        return ["machine one was at nothing when it was cut off: choose a larger --size"]
    seen.wait(seen.are_done, "everything is crawled")
    (done,) = seen.rows(WORKED, begun)
    seen.tell(f"machine two did {done[0]} of the {len(begun)} crawls that one had begun")
    faults = seen.faults() + ([] if done == (len(begun),) else ["machine two left some of them"])
    _ip("link", "set", link(first), "up")
    seen.tell("machine one is back")
    back = "SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '20 seconds'"
    alive = len(seen.rows(back))
    seen.wait(lambda: len(seen.rows(back)) > alive, "machine one says that it is alive")
    return faults + [f"afterwards: {fault}" for fault in seen.faults()]


def main() -> None:
    """Set it up, cut, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=4)
    parser.add_argument("--size", type=int, default=20, help="Articles of each portal.")
    parser.add_argument("--latency", type=float, default=0.5, help="Seconds until an answer.")
    parser.add_argument("--patience", type=float, default=600.0, help="Seconds, in all.")
    options = parser.parse_args()
    if lacking := missing():
        raise SystemExit(lacking)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is cleaned up
    with contextlib.ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        held.enter_context(bridge())
        first, second = (held.enter_context(machine(number)) for number in (1, 2))
        held.enter_context(database(folder))
        served = [
            held.enter_context(
                serve(NukeViet(NOW, size=options.size), latency=options.latency, host=BRIDGES)
            )
            for _ in range(options.portals)
        ]
        seen = Watched(served, options.patience)
        register(folder / "1", *((name, f"{p.url}/") for name, p in seen.portals.items()))
        (folder / "2").mkdir()
        half = -(-options.portals // 2)
        held.enter_context(worker(first, "one", folder / "1", half))
        held.enter_context(worker(second, "two", folder / "2", half))
        faults = cut(seen, first)
    print("\n".join(faults) or "Every article is there once; no portal saw two requests at once.")
    sys.exit(bool(faults))


def _postgresql() -> Path | None:
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), shutil.which("initdb")]
    return next((Path(one).resolve().parent for one in found if one), None)


def _as_postgres(*command: object) -> None:
    """PostgreSQL refuses to run as root."""
    words = [
        "setpriv",
        "--reuid=postgres",
        "--regid=postgres",
        "--clear-groups",
        *map(str, command),
    ]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


if __name__ == "__main__":
    main()
