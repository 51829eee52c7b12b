"""Topics: sections and tags under one slug, however portals write them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from pipeline.slug import slug
from pipeline.store.tables import topics

LONGEST = 80
"""Letters of a slug: a longer tag is a sentence."""


def topics_of(section: str | None, tags: Iterable[str]) -> dict[str, str]:
    """Slug -> name of each topic of an article."""
    named = {slug(name): " ".join(name.split()) for name in (*tags, section or "")}
    return {key: name for key, name in named.items() if key and len(key) <= LONGEST}


def put(connection: Connection, article: Mapping[str, Any]) -> None:
    """The article's topics, in place of those it had."""
    connection.execute(delete(topics).where(topics.c.article == article["number"]))
    rows = [
        {"slug": key, "name": name, "article": article["number"], "timeline": article["timeline"]}
        for key, name in topics_of(article["section"], article["tags"]).items()
    ]
    if rows:
        connection.execute(insert(topics), rows)


def counted(connection: Connection, least: int, limit: int) -> list[tuple[str, str, int]]:
    """(slug, name, articles) of the topics that have at least so many articles, the largest first.

    Counted in the index alone; names are looked up only of those that are given.
    """
    number = func.count().label("number")
    largest = select(topics.c.slug, number).group_by(topics.c.slug).having(number >= least)
    found = largest.order_by(number.desc(), topics.c.slug).limit(limit).subquery()
    query = select(found.c.slug, name_of(found.c.slug), found.c.number)
    query = query.order_by(found.c.number.desc(), found.c.slug)
    return [(key, name, count) for key, name, count in connection.execute(query)]


def name_of(slug: ColumnElement[str]) -> ColumnElement[str]:
    """As its oldest article writes it, so that it stays when others come."""
    of = topics.alias()
    name = select(of.c.name).where(of.c.slug == slug).order_by(of.c.timeline).limit(1)
    return name.scalar_subquery()
