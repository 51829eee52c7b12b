"""One article into the database: what makes it new, changed or unchanged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from pipeline.edits import TELLING, is_edit, is_less
from pipeline.model import Article, Change, ChangeKind, PageVisit, Reason
from pipeline.store import history, ledger, mentions, topics
from pipeline.store.database.upsert import insert_new
from pipeline.store.identity import addresses
from pipeline.store.identity.agreement import as_dated, as_exact
from pipeline.store.identity.matching import match
from pipeline.store.identity.minting import mint
from pipeline.store.reading import ARTICLE_FIELDS
from pipeline.store.records import plain, revive_fields, storable
from pipeline.store.searching import index
from pipeline.store.stories import settling as stories
from pipeline.store.tables import articles
from pipeline.store.timeline import timeline

_PLAIN = ("images", "attachments", "tags", "places", "provenance")
_TOLD = frozenset(("provenance",))
"""How a field was found is no part of the article: another rule for the same text changes nothing."""


def save(
    connection: Connection, article: Article, visit: PageVisit, *, authority: str, reextracted: bool
) -> tuple[Change, str, str]:
    """Store the article and its ledger line; gives what became of it, its key and its address."""
    history.one_writer(connection)
    given = columns(article)
    found = match(connection, select(articles).with_for_update(), visit, given)
    if found and found.is_twin:
        addresses.note(connection, found.row["number"], visit.source_id, given["url"])
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
    given["source_id"] = visit.source_id
    elsewhere = f":{visit.source_id}/" not in stored["id"]  # minted by the one it succeeded
    if elsewhere or not reextracted:
        given |= as_exact(stored, given)
    given |= as_dated(stored, given)
    change = bring_up(connection, stored, given, visit.fetched_at, reextracted)
    return change, stored["key"], given["url"]


def columns(article: Article) -> dict[str, Any]:
    """The article's fields as its columns hold them."""
    row = {name: getattr(article, name) for name in ARTICLE_FIELDS}
    row |= {name: plain(row[name]) for name in _PLAIN}
    stored = {name: storable(value) for name, value in row.items()}
    return stored | {"url_key": addresses.url_key(stored["url"])}


def _find(connection: Connection, source_id: str, url: str) -> RowMapping | None:
    """The stored row, locked until the transaction ends (SQLite's write transaction locks all)."""
    query = select(articles).where(articles.c.source_id == source_id, articles.c.url == url)
    return connection.execute(query.with_for_update()).mappings().first()


def seen(connection: Connection, visit: PageVisit) -> None:
    """An article still stands there: `last_seen` moves, and one that was gone is back."""
    history.one_writer(connection)
    here = (articles.c.source_id == visit.source_id, articles.c.url == visit.canonical)
    back = select(articles.c.number).where(*here, articles.c.gone_at.is_not(None))
    for number in connection.execute(back).scalars().all():
        history.note(connection, number, "restored")
    moved = {"last_seen": visit.fetched_at, "gone_at": None}
    connection.execute(update(articles).where(*here).values(moved))


def mark_gone(connection: Connection, visit: PageVisit) -> bool:
    """Mark the article of that canonical address, once; whether there was one to mark."""
    history.one_writer(connection)
    statement = update(articles).where(
        articles.c.source_id == visit.source_id,
        articles.c.url == visit.canonical,
        articles.c.gone_at.is_(None),
    )
    marked = statement.values(gone_at=visit.fetched_at).returning(articles.c.number)
    numbers = connection.execute(marked).scalars().all()
    for number in numbers:
        history.note(connection, number, "gone")
    return bool(numbers)


def _insert(connection: Connection, given: dict[str, Any], visit: PageVisit, authority: str) -> str:
    """The new entry's key, "" when another writer has just stored it."""
    key, tag = _unused(connection, visit.source_id, given["url"], authority)
    seen = visit.fetched_at
    own: dict[str, Any] = {
        "id": tag,
        "key": key,
        "source_id": visit.source_id,
        "first_seen": seen,
        "last_seen": seen,
        "updated": given["updated_at"] or given["published_at"] or seen,
    }
    return key if add(connection, given | own) else ""


def add(connection: Connection, given: dict[str, Any]) -> int | None:
    """The number of a new row, None where its address has just been taken. `given`: all but its place."""
    moment = given["published_at"] or given["first_seen"]
    own = {"sort_time": moment, "timeline": _place(connection, moment, given["key"])}
    number = insert_new(connection, articles, given | own, ("source_id", "url"), "number")
    if number is None:
        return None
    row = given | own | {"number": number}
    index.put(connection, row)
    topics.put(connection, row)
    mentions.put(connection, row)
    history.note(connection, number, "new")
    stories.put(connection, row)
    return int(number)


def _place(connection: Connection, moment: datetime, key: str) -> int:
    """Its place in time, the next free one where another article has just that."""
    place = timeline(moment, key)
    taken = select(articles.c.number)
    while connection.execute(
        taken.where(articles.c.timeline == place, articles.c.key != key)
    ).first():
        place += 1
    return place


def _unused(connection: Connection, source_id: str, url: str, authority: str) -> tuple[str, str]:
    """An identity that no entry has: one that has moved away keeps that of its first address."""
    for number in count(1):
        key, tag = mint(source_id, url if number == 1 else f"{url}#{number}", authority)
        taken = select(articles.c.number).where(articles.c.key == key)
        if connection.execute(taken).first() is None:
            break
    return key, tag


def bring_up(
    connection: Connection,
    stored: RowMapping,
    given: dict[str, Any],
    fetched_at: datetime,
    reextracted: bool,
) -> Change:
    """Bring the stored row up to the capture. One older than the last may only move `first_seen` back."""
    first_seen = min(stored["first_seen"], fetched_at)
    moved: dict[str, Any] = {"first_seen": first_seen}
    kinds: list[ChangeKind] = []
    if fetched_at >= stored["last_seen"]:
        moved["last_seen"] = fetched_at
        if stored["gone_at"] and fetched_at > stored["gone_at"]:
            moved["gone_at"] = None
            kinds.append("restored")
        moved |= {name: value for name, value in given.items() if stored[name] != value}
    change: Change = "changed" if moved.keys() & (given.keys() - _TOLD) else "unchanged"
    _move(connection, stored, moved, given)
    if moved.keys() & {"url", "source_id"}:
        kinds.append("moved")
    reason = _reason(stored, moved, given, reextracted)
    if reason:
        history.keep(connection, stored, fetched_at, reason)
    if reason == "publisher":
        kinds.append("edited")
        moved["updated"] = _updated(stored["updated"], given["updated_at"], fetched_at)
    newly_placed = (
        "places" in moved and not kinds
    )  # an older version named none: its feeds must hear of it
    otherwise = reason == "re-extraction" or reextracted
    if newly_placed or (otherwise and change == "changed"):
        kinds.append("re-extracted")  # also of markup or tags alone: feeds print them
    moved["sort_time"] = moved.get("published_at", stored["published_at"]) or first_seen
    write(connection, stored, moved)
    for kind in kinds:
        history.note(connection, stored["number"], kind)
    return change


def _reason(
    stored: RowMapping, moved: dict[str, Any], given: dict[str, Any], reextracted: bool
) -> Reason | None:
    """Why the stored version is worth keeping; None where the new one takes nothing from it."""
    if not moved.keys() & TELLING:
        return None
    before, after = _article(stored), _article(given)
    if is_edit(before, after):
        return "re-extraction" if reextracted else "publisher"
    return "re-extraction" if is_less(before, after) else None


def _move(
    connection: Connection, stored: RowMapping, moved: dict[str, Any], given: dict[str, Any]
) -> None:
    """Keep the address that it leaves, or the one of an older capture; what it goes to is its own."""
    if "url" in moved:
        addresses.note(connection, stored["number"], stored["source_id"], stored["url"])
    elif given["url"] != stored["url"]:
        addresses.note(connection, stored["number"], given["source_id"], given["url"])


def _article(row: Mapping[str, Any] | RowMapping) -> Article:
    article: Article = revive_fields(Article, {name: row[name] for name in ARTICLE_FIELDS})
    return article


def _updated(before: datetime, printed: datetime | None, fetched_at: datetime) -> datetime:
    """The publisher's own time of the edit where it is news to us, else when we saw it; never backwards."""
    if printed and printed > before:
        return printed
    return max(before, fetched_at)


def write(connection: Connection, stored: RowMapping, moved: dict[str, Any]) -> None:
    """Write what differs from the stored row, with all that follows from it."""
    if moved["sort_time"] != stored["sort_time"]:
        moved["timeline"] = _place(connection, moved["sort_time"], stored["key"])
    changes = {name: value for name, value in moved.items() if stored[name] != value}
    if not changes:
        return
    connection.execute(
        update(articles).where(articles.c.number == stored["number"]).values(changes)
    )
    row = dict(stored) | changes
    index.replace(connection, stored, row)
    if changes.keys() & {"section", "tags", "timeline"}:
        topics.put(connection, row)
    if changes.keys() & {"places", "timeline"}:
        mentions.put(connection, row)
    if changes.keys() & stories.MATTERS:
        stories.put(connection, row, dict(stored))
