"""The ledger of pages and of listings walked."""

from dataclasses import replace

import pytest
from store_samples import FULL, OTHER, SOURCE, at, visit

from pipeline.model import Host, ListingVisit, PageVisit
from pipeline.store import Store, storage

LISTING = PageVisit(
    "lynhan", "http://lynhan.test/tin", "http://lynhan.test/tin", 200, "listing", at(2)
)


@pytest.fixture(autouse=True)
def registered(store: Store) -> None:
    store.put_sources([SOURCE, OTHER])


def test_a_visit_comes_back_equal(store: Store) -> None:
    store.record(LISTING)
    store.save(FULL, visit(FULL, at(3)))
    assert list(store.visits()) == [LISTING, visit(FULL, at(3))]


def test_a_later_visit_takes_the_line(store: Store) -> None:
    store.record(LISTING)
    later = replace(LISTING, outcome="error-page", status=404, fetched_at=at(3))
    store.record(later)
    assert list(store.visits()) == [later]


def test_an_earlier_visit_leaves_the_line(store: Store) -> None:
    store.record(LISTING)
    store.record(replace(LISTING, outcome="challenge", fetched_at=at(1)))
    assert list(store.visits()) == [LISTING]


def test_visits_of_one_source_leave_out_the_others(store: Store) -> None:
    store.record(LISTING)
    store.record(replace(LISTING, source_id="kimbang"))
    assert [line.source_id for line in store.visits("kimbang")] == ["kimbang"]


def test_visits_stream_over_any_batch(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "BATCH", 2)
    lines = [replace(LISTING, url=f"http://lynhan.test/{n}") for n in range(5)]
    for line in lines:
        store.record(line)
    assert list(store.visits("lynhan")) == lines


def test_known_holds_addresses_asked_for_and_canonical_ones(store: Store) -> None:
    store.record(LISTING)
    store.save(FULL, visit(FULL, at(3), url=FULL.url + "?ref=1"))
    assert store.known("lynhan") == {
        LISTING.url: "listing",
        FULL.url: "article",
        FULL.url + "?ref=1": "article",
    }
    assert store.known("kimbang") == {}


def test_an_address_visited_itself_is_known_by_its_own_outcome(store: Store) -> None:
    store.record(LISTING)
    aside = replace(LISTING, url="http://lynhan.test/old", outcome="error-page", fetched_at=at(9))
    store.record(aside)
    assert store.known("lynhan") == {LISTING.url: "listing", aside.url: "error-page"}


def test_of_two_visits_with_one_canonical_address_the_later_tells(store: Store) -> None:
    for day, outcome in ((5, "article"), (4, "challenge")):
        line = replace(LISTING, canonical=FULL.url, outcome=outcome, fetched_at=at(day))
        store.record(replace(line, url=f"http://lynhan.test/{outcome}"))
    assert store.known("lynhan")[FULL.url] == "article"


def test_a_listing_is_kept_as_it_was_last_read(store: Store) -> None:
    first = ListingVisit(
        "lynhan", LISTING.url, head=("https://x.vn/a",), read_at=LISTING.fetched_at
    )
    last = replace(first, head=("https://x.vn/b", "https://x.vn/a"), etag='"2"')
    store.save_listing(first)
    store.save_listing(last)
    assert store.listings("lynhan") == {LISTING.url: last}
    assert store.listings("kimbang") == {}


def test_what_a_host_asked_for_is_kept(store: Store) -> None:
    assert store.host("x.vn:8080") == Host("x.vn:8080")
    asked = Host("x.vn:8080", delay=2.5, resume_at=LISTING.fetched_at, reason="429", failures=1)
    store.save_host(asked)
    assert store.host("x.vn:8080") == asked
