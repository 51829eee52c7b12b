"""Several programs and threads on one store at once."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import pytest
from store_samples import SOURCE, article, at, visit

from pipeline.model import EntryFilter
from pipeline.store import Store, open_store

PROCESSES = get_context("spawn")


def write(url: str, first: int, count: int) -> None:
    """Another program that saves articles one by one."""
    with open_store(url) as store:
        for number in range(first, first + count):
            each = article(
                number, f"Tin số {number}", "cầu mới " * 50, published_at=at(1 + number % 28)
            )
            store.save(each, visit(each, at(28)))


@contextmanager
def running(*calls: tuple[str, int, int]) -> Iterator[list[BaseProcess]]:
    processes = [PROCESSES.Process(target=write, args=call) for call in calls]
    for process in processes:
        process.start()
    try:
        yield processes
    finally:
        for process in processes:
            process.join()
            process.close()


@pytest.fixture
def registered(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def test_readers_read_while_another_program_writes(registered: Store, database_url: str) -> None:
    counts = []
    with running((database_url, 0, 60)) as (writer,):
        while writer.is_alive():
            counts.append(registered.count())
            registered.entries(EntryFilter(source_id="lynhan"))
            registered.search("cau moi")
    assert counts == sorted(counts)
    assert registered.count() == registered.search("cầu mới")[1] == 60


def test_two_programs_that_save_the_same_store_it_once(
    registered: Store, database_url: str
) -> None:
    with running((database_url, 0, 40), (database_url, 0, 40)) as writers:
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0, 0]
    assert registered.count() == 40
    assert registered.search("cầu", limit=100)[1] == 40


def test_a_killed_writer_leaves_whole_articles_and_a_store_that_works(
    registered: Store, database_url: str
) -> None:
    with running((database_url, 0, 100_000)) as (writer,):
        while registered.count() < 5:
            time.sleep(0.01)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
    stored = registered.count()
    assert len(list(registered.visits())) == registered.search("cầu")[1] == stored
    write(database_url, 0, stored + 5)
    assert registered.count() == stored + 5


def test_threads_share_a_store(registered: Store) -> None:
    def work(number: int) -> int:
        each = article(number, "Tin", "cầu")
        registered.save(each, visit(each, at(5)))
        return registered.search("cầu")[1]

    with ThreadPoolExecutor(12) as pool:
        assert max(pool.map(work, range(48))) == 48
    assert registered.count() == 48


def test_saving_while_streaming_is_fine(registered: Store) -> None:
    for number in range(3):
        each = article(number)
        registered.save(each, visit(each, at(5)))
    for entry in registered.iter_entries():
        registered.save(entry.article, visit(entry.article, at(6)))
    assert {entry.last_seen for entry in registered.entries()[0]} == {at(6)}
