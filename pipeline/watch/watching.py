"""A run judged: the source's past read, the verdict settled, health and notice written. The only I/O here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pipeline.model import ArticleSample, Health, RunReport, Source
from pipeline.store import Store
from pipeline.watch.history import Edit, History, Verdict
from pipeline.watch.judging import judge
from pipeline.watch.outcomes import FINISHED, is_judged
from pipeline.watch.patience import patience
from pipeline.watch.settling import settle, streak
from pipeline.watch.yields import BACKFILL

RUNS, EARLIER = 60, 40
"""Runs that are read, and those of them that tell what is usual."""
RECENT, USUAL = 40, 80
"""Articles to be judged at most, and articles that tell what is usual."""
EDITS = 20
YOUNG = 6
"""Articles judged at least where hardly more came since a first crawl."""
PUBLISHED = 300
"""Publications that tell a rhythm."""
NEW_NORMAL = timedelta(days=180)
"""After so long what was a trouble is how the source is."""


def watch(
    store: Store, source: Source, run: RunReport, *, at: datetime, step: str = ""
) -> Health | None:
    """Judge a source after a finished run against its own history, and write down how it is.

    One notice is kept where the confirmed state changed, for recovery too. `step`: what is to be done about
    the run's status. A run that was cut off says nothing: the source's health stays, None where it was
    never judged. Raises StoreError.
    """
    former = store.health_of(source.id)
    if not is_judged(run):
        return former
    history = read(store, source, run, former, at=at, step=step)
    verdict = judge(history)
    health, notice = settle(
        source.id,
        former,
        verdict,
        at=at,
        began=_began(history, verdict),
        patience=patience(history, verdict),
        run_id=run.id,
    )
    store.save_health(health, notice)
    return health


def read(
    store: Store, source: Source, run: RunReport, former: Health | None, *, at: datetime, step: str
) -> History:
    """All that the judgement needs, in queries whose cost does not grow with the source."""
    stored = [one for one in store.runs(source.id, RUNS) if one.id != run.id and is_judged(one)]
    runs = [run, *(one for one in stored if one.started_at <= run.started_at)]
    cut = cut_of(former, runs, at)
    earlier = [one for one in runs if one.started_at < cut][:EARLIER]
    if len(earlier) < EARLIER and len(runs) > EARLIER:
        earlier = [one for one in store.runs(source.id, EARLIER, before=cut) if is_judged(one)]
    newest = store.samples(source.id, RECENT)
    since = cut if is_ill(former) else None
    recent, usual = _parted(store, source, newest_of(newest, runs, since), runs, whole=bool(since))
    taken = [] if recent else taken_in(newest, runs)
    if taken:
        usual = store.samples(source.id, USUAL, before=run.started_at)
    quiet = run.status == FINISHED and not run.new
    changed = store.edits(source.id, run.started_at, EDITS) if run.changed else []
    return History(
        source=source,
        at=at,
        runs=tuple(one for one in runs if one.started_at >= cut),
        earlier=tuple(earlier),
        recent=tuple(recent),
        usual=tuple(usual),
        edits=tuple(Edit(*pair) for pair in changed),
        published=tuple(store.publications(source.id, PUBLISHED)) if quiet else (),
        taken_in=tuple(taken),
        latest=newest[0].url if newest else "",
        former=former,
        step=step,
    )


def is_ill(former: Health | None) -> bool:
    """Whether something is amiss or suspected."""
    return former is not None and (former.state != "healthy" or former.suspicions > 0)


def cut_of(former: Health | None, runs: Sequence[RunReport], at: datetime) -> datetime:
    """Since when the source may be otherwise than usual: `runs`, newest first, the present one first."""
    if former is None or not is_ill(former):
        return runs[0].started_at
    if former.state != "healthy":
        return max(min(former.since, runs[0].started_at), at - NEW_NORMAL)
    return runs[min(former.suspicions, len(runs) - 1)].started_at


def newest_of(
    newest: Sequence[ArticleSample], runs: Sequence[RunReport], cut: datetime | None
) -> list[ArticleSample]:
    """Of the articles of last those that may be judged: those that came since the cut, or without one all
    that no first crawl took in.
    """
    if cut is not None:
        return [one for one in newest if one.first_seen >= cut]
    taken_in = [one for one in runs if one.new >= BACKFILL] + list(runs[-1:])
    spans = [(one.started_at, one.finished_at or one.started_at) for one in taken_in]
    first = runs[-1].started_at
    return [
        one
        for one in newest
        if one.first_seen >= first and not any(a <= one.first_seen <= b for a, b in spans)
    ]


def taken_in(newest: list[ArticleSample], runs: Sequence[RunReport]) -> list[ArticleSample]:
    """Of the articles of last those of a run that took in dozens, where others went before it."""
    run = runs[0]
    if len(runs) < 2 or run.new < BACKFILL:
        return []
    return [one for one in newest if one.first_seen >= run.started_at]


def _parted(
    store: Store,
    source: Source,
    recent: list[ArticleSample],
    runs: Sequence[RunReport],
    *,
    whole: bool,
) -> tuple[list[ArticleSample], list[ArticleSample]]:
    """What is judged, and what tells the usual, as it was then.

    The first is at most half of the second unless all of it may be ill (`whole`); the older ones of it
    tell the usual, too, as do half of those that came live where they are few.
    """
    if not recent:
        return [], []
    usual = store.samples(source.id, USUAL, before=_began_of(recent[-1], runs))
    most = (len(recent) + len(usual)) // 3
    live = newest_of(usual, runs, None)
    if len(live) < len(recent):  # else hardly more than a first crawl would tell what is usual
        most = min(most, max(YOUNG, len(recent) // 2))
    if whole or not 0 < most < len(recent):
        return recent if whole else recent[:most], usual
    recent = recent[:most]
    return recent, store.samples(source.id, USUAL, before=_began_of(recent[-1], runs))


def _began_of(sample: ArticleSample, runs: Sequence[RunReport]) -> datetime:
    """When the run began that found an article: before it finds what is new, a run may have read half of what
    is stored again, so that the usual ones are those of before the run.
    """
    begun = (run.started_at for run in runs if run.started_at <= sample.first_seen)
    return max(begun, default=sample.first_seen)


def _began(history: History, verdict: Verdict) -> datetime:
    """When the first run of those in a row began that point where the last one points."""
    times = streak(history.former, verdict)
    runs = (*history.runs, *history.earlier)
    return runs[min(max(times, 1), len(runs)) - 1].started_at
