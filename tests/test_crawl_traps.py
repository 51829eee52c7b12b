"""Hostile, broken and careless servers: a crawl takes the real articles, asks within bounds, and ends."""

import contextlib
import re
from datetime import datetime

import pytest
from live_portals import VIETNAM, serve
from live_portals.traps import ROBOTS, TRAPS, Trap
from live_portals.visiting import Visits, gaps, plain

NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
HURRY = "import crawler.settings; crawler.settings.DOWNLOAD_TIMEOUT = 3"
"""Cuts down what a crawl waits for an answer, to keep the test short."""
TURNED_AWAY = {"captcha": "challenge", "firewall": "challenge", "maintenance": "busy"}
"""Traps that turn us away half-way, and a word of the name that the run must bear."""
CROWDED = "many-links"
"""Takes a process's whole attention, so it is crawled on its own."""
TOGETHER = {name: lay for name, lay in TRAPS.items() if name != CROWDED}
PASSABLE = sorted(TOGETHER.keys() - TURNED_AWAY.keys())
BOUND = 100
"""Requests for a portal of fourteen articles, however many addresses its trap invents."""
HARMFUL = re.compile(
    r"delet|logout|vote|xoa|approve|like|gio-hang|binh-chon|dang-nhap|tim-kiem|verify"
)


def tour_of(kinds, data, stack, patch="", size=14, per_page=5):
    """All traps crawled side by side."""
    portals = {}
    for name, lay in kinds.items():
        trap = Trap(NOW, seed=name, size=size)
        trap.per_page = per_page
        lay(trap)
        portals[name] = stack.enter_context(serve(trap))
    visits = Visits(portals, data)
    visits.done = visits.crawl(patch=patch)
    visits.runs = {run["source_id"]: run for run in visits.done.json}
    return visits


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    with contextlib.ExitStack() as stack:
        yield tour_of(TOGETHER, tmp_path_factory.mktemp("traps") / "data", stack, HURRY)


def titles(visits, name):
    return sorted(title for title, _, _ in visits.articles(name).values())


def true_titles(visits, name):
    return sorted(plain(item.title).strip() for item in visits.portals[name].public())


@pytest.mark.parametrize("name", PASSABLE)
def test_the_real_articles_are_stored_and_nothing_else(trapped, name):
    assert titles(trapped, name) == true_titles(trapped, name)


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_requests_stay_within_bounds(trapped, name):
    assert len(trapped.log[name]) <= BOUND


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_nothing_that_changes_something_is_ever_asked_for(trapped, name):
    asked = trapped.log[name]
    assert [one.target for one in asked if HARMFUL.search(one.target)] == []
    assert {one.method for one in asked} == {"GET"}


@pytest.mark.parametrize("name", PASSABLE)
def test_a_trap_does_not_end_the_run(trapped, name):
    assert trapped.runs[name]["status"] == "finished"


@pytest.mark.parametrize(("name", "word"), TURNED_AWAY.items())
def test_who_turns_us_away_half_way_is_named_and_left_alone(trapped, name, word):
    assert word in trapped.runs[name]["status"]
    assert len(trapped.log[name]) <= 15
    assert set(titles(trapped, name)) <= set(true_titles(trapped, name))


def test_a_page_of_a_hundred_thousand_links_holds_nothing_up(tmp_path):
    with contextlib.ExitStack() as stack:
        visits = tour_of({CROWDED: TRAPS[CROWDED]}, tmp_path / "data", stack)
        assert titles(visits, CROWDED) == true_titles(visits, CROWDED)
        assert len(visits.log[CROWDED]) <= BOUND


def test_retry_after_is_kept_across_runs(tmp_path):
    with contextlib.ExitStack() as stack:
        visits = tour_of({"maintenance": TRAPS["maintenance"]}, tmp_path / "data", stack)
        visits.advance(minutes=20)
        visits.crawl()
        assert visits.log["maintenance"] == []
        visits.advance(minutes=41)
        visits.portals["maintenance"].before = None
        visits.crawl()
        assert titles(visits, "maintenance") == true_titles(visits, "maintenance")


@pytest.fixture(scope="module")
def wished(tmp_path_factory):
    with contextlib.ExitStack() as stack:
        data = tmp_path_factory.mktemp("robots") / "data"
        yield tour_of(ROBOTS, data, stack, size=4, per_page=1)


@pytest.mark.parametrize("name", ["missing", "forbidden", "html", "garbage", "delay", "rate"])
def test_a_robots_txt_that_forbids_nothing_keeps_nothing_back(wished, name):
    assert titles(wished, name) == true_titles(wished, name)


@pytest.mark.parametrize("name", ["bom", "parts", "named"])
def test_a_forbidden_part_is_never_asked_for(wished, name):
    asked = {one.target for one in wished.log[name]}
    assert not [target for target in asked if target.startswith("/doi-song/")]
    assert "/thoi-su/" in asked


def test_wildcards_and_ends_are_understood(wished):
    asked = [one.target for one in wished.log["wildcards"]]
    assert not [target for target in asked if "?page=" in target]
    assert [target for target in asked if target.startswith("/tin/")]


def test_a_robots_txt_that_fails_forbids_all(wished):
    """RFC 9309, 2.3.1.4: while it cannot be reached, everything is forbidden."""
    assert {one.target for one in wished.log["broken"]} == {"/robots.txt"}
    assert wished.runs["broken"]["status"] != "finished"


def test_the_hours_that_robots_txt_names_are_kept(wished):
    assert {one.target for one in wished.log["asleep"]} == {"/robots.txt"}


@pytest.mark.parametrize("name", ["delay", "rate"])
def test_the_pace_that_robots_txt_asks_for_is_kept(wished, name):
    assert min(gaps(wished.log[name][1:])) >= 0.95
