"""The ledger: the last visit to each address, and which listings were walked to their end."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from pipeline.model import PageVisit, WarcLocation
from pipeline.store.tables import listings, pages
from pipeline.store.upsert import insert, upsert


def record(connection: Connection, visit: PageVisit) -> None:
    """Write the visit down, unless a later one to the same address stands there."""
    warc = visit.warc
    row: dict[str, Any] = {
        "source_id": visit.source_id,
        "url": visit.url,
        "canonical": visit.canonical,
        "status": visit.status,
        "outcome": visit.outcome,
        "fetched_at": visit.fetched_at,
        "warc_file": warc.file if warc else None,
        "warc_offset": warc.offset if warc else None,
        "warc_length": warc.length if warc else None,
    }
    connection.execute(upsert(connection, pages, row, ["source_id", "url"], newer="fetched_at"))


def batch(
    connection: Connection, source_id: str, after: int, size: int
) -> tuple[list[PageVisit], int]:
    """The next visits in the order of first visit, and the row number to go on after."""
    query = select(pages).where(pages.c.number > after).order_by(pages.c.number).limit(size)
    if source_id:
        query = query.where(pages.c.source_id == source_id)
    rows = connection.execute(query).mappings().all()
    return [_visit(row) for row in rows], rows[-1]["number"] if rows else after


def known(connection: Connection, source_id: str) -> dict[str, str]:
    """What each address gave: those asked for, and the canonical ones that were never asked for."""
    query = select(pages.c.url, pages.c.canonical, pages.c.outcome)
    rows = connection.execute(
        query.where(pages.c.source_id == source_id).order_by(pages.c.fetched_at)
    ).all()
    canonical = {row.canonical: row.outcome for row in rows if row.canonical}
    return canonical | {row.url: row.outcome for row in rows}


def mark_walked(connection: Connection, source_id: str, url: str) -> None:
    """Write down that every page of that listing has been walked."""
    statement = insert(connection, listings).values(source_id=source_id, url=url)
    connection.execute(statement.on_conflict_do_nothing())


def walked(connection: Connection, source_id: str) -> Iterable[str]:
    """The listings walked to their end."""
    return connection.execute(
        select(listings.c.url).where(listings.c.source_id == source_id)
    ).scalars()


def _visit(row: RowMapping) -> PageVisit:
    warc = None
    if row["warc_file"] is not None:
        warc = WarcLocation(row["warc_file"], row["warc_offset"], row["warc_length"])
    names = ("source_id", "url", "canonical", "status", "outcome", "fetched_at")
    return PageVisit(**{name: row[name] for name in names}, warc=warc)
