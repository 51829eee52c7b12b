"""The piece of an article that shows why it was found."""

from typing import TypeAlias

from pipeline.model import Article
from pipeline.store.fold import exact, folded, visible, words
from pipeline.store.query import Term
from pipeline.store.terms import places_of

WORDS = 40
"""Length of a snippet."""

LEADING = 8
"""Words before the first match."""


FARTHEST = 100_000
"""Letters of a text that are looked through: a match beyond them is found, not shown."""

Placed: TypeAlias = list[tuple[str, int, int]]
"""The words of a text, each with its start and end."""


def snippet(article: Article, terms: tuple[Term, ...]) -> str:
    """Plain text on one line, matches between « and », … where text is left out.

    Where the terms stand in the title alone, the article's beginning without marks.
    """
    text = " ".join(visible(article.text[:FARTHEST]).split())
    text = text.replace("«", "“").replace("»", "”")
    parted = list(words(text))
    matched = _matched(parted, terms)
    first = _best_window(matched, len(parted))
    last = min(first + WORDS, len(parted))
    return _cut(text, parted, matched, range(first, last)) if first < last else ""


def _matched(parted: Placed, terms: tuple[Term, ...]) -> dict[int, int]:
    """Position of each matched word -> the number of the term that it belongs to."""
    spelt = {"exact": [exact(word) for word, _, _ in parted]}
    spelt["folded"] = [folded(word) for word, _, _ in parted]
    found: dict[int, int] = {}
    for number, term in enumerate(terms):
        run = term.runs()[0]
        for place in places_of(run.words, spelt[run.spelling]):
            found |= dict.fromkeys(range(place, place + len(run.words)), number)
    return found


def _best_window(matched: dict[int, int], length: int) -> int:
    """Where the window starts that shows the most different terms, the earliest of equals."""
    best, shown = 0, 0
    for place in sorted(matched):
        terms = {matched[at] for at in range(place, place + WORDS - LEADING) if at in matched}
        if len(terms) > shown:
            best, shown = place, len(terms)
    return max(0, min(best - LEADING, length - WORDS))


def _cut(text: str, parted: Placed, matched: dict[int, int], window: range) -> str:
    """The window's text with each unbroken row of matched words marked."""
    start = parted[window.start][1] if window.start else 0
    end = parted[window.stop - 1][2] if window.stop < len(parted) else len(text)
    pieces, at = ["… " if start else ""], start
    for row in _rows(matched, window):
        opening, closing = parted[row.start][1], parted[row.stop - 1][2]
        pieces += [text[at:opening], "«", text[opening:closing], "»"]
        at = closing
    return "".join([*pieces, text[at:end], " …" if end < len(text) else ""])


def _rows(matched: dict[int, int], window: range) -> list[range]:
    """The unbroken rows of matched positions inside the window."""
    rows: list[range] = []
    for place in window:
        if place in matched:
            joined = rows and rows[-1].stop == place
            rows[-1:] = (
                [range(rows[-1].start, place + 1)]
                if joined
                else [*rows[-1:], range(place, place + 1)]
            )
    return rows
