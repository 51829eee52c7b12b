"""Dates that date something else: the rows of a timetable, the clock above a menu."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element as Element

MANY = 3
ROWS = 200
"""A timetable shows what it is in its first rows."""
PIECES, LONGEST = 60, 1000
"""Texts and characters of a cell that are looked at."""
MENU = 60
"""Characters of links between a line and the title that make a menu of them; a breadcrumb has fewer."""


def is_row_of_many(element: Element, date: re.Pattern[str]) -> bool:
    """Whether it stands in a table of several columns with dates in three rows and more."""
    row = element if element.tag == "tr" else next(element.iterancestors("tr"), None)
    if row is None or sum(1 for cell in row if cell.tag in ("td", "th")) < 2:
        return False
    table = next(row.iterancestors("table"), None)
    dated = 0
    for other in islice(table.iter("tr"), ROWS) if table is not None else ():
        dated += other.find(".//table") is None and _is_dated(other, date)
        if dated >= MANY:
            return True
    return False


def _is_dated(row: Element, date: re.Pattern[str]) -> bool:
    return any(date.search("".join(islice(cell.itertext(), PIECES))[:LONGEST]) for cell in row)


def is_above_menu(element: Element, title: Element) -> bool:
    """Whether a menu stands between the element and the title, by the text of its links."""
    linked = 0
    for part in _between(element, title):
        for link in part.iter("a"):
            linked += sum(len(text.strip()) for text in link.itertext())
            if linked > MENU:
                return True
    return False


def _between(element: Element, title: Element) -> Iterator[Element]:
    """The whole subtrees that stand after `element` and before `title`, in page order."""
    path = [title, *title.iterancestors()]
    on_path = set(path)
    while element not in on_path:
        for sibling in element.itersiblings():
            if sibling in on_path:
                for step in path[path.index(sibling) - 1 :: -1] if sibling is not title else ():
                    yield from _earlier(step)
                return
            yield sibling
        above = element.getparent()
        if above is None:
            return
        element = above


def _earlier(element: Element) -> Iterator[Element]:
    return reversed(list(element.itersiblings(preceding=True)))
