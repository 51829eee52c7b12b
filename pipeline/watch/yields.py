"""What runs brought home: candidates that give no article, failures, requests without end. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model import HealthState, RunReport, Symptom
from pipeline.watch.chances import FAINT, FALLEN, FIRM, NEW, Usual, at_most
from pipeline.watch.history import Finding, History
from pipeline.watch.outcomes import (
    ELSEWHERE,
    FINISHED,
    MISNAMED,
    NAMED,
    STATES,
    state_of,
    symptom_of,
)

TOGETHER = (1, 2, 3, 5, 8)
"""How many of the last runs that met something new are looked at together."""
ODD = 0.05
"""The chance of what a run gave, from which on it gave less than is usual."""
FRUITFUL = Usual(9.5, 10)
"""What is usual of candidates where little is known: nearly all that listings show are articles."""
RELIABLE = Usual(1.9, 2)
"""What is usual of the titles that listings give; a portal's own habit soon outweighs it."""
KNOWN = 60.0
"""Candidates of old prove no more than so many: a portal may at any time begin to list what is no article."""
READABLE = Usual(3, 4)
"""The same of all pages that a crawl tries, menus' entries among them: where no candidates were counted."""
HARMLESS = frozenset(("copy", "continuation", "before-since", "document", "robots"))
"""Reasons for which pages of a healthy portal give no article again and again."""
BACKFILL = 40
"""New articles from which on a run is one that still takes in the past."""
MUCH, MORE = 3, 40
"""A run that asks for so many times as much as any quiet one, and for so much more, is caught in something
endless."""
GAIN = 0.1
"""Articles a request: what such a run does not bring."""
FEW, FAILING = 3, 0.3
"""So many failures, and that share of all addresses, make a run that came to its end a bad one. What fails is
asked for again, so that requests are no measure."""
LISTING, TEXTLESS = "listing", ", pages with titles of others and no text of their own"
STANDING = "static"
DATED = 0.9
"""Share of the usual articles that bear a date, where one is missed."""
UNDATED = (
    "no date of publication is read beside a title of their own, so that they are taken for standing pages:"
    " one of both is gone or stands elsewhere"
)
DOORS = frozenset(("challenge", "script-challenge", "failed-challenge", "login"))
"""What stands before a portal; single articles are for members now and then."""
SHUT = 0.3
"""The share of new addresses behind such a door."""
FORBIDDEN = "forbidden"
"""What single private pages answer, too: a door where it comes more often than articles do."""
STAYED = 0.5
"""The share of stored articles read again that still stand, of the usual one."""
FAILURES = "4"
"""How the statuses of answers that are none begin, and what comes behind it."""

Counted = Callable[[RunReport], tuple[int, int]]
"""Of a run: how many addresses gave an article, and of how many."""


def findings(history: History) -> Iterator[Finding]:
    """What is amiss in what the last runs brought."""
    if history.run.status == FINISHED:
        if history.latest or history.run.new:
            yield from _fruitless(history)
            yield from _known(history)
            yield from _doors(history)
            yield from _elsewhere(history)
        else:
            yield _never_any(history)
        yield from _withdrawn(history)
        yield from _failing(history)
    yield from _endless(history)


def _never_any(history: History) -> Finding:
    run = history.run
    said = f"{run.requests} requests and no article, now or ever{reasons([run])}"
    return Finding("broken", Symptom("no-articles", said))


@dataclass(frozen=True, slots=True)
class _Look:
    """Some of the last runs together: what of their candidates gave an article."""

    chance: float
    good: int
    total: int
    usual: Usual
    runs: tuple[RunReport, ...]
    poor: int
    """How many of them gave less than is usual by themselves."""

    @property
    def is_faint(self) -> bool:
        """Whether chance alone may have made it."""
        several = self.poor > 1 and self.good == 0
        return self.chance >= (NEW if several else FIRM)

    @property
    def is_certain(self) -> bool:
        """Whether several runs showed it, so that no further one need confirm it."""
        return not self.is_faint and self.poor > 1


def _best(history: History, counted: Counted, prior: Usual) -> _Look | None:
    """The look that shows best how few there are; None where chance may well have made it."""
    best = min(_looks(history, counted, prior), key=lambda look: look.chance, default=None)
    return best if best and best.chance < FAINT else None


def _fruitless(history: History) -> Iterator[Finding]:
    """What listings name is no article any more, where it always was."""
    counted, prior = _counting(history)
    best = _best(history, counted, prior)
    if best is None:
        return
    name = _main_reason(best.runs, history.earlier)
    state: HealthState = "degraded" if best.good else state_of(name or "listing", history.run)
    said = (
        f"{best.good} of {best.total} new addresses that listings named gave an article; usual"
        f" {best.usual.share:.0%}{reasons(best.runs)}{TEXTLESS if name == LISTING else ''}"
    )
    symptom = Symptom(symptom_of(name, history.run) if name else "no-articles", said)
    found = Finding(state, symptom, is_faint=best.is_faint, is_certain=best.is_certain)
    yield found
    if name == STANDING and _were_dated(history):
        yield replace(found, symptom=Symptom("no-dates", UNDATED))


def _known(history: History) -> Iterator[Finding]:
    """New addresses lead to articles again, only to none that is new: each shows one that is stored."""
    best = _best(history, lambda run: (min(run.new, run.fruitful), run.fruitful), FRUITFUL)
    if best:
        said = (
            f"{best.good} of {best.total} articles at new addresses were new; usual {best.usual.share:.0%}:"
            " the others are stored from other addresses"
        )
        symptom = Symptom("doubled-articles", said)
        yield Finding("degraded", symptom, is_faint=best.is_faint, is_certain=best.is_certain)


def misnamed(history: History) -> Iterator[Finding]:
    """Pages bear other titles than the listings that lead to them: they show other articles than theirs.
    There are portals that always do so; before titles were compared nothing is known of that.
    """
    if history.run.status != FINISHED or not any(NAMED in run.noticed for run in history.earlier):
        return
    best = _best(history, _as_named, RELIABLE)
    if best:
        said = (
            f"{best.total - best.good} of {best.total} articles at new addresses bear other titles than the"
            f" listings that named them; usual {1 - best.usual.share:.0%}"
        )
        symptom = Symptom("misnamed-articles", said)
        yield Finding("degraded", symptom, is_faint=best.is_faint, is_certain=best.is_certain)


def _as_named(run: RunReport) -> tuple[int, int]:
    total = run.noticed.get(NAMED, 0)
    return total - run.noticed.get(MISNAMED, 0), total


def _doors(history: History) -> Iterator[Finding]:
    """A captcha, or a login, where there never was one, before a part of what listings name."""
    asked = sum(run.candidates for run in history.runs)
    read = sum(run.new + run.changed + run.unchanged for run in history.runs)
    before = {name for run in history.earlier for name in (*run.rejected, *run.failures)}
    met = [{**run.rejected, **run.failures} for run in history.runs]
    for name in sorted({name for names in met for name in names} - before):
        times = [names[name] for names in met if name in names]
        is_shut = name in DOORS and sum(times) >= SHUT * asked
        if is_shut or (name == FORBIDDEN and sum(times) > read):
            said = f"{sum(times)} pages were answered with {name}, which never came before"
            symptom = Symptom(symptom_of(name), f"{said}{reasons(history.runs)}")
            yield Finding("degraded", symptom, is_faint=sum(times) < 2, is_certain=len(times) > 1)


def _were_dated(history: History) -> bool:
    known = history.usual or history.published
    return bool(known) and sum(one.published_at is not None for one in known) >= DATED * len(known)


def _looks(history: History, counted: Counted, prior: Usual) -> Iterator[_Look]:
    """The last runs that met something new, as far as they gave less than half of what is usual."""
    live, earlier = ([run for run in runs if counted(run)[1]] for runs in _finished(history))
    met = live if len(history.runs) > 1 else live + earlier
    for size in sorted({min(size, len(met)) for size in TOGETHER} - {0}):
        rest = [run for run in live + earlier if run not in met[:size]]
        before, good, total = _sum(rest, counted), *_sum(met[:size], counted)
        usual = _at_most_known(Usual(prior.count + before[0], prior.total + before[1]))
        last, asked = counted(met[0])
        little = FALLEN * usual.share
        if good / total <= little and last / asked <= little:
            poor = sum(at_most(n, of, usual) < ODD for n, of in map(counted, met[:size]))
            chance = at_most(good, total, usual)
            yield _Look(chance, good, total, usual, tuple(met[:size]), poor)


def _at_most_known(usual: Usual) -> Usual:
    total = min(usual.total, KNOWN)
    return Usual(usual.share * total, total)


def _counting(history: History) -> tuple[Counted, Usual]:
    """How runs are counted: by their candidates, or by all pages where runs of old counted none."""
    if any(run.candidates for run in (*history.runs, *history.earlier)):
        return lambda run: (run.fruitful, run.candidates), FRUITFUL
    return _pages, READABLE


def _pages(run: RunReport) -> tuple[int, int]:
    lost = sum(count for reason, count in run.rejected.items() if reason not in HARMLESS)
    return run.new, run.new + lost


def _finished(history: History) -> tuple[list[RunReport], list[RunReport]]:
    both = (history.runs, history.earlier)
    live, earlier = ([run for run in runs if run.status == FINISHED] for runs in both)
    return live, earlier


def _sum(runs: Sequence[RunReport], counted: Counted) -> tuple[int, int]:
    counts = [counted(run) for run in runs]
    return sum(good for good, _ in counts), sum(total for _, total in counts)


def _causes(runs: Sequence[RunReport]) -> Counter[str]:
    causes: Counter[str] = Counter()
    for run in runs:
        causes.update(run.failures)
        causes.update({name: n for name, n in run.rejected.items() if name not in HARMLESS})
    return causes


def _main_reason(runs: Sequence[RunReport], earlier: Sequence[RunReport]) -> str:
    """Why most pages gave no article; "" where nobody said. A reason that is harmless as a rule is one
    where it was given more often than ever.
    """
    causes = _causes(runs)
    for name in HARMLESS & STATES.keys():
        most = max((run.rejected.get(name, 0) for run in earlier), default=0)
        causes[name] += max(0, max(run.rejected.get(name, 0) for run in runs) - most)
    return next((name for name, times in causes.most_common(1) if times), "")


def reasons(runs: Sequence[RunReport]) -> str:
    """The same in words, with an address that shows it where a run has one."""
    named = ", ".join(f"{count} {name}" for name, count in _causes(runs).most_common(3))
    detail = next((run.detail for run in runs if run.detail), "")[:200]
    return "".join(f"; {part}" for part in (named, detail) if part)


def _elsewhere(history: History) -> Iterator[Finding]:
    """All that is new in its listings leads to other sites, where nothing ever did. A single entry may be
    anybody's news, and what does not become more may have stood there before such entries were counted.
    """
    led = [run.noticed.get(ELSEWHERE, 0) for run in history.runs]
    before = sum(run.noticed.get(ELSEWHERE, 0) for run in history.earlier)
    if led[0] and history.earlier and not before and not any(r.candidates for r in history.runs):
        said = f"{led[0]} entries of its listings lead to other sites, where none did; no other one is new"
        is_more = len(led) == 1 or led[0] > led[-1]
        is_faint = led[0] < 2 or not is_more
        yield Finding("degraded", Symptom(ELSEWHERE, said), is_faint=is_faint)


def _withdrawn(history: History) -> Iterator[Finding]:
    """Stored articles stand no longer where they stood, many at once. They are not asked for again soon: a
    run that met none after one that did confirms it.
    """

    def still(run: RunReport) -> tuple[int, int]:
        return run.changed + run.unchanged, run.changed + run.unchanged + run.gone

    live, earlier = _finished(history)
    there, read = _sum(live, still)
    usual = Usual(*_sum(earlier, still))
    at_once = max(run.gone for run in live)
    if at_once < FEW or there / read > STAYED * usual.share:
        return
    chance = at_most(there, read, usual)
    if chance < FAINT:
        said = (
            f"{read - there} of {read} stored articles read again are gone; usual {1 - usual.share:.0%}"
            f"{reasons(live)}"
        )
        is_faint = chance >= FIRM
        yield Finding("degraded", Symptom("withdrawn-in-mass", said), is_faint=is_faint)
        name = _main_reason(live, earlier)
        if STATES.get(name) == "blocked":
            yield Finding("degraded", Symptom(symptom_of(name), said), is_faint=is_faint)


def _failing(history: History) -> Iterator[Finding]:
    """Far more requests fail than ever, though the run came to its end."""
    run = history.run
    failed = sum(run.failures.values())
    before = max((sum(one.failures.values()) for one in history.earlier), default=0)
    answered = sum(times for status, times in run.statuses.items() if status < FAILURES)
    if failed < max(FEW, MUCH * before) or failed < FAILING * (failed + answered):
        return
    name = max(run.failures, key=lambda one: run.failures[one])
    said = (
        f"{failed} of {failed + answered} addresses failed; never more than {before} before"
        f"{reasons([run])}"
    )
    got = run.new + run.changed + run.unchanged
    state: HealthState = "degraded" if got else state_of(name, run)
    yield Finding(state, Symptom(symptom_of(name, run), said))


def _endless(history: History) -> Iterator[Finding]:
    """Request after request that brings nothing: a pager that leads in a circle, addresses without end."""
    run = history.run
    gain = run.new + run.changed
    quiet = [r.requests for r in history.earlier if r.status == FINISHED and r.new < BACKFILL]
    if not quiet or run.requests <= max(MUCH * max(quiet), max(quiet) + MORE):
        return
    if gain <= GAIN * run.requests:
        said = (
            f"{run.requests} requests for {run.new} new articles; on a quiet visit never more than"
            f" {max(quiet)} before"
            f"{reasons([run])}"
        )
        yield Finding("degraded", Symptom("endless-pages", said))
