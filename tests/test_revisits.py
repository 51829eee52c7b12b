"""When a known article is worth another request: by its age, and by what listings and feeds say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages.syndication import Listed
from crawler.visit.revisits import (
    FEW,
    LATEST,
    MOST,
    MOST_NAMED,
    SOONEST,
    Signals,
    due,
    is_honest,
    is_retitled,
    newer,
    overdue,
    withdrawn,
)
from pipeline.model import KnownPage

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME = "http://huyen.example.vn/"
URL = f"{HOME}khanh-thanh-cau-dan-sinh-thon-ha-12.html"
TITLE = "Xã Lam Kiều khánh thành cây cầu dân sinh"
RETITLED = "Người dân hai thôn mừng đường mới mở rộng"


def page(url: str = URL, **fields: Any) -> KnownPage:
    given: dict[str, Any] = {"title": TITLE, "sort_time": NOW - 10 * DAY, "fetched_at": NOW - HOUR}
    return KnownPage(url, url, "article", **given | fields)


def read(after: timedelta, ago: timedelta) -> KnownPage:
    """An article last read so long ago, when it was so old."""
    return page(sort_time=NOW - ago - after, fetched_at=NOW - ago)


# --- by its age ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(0), SOONEST),
        (-DAY, SOONEST),
        (8 * HOUR, 4 * HOUR),
        (20 * DAY, 10 * DAY),
        (3000 * DAY, LATEST),
    ],
)
def test_an_article_is_due_when_it_is_half_as_old_again_as_when_it_was_read(
    age: timedelta, wait: timedelta
) -> None:
    assert due([read(age, wait)], NOW)
    assert not due([read(age, wait - timedelta(seconds=1))], NOW)


def test_an_edit_makes_an_article_young_again() -> None:
    old = read(100 * DAY, 2 * HOUR)
    edited = page(sort_time=old.sort_time, updated=NOW - 3 * HOUR, fetched_at=old.fetched_at)
    assert not due([old], NOW)
    assert due([edited], NOW)


def test_the_most_overdue_comes_first() -> None:
    late, later = read(8 * HOUR, 5 * HOUR), read(2 * HOUR, 5 * HOUR)
    assert due([late, later], NOW) == [later, late]


def test_a_first_year_has_some_twenty_readings() -> None:
    known, readings = page(sort_time=NOW, fetched_at=NOW), 0
    for hour in range(365 * 24):
        if due([known], at := NOW + hour * HOUR):
            known, readings = page(sort_time=NOW, fetched_at=at), readings + 1
    assert 15 <= readings <= 25


_moments = st.integers(-(10**6), 10**6).map(lambda minutes: NOW + timedelta(minutes=minutes))
_known = st.builds(
    page,
    url=st.integers(0, 99).map(lambda n: f"{HOME}bai-{n}.html"),
    sort_time=st.none() | _moments,
    updated=st.none() | _moments,
    fetched_at=_moments,
)


@given(st.lists(_known, max_size=20), _moments)
def test_nothing_comes_before_its_turn_and_never_more_than_a_few(pages, now):
    found = due(pages, now)
    assert len(found) <= MOST
    assert all(one.sort_time and overdue(one, now) >= 1 for one in found)


@given(_known.filter(lambda one: one.sort_time is not None), _moments, _moments)
def test_waiting_makes_an_article_no_less_overdue(known, one, other):
    earlier, later = sorted((one, other))
    assert overdue(known, earlier) <= overdue(known, later)


# --- by its place in a listing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "xabc", ""),
        ("abcd", "abd", "c"),
        ("abcd", "bcd", "a"),
        ("abcd", "xyzd", "abc"),
        ("abcd", "wxyz", ""),
        ("", "abc", ""),
    ],
)
def test_what_is_gone_from_between_others_was_withdrawn(before: str, now: str, gone: str) -> None:
    assert withdrawn(before, set(now)) == list(gone)


# --- by its title ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        (TITLE, True),
        (TITLE.upper(), True),
        ("Xã Lam Kiều khánh thành…", True),
        (f"Ảnh: {TITLE}", True),
        ("", True),
        (RETITLED, False),
    ],
)
def test_a_title_shown_in_another_spelling_or_shortened_is_the_same(shown: str, same: bool) -> None:
    assert is_retitled(shown, TITLE) is not same


def signals(*pages: KnownPage) -> Signals:
    return Signals({known.url: known for known in pages}.get)


def test_an_article_under_another_title_is_to_be_read_again() -> None:
    assert signals(page()).retitled(URL, RETITLED) == page()


def test_a_link_of_a_few_words_is_no_title() -> None:
    assert signals(page()).retitled(URL, "Xem tiếp") is None


def test_a_listing_that_always_shows_other_words_is_believed_once() -> None:
    first = signals(page())
    first.retitled(URL, RETITLED)
    kept = page(told=first.told(URL))
    assert signals(kept).retitled(URL, RETITLED) is None
    assert signals(kept).retitled(URL, "Và lại một tên khác nữa của bài") == kept


def test_an_article_that_was_gone_and_stands_in_a_listing_is_to_be_read_again() -> None:
    gone = page(gone_at=NOW - DAY)
    assert signals(gone).retitled(URL, TITLE) == gone


def test_what_is_not_stored_is_never_retitled() -> None:
    assert signals().retitled(URL, RETITLED) is None


@pytest.mark.parametrize(
    ("shown", "title", "is_so"),
    [
        (TITLE, TITLE, True),
        (f"{TITLE[:25]}…", TITLE, True),
        (RETITLED, TITLE, False),
        ("Xem tiếp", TITLE, None),
        (TITLE, "", None),  # no article
    ],
)
def test_an_article_to_come_bears_the_title_that_a_listing_or_a_feed_gave_it(
    shown: str, title: str, is_so: bool | None
) -> None:
    of_listing, of_feed = signals(), signals()
    of_listing.retitled(URL, shown)
    of_feed.listed(Listed(articles=(URL,), titles={URL: shown}))
    assert of_listing.is_as_named(URL, title) is of_feed.is_as_named(URL, title) is is_so
    assert of_listing.is_as_named(URL, title) is None  # told once


def test_no_more_titles_are_remembered_than_a_portal_can_have() -> None:
    told = signals()
    for number in range(MOST_NAMED + 1):
        told.retitled(f"{URL}?n={number}", TITLE)
    assert told.is_as_named(f"{URL}?n={MOST_NAMED - 1}", TITLE)
    assert told.is_as_named(f"{URL}?n={MOST_NAMED}", TITLE) is None


# --- by the time that a list tells -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "kept", "is_newer"),
    [
        ("2026-11-20T02:00:00+00:00", "", True),
        ("2026-11-20T01:02:00+00:00", "", False),  # read an hour ago; clocks differ
        ("2026-11-19T00:00:00+00:00", "2026-11-19T00:00:00+00:00", False),
        ("2026-11-19T00:00:01+00:00", "2026-11-19T00:00:00+00:00 #12345678", True),
        ("2026-11-20T02:00:00+00:00", "#12345678", True),
    ],
)
def test_a_told_time_is_compared_with_the_one_told_before_else_with_the_reading(
    told: str, kept: str, is_newer: bool
) -> None:
    assert newer(told, page(told=kept)) is is_newer


@pytest.mark.parametrize(
    ("edited", "known", "honest"), [(FEW - 1, FEW - 1, True), (30, 100, True), (31, 100, False)]
)
def test_a_list_that_calls_too_much_edited_lies(edited: int, known: int, honest: bool) -> None:
    assert is_honest(edited, known) is honest


def numbered(count: int) -> list[KnownPage]:
    return [page(f"{HOME}bai-{n}.html") for n in range(count)]


def test_what_a_sitemap_says_was_edited_is_to_be_read_again() -> None:
    pages = numbered(3)
    told = {pages[1].url: "2026-11-20T09:00:00+07:00", pages[2].url: "2026-10-01"}
    listed = Listed(tuple(one.url for one in pages), told=told)
    assert signals(*pages).listed(listed) == [pages[1]]


def test_a_sitemap_that_says_so_of_everything_is_not_believed() -> None:
    pages = numbered(20)
    urls = tuple(one.url for one in pages)
    assert signals(*pages).listed(Listed(urls, told=dict.fromkeys(urls, NOW.isoformat()))) == []


def test_an_entry_under_another_title_is_to_be_read_again() -> None:
    assert signals(page()).listed(Listed((URL,), titles={URL: RETITLED})) == [page()]


def test_the_latest_of_several_told_times_is_kept() -> None:
    run = signals(page())
    for day in ("2026-11-12", "2026-11-15", "2026-11-14"):
        run.listed(Listed((URL,), told={URL: day}))
    assert run.told(URL) == "2026-11-15T00:00:00+00:00"


# --- by the words of a feed -----------------------------------------------------------------------


def after_feed(known: KnownPage, words: str) -> tuple[list[KnownPage], KnownPage]:
    """What one reading of a feed finds, and the article as the ledger has it then."""
    run = signals(known)
    found = run.listed(Listed((URL,), words={URL: words}))
    return found, page(told=run.told(URL))


def test_the_first_words_of_a_feed_are_only_remembered() -> None:
    found, kept = after_feed(page(), "Cây cầu dài 120 mét.")
    assert found == []
    assert kept.told.startswith("~")


def test_other_words_tell_of_an_edit_and_the_same_do_not() -> None:
    _, kept = after_feed(page(), "Cây cầu dài 120 mét.")
    assert after_feed(kept, "Cây cầu dài 120 mét.")[0] == []
    assert after_feed(kept, "Cây cầu dài 150 mét.")[0] == [kept]


def test_a_feed_without_words_leaves_those_remembered() -> None:
    _, kept = after_feed(page(), "Cây cầu dài 120 mét.")
    assert after_feed(kept, "") == ([], kept)


def test_the_words_on_an_article_not_stored_yet_are_remembered() -> None:
    run = signals()
    run.listed(Listed((URL,), words={URL: "Cây cầu dài 120 mét."}))
    assert run.told(URL).startswith("~")


def test_time_title_and_words_are_kept_side_by_side() -> None:
    run = signals(page())
    run.listed(Listed((URL,), told={URL: "2026-11-12"}, words={URL: "Cây cầu."}))
    run.retitled(URL, RETITLED)
    assert [part[0] for part in run.told(URL).split()] == ["2", "#", "~"]


def test_what_an_earlier_visit_was_told_is_kept_where_this_one_is_told_nothing() -> None:
    kept = "2026-11-12T00:00:00+00:00 #12345678 ~87654321"
    assert signals(page(told=kept)).told(URL) == kept


# --- what lists name -------------------------------------------------------------------------------


def test_listings_are_mapped_where_lists_name_nearly_all_their_articles() -> None:
    urls = [f"{HOME}bai-{n}.html" for n in range(10)]
    run = signals()
    run.listed(Listed(tuple(urls[:8])))
    assert run.are_mapped(urls)
    assert not run.are_mapped([*urls, f"{HOME}bai-10.html"])


def test_an_article_is_mapped_under_another_of_its_addresses() -> None:
    run = signals()
    run.listed(Listed((f"{HOME}tin-tuc/khanh-thanh-cau-dan-sinh-thon-ha-12.html",)))
    assert run.are_mapped([f"{HOME}kinh-te/khanh-thanh-cau-dan-sinh-thon-ha-12.html"])


def test_addresses_that_name_nothing_are_not_mapped_by_each_other() -> None:
    run = signals()
    run.listed(Listed((f"{HOME}tin",)))
    assert not run.are_mapped([f"{HOME}bai"])


def test_who_was_asked_for_again_is_known_by_the_address() -> None:
    run = signals(page())
    run.ask_again(page())
    assert (run.asked_again(URL), run.asked_again(HOME)) == (page(), None)
