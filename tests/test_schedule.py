"""When a source's next visit is due, and why."""

from datetime import datetime, timedelta

import pytest

from crawler.planning.schedule import GAVE_WAY, QUICKEST, next_visit, plan_visit
from pipeline.model import VIETNAM, Publication, RunReport

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=VIETNAM)
"""A Thursday morning."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def run(
    status: str = "finished",
    *,
    new: int = 0,
    at: datetime = NOW,
    requests: int = 12,
    detail: str = "",
    source: str = "s",
) -> RunReport:
    return RunReport(source, at, at, status, requests, new=new, detail=detail)


def wait(*runs: RunReport, published: list[Publication] | None = None) -> timedelta:
    due = next_visit(runs, published or [])
    assert due is not None
    return due - (runs[0].finished_at or runs[0].started_at)


def publishing(per_day: float, *, hours: tuple[int, ...] = (8, 10, 14, 16), until: datetime = NOW):
    """Articles of the last 200 days or fewer, on weekdays at those hours in turn, newest first."""
    moments = []
    for n in range(200):
        day = (until - n * DAY).replace(hour=0, minute=0)
        count = int((n + 1) * per_day) - int(n * per_day)
        if day.weekday() < 5:
            moments += [day + hours[k % len(hours)] * HOUR + 7 * k * MINUTE for k in range(count)]
    seen = sorted((at for at in moments if at < until), reverse=True)[:200]
    return [Publication(at + HOUR, at, "minute") for at in seen if at + HOUR <= until]


def test_a_source_never_visited_is_due_at_once() -> None:
    assert plan_visit([]).is_due(NOW)
    assert next_visit([]) is None


def test_who_publishes_more_is_visited_more_often() -> None:
    waits = [wait(run(), published=publishing(rate)) for rate in (12, 4, 1, 0.2)]
    assert waits == sorted(waits)
    assert waits[0] < HOUR
    assert waits[-1] > 4 * HOUR


def test_nobody_is_visited_more_often_than_the_quickest() -> None:
    assert QUICKEST <= wait(run(new=9), published=publishing(400)) <= QUICKEST + 10 * MINUTE


def test_the_night_is_left_out() -> None:
    evening = NOW.replace(hour=19)
    due = next_visit([run(at=evening)], publishing(4, until=evening))
    assert due is not None
    assert 6 <= due.hour <= 10
    assert due.date() == NOW.date() + DAY


def test_a_night_publisher_is_visited_at_night() -> None:
    habits = publishing(4, hours=(20, 21, 22))
    assert wait(run(at=NOW.replace(hour=20)), published=habits) < HOUR
    assert wait(run(at=NOW.replace(hour=9)), published=habits) > 4 * HOUR


def test_a_friday_publisher_is_hardly_visited_on_saturday() -> None:
    fridays = [NOW.replace(hour=15) - DAY * (6 + 7 * n) for n in range(30)]
    habits = [Publication(at, at, "minute") for at in fridays for _ in range(3)]
    friday = wait(run(at=NOW.replace(hour=14) + DAY), published=habits)
    saturday = wait(run(at=NOW.replace(hour=14) + 2 * DAY), published=habits)
    assert friday < 2 * HOUR
    assert saturday > 6 * HOUR


def test_news_seldom_comes_alone() -> None:
    habits = publishing(3)
    assert wait(run(new=2), published=habits) < wait(run(), published=habits)


def test_a_dear_visit_is_made_less_often() -> None:
    habits = publishing(4)
    assert wait(run(requests=50), published=habits) > wait(run(requests=6), published=habits)


@pytest.mark.parametrize(("silent", "least"), [(0, 0), (120, 2), (400, 7), (2000, 7)])
def test_who_is_silent_for_months_is_visited_weekly_at_last(silent: int, least: int) -> None:
    habits = publishing(3, until=NOW - silent * DAY)
    pause = wait(run(), published=habits)
    assert least * DAY <= pause <= 7 * DAY + HOUR


def test_one_article_after_months_brings_the_visits_back() -> None:
    back = Publication(NOW, NOW - HOUR, "minute")
    assert wait(run(new=1), published=[back, *publishing(3, until=NOW - 300 * DAY)]) < DAY


def test_days_without_hours_are_still_a_rhythm() -> None:
    days = [p.published_at.replace(hour=0, minute=0) for p in publishing(4) if p.published_at]
    habits = [Publication(day + 15 * HOUR, day, "day") for day in days]
    assert 20 * MINUTE <= wait(run(), published=habits) < 3 * HOUR


def test_a_fixed_minute_is_no_time_of_day() -> None:
    days = [NOW.replace(hour=0) - n * DAY for n in range(1, 90)]
    habits = [Publication(day + 15 * HOUR, day, "minute") for day in days]
    midnight = next_visit([run(at=NOW.replace(hour=20))], habits)
    assert midnight is not None
    assert midnight.hour >= 6


@pytest.mark.parametrize(
    ("status", "first", "most"),
    [
        ("failed-timeout", 0.5, 24),
        ("failed-busy", 1, 24),
        ("failed-dns", 2, 168),
        ("maintenance", 1, 24),
        ("challenge", 3, 48),
        ("forbidden", 6, 168),
        ("gone", 6, 168),
        ("broken", 1, 1),
    ],
)
def test_a_failure_waits_by_its_kind_and_doubles(status: str, first: float, most: float) -> None:
    once, twice, often = (wait(*[run(status)] * n, run(new=1)) for n in (1, 2, 30))
    assert first * HOUR <= once <= first * 1.1 * HOUR
    assert min(2 * first, most) * HOUR <= twice <= min(2 * first, most) * 1.1 * HOUR
    assert most * HOUR <= often <= most * HOUR + 15 * MINUTE


def test_one_success_ends_the_wait_after_failures() -> None:
    runs = [run(new=1), *[run("failed-dns")] * 9]
    assert wait(*runs, published=publishing(4)) < 2 * HOUR


@pytest.mark.parametrize(
    "last",
    [
        run("stopped", detail="interrupted"),
        run("stopped", detail="--limit reached"),
        RunReport("s", NOW),
        RunReport("s", NOW, status="killed"),
    ],
)
def test_a_run_cut_off_is_taken_up_at_once(last: RunReport) -> None:
    assert next_visit([last, run(new=1)]) is None


@pytest.mark.parametrize("detail", ["budget of 10000 requests reached", GAVE_WAY])
def test_a_run_that_spent_its_budget_is_taken_up_soon(detail: str) -> None:
    assert wait(run("stopped", detail=detail)) == 10 * MINUTE


def test_who_ends_every_process_is_not_taken_up_for_ever() -> None:
    waits = [wait(*[RunReport("s", NOW, status="killed")] * n) for n in (3, 4, 5, 30)]
    assert waits == sorted(waits)
    assert waits[0] >= 5 * MINUTE
    assert waits[-1] == DAY


def test_a_host_that_asks_to_wait_is_obeyed() -> None:
    asked = NOW + 5 * DAY
    visit = plan_visit([run("stopped", detail="interrupted")], not_before=asked)
    assert visit.at == asked
    assert "asked to wait" in visit.why
    assert plan_visit([run()], publishing(1), not_before=NOW - DAY).at != NOW - DAY


def test_sources_that_failed_together_do_not_come_back_together() -> None:
    waits = {wait(run("failed-timeout", source=f"s{n}")) for n in range(700)}
    assert len({pause // MINUTE for pause in waits}) > 2
    assert len(waits) > 690


def test_the_same_history_gives_the_same_visit() -> None:
    assert plan_visit([run()], publishing(3)) == plan_visit([run()], publishing(3))


@pytest.mark.parametrize(
    ("runs", "published", "words"),
    [
        ([], [], "never visited"),
        ([run()], [], "nothing is known"),
        ([run()], publishing(6), "a weekday, mostly"),
        ([run()], publishing(0.4), "a week"),
        ([run()], publishing(3, until=NOW - 100 * DAY), "nothing published since 2025-11-"),
        ([run("failed-dns")] * 3, [], "failed-dns, 3 times in a row"),
        ([RunReport("s", NOW)] * 4, [], "cut off 4 times in a row"),
    ],
)
def test_a_visit_says_why(runs: list[RunReport], published: list[Publication], words: str) -> None:
    assert words in plan_visit(runs, published).why
