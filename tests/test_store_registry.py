"""Sources, runs and provinces as the store mirrors and counts them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from store_samples import FAR, FULL, OTHER, SOURCE, article, at, fill

from pipeline.errors import StoreError
from pipeline.model import PageRules, PageVisit, RunReport, Section, Source
from pipeline.store import Store

RICH = Source(
    id="taynam",
    name="Xã Tây Nam",
    url="http://taynam.test/",
    level="commune",
    province="Cà Mau",
    province_before="Bạc Liêu",
    district="Huyện Tây Nam",
    platform="nukeviet",
    sections=(
        Section("Tin tức", "http://taynam.test/tin"),
        Section("Văn hóa", "http://taynam.test/vh"),
    ),
    feeds=("http://taynam.test/rss",),
    sitemaps=("http://taynam.test/sitemap.xml",),
    delay=2.5,
    page=PageRules(container="#news", remove=(".ads", ".share")),
    allow_private=True,
    enabled=False,
    active_from=date(2019, 1, 2),
    active_until=date(2025, 6, 30),
    successor="taynam2",
)
RUN = RunReport("lynhan", at(1), rejected={"listing": 3}, statuses={"200": 9}, requests=9)


def test_a_source_comes_back_equal(store: Store) -> None:
    store.put_sources([RICH, SOURCE])
    assert store.source("taynam") == RICH
    assert store.source("lynhan") == SOURCE


def test_an_unknown_source_is_none(store: Store) -> None:
    assert store.source("nobody") is None


def test_putting_a_source_again_updates_it(store: Store) -> None:
    store.put_sources([RICH])
    renamed = replace(RICH, name="Xã Tây Nam mới", page=PageRules(), active_until=None)
    store.put_sources([renamed])
    assert store.source("taynam") == renamed


def test_putting_some_sources_leaves_the_others(store: Store) -> None:
    store.put_sources([SOURCE])
    store.put_sources([OTHER])
    assert [status.source.id for status in store.sources()] == ["kimbang", "lynhan"]


def test_a_complete_registry_drops_only_sources_that_left_no_trace(store: Store) -> None:
    fill(store, FULL)
    store.put_sources([OTHER, FAR])
    store.save_run(replace(RUN, source_id="kimbang"))
    store.put_sources([], complete=True)
    assert [status.source.id for status in store.sources()] == ["kimbang", "lynhan"]


def test_statuses_count_articles_and_show_the_newest_and_the_last_run(store: Store) -> None:
    fill(store, FULL, article(2))
    store.put_sources([OTHER])
    store.save_run(RUN)
    last = store.save_run(replace(RUN, started_at=at(2)))
    empty, full = store.sources()
    assert (empty.source, empty.articles, empty.newest, empty.last_run) == (OTHER, 0, None, None)
    assert (full.articles, full.newest, full.last_run) == (2, at(20), last)


def test_putting_what_is_there_already_writes_nothing(store: Store) -> None:
    store.put_sources([RICH, SOURCE])
    written: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *given: written.append(given[2]))
    store.put_sources([RICH, SOURCE])
    assert [one for one in written if not one.startswith(("SELECT", "BEGIN", "PRAGMA"))] == []
    store.put_sources([RICH, replace(SOURCE, name="Xã Lý Nhân")])
    assert len([one for one in written if one.startswith("INSERT INTO sources")]) == 1


def test_statuses_take_the_same_number_of_queries_for_any_number_of_sources(store: Store) -> None:
    asked: list[str] = []
    store.sizes()  # counted once, and again only where articles changed
    event.listen(store._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    numbers = []
    for count in (1, 30):
        store.put_sources(replace(SOURCE, id=f"s{n}") for n in range(count))
        asked.clear()
        assert len(store.sources()) == count
        numbers.append(len([statement for statement in asked if statement.startswith("SELECT")]))
    assert numbers[0] == numbers[1]


def test_provinces_count_the_articles_of_their_sources(store: Store) -> None:
    fill(store, FULL, article(2))
    fill(store, FULL, source=OTHER)
    store.put_sources([FAR, Source("somewhere", "Ở đâu", "http://x.test/")])
    assert store.provinces() == [("Cà Mau", 0), ("Ninh Bình", 3)]


def test_a_run_gets_an_id_and_is_updated_by_it(store: Store) -> None:
    store.put_sources([SOURCE])
    started = store.save_run(RUN)
    assert started.id is not None
    ended = replace(started, finished_at=at(1, 9), status="finished", new=4, bytes=5_000_000_000)
    assert store.save_run(ended) == ended
    assert store.runs() == [ended]


def test_runs_come_newest_first_and_by_source(store: Store) -> None:
    store.put_sources([SOURCE, OTHER])
    runs = [store.save_run(replace(RUN, source_id=i)) for i in ("lynhan", "kimbang", "lynhan")]
    assert store.runs() == runs[::-1]
    assert store.runs("lynhan") == [runs[2], runs[0]]
    assert store.runs(limit=1) == [runs[2]]


def test_each_source_has_its_own_last_run(store: Store) -> None:
    store.put_sources([SOURCE, OTHER, RICH])
    runs = [store.save_run(replace(RUN, source_id=i)) for i in ("lynhan", "kimbang", "lynhan")]
    assert store.last_runs() == {"kimbang": runs[1], "lynhan": runs[2]}
    assert [status.last_run for status in store.sources()] == [runs[1], runs[2], None]


def test_a_run_that_is_not_there_cannot_be_updated(store: Store) -> None:
    store.put_sources([SOURCE])
    with pytest.raises(StoreError, match="no run 7"):
        store.save_run(replace(RUN, id=7))


def test_an_example_is_an_address_that_failed_since_then(store: Store) -> None:
    store.put_sources([SOURCE])
    for name, outcome, day in (
        ("a", "failed-reset", 1),
        ("c", "failed-reset", 3),
        ("b", "gone", 3),
    ):
        url = f"https://lynhan.example.vn/{name}"
        store.record(PageVisit("lynhan", url, url, 0, outcome, at(day)))
    found = store.examples("lynhan", ["failed-reset", "failed-dns"], since=at(2))
    assert found == {"failed-reset": "https://lynhan.example.vn/c"}
