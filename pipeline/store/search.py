"""Full-text search: hits in one order on both databases, with snippets."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from pipeline.model import EntryFilter, Hit
from pipeline.store.index import matching
from pipeline.store.query import Query, parse
from pipeline.store.reading import conditions, entries, newest_first, to_entry
from pipeline.store.snippet import snippet
from pipeline.store.tables import articles

FARTHEST = 1_000_000
"""The last offset: a page beyond is empty."""

_TITLE, _ROW, _TYPED = 4, 2, 1
"""What an article gains when its title alone answers, when the words stand in a row, when they
stand with just the accents that were typed. Sums never tie across: the first outweighs the rest."""


def search(
    connection: Connection, text: str, where: EntryFilter, *, limit: int, offset: int
) -> tuple[list[Hit], int]:
    """The hits from `offset` on and how many there are in all: best first, equally good ones newest first.

    Databases score words differently, so the order rests on what both decide alike: title, phrase, accents.
    """
    query = parse(text)
    if not query.alternatives:
        return [], 0
    found = [
        articles.c.number.in_(matching(connection, query.alternatives)),
        *conditions(connection, where),
    ]
    total = connection.execute(
        select(func.count()).select_from(articles).where(*found)
    ).scalar_one()
    page = entries().where(*found).order_by(_rank(connection, query).desc(), *newest_first())
    page = page.limit(max(limit, 0)).offset(min(max(offset, 0), FARTHEST))
    hits = [to_entry(row) for row in connection.execute(page).mappings()]
    terms = query.wanted()
    return [Hit(entry, snippet(entry.article, terms)) for entry in hits], total


def _rank(connection: Connection, query: Query) -> ColumnElement[int]:
    gains = [
        case((articles.c.number.in_(better), literal(gain)), else_=literal(0))
        for better, gain in _better(connection, query)
    ]
    return sum(gains[1:], start=gains[0])


def _better(connection: Connection, query: Query) -> Iterable[tuple[Any, int]]:
    """Stricter readings of the query, with what an article gains that answers them."""
    alternatives = query.alternatives
    yield matching(connection, alternatives, "title"), _TITLE
    rows = tuple(each.in_a_row() for each in alternatives)
    if rows != alternatives:
        yield matching(connection, rows), _ROW
    yield matching(connection, tuple(each.as_typed() for each in alternatives)), _TYPED
