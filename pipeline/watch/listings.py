"""Listings that show fewer articles than they ever did. Pure."""

from collections.abc import Iterator
from shlex import quote

from pipeline.model import RunReport, Symptom
from pipeline.watch.chances import quantile
from pipeline.watch.history import Finding, History
from pipeline.watch.outcomes import ELSEWHERE, FINISHED, STATES, symptom_of
from pipeline.watch.yields import reasons

FEWEST = 3
"""Articles that a listing has to have shown each time to be worth watching."""
FALLEN = 0.5
"""A listing has lost its articles where it shows less than so much of the fewest that it ever showed: pages
have a size, and what moves on behind makes room for what is new."""
LOOK = (
    "Open {listing} in a browser: where it stands elsewhere now, give its new address in the entry in"
    " sources.toml; where it is no more, take it out there."
)
FAILS = (
    "Open {listing} in a browser: where it fails there, too, the portal is out of order. It is tried again by"
    " itself; tell its operator."
)
BARE = frozenset(("empty", "script-shell"))
"""What came instead without a word of why."""
HOUSE_RULES = frozenset(("robots",))
"""What is refused without a door."""
FULL = 5
"""A listing that showed so many as a rule is told of by itself once it shows none."""
A_SHARE, MUCH = 0.2, 0.4
"""Of all that listings showed, what has to be lost by several together; where new articles come all the
same, the second."""
MIDDLE = 0.5
SELDOM = 0.1
"""Share of earlier runs in which a listing may have shown less: it did not answer for once."""


def findings(history: History) -> Iterator[Finding]:
    """The listings that show nothing any more, and those that lost articles where they are a share of all."""
    if history.run.status != FINISHED:
        return
    counts, now = _counts(history), _now(history.runs)
    usual = _usual(counts)
    yield from _barred(history, usual, now)
    bare = [url for url in counts if now.get(url) == 0 and _was_full(counts[url])]
    read = [url for url in now if url in usual or url in bare]
    lost = [url for url in read if url in bare or now[url] < FALLEN * usual[url]]
    usual |= {url: int(quantile(counts[url], MIDDLE)) for url in bare}
    showed, missing = sum(usual[u] for u in read), sum(usual[u] - now[u] for u in lost)
    came = any(run.new for run in history.runs)
    if lost == [history.source.url] != read:
        return  # a splash page before sections that show all of it
    if not bare and (not lost or missing < (MUCH if came else A_SHARE) * showed):
        return
    whole = len(lost) == len(read) and not history.run.new
    worst = max(bare or lost, key=lambda url: (usual[url] - now[url], url))
    shows = "show less than half of their articles" if now[worst] else "show no article any more"
    said = (
        f"{len(bare or lost)} of {len(read)} listings {shows}: {now[worst]} where there were {usual[worst]}"
        f"{'' if bare else ' or more'}, at {worst}{_name(history, worst)}{_leave(history)}"
        f"{reasons([history.run])}"
    )
    name = _instead(history) if whole else ""
    if name:
        told = f"{said}; {history.run.rejected[name]} pages were answered with {name}"
        yield Finding(STATES[name], Symptom(symptom_of(name), told))
    elif whole:
        yield Finding("broken", Symptom("empty-listing", said))
    else:
        step = FAILS if history.run.failures else LOOK
        yield Finding("degraded", Symptom("empty-listing", said), step.format(listing=quote(worst)))


def _leave(history: History) -> str:
    count = history.run.noticed.get(ELSEWHERE, 0)
    return f"; {count} entries of listings lead to other sites" if count else ""


def _name(history: History, listing: str) -> str:
    name = next((s.name for s in history.source.sections if s.url == listing), "")
    return f" ({name})" if name else ""


def _instead(history: History) -> str:
    """What came in place of listings, where that never came before; "" for nothing that has a name."""
    came = _unmet(history)
    named = [
        name for name in came if STATES.get(name) in ("blocked", "unreachable") or name in BARE
    ]
    return max(named, key=lambda name: (came[name], name), default="")


def _unmet(history: History) -> dict[str, int]:
    """The names of what came instead of pages and never did before, and how often each came."""
    before = {name for run in history.earlier for name in run.rejected}
    return {name: n for name, n in history.run.rejected.items() if name not in before}


def _barred(history: History, usual: dict[str, int], now: dict[str, int]) -> Iterator[Finding]:
    """A listing that has nothing to show, where a door stands somewhere that never stood there."""
    shut = [url for url, count in now.items() if not count and url in usual]
    came = _unmet(history)
    doors = {name for name in came if STATES.get(name) == "blocked"} - HOUSE_RULES
    if shut and doors:
        name = min(doors)
        said = (
            f"{len(shut)} of {len(usual)} listings show nothing any more, and {came[name]}"
            f" pages were answered with {name}: {shut[0]}, where there were {usual[shut[0]]} or more"
        )
        yield Finding("degraded", Symptom(symptom_of(name), said))


def _counts(history: History) -> dict[str, list[int]]:
    """How many articles each listing showed in the runs before, sorted."""
    shown: dict[str, list[int]] = {}
    for run in history.earlier:
        for url, count in run.listings.items():
            shown.setdefault(url, []).append(count)
    return {url: sorted(counts) for url, counts in shown.items()}


def _usual(counts: dict[str, list[int]]) -> dict[str, int]:
    """The fewest that each showed in nearly all of them, where they were some."""
    fewest = {url: int(quantile(shown, SELDOM)) for url, shown in counts.items()}
    return {url: count for url, count in fewest.items() if count >= FEWEST}


def _was_full(shown: list[int]) -> bool:
    """Whether a listing was hardly ever empty, and had enough as a rule: one may have grown since."""
    return quantile(shown, SELDOM) > 0 and quantile(shown, MIDDLE) >= FULL


def _now(runs: tuple[RunReport, ...]) -> dict[str, int]:
    """What each shows now: "not modified" means what it showed when it was last read."""
    now: dict[str, int] = {}
    for run in runs:
        for url, count in run.listings.items():
            now.setdefault(url, count)
    return now
