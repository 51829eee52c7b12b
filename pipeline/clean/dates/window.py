"""Which lines of a page may print its article's date: around the title, and about the text's end."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal
from unicodedata import normalize

from lxml.etree import _Element as Element

from pipeline.clean.dates.words import (
    CALENDAR,
    CANDIDATE,
    CLOCK,
    CLOCK_ALONE,
    DATE_LIKE,
    LABEL_CELL,
)
from pipeline.clean.layout.outline import Outline, text_up_to

Span = Literal["between", "opening", "before", "closing", "below", "after"]
"""From the title to the text, the text's first lines, just before the title, its last lines, just below it,
and further on."""

BEFORE, BELOW, AFTER = 10, 4, 14
"""How many blocks before the title, just below the text and in all after it may hold it."""
OPENING, CLOSING = 6, 3
LONGEST = 200
LONGEST_TITLE = 600
"""Characters of a title and its date; what is longer holds the text as well."""
PARAGRAPH = 90
"""Characters from which on a line is no date line, whatever stands in it."""
BLOCKS_AROUND = 3
TITLE_LINK = 30
TINY, LONGEST_BOX = 16, 40
"""Characters of a day, a month or a time in a box of its own, and of a date or a label."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """One line with its span and the place of its block."""

    span: Span
    text: str
    place: int


def window(tree: Outline, title: Element | None, container: Element) -> list[DateLine]:
    """The lines that may be date lines, the nearest to the title first; what parts a date is joined."""
    lines = [*_in_title(tree, title)] if title is not None else []
    for span, places in _spans(tree, title, container):
        lines += _joined(span, _short(tree, span, places))
    return lines


def _in_title(tree: Outline, title: Element) -> Iterator[DateLine]:
    """A date that stands in the title in an element of its own: `<h1>… <small>(22/12/2023)</small></h1>`."""
    if len(title) and title in tree.index:
        whole = text_up_to(title, LONGEST_TITLE)
        for element in title.iterdescendants() if len(whole) <= LONGEST_TITLE else ():
            text = text_up_to(element, LONGEST_BOX)
            if len(text) <= LONGEST_BOX and text != whole and DATE_LIKE.search(text):
                yield DateLine("between", text, tree.index[title])


def _spans(
    tree: Outline, title: Element | None, container: Element
) -> Iterator[tuple[Span, list[int]]]:
    first = tree.index.get(container, 0)
    anchor = tree.index.get(title, first) if title is not None else first
    end = tree.ends[first]
    # the title's own lines date nothing
    own = range(anchor, tree.ends[anchor] if anchor != first else anchor)
    places = [p for p in tree.lines if p not in own]
    text, title_at, below = (bisect_left(places, place) for place in (first, anchor, end))
    around = {p for p in _around(tree, title) if p in tree.lines and p not in own}
    over = anchor < end
    between = places[title_at:text] if over else places[below:title_at]
    yield "between", sorted({*between, *(p for p in around if not first <= p < end)})
    inside = places[max(text, title_at) if over else text : below]
    inside = sorted({*inside, *(p for p in around if first <= p < end)})
    yield "opening", (opening := _opening(tree, inside))
    before = places[: title_at if over else text]
    yield "before", [p for p in before if not tree.dead[p] and p not in around][-BEFORE:]
    yield "closing", [p for p in inside[-CLOSING:] if p not in opening]
    after = places[below : below + AFTER + 1]
    # under the linked title of another article a date is that one's
    before_each = [*places[max(below - 1, 0) : below], *after]
    free = {p for q, p in pairwise(before_each) if not is_linked(tree, q)}
    yield "below", [p for p in after[:BELOW] if p in free]
    yield "after", [p for p in after[BELOW:] if p in free]


def _opening(tree: Outline, inside: list[int]) -> list[int]:
    """The text's first blocks, up to the second that is a paragraph: the first may be the lead."""
    prose = [p for p in inside[:OPENING] if len(tree.lines[p]) >= PARAGRAPH]
    return [p for p in inside[:OPENING] if len(prose) < 2 or p < prose[1]]


def _around(tree: Outline, title: Element | None) -> list[int]:
    """The blocks whose own text stands beside the title: `<div><h1>…</h1> 22/12/2023</div>`."""
    near = islice(title.iterancestors(), BLOCKS_AROUND) if title is not None else ()
    return [
        tree.index[e] for e in near if e in tree.index and e.tag not in ("body", "html", "form")
    ]


def is_linked(tree: Outline, place: int) -> bool:
    """A linked title with its date: of another article."""
    linked = tree.links.get(place, 0)
    return linked > TITLE_LINK and 2 * linked > len(tree.lines[place])


def _short(tree: Outline, span: Span, places: list[int]) -> list[tuple[int, str]]:
    """The short lines of those blocks that are not links."""
    found = []
    for place in places:
        whole = tree.lines[place]
        if "\n" not in whole:
            if len(whole) <= LONGEST and not is_linked(tree, place):
                found.append((place, whole))
            continue
        lines = [line for line in _end(span, whole.split("\n")) if len(line) <= LONGEST]
        if lines and not is_linked(tree, place):
            found += [(place, line) for line in lines]
    return found


def _end(span: Span, lines: list[str]) -> list[str]:
    """Of a text of line breaks the part that may hold a date line."""
    if span in ("closing", "below", "after"):
        return lines[-CLOSING:]
    return lines[:OPENING] if span == "opening" else lines


def _joined(span: Span, lines: list[tuple[int, str]]) -> Iterator[DateLine]:
    """The lines that may be dates; before them, as one line, those of one date in several boxes."""
    told = [at for at, (_, line) in enumerate(lines) if CANDIDATE.search(line)]
    if not told:
        return
    texts = [normalize("NFC", line).replace("\u200b", "").strip() for _, line in lines]
    for at in sorted({*told, *(max(at - 1, 0) for at in told)}):
        if len(texts[at]) <= LONGEST_BOX and (date := _boxed(texts[at : at + 5])):
            yield DateLine(span, date, lines[at][0])
    for at in reversed(told) if span == "before" else told:
        yield DateLine(span, texts[at], lines[at][0])


def _boxed(texts: list[str]) -> str:
    """One date of the boxes that begin here: label and date, day and month, date and time; else ""."""
    if LABEL_CELL.fullmatch(texts[0]):
        rest = texts[1:]
        date = _boxed(rest) if rest else ""
        date = date or (rest[0] if rest and DATE_LIKE.match(rest[0]) else "")
        return f"{texts[0].strip(' :')}: {date}" if date else ""
    if CLOCK_ALONE.fullmatch(texts[0]):
        return " ".join(texts[:2]) if _is_day(texts[1:2]) else ""
    date, used = _calendar(texts)
    timed = used < len(texts) and CLOCK_ALONE.fullmatch(texts[used])
    if timed and (date or _is_day(texts[:1])):
        return f"{date or texts[0]} {texts[used]}"
    return date


def _is_day(texts: list[str]) -> bool:
    return bool(texts and DATE_LIKE.search(texts[0]) and not CLOCK.search(texts[0]))


def _calendar(texts: list[str]) -> tuple[str, int]:
    """A day, its month and its year in boxes of their own, and how many boxes; "" and 1 if none."""
    for count in (3, 2):
        boxes = [text.strip(" /,.-") for text in texts[:count]]
        if len(boxes) == count and all(0 < len(box) <= TINY for box in boxes):
            for glue in ("/", " "):
                if CALENDAR.fullmatch(joined := glue.join(boxes)):
                    return joined, count
    return "", 1
