"""One portal under several ids: those whose successor it is, and those that succeeded it."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from pipeline.store.tables import sources

_FARTHEST = 8
"""Steps from one to the next: no portal has moved so often."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A source's home, the sources it took over from and those that took over from it."""

    home: str = ""
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()


def kin_of(connection: Connection, source_id: str) -> Kin:
    """The kin of a source, at any remove; one query where it has none."""
    columns = (sources.c.id, sources.c.url, sources.c.successor)
    home, before, after = "", {source_id}, {source_id}
    frontier = {source_id}
    for _ in range(_FARTHEST):
        wanted = or_(sources.c.id.in_(frontier), sources.c.successor.in_(frontier))
        rows = connection.execute(select(*columns).where(wanted)).all()
        home = next((row.url for row in rows if row.id == source_id), home)
        older = {row.id for row in rows if row.successor in before}
        newer = {row.successor for row in rows if row.id in after and row.successor}
        frontier = (older - before) | (newer - after)
        before |= older
        after |= newer
        if not frontier:
            break
    return Kin(home, frozenset(before - {source_id}), frozenset(after - before))
