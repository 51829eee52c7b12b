"""An entry of another database into this one: it keeps its id, and no article is doubled."""

from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from pipeline.model import Change, Entry, PageVisit
from pipeline.store import history, ledger, saving
from pipeline.store.identity import addresses
from pipeline.store.identity.matching import match
from pipeline.store.records import storable
from pipeline.store.tables import articles


def adopt(connection: Connection, entry: Entry) -> tuple[Change, str, str]:
    """Store the entry, or what it tells that is newer; gives what became of it, its key and its address.

    An article that is here by its id or its key, or else by matching, keeps the identity it has here.
    The ledger learns of its address, so that the next crawl knows it; a line of its own it keeps.
    """
    history.one_writer(connection)
    given = saving.columns(entry.article) | {"source_id": entry.source_id}
    visit = _visit(entry, given["url"])
    stored, is_twin = _stored(connection, entry, visit, given)
    if stored is None:
        _add(connection, entry, given)
        change: Change = "new"
    elif is_twin:
        addresses.note(connection, stored["number"], entry.source_id, given["url"])
        visit = _visit(entry, given["url"], stored["url"])
        change = "unchanged"
    else:
        change = _merge(connection, stored, entry, given)
    if ledger.visit_of(connection, visit.source_id, visit.url) is None:
        ledger.record(connection, visit)
    own = stored if stored and is_twin else {"key": entry.key, "url": given["url"]}
    return change, (stored or own)["key"], own["url"]


def _visit(entry: Entry, url: str, canonical: str = "") -> PageVisit:
    return PageVisit(entry.source_id, url, canonical or url, 200, "article", entry.last_seen)


def _stored(
    connection: Connection, entry: Entry, visit: PageVisit, given: dict[str, Any]
) -> tuple[RowMapping | None, bool]:
    rows = select(articles).with_for_update()
    known = rows.where(or_(articles.c.id == entry.id, articles.c.key == entry.key))
    row = connection.execute(known.order_by(articles.c.number)).mappings().first()
    if row:
        return row, False
    found = match(connection, rows, visit, given)
    return (found.row, found.is_twin) if found else (None, False)


def _add(connection: Connection, entry: Entry, given: dict[str, Any]) -> None:
    names = ("key", "first_seen", "last_seen", "updated", "gone_at")
    own = {name: getattr(entry, name) for name in names} | {"id": storable(entry.id)}
    number = saving.add(connection, given | own)
    if number is None:
        raise LookupError(f"{entry.source_id}: {given['url']} is neither stored nor storable")
    if entry.gone_at:
        history.note(connection, number, "gone")


def _merge(
    connection: Connection, stored: RowMapping, entry: Entry, given: dict[str, Any]
) -> Change:
    """Its later state wins; who was seen first stays first."""
    change: Change = "unchanged"
    if entry.last_seen > stored["last_seen"]:
        reextracted = entry.updated <= stored["updated"]
        change = saving.bring_up(connection, stored, given, entry.last_seen, reextracted)
    number = stored["number"]
    query = select(articles).where(articles.c.number == number)
    row = connection.execute(query).mappings().one()
    first = min(stored["first_seen"], entry.first_seen)
    moved: dict[str, Any] = {"first_seen": first, "sort_time": row["published_at"] or first}
    if change == "changed":
        moved["updated"] = max(stored["updated"], entry.updated)
    if entry.gone_at and row["gone_at"] is None and entry.gone_at >= row["last_seen"]:
        moved["gone_at"] = entry.gone_at
        history.note(connection, number, "gone")
    saving.write(connection, row, moved)
    return change
