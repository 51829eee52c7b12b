"""Debouncing: a state is changed by a second run that points to the same family of trouble. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.model import Health, HealthState, Notice
from pipeline.watch.history import Verdict

FAMILIES: dict[HealthState, str] = {
    "healthy": "well",
    "late": "silence",
    "degraded": "articles",
    "broken": "articles",
    "unreachable": "access",
    "blocked": "access",
    "retired": "access",
}
ANSWERS: frozenset[HealthState] = frozenset(("degraded", "broken", "blocked", "retired"))
"""How a portal may be that answers."""
RUNS = 2
"""So many in a row confirm a change."""


def settle(
    source_id: str,
    former: Health | None,
    verdict: Verdict,
    *,
    at: datetime,
    began: datetime | None = None,
    patience: timedelta = timedelta(0),
    run_id: int | None = None,
) -> tuple[Health, Notice | None]:
    """How the source is now, and what operators are told where its confirmed state changed.

    `began`: when the first of the runs began that point where the last one points. `patience`: for so
    long at least what may pass by itself has to last. A source that was never judged is taken for
    healthy until something is confirmed, and that it is healthy is told to nobody.
    """
    before = former or Health(source_id, "healthy", at, at)
    began = began or at
    if verdict.state == before.state:
        kept = _kept(before, verdict)
        certain = replace(kept, suspected=None, suspicions=0, suspicion=())
        return replace(certain, judged_at=at, run_id=run_id), None
    times = _times(before, verdict)
    if not _is_confirmed(verdict, times, at - began, patience):
        doubted = replace(before, suspected=verdict.state, suspicions=times)
        return replace(doubted, suspicion=verdict.symptoms, judged_at=at, run_id=run_id), None
    told = (verdict.symptoms, verdict.next_step)
    now = Health(source_id, verdict.state, began, at, *told, run_id=run_id)
    known = former.state if former else None
    return now, Notice(source_id, at, verdict.state, known, *told)


def streak(former: Health | None, verdict: Verdict) -> int:
    """How many runs in a row, the last one included, point away from the confirmed state to where it does."""
    before = former.state if former else "healthy"
    return 0 if verdict.state == before else _times(former, verdict)


def _times(before: Health | None, verdict: Verdict) -> int:
    if before is None or before.suspected is None:
        return 1
    return before.suspicions + 1 if is_akin(before.suspected, verdict.state) else 1


def is_akin(one: HealthState, other: HealthState) -> bool:
    """Whether a run that points to the second state confirms one that pointed to the first: they are of one
    family, or both of a portal that answers, only otherwise than ever.
    """
    return FAMILIES[one] == FAMILIES[other] or {one, other} <= ANSWERS


def _is_confirmed(verdict: Verdict, times: int, lasts: timedelta, patience: timedelta) -> bool:
    if verdict.is_certain:
        return True
    return times >= RUNS and not verdict.is_faint and lasts >= patience


def _kept(before: Health, verdict: Verdict) -> Health:
    """The same state goes on: with what shows it today, unless that is too faint to say."""
    if verdict.is_faint and before.symptoms:
        return before
    return replace(before, symptoms=verdict.symptoms, next_step=verdict.next_step)
