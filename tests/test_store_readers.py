"""The store as strangers ask it: it cannot write, waits for no writer, and gives up long questions."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sample_entries import DAK_LAK, HA_NAM, make_article, make_visit
from sqlalchemy import text
from web_client import TestClient, save

from pipeline.errors import StoreError
from pipeline.publish import website
from pipeline.publish.web import create_app
from pipeline.store import open_for_readers, open_store

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) "
    "SELECT count(*) FROM n"
)


@pytest.fixture
def readers(database_url):
    """The store for readers; nobody made the database ready before."""
    with open_for_readers(database_url, seconds=20) as opened:
        yield opened


def ask(store, statement):
    with store._reading() as connection:
        return connection.execute(text(statement)).scalar_one()


def test_a_new_database_is_made_ready(readers):
    assert readers.entries() == ([], "")


def test_it_cannot_write(readers):
    article = make_article()
    for attempt in (
        lambda: readers.put_sources([HA_NAM]),
        lambda: readers.save(article, make_visit(article)),
        lambda: ask(readers, "DELETE FROM changes"),
        lambda: ask(readers, "DROP TABLE articles"),
    ):
        with pytest.raises(StoreError, match=r"cannot be written|takes no writes"):
            attempt()
    assert readers.sources() == []


def test_it_sees_what_others_write(readers, database_url):
    with open_store(database_url) as writer:
        writer.put_sources([HA_NAM])
        key = save(writer)
        assert readers.entry(key) == writer.entry(key)
    assert readers.entry(key)


def test_a_question_that_takes_too_long_is_given_up_and_the_next_is_answered(database_url):
    with open_for_readers(database_url, seconds=0.2) as readers:
        for _ in range(2):
            with pytest.raises(StoreError, match=r"takes too long\. Ask for less"):
                ask(readers, ENDLESS)
            assert ask(readers, "SELECT 7") == 7
        for _ in range(3):
            time.sleep(0.1)
            assert ask(readers, "SELECT 7") == 7


def test_a_store_that_is_no_readers_takes_its_time(database_url):
    with open_store(database_url) as store:
        assert ask(store, ENDLESS.replace("2000000000", "300000")) == 300_000


def test_readers_never_wait_for_a_writer_and_never_fail(config, store):
    """No "database is locked", whatever is asked while several programs write without a pause."""
    store.put_sources([HA_NAM, DAK_LAK])
    key = save(store, 1)
    over = threading.Event()

    def write(start):
        with open_store(config.database) as own:
            number = start
            while not over.is_set():
                save(own, number, DAK_LAK)
                number += 1
            return number - start

    paths = ["/", f"/articles/{key}", "/search?q=cong", "/api/articles?q=cong", "/api/changes"]
    with TestClient(create_app(config)) as client, ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write, start) for start in (1000, 2000)]
        try:
            asked = [path for path in paths for _ in range(8)]
            answers = list(pool.map(lambda path: client.get(path).status_code, asked))
        finally:
            over.set()
        written = [writer.result() for writer in writers]
    assert answers == [200] * len(asked)
    assert all(written)


def test_a_long_question_over_http_is_503_with_what_to_do(config, store, monkeypatch):
    monkeypatch.setattr(website, "PATIENCE", 0.2)
    with TestClient(create_app(config)) as client:
        client.app.state.site.store.topics = lambda **_: ask(client.app.state.site.store, ENDLESS)
        answer = client.get("/api/topics")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "Ask for less" in answer.json()["error"]["message"]
        assert client.get("/api/sources").status_code == 200


def test_a_hundred_slow_questions_at_once_are_all_answered(config, store, monkeypatch):
    """More than there are connections or threads: they wait for one another, none is an error of ours."""
    with TestClient(create_app(config)) as client, ThreadPoolExecutor(100) as pool:
        slow = ENDLESS.replace("2000000000", "30000")
        reader = client.app.state.site.store
        reader.topics = lambda **_: [("a", "A", ask(reader, slow))]
        answers = list(pool.map(lambda _: client.get("/api/topics").status_code, range(100)))
    assert set(answers) <= {200, 503}
    assert answers.count(200) > 50
