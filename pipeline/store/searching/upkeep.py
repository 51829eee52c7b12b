"""The search index looked after: whether it holds every article once, and how it is made anew."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pipeline.store.searching import index
from pipeline.store.tables import articles


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index holds of what is stored."""

    articles: int
    missing: int
    """Articles that no search finds."""
    strays: int
    """Places in time that it holds and at which no article stands."""

    @property
    def whole(self) -> bool:
        """Whether it holds every article and nothing else."""
        return not (self.missing or self.strays)


def indexed(connection: Connection) -> Indexed:
    """Compare index and articles by their places in time; words are not compared. A second for a million."""
    stored, held = select(articles.c.timeline), index.held(connection)
    missing, strays = stored.except_(held), held.except_(stored)
    counts = (
        connection.execute(select(func.count()).select_from(each.subquery())).scalar_one()
        for each in (stored, missing, strays)
    )
    return Indexed(*counts)


def reindex(connection: Connection) -> int:
    """Make the index anew from all articles, whatever it holds; gives their number."""
    index.rebuild(connection)
    return connection.execute(select(func.count()).select_from(articles)).scalar_one()
