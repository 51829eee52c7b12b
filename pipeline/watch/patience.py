"""How long what may pass by itself has to last before anybody is told. Pure."""

from datetime import timedelta
from itertools import pairwise

from pipeline.watch.history import History, Verdict

NIGHT = timedelta(hours=10)
"""Servers that are off at night, or restored from a backup, are back in the morning."""
OFTEN = timedelta(hours=1)
"""Who visits a source more often than that need not wait for the morning."""
ALMOST = 0.95
PASSING = "unreachable"


def patience(history: History, verdict: Verdict) -> timedelta:
    """For a portal that does not answer: a night, or the longest wait between two of its visits where that is
    shorter, since after a failure it is visited again much sooner. For all else nothing.
    """
    if verdict.state != PASSING:
        return timedelta(0)
    starts = sorted(run.started_at for run in (*history.runs, *history.earlier))
    waits = [later - sooner for sooner, later in pairwise(starts)]
    usual = max(waits, default=timedelta(0))
    return timedelta(0) if usual < OFTEN else ALMOST * min(NIGHT, usual)
