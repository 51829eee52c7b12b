"""A full disk ends a crawl or a publishing with one clear message, and loses nothing."""

import resource
import shutil

import pytest
from commands import congtin, register, stored
from small_disks import small_disk

from crawler.farm import Farm
from pipeline.archive import Damage, read_file


@pytest.fixture(name="small_disk")
def disk_of_20_megabytes(tmp_path):
    with small_disk(tmp_path / "disk", "20m") as disk:
        yield disk


def fill(disk, room):
    """Leave so many bytes free."""
    (disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(disk).free - room))


def empty(disk):
    (disk / "ballast").unlink()


def test_a_full_disk_under_the_archive_loses_no_article(small_disk, tmp_path):
    with Farm(base_port=0, portals=("nukeviet",)) as farm:
        portal = farm.portals[0]
        data = register(tmp_path / "data", (portal.id, portal.url))
        (data / "archive").symlink_to(small_disk)
        fill(small_disk, 100_000)
        full = congtin("crawl", data=data)
        assert full.code == 5
        assert "Free space" in full.err
        assert f"{data}/archive/" in full.err
        assert len(full.err.splitlines()) == 1
        empty(small_disk)
        assert congtin("crawl", data=data).code == 0
        assert stored(data) == sorted(article.url for article in portal.truth)
    damaged = [
        record
        for file in small_disk.rglob("*.warc.gz")
        for record in read_file(file)
        if isinstance(record, Damage)
    ]
    assert damaged == []


def test_a_full_disk_under_the_feeds_leaves_the_old_feeds_whole(demo_runs, small_disk):
    data = demo_runs[0].copy()
    old = small_disk / "feeds"
    old.mkdir()
    for file in (data / "feeds").glob("*.*"):
        shutil.copy(file, old)
    shutil.rmtree(data / "feeds")
    (data / "feeds").symlink_to(old)
    before = {file.name: file.read_bytes() for file in old.glob("[!.]*") if file.is_file()}
    fill(small_disk, 20_000)
    done = congtin("publish", "--base-url", "https://tin.example.org", data=data)
    assert done.code == 6
    assert "ree some space" in done.err
    assert {file.name: file.read_bytes() for file in old.glob("[!.]*") if file.is_file()} == before
    empty(small_disk)
    assert congtin("publish", data=data).code == 0


def test_files_that_may_not_grow_end_a_crawl_with_a_message(tmp_path):
    with Farm(base_port=0, portals=("huyenuy",)) as farm:
        portal = farm.portals[0]
        data = register(tmp_path / "data", (portal.id, portal.url))
        limit = (300_000, 300_000)
        done = congtin(
            "crawl", data=data, preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        )
        assert done.code in (4, 5)
        assert str(data) in done.err
        assert congtin("crawl", data=data).code == 0
        assert stored(data) == sorted(article.url for article in portal.truth)
