"""How a run ended, and what the registry says: turned away, nobody there, moved, over. Pure."""

from collections.abc import Iterator

from pipeline.model import VIETNAM, RunReport, Symptom
from pipeline.watch.history import Finding, History
from pipeline.watch.outcomes import CLOSING, FINISHED, OTHER_OWNER, STOPPED, state_of, symptom_of
from pipeline.watch.steps import go_on, reuse

DETAIL = 200
"""Characters of a run's own words in an evidence line."""
OUTSIDE = ("broken",)
"""States that a successor explains no better: it answers still, so somebody has to look."""


def findings(history: History) -> Iterator[Finding]:
    """What the registry and the last run's status say."""
    yield from _over(history)
    yield from _said_at_home(history)
    run = history.run
    if run.status in (FINISHED, STOPPED):
        return
    state = state_of(run.status, run)
    name = symptom_of(run.status, run)
    symptom = Symptom(name, _words(run, name))
    successor = history.source.successor
    if successor and state not in OUTSIDE:
        yield Finding("retired", symptom, _goes_on(successor))
    else:
        yield Finding(state, symptom, history.step)


def _over(history: History) -> Iterator[Finding]:
    """A portal whose last day is known to be past."""
    until = history.source.active_until
    if until is None or history.at.astimezone(VIETNAM).date() <= until:
        return
    successor = history.source.successor
    evidence = f"by its entry it was active until {until}"
    step = (
        _goes_on(successor)
        if successor
        else "Look for its successor; no longer follow it: congtin sources disable "
        + history.source.id
    )
    yield Finding("retired", Symptom("past-its-end", evidence), step, is_certain=True)


def _said_at_home(history: History) -> Iterator[Finding]:
    """Another unit's name stands above the portal, or that it is over, where it never stood."""
    run = _read_home(history)
    for name, step in (
        (CLOSING, go_on(history.source, run.detail)),
        (OTHER_OWNER, reuse(history.source)),
    ):
        known = any(name in one.noticed for one in history.earlier)
        if name in run.noticed and not known and history.earlier:
            yield Finding("degraded", Symptom(name, run.detail), step)


def _read_home(history: History) -> RunReport:
    """The last run that read the home page: after "not modified" it is as it was then."""
    home = history.source.url
    return next((run for run in history.runs if home in run.listings), history.run)


def _goes_on(successor: str) -> str:
    return f"Its articles go on as those of {successor}."


def _words(run: RunReport, name: str) -> str:
    answers = ", ".join(f"{status} {times} times" for status, times in sorted(run.statuses.items()))
    said = [
        run.status if run.status != name else "",
        run.detail[:DETAIL],
        answers and f"answers: {answers}",
    ]
    return "; ".join(part for part in said if part)
