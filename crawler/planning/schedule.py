"""When to visit a source next, and why. Pure: past runs, publication times and the host's wish come in.

A visit costs requests, an article's waiting costs its readers; `rhythm.best_wait` balances the two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import takewhile

from crawler.planning.rhythm import DAY, HOUR, WEEK, Rhythm, best_wait, rhythm
from pipeline.model import VIETNAM, Publication, RunReport

QUICKEST = timedelta(minutes=20)
"""No source is visited more often, however much it publishes."""
SLOWEST = timedelta(days=1)
"""A live source is visited as often at least, and one of which nothing is known."""
DORMANT = timedelta(days=7)
"""Nothing is visited less often: the dead come back, and hosts get new owners."""
LIVELY = timedelta(days=30)
"""The slowest wait grows by a day for each such time without an article."""
SILENT, RESIGNED = timedelta(days=14), timedelta(days=40)
"""After a silence that neither Tết nor its own pace explains, the quickest wait grows by a day for each
such time."""
REQUEST = 1 / 48
"""What a request is worth: hours of one article's waiting. A visit of twelve costs a quarter of an hour."""
USUAL_VISIT = 12
"""Requests of a visit that finds nothing, until a source has shown its own."""
SOON = timedelta(minutes=10)
"""When a run that gave way to others, or spent its budget, is taken up again."""
GAVE_WAY = "gave way to others"
"""The detail of a run that was stopped because others had waited too long."""
SPREAD, MOST_SPREAD = 0.1, timedelta(minutes=15)
"""Each source comes later by its own share of a tenth of its wait: they do not all come at one minute."""

HISTORY = 40
"""Runs that are worth giving to `plan_visit`."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """After a failure: the first wait, doubled for each further one in a row, and the longest."""

    first: timedelta
    most: timedelta


PASSING = Backoff(HOUR / 2, DAY)
LASTING = Backoff(6 * HOUR, DORMANT)
BACKOFF = {
    "broken": Backoff(HOUR, HOUR),
    "killed": Backoff(HOUR / 12, DAY),
    "failed-busy": Backoff(HOUR, DAY),
    "failed-dns": Backoff(2 * HOUR, DORMANT),
    "failed-tls": Backoff(2 * HOUR, DAY),
    "maintenance": Backoff(HOUR, DAY),
    "challenge": Backoff(3 * HOUR, 2 * DAY),
}
"""By the run's status; other names that begin with "failed" pass, all others need somebody to act."""
FORGIVEN = 2
"""Kills in a row after which a run is still taken up at once: the third may be its own doing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A source's next visit: when (None: at once), and why, in one line."""

    at: datetime | None
    why: str

    def is_due(self, now: datetime) -> bool:
        """Whether it has come."""
        return self.at is None or self.at <= now


def plan_visit(
    runs: Sequence[RunReport],
    published: Sequence[Publication] = (),
    *,
    not_before: datetime | None = None,
) -> Visit:
    """The next visit, from a source's last runs and its last articles, both newest first.

    `not_before`: what its host asked for (Retry-After), obeyed whatever else holds.
    """
    visit = _unasked(runs, published)
    if not_before is None or (visit.at and visit.at >= not_before):
        return visit
    return Visit(not_before, f"{visit.why}; the host asked to wait")


def next_visit(
    runs: Sequence[RunReport],
    published: Sequence[Publication] = (),
    *,
    not_before: datetime | None = None,
) -> datetime | None:
    """`plan_visit`'s time alone; None: at once."""
    return plan_visit(runs, published, not_before=not_before).at


def _unasked(runs: Sequence[RunReport], published: Sequence[Publication]) -> Visit:
    if not runs:
        return Visit(None, "never visited")
    last = runs[0]
    if last.status == "stopped" and last.finished_at:
        full = "budget" in last.detail or last.detail == GAVE_WAY
        return Visit(last.finished_at + SOON if full else None, f"stopped: {last.detail}")
    if last.finished_at is None or last.status == "killed":
        return _after_kill(runs)
    if last.status != "finished":
        return _after_failure(runs, last.finished_at)
    return _after_success(runs, published, last.finished_at)


def _after_kill(runs: Sequence[RunReport]) -> Visit:
    """Taken up at once; but what ends its process again and again must not take all others along."""
    kills = _leading(runs, lambda run: run.finished_at is None or run.status == "killed")
    if kills <= FORGIVEN:
        return Visit(None, "cut off")
    wait = _doubled(BACKOFF["killed"], kills - FORGIVEN)
    return Visit(runs[0].started_at + wait, f"cut off {kills} times in a row")


def _after_failure(runs: Sequence[RunReport], ended: datetime) -> Visit:
    status = runs[0].status
    ended_well = ("finished", "stopped")
    failures = _leading(runs, lambda run: run.status not in ended_well)
    default = PASSING if status.startswith("failed") else LASTING
    wait = _doubled(BACKOFF.get(status, default), failures)
    times = f", {failures} times in a row" if failures > 1 else ""
    return Visit(ended + wait + _own_share(runs[0].source_id, wait), f"{status}{times}")


def _after_success(
    runs: Sequence[RunReport], published: Sequence[Publication], ended: datetime
) -> Visit:
    known = rhythm(published, ended, runs)
    silence = ended - (known.newest or min(run.started_at for run in runs))
    unexplained = silence - max(SILENT, 2 * WEEK / known.weekly)
    quickest = min(max(QUICKEST, unexplained / RESIGNED * DAY), DORMANT)
    slowest = min(max(SLOWEST, silence / LIVELY * DAY), DORMANT)
    cost = REQUEST * _cost(runs)
    wait = best_wait(known, ended, cost, quickest, slowest, more=bool(runs[0].new))
    return Visit(ended + wait + _own_share(runs[0].source_id, wait), describe(known, ended))


def _cost(runs: Sequence[RunReport]) -> int:
    """Requests of a visit that finds nothing: the middle one of those known."""
    quiet = sorted(r.requests for r in runs if r.status == "finished" and not (r.new or r.changed))
    return min(max(quiet[len(quiet) // 2], 3), 60) if quiet else USUAL_VISIT


def _doubled(backoff: Backoff, times: int) -> timedelta:
    return min(backoff.first * int(2 ** min(times - 1, 20)), backoff.most)


def _own_share(source_id: str, wait: timedelta) -> timedelta:
    """The same for a source each time, spread evenly over all sources."""
    part = int.from_bytes(sha256(source_id.encode()).digest()[:4]) / 2**32
    return min(wait * SPREAD, MOST_SPREAD) * part


def _leading(runs: Sequence[RunReport], holds: Callable[[RunReport], bool]) -> int:
    """How many of the newest runs in a row hold."""
    return sum(1 for _ in takewhile(holds, runs))


def describe(known: Rhythm, now: datetime) -> str:
    """A rhythm in words: "publishes about 6 a weekday, mostly 8-11, 14-17"."""
    if known.newest is None:
        return "nothing is known of its rhythm yet"
    silent = now - known.newest
    if silent > 2 * LIVELY:
        return f"nothing published since {known.newest.astimezone(VIETNAM):%Y-%m-%d}"
    return f"publishes {_amount(known)}{_hours(known)}"


def _amount(known: Rhythm) -> str:
    weekday = known.weekly * sum(known.shares[:120]) / 5
    for much, span in ((weekday, "weekday"), (known.weekly, "week")):
        if much >= 0.95:
            return f"about {much:.0f} a {span}"
    return (
        "about once a month"
        if known.weekly * 4.3 < 1.5
        else f"about {known.weekly * 4.3:.0f} a month"
    )


def _hours(known: Rhythm) -> str:
    """The hours that hold most of a working week's articles, where enough are known to tell."""
    if known.known < 8:
        return ""
    shares = [sum(known.shares[hour:120:24]) for hour in range(24)]
    wanted, best = 0.6 * sum(shares), set[int]()
    for hour in sorted(range(24), key=lambda hour: -shares[hour]):
        if sum(shares[h] for h in best) >= wanted:
            break
        best.add(hour)
    starts = sorted(hour for hour in best if hour - 1 not in best)
    ends = (next(h for h in range(start, 25) if h not in best) for start in starts)
    return ", mostly " + ", ".join(f"{s}-{e}" for s, e in zip(starts, ends, strict=True))
