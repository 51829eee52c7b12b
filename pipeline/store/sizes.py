"""How many articles each source has, counted again only where something has changed."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from pipeline.store.history import last_change
from pipeline.store.tables import articles


class Sizes:
    """Kept for one store; the number of the last change tells whether what is kept still holds."""

    def __init__(self) -> None:
        self._kept: tuple[int, Mapping[str, int]] = (-1, {})

    def of(self, connection: Connection) -> Mapping[str, int]:
        """Source id -> number of its articles, where it has any."""
        last = last_change(connection)
        known, sizes = self._kept
        if last != known:
            sizes = counted(connection)
            self._kept = last, sizes
        return sizes


def counted(connection: Connection) -> dict[str, int]:
    """Out of one index, without a look at the articles."""
    query = select(articles.c.source_id, func.count()).group_by(articles.c.source_id)
    return dict(connection.execute(query).all())
