"""`congtin run` and `serve`: crawl what is due, publish, serve, and end when told to."""

import contextlib
import json
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest
from commands import (
    PROGRAM,
    Running,
    congtin,
    eventually,
    free_ports,
    register,
    rows,
    silent,
    stored,
)

from crawler.farm import Farm

SHORT_GRACE = "import crawler.service; crawler.service.GRACE = 1.0"


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def answers(url):
    try:
        return bool(get(url))
    except OSError:
        return False


@pytest.fixture
def farm():
    with Farm(base_port=0, portals=("huyenuy",)) as served:
        yield served


@pytest.fixture
def data(farm, tmp_path):
    return register(tmp_path / "data", (farm.portals[0].id, farm.portals[0].url))


def test_run_crawls_publishes_and_serves_until_a_signal(farm, data):
    port = free_ports()
    base = f"http://127.0.0.1:{port}"
    truth = sorted(article.url for article in farm.portals[0].truth)
    with Running("run", "--port", port, data=data) as service:
        eventually((data / "feeds" / "subscriptions.opml").exists)
        listed = json.loads(get(f"{base}/api/articles?limit=1"))
        feed = get(f"{base}/feeds/all.rss")
        second = congtin("run", "--port", port, data=data)
        done = service.end(signal.SIGTERM, within=15)
    assert done.code == 0
    assert stored(data) == truth
    assert listed
    assert f"{base}/feeds/all.rss".encode() in feed
    assert f"{base}/feeds/all.rss".encode() in (data / "feeds" / "all.rss").read_bytes()
    assert second.code == 2
    assert f"127.0.0.1:{port}" in second.err


def test_told_to_end_during_a_crawl_it_takes_the_crawl_along(tmp_path):
    port = free_ports()
    with silent() as url:
        data = register(tmp_path / "data", ("silent", url))
        with Running("run", "--port", port, data=data, patch=SHORT_GRACE) as service:
            eventually(lambda: crawl_began(data))
            done = service.end(signal.SIGTERM, within=15)
    assert done.code == 0
    assert not processes_at(data)


def crawl_began(data):
    return (data / "locks").is_dir() and rows(data, "SELECT count(*) FROM runs") == [(1,)]


def processes_at(data):
    """Processes whose command line names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(data).encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
    return found


def test_a_source_that_is_not_due_is_left_alone(farm, data):
    assert congtin("crawl", data=data).code == 0
    asked = len(farm.log)
    done = congtin("crawl", "--due", data=data)
    assert (done.code, done.out) == (0, "")
    assert "Nothing is due" in done.err
    assert len(farm.log) == asked


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_with_code_0_when_told_to(signum, demo_runs):
    port = free_ports()
    with Running("serve", "--port", port, data=demo_runs[0].data) as server:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        assert b"<html" in get(f"http://127.0.0.1:{port}/")
        done = server.end(signum, within=10)
    assert done.code == 0
    assert f":{port}/" in done.err
    assert "published for http://127.0.0.1:8000" in done.err
    assert f"publish --base-url http://127.0.0.1:{port} --data {demo_runs[0].data}." in done.err
    assert done.out == ""


def test_serve_ends_whatever_its_clients_do(demo_runs):
    """One asks and takes nothing, one never finishes asking, one keeps its connection."""
    port = free_ports()
    asked = b"GET /feeds/all.rss HTTP/1.1\r\nHost: a\r\n\r\n"
    half_asked = b"GET / HTTP/1.1\r\nHost: "
    with Running("serve", "--port", port, data=demo_runs[0].data) as server:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        with contextlib.ExitStack() as clients:
            for sent in (asked * 40, half_asked, b""):
                client = clients.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", port))
                client.sendall(sent)
            assert answers(f"http://127.0.0.1:{port}/healthz")
            done = server.end(signal.SIGTERM, within=10)
    assert done.code == 0


def test_ctrl_c_ends_a_verb_with_code_130():
    with subprocess.Popen(
        [PROGRAM, "extract", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as verb:
        verb.stdin.write(b'{"id": 1}\n')
        verb.stdin.flush()
        assert verb.stdout.readline()
        verb.send_signal(signal.SIGINT)
        error = verb.stderr.read().decode()
    assert verb.returncode == 130
    assert "Traceback" not in error
