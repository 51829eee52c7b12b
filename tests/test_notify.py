"""What systemd is told: over its socket, and only while every part of us is alive."""

import asyncio
import os
import socket
import sys

import pytest

from crawler.service import processor_ticks
from crawler.systemd.notify import Systemd, Watchdog, running


@pytest.fixture(params=["a path", "an abstract name"])
def heard(request, tmp_path):
    """(the address, a function that gives what was heard so far)."""
    if request.param == "a path":
        address = bound = str(tmp_path / "notify")
    elif sys.platform == "linux":
        name = f"congtin-test-{os.getpid()}-{id(tmp_path)}"
        address, bound = f"@{name}", f"\0{name}"
    else:
        pytest.skip("abstract sockets are Linux's")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(bound)
        listener.setblocking(False)

        def so_far():
            lines = []
            while True:
                try:
                    lines.append(listener.recv(4096).decode())
                except BlockingIOError:
                    return lines

        yield address, so_far


def test_every_word_arrives(heard):
    address, so_far = heard
    systemd = Systemd.of({"NOTIFY_SOCKET": address})
    systemd.ready()
    systemd.status("Crawling\nREADY=0 mẫu")
    systemd.alive()
    systemd.stopping()
    assert so_far() == ["READY=1", "STATUS=Crawling READY=0 mẫu", "WATCHDOG=1", "STOPPING=1"]


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "@nobody-listens", "\0", "x" * 300])
def test_where_nobody_listens_nothing_happens(address):
    systemd = Systemd.of({"NOTIFY_SOCKET": address})
    systemd.ready()
    systemd.status("x" * 100_000)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, 0),
        ({"WATCHDOG_USEC": "180000000"}, 180),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": str(os.getpid())}, 180),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": "1"}, 0),
        ({"WATCHDOG_USEC": "soon"}, 0),
    ],
)
def test_the_watchdog_is_for_the_process_that_is_named(environment, seconds):
    assert Systemd.of(environment).watchdog == seconds


def test_a_part_that_says_nothing_for_half_the_time_is_hung():
    at = [1000.0]
    watchdog = Watchdog(Systemd("", 60), clock=lambda: at[0])
    assert watchdog.hung() == []
    watchdog.beat("web")
    watchdog.beat("crawl")
    at[0] += 20
    watchdog.beat("web")
    at[0] += 20
    assert watchdog.hung() == ["crawl"]
    watchdog.beat("crawl")
    assert watchdog.hung() == []


def ticked(heard, hung):
    """What is heard of a watchdog that has looked once."""
    address, so_far = heard
    at = [0.0]
    watchdog = Watchdog(Systemd(address, 0.04), clock=lambda: at[0])
    watchdog.beat("web")
    watchdog.beat("publish")
    at[0] += 1.0 if hung else 0.0
    if hung:
        watchdog.beat("web")
    watchdog.start()
    while not (lines := so_far()):
        pass
    watchdog.end()
    watchdog.join()
    return set(lines) | set(so_far())


def test_while_all_are_alive_systemd_hears_of_it(heard):
    assert ticked(heard, hung=False) == {"WATCHDOG=1"}


def test_one_hung_part_silences_the_watchdog_and_is_named(heard):
    assert ticked(heard, hung=True) == {"STATUS=Hung: publish."}


def test_work_in_a_loop_is_told_from_its_start_to_its_end(heard):
    address, so_far = heard

    async def work():
        await asyncio.sleep(0)
        assert so_far() == ["READY=1"]

    asyncio.run(running(work(), Systemd(address), "worker"))
    assert so_far() == ["STOPPING=1"]


def test_what_a_process_used_of_the_processor_grows_with_its_work():
    before = processor_ticks(os.getpid())
    while processor_ticks(os.getpid()) == before:
        sum(range(10_000))
    assert processor_ticks(os.getpid()) > before
    assert processor_ticks(2**30) is None
