"""No source waits for a slow one."""

from datetime import datetime, timedelta

import pytest

from crawler.planning.places import LONG, MOST, SLICE, VISITS, WALKS, UnderWay, gives_way, has_place
from pipeline.model import VIETNAM

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=VIETNAM)


def crawl(key: str, minutes: float = 0, *, walk: bool = False, ending: bool = False) -> UnderWay:
    return UnderWay(key, NOW - timedelta(minutes=minutes), walk, ending)


def visits(count: int, minutes: float = 0) -> list[UnderWay]:
    return [crawl(f"v{n}", minutes) for n in range(count)]


def walks(count: int, minutes: float = 0) -> list[UnderWay]:
    return [crawl(f"w{n}", minutes, walk=True) for n in range(count)]


LATE = LONG.total_seconds() / 60 + 1


@pytest.mark.parametrize(
    ("walk", "under_way", "has"),
    [
        (False, [], True),
        (False, visits(VISITS - 1), True),
        (False, visits(VISITS), False),
        (False, visits(VISITS, LATE), True),
        (False, walks(WALKS, 600), True),
        (True, walks(WALKS - 1) + visits(VISITS), True),
        (True, walks(WALKS), False),
        (True, visits(WALKS, LATE), False),
        (False, visits(MOST, LATE), False),
    ],
    ids=[
        "an empty house",
        "a place left",
        "all places of visits taken",
        "slow visits hold no place",
        "first crawls hold no place of visits",
        "a place for a walk left",
        "all places of walks taken",
        "slow visits count as walks",
        "the house is full",
    ],
)
def test_places(walk: bool, under_way: list[UnderWay], has: bool) -> None:
    assert has_place(walk, under_way, NOW) is has


def test_the_longest_at_it_gives_way_once_it_had_its_slice() -> None:
    hour = SLICE.total_seconds() / 60
    assert gives_way(walks(WALKS, hour - 1), NOW) is None
    eldest = crawl("eldest", hour + 30, walk=True)
    assert gives_way([*walks(3, hour + 1), eldest], NOW) == eldest


def test_one_at_a_time_gives_way() -> None:
    assert gives_way([crawl("a", 600, ending=True), crawl("b", 500)], NOW) is None
