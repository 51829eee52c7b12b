"""A lost database is made again from the archive and sources.toml alone."""

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from raw_pages import ADDRESS, SITE, SOURCE, WHEN, article, raw
from template_pages import address, page

from crawler.imports import import_file
from crawler.rebuild import rebuild, strangers
from crawler.sources import add_source
from pipeline.archive import Archive
from pipeline.clean.template.learning import FEWEST
from pipeline.config import Config
from pipeline.ingest import ingest
from pipeline.model import RawPage
from pipeline.reprocess import catch_up
from pipeline.store import Store, open_store

DAY = timedelta(days=1)
OTHER = "Từ sáng sớm, bà con xã Lam Sơn ra đồng nạo vét kênh mương."


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    made = Config(data=tmp_path / "data", database_url=database_url)
    add_source(made.sources_file, SOURCE)
    return made


@pytest.fixture
def store(store: Store) -> Store:
    store.put_sources([SOURCE])
    return store


def crawl(config: Config, store: Store, *pages: RawPage) -> None:
    """What a run does with these answers."""
    archive, template = Archive(config.archive), store.template(SOURCE.id)
    for one in pages:
        ingest(replace(one, warc=archive.write(one)), SOURCE, store, template=template)
    catch_up(config.archive, SOURCE, store)


def content(store: Store) -> list[dict[str, Any]]:
    return [entry.to_dict() for entry in store.iter_entries()]


def made_again(config: Config) -> tuple[list[dict[str, Any]], Any]:
    """The entries of a new database beside the old one."""
    with open_store(f"sqlite:///{config.data / 'new.db'}") as empty:
        done = rebuild(config, SOURCE, empty)
        return content(empty), done


def test_articles_come_back_with_their_identities_and_times(config: Config, store: Store) -> None:
    edited = article(text="Sáng nay, huyện khánh thành cây cầu mới, có sửa lại.")
    other = raw(
        article("Xã Lam Sơn ra quân làm thuỷ lợi", OTHER), f"{SITE}/tin-tuc/thuy-loi-7.html"
    )
    moved = raw(url=f"{SITE}/cu-215.html", final_url=ADDRESS, fetched_at=WHEN + 3 * DAY)
    crawl(config, store, raw(), other)
    crawl(config, store, raw(edited, fetched_at=WHEN + DAY))
    crawl(config, store, replace(other, fetched_at=WHEN + 2 * DAY))
    crawl(config, store, replace(moved, body=edited.encode()))
    entries, done = made_again(config)
    assert entries == content(store)
    assert (done.new, done.changed, done.unreadable) == (2, 1, 0)


def test_what_was_learned_at_the_end_of_each_run_is_learned_again(
    config: Config, store: Store
) -> None:
    numbers = [range(FEWEST), range(FEWEST, 3 * FEWEST), range(3 * FEWEST, 3 * FEWEST + 3)]
    for day, some in enumerate(numbers):
        made = [raw(page(n), address(n), fetched_at=WHEN + day * DAY) for n in some]
        crawl(config, store, *(replace(one, source_id=SOURCE.id) for one in made))
    with open_store(f"sqlite:///{config.data / 'new.db'}") as empty:
        rebuild(config, replace(SOURCE, url=f"{address(0)}"), empty)
        assert content(empty) == content(store)
        assert empty.template(SOURCE.id) == store.template(SOURCE.id)
        assert empty.learned_from(SOURCE.id) == store.learned_from(SOURCE.id)


def test_imported_files_are_read_as_well(config: Config, store: Store, tmp_path: Path) -> None:
    theirs = Archive(tmp_path / "theirs")
    theirs.write(raw(source_id="x"))
    file = next(theirs.root.rglob("*.warc.gz"))
    import_file(config, file, store)
    file.unlink()
    assert made_again(config)[0] == content(store) != []


def test_made_again_into_what_is_there_it_changes_nothing(config: Config, store: Store) -> None:
    crawl(config, store, raw())
    crawl(config, store, raw(article(text="Có sửa."), fetched_at=WHEN + DAY))
    before = content(store)
    rebuild(config, SOURCE, store)
    assert content(store) == before


def test_a_damaged_stretch_is_named_and_the_rest_is_taken(config: Config, store: Store) -> None:
    crawl(
        config,
        store,
        raw(),
        raw(article("Xã Lam Sơn làm thuỷ lợi", OTHER), f"{SITE}/thuy-loi-7.html"),
    )
    (file,) = config.archive.rglob("*.warc.gz")
    file.write_bytes(file.read_bytes()[:-30])
    (config.archive / SOURCE.id / f"{SOURCE.id}-20200101.warc.gz").write_bytes(b"")
    entries, done = made_again(config)
    assert len(entries) == 1
    assert done.unreadable == 2
    assert any("damaged at byte" in problem for problem in done.problems)


def test_an_archive_from_before_revisits_is_read(config: Config, store: Store) -> None:
    crawl(config, store, raw())
    (file,) = config.archive.rglob("*.warc.gz")
    members = gzip.decompress(file.read_bytes()).partition(b"WARC/1.1\r\nWARC-Date")
    file.write_bytes(gzip.compress(members[1] + members[2]))  # no warcinfo, no index
    (config.archive / "digests.db").unlink()
    assert made_again(config)[0] == content(store)


def test_folders_of_no_source_are_named(config: Config, store: Store) -> None:
    crawl(config, store, raw())
    Archive(config.archive).write(raw(source_id="la"))
    assert strangers(config, [SOURCE]) == [str(config.archive / "la")]
