"""One article into the database: what makes it new, changed or unchanged."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from pipeline.model import Article, Change, PageVisit
from pipeline.store import index, ledger
from pipeline.store.identity import mint
from pipeline.store.matching import match
from pipeline.store.reading import ARTICLE_FIELDS
from pipeline.store.records import plain, storable
from pipeline.store.tables import articles
from pipeline.store.upsert import insert

_PLAIN = ("images", "attachments", "tags", "provenance")
_TOLD = frozenset(("provenance",))
"""How a field was found is no part of the article: another rule for the same text changes nothing."""


def save(
    connection: Connection, article: Article, visit: PageVisit, *, authority: str, reextracted: bool
) -> tuple[Change, str, str]:
    """Store the article and its ledger line; gives what became of it, its key and its address."""
    given = _columns(article)
    found = match(connection, select(articles).with_for_update(), visit, given)
    if found and found.is_twin:
        ledger.record(connection, replace(visit, canonical=found.row["url"]))
        return "unchanged", found.row["key"], found.row["url"]
    ledger.record(connection, visit)
    stored = found.row if found else None
    if stored is None:
        key = _insert(connection, given, visit, authority)
        if key:
            return "new", key, given["url"]
        stored = _find(connection, visit.source_id, given["url"])  # another writer was quicker
    if stored is None:
        raise LookupError(f"{visit.source_id}: {given['url']} is neither stored nor storable")
    change = _update(connection, stored, given, visit.fetched_at, reextracted)
    return change, stored["key"], given["url"]


def _columns(article: Article) -> dict[str, Any]:
    """The article's fields as its columns hold them."""
    row = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    row |= {name: plain(row[name]) for name in _PLAIN}
    return {name: storable(value) for name, value in row.items()}


def _find(connection: Connection, source_id: str, url: str) -> RowMapping | None:
    """The stored row, locked until the transaction ends (SQLite's write transaction locks all)."""
    query = select(articles).where(articles.c.source_id == source_id, articles.c.url == url)
    return connection.execute(query.with_for_update()).mappings().first()


def seen(connection: Connection, visit: PageVisit) -> None:
    """An article still stands there: only `last_seen` moves."""
    connection.execute(
        update(articles)
        .where(articles.c.source_id == visit.source_id, articles.c.url == visit.canonical)
        .values(last_seen=visit.fetched_at, gone_at=None)
    )


def mark_gone(connection: Connection, visit: PageVisit) -> bool:
    """Mark the article of that canonical address, once; whether there was one to mark."""
    statement = update(articles).where(
        articles.c.source_id == visit.source_id,
        articles.c.url == visit.canonical,
        articles.c.gone_at.is_(None),
    )
    return bool(connection.execute(statement.values(gone_at=visit.fetched_at)).rowcount)


def _insert(connection: Connection, given: dict[str, Any], visit: PageVisit, authority: str) -> str:
    """The new entry's key, "" when another writer has just stored it."""
    key, tag = _unused(connection, visit.source_id, given["url"], authority)
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


def _unused(connection: Connection, source_id: str, url: str, authority: str) -> tuple[str, str]:
    """An identity that no entry has: one that has moved away keeps that of its first address."""
    for number in count(1):
        key, tag = mint(source_id, url if number == 1 else f"{url}#{number}", authority)
        taken = select(articles.c.number).where(articles.c.key == key, articles.c.url != url)
        if connection.execute(taken).first() is None:
            break
    return key, tag


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
        if stored["gone_at"] and fetched_at > stored["gone_at"]:
            moved["gone_at"] = None  # it is back
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
