"""Times of new articles that another clock printed: ahead of their reading, or in another zone. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model import VIETNAM, ArticleSample
from pipeline.watch.chances import Usual, fall, quantile
from pipeline.watch.fields import finding
from pipeline.watch.history import Finding, History

AHEAD = timedelta(hours=1)
"""So far an article's time may lie ahead of its reading: clocks go wrong."""
DAY = timedelta(hours=26)
"""What lies further ahead is another date, and no matter of clocks (pipeline.watch.dates)."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a printed time lies behind, where it was printed before that hour of the day, and why."""

    by: timedelta
    before: int
    words: str


SHIFTS = (
    Shift(VIETNAM.utcoffset(None), 24, "if their time were in UTC"),
    Shift(timedelta(hours=12), 12, "if their time were of the afternoon"),
)
"""A zone forgotten, and a clock of twelve hours that has lost its half."""
MARGIN = 30
"""Minutes beside the usual hours."""
NIGHT = timedelta(hours=9)
"""Somebody who works late works for less."""
EDGES = (0.02, 0.98)
FEWEST = 10
"""Usual articles that tell the hours in which a source publishes."""


def findings(history: History) -> Iterator[Finding]:
    """What is amiss in the times of new articles, as far as they print one."""
    newest, usual = _timed(history.recent), _timed(history.usual)
    if not newest or not usual:
        return
    yield from _ahead(history, newest, usual)
    if len(usual) >= FEWEST:
        for shift in SHIFTS:
            yield from _shifted(history, newest, usual, shift)


def _timed(samples: Sequence[ArticleSample]) -> list[ArticleSample]:
    return [s for s in samples if s.published_at and s.published_precision == "minute"]


def _at(sample: ArticleSample) -> datetime:
    return sample.published_at or sample.first_seen


def _ahead(
    history: History, newest: Sequence[ArticleSample], usual: Sequence[ArticleSample]
) -> Iterator[Finding]:
    """Read before the time that they bear."""
    known = [_had_come(s) for s in usual]
    found = fall([_had_come(s) for s in newest], Usual(sum(known), len(known)), known)
    if found:
        said = (
            f"{found.said('bear a time that had come when they were read')}: {_printed(newest[0])}"
        )
        yield finding("future-dates", said, found, newest, history)


def _had_come(sample: ArticleSample) -> bool:
    return not AHEAD < _at(sample) - sample.first_seen <= DAY


def _shifted(
    history: History,
    newest: Sequence[ArticleSample],
    usual: Sequence[ArticleSample],
    shift: Shift,
) -> Iterator[Finding]:
    """At hours in which the source never publishes, and which would be its own so much later; more than one
    visit found such, and not in one night: what an editor puts up late one evening is news of that evening.
    """
    minutes = sorted(_minute(_at(s)) for s in usual)
    first, last = (quantile(minutes, edge) for edge in EDGES)

    def is_own(at: datetime) -> bool:
        return first - MARGIN <= _minute(at) <= last + MARGIN

    def is_right(sample: ArticleSample) -> bool:
        at = _at(sample)
        return is_own(at) or _minute(at) >= 60 * shift.before or not is_own(at + shift.by)

    known = [is_right(s) for s in usual]
    found = fall([is_right(s) for s in newest], Usual(sum(known), len(known)), known)
    odd = [s for s in newest if not is_right(s)]
    if found and history.are_of_several_runs(odd) and _span(odd) >= NIGHT:
        said = (
            f"{found.said('bear an hour in which this source publishes')}; the others would {shift.words}:"
            f" {_printed(newest[0])}"
        )
        yield finding("dates-in-another-zone", said, found, newest, history)


def _span(samples: Sequence[ArticleSample]) -> timedelta:
    seen = [s.first_seen for s in samples]
    return max(seen) - min(seen)


def _minute(moment: datetime) -> int:
    local = moment.astimezone(VIETNAM)
    return local.hour * 60 + local.minute


def _printed(sample: ArticleSample) -> str:
    at, seen = (f"{m.astimezone(VIETNAM):%Y-%m-%d %H:%M}" for m in (_at(sample), sample.first_seen))
    return f"{at}, read {seen}: {sample.url}"
