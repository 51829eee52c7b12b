"""Fixtures for many modules' tests. Keep it small: what one module needs stands in its own tests."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from commands import DemoRun, demo_three_times
from sample_entries import make_config
from web_client import TestClient

from pipeline.config import Config
from pipeline.store import Store, open_store

POSTGRESQL = os.environ.get("CONGTIN_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: a file that is not there yet, or a schema of its own on the test server."""
    yield from another_database(request.param, tmp_path / "congtin.db")


def another_database(kind: str, file: Path) -> Iterator[str]:
    """An empty database of that kind: that file, or a schema on the test server, dropped afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{file}"
    else:
        yield from _postgresql_schema()


def _postgresql_schema() -> Iterator[str]:
    if not POSTGRESQL:
        pytest.skip("CONGTIN_TEST_POSTGRESQL names no PostgreSQL server")
    import psycopg

    server = "postgresql://" + POSTGRESQL.partition("://")[2]
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"')
        try:
            joint = "&" if "?" in server else "?"
            yield f"{server}{joint}options={quote(f'-csearch_path={name}')}"
        finally:
            connection.execute(f'DROP SCHEMA "{name}" CASCADE')


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A new, empty store, on each database in turn."""
    with open_store(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def demo_runs(tmp_path_factory: pytest.TempPathFactory) -> list[DemoRun]:
    """`congtin demo --once` three times in a row. What it crawled is shared: copy it to change it."""
    return demo_three_times(tmp_path_factory.mktemp("demo") / "congtin-data")


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Settings for pages and feeds over the test's database."""
    return make_config(tmp_path, database_url=database_url)


@pytest.fixture
def client(config: Config, store: Store) -> Iterator[TestClient]:
    """A reader of the pages and the API."""
    from pipeline.publish.web import create_app

    with TestClient(create_app(config)) as client:
        yield client
