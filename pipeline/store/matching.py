"""Which stored article a page's article is: its own row, its twin's, or the one that has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from pipeline.model import PageVisit
from pipeline.store.tables import articles, pages

SAME = ("published_at", "title", "content_hash")
ENOUGH_TEXT = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A stored row, and whether it stands for a second address of the same article."""

    row: RowMapping
    is_twin: bool = False


def match(
    connection: Connection, rows: Select[Any], visit: PageVisit, given: Mapping[str, Any]
) -> Match | None:
    """The stored row among `rows` that the article is; None for a new one.

    `given`: the article's fields as its columns hold them.
    """

    def one(*tests: ColumnElement[bool]) -> RowMapping | None:
        of_source = articles.c.source_id == visit.source_id
        return connection.execute(rows.where(of_source, *tests)).mappings().first()

    if row := one(articles.c.url == given["url"]):
        return Match(row)
    if given["published_at"] is not None and (row := one(*_equal(given, *SAME))):
        return Match(row, is_twin=not _is_gone(row, visit))
    if (row := one(articles.c.url == _before(visit))) and _is_alike(row, given):
        return Match(row)
    moment = articles.c.sort_time == given["published_at"]  # as the index has it
    if _tells_apart(given) and (row := one(moment, *_equal(given, "published_at", "text"))):
        return Match(row)
    return None


def _equal(given: Mapping[str, Any], *names: str) -> list[ColumnElement[bool]]:
    """The twin's test: portals file one article under several sections, at addresses that say nothing of
    each other. The same words at another time are published again, and stand apart.
    """
    return [articles.c[name] == given[name] for name in names]


def _before(visit: PageVisit) -> Any:
    """The article that the address asked for gave before: a new title gives a new address that the old
    one redirects to.
    """
    query = select(pages.c.canonical)
    return query.where(
        pages.c.source_id == visit.source_id, pages.c.url == visit.url
    ).scalar_subquery()


def _is_alike(row: RowMapping, given: Mapping[str, Any]) -> bool:
    """Whether what stands where an address leads now can still be that article."""
    return any(given[name] and row[name] == given[name] for name in SAME)


def _is_gone(row: RowMapping, visit: PageVisit) -> bool:
    """Whether the first address had nothing any more when this one did: the article has moved here."""
    return bool(row["gone_at"] and visit.fetched_at > row["gone_at"])


def _tells_apart(given: Mapping[str, Any]) -> bool:
    """Whether minute and text name an article whose title and address were changed: two notes of a line
    with their pictures may well be published in one minute.
    """
    return given["published_precision"] == "minute" and len(given["text"]) >= ENOUGH_TEXT
