"""Where a publication date is printed: labelled, beside the title, or in the head. Found, not parsed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as Element

from pipeline.clean.dates.fields import is_near, platform_dates, ruled_dates, time_dates
from pipeline.clean.dates.heads import (
    attribute_dates,
    changed_text,
    head_dates,
    is_exact,
    vague_dates,
)
from pipeline.clean.dates.rows import is_above_menu, is_row_of_many
from pipeline.clean.dates.window import DateLine, window
from pipeline.clean.dates.words import CLOCK, DATE_LIKE, EVENT, LABEL, Stamp, stamps
from pipeline.clean.language import is_vietnamese
from pipeline.clean.layout.outline import Outline
from pipeline.clean.page import Page
from pipeline.model import DateEvidence

__all__ = ["DATE_LIKE", "LABEL", "PrintedDates", "printed_dates"]

ISSUED = re.compile(r"ngày\s+ban\s+hành", re.IGNORECASE)
"""Beside the title an article's date; after the text those of new documents in a sidebar."""
VAGUE_LABELS = ("thời gian", "date")
"""Within the text and after it they label an event."""
HEADER_CLOCK = re.compile(r"hôm nay|bây giờ|chào mừng|xin chào|hotline|kính chào", re.IGNORECASE)
RELATIVE = re.compile(r"trước|hôm|vừa xong|\bago\b", re.IGNORECASE)
SECONDS = re.compile(r"\d\d?:\d\d:\d\d")
"""Before the title a clock that runs; beside it .NET's and NukeViet's way to print a time."""
ALONE = 25
"""Characters beside a bare date that ends a text: a place, a weekday."""
SCRIPTED = 40
"""Elements from the title on in which a script may print the date."""
SIGNED_DAY = re.compile(
    r"\W*(?:(?!thứ|chủ nhật|hôm)[^\W\d_][\w\s]{1,25},\s*)?ngày\s+\d{1,2}"
    r"\s+tháng\s+\d{1,2}\s+năm\s+20\d\d\W*$",
    re.IGNORECASE,
)
"""A day in words, alone on its line below the text, as old portals date an article under it."""
MANY = {"beside": 3, "opening": 3, "before": 3, "foot": 3, "after": 2}
"""As many different dates are the rows of a list, and none of them the article's."""
CONFIDENCE = {
    "labelled": 0.95,
    "beside": 0.85,
    "opening": 0.8,
    "foot": 0.7,
    "after": 0.6,
    "before": 0.6,
    "tail": 0.5,
    "updates": 0.5,
}


@dataclass(frozen=True, slots=True)
class PrintedDates:
    """The publication dates as printed, the most trusted first, and the text of the last change."""

    published: tuple[DateEvidence, ...] = ()
    updated: str = ""


def printed_dates(
    page: Page, tree: Outline, title: Element | None, container: Element, rule: str = ""
) -> PrintedDates:
    """Every date that the page prints of its article. `rule` is a source's own selector.

    On Vietnamese portals what stands beside the title goes before the head, whose times lag, lie
    or lack their minutes; elsewhere the head goes first, since it alone names its zone.
    """
    lines = _evidence(tree, title, window(tree, title, container))
    head = head_dates(page)
    exact = [e for e in head if is_exact(e)]
    foreign = bool(exact) and not is_vietnamese(page, tree, container)
    known = [
        *ruled_dates(page, rule),
        *(exact if foreign else ()),
        *platform_dates(page, title),
        *lines["labelled"],
    ]
    found = [
        *known,
        *(() if known else _behind(tree, title, lines["beside"])),
        *lines["beside"],
        *lines["foot"],
        *time_dates(page, title),
        *head,
        *lines["opening"],
        *lines["after"],
        *(lines["updates"] if not any(CLOCK.search(e.text) for e in lines["before"]) else ()),
        *lines["before"],
        *vague_dates(page),
        *lines["tail"],
        *lines["updates"],
    ]
    printed = next((e.text for e in lines["updates"]), "")
    changed = changed_text(page)
    return PrintedDates(_unique(found), (changed or printed) if foreign else (printed or changed))


def _unique(found: list[DateEvidence]) -> tuple[DateEvidence, ...]:
    first: dict[tuple[str, str], DateEvidence] = {}
    for evidence in found:
        first.setdefault((evidence.text, evidence.source), evidence)
    return tuple(first.values())


def _evidence(
    tree: Outline, title: Element | None, lines: list[DateLine]
) -> dict[str, list[DateEvidence]]:
    """The dates of those lines by what they are worth: the groups of `CONFIDENCE`."""
    groups: dict[str, list[DateEvidence]] = defaultdict(list)
    days: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for stamp in stamps(line.text):
            group = _group(line, stamp)
            if group and _is_own(tree, title, line, group):
                days[group].add(stamp.date)
                evidence = DateEvidence(stamp.text, _source(line, stamp), CONFIDENCE[group])
                groups[group].append(evidence)
    for group, many in MANY.items():
        if len(days[group]) >= many:
            groups[group] = []
    return groups


def _group(line: DateLine, stamp: Stamp) -> str:
    """What a date is worth by its label and by where it stands; "" for nothing."""
    if stamp.kind == "updated":
        return "updates" if line.span != "after" else ""
    return _posted(line, stamp) if stamp.kind == "posted" else _bare(line, stamp)


def _posted(line: DateLine, stamp: Stamp) -> str:
    if line.span in ("between", "before"):
        return "labelled"
    if stamp.label in VAGUE_LABELS:
        return ""
    if line.span == "opening":
        return "labelled"
    if ISSUED.match(stamp.label):
        return ""
    return "after" if line.span == "after" else "foot"


def _bare(line: DateLine, stamp: Stamp) -> str:
    clock = HEADER_CLOCK.search(line.text)
    until = line.text.find(stamp.date) + len(stamp.date)
    if line.span == "below" and SIGNED_DAY.match(line.text):
        return "tail"
    if line.span in ("below", "after") or EVENT.search(line.text, 0, until):
        return ""
    if line.span == "before":
        return "" if clock or SECONDS.search(line.text) else "before"
    # "Hôm nay, 08:15" is a posting, "Hôm nay, 05/09/2025" a clock
    if line.span == "between":
        return "" if clock and not RELATIVE.search(stamp.date) else "beside"
    alone = len(line.text) - len(stamp.date) <= ALONE
    if line.span == "closing":
        return "tail" if alone else ""
    return "beside" if alone or CLOCK.search(stamp.text) else "opening"


def _source(line: DateLine, stamp: Stamp) -> str:
    if stamp.label:
        return f"label:{stamp.label}"
    if SIGNED_DAY.match(line.text) and line.span == "below":
        return "signed"
    return {"between": "title", "opening": "title", "before": "before"}.get(line.span, "after")


def _is_own(tree: Outline, title: Element | None, line: DateLine, group: str) -> bool:
    """Whether it dates this article: no row of a timetable; before the title close to it, under no menu."""
    element = tree.elements[line.place]
    if is_row_of_many(element, DATE_LIKE):
        return False
    if group != "before":
        return True
    return title is not None and is_near(element, title) and not is_above_menu(element, title)


def _behind(
    tree: Outline, title: Element | None, beside: list[DateEvidence]
) -> Iterator[DateEvidence]:
    """The full date behind the words beside the title, where those are none: "3 giờ trước"."""
    printed = any(not RELATIVE.search(e.text) for e in beside)
    place = tree.index.get(title) if title is not None else None
    if place is not None and not printed:
        yield from islice(attribute_dates(tree.elements[place : place + SCRIPTED]), 1)
