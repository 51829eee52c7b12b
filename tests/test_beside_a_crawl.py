"""While a crawl writes, all else goes on beside it in programs of its own, and none hears of a lock."""

import contextlib
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from commands import Running, congtin, eventually, free_ports, register, stored
from databases import NoTable, on_postgresql

from crawler.farm import Farm

BESIDE = (
    ("publish",),
    ("export", "--format", "jsonl"),
    ("db", "backup", "backup.db", "--replace"),
)
PATHS = ("/", "/api/articles", "/search?q=huyen", "/feeds/all.atom", "/healthz")
SECONDS = 8.0
"""No program and no request begins later, but each is made once at least."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def data(request, tmp_path):
    kept = tmp_path / "data"
    with on_postgresql(kept) if request.param == "postgresql" else contextlib.nullcontext():
        yield kept


def test_whoever_reads_publishes_or_backs_up_beside_a_crawl_never_fails(data, tmp_path):
    port = free_ports()
    base = f"http://127.0.0.1:{port}"
    with Farm(base_port=0, portals=("huyenuy", "nukeviet")) as farm:
        register(data, *((one.id, one.url) for one in farm.portals))
        with (
            Running("crawl", data=data) as crawl,
            Running("serve", "--port", port, data=data) as server,
        ):
            eventually(lambda: number(data))
            before = number(data)
            eventually(lambda: status(f"{base}/healthz") == 200)
            assert congtin("publish", data=data).code == 0
            until = time.monotonic() + SECONDS
            acts = [
                lambda words=words: congtin(*words, data=data, cwd=tmp_path) for words in BESIDE
            ]
            acts += [lambda path=path: status(f"{base}{path}") for path in PATHS]
            with ThreadPoolExecutor(len(acts)) as pool:
                done = [pool.submit(again, act, until) for act in acts]
            served = server.end(signal.SIGINT)
            crawled = crawl.end(signal.SIGINT)
    ran, asked = (
        [one for each in some for one in each.result()]
        for some in (done[: len(BESIDE)], done[len(BESIDE) :])
    )
    assert {(one.code, "locked" in one.err) for one in ran} == {(0, False)}, ran
    assert set(asked) == {200}
    assert served.code == 0
    assert crawled.code in (0, 130, -signal.SIGINT)  # the last: it was done and about to end anyway
    assert "locked" not in crawled.err + served.err
    assert number(data) > before


def again(act, until):
    """What it gave, time after time."""
    given = [act()]
    while time.monotonic() < until:
        given.append(act())
    return given


def number(data):
    with contextlib.suppress(NoTable):
        return len(stored(data))
    return 0


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0
