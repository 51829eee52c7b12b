"""Whoever runs for years drops old captures by itself, where a setting asks for it and nowhere else."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from commands import Running, congtin, eventually, free_ports, page, portal, register
from databases import postgresql_schema
from raw_pages import SITE, SOURCE, article, raw

from crawler.service import Worker
from pipeline.archive import Archive
from pipeline.archive.retention import all_files
from pipeline.clock import now
from pipeline.config import Config
from pipeline.ingest import ingest
from pipeline.store import open_store

KEEP = {"CONGTIN_ARCHIVE_KEEP_DAYS": "10"}
SOON = "from pipeline import retention; retention.LOOK_EVERY = 1"
"""So a service looks after five seconds what is to be dropped."""
OLD, AGAIN, NEW = "tin-cu", "tin-van-con", "tin-moi"


def archived(config: Config) -> Config:
    """Three articles: read forty days ago; then, and again today as it was; today."""
    archive = Archive(config.archive)
    with open_store(config.database) as store:
        store.put_sources([SOURCE])
        for name, age in ((OLD, 40), (AGAIN, 40), (AGAIN, 0), (NEW, 0)):
            one = raw(
                article(f"Bài viết {name} của huyện nhà", f"Sáng nay, huyện họp bàn việc {name}."),
                f"{SITE}/{name}.html",
                fetched_at=now() - timedelta(days=age),
            )
            ingest(replace(one, warc=archive.write(one)), SOURCE, store, archive=archive)
    return config


def ages(config: Config) -> list[int]:
    """How many days old the archive's files of the source are."""
    files = all_files(config.archive)
    return sorted((now().date() - one.day).days for one in files if one.folder == SOURCE.id)


def assert_only_captures_went(config: Config) -> None:
    """The articles are there, and what the page of today says is as it was forty days ago is kept too."""
    checked = congtin("archive", "check", data=config.data)
    assert (checked.code, "0 problems" in checked.err) == (0, True), checked
    with open_store(config.database) as store:
        assert len(list(store.iter_entries())) == 3
        dropped = {visit.url for visit in store.visits(SOURCE.id) if visit.dropped_at}
    assert dropped == {f"{SITE}/{OLD}.html"}


def test_run_drops_what_is_older_than_the_setting_keeps(tmp_path: Path) -> None:
    with portal({"/": page("<h1>Cổng thông tin</h1>")}) as url:
        config = archived(Config(data=register(tmp_path / "data", ("mau", url))))
        assert ages(config) == [0, 40]
        words = ("run", "--port", free_ports(), "--every", 5)
        with Running(*words, data=config.data, env=KEEP, patch=SOON) as service:
            eventually(lambda: 40 not in ages(config))
            eventually((config.archive / ".pruned").exists)
            assert service.process.poll() is None
    assert_only_captures_went(config)


@pytest.mark.parametrize(
    ("setting", "looks"),
    [({}, False), ({"archive_keep_days": 10}, True), ({"archive_max_gb": 1}, True)],
)
def test_run_looks_for_old_captures_where_a_setting_asks_for_it(
    setting: dict[str, int], looks: bool, tmp_path: Path
) -> None:
    worker = Worker(Config(data=tmp_path, **setting), 60, print, print, print)
    assert ("congtin-archive" in {loop.name for loop in worker._loops}) is looks


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Config]:
    """The archive of one of several machines, on PostgreSQL."""
    with postgresql_schema() as url:
        yield archived(Config(data=tmp_path / "data", database_url=url))


@contextlib.contextmanager
def working(config: Config, env: dict[str, str]) -> Iterator[Running]:
    """A worker on that machine."""
    env = {"CONGTIN_DATABASE_URL": config.database_url, **env}
    with Running("worker", "--queues", "publish", data=config.data, env=env) as worker:
        yield worker


@pytest.mark.postgresql
def test_a_worker_drops_what_is_older_than_the_setting_keeps_and_without_it_nothing(
    shared: Config,
) -> None:
    with working(shared, {}) as worker:
        eventually((shared.feeds / "subscriptions.opml").exists)
        assert worker.process.poll() is None
    assert ages(shared) == [0, 40]
    with working(shared, KEEP):
        eventually((shared.archive / ".pruned").exists)
    assert 40 not in ages(shared)
    assert_only_captures_went(shared)
