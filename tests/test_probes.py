"""/healthz and /readyz: whether the process lives, and whether readers can be served."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sample_entries import HA_NAM
from web_client import TestClient

from pipeline.clock import now
from pipeline.config import Config
from pipeline.model import RunReport
from pipeline.publish.web import create_app
from pipeline.store import Store


def crawled(store: Store, **ago: int) -> None:
    at = now() - timedelta(**ago)
    store.put_sources([HA_NAM])
    store.save_run(RunReport(HA_NAM.id, at - timedelta(minutes=5), at, "finished"))


@pytest.mark.parametrize(
    ("ago", "asked", "code", "status"),
    [
        ({"minutes": 10}, "", 200, "ready"),
        ({"hours": 25}, "", 200, "degraded"),
        ({"minutes": 10}, "?crawl=3600", 200, "ready"),
        ({"minutes": 70}, "?crawl=3600", 503, "degraded"),
        ({"hours": 25}, "?crawl=1000000", 200, "ready"),
        ({"minutes": -70}, "?crawl=3600", 200, "ready"),
    ],
)
def test_an_old_crawl_is_told_and_turns_readers_away_only_if_asked_to(
    ago, asked, code, status, client, store
):
    crawled(store, **ago)
    answer = client.get(f"/readyz{asked}")
    told = answer.json()
    assert (answer.status_code, told["status"], told["database"]) == (code, status, "up")
    assert told["last_crawl_age_seconds"] >= 0
    assert told["last_crawl_at"].endswith("+07:00")
    assert ("reason" in told) == (status == "degraded")


def test_before_the_first_crawl_it_serves_and_says_so(client, store):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "degraded",
        "database": "up",
        "last_crawl_at": None,
        "last_crawl_age_seconds": None,
        "reason": "Nothing has been crawled yet.",
    }
    assert client.get("/readyz?crawl=60").status_code == 503


def test_a_crawl_under_way_counts_from_its_start(client, store):
    crawled(store, days=3)
    store.save_run(RunReport(HA_NAM.id, now()))
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize("asked", ["?crawl=-1", "?crawl=soon"])
def test_no_number_of_seconds_is_refused(asked, client, store):
    assert client.get(f"/readyz{asked}").status_code == 422


@pytest.fixture
def nowhere(tmp_path) -> Iterator[TestClient]:
    config = Config(data=tmp_path, database_url="postgresql://nobody:hunter2@127.0.0.1:9/none")
    with TestClient(create_app(config)) as client:
        yield client


def test_without_its_database_it_is_alive_and_not_ready(nowhere):
    assert nowhere.get("/healthz").json() == {"status": "alive"}
    answer = nowhere.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["status"] == "unavailable"
    assert "cannot be reached" in answer.json()["reason"]
    assert "hunter2" not in answer.text


def test_a_database_that_another_version_took_over_meanwhile_is_not_ready(client, store):
    assert client.get("/readyz").status_code == 200
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "Install the newer Congtin" in answer.json()["reason"]
