"""Dates that date something else: the rows of a timetable, the clock above a menu."""

import re

from lxml.html import HtmlElement

from pipeline.clean.outline import Outline

MANY = 3
MENU = 60
"""Characters of links between a line and the title that make a menu of them; a breadcrumb has fewer."""


def is_row_of_many(element: HtmlElement, date: re.Pattern[str]) -> bool:
    """Whether it stands in a table of several columns with dates in three rows and more."""
    row = next((e for e in (element, *element.iterancestors()) if e.tag == "tr"), None)
    if row is None or sum(1 for cell in row if cell.tag in ("td", "th")) < 2:
        return False
    table = next((e for e in row.iterancestors() if e.tag == "table"), None)
    rows = table.iter("tr") if table is not None else ()
    return sum(1 for r in rows if r.find(".//table") is None and _is_dated(r, date)) >= MANY


def _is_dated(row: HtmlElement, date: re.Pattern[str]) -> bool:
    return any(date.search("".join(cell.itertext())) for cell in row)


def is_above_menu(tree: Outline, place: int, title: int) -> bool:
    """Whether a menu stands between the line and the title."""
    return sum(tree.links.get(p, 0) for p in tree.lines if place < p < title) > MENU
