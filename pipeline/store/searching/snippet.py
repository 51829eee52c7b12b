"""The piece of an article that shows why it was found.

Only the words around matches are parted and spelt: the letters of a term's first word are looked for in the
whole text, and what stands there is read word by word. A text of 3,000 words costs as much as one of 100.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from pipeline.model import Article
from pipeline.spelling import accents, exact, folded, visible, words
from pipeline.store.searching.query import Run, Term

WORDS = 40
"""Length of a snippet."""

LEADING = 8
"""Words before the first match."""

FARTHEST = 100_000
"""Letters of a text that are looked through: a match beyond them is found, not shown."""

MATCHES = 25
"""Matches of one term that are weighed: the window that shows most stands among the first of them."""

NEAR = 140
"""Letters after a match that a snippet is sure to show: so long are 32 words."""

_BEHIND = 400
"""Letters before a match in which the words before it are looked for."""


@dataclass(frozen=True, slots=True)
class _Match:
    """Where the words of a term begin in the text, and which of the terms it is."""

    starts: tuple[int, ...]
    term: int


def snippet(article: Article, terms: tuple[Term, ...]) -> str:
    """Plain text on one line, matches between « and », … where text is left out.

    Where the terms stand in the title alone, the article's beginning without marks.
    """
    text = " ".join(visible(article.text[:FARTHEST]).split())
    text = text.replace("«", "“").replace("»", "”")
    found = (each for number, term in enumerate(terms) for each in _matches(text, term, number))
    matches = sorted(found, key=lambda match: match.starts)
    window = _window(text, _best(matches))
    return _cut(text, window, matches) if window else ""


def _matches(text: str, term: Term, number: int) -> Iterator[_Match]:
    """The first places where all words of the term stand in a row."""
    run = term.runs()[0]
    starts = (found.start() for found in _beginning(folded(run.words[0])).finditer(text))
    rows = (_row(text, start, run) for start in starts if _begins_word(text, start))
    return islice((_Match(row, number) for row in rows if row), MATCHES)


@lru_cache(maxsize=1024)
def _beginning(word: str) -> re.Pattern[str]:
    """What any spelling of a folded word begins with."""
    return re.compile("".join(f"[{re.escape(accents(sign))}][\u0300-\u036f]*" for sign in word))


def _begins_word(text: str, place: int) -> bool:
    before = text[place - 1] if place else " "
    return not (before.isalnum() or "\u0300" <= before <= "\u036f")


def _row(text: str, start: int, run: Run) -> tuple[int, ...]:
    """Where each word of the run begins that starts there; none: it does not stand there."""
    spell = exact if run.spelling == "exact" else folded
    row = tuple(islice(words(text, start), len(run.words)))
    stands = tuple(spell(word) for word, _, _ in row) == run.words
    return tuple(place for _, place, _ in row) if stands else ()


def _best(matches: list[_Match]) -> int:
    """Where the match stands after which most different terms follow, the earliest of equals."""
    best, shown, known = 0, 0, len({match.term for match in matches})
    for number, match in enumerate(matches):
        if shown == known:
            break
        following = islice(matches, number, None)
        near = takewhile(lambda each: each.starts[0] < match.starts[0] + NEAR, following)  # noqa: B023
        terms = len({each.term for each in near})
        if terms > shown:
            best, shown = match.starts[0], terms
    return best


def _window(text: str, place: int) -> list[tuple[int, int]]:
    """Start and end of each word shown: a few before the place, and what follows up to the length."""
    begin = max(0, place - _BEHIND)
    earlier = takewhile(lambda word: word[2] <= place, words(text, begin))
    before = [(start, end) for _, start, end in earlier]
    if begin and before:
        del before[0]  # it may be the end of a word
    following = [(start, end) for _, start, end in islice(words(text, place), WORDS)]
    room = max(LEADING, WORDS - len(following))
    return [*before[-room:], *following][:WORDS]


def _cut(text: str, window: list[tuple[int, int]], matches: list[_Match]) -> str:
    """The window's text with each unbroken row of matched words marked."""
    first, last = window[0][0], window[-1][1]
    start = first if next(words(text))[1] < first else 0
    end = last if next(words(text, last), None) else len(text)
    pieces, at = ["… " if start else ""], start
    for opening, closing in _rows(window, matches):
        pieces += [text[at:opening], "«", text[opening:closing], "»"]
        at = closing
    return "".join([*pieces, text[at:end], " …" if end < len(text) else ""])


def _rows(window: list[tuple[int, int]], matches: list[_Match]) -> list[tuple[int, int]]:
    """Start and end of the unbroken rows of matched words inside the window."""
    matched = {start for match in matches for start in match.starts}
    rows: list[tuple[int, int]] = []
    joins = False
    for start, end in window:
        if start in matched:
            rows[-1:] = [(rows[-1][0], end)] if joins else [*rows[-1:], (start, end)]
        joins = start in matched
    return rows
