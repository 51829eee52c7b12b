"""Listings that show fewer articles than they ever did. Pure."""

from collections.abc import Iterator

from pipeline.model import RunReport, Symptom
from pipeline.watch.history import Finding, History
from pipeline.watch.outcomes import FINISHED, STATES, symptom_of

FEWEST = 3
"""Articles that a listing has to have shown each time to be worth watching."""
FALLEN = 0.5
"""A listing has lost its articles where it shows less than so much of the fewest that it ever showed: pages
have a size, and what moves on behind makes room for what is new."""
SHELL = "empty"
HOUSE_RULES = frozenset(("robots",))
"""What is refused without a door."""
A_SHARE, MUCH = 0.2, 0.4
"""Of all that listings showed: less is a section that was closed; where new articles come all the
same, less than the second."""


def findings(history: History) -> Iterator[Finding]:
    """The listings that lost their articles, where they are a share of all."""
    if history.run.status != FINISHED:
        return
    usual, now = _usual(history), _now(history.runs)
    yield from _barred(history, usual, now)
    read = [url for url in now if url in usual]
    lost = [url for url in read if now[url] < FALLEN * usual[url]]
    showed, missing = sum(usual[u] for u in read), sum(usual[u] - now[u] for u in lost)
    came = any(run.new for run in history.runs)
    if not lost or missing < (MUCH if came else A_SHARE) * showed:
        return
    worst = max(lost, key=lambda url: (usual[url] - now[url], url))
    said = (
        f"{len(lost)} of {len(read)} listings show less than half of their articles:"
        f" {now[worst]} where there were {usual[worst]} or more, at {worst}"
    )
    whole = len(lost) == len(read) and not history.run.new
    name = _instead(history) if whole else ""
    if name:
        told = f"{said}; {history.run.rejected[name]} pages were answered with {name}"
        yield Finding(STATES[name], Symptom(symptom_of(name), told))
    else:
        yield Finding("broken" if whole else "degraded", Symptom("empty-listing", said))


def _instead(history: History) -> str:
    """What came in place of listings, where that never came before; "" for nothing that has a name."""
    came = _unmet(history)
    named = [
        name for name in came if STATES.get(name) in ("blocked", "unreachable") or name == SHELL
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


def _usual(history: History) -> dict[str, int]:
    """The fewest articles that each listing showed in the last runs before, where they were some."""
    shown: dict[str, list[int]] = {}
    for run in history.earlier:
        for url, count in run.listings.items():
            shown.setdefault(url, []).append(count)
    return {url: min(counts) for url, counts in shown.items() if min(counts) >= FEWEST}


def _now(runs: tuple[RunReport, ...]) -> dict[str, int]:
    """What each shows now: "not modified" means what it showed when it was last read."""
    now: dict[str, int] = {}
    for run in runs:
        for url, count in run.listings.items():
            now.setdefault(url, count)
    return now
