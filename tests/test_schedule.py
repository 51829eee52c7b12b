"""When a source's next visit is due."""

from datetime import datetime, timedelta

import pytest

from crawler.schedule import SLOWEST, USUAL, is_due, next_visit
from pipeline.model import VIETNAM, RunReport

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)


def run(
    status: str = "finished", *, new: int = 0, changed: int = 0, ago: timedelta = 0 * HOUR
) -> RunReport:
    at = NOW - ago
    return RunReport("s", at, at, status, new=new, changed=changed)


def wait(*runs: RunReport) -> timedelta:
    due = next_visit(runs)
    assert due is not None
    return due - NOW


def test_a_source_never_visited_is_due_at_once() -> None:
    assert next_visit([]) is None
    assert is_due([], NOW)


def test_while_there_is_news_a_source_is_visited_hourly() -> None:
    assert wait(run(new=1), run(), run(), run()) == USUAL
    assert wait(run(changed=1)) == USUAL


@pytest.mark.parametrize(("quiet", "hours"), [(1, 1), (2, 1), (3, 2), (6, 4), (9, 8), (10, 8)])
def test_three_visits_without_news_halve_the_pace(quiet: int, hours: int) -> None:
    assert wait(*[run()] * quiet, run(new=1)) == hours * HOUR


@pytest.mark.parametrize(("failures", "hours"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 24)])
def test_every_failure_in_a_row_doubles_the_wait(failures: int, hours: int) -> None:
    assert wait(*[run("failed-timeout")] * failures, run(new=1)) == hours * HOUR


@pytest.mark.parametrize("status", ["finished", "failed-dns"])
def test_no_history_is_so_long_that_a_source_is_visited_less_than_daily(status: str) -> None:
    assert wait(*[run(status)] * 500) == SLOWEST


def test_one_success_ends_the_wait_after_failures() -> None:
    assert wait(run(new=1), *[run("failed-dns")] * 9) == USUAL


def test_a_run_cut_off_is_taken_up_at_once() -> None:
    assert next_visit([run("stopped"), run(new=1)]) is None
    assert next_visit([RunReport("s", NOW), run(new=1)]) is None


def test_a_visit_is_due_at_its_minute_and_not_before() -> None:
    runs = [run(new=1)]
    assert not is_due(runs, NOW + USUAL - timedelta(seconds=1))
    assert is_due(runs, NOW + USUAL)
