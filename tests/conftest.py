"""Fixtures for many modules' tests. Keep it small: what one module needs stands in its own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import DemoRun, demo_three_times
from databases import postgresql_schema
from hypothesis import settings
from sample_entries import make_config
from web_client import TestClient

from pipeline.config import Config
from pipeline.store import Store, open_store

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
"""The same examples in every run; `--hypothesis-profile default` looks for others."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: a file that is not there yet, or a schema of its own on the test server."""
    yield from another_database(request.param, tmp_path / "congtin.db")


def another_database(kind: str, file: Path) -> Iterator[str]:
    """An empty database of that kind: that file, or a schema on the test server, dropped afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{file}"
    else:
        with postgresql_schema() as url:
            yield url


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
