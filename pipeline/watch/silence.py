"""Whether a source has been silent for longer than its own rhythm explains. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import log

from pipeline.model import VIETNAM, Publication, Symptom
from pipeline.watch.history import Finding, History
from pipeline.watch.outcomes import FINISHED
from pipeline.watch.yields import BACKFILL

DAY = timedelta(days=1)
LIVE = timedelta(days=3)
"""An article that was found so soon was found while it was new: the others a first crawl took in."""
FEWEST = 12
"""Articles that make a rhythm."""
SURE = 7.5
"""The exponent of e of so small a chance that so many days pass without news of themselves: one in 1,800."""
LONGEST = 2.2
"""A silence so many times as long as the longest that it ever kept."""
SHORTEST = 2.5
"""Working days of silence that are never late."""
EVEN = 21
"""Days' worth of trust in an even week, beside the source's own days."""
BESIDE = 0.3
"""Days: articles closer together came at once."""
NEVER, RARELY = timedelta(days=365), 3
"""A source without a rhythm is late after that, if that is so many times the longest silence too."""
TET = (
    "2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26"
    " 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15"
    " 2038-02-04 2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17"
)
"""The first day of the lunar year in Vietnam."""
TET_DAYS = range(-4, 10)
"""Offices close before its eve, and offerings go on behind the holidays."""
FEASTS = ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (9, 3))
"""New Year, the days of liberation and of labour, the national day with the day beside it."""


def _holidays() -> frozenset[date]:
    first = (date.fromisoformat(day) for day in TET.split())
    return frozenset(day + n * DAY for day in first for n in TET_DAYS)


HOLIDAYS = _holidays()


@dataclass(frozen=True, slots=True)
class Week:
    """How a source's articles lie over the week."""

    speed: tuple[float, ...]
    """What each weekday counts, Monday first; an average day counts 1."""

    def between(self, start: datetime, end: datetime) -> float:
        """The days between two moments, each with what it counts; holidays count nothing."""
        first, last = start.astimezone(VIETNAM), end.astimezone(VIETNAM)
        whole = 0.0
        day = first.date()
        while day <= last.date():
            whole += self.of(day) * _part(day, first, last)
            day += DAY
        return whole

    def of(self, day: date) -> float:
        """What a day counts."""
        free = day in HOLIDAYS or (day.month, day.day) in FEASTS
        return 0.0 if free else self.speed[day.weekday()]


def _part(day: date, first: datetime, last: datetime) -> float:
    begin = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    start, end = max(begin, first), min(begin + DAY, last)
    return max((end - start) / DAY, 0.0)


def findings(history: History) -> Iterator[Finding]:
    """Whether nothing has come for too long, though all answers as always."""
    if history.run.status != FINISHED or history.run.new:
        return
    moments = _moments(history.published, history.at)
    found = [run.finished_at for run in (*history.runs, *history.earlier) if 0 < run.new < BACKFILL]
    last = max((m for m in (*moments[-1:], *found) if m), default=None)
    if last is None:
        return
    live = _live(history.published, moments)
    week = _week(live)
    gaps = [week.between(*pair) for pair in pairwise(live)]
    silent = week.between(last, history.at)
    if _is_late(silent, gaps, history.at - last):
        said = (
            f"no new article since {last.astimezone(VIETNAM):%Y-%m-%d}, for {(history.at - last).days} days;"
            f" usual: {_pace(gaps)}, at most {max(gaps):.1f} days without one, weekends and holidays"
            " counted as the source keeps them"
        )
        yield Finding("late", Symptom("no-new-articles", said))


def _moments(published: Sequence[Publication], at: datetime) -> list[datetime]:
    """When articles came, the oldest first."""
    moments = (p.published_at or p.first_seen for p in published)
    return sorted(moment for moment in moments if moment <= at)


def _live(published: Sequence[Publication], moments: list[datetime]) -> list[datetime]:
    """Those that were seen to come, where they are enough to know the present rhythm by; else all."""
    fresh = sorted(
        p.published_at
        for p in published
        if p.published_at and p.first_seen - p.published_at <= LIVE
    )
    return fresh if len(fresh) >= 2 * FEWEST else moments


def _week(moments: Sequence[datetime]) -> Week:
    """The source's own week, drawn towards an even one while little is known."""
    days = Counter(moment.astimezone(VIETNAM).weekday() for moment in moments)
    total = len(moments) + EVEN
    return Week(tuple(7 * (days[n] + EVEN / 7) / total for n in range(7)))


def _is_late(silent: float, gaps: Sequence[float], silence: timedelta) -> bool:
    if len(gaps) < 2:
        return False
    longest = max(gaps)
    if len(gaps) < FEWEST - 1:
        return silence > NEVER and silent > RARELY * longest
    return silent > max(SHORTEST, LONGEST * longest, SURE / _liveliness(gaps))


def _liveliness(gaps: Sequence[float]) -> float:
    """How fast the chance of a silence falls, a day: by the share of days that bring news, whether one
    article or a dozen at once.
    """
    days = sum(max(1.0, gap) for gap in gaps if gap >= BESIDE)
    active = sum(gap >= BESIDE for gap in gaps)
    share = min(active / days, 0.95) if days else 0.95
    return -log(1 - share)


def _pace(gaps: Sequence[float]) -> str:
    mean = sum(gaps) / len(gaps)
    return f"{1 / mean:.1f} a day" if 0 < mean <= 1 else f"one in {mean:.0f} days"
