"""kill -9 at random moments: nothing is lost, nothing stands twice, and the archive reads whole."""

import random
import time
from datetime import datetime

import pytest
from commands import Running, eventually, rows
from live_portals import VIETNAM, NukeViet, WebForms, serve
from live_portals.visiting import CLOCK, Visits

from pipeline.archive import Damage, read_file

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
KILLS = 6


def plain_webforms():
    portal = WebForms(NOW, size=60)
    portal.twice = portal.sessions = False
    return portal


@pytest.fixture(
    params=[lambda: NukeViet(NOW, size=60), plain_webforms], ids=["nukeviet", "webforms"]
)
def visits(request, tmp_path):
    """A portal whose crawl was killed again and again, and then left to end."""
    portal = request.param()
    with serve(portal, latency=0.01):
        tour = Visits({"live": portal}, tmp_path / "data")
        dice = random.Random(portal.seed)
        clock = CLOCK.format(now=NOW.isoformat())
        for _ in range(KILLS):
            done, more = len(portal.log), dice.randint(0, 14)
            with Running("crawl", data=tour.data, patch=clock) as crawl:
                eventually(lambda: len(portal.log) >= done + more)  # noqa: B023
                time.sleep(dice.random() * 0.02)  # any moment between two requests
                crawl.kill()
        tour.killed = len(portal.log)
        tour.done = tour.crawl()
        yield tour


def test_killed_anywhere_nothing_is_lost_or_doubled(visits):
    portal = visits.portals["live"]
    assert visits.done.code == 0
    assert set(visits.articles("live")) == {portal.canonical(url) for url in portal.truth()}
    files = (visits.data / "archive").rglob("*.warc.gz")
    assert [one for file in files for one in read_file(file) if isinstance(one, Damage)] == []
    states = rows(visits.data, "SELECT status, count(*) FROM runs GROUP BY status")
    assert dict(states).keys() <= {"killed", "finished"}
