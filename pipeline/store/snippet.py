"""The piece of an article that shows why it was found."""

from dataclasses import dataclass

from pipeline.model import Article
from pipeline.store.fold import exact, folded, visible, words
from pipeline.store.query import Run, Term

WORDS = 40
"""Length of a snippet."""

LEADING = 8
"""Words before the first match."""

_QUOTES = str.maketrans("«»", "“”")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the text: where it stands, and its two spellings."""

    start: int
    end: int
    exact: str
    folded: str


def snippet(article: Article, terms: tuple[Term, ...]) -> str:
    """Plain text on one line, matches between « and », … where text is left out.

    Where the terms stand in the title alone, the article's beginning without marks.
    """
    text = " ".join(visible(article.text).translate(_QUOTES).split())
    parted = [_Word(start, end, exact(word), folded(word)) for word, start, end in words(text)]
    matched = _matched(parted, terms)
    first = _best_window(matched, len(parted))
    last = min(first + WORDS, len(parted))
    return _cut(text, parted, matched, range(first, last)) if first < last else ""


def _matched(parted: list[_Word], terms: tuple[Term, ...]) -> dict[int, int]:
    """Position of each matched word -> the number of the term that it belongs to."""
    found: dict[int, int] = {}
    for number, term in enumerate(terms):
        run = term.runs()[0]
        for place in _places(parted, run):
            found |= dict.fromkeys(range(place, place + len(run.words)), number)
    return found


def _places(parted: list[_Word], run: Run) -> list[int]:
    """Where the run's words stand in a row."""
    spelt = tuple(word.exact if run.spelling == "exact" else word.folded for word in parted)
    size = len(run.words)
    starts = (place for place, word in enumerate(spelt) if word == run.words[0])
    return [place for place in starts if spelt[place : place + size] == run.words]


def _best_window(matched: dict[int, int], length: int) -> int:
    """Where the window starts that shows the most different terms, the earliest of equals."""
    best, shown = 0, 0
    for place in sorted(matched):
        terms = {matched[at] for at in range(place, place + WORDS - LEADING) if at in matched}
        if len(terms) > shown:
            best, shown = place, len(terms)
    return max(0, min(best - LEADING, length - WORDS))


def _cut(text: str, parted: list[_Word], matched: dict[int, int], window: range) -> str:
    """The window's text with each unbroken row of matched words marked."""
    start = parted[window.start].start if window.start else 0
    end = parted[window.stop - 1].end if window.stop < len(parted) else len(text)
    pieces, at = ["… " if start else ""], start
    for row in _rows(matched, window):
        opening, closing = parted[row.start].start, parted[row.stop - 1].end
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
