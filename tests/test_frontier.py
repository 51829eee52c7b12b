"""What is asked for next: each address once, settled ones never, copies and idle listings seldom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.platforms import named
from crawler.visit.frontier import DAILY, MAX_LISTINGS, PROOFS, QUIET, RARELY, VIEWS, Frontier
from pipeline.ingest import TOO_OLD
from pipeline.model import KnownPage, ListingVisit, Source

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOME = "http://huyen.example.vn/"
ARTICLE = f"{HOME}tin-tuc/khanh-thanh-cau-dan-sinh-thon-ha-12.html"
OTHER = f"{HOME}tin-tuc/hoi-lang-mo-vao-thang-gieng-hang-nam-13.html"
LISTING = f"{HOME}tin-tuc/"
CONTINUED = f"{HOME}tin-tuc/khanh-thanh-cau-dan-sinh-thon-ha-12.html?page=2"


def page(url: str, outcome: str, canonical: str = "", **fields: Any) -> KnownPage:
    given: dict[str, Any] = {"fetched_at": NOW - HOUR}
    return KnownPage(url, canonical or url, outcome, **given | fields)


def stored(url: str, canonical: str = "", **fields: Any) -> KnownPage:
    given: dict[str, Any] = {"title": "Khánh thành cầu", "sort_time": NOW - HOUR}
    return page(url, "article", canonical, **given | fields)


def frontier(*pages: KnownPage, listings: tuple[ListingVisit, ...] = ()) -> Frontier:
    visits = {visit.url: visit for visit in listings}
    return Frontier(Source("huyen", "Huyện", HOME), pages, visits, named("nukeviet"), NOW)


def walked(**fields: Any) -> ListingVisit:
    """The listing, read and walked to its end an hour ago."""
    given: dict[str, Any] = {"read_at": NOW - HOUR, "walked_at": NOW - HOUR}
    return ListingVisit("huyen", LISTING, **given | fields)


# --- articles ----------------------------------------------------------------------------------


def test_an_article_is_asked_for_once_a_run() -> None:
    run = frontier()
    assert [run.take_article(ARTICLE), run.take_article(ARTICLE)] == [True, False]


def test_a_settled_article_is_not_asked_for_again() -> None:
    assert not frontier(stored(ARTICLE)).take_article(ARTICLE)


def test_a_canonical_address_that_nobody_asked_for_is_settled_as_well() -> None:
    assert not frontier(stored(f"{ARTICLE}?ref=1", ARTICLE)).take_article(ARTICLE)


def test_an_address_asked_for_itself_is_known_by_its_own_outcome() -> None:
    moved = page(f"{HOME}cu-1.html", "redirect", ARTICLE)
    assert frontier(moved, page(ARTICLE, "failed-timeout")).take_article(ARTICLE)


def test_a_page_that_was_no_article_is_not_asked_for_again() -> None:
    assert not frontier(page(ARTICLE, "members-only")).take_article(ARTICLE)


def test_what_failed_last_time_is_asked_for_again() -> None:
    run = frontier(page(ARTICLE, "failed-timeout"))
    assert run.failed_before() == [ARTICLE]
    assert run.take_article(ARTICLE)


def test_what_was_older_than_the_date_asked_for_is_asked_for_again() -> None:
    assert frontier(page(ARTICLE, TOO_OLD)).take_article(ARTICLE)


def test_another_site_s_address_is_never_asked_for() -> None:
    assert not frontier().take_article(
        "http://khac.example.vn/tin-tuc/mot-bai-dai-o-noi-khac-9.html"
    )


def test_the_platform_s_copies_are_never_asked_for() -> None:
    assert not frontier().take_article(f"{HOME}print/tin-tuc/khanh-thanh-cau-dan-sinh-12.html")


def test_each_stored_article_is_given_once_though_two_addresses_lead_to_it() -> None:
    run = frontier(stored(ARTICLE), stored(f"{ARTICLE}?ref=1", ARTICLE), page(LISTING, "listing"))
    assert [known.canonical for known in run.articles()] == [ARTICLE]


def test_a_stored_article_is_found_by_each_address_that_leads_to_it() -> None:
    run = frontier(stored(f"{ARTICLE}?ref=1", ARTICLE))
    found = [run.article(ARTICLE), run.article(f"{ARTICLE}?ref=1")]
    assert [known and known.canonical for known in found] == [ARTICLE, ARTICLE]


@pytest.mark.parametrize("known", [page(ARTICLE, "listing"), page(OTHER, "failed-dns")])
def test_what_is_no_stored_article_is_none(known: KnownPage) -> None:
    assert frontier(known).article(known.url) is None


# --- further pages of articles -------------------------------------------------------------------


def test_a_further_page_leads_to_its_article() -> None:
    run = frontier(stored(ARTICLE), page(CONTINUED, "continuation", ARTICLE))
    found = run.article(CONTINUED)
    assert found
    assert found.url == ARTICLE
    assert run.is_part_had(CONTINUED)


def test_a_further_page_that_failed_is_asked_for_with_its_article_alone() -> None:
    run = frontier(stored(ARTICLE), page(CONTINUED, "failed-timeout", ARTICLE))
    assert [known.url for known in run.lacking()] == [ARTICLE]
    assert run.missing(ARTICLE) == [CONTINUED]
    assert run.failed_before() == []


# --- listings ----------------------------------------------------------------------------------


def test_a_listing_is_no_article_as_well() -> None:
    run = frontier()
    assert run.take_listing(LISTING)
    assert not run.take_article(LISTING)


def test_the_home_page_is_a_listing_already() -> None:
    assert not frontier().take_listing(HOME)


@pytest.mark.parametrize("outcome", ["article", "continuation", "copy"])
def test_what_was_seen_to_be_no_listing_is_not_walked(outcome: str) -> None:
    assert not frontier(page(LISTING, outcome, HOME)).take_listing(LISTING)


def test_an_empty_listing_is_looked_at_again() -> None:
    assert frontier(page(LISTING, "static")).take_listing(LISTING)


def test_a_listing_s_further_page_is_come_to_from_the_one_before_it_alone() -> None:
    assert not frontier().take_listing(f"{LISTING}page-2/")


@pytest.mark.parametrize("outcome", ["redirect", "gone", "robots", "offsite"])
def test_an_address_that_leads_to_no_page_is_looked_at_again_after_a_week(outcome: str) -> None:
    recent = page(LISTING, outcome, fetched_at=NOW - RARELY + HOUR)
    old = page(LISTING, outcome, fetched_at=NOW - RARELY - HOUR)
    assert not frontier(recent).take_listing(LISTING)
    assert frontier(old).take_listing(LISTING)


def test_a_listing_with_a_recent_article_is_read_at_every_visit() -> None:
    run = frontier(stored(ARTICLE), listings=(walked(head=(ARTICLE,)),))
    assert run.take_listing(LISTING)


def test_a_listing_without_recent_articles_is_read_once_a_day() -> None:
    old = stored(ARTICLE, sort_time=NOW - QUIET - HOUR)
    assert not frontier(old, listings=(walked(head=(ARTICLE,)),)).take_listing(LISTING)
    waited = walked(head=(ARTICLE,), read_at=NOW - DAILY - HOUR)
    assert frontier(old, listings=(waited,)).take_listing(LISTING)


def test_a_menu_s_page_that_was_no_listing_is_read_once_a_week() -> None:
    known = page(LISTING, "static")
    a_day_ago, a_week_ago = (walked(read_at=NOW - wait - HOUR) for wait in (DAILY, RARELY))
    assert not frontier(known, listings=(a_day_ago,)).take_listing(LISTING)
    assert frontier(known, listings=(a_week_ago,)).take_listing(LISTING)


@pytest.mark.parametrize("cut", [{"walked_at": None}, {"next_url": f"{LISTING}page-3/"}])
def test_a_listing_that_was_not_walked_to_its_end_is_read_at_once(cut: dict[str, Any]) -> None:
    assert frontier(listings=(walked(**cut),)).take_listing(LISTING)


def test_listings_without_end_are_cut() -> None:
    run = frontier()
    taken = [run.take_listing(f"{HOME}muc-{chr(97 + n % 26) * (1 + n // 26)}/") for n in range(450)]
    assert sum(taken) == MAX_LISTINGS - 1


def test_listings_of_a_form_that_shows_other_ones_articles_are_asked_for_no_more() -> None:
    run = frontier()
    for n in range(VIEWS):
        run.views.learn(f"{LISTING}?nhom={n}", fruitful=False)
    assert not run.take_listing(f"{LISTING}?nhom=99")
    assert run.take_listing(LISTING)


def test_a_listing_s_first_page_is_judged_once() -> None:
    assert frontier().is_unjudged_listing(LISTING, LISTING)
    assert not frontier(page(LISTING, "listing")).is_unjudged_listing(LISTING, LISTING)


def test_a_listing_that_redirects_home_is_not_judged() -> None:
    assert not frontier().is_unjudged_listing(LISTING, HOME)


def test_a_listing_taken_for_an_article_is_walked_once() -> None:
    run = frontier()
    assert [run.take_misjudged(ARTICLE), run.take_misjudged(ARTICLE)] == [True, False]


# --- redirects ---------------------------------------------------------------------------------


def test_a_redirect_to_a_page_that_is_asked_for_anyway_is_not_followed() -> None:
    run = frontier()
    run.take_article(ARTICLE)
    assert run.knows(ARTICLE)


def test_a_redirect_to_a_settled_page_is_not_followed() -> None:
    assert frontier(stored(ARTICLE)).knows(ARTICLE)


def test_a_redirect_to_a_new_page_is_followed_once() -> None:
    run = frontier()
    assert [run.knows(ARTICLE), run.take_article(ARTICLE)] == [False, False]


def test_a_redirect_to_an_address_that_was_let_go_is_followed() -> None:
    run = frontier()
    run.take_article(ARTICLE)
    run.release(ARTICLE)
    assert not run.knows(ARTICLE)


# --- second addresses of one article ---------------------------------------------------------------


def filed(section: str, number: int = 12) -> str:
    return f"{HOME}{section}/khanh-thanh-cau-dan-sinh-thon-ha-{number}.html"


def proved(run: Frontier) -> None:
    """So many articles were met at second addresses."""
    for number in range(100, 100 + PROOFS):
        run.meet(filed("xa-hoi", number), filed("tin-tuc", number))


def test_a_second_address_is_asked_for_while_nothing_is_proved() -> None:
    run = frontier(stored(filed("tin-tuc")))
    assert run.take_article(filed("kinh-te"))


def test_where_some_were_met_further_second_addresses_are_not_asked_for() -> None:
    run = frontier(stored(filed("tin-tuc")))
    proved(run)
    assert run.original(filed("kinh-te")) == filed("tin-tuc")
    assert not run.take_article(filed("kinh-te"))


def test_a_second_address_of_what_is_stored_counts_as_settled() -> None:
    run = frontier(stored(filed("tin-tuc")))
    proved(run)
    assert run.is_settled(filed("kinh-te"))


def test_an_article_that_is_asked_for_anyway_has_no_second_address_either() -> None:
    run = frontier()
    proved(run)
    assert [run.take_article(filed(s, 7)) for s in ("tin-tuc", "kinh-te")] == [True, False]


def test_two_articles_of_one_name_prove_that_the_name_tells_nothing() -> None:
    run = frontier(stored(filed("tin-tuc")), stored(filed("kinh-te")))
    proved(run)
    assert run.take_article(filed("xa-hoi"))


def test_what_earlier_runs_met_proves_copies_as_well() -> None:
    numbers = range(100, 100 + PROOFS)
    met = [stored(filed("xa-hoi", n), filed("tin-tuc", n)) for n in numbers]
    run = frontier(stored(filed("tin-tuc")), *met)
    assert run.original(filed("kinh-te")) == filed("tin-tuc")


def test_an_article_under_two_addresses_is_read_under_the_one_read_longest_ago() -> None:
    moved = f"{HOME}tin-moi/khanh-thanh-cau-dan-sinh-thon-ha.html"
    old = stored(ARTICLE, fetched_at=NOW - 9 * HOUR)
    new = stored(moved, ARTICLE, fetched_at=NOW - HOUR)
    [turn] = frontier(old, new).articles()
    assert (turn.url, turn.fetched_at) == (ARTICLE, NOW - HOUR)
    [turn] = frontier(stored(moved, ARTICLE, fetched_at=NOW - 9 * HOUR), stored(ARTICLE)).articles()
    assert (turn.url, turn.fetched_at) == (moved, NOW - HOUR)


def test_the_other_addresses_of_an_article_are_asked_for_without_conditions() -> None:
    moved = f"{HOME}tin-moi/khanh-thanh-cau-dan-sinh-thon-ha.html"
    old, new = stored(ARTICLE, etag='"1"'), stored(moved, ARTICLE, etag='"2"')
    found = frontier(old, new, stored(OTHER))
    assert [(page.url, page.etag) for page in found.others(old)] == [(moved, "")]
    assert [page.url for page in found.others(new)] == [ARTICLE]
    assert found.others(stored(OTHER)) == []


def test_tickets_that_wait_already_are_dropped_once_they_are_seen_to_be_endless() -> None:
    found = frontier()
    waiting = [f"{HOME}tin/cau-moi-thong-xe-{n % 3}.html?ticket={n:05}" for n in range(60)]
    assert all(map(found.take_article, waiting))
    assert not any(map(found.is_spent, waiting))
    for n, url in enumerate(waiting[:40]):
        found.spaces.lead(url, again=n > 2)
    assert all(map(found.is_spent, waiting[40:]))
    assert not found.is_spent(f"{HOME}tin?ticket=1"), "no article's: a page of a listing"
