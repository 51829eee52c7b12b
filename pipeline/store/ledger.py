"""The ledger: the last visit to each address, and the listings that were walked to their end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select, update

from pipeline.model import KnownPage, ListingVisit, PageVisit, WarcLocation
from pipeline.store.database.upsert import upsert
from pipeline.store.records import plain, storable
from pipeline.store.tables import articles, listings, pages


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
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "told": visit.told,
        "dropped_at": visit.dropped_at,
    }
    upsert(connection, pages, row, ["source_id", "url"], newer="fetched_at")


def batch(
    connection: Connection, source_id: str, after: int, size: int
) -> tuple[list[PageVisit], int]:
    """The next visits in the order of first visit, and the row number to go on after."""
    query = select(pages).where(pages.c.number > after).order_by(pages.c.number).limit(size)
    if source_id:
        query = query.where(pages.c.source_id == source_id)
    rows = connection.execute(query).mappings().all()
    return [_visit(row) for row in rows], rows[-1]["number"] if rows else after


def visit_of(connection: Connection, source_id: str, url: str) -> PageVisit | None:
    """The last visit to one address."""
    query = select(pages).where(pages.c.source_id == source_id, pages.c.url == url)
    row = connection.execute(query).mappings().first()
    return _visit(row) if row else None


def capture_of(connection: Connection, source_id: str, canonical: str) -> PageVisit | None:
    """The last visit that gave the article of that canonical address and lies in the archive.

    Most articles were asked for by that address itself, which has an index.
    """
    itself = visit_of(connection, source_id, canonical)
    if itself and itself.outcome == "article" and itself.warc:
        return itself
    query = select(pages).where(pages.c.source_id == source_id, pages.c.canonical == canonical)
    query = query.where(pages.c.outcome == "article", pages.c.warc_file.is_not(None))
    row = connection.execute(query.order_by(pages.c.fetched_at.desc()).limit(1)).mappings().first()
    return _visit(row) if row else None


def dropped_of(connection: Connection, source_id: str, canonical: str) -> PageVisit | None:
    """The last visit that gave the article of that canonical address, its capture dropped since."""
    query = select(pages).where(pages.c.source_id == source_id, pages.c.outcome == "article")
    query = query.where(pages.c.canonical == canonical, pages.c.dropped_at.is_not(None))
    row = connection.execute(query.order_by(pages.c.fetched_at.desc()).limit(1)).mappings().first()
    return _visit(row) if row else None


def archive_files(connection: Connection) -> frozenset[str]:
    """The archive's files that the ledger names."""
    query = select(pages.c.warc_file).where(pages.c.warc_file.is_not(None)).distinct()
    return frozenset(connection.execute(query).scalars())


def drop_captures(
    connection: Connection, file: str, moved: Mapping[int, WarcLocation], at: datetime
) -> int:
    """That file goes: its captures lie elsewhere now (`moved`: by the byte where they began) or nowhere.

    Gives how many addresses have none any more.
    """
    for offset, place in moved.items():
        at_place = (pages.c.warc_file == file, pages.c.warc_offset == offset)
        names = {"warc_file": place.file, "warc_offset": place.offset, "warc_length": place.length}
        connection.execute(update(pages).where(*at_place).values(names))
    gone = {"warc_file": None, "warc_offset": None, "warc_length": None, "dropped_at": at}
    return connection.execute(update(pages).where(pages.c.warc_file == file).values(gone)).rowcount


def known(connection: Connection, source_id: str) -> dict[str, str]:
    """What each address gave: those asked for, and the canonical ones that were never asked for."""
    query = select(pages.c.url, pages.c.canonical, pages.c.outcome)
    rows = connection.execute(
        query.where(pages.c.source_id == source_id).order_by(pages.c.fetched_at)
    ).all()
    canonical = {row.canonical: row.outcome for row in rows if row.canonical}
    return canonical | {row.url: row.outcome for row in rows}


def pages_of(connection: Connection, source_id: str) -> list[KnownPage]:
    """Every address visited, with what is stored of the article it led to."""
    joined = pages.outerjoin(
        articles,
        and_(articles.c.source_id == pages.c.source_id, articles.c.url == pages.c.canonical),
    )
    visited = [pages.c[name] for name in _VISITED]
    stored = [articles.c[name] for name in ("title", "sort_time", "updated", "gone_at")]
    query = select(*visited, *stored).select_from(joined).where(pages.c.source_id == source_id)
    rows = connection.execute(query.order_by(pages.c.fetched_at)).mappings()
    return [KnownPage(**row) for row in rows]


_VISITED = ("url", "canonical", "outcome", "fetched_at", "etag", "last_modified", "told")


def seen_unchanged(connection: Connection, visit: PageVisit) -> None:
    """The server says that the page is as it was: only the time of the visit moves."""
    moved = {"fetched_at": visit.fetched_at, "told": visit.told}
    connection.execute(
        update(pages)
        .where(pages.c.source_id == visit.source_id, pages.c.url == visit.url)
        .values(moved)
    )


def seen_otherwise(connection: Connection, visit: PageVisit) -> None:
    """Where an article stood is something else now: its last capture stays for `reprocess`."""
    moved = {name: getattr(visit, name) for name in ("status", "outcome", "fetched_at", "told")}
    connection.execute(
        update(pages)
        .where(pages.c.source_id == visit.source_id, pages.c.url == visit.url)
        .values(moved | {"etag": "", "last_modified": ""})
    )


def save_listing(connection: Connection, visit: ListingVisit) -> None:
    """Put a reading in the place of the listing's last one."""
    row = {name: getattr(visit, name) for name in ListingVisit.__dataclass_fields__}
    row["head"] = storable(plain(visit.head))
    upsert(connection, listings, row, ["source_id", "url"])


def listings_of(connection: Connection, source_id: str) -> list[ListingVisit]:
    """The listings, feeds and sitemaps walked to their end, in the order of their addresses."""
    query = select(listings).where(listings.c.source_id == source_id).order_by(listings.c.url)
    rows = connection.execute(query).mappings()
    return [ListingVisit(**(dict(row) | {"head": tuple(row["head"])})) for row in rows]


def _visit(row: RowMapping) -> PageVisit:
    warc = None
    if row["warc_file"] is not None:
        warc = WarcLocation(row["warc_file"], row["warc_offset"], row["warc_length"])
    names = (
        "source_id",
        "url",
        "canonical",
        "status",
        "outcome",
        "fetched_at",
        "etag",
        "last_modified",
        "told",
        "dropped_at",
    )
    return PageVisit(**{name: row[name] for name in names}, warc=warc)
