"""What a visit that left nothing undone hands to the next one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.pager import NextPage
from crawler.visit.settling import Settlement, newest, order_of, shown_everywhere
from crawler.visit.walk import Walk
from pipeline.model import ListingVisit

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = "http://huyen.example.vn/"
LISTING, SECOND = f"{HOME}tin-tuc", f"{HOME}tin-tuc?page=2"
A, B, DUPLICATE = f"{HOME}a-1.html", f"{HOME}b-2.html", f"{HOME}muc/b-2.html"
STORED = [f"{HOME}bai-{n}.html" for n in range(8)]
"""The newest first."""
TIMES = {url: NOW - hour * HOUR for hour, url in enumerate([*STORED, B, A])}
EARLIER = NOW - 30 * HOUR


def visit(url: str = LISTING, **fields: Any) -> ListingVisit:
    return ListingVisit("huyen", url, **{"read_at": NOW} | fields)


def walk(
    articles: Sequence[str] = STORED,
    *,
    ended: bool = True,
    known_ground: bool = False,
    pages: int = 2,
) -> Walk:
    place = NextPage(SECOND, number=pages)
    head = tuple(articles)
    return Walk(LISTING, known_ground, head=head, order=list(articles), place=place, ended=ended)


def settle(
    walk: Walk, read: ListingVisit | None, before: ListingVisit | None, walked_at: datetime | None
) -> list[ListingVisit]:
    settlement = Settlement(
        walked_at,
        before={LISTING: before} if before else {},
        read={LISTING: read} if read else {},
        times=TIMES,
        original=lambda url: B if url == DUPLICATE else "",
    )
    return list(settlement.listings({LISTING: walk}))


READ = visit(etag='"7"')


def settled(
    walk: Walk,
    read: ListingVisit | None = READ,
    before: ListingVisit | None = None,
    walked_at: datetime | None = NOW,
) -> ListingVisit:
    (found,) = settle(walk, read, before, walked_at)
    return found


# --- a listing -----------------------------------------------------------------------------------


def test_a_listing_read_to_its_end_counts_as_walked() -> None:
    found = settled(walk())
    assert found == visit(etag='"7"', head=tuple(STORED), walked_at=NOW)


def test_of_its_head_stays_what_gave_an_article() -> None:
    found = settled(walk([f"{HOME}lich", A, f"{HOME}gioi-thieu", B]))
    assert found.head == (A, B)


def test_a_walk_that_left_old_articles_counts_as_none() -> None:
    found = settled(walk(), walked_at=None)
    assert found.walked_at is None


def test_a_walk_that_did_not_come_to_the_end_counts_as_none() -> None:
    found = settled(walk(ended=False))
    assert found.walked_at is None


def test_at_known_ground_the_end_is_as_far_away_as_it_was() -> None:
    before = visit(order="mixed", walked_at=EARLIER)
    found = settled(walk(known_ground=True), before=before)
    assert (found.order, found.walked_at) == ("mixed", EARLIER)


def test_a_walk_begun_anew_replaces_the_one_before() -> None:
    found = settled(walk(), before=visit(order="mixed", walked_at=EARLIER))
    assert (found.order, found.walked_at) == ("newest", NOW)


def test_a_walk_that_was_cut_off_is_taken_up_no_more() -> None:
    found = settled(walk(), read=None, before=visit(next_url=SECOND, next_number=2))
    assert not found.next_url


def test_a_walk_taken_up_in_the_middle_leaves_the_head_as_it_was() -> None:
    found = settled(walk(), read=None, before=visit(head=(A, B), next_url=SECOND))
    assert found.head == (A, B)


def test_of_a_listing_that_was_not_read_nothing_is_written_down() -> None:
    assert settle(walk([]), None, visit(head=(A, B)), NOW) == []
    assert settle(walk(), None, None, NOW) == []


def test_the_order_is_told_by_articles_under_second_addresses_as_well() -> None:
    rising = [A, DUPLICATE, *reversed(STORED[4:])]
    assert settled(walk(rising)) == visit(
        etag='"7"',
        head=(A, *reversed(STORED[4:])),
        order="oldest",
        walked_at=NOW,
        next_url=SECOND,
        next_number=2,
    )


def test_a_listing_that_begins_with_its_oldest_is_begun_at_its_last_page() -> None:
    found = settled(walk(STORED[::-1], pages=7))
    assert (found.order, found.next_url, found.next_number) == ("oldest", SECOND, 7)


def test_one_of_a_single_page_is_begun_at_its_first() -> None:
    found = settled(walk(STORED[::-1], pages=1))
    assert (found.order, found.next_url) == ("oldest", "")


def test_a_block_that_most_listings_show_is_no_listing_s_own() -> None:
    listings = [f"{HOME}muc-{n}" for n in range(8)]
    walks = {
        url: Walk(url, False, head=(A, own)) for url, own in zip(listings, STORED, strict=True)
    }
    read = {url: visit(url) for url in listings}
    settlement = Settlement(NOW, {}, read, TIMES, original=lambda _: "")
    assert [found.head for found in settlement.listings(walks)] == [(own,) for own in STORED]


# --- feeds and sitemaps --------------------------------------------------------------------------


def test_a_listing_that_shows_only_what_all_show_keeps_its_head_and_so_stays_lively() -> None:
    block = tuple(STORED[:2])
    walks = {f"{HOME}muc-{n}": Walk(f"{HOME}muc-{n}", True, head=block) for n in range(5)}
    before = {url: visit(url, head=tuple(STORED[3:8]), walked_at=EARLIER) for url in walks}
    settlement = Settlement(NOW, before, {url: visit(url) for url in walks}, TIMES, lambda _: "")
    assert {one.head for one in settlement.listings(walks)} == {tuple(STORED[3:8])}


def test_of_a_feed_its_newest_article_stays() -> None:
    feed = visit(f"{HOME}rss.xml", kind="feed", head=(A, *STORED, f"{HOME}video"))
    settlement = Settlement(NOW, {}, {}, TIMES, original=lambda _: "")
    assert [found.head for found in settlement.lists([feed])] == [(STORED[0],)]


def test_a_feed_of_which_old_articles_were_left_counts_as_unread() -> None:
    feed = visit(f"{HOME}rss.xml", kind="feed", head=(A,))
    settlement = Settlement(None, {}, {}, TIMES, original=lambda _: "")
    assert list(settlement.lists([feed])) == []


def test_the_newest_stored_article_stands_for_a_list() -> None:
    times = {A: NOW - HOUR, B: NOW}
    assert newest([A, B, f"{HOME}c"], times) == (B,)
    assert newest([f"{HOME}c"], times) == ()


# --- the order of a listing ------------------------------------------------------------------------


def dated(*hours: int) -> tuple[list[str], dict[str, datetime]]:
    urls = [f"{HOME}bai-{n}.html" for n in range(len(hours))]
    return urls, {url: NOW - hour * HOUR for url, hour in zip(urls, hours, strict=True)}


@pytest.mark.parametrize(
    ("hours", "order"),
    [
        ((1, 2, 3, 4, 5, 6, 7), "newest"),
        ((7, 6, 5, 4, 3, 2, 1), "oldest"),
        ((900, 1, 2, 3, 4, 5, 6, 7), "newest"),
        ((1, 9, 2, 8, 3, 7, 4, 6), "mixed"),
        ((1, 1, 1, 1, 1, 1, 1, 1), "newest"),
        ((3, 2, 1), "newest"),
        ((), "newest"),
    ],
    ids=["falling", "rising", "one pinned", "up and down", "one day", "too few", "none"],
)
def test_the_order_is_told_by_the_times_of_neighbours(hours: tuple[int, ...], order: str) -> None:
    assert order_of(*dated(*hours)) == order


@given(st.lists(st.integers(0, 10**5), min_size=8, max_size=30, unique=True))
def test_sorted_times_are_always_told(hours):
    assert order_of(*dated(*sorted(hours))) == "newest"
    assert order_of(*dated(*sorted(hours, reverse=True))) == "oldest"


def test_what_most_listings_show_is_no_listing_s_own() -> None:
    heads = [[A, f"{HOME}{n}"] for n in range(10)]
    assert shown_everywhere(heads) == {A}


def test_what_a_section_the_one_above_it_and_the_home_show_is_their_own() -> None:
    assert shown_everywhere([[A], [A], [A, B]]) == frozenset()
