"""Whose turn it is: every source's next visit, who has waited longest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from crawler.manners.hosts import SKEW, held_until, host_key
from crawler.planning.schedule import HISTORY, Visit, plan_visit
from crawler.sources.periods import has_ended
from pipeline.clock import now, today
from pipeline.errors import ConfigError
from pipeline.model import RunReport, Source
from pipeline.store import Store

FRESH = timedelta(minutes=1)
"""How long a plan is trusted while others may crawl, import, or change the registry."""
LONGEST = timedelta(hours=12)
"""How long a run that says it is under way is believed: the budget of one (`CONGTIN_BUDGET_HOURS`)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A source's next visit."""

    source: Source
    visit: Visit
    since: datetime
    """When it was due; where nothing says so, when it was first looked at. Turns are taken in this order."""
    walk: bool
    """A first crawl, or one that is taken up again: it may take hours."""


def planned(store: Store, source: Source, moment: datetime) -> Visit:
    """The source's next visit, from what is stored of it and of its host."""
    return _plan(store, source, store.runs(source.id, HISTORY), moment)


def _is_ahead(run: RunReport, moment: datetime) -> bool:
    """Whether a run stands in the future: the clock was wrong then, and was set right since.

    A visit planned from it might not come for years.
    """
    return (run.finished_at or run.started_at) > moment + SKEW


def _plan(store: Store, source: Source, runs: Sequence[RunReport], moment: datetime) -> Visit:
    runs = [run for run in runs if not _is_ahead(run, moment)]
    published = store.publications(source.id) if runs and runs[0].status == "finished" else ()
    held = held_until(store.host(host_key(source.url)), moment)
    return plan_visit(runs, published, not_before=held)


class Rota:
    """The turns of the sources of a registry, which may change meanwhile."""

    def __init__(self, load: Callable[[], Iterable[Source]], store: Store) -> None:
        """`load` gives the sources; while it raises ConfigError, those known last count."""
        self._load = load
        self._store = store
        self._looked: datetime | None = None
        self._turns: dict[str, Turn] = {}
        self._last: dict[str, RunReport | None] = {}

    def turns(self, moment: datetime) -> list[Turn]:
        """Every source's turn, in order."""
        if self._looked is None or not timedelta(0) <= moment - self._looked < FRESH:
            self._looked = moment
            self._reload(moment)
        return sorted(self._turns.values(), key=lambda turn: (turn.since, turn.source.id))

    def due(self, moment: datetime) -> list[Turn]:
        """The turns that have come, in order: cheap, since it is asked at every crawl's end."""
        come = [turn.source for turn in self.turns(moment) if turn.visit.is_due(moment)]
        lasts = self._store.last_runs() if come else {}
        for source in come:
            if not self._is_as_planned(source, lasts.get(source.id)):
                self._look_at(source, lasts.get(source.id), moment)
        return [turn for turn in self.turns(moment) if turn.visit.is_due(moment)]

    def overdue(self, moment: datetime) -> timedelta:
        """How long the visit has waited that waits for longest; nobody waits for a crawl under way."""
        waits = (moment - turn.since for turn in self.due(moment) if not self._runs(turn, moment))
        return max(waits, default=timedelta(0))

    def _runs(self, turn: Turn, moment: datetime) -> bool:
        last = self._last[turn.source.id]
        return bool(last and last.status == "running" and moment - last.started_at < LONGEST)

    def _reload(self, moment: datetime) -> None:
        try:
            sources = list(self._load())
        except ConfigError:  # somebody is editing the file: the next look will see
            sources = [turn.source for turn in self._turns.values()]
        gone = self._turns.keys() - {source.id for source in sources}
        for source_id in gone:
            del self._turns[source_id]
        lasts = self._store.last_runs()
        for source in sources:
            self._look_at(source, lasts.get(source.id), moment)

    def _is_as_planned(self, source: Source, last: RunReport | None) -> bool:
        """Whether nothing has happened since the source's visit was planned."""
        before = self._turns.get(source.id)
        return before is not None and before.source == source and self._last[source.id] == last

    def _look_at(self, source: Source, last: RunReport | None, moment: datetime) -> None:
        """Plan the source's visit anew, unless nothing has happened since and it has not come yet."""
        before, same = self._turns.get(source.id), self._is_as_planned(source, last)
        ahead = last is not None and _is_ahead(last, moment)
        if same and before and not before.visit.is_due(moment) and not ahead:
            return
        self._last[source.id] = last
        runs = self._store.runs(source.id, HISTORY) if last else []
        visit = _plan(self._store, source, runs, moment)
        first = before.since if same and before else moment
        since = visit.at or (last and (last.finished_at or last.started_at)) or first
        walk = last is None or last.finished_at is None or last.status in ("stopped", "killed")
        self._turns[source.id] = Turn(source, visit, since, walk)


class Overdue:
    """By how many seconds the crawls are late, of all sources that the database says are followed."""

    def __init__(self) -> None:
        self._rota: Rota | None = None

    def __call__(self, store: Store) -> float:
        """Now. Asked again, it plans only what has happened since."""
        self._rota = self._rota or Rota(partial(_followed, store), store)
        return max(0.0, self._rota.overdue(now()).total_seconds())


def _followed(store: Store) -> list[Source]:
    day = today()
    mirrored = (status.source for status in store.sources())
    return [one for one in mirrored if one.enabled and not has_ended(one, day)]
