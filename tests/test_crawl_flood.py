"""A portal that lets an address make forty requests and then asks for patience: obeyed, and crawled whole."""

from datetime import datetime

import pytest
from live_portals import VIETNAM, NukeViet, serve
from live_portals.visiting import Visits, pairs

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    """Forty requests in ten seconds (NukeViet: in a minute), seventy articles; slow machines do that, too."""
    portal = NukeViet(NOW, size=70)
    portal.flood, portal.window = 40, 10.0
    with serve(portal):
        tour = Visits({"flood": portal}, tmp_path_factory.mktemp("flood") / "data")
        tour.done = tour.crawl()
        yield tour


def test_everything_comes_home(visits):
    assert visits.done.code == 0
    assert set(visits.articles("flood")) == set(visits.portals["flood"].truth())


def test_the_time_asked_for_is_kept_to_the_second(visits):
    asked = [(a.wait, b.began - a.ended) for a, b in pairs(visits.log["flood"]) if a.status == 429]
    assert asked
    assert [(wait, paused) for wait, paused in asked if paused < wait - 0.05] == []


def test_nothing_is_asked_for_in_vain_more_than_once_in_each_window(visits):
    refused = [one for one in visits.log["flood"] if one.status == 429]
    assert len(refused) <= len(visits.log["flood"]) / 40 + 1
