"""One article into the database: what makes it new, changed or unchanged."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from pipeline.model import Article, Change, PageVisit
from pipeline.store import index, ledger
from pipeline.store.identity import mint
from pipeline.store.reading import ARTICLE_FIELDS
from pipeline.store.records import plain, storable
from pipeline.store.tables import articles
from pipeline.store.upsert import insert

_PLAIN = ("images", "attachments", "tags", "provenance")
_TOLD = frozenset(("provenance",))
"""How a field was found is no part of the article: another rule for the same text changes nothing."""


def save(
    connection: Connection, article: Article, visit: PageVisit, *, authority: str, reextracted: bool
) -> tuple[Change, str]:
    """Store the article and its ledger line; gives what became of it and its key."""
    given = _columns(article)
    stored = _find(connection, visit.source_id, given["url"])
    twin = None if stored else _twin(connection, visit.source_id, given)
    if twin:
        ledger.record(connection, replace(visit, canonical=twin["url"]))
        return "unchanged", twin["key"]
    ledger.record(connection, visit)
    if stored is None:
        key = _insert(connection, given, visit, authority)
        if key:
            return "new", key
        stored = _find(connection, visit.source_id, given["url"])  # another writer was quicker
    if stored is None:
        raise LookupError(f"{visit.source_id}: {given['url']} is neither stored nor storable")
    return _update(connection, stored, given, visit.fetched_at, reextracted), stored["key"]


def _columns(article: Article) -> dict[str, Any]:
    """The article's fields as its columns hold them."""
    row = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    row |= {name: plain(row[name]) for name in _PLAIN}
    return {name: storable(value) for name, value in row.items()}


def _find(connection: Connection, source_id: str, url: str) -> RowMapping | None:
    """The stored row, locked until the transaction ends (SQLite's write transaction locks all)."""
    query = select(articles).where(articles.c.source_id == source_id, articles.c.url == url)
    return connection.execute(query.with_for_update()).mappings().first()


def _twin(connection: Connection, source_id: str, given: dict[str, Any]) -> RowMapping | None:
    """The same article under another address of the portal, which says of neither that it is a copy.

    The same words published in the same minute: portals file one article under several sections. The
    same words at another time are published again, and stand apart.
    """
    if given["published_at"] is None:
        return None
    query = select(articles).where(
        articles.c.source_id == source_id,
        *(articles.c[name] == given[name] for name in ("content_hash", "title", "published_at")),
    )
    return connection.execute(query).mappings().first()


def _insert(connection: Connection, given: dict[str, Any], visit: PageVisit, authority: str) -> str:
    """The new entry's key, "" when another writer has just stored it."""
    key, tag = mint(visit.source_id, given["url"], authority)
    seen = visit.fetched_at
    own = {
        "id": tag,
        "key": key,
        "source_id": visit.source_id,
        "first_seen": seen,
        "last_seen": seen,
        "updated": given["updated_at"] or given["published_at"] or seen,
        "sort_time": given["published_at"] or seen,
    }
    statement = insert(connection, articles).values(given | own)
    statement = statement.on_conflict_do_nothing(index_elements=["source_id", "url"])
    number = connection.execute(statement.returning(articles.c.number)).scalar_one_or_none()
    if number is None:
        return ""
    index.put(connection, number, given["title"], given["text"])
    return key


def _update(
    connection: Connection,
    stored: RowMapping,
    given: dict[str, Any],
    fetched_at: datetime,
    reextracted: bool,
) -> Change:
    """Bring the stored row up to the capture. One older than the last may only move `first_seen` back."""
    first_seen = min(stored["first_seen"], fetched_at)
    moved: dict[str, Any] = {"first_seen": first_seen}
    change: Change = "unchanged"
    if fetched_at >= stored["last_seen"]:
        moved["last_seen"] = fetched_at
        moved |= {name: value for name, value in given.items() if stored[name] != value}
        change = "changed" if moved.keys() & (given.keys() - _TOLD) else "unchanged"
    if "content_hash" in moved and not reextracted:
        moved["updated"] = _updated(stored["updated"], given["updated_at"], fetched_at)
    moved["sort_time"] = moved.get("published_at", stored["published_at"]) or first_seen
    _write(connection, stored, moved)
    return change


def _updated(before: datetime, printed: datetime | None, fetched_at: datetime) -> datetime:
    """The publisher's own time of the edit where it is news to us, else when we saw it; never backwards."""
    if printed and printed > before:
        return printed
    return max(before, fetched_at)


def _write(connection: Connection, stored: RowMapping, moved: dict[str, Any]) -> None:
    changes = {name: value for name, value in moved.items() if stored[name] != value}
    if changes:
        connection.execute(
            update(articles).where(articles.c.number == stored["number"]).values(changes)
        )
    if changes.keys() & {"title", "text"}:
        row = dict(stored) | changes
        index.put(connection, row["number"], row["title"], row["text"])
