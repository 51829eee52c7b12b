"""Databases of every earlier version become this version's, and nothing in them is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import old_stores
import pytest
from conftest import another_database
from old_stores import ARTICLES, RELEASED
from sample_entries import make_config
from sqlalchemy import select, text
from store_samples import article, at, visit
from test_store_schema import differences

from pipeline.model import EntryFilter
from pipeline.publish.publishing.files import publish
from pipeline.store import Store, open_store, upgrade
from pipeline.store.database import schema, views
from pipeline.store.searching.upkeep import Indexed
from pipeline.store.tables import articles

VERSIONS = [
    pytest.param((kind, revision), id=f"{kind}-{revision}", marks=marks)
    for kind, marks in (("sqlite", ()), ("postgresql", pytest.mark.postgresql))
    for revision in RELEASED
]


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A kind of database, and a revision that was released."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def released(version: tuple[str, str]) -> str:
    """The revision."""
    return version[1]


@pytest.fixture
def old(version: tuple[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a database of that version, filled."""
    for url in another_database(version[0], tmp_path / "old.db"):
        old_stores.make(url, version[1])
        yield url


@pytest.fixture(scope="module")
def upgraded(version: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Such a database, brought to this version; the tests share it, and only the last one writes."""
    for url in another_database(version[0], tmp_path_factory.mktemp("old") / "old.db"):
        old_stores.make(url, version[1])
        upgrade(url)
        with open_store(url) as store:
            yield store


def test_it_is_refused_until_it_is_upgraded(old: str, released: str) -> None:
    with pytest.raises(Exception, match="congtin db upgrade"):
        open_store(old)
    assert upgrade(old) == (released, schema.head())


def test_the_tables_are_those_of_a_new_database(upgraded: Store) -> None:
    assert differences(upgraded) == []


def test_every_article_is_there_with_its_fields_and_its_id(upgraded: Store) -> None:
    stored = {entry.key: entry for entry in upgraded.iter_entries()}
    assert sorted(entry.id for entry in stored.values()) == sorted(old.id for old in ARTICLES)
    for old in ARTICLES:
        entry, moment = stored[old.key], old.published and datetime.fromisoformat(old.published)
        assert (entry.article.title, entry.article.text) == (old.title, old.text)
        assert (entry.article.published_at, entry.article.tags) == (moment, tuple(old.tags))
        assert [image.url for image in entry.article.images] == [i["url"] for i in old.images]
        assert entry.article.published_precision == (old.precision if moment else None)
        assert upgraded.entry(old.key) == entry


def test_lists_have_one_order(upgraded: Store) -> None:
    with upgraded._reading() as connection:
        rows = connection.execute(
            select(articles.c.timeline, articles.c.sort_time).order_by(articles.c.timeline)
        ).all()
    assert all(a.timeline < b.timeline and a.sort_time <= b.sort_time for a, b in pairwise(rows))
    found, cursor = upgraded.entries(limit=3)
    while cursor:
        more, cursor = upgraded.entries(limit=3, cursor=cursor)
        found += more
    assert found == list(upgraded.iter_entries())[::-1]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("cau moi", {"aaa"}),
        ("cầu mới", {"aaa"}),
        ("hội", {"bbb", "ccc", "ddd"}),
        ("ngay", {"ddd", "eee", "ggg", "hhh"}),
    ],
)
def test_search_finds_what_was_stored(upgraded: Store, query: str, keys: set[str]) -> None:
    assert {hit.entry.key for hit in upgraded.search(query).hits} == keys


def test_the_index_holds_every_article_and_nothing_else(upgraded: Store) -> None:
    assert upgraded.indexed() == Indexed(len(ARTICLES), 0, 0)


def test_what_changed_begins_with_what_was_there(upgraded: Store) -> None:
    changes = upgraded.changes()
    assert sorted(each.key for each in changes if each.kind == "new") == sorted(
        old.key for old in ARTICLES
    )
    assert {each.kind for each in changes} <= {"new", "story"}
    assert [upgraded.revisions(old.key) for old in ARTICLES] == [[]] * len(ARTICLES)


def test_topics_are_those_of_sections_and_tags(upgraded: Store) -> None:
    assert [(slug, count) for slug, _, count in upgraded.topics()] == [
        ("kinh-te", 2),
        ("cau", 1),
        ("nong-thon-moi", 1),
    ]


def test_the_registry_the_ledger_and_the_runs_are_kept(upgraded: Store, released: str) -> None:
    assert {status.source.id: status.articles for status in upgraded.sources()} == {
        "lynhan": 2,
        "hanam": 3,
        "camau": 3,
    }
    assert upgraded.source("lynhan").delay == 2.5  # type: ignore[union-attr]
    visits = list(upgraded.visits())
    assert [each.url for each in visits] == [old.url for old in ARTICLES]
    assert [each.warc is None for each in visits] == [number % 2 == 0 for number in range(1, 9)]
    assert [(run.source_id, run.finished_at is None) for run in upgraded.runs()] == [
        ("camau", True),
        ("lynhan", False),
    ]
    counts = {"rejected": {"listing": 2}, "noticed": {"entries-elsewhere": 3}}
    assert all(getattr(run, name) == of for run in upgraded.runs() for name, of in counts.items())
    assert list(upgraded.listings("lynhan")) == ["http://lynhan.test/tin"]
    assert upgraded.host("lynhan.test").delay == (1.5 if released >= "0003" else None)


def test_what_was_gone_is_gone_still(upgraded: Store, released: str) -> None:
    gone = [entry.key for entry in upgraded.iter_entries() if entry.gone_at]
    assert gone == (["fff"] if released >= "0003" else [])


def test_the_views_read_it(upgraded: Store) -> None:
    with upgraded._reading() as connection:
        rows: dict[str, Any] = {
            name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all()
            for name in views.NAMES
        }
    published = {row["key"]: row["published"] for row in rows["news"]}
    assert published["aaa"] == "2024-05-01 08:30"
    assert published["ddd"] == "2024-05-01"
    assert published["eee"] is None
    assert len(rows["source_health"]) == 3


def test_feeds_are_written(upgraded: Store, tmp_path: Path) -> None:
    published = publish(upgraded, make_config(tmp_path))
    left_out = {key for key, _ in published.skipped}
    assert left_out <= {"ggg", "hhh"}  # the years 1 and 9999 are no dates of a feed
    feed = (tmp_path / "feeds" / "all.atom").read_text(encoding="utf-8")
    assert {old.key for old in ARTICLES if old.id in feed} == {
        old.key for old in ARTICLES
    } - left_out


def test_it_goes_on(upgraded: Store) -> None:
    new = article(9, "Tin sau khi nâng cấp")
    assert upgraded.save(new, visit(new, at(21))).change == "new"
    again = upgraded.entry("bbb")
    assert again
    edited = visit(again.article, at(22), canonical=again.article.url)
    assert upgraded.save(again.article, edited).change == "unchanged"
    assert upgraded.count() == len(ARTICLES) + 1


def test_its_portals_get_their_units_with_the_next_crawl(upgraded: Store) -> None:
    """Until then they go by their names."""
    before, since = EntryFilter(unit="353"), EntryFilter(unit="13573@2025")
    of_name = [entry.key for entry in upgraded.iter_entries(EntryFilter(place="Huyện Lý Nhân"))]
    assert {"aaa", "bbb"} <= set(of_name)
    assert upgraded.count(before) == 0
    old = upgraded.source("lynhan")
    assert old
    upgraded.put_sources([replace(old, unit="13573", unit_before="353")])
    assert [entry.key for entry in upgraded.iter_entries(before)] == of_name
    assert upgraded.count(since) == 0
    found = upgraded.search('place:"huyện Lý Nhân"', limit=100, order="oldest")
    assert [hit.entry.key for hit in found.hits] == of_name
