"""When to visit a source next. Pure: past runs and the time come in as arguments."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from pipeline.model import RunReport

USUAL = timedelta(hours=1)
SLOWEST = timedelta(hours=24)
MOST_STEPS = 5
"""Doublings after which the slowest pace is reached; a time span bears some fifty."""
QUIET_RUNS = 3
"""Runs without news before a source is visited half as often."""


def next_visit(runs: Sequence[RunReport]) -> datetime | None:
    """When a source's next visit is due, from its last runs, newest first; None: at once.

    Hourly while there is news; half as often for every three runs without; twice as long after each
    failure in a row; never less than daily. A run cut off by a signal or a crash is taken up at once.
    """
    ended = [run for run in runs if run.finished_at]
    if not ended or (runs and runs[0].finished_at is None) or ended[0].status == "stopped":
        return None
    failures = _leading(ended, lambda run: run.status != "finished")
    quiet = _leading(ended, lambda run: run.status == "finished" and not (run.new or run.changed))
    steps = failures or quiet // QUIET_RUNS
    last = ended[0].finished_at
    assert last is not None
    return last + min(USUAL * int(2 ** min(steps, MOST_STEPS)), SLOWEST)


def is_due(runs: Sequence[RunReport], now: datetime) -> bool:
    """Whether a source's next visit has come."""
    when = next_visit(runs)
    return when is None or when <= now


def _leading(runs: Sequence[RunReport], holds: Callable[[RunReport], bool]) -> int:
    """How many of the newest runs in a row hold."""
    return next((n for n, run in enumerate(runs) if not holds(run)), len(runs))
