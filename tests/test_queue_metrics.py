"""/metrics of the workers' queue: on PostgreSQL, once a worker has made one; nothing anywhere else."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM
from sqlalchemy import text
from test_metrics import EXPRESSIONS, HOME, QUEUE, scrape
from web_client import TestClient

from crawler.jobs import kinds, worker
from crawler.jobs.board import LIVE, Board
from crawler.jobs.machine import machine_of
from pipeline.clock import now
from pipeline.config import Config
from pipeline.publish.web import create_app
from pipeline.store import Store, queue

MINUTE = timedelta(minutes=1)


@pytest.fixture
def operator(config: Config, store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(config), client=HOME) as client:
        yield client


@pytest.fixture
def board(config: Config, store: Store) -> Iterator[Board]:
    """A queue with a worker at one machine."""
    if config.database_url.startswith("sqlite"):
        pytest.skip("there are no workers on SQLite")
    with Board(config) as board:
        board.make()
        board.register(machine_of(config), [HA_NAM.id])
        yield board


def change(board: Board, statement: str, **values: object) -> None:
    with board._begun() as connection:
        connection.execute(text(statement), values)


def of_queue(client: TestClient) -> dict[tuple[str, ...], float]:
    return {key: value for key, value in scrape(client).items() if QUEUE.match(key[0])}


def put(board: Board, **ages: timedelta) -> dict[str, int]:
    """A crawl and a publishing, put in so long ago."""
    numbers = board.put([kinds.crawling(HA_NAM), kinds.publishing()])
    put_in = dict(zip(("crawl", "publish"), numbers, strict=True))
    for kind, age in ages.items():
        query = "UPDATE procrastinate_events SET at = :at WHERE job_id = :id"
        change(board, query, at=now() - age, id=put_in[kind])
    return {kind: number for kind, number in put_in.items() if number}


def test_without_a_queue_nothing_is_said_of_one(operator: TestClient, store: Store) -> None:
    assert of_queue(operator) == {}
    assert store.queue() is None


def test_jobs_are_counted_by_kind_and_state(operator: TestClient, board: Board) -> None:
    crawl = put(board)["crawl"]
    told = of_queue(operator)
    counted = {key[1:]: n for key, n in told.items() if key[0] == "congtin_jobs"}
    assert counted.keys() == {(kind, state) for kind in queue.KINDS for state in queue.STATES}
    assert {key for key, n in counted.items() if n} == {
        ("crawl", "waiting"),
        ("publish", "waiting"),
    }
    for status, state in (("doing", "running"), ("failed", "failed")):
        change(board, f"UPDATE procrastinate_jobs SET status = '{status}' WHERE id = {crawl}")
        told = of_queue(operator)
        assert told["congtin_jobs", "crawl", state] == 1
        assert told["congtin_jobs", "crawl", "waiting"] == 0
    change(board, f"UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = {crawl}")
    assert not [n for key, n in of_queue(operator).items() if key[1:2] == ("crawl",) if n]


def test_it_tells_since_when_the_oldest_waits(operator: TestClient, board: Board) -> None:
    put(board, crawl=90 * MINUTE)
    board.put([kinds.crawling(DAK_LAK)])
    since = of_queue(operator)["congtin_jobs_waiting_since_timestamp_seconds", "crawl"]
    assert abs(now().timestamp() - since - 90 * 60) < 60


def test_what_is_tried_again_later_does_not_wait_yet(operator: TestClient, board: Board) -> None:
    crawl = put(board, crawl=90 * MINUTE)["crawl"]
    query = "UPDATE procrastinate_jobs SET scheduled_at = :at WHERE id = :id"
    change(board, query, at=now() + 5 * MINUTE, id=crawl)
    told = of_queue(operator)
    assert told["congtin_jobs", "crawl", "retrying"] == 1
    assert ("congtin_jobs_waiting_since_timestamp_seconds", "crawl") not in told
    change(board, query, at=now() - 5 * MINUTE, id=crawl)  # its time came, and nobody took it
    told = of_queue(operator)
    assert told["congtin_jobs", "crawl", "waiting"] == 1
    since = told["congtin_jobs_waiting_since_timestamp_seconds", "crawl"]
    assert abs(now().timestamp() - since - 5 * 60) < 60


def test_a_worker_that_is_silent_is_not_alive(
    operator: TestClient, board: Board, config: Config
) -> None:
    name = machine_of(config).name
    assert of_queue(operator)["congtin_workers",] == 1
    change(board, "UPDATE job_machines SET seen = :at", at=now() - 2 * MINUTE)
    told = of_queue(operator)
    assert told["congtin_workers",] == 0
    seen = told["congtin_worker_seen_timestamp_seconds", name]
    assert abs(now().timestamp() - seen - 120) < 60
    assert board.forget(name)  # who has no workers any more wants no alert
    assert of_queue(operator) == {}


def test_kinds_and_patience_are_those_of_the_workers() -> None:
    assert set(queue.KINDS) == {kinds.CRAWL, kinds.PUBLISH, *kinds.LOCAL}
    assert queue.ALIVE == worker.DEAD
    assert LIVE == ("todo", "doing")


def test_the_dashboard_and_the_alerts_name_only_what_there_is(
    operator: TestClient, board: Board
) -> None:
    put(board)
    told = of_queue(operator)
    names, values = {key[0] for key in told}, {word for key in told for word in key[1:]}
    asked = [one for one in EXPRESSIONS if re.search(QUEUE.pattern, one)]
    assert asked
    for expression in asked:
        assert set(re.findall(r"congtin_(?:job|worker)\w+", expression)) <= names, expression
        assert set(re.findall(r'state="(\w+)"', expression)) <= values, expression
        for grouped in re.findall(r"\bby \(([^)]*)\)", expression):
            assert set(grouped.split(", ")) <= {"kind", "state", "machine"}


def test_to_watch_it_nobody_needs_procrastinate() -> None:
    program = (
        "import sys; sys.modules['procrastinate'] = None; import pipeline.publish.web, pipeline.store.queue; "
        "assert 'crawler' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
