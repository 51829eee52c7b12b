"""When a source publishes: how many articles a week, on which days, at which hours. Pure.

Estimated from the times of its last articles, each level drawn towards the one above it while little
is known: this month's pace towards the year's, the source's hours towards an office's.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model import VIETNAM, Publication, RunReport

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

LATELY, LASTING = timedelta(days=14), timedelta(days=120)
"""After so long an article counts half: for the present pace, and for the pace and the hours in general."""
TRUST_LASTING = 4.0
"""Articles' worth of trust in the lasting pace, beside what came lately."""
USUAL_WEEK, TRUST_USUAL = 7.0, 1.0
"""A portal of which nothing is known publishes so many a week; and the trust in that."""
TRUST_DAYS, TRUST_HOURS = 20.0, 12.0
"""Articles' worth of trust in an office's days and hours, beside the source's own."""
SAME_MINUTE = 0.3
"""Where more than so many articles bear one minute of the day (00:00, 07:00), it is no real time."""
BLUR = (0.25, 0.5, 0.25)
"""An article says something of the hours beside its own."""

OFFICE_DAY = (1, 1, 1, 1, 1, 2, 6, 30, 50, 55, 55, 35, 15, 30, 50, 55, 50, 30, 14, 12, 12, 10, 6, 3)
"""How a weekday's articles lie over the hours of an office: the prior of every source."""
FREE_DAY = (1, 1, 1, 1, 1, 2, 6, 15, 25, 28, 28, 20, 14, 16, 20, 22, 22, 18, 14, 14, 14, 12, 8, 4)
OFFICE_WEEK = (18, 18, 18, 18, 18, 6, 4)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A source's expected publications, Vietnam's time."""

    weekly: float
    """Articles a week at the present pace."""
    shares: tuple[float, ...]
    """Each hour's share of a week, Monday 0:00 first; they sum to 1."""
    newest: datetime | None
    """When it last published, None where nothing is known."""
    known: float = 0.0
    """Articles whose hour is known: how much the hours are the source's own."""

    def at(self, when: datetime) -> float:
        """Articles expected an hour, at that time."""
        return self.weekly * self.shares[_hour_of_week(when)]


def rhythm(
    published: Sequence[Publication], as_of: datetime, runs: Sequence[RunReport] = ()
) -> Rhythm:
    """The rhythm as it was known at `as_of`, from the last articles and the runs that found them.

    Where a page prints no hour, the article came between its day's beginning, the last visit that
    did not see it, and the one that did.
    """
    known = [p for p in published if p.first_seen <= as_of and (p.published_at or as_of) <= as_of]
    whole = _round_minutes(known)
    visits = sorted(run.finished_at for run in runs if run.finished_at and run.new < 50)
    windows = [w for p in known if (w := _window(p, whole, visits))]
    days, hours = [0.0] * 7, [[0.0] * 24, [0.0] * 24]
    for start, end in windows:
        weight = _fade(as_of - end, LASTING)
        days[start.weekday()] += weight
        for hour, share in _spread(start, end):
            hours[start.weekday() > 4][hour] += weight * share
    ends = [end for _, end in windows]
    sure = sum(1 for start, end in windows if end - start <= 3 * HOUR)
    return Rhythm(_pace(ends, as_of), _shares(days, hours), max(ends, default=None), sure)


def _round_minutes(published: Sequence[Publication]) -> set[int]:
    """Minutes of the day that so many articles bear that they are no real times."""
    minutes = [
        _minute(p.published_at)
        for p in published
        if p.published_at and p.published_precision == "minute"
    ]
    often = max(4, SAME_MINUTE * len(minutes))
    return {minute for minute, count in Counter(minutes).items() if count > often}


def _minute(when: datetime) -> int:
    local = when.astimezone(VIETNAM)
    return local.hour * 60 + local.minute


def _window(
    p: Publication, whole: set[int], visits: Sequence[datetime]
) -> tuple[datetime, datetime] | None:
    """Between which times it was published, on one day; None where nobody can say."""
    seen = p.first_seen.astimezone(VIETNAM)
    before = bisect_left(visits, seen)
    unseen = visits[before - 1].astimezone(VIETNAM) if before else None
    if p.published_at is None:
        if unseen is None or seen - unseen > 2 * DAY:
            return None
        return max(unseen, _midnight(seen)), seen
    at = p.published_at.astimezone(VIETNAM)
    if p.published_precision == "minute" and _minute(at) not in whole:
        return at, at
    day = _midnight(at)
    last = day + DAY - timedelta(minutes=1)
    if not day <= seen <= last:
        return day, last
    return (max(day, unseen) if unseen and unseen < seen else day), seen


def _midnight(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def _spread(start: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """The hours of a window, each with its chance by an office's day."""
    usual = FREE_DAY if start.weekday() > 4 else OFFICE_DAY
    hours = range(start.hour, end.hour + 1)
    total = sum(usual[hour] for hour in hours)
    return ((hour, usual[hour] / total) for hour in hours)


def _pace(ends: Sequence[datetime], as_of: datetime) -> float:
    """Articles a week: those of late, drawn towards the lasting pace, that towards the usual one."""
    lasting = _level(ends, as_of, LASTING, USUAL_WEEK, TRUST_USUAL)
    return _level(ends, as_of, LATELY, lasting, TRUST_LASTING)


def _level(
    ends: Sequence[datetime], as_of: datetime, half: timedelta, usual: float, trust: float
) -> float:
    """A Poisson rate's mean after the Gamma prior (trust articles in trust/usual weeks), old news fading."""
    since = min(ends, default=as_of)
    weeks = half / WEEK * 1.4427 * (1 - _fade(as_of - since, half))
    return (trust + sum(_fade(as_of - end, half) for end in ends)) / (trust / usual + weeks)


def _fade(age: timedelta, half: timedelta) -> float:
    return float(0.5 ** (age / half))


def _shares(days: Sequence[float], hours: Sequence[Sequence[float]]) -> tuple[float, ...]:
    daily = _drawn(days, OFFICE_WEEK, TRUST_DAYS)
    work, free = (
        _drawn(_blurred(own), usual, TRUST_HOURS)
        for own, usual in zip(hours, (OFFICE_DAY, FREE_DAY), strict=True)
    )
    return tuple(
        share * hourly for day, share in enumerate(daily) for hourly in (free if day > 4 else work)
    )


def _drawn(own: Sequence[float], usual: Sequence[float], trust: float) -> list[float]:
    """Shares of one: the counts, drawn towards the usual ones with so much trust."""
    total, all_usual = sum(own) + trust, sum(usual)
    return [
        (count + trust * weight / all_usual) / total
        for count, weight in zip(own, usual, strict=True)
    ]


def _blurred(hours: Sequence[float]) -> list[float]:
    before, own, after = BLUR
    return [before * hours[n - 1] + own * hours[n] + after * hours[(n + 1) % 24] for n in range(24)]


def _hour_of_week(when: datetime) -> int:
    local = when.astimezone(VIETNAM)
    return local.weekday() * 24 + local.hour


def best_wait(
    known: Rhythm,
    since: datetime,
    cost: float,
    quickest: timedelta,
    slowest: timedelta,
    *,
    more: bool = False,
) -> timedelta:
    """How long after `since` to come back, when a visit is worth `cost` hours of one article's waiting.

    Visits of density sqrt(rate / 2 cost) make waiting and visits together cheapest: four times the
    articles are worth twice the visits, and hardly any are made at night. `more`: the last visit found
    something, and news seldom comes alone.
    """
    step = slowest / STEPS
    hours = step / HOUR
    visits = 0.0
    for n in range(STEPS):
        rate = known.at(since + (n + 0.5) * step)
        if more:
            rate *= 1 + 0.5 ** ((n + 0.5) * hours)
        visits += (rate / (2 * cost)) ** 0.5 * hours
        if visits >= 1:
            return max(quickest, (n + 1) * step)
    return slowest


STEPS = 144
"""Moments looked at between two visits: ten minutes apart in a day."""
