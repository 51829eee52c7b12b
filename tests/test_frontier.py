"""What is asked for next: each address once, settled ones never, listings until known ground."""

from crawler.frontier import MAX_LISTINGS, Frontier
from crawler.platforms import named
from pipeline.model import Source

HOME = "http://huyen.example.vn/"
ARTICLE = f"{HOME}tin-tuc/khanh-thanh-cau-dan-sinh-thon-ha-12.html"
LISTING = f"{HOME}tin-tuc/"


def frontier(known: dict[str, str] | None = None, walked: set[str] | None = None) -> Frontier:
    return Frontier(Source("huyen", "Huyện", HOME), known or {}, walked or set(), named("nukeviet"))


def test_an_article_is_asked_for_once_a_run() -> None:
    run = frontier()
    assert [run.take_article(ARTICLE), run.take_article(ARTICLE)] == [True, False]


def test_a_settled_article_is_not_asked_for_again() -> None:
    assert not frontier({ARTICLE: "article"}).take_article(ARTICLE)


def test_a_page_that_was_no_article_is_not_asked_for_again() -> None:
    assert not frontier({ARTICLE: "members-only"}).take_article(ARTICLE)


def test_what_failed_last_time_is_asked_for_again() -> None:
    run = frontier({ARTICLE: "failed-timeout"})
    assert run.failed_before() == [ARTICLE]
    assert run.take_article(ARTICLE)


def test_another_site_s_address_is_never_asked_for() -> None:
    assert not frontier().take_article(
        "http://khac.example.vn/tin-tuc/mot-bai-dai-o-noi-khac-9.html"
    )


def test_the_platform_s_copies_are_never_asked_for() -> None:
    assert not frontier().take_article(f"{HOME}print/tin-tuc/khanh-thanh-cau-dan-sinh-12.html")


def test_a_listing_is_no_article_as_well() -> None:
    run = frontier()
    assert run.take_listing(LISTING)
    assert not run.take_article(LISTING)


def test_the_home_page_is_a_listing_already() -> None:
    assert not frontier().take_listing(HOME)


def test_a_listing_that_was_an_article_is_not_asked_for() -> None:
    assert not frontier({LISTING: "article"}).take_listing(LISTING)


def test_an_empty_listing_is_looked_at_again() -> None:
    assert frontier({LISTING: "static"}).take_listing(LISTING)


def test_listings_without_end_are_cut() -> None:
    run = frontier()
    taken = [run.take_listing(f"{HOME}muc-{n}/") for n in range(MAX_LISTINGS + 50)]
    assert sum(taken) == MAX_LISTINGS - 1


def test_a_redirect_to_a_page_that_is_asked_for_anyway_is_not_followed() -> None:
    run = frontier()
    run.take_article(ARTICLE)
    assert run.knows(ARTICLE)


def test_a_redirect_to_a_settled_page_is_not_followed() -> None:
    assert frontier({ARTICLE: "article"}).knows(ARTICLE)


def test_a_redirect_to_a_new_page_is_followed_once() -> None:
    run = frontier()
    assert [run.knows(ARTICLE), run.take_article(ARTICLE)] == [False, False]


def test_a_first_walk_goes_on_though_nothing_is_fresh() -> None:
    assert frontier().goes_on(LISTING, 1, frozenset((ARTICLE,)), fresh=False)


def test_a_walked_listing_ends_at_known_ground() -> None:
    run = frontier(walked={LISTING})
    assert not run.goes_on(LISTING, 1, frozenset((ARTICLE,)), fresh=False)


def test_a_walked_listing_goes_on_behind_fresh_articles() -> None:
    run = frontier(walked={LISTING})
    assert run.goes_on(LISTING, 1, frozenset((ARTICLE,)), fresh=True)


def test_a_pager_that_leads_in_a_circle_ends() -> None:
    run = frontier()
    same = frozenset((ARTICLE,))
    assert [run.goes_on(LISTING, n, same, fresh=n == 1) for n in (1, 2)] == [True, False]


def test_a_listing_s_first_page_is_judged_once() -> None:
    assert frontier().is_unjudged_listing(LISTING, LISTING)
    assert not frontier({LISTING: "listing"}).is_unjudged_listing(LISTING, LISTING)


def test_a_listing_that_redirects_home_is_not_judged() -> None:
    assert not frontier().is_unjudged_listing(LISTING, HOME)


def test_a_listing_taken_for_an_article_is_walked_once() -> None:
    run = frontier()
    assert [run.take_misjudged(ARTICLE), run.take_misjudged(ARTICLE)] == [True, False]
