"""Which feeds and sitemaps a visit asks for, on which conditions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.visit.ways import (
    FRESH,
    WEEK,
    begins_at_its_end,
    conditions,
    lists_to_ask,
    validators_to_send,
)
from pipeline.model import KnownPage, ListingVisit, Source

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = "http://huyen.example.vn/"
FEED, OTHER_FEED, MAP, NAMED = (
    f"{HOME}{name}" for name in ("rss.xml", "rss-2.xml", "map.xml", "x.xml")
)
SOURCE = Source("huyen", "Huyện", HOME, feeds=(FEED, OTHER_FEED))
BOTH_FEEDS = ([FEED, OTHER_FEED], [MAP])
A, B = f"{HOME}a-1.html", f"{HOME}b-2.html"


def visit(url: str, **fields: Any) -> ListingVisit:
    kind = "sitemap" if url in (MAP, NAMED) else "feed" if url.endswith("xml") else "page"
    given: dict[str, Any] = {"kind": kind, "read_at": NOW - HOUR, "walked_at": NOW - HOUR}
    return ListingVisit("huyen", url, **given | fields)


def article(url: str, hours: int = 1, told: str = "") -> KnownPage:
    when = NOW - hours * HOUR
    return KnownPage(url, url, "article", NOW, title="Tin", sort_time=when, told=told)


def asked(*before: ListingVisit, articles: tuple[KnownPage, ...] = ()) -> list[str]:
    feeds, maps = lists_to_ask(SOURCE, [MAP], {v.url: v for v in before}, articles, NOW)
    return feeds + maps


# --- feeds and sitemaps --------------------------------------------------------------------------


def test_a_first_visit_asks_for_all() -> None:
    assert asked() == [FEED, OTHER_FEED, MAP]


def test_an_address_named_twice_is_asked_for_once() -> None:
    assert lists_to_ask(SOURCE, [MAP, MAP], {}, (), NOW) == ([FEED, OTHER_FEED], [MAP])


def test_what_was_never_read_is_asked_for_alone() -> None:
    assert asked(visit(FEED), visit(MAP)) == [OTHER_FEED]


def test_a_later_visit_asks_for_the_one_that_holds_the_newest() -> None:
    before = (visit(FEED, head=(A,)), visit(OTHER_FEED, head=(B,)), visit(MAP))
    assert asked(*before, articles=(article(A, 9), article(B, 1))) == [OTHER_FEED]


def test_where_times_of_edits_are_told_the_sitemap_is_worth_more() -> None:
    before = (visit(FEED, head=(A,)), visit(OTHER_FEED), visit(MAP, head=(A,)))
    assert asked(*before, articles=(article(A),)) == [FEED]
    assert asked(*before, articles=(article(A, told="2026-11-19T00:00:00+00:00"),)) == [MAP]


def test_what_was_not_asked_for_a_day_is_asked_for_instead() -> None:
    old, older = visit(MAP, read_at=NOW - 30 * HOUR), visit(OTHER_FEED, read_at=NOW - 40 * HOUR)
    lead = visit(FEED, head=(A,))
    assert asked(lead, old, older, articles=(article(A),)) == [OTHER_FEED]


def test_where_none_is_first_with_news_all_are_asked_for() -> None:
    assert asked(visit(FEED), visit(OTHER_FEED), visit(MAP)) == [FEED, OTHER_FEED, MAP]


# --- conditional requests --------------------------------------------------------------------------

LISTING = f"{HOME}tin-tuc"
TAGGED = visit(LISTING, etag='"7"', last_modified="Fri, 20 Nov 2026 01:00:00 GMT")
SENT = {"If-None-Match": '"7"', "If-Modified-Since": "Fri, 20 Nov 2026 01:00:00 GMT"}


def test_a_listing_read_today_is_asked_for_on_condition() -> None:
    assert validators_to_send(TAGGED, NOW) == SENT


@pytest.mark.parametrize(
    "fields",
    [
        {"read_at": NOW - FRESH},
        {"read_at": None},
        {"next_url": f"{LISTING}?page=2"},
        {"walked_at": None},
        {"etag": "", "last_modified": ""},
    ],
    ids=["read yesterday", "never read", "cut off", "never walked", "without validators"],
)
def test_a_listing_is_read_whole(fields: dict[str, Any]) -> None:
    whole = visit(LISTING, **({"etag": '"7"'} | fields))
    assert validators_to_send(whole, NOW) == {}


def test_a_listing_nobody_knows_is_read_whole() -> None:
    assert validators_to_send(None, NOW) == {}


@pytest.mark.parametrize("url", [FEED, MAP])
def test_a_feed_or_sitemap_has_no_further_page_to_walk_to(url: str) -> None:
    assert validators_to_send(visit(url, walked_at=None, etag='"7"'), NOW) == conditions('"7"', "")


def test_only_what_the_server_gave_is_sent_back() -> None:
    assert conditions("", "") == {}
    assert conditions('"7"', "") == {"If-None-Match": '"7"'}


# --- a listing that grows at its end ---------------------------------------------------------------


def grown(**fields: Any) -> ListingVisit:
    """A listing whose newest articles stand on its last page."""
    return visit(LISTING, **{"order": "oldest", "next_url": f"{LISTING}?page=9"} | fields)


def test_a_listing_that_grows_at_its_end_is_begun_there() -> None:
    assert begins_at_its_end(grown(), NOW)


@pytest.mark.parametrize(
    "fields",
    [{"read_at": NOW - WEEK}, {"walked_at": None}, {"order": "newest"}, {"next_url": ""}],
    ids=["a week ago", "to a date alone", "cut off", "of one page"],
)
def test_a_listing_is_begun_with_its_first_page(fields: dict[str, Any]) -> None:
    assert not begins_at_its_end(grown(**fields), NOW)
