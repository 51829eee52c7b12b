"""A year of visits to made-up sources, judged after each: false alarms, and how soon a breakage is named.

No HTTP and no database: the store is a shelf in memory, visits come when crawler.planning says so.
"""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter

from crawler.network.outcomes import next_step
from crawler.planning.schedule import HISTORY, next_visit
from mutations.temper import DAY, HOUR, Temper, publications, tempers
from pipeline.model import VIETNAM, ArticleSample, Health, Notice, Publication, RunReport, Source
from pipeline.watch import watch

BEGIN = datetime(2026, 1, 5, tzinfo=VIETNAM)
BEFORE = 60
"""Days of articles that the first crawl finds."""
KEPT_RUNS, KEPT_ARTICLES = 400, 400
Harm = Callable[
    ["Breaking", RunReport, list[ArticleSample], random.Random],
    tuple[RunReport, list[ArticleSample]],
]


@dataclass(frozen=True)
class Breaking:
    """A breakage in the middle of a year."""

    name: str
    states: tuple[str, ...]
    harm: Harm
    at: datetime = BEGIN


@dataclass
class Shelf:
    """What the watch asks of a store and tells it, of one source; newest first."""

    history: list[RunReport] = field(default_factory=list)
    articles: list[ArticleSample] = field(default_factory=list)
    known: Health | None = None
    told: list[Notice] = field(default_factory=list)

    def runs(
        self, source_id: str = "", limit: int = 20, *, before: datetime | None = None
    ) -> list[RunReport]:
        found = (r for r in self.history if before is None or r.started_at < before)
        return list(islice(found, limit))

    def samples(
        self, source_id: str, limit: int, *, before: datetime | None = None
    ) -> list[ArticleSample]:
        found = (a for a in self.articles if before is None or a.first_seen < before)
        return list(islice(found, limit))

    def edits(self, *_: object) -> list[tuple[ArticleSample, ArticleSample]]:
        return []

    def publications(self, source_id: str, limit: int = 200) -> list[Publication]:
        return [published(a) for a in self.articles[:limit]]

    def health_of(self, source_id: str) -> Health | None:
        return self.known

    def health(self) -> dict[str, Health]:
        return {self.known.source_id: self.known} if self.known else {}

    def save_health(self, given: Health, notice: Notice | None = None) -> None:
        self.known = given
        if notice:
            self.told.append(notice)

    def notices(self, source_id: str = "", limit: int = 50) -> list[Notice]:
        return self.told[::-1][:limit]


@dataclass(frozen=True)
class Year:
    """What became of one source over a year."""

    temper: Temper
    visits: int
    notices: tuple[Notice, ...]
    breaking: Breaking | None
    runs_since: tuple[datetime, ...]
    """The ends of the visits since the breakage that could show it."""

    @property
    def alarms(self) -> list[Notice]:
        """Notices of anything but health while all was well."""
        until = self.breaking.at if self.breaking else BEGIN + 9999 * DAY
        return [n for n in self.notices if n.state != "healthy" and n.at < until]

    @property
    def named(self) -> Notice | None:
        """The first right notice after the breakage."""
        wanted = self.breaking
        if wanted is None:
            return None
        return next(
            (n for n in self.notices if n.at >= wanted.at and n.state in wanted.states), None
        )

    @property
    def runs_until_named(self) -> int | None:
        """Visits that could show it until it was named."""
        return bisect_right(self.runs_since, self.named.at) if self.named else None


def published(sample: ArticleSample) -> Publication:
    """As the schedule knows it."""
    return Publication(
        published_at=sample.published_at,
        published_precision=sample.published_precision,
        first_seen=sample.first_seen,
    )


def live(
    temper: Temper, days: int, seed: int, breaking: Breaking | None = None, rest: float = 0.33
) -> Year:
    """Visit a source for so many days. `rest`: hours between two visits at least, to go through more
    days in the same time; the schedule's own least is a third of one."""
    dice = random.Random(f"{seed} {temper.source_id} visits")
    news = sorted(
        publications(temper, BEGIN - BEFORE * DAY, BEFORE + days, seed),
        key=attrgetter("first_seen"),
    )
    shown_at = [a.first_seen for a in news]
    outages = _outages(days, dice)
    shelf, source, seen = Shelf(), _source(temper), 0
    now, visits, since = BEGIN + dice.random() * DAY, 0, []
    while now < BEGIN + days * DAY:
        visits += 1
        upto = bisect_right(shown_at, now)
        fresh = [replace(a, first_seen=now) for a in news[seen:upto]]
        run = _mishap(temper, now, outages, dice) or _run(temper, now, fresh, seen == 0, dice)
        broken = breaking is not None and now >= breaking.at
        if breaking and broken:
            run, fresh = breaking.harm(breaking, run, fresh, dice)
        if run.status == "finished":
            seen = upto
            shelf.articles[:0] = fresh[::-1]
            del shelf.articles[KEPT_ARTICLES:]
        run = replace(run, id=visits)
        shelf.history.insert(0, run)
        del shelf.history[KEPT_RUNS:]
        assert run.finished_at
        watch(shelf, source, run, at=run.finished_at, step=next_step(run.status))  # type: ignore[arg-type]
        if breaking and broken and _tells(breaking, run, fresh):
            since.append(run.finished_at)
        planned = next_visit(shelf.history[:HISTORY], [published(a) for a in shelf.articles[:100]])
        now = max(planned or now, now + rest * HOUR)
        if breaking and len(since) > 12:
            break
    return Year(temper, visits, tuple(shelf.told), breaking, tuple(since))


def _tells(breaking: Breaking, run: RunReport, fresh: Sequence[ArticleSample]) -> bool:
    """Whether a visit could show the breakage: those of articles need a new one."""
    return breaking.states != ("degraded",) or bool(fresh)


def _source(temper: Temper) -> Source:
    return Source(
        id=temper.source_id,
        name=temper.source_id,
        url=f"https://{temper.source_id}.example/",
        level="commune",
        province="Mẫu",
    )


def _outages(days: int, dice: random.Random) -> list[tuple[datetime, datetime, str]]:
    """Nights of 503, hours of maintenance, and mornings when nothing answers."""
    kinds = (("failed-busy", 8, 10), ("maintenance", 4, 14), ("failed-timeout-connect", 6, 9))
    found = []
    for status, most, longest in kinds:
        for _ in range(dice.randint(0, max(1, most * days // 365))):
            start = BEGIN + days * DAY * dice.random()
            found.append((start, start + longest * HOUR * dice.random(), status))
    return found


def _mishap(
    temper: Temper,
    now: datetime,
    outages: Sequence[tuple[datetime, datetime, str]],
    dice: random.Random,
) -> RunReport | None:
    """A visit that fails, as it happens."""
    status = next((name for start, end, name in outages if start <= now <= end), "")
    if not status and dice.random() < temper.flaky:
        status = dice.choice(
            (
                "failed-timeout",
                "failed-reset",
                "failed-server-error",
                "failed-dns",
                "failed-no-answer",
            )
        )
    if not status and dice.random() < 0.002:
        status = dice.choice(("stopped", "killed"))
    if not status:
        return None
    done = now + timedelta(seconds=dice.randint(5, 90))
    return RunReport(
        temper.source_id,
        now,
        done,
        status,
        requests=2,
        errors=1,
        failures={status: 1} if status.startswith("failed") else {},
        detail=status,
    )


def _run(
    temper: Temper, now: datetime, fresh: Sequence[ArticleSample], first: bool, dice: random.Random
) -> RunReport:
    """A visit that goes well."""
    new = len(fresh)
    documents = sum(dice.random() < temper.documents for _ in range(1 + new // 2)) if new else 0
    home = f"https://{temper.source_id}.example/"
    listings = {home: temper.shown + dice.randint(0, 3)}
    for n in range(temper.sections):
        if dice.random() >= temper.unread:
            listings[f"{home}muc-{n}/"] = max(1, temper.shown - (n % 3) - int(dice.random() < 0.1))
    rejected = {"document": documents} if documents else {}
    if dice.random() < 0.03:
        rejected["members-only"] = 1
    failures = {"failed-timeout": 1} if dice.random() < temper.flaky * 4 else {}
    asked = 2 + temper.sections + new + documents + (6 if dice.random() < 0.3 else 0)
    unread = 1 + temper.sections - len(listings)
    return RunReport(
        temper.source_id,
        now,
        now + timedelta(seconds=3 + 2 * asked),
        "finished",
        requests=asked,
        bytes=asked * 9000,
        new=new,
        changed=int(dice.random() < 0.1),
        unchanged=dice.randint(0, 6),
        errors=len(failures),
        rejected=rejected,
        statuses={"200": asked - unread, **({"304": unread} if unread else {})},
        failures=failures,
        listings=listings,
        candidates=new + documents,
        fruitful=new,
        gone=int(dice.random() < 0.01),
    )


def lives(
    sources: int,
    days: int,
    seed: int,
    breakages: Sequence[Breaking] = (),
    rest: float = 0.33,
    only: Sequence[int] = (),
) -> list[Year]:
    """So many sources; with breakages each breaks once, in the year's middle, in turn.

    `only`: of all those sources these alone.
    """
    done = []
    for n, temper in enumerate(tempers(sources, seed)):
        if only and n not in only:
            continue
        broken = None
        if breakages:
            begin = BEGIN + random.Random(f"{seed} {n}").uniform(0.4, 0.7) * days * DAY
            broken = replace(breakages[n % len(breakages)], at=begin)
        done.append(live(temper, days, seed, broken, rest))
    return done


def per_month(years: Sequence[Year], days: int) -> dict[str, float]:
    """False alarms a source and month, by state."""
    counted = Counter(n.state for year in years for n in year.alarms)
    months = len(years) * days / 30.4
    return {state: count / months for state, count in counted.most_common()}


__all__ = ["BEGIN", "Breaking", "Year", "live", "lives", "per_month"]
