"""How fast a host is asked: simulated, so that hours pass in no time."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from crawler.manners.pace import FULL_DAYS, MAX_REST, Pace, back_off, remembered_pace
from pipeline.model import Host

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
ANTIFLOOD = ((40, 60.0), (150, 300.0))
"""What a portal was measured to bear at most: requests, in so many seconds. Both at once."""


def gap(pace: Pace, took: float, at: float) -> float:
    """One request, answered; the seconds between its answer and the next request."""
    pace.sent(at)
    pace.answered(at + took)
    return pace.wait(at + took)


# --- the rest between two requests ---------------------------------------------------------------


def test_the_delay_is_kept_from_the_answer_on() -> None:
    assert gap(Pace(3.0), 0.5, at=10.0) == 3.0


def test_the_first_request_waits_for_nothing() -> None:
    assert Pace(3.0).wait(10.0) == 0.0


def test_a_slow_host_rests_as_long_as_it_answers() -> None:
    assert gap(Pace(1.0), 2.0, at=0.0) == 2.0


def test_a_slow_host_of_ones_own_rests_too() -> None:
    assert gap(Pace(0.0), 2.0, at=0.0) == 2.0


def test_a_quick_host_of_ones_own_need_not_rest() -> None:
    assert gap(Pace(0.0), 0.3, at=0.0) == 0.0


def test_no_slowness_is_answered_by_more_than_a_minute() -> None:
    assert gap(Pace(1.0), 500.0, at=0.0) == MAX_REST


def test_a_host_that_is_quick_again_is_trusted_step_by_step() -> None:
    pace = Pace(0.5)
    rests = [gap(pace, 8.0, at=0.0), *(gap(pace, 0.1, at=100.0 * n) for n in range(1, 30))]
    assert rests[0] == 8.0
    assert 5.0 < rests[1] < 8.0
    assert rests == sorted(rests, reverse=True)
    assert rests[-1] == 0.5


@pytest.mark.parametrize("floor", [0.0, 1.0])
def test_each_failure_doubles_the_rest(floor: float) -> None:
    pace = Pace(floor)
    rests = []
    for at in (0.0, 100.0, 200.0):
        pace.sent(at)
        pace.failed(at)
        rests.append(pace.wait(at))
    assert rests[0] > floor
    assert rests[1:] == pytest.approx([2 * rests[0], 4 * rests[0]])


def test_failures_end_in_a_rest_of_a_minute() -> None:
    pace = Pace(1.0)
    for at in range(20):
        pace.failed(float(at))
    assert pace.wait(19.0) == MAX_REST


def test_a_host_is_left_alone_while_it_asked_to_be() -> None:
    pace = Pace(1.0)
    pace.hold(30.0)
    pace.hold(20.0)
    assert pace.wait(10.0) == 20.0
    assert gap(pace, 0.1, at=12.0) > 17.0


# --- what refusals teach -------------------------------------------------------------------------


@dataclass
class Counter:
    """A server that counts requests in sliding windows and says, or does not, when it is free again."""

    limits: tuple[tuple[int, float], ...]
    says: float | None = None
    """A constant for its Retry-After; None: the time until it is free."""
    counts_refused: bool = False
    hits: deque[float] = field(default_factory=deque)
    refused: int = 0

    def ask(self, now: float) -> float | None:
        """The wait it asks for; None: it answered."""
        waits = []
        for limit, window in self.limits:
            recent = [hit for hit in self.hits if hit > now - window]
            if len(recent) >= limit:
                waits.append(recent[0] + window - now)
        if not waits or self.counts_refused:
            self.hits.append(now)
        self.refused += bool(waits)
        return (self.says or max(waits)) if waits else None


def crawl(server: Counter, pages: int, took: float = 0.05, floor: float = 0.0) -> Pace:
    pace, now = Pace(floor), 0.0
    while pages:
        now += pace.wait(now)
        pace.sent(now)
        wait = server.ask(now)
        now += took
        if wait is None:
            pace.answered(now)
            pages -= 1
        else:
            pace.refused(now, wait)
    return pace


@pytest.mark.parametrize("floor", [0.0, 1.0])
@pytest.mark.parametrize("says", [None, 60.0])
def test_an_antiflood_is_met_with_two_refusals(says: float | None, floor: float) -> None:
    server = Counter(ANTIFLOOD, says)
    pace = crawl(server, 1000, floor=floor)
    assert server.refused <= 2
    assert 2.0 <= pace.delay <= 3.0


@pytest.mark.parametrize("floor", [0.0, 1.0])
@pytest.mark.parametrize("says", [None, 60.0, 30.0])
def test_one_that_counts_what_it_refuses_or_says_too_little_is_met_with_a_few_more(
    says: float | None, floor: float
) -> None:
    server = Counter(ANTIFLOOD, says, counts_refused=True)
    pace = crawl(server, 1000, floor=floor)
    assert server.refused <= 5
    assert 2.0 <= pace.delay <= 3.2


def test_the_pace_fits_one_window_after_one_refusal() -> None:
    server = Counter(((40, 60.0),))
    pace = crawl(server, 1000)
    assert server.refused == 1
    assert 1.5 <= pace.delay <= 2.0


def test_a_refusal_before_any_answer_teaches_nothing() -> None:
    pace = Pace()
    pace.sent(0.0)
    pace.refused(0.1, 60.0)
    assert pace.learned == 0.0
    assert pace.wait(0.1) == 60.0


def test_a_refusal_that_is_no_matter_of_pace_teaches_nothing() -> None:
    pace = Pace()
    gap(pace, 0.1, at=0.0)
    pace.sent(1.0)
    pace.refused(1.1, 60.0, learn=False)
    assert pace.learned == 0.0


def test_a_pace_that_was_refused_is_not_kept() -> None:
    pace = Pace(learned=2.0)
    gap(pace, 0.1, at=0.0)
    pace.sent(2.0)
    pace.refused(2.1, 1.0)
    assert pace.learned > 2.0


# --- between runs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "learned"),
    [(0, 4.0), (FULL_DAYS, 4.0), (2 * FULL_DAYS, 2.0), (3 * FULL_DAYS, 1.0)],
)
def test_a_learned_pace_fades_when_all_was_well_for_weeks(days: int, learned: float) -> None:
    host = Host("h.vn", delay=4.0, resume_at=NOW - timedelta(days=days))
    assert remembered_pace(host, NOW) == pytest.approx(learned)


def test_a_host_that_never_refused_has_no_learned_pace() -> None:
    assert remembered_pace(Host("h.vn"), NOW) == 0.0


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (8, 640), (9, 1280), (10, 1440), (99, 1440)]
)
def test_each_run_refused_in_a_row_doubles_the_time_to_the_next(
    failures: int, minutes: int
) -> None:
    assert back_off(failures) == timedelta(minutes=minutes)


def test_a_refusal_soon_after_the_start_is_not_taken_for_the_hosts_own_pace() -> None:
    pace = Pace()
    gap(pace, 0.1, at=0.0)
    pace.sent(1.0)
    pace.refused(1.1, 60.0)
    assert 0 < pace.learned <= 3.0
