"""Every archived page is read again, offline."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from raw_pages import ADDRESS, SITE, SOURCE, TITLE, WHEN, article, raw

from pipeline.archive import Archive
from pipeline.errors import DocumentPage
from pipeline.ingest import ingest, visit
from pipeline.model import PageRules, RawPage
from pipeline.reprocess import reprocess
from pipeline.store import Store, open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'congtin.db'}") as opened:
        opened.put_sources([SOURCE])
        yield opened


def archived(folder: Path, page: RawPage) -> RawPage:
    return replace(page, warc=Archive(folder).write(page))


def test_with_nothing_changed_nothing_changes(folder: Path, store: Store) -> None:
    ingest(archived(folder, raw()), SOURCE, store)
    before = store.entries()
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.unchanged, done.new + done.changed + done.rejected) == (1, 1, 0)
    assert store.entries() == before


def test_what_new_rules_read_differently_is_changed_but_not_updated(
    folder: Path, store: Store
) -> None:
    markup = article().replace("<h1>", '<h2 class="own">Tên riêng của bài viết</h2><h1>')
    ingest(archived(folder, raw(markup)), SOURCE, store)
    before = store.entries()[0][0]
    done = reprocess(folder, replace(SOURCE, page=PageRules(title=".own")), store)
    after = store.entries()[0][0]
    assert done.changed == 1
    assert (before.article.title, after.article.title) == (TITLE, "Tên riêng của bài viết")
    assert (after.id, after.updated) == (before.id, before.updated)


def test_a_page_once_rejected_may_now_give_an_article(folder: Path, store: Store) -> None:
    store.record(visit(archived(folder, raw()), DocumentPage.reason))
    assert reprocess(folder, SOURCE, store).new == 1
    assert store.entries()[0][0].first_seen == WHEN


def test_a_page_that_is_no_article_is_counted(folder: Path, store: Store) -> None:
    ingest(archived(folder, raw(b"%PDF-1.7", url=f"{SITE}/a.html")), SOURCE, store)
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.rejected) == (1, 1)


def test_a_page_keeps_the_address_that_was_asked_for(folder: Path, store: Store) -> None:
    asked = f"{SITE}/cu-215.html"
    ingest(archived(folder, raw(url=asked, final_url=ADDRESS)), SOURCE, store)
    reprocess(folder, SOURCE, store)
    assert [(v.url, v.canonical) for v in store.visits("huyen")] == [(asked, ADDRESS)]


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_taken(
    folder: Path, store: Store
) -> None:
    ingest(archived(folder, raw()), SOURCE, store)
    other = archived(folder, raw(article("Xã Lam Sơn ra quân làm thuỷ lợi"), f"{SITE}/x-7.html"))
    ingest(other, SOURCE, store)
    assert other.warc is not None
    file = folder / other.warc.file
    file.write_bytes(file.read_bytes()[: other.warc.offset + 20])
    done = reprocess(folder, SOURCE, store)
    assert (done.pages, done.unreadable) == (1, 1)
    assert f"byte {other.warc.offset}" in done.problems[0]
    assert store.count() == 2


def test_visits_that_were_not_archived_are_passed_over(folder: Path, store: Store) -> None:
    ingest(raw(), SOURCE, store)
    assert reprocess(folder, SOURCE, store).pages == 0


def test_another_sources_pages_are_left_alone(folder: Path, store: Store) -> None:
    other = replace(SOURCE, id="khac", url="https://khac.example.vn/")
    store.put_sources([other])
    ingest(archived(folder, raw(source_id="khac")), other, store)
    assert reprocess(folder, SOURCE, store).pages == 0
    assert reprocess(folder, other, store).unchanged == 1
