"""What a template's change does to stored articles that are read again: all change alike at once. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from pipeline.model import ArticleSample, Symptom
from pipeline.watch.fields import HELD, LEGIBLE
from pipeline.watch.history import Edit, Finding, History
from pipeline.watch.texts import is_strewn, lines, runs_of_words

FEWEST = 3
"""Articles that changed alike in one run: editors do not work so."""
MASS = 8
MOST = 0.6
"""Share of the run's changed articles that did."""
HALF, THIRD = 0.5, 1 / 3
LOOKED = 20_000
"""Characters of a text that are looked through."""
GROWN = 300
"""Characters: less is a closing line that was forgotten."""
MOVED = timedelta(days=2)
"""No correction of a date goes so far in several articles at once."""
SHIFTED = timedelta(minutes=30)
"""From so far on dates that all moved by the same span are a clock's or a zone's."""

Edits = Sequence[Edit]


def findings(history: History) -> Iterator[Finding]:
    """What many of the articles that the last run found changed lost, or gained, together."""
    edits = history.edits
    if len(edits) < FEWEST:
        return
    found = [one for rule in RULES for one in rule(edits)]
    yield from found or _replaced(edits)


def _lost(edits: Edits) -> Iterator[Finding]:
    """What each article is asked for, and no longer has."""
    for name, words, holds in (*LEGIBLE, *HELD):
        lost = [e for e in edits if holds(e.before) and not holds(e.after)]
        had = sum(holds(e.before) for e in edits)
        yield from _together(name, f"no longer {words}", lost, had)


def _redated(edits: Edits) -> Iterator[Finding]:
    """Dates that moved far, or all by the same span."""
    dated = [e for e in edits if e.before.published_at and e.after.published_at]
    moved = [e for e in dated if abs(_span(e)) >= MOVED]
    yield from _together("moved-dates", "moved by days", moved, len(dated))
    spans = Counter(_span(e) for e in dated if abs(_span(e)) >= SHIFTED)
    span = max(spans, key=lambda one: (spans[one], one), default=timedelta(0))
    shifted = [e for e in dated if span and _span(e) == span]
    words = f"moved in time by the same {span / timedelta(hours=1):+.1f} hours"
    yield from _together("moved-dates", words, shifted, len(dated))


def _span(edit: Edit) -> timedelta:
    span = _moment(edit.after) - _moment(edit.before)
    return timedelta(minutes=round(span / timedelta(minutes=1)))


def _moment(sample: ArticleSample) -> datetime:
    return sample.published_at or sample.first_seen


def _shrunk(edits: Edits) -> Iterator[Finding]:
    less = [e for e in edits if len(e.after.text) < HALF * len(e.before.text)]
    yield from _together("short-texts", "lost half of their text", less, len(edits))


def _grown(edits: Edits) -> Iterator[Finding]:
    """All that they said still stands, and much beside it: what editors add to one article, they do not add
    to several at once.
    """
    more = [e for e in edits if _gain(e) >= max(GROWN, THIRD * len(e.before.text))]
    more = [e for e in more if lines(e.before.text) <= lines(e.after.text)]
    yield from _together("long-texts", "gained a third of their text or more", more, len(edits))


def _gain(edit: Edit) -> int:
    return len(edit.after.text) - len(edit.before.text)


def _gained(edits: Edits) -> Iterator[Finding]:
    """The same line in all of them that none had before, or the same words again and again."""
    line, gained = _gain_of(edits, lines)
    if not gained:
        line, gained = _gain_of(edits, runs_of_words)
        gained = gained if is_strewn(line, [e.after for e in gained]) else []
    yield from _together("repeated-text", f"gained “{line[:80]}”", gained, len(edits))


def _gain_of(edits: Edits, pieces: Callable[[str], set[str]]) -> tuple[str, list[Edit]]:
    """The piece that most of them gained, of several the one that stands most often; and those that did."""
    first = edits[0].after.text[:LOOKED]
    new = [(e, pieces(e.after.text[:LOOKED]) - pieces(e.before.text[:LOOKED])) for e in edits]
    counts = Counter(piece for _, found in new for piece in found)
    most = max(counts.values(), default=0)
    if most < FEWEST:
        return "", []
    tops = [piece for piece, times in counts.items() if times == most]
    piece = max(tops, key=lambda piece: (first.count(piece), piece))
    return piece, [e for e, found in new if piece in found]


def _one(
    of: Callable[[ArticleSample], str | None], name: str, words: str, edits: Edits
) -> Finding | None:
    """All of them have one and the same now, where they had different ones."""
    changed = [e for e in edits if of(e.after) and of(e.after) != of(e.before)]
    counts = Counter(of(e.after) for e in changed)
    piece, times = max(counts.items(), key=lambda item: (item[1], str(item[0])), default=("", 0))
    same = [e for e in changed if of(e.after) == piece]
    if times > 1 and len({of(e.before) for e in same}) > 1:
        return next(_together(name, f"{words} now, “{str(piece)[:80]}”", same, len(edits)), None)
    return None


def _alike(edits: Edits) -> Iterator[Finding]:
    found = (
        _one(lambda s: s.title, "one-title", "bear one title", edits),
        _one(lambda s: s.author, "one-author", "have one author", edits),
        _one(lambda s: s.picture, "one-picture", "have one picture", edits),
    )
    yield from (one for one in found if one)


def _retitled(edits: Edits) -> Iterator[Finding]:
    """Titles that lost a part of themselves, or gained one."""
    renamed = [e for e in edits if e.after.title != e.before.title]
    longer = [e for e in renamed if e.before.title in e.after.title]
    yield from _together("lengthened-titles", "had words put to their titles", longer, len(edits))
    cut = [e for e in renamed if e.after.title.rstrip(" .…") in e.before.title]
    yield from _together("cut-titles", "lost words of their titles", cut, len(edits))


def _replaced(edits: Edits) -> Iterator[Finding]:
    """Other articles stand at their addresses: not a line is left of what they said."""
    other = [e for e in edits if e.after.title != e.before.title and _is_all_new(e)]
    said = "say something else altogether at their old addresses, titles too,"
    yield from _together("replaced-articles", said, other, len(edits))


def _is_all_new(edit: Edit) -> bool:
    return not lines(edit.before.text) & lines(edit.after.text)


RULES = (_lost, _redated, _shrunk, _gained, _grown, _alike, _retitled)


def _together(name: str, words: str, changed: Edits, of: int) -> Iterator[Finding]:
    if len(changed) >= FEWEST and len(changed) >= MOST * of:
        said = f"{len(changed)} of {of} stored articles that changed at once {words}: {changed[0].after.url}"
        is_certain = len(changed) >= MASS  # what befell so many at once need not befall them again
        yield Finding("degraded", Symptom(name, said), is_certain=is_certain)
