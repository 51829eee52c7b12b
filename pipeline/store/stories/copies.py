"""Who else prints an article: the other articles of its story, as entries show them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from pipeline.model import Entry, Reprint
from pipeline.store.tables import articles, sources

SHOWN = 50
"""Articles of a story that an entry names, the first in time; `Store.story` gives all."""


def with_copies(connection: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries with `also` filled in, by one query in all, and by none where none is in a story."""
    stories = {entry.story for entry in entries if entry.story}
    if not stories:
        return list(entries)
    copies = _copies(connection, stories)
    return [_with(entry, copies[entry.story]) if entry.story else entry for entry in entries]


def _with(entry: Entry, copies: Sequence[Reprint]) -> Entry:
    others = [copy for copy in copies if copy.key != entry.key]
    return replace(entry, also=tuple(others[:SHOWN]))


def _copies(connection: Connection, stories: set[str]) -> dict[str, list[Reprint]]:
    place = func.row_number().over(
        partition_by=articles.c.story, order_by=(articles.c.sort_time, articles.c.key)
    )
    names = ("story", "key", "source_id", "url", "title", "published_at")
    ranked = (
        select(
            *(articles.c[name] for name in names),
            sources.c.name.label("source_name"),
            place.label("place"),
        )
        .select_from(articles.join(sources))
        .where(articles.c.story.in_(stories))
        .subquery()
    )
    query = (
        select(ranked).where(ranked.c.place <= SHOWN + 1).order_by(ranked.c.story, ranked.c.place)
    )
    found: dict[str, list[Reprint]] = {story: [] for story in stories}
    for row in connection.execute(query).mappings():
        fields = {name: row[name] for name in Reprint.__dataclass_fields__}
        found[row["story"]].append(Reprint(**fields))
    return found
