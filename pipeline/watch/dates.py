"""Dates of new articles that cannot be: day and month swapped, one date for all, old ones. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pipeline.model import VIETNAM, ArticleSample
from pipeline.watch.chances import Usual, fall
from pipeline.watch.fields import finding
from pipeline.watch.history import Finding, History

FRESH = timedelta(days=4)
"""So much older than the visit before the one that found it an article may be: some stand in the queue of
somebody who approves them."""
AHEAD = timedelta(hours=26)
"""So far in the future a date may lie: clocks go wrong, days begin at midnight."""
FRESHLY = Usual(8.5, 10)
"""What is usual of new articles where little is known: they are new."""
CLOCK = timedelta(minutes=5)
"""So far a portal's clock may be from ours."""
HALF_A_MINUTE = timedelta(seconds=35)
"""So far from one another, either way, are the times of readings that are printed to the minute."""
FEWEST = 3


def findings(history: History) -> Iterator[Finding]:
    """What is amiss in the dates of new articles, as far as they have any."""
    dated = [s for s in history.recent if s.published_at]
    if not dated or not history.usual:
        return
    visits = history.visits()
    newest = [_is_fresh(s, visits) for s in dated]
    earlier = [
        _is_fresh(s, visits) for s in history.usual if s.published_at and _is_live(s, visits)
    ]
    usual = Usual(FRESHLY.count + sum(earlier), FRESHLY.total + len(earlier))
    found = fall(newest, usual, earlier)
    stale = [s for s, fresh in zip(dated, newest, strict=True) if not fresh]
    swapped = sum(_is_fresh(s, visits, swapped=True) for s in stale)
    if found and stale:
        name = "swapped-dates" if swapped >= max(2, len(stale) / 2) else "strange-dates"
        said = (
            f"{found.said('bear a date of the days in which they were found')}:"
            f" {_printed(stale[0])}, found {_day(stale[0].first_seen)}: {stale[0].url}"
        )
        if name == "swapped-dates" or history.are_of_several_runs(stale):
            yield finding(name, said, found, dated, history)
    yield from _one_date(history, dated)


def _before(seen: datetime, visits: Sequence[datetime]) -> datetime | None:
    """When the visit before the one that found an article began; None where it is not known."""
    known = [visit for visit in visits if visit <= seen]
    return known[-2] if len(known) > 1 else None


def _is_live(sample: ArticleSample, visits: Sequence[datetime]) -> bool:
    """Whether it was found by a visit that came after another."""
    return _before(sample.first_seen, visits) is not None


def _is_fresh(sample: ArticleSample, visits: Sequence[datetime], *, swapped: bool = False) -> bool:
    """Whether its date lies between the visit before and the one that found it, more or less."""
    at, before = sample.published_at, _before(sample.first_seen, visits)
    if swapped and at:
        local = at.astimezone(VIETNAM)
        at = local.replace(day=local.month, month=local.day) if local.day <= 12 else None
    if at is None or before is None:
        return not swapped
    return before - FRESH <= at <= sample.first_seen + AHEAD


def _one_date(history: History, dated: Sequence[ArticleSample]) -> Iterator[Finding]:
    """New articles bear the time at which they were read, or one time on several days."""
    visits = history.visits()
    exact = [s for s in dated if s.published_precision == "minute"]
    known = _own_times([s for s in history.usual if s.published_precision == "minute"], visits)
    if len(exact) < FEWEST or not known:
        return
    found = fall(_own_times(exact, visits), Usual(sum(known), len(known)), known)
    if found and len(found.missing) >= FEWEST:  # two are read in the minute they were put up in
        said = f"{found.said('have a time of their own')}: {_printed(exact[0])}, {exact[0].url}"
        yield finding("one-date", said, found, exact, history)


def _own_times(samples: Sequence[ArticleSample], visits: Sequence[datetime]) -> list[bool]:
    """Of each whether its time can be its own. What an editor puts up in one minute comes to one visit."""
    times = Counter(s.published_at for s in samples)
    lag = _lag(samples)
    found: dict[datetime | None, set[datetime | None]] = {}
    for s in samples:
        found.setdefault(s.published_at, set()).add(_before(s.first_seen, visits))
    return [
        not _is_of_its_reading(s, lag)
        and (
            times[s.published_at] == 1 or (len(found[s.published_at]) == 1 and _is_fresh(s, visits))
        )
        for s in samples
    ]


def _lag(samples: Sequence[ArticleSample]) -> timedelta:
    """By how much the portal's clock is ahead of ours, if their times are those of their reading."""
    lags = sorted(s.published_at - s.first_seen for s in samples if s.published_at)
    return lags[len(lags) // 2] if lags else timedelta()


def _is_of_its_reading(sample: ArticleSample, lag: timedelta) -> bool:
    """Whether its time is that at which it was read, by the portal's clock: to the minute, which what was put
    up a moment ago is not.
    """
    at = sample.published_at
    return (
        at is not None and abs(lag) <= CLOCK and abs(at - sample.first_seen - lag) <= HALF_A_MINUTE
    )


def _printed(sample: ArticleSample) -> str:
    return _day(sample.published_at) if sample.published_at else "no date"


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
