"""Whether a listing's page still leads to articles, and to articles of the days asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.visit.frontier import Frontier
from crawler.visit.harvest import Harvest
from pipeline.ingest import TOO_OLD
from pipeline.model import KnownPage, Outcome, Source

HOME = "http://huyen.example.vn/"
SOURCE = Source("huyen", "Huyện", HOME)
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
NEW, STORED, OLD, OTHER = (f"{HOME}{name}.html" for name in ("moi", "da-co", "cu", "khac"))


@pytest.fixture
def frontier() -> Frontier:
    known = KnownPage(STORED, STORED, "article", NOW, title="Tin", sort_time=NOW)
    return Frontier(SOURCE, [known], {}, None, NOW)


@pytest.fixture
def harvest(frontier: Frontier) -> Harvest:
    made = Harvest(frontier)
    made.learn(Outcome(NEW, change="new"))
    made.learn(old(OLD, days=400))
    made.learn(Outcome(OTHER, reason="listing"))
    return made


def old(url: str, days: int) -> Outcome:
    return Outcome(url, reason=TOO_OLD, detail=(NOW - timedelta(days=days)).isoformat())


def test_an_article_is_one_of_this_visit_or_of_an_earlier_one(harvest: Harvest) -> None:
    assert [harvest.is_article(url) for url in (NEW, STORED)] == [True, True]
    assert [harvest.is_article(url) for url in (OLD, OTHER)] == [False, False]


def test_an_address_that_redirects_to_one_counts(harvest: Harvest, frontier: Frontier) -> None:
    frontier.aliases[OTHER] = NEW
    assert harvest.is_article(OTHER)


def test_a_page_of_old_articles_alone_is_out_of_reach(harvest: Harvest) -> None:
    assert not harvest.is_within_reach((OLD, OTHER))
    assert harvest.is_within_reach((OLD, NEW))
    assert harvest.is_within_reach((OTHER,))


@pytest.mark.parametrize(("days", "rises"), [(range(300, 308), False), (range(308, 300, -1), True)])
def test_newer_ones_may_follow_unless_the_old_ones_fall(
    harvest: Harvest, days: range, rises: bool
) -> None:
    urls = tuple(f"{HOME}cu-{day}.html" for day in days)
    for url, day in zip(urls, days, strict=True):
        harvest.learn(old(url, day))
    assert harvest.may_rise(urls) is rises


def test_what_stands_below_two_articles_of_falling_dates_that_are_too_old_is_past(
    frontier: Frontier,
) -> None:
    harvest, row = Harvest(frontier), tuple(f"{HOME}{n}.html" for n in range(5))
    harvest.show(row)
    harvest.learn(old(row[0], days=400))
    assert not harvest.is_past(row[1]), "one alone may be pinned"
    harvest.learn(Outcome(row[1], change="new"))
    harvest.learn(old(row[2], days=401))
    assert not harvest.is_past(row[3]), "a new one stood between"
    harvest.learn(old(row[3], days=402))
    assert harvest.is_past(row[4])


def test_where_dates_rise_newer_ones_may_stand_below(frontier: Frontier) -> None:
    harvest, row = Harvest(frontier), tuple(f"{HOME}{n}.html" for n in range(3))
    harvest.show(row)
    harvest.learn(old(row[0], days=402))
    harvest.learn(old(row[1], days=400))
    assert not harvest.is_past(row[2])


def test_an_address_of_no_listing_is_never_past(harvest: Harvest) -> None:
    assert not harvest.is_past(OLD)
