"""By how much the crawls are late: what the alert of crawls that stand still goes by."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_entries import DAK_LAK, HA_NAM

from crawler.planning.rota import LONGEST, Overdue
from pipeline.clock import now
from pipeline.model import RunReport
from pipeline.store import Store

HOUR = timedelta(hours=1)


def ran(store: Store, ago: timedelta, status: str = "finished") -> RunReport:
    """HA_NAM's run, of which it is so long ago that it ended (began, where it is under way)."""
    at = now() - ago
    ended = None if status == "running" else at
    return store.save_run(RunReport(HA_NAM.id, at, ended, status))


@pytest.mark.parametrize(
    ("ago", "status", "least", "most"),
    [
        (HOUR / 6, "finished", 0, 0),
        (30 * HOUR, "finished", 5, 30),
        (6 * HOUR, "failed-connection", 5, 6),
        (6 * HOUR, "running", 0, 0),
        (LONGEST + HOUR, "running", 13, 13.1),  # its process was killed, and nobody takes it up
    ],
)
def test_a_source_is_late_once_its_visit_is_due_and_not_under_way(
    store: Store, ago: timedelta, status: str, least: float, most: float
) -> None:
    store.put_sources([HA_NAM])
    ran(store, ago, status)
    assert least <= Overdue()(store) / 3600 <= most


def test_a_visit_ends_the_wait(store: Store) -> None:
    store.put_sources([HA_NAM])
    ran(store, 100 * HOUR)
    overdue = Overdue()
    assert overdue(store) > 70 * 3600
    ran(store, timedelta(0))
    assert overdue(store) == 0


def test_nobody_waits_for_sources_that_are_not_followed(store: Store) -> None:
    ended = now().date() - timedelta(days=3)
    store.put_sources([replace(HA_NAM, enabled=False), replace(DAK_LAK, active_until=ended)])
    ran(store, 100 * HOUR)
    assert Overdue()(store) == 0
