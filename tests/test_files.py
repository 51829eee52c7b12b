"""Feeds as files: complete, atomic, only when changed, and clear when the disk refuses."""

import errno
import os
import threading
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from sample_entries import DAK_LAK, HA_NAM, make_article, make_config, make_visit

from crawler.cli.commands.publishing import published_elsewhere
from pipeline.errors import PublishError
from pipeline.model import Source
from pipeline.publish.catalog import FORMATS, province_feeds
from pipeline.publish.publishing.files import publish, write

NAMES = (
    "all",
    "districts/ha-nam/huyen-ly-nhan",
    "provinces-before/ha-nam",
    "provinces/dak-lak",
    "provinces/ninh-binh",
    "sources/dak-lak",
    "sources/ha-nam-ly-nhan",
)
LISTS = {"feed.css", "subscriptions.opml"}
PATHS = {f"{name}.{form}" for name in NAMES for form in FORMATS} | LISTS


@pytest.fixture
def config(tmp_path, database_url):
    return make_config(tmp_path, database_url=database_url)


@pytest.fixture
def store(store):
    store.put_sources([HA_NAM, DAK_LAK])
    for number in (1, 2, 3):
        article = make_article(number)
        store.save(article, make_visit(article))
    return store


def files_in(directory: Path) -> set[str]:
    return {
        str(path.relative_to(directory))
        for path in directory.rglob("*")
        if path.is_file() and path.name not in (".lock", ".state.db")
    }


def titles(path: Path) -> list[str]:
    feed = feedparser.parse(path.read_bytes())
    assert feed.bozo == 0
    return [entry.title for entry in feed.entries]


def test_there_is_a_feed_of_all_each_source_and_each_unit_in_three_formats_and_an_opml(
    store, config
):
    published = publish(store, config)
    assert set(published.written) == PATHS
    assert files_in(config.feeds) == PATHS
    assert published.unchanged == published.skipped == ()


def test_every_feed_holds_its_own_articles_newest_first(store, config):
    publish(store, config)
    newest_first = [f"Khánh thành nhà văn hóa thứ {n}" for n in (3, 2, 1)]
    for name in ("all", "sources/ha-nam-ly-nhan", "provinces/ninh-binh"):
        assert titles(config.feeds / f"{name}.rss") == newest_first
        assert titles(config.feeds / f"{name}.atom") == newest_first


def test_the_feed_of_a_source_without_articles_is_valid(store, config):
    publish(store, config)
    assert titles(config.feeds / "sources/dak-lak.rss") == []
    assert titles(config.feeds / "sources/dak-lak.atom") == []


def test_publishing_again_without_a_change_writes_nothing(store, config):
    publish(store, config)
    before = {path: (config.feeds / path).stat().st_mtime_ns for path in PATHS}
    again = publish(store, config)
    assert again.written == ()
    assert set(again.unchanged) == PATHS
    assert {path: (config.feeds / path).stat().st_mtime_ns for path in PATHS} == before


def test_a_new_article_changes_only_the_feeds_it_stands_in(store, config):
    publish(store, config)
    article = make_article(4)
    store.save(article, make_visit(article))
    assert set(publish(store, config).written) == {
        path for path in PATHS - LISTS if "dak-lak" not in path
    }


@pytest.mark.parametrize(("articles", "shown"), [(3, 3), (4, 2), (5, 3)])
def test_a_feed_holds_feed_size_entries_and_fewer_than_twice_as_many(
    store, config, articles, shown
):
    for number in range(4, articles + 1):
        article = make_article(number)
        store.save(article, make_visit(article))
    publish(store, replace(config, feed_size=2))
    assert len(titles(config.feeds / "all.rss")) == shown


def test_a_bad_entry_is_reported_once_and_the_rest_is_published(store, config):
    article = make_article(5, title="\x01")
    key = store.save(article, make_visit(article)).key
    published = publish(store, config)
    assert published.skipped == ((key, "it has no title"),)
    assert len(titles(config.feeds / "all.rss")) == 3


def test_a_source_id_that_can_be_no_file_name_never_leaves_the_directory(store, config):
    store.put_sources([Source(id="../../etc", name="Lạ", url="https://x.vn/")])
    written = publish(store, config).written
    assert {path for path in written if path not in PATHS} == {
        f"sources/etc-74ccf3c5.{form}" for form in FORMATS
    }
    assert files_in(config.feeds) == set(written)


def test_the_opml_lists_every_feed_by_its_address(store, config):
    publish(store, config)
    outlines = etree.parse(config.feeds / "subscriptions.opml").findall(".//outline[@type='rss']")
    assert {outline.get("xmlUrl") for outline in outlines} == {
        f"https://tin.example.vn/feeds/{path}" for path in PATHS if path.endswith(".rss")
    }


def test_two_provinces_with_one_slug_never_share_a_file():
    feeds = province_feeds([("Hòa Bình", 1), ("Hoà Bình", 1)])
    assert [feed.name for feed in feeds] == ["provinces/hoa-binh", "provinces/hoa-binh-2"]


def test_a_write_that_fails_leaves_the_old_file_whole_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "all.rss"
    write(path, b"old")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    assert files_in(tmp_path) == {"all.rss"}


def test_a_full_disk_is_named_with_what_to_do(store, config, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match=r"No space left.*Free some space"):
        publish(store, config)


def test_a_place_that_cannot_be_written_is_named(store, config):
    config.feeds.write_text("a file where the directory should be")
    with pytest.raises(PublishError, match=r"Cannot write .*feeds"):
        publish(store, config)


def test_published_files_can_be_read_by_others_as_the_umask_says(tmp_path):
    write(tmp_path / "all.rss", b"x")
    plain = tmp_path / "plain"
    plain.write_bytes(b"x")
    assert (tmp_path / "all.rss").stat().st_mode == plain.stat().st_mode


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "all.rss"
    versions = {b"a" * 200_000, b"b" * 200_000}
    write(path, b"a" * 200_000)
    done = threading.Event()
    seen: set[bytes] = set()

    def read():
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        for version in sorted(versions):
            write(path, version)
    done.set()
    reader.join()
    assert seen <= versions


def test_two_publishers_at_once_end_with_whole_files(store, config):
    both = [threading.Thread(target=publish, args=(store, config)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert files_in(config.feeds) == PATHS
    assert publish(store, config).written == ()


def test_it_is_kept_for_which_base_address_was_published(store, config):
    here, there = (replace(config, base_url=base) for base in ("http://a.test", "http://b.test/"))
    assert [published_elsewhere(each) for each in (here, there)] == ["", ""]
    assert not config.feeds.exists()
    publish(store, here)
    assert [published_elsewhere(each) for each in (here, there)] == ["", "http://a.test"]
    publish(store, there)
    assert [published_elsewhere(each) for each in (here, there)] == ["http://b.test/", ""]
    assert published_elsewhere(replace(here, base_url="http://b.test")) == ""


def test_a_state_that_cannot_be_read_tells_no_base_address(config):
    config.feeds.mkdir(parents=True)
    (config.feeds / ".state.db").write_bytes(b"no database" * 1000)
    assert published_elsewhere(config) == ""
