"""A simulated season of sources without breakages, judged after each visit: hardly any false alarm."""

from mutations.temper import tempers
from mutations.yearly import BEGIN, DAY, Breaking, live, lives, per_month
from mutations.yearly_breakages import ending, undated

SOURCES, DAYS, SEED = 10, 45, 7


def test_a_healthy_source_raises_less_than_one_false_alarm_a_month():
    rates = per_month(lives(SOURCES, DAYS, SEED, rest=8), DAYS)
    assert sum(rates.values()) < 1, rates


def test_a_captcha_is_named_after_two_visits():
    broken = Breaking("captcha", ("blocked",), ending("challenge"), BEGIN + 20 * DAY)
    year = live(tempers(SOURCES, SEED)[0], 30, SEED, broken, rest=8)
    assert year.runs_until_named == 2


def test_dates_that_are_gone_are_named_in_a_source_that_had_them():
    busy = next(t for t in tempers(40, SEED) if t.weekly > 20 and t.dates == 1)
    broken = Breaking("dates gone", ("degraded",), undated, BEGIN + 20 * DAY)
    year = live(busy, 35, SEED, broken, rest=8)
    assert year.runs_until_named in (1, 2)
