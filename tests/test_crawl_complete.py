"""A first visit brings every public article home, whatever the system; a second asks next to nothing."""

import contextlib
from datetime import datetime

import pytest
from live_portals import VIETNAM, idioms, serve
from live_portals.visiting import Visits, overlapping, plain

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
NAMES = tuple(idioms(NOW, size=1))
SIZE = 60
PER_ADDRESS = 1.1
WAYS_IN = 10
"""robots.txt, the home page, sitemaps, a listing above the sections and views of it: a larger share of a
small portal than of a real one."""
HOME_AND_ROBOTS = 2


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    """All portals, crawled once; then once more an hour later, when nothing is new."""
    with contextlib.ExitStack() as served:
        portals = {n: served.enter_context(serve(p)) for n, p in idioms(NOW, size=SIZE).items()}
        tour = Visits(portals, tmp_path_factory.mktemp("live") / "data")
        tour.first_done = tour.crawl()
        tour.first = tour.log
        tour.stored = {name: tour.articles(name) for name in NAMES}
        tour.advance(hours=1)
        tour.second_done = tour.crawl()
        tour.second = tour.log
        yield tour


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def true(visits, name):
    portal = visits.portals[name]
    return {portal.canonical(url): truth for url, truth in portal.truth().items()}


def test_every_run_ends_well(visits, name):
    assert [run["status"] for run in visits.first_done.json if run["source_id"] == name] == [
        "finished"
    ]
    assert [run["status"] for run in visits.second_done.json if run["source_id"] == name] == [
        "finished"
    ]


def test_exactly_the_public_articles_are_stored(visits, name):
    assert sorted(visits.stored[name]) == sorted(true(visits, name))


def test_titles_and_minutes_are_right(visits, name):
    stored = visits.stored[name]
    for url, truth in true(visits, name).items():
        title, when, _ = stored[url]
        assert (title, when) == (plain(truth.title), truth.when)


def test_texts_are_whole_over_all_pages_of_an_article(visits, name):
    stored = visits.stored[name]
    for url, truth in true(visits, name).items():
        for line in truth.lines:
            assert line in stored[url][2]


def test_a_first_visit_asks_for_little_more_than_the_articles(visits, name):
    portal = visits.portals[name]
    allowed = PER_ADDRESS * portal.leads() + len(portal.sections) + WAYS_IN
    assert len(visits.first[name]) <= allowed


def test_no_address_is_asked_for_twice(visits, name):
    asked = [(one.method, one.target) for one in visits.first[name] if one.method == "GET"]
    assert len(asked) == len(set(asked))


def test_a_visit_that_finds_nothing_new_asks_for_the_listings_heads(visits, name):
    allowed = len(visits.portals[name].sections) + HOME_AND_ROBOTS
    assert len(visits.second[name]) <= allowed


def test_requests_to_one_host_never_overlap(visits, name):
    assert overlapping(visits.first[name]) == []
