"""Several programs and threads on one store at once."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import func, select
from store_samples import SOURCE, article, at, visit

from pipeline.model import EntryFilter
from pipeline.store import Store, open_store
from pipeline.store.database.copying import snapshot
from pipeline.store.tables import articles

PROCESSES = get_context("spawn")


def write(url: str, first: int, count: int) -> None:
    """Another program that saves articles one by one."""
    with open_store(url) as store:
        for number in range(first, first + count):
            each = article(
                number, f"Tin số {number}", "cầu mới " * 50, published_at=at(1 + number % 28)
            )
            store.save(each, visit(each, at(28)))


def rewrite(url: str, first: int, count: int) -> None:
    """Another program that edits, withdraws and brings back articles, two portals printing one text."""
    with open_store(url) as store:
        for number in range(first, first + count):
            text = " ".join(f"Câu {n} của bài {number % 7} kể chuyện làng." for n in range(30))
            each = article(number % 20, f"Tin số {number}", text)
            store.save(each, visit(each, at(1) + timedelta(minutes=2 * number)))
            if number % 3 == 0:
                gone = at(1) + timedelta(minutes=2 * number + 1)
                store.mark_gone(visit(each, gone, outcome="gone"))


@contextmanager
def running(
    *calls: tuple[str, int, int], work: Callable[[str, int, int], None] = write
) -> Iterator[list[BaseProcess]]:
    processes = [PROCESSES.Process(target=work, args=call) for call in calls]
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
    assert registered.count() == registered.search("cầu mới").total == 60


def test_whoever_reads_long_hears_of_no_lock_and_reads_what_belongs_together(
    registered: Store, database_url: str, tmp_path: Path
) -> None:
    numbers = []
    with running((database_url, 0, 30), (database_url, 30, 20), work=rewrite) as writers:
        while any(writer.is_alive() for writer in writers):
            for entry in registered.iter_entries():
                registered.revisions(entry.key)
                registered.story(entry.key)
            numbers.append(registered.last_change())
            registered.backup(tmp_path / "backup.db", replace=True)
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0, 0]
    assert numbers == sorted(numbers)
    changes = registered.changes()
    assert {each.kind for each in changes} >= {"new", "gone", "story"}
    assert [each.number for each in changes] == sorted({each.number for each in changes})


def test_a_reader_that_stays_in_one_transaction_holds_up_no_writer(
    registered: Store, database_url: str
) -> None:
    with snapshot(registered._engine) as connection:
        before = connection.execute(select(func.count()).select_from(articles)).scalar_one()
        write(database_url, 0, 5)
        assert registered.count() == before + 5
        assert connection.execute(select(func.count()).select_from(articles)).scalar_one() == before


def test_two_programs_that_save_the_same_store_it_once(
    registered: Store, database_url: str
) -> None:
    with running((database_url, 0, 40), (database_url, 0, 40)) as writers:
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0, 0]
    assert registered.count() == 40
    assert registered.search("cầu", limit=100).total == 40


def test_a_killed_writer_leaves_whole_articles_and_a_store_that_works(
    registered: Store, database_url: str
) -> None:
    with running((database_url, 0, 100_000)) as (writer,):
        while registered.count() < 5:
            time.sleep(0.01)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
    stored = registered.count()
    assert len(list(registered.visits())) == registered.search("cầu").total == stored
    write(database_url, 0, stored + 5)
    assert registered.count() == stored + 5


def test_threads_share_a_store(registered: Store) -> None:
    def work(number: int) -> int:
        each = article(number, "Tin", "cầu")
        registered.save(each, visit(each, at(5)))
        return registered.search("cầu").total

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
