"""What a template's change does to stored articles that are read again: all lose the same at once. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from pipeline.model import ArticleSample, Symptom
from pipeline.watch.fields import HELD
from pipeline.watch.history import Edit, Finding, History
from pipeline.watch.texts import lines

FEWEST = 3
"""Articles that changed alike in one run: editors do not work so."""
MOST = 0.6
"""Share of the run's changed articles that did."""
HALF = 0.5
MOVED = timedelta(days=2)
"""No correction of a date goes so far in several articles at once."""


def findings(history: History) -> Iterator[Finding]:
    """What many of the articles that the last run found changed lost, or gained, together."""
    edits = history.edits
    if len(edits) < FEWEST:
        return
    for name, words, holds in HELD:
        lost = [e for e in edits if holds(e.before) and not holds(e.after)]
        had = sum(holds(e.before) for e in edits)
        yield from _together(name, f"no longer {words}", lost, had)
    dated = [e for e in edits if e.before.published_at and e.after.published_at]
    moved = [e for e in dated if abs(_moment(e.after) - _moment(e.before)) >= MOVED]
    yield from _together("moved-dates", "moved by days", moved, len(dated))
    yield from _together("short-texts", "lost half of their text", _shrunk(edits), len(edits))
    yield from _gained(edits)
    titles = Counter(e.after.title for e in edits)
    retitled = [e for e in edits if e.after.title != e.before.title and titles[e.after.title] > 1]
    yield from _together("one-title", "bear one title now", retitled, len(edits))


def _moment(sample: ArticleSample) -> datetime:
    return sample.published_at or sample.first_seen


def _shrunk(edits: tuple[Edit, ...]) -> list[Edit]:
    return [e for e in edits if len(e.after.text) < HALF * len(e.before.text)]


def _gained(edits: tuple[Edit, ...]) -> Iterator[Finding]:
    """The same line in all of them that none had before."""
    new = [(e, lines(e.after.text) - lines(e.before.text)) for e in edits]
    counts = Counter(line for _, found in new for line in found)
    line, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    gained = [e for e, found in new if line in found] if times else []
    yield from _together("repeated-text", f"gained “{line[:80]}”", gained, len(edits))


def _together(name: str, words: str, changed: list[Edit], of: int) -> Iterator[Finding]:
    if len(changed) >= FEWEST and len(changed) >= MOST * of:
        said = f"{len(changed)} of {of} stored articles that changed at once {words}: {changed[0].after.url}"
        yield Finding("degraded", Symptom(name, said))
