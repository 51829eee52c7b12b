"""Whether two versions can be one article, where their addresses do not say so. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from pipeline.model import VIETNAM

DATE = ("published_at", "published_precision", "published_source")
SAME = ("published_at", "title", "content_hash")
ENOUGH_TEXT = 200
"""Characters from which on a text names its article: notes of a line are alike by chance."""
SHARED, NEARLY_ALL = 0.5, 0.8
"""Of the words of two texts: what an edited one shares with itself; and where no date says so, too."""
NEXT = timedelta(days=1)
_WORD = re.compile(r"\w+")

Row = Mapping[str, Any] | RowMapping


def is_alike(stored: Row, given: Row) -> bool:
    """Whether what stands where an address leads now can still be that article."""
    same = any(given[name] and stored.get(name) == given[name] for name in SAME)
    return same or _same_text(stored, given)


def agree(stored: Row, given: Row) -> bool:
    """Whether articles of one path on two hosts, which may well be two portals' `news_12`, are one.

    The words are the same, and many enough or of no other date; or the date is, with most words; or
    the title, with nearly all words, where one has no date.
    """
    dates = {stored["published_at"], given["published_at"]}
    if _same_text(stored, given):
        return True
    if len(dates - {None}) > 1:
        return False
    if stored["content_hash"] == given["content_hash"]:
        return True
    if None not in dates:
        return shared(_words(stored), _words(given)) >= SHARED
    same_title = stored["title"] == given["title"]
    return same_title and shared(_words(stored), _words(given)) >= NEARLY_ALL


def likeness(stored: Row, given: Row) -> float:
    """How many of their words two articles of one day share, where they can be one that its portal's
    successor prints otherwise; else 0.

    At one minute most words are enough, or another title with nearly all. Where a page prints no more than
    the day, title and nearly all words must be the same: a day has many notices of one form.
    """
    words = shared(_words(stored), _words(given))
    same_title = _plain(stored["title"]) == _plain(given["title"])
    to_the_minute = stored["published_precision"] == given["published_precision"] == "minute"
    if to_the_minute:
        same = stored["published_at"] == given["published_at"]
        enough = SHARED if same_title else NEARLY_ALL
        return words if same and words >= enough else 0.0
    return words if same_title and words >= NEARLY_ALL else 0.0


def as_exact(stored: Row, given: Row) -> dict[str, Any]:
    """The stored date where the page prints no more than its day, or the one beside it: a portal's new CMS
    may leave the time out, or count days back from now, and no place in time is lost for that.
    """
    kept, printed = stored["published_at"], given["published_at"]
    precisions = (stored["published_precision"], given["published_precision"])
    if precisions != ("minute", "day") or abs(_day(kept) - _day(printed)) > NEXT:
        return {}
    return {name: stored[name] for name in DATE}


def as_dated(stored: Row, given: Row) -> dict[str, Any]:
    """The stored date, and how it was found, where the page prints none any more: a template that lost its
    dates takes none from articles that are read again.
    """
    if given["published_at"] is not None or stored["published_at"] is None:
        return {}
    found = [one for one in stored["provenance"] if one["field"] == "published_at"]
    return {name: stored[name] for name in DATE} | {"provenance": [*given["provenance"], *found]}


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(title.casefold()))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all their words that both have (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 1.0


def tells_apart(given: Row) -> bool:
    """Whether minute and text name an article whose title and address were changed: two notes of a line
    with their pictures may well be published in one minute.
    """
    return given["published_precision"] == "minute" and len(given["text"]) >= ENOUGH_TEXT


def _same_text(stored: Row, given: Row) -> bool:
    return stored["text"] == given["text"] and len(given["text"]) >= ENOUGH_TEXT


def _words(row: Row) -> frozenset[str]:
    return frozenset(_WORD.findall(f"{row['title']} {row['text']}".lower()))
