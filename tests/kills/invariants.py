"""What must hold of data after a restart: each function gives what is wrong, in words."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from filelock import FileLock, Timeout
from lxml import etree

from pipeline.archive import Damage, read_file
from pipeline.store import open_store
from pipeline.store.database.engine import parse_url

DRAFTS = ("*.tmp", "*.partial", "*.partial-*", "*.draft")
"""Names of files on their way to another name."""


@dataclass(frozen=True)
class Kept:
    """What nothing may change of an article once it is stored."""

    id: str
    key: str
    first_seen: str


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    engine = sqlalchemy.create_engine(parse_url(url))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]
    finally:
        engine.dispose()


def kept(url: str) -> dict[str, Kept]:
    """Every stored article by its address."""
    found = rows(url, "SELECT url, id, key, first_seen FROM articles")
    return {one[0]: Kept(one[1], one[2], str(one[3])) for one in found}


def articles(url: str, truth: set[str]) -> Iterator[str]:
    """Each of the truth's articles once, and no other."""
    found = Counter(one[0] for one in rows(url, "SELECT url FROM articles"))
    yield from (f"lost: {one}" for one in sorted(truth - found.keys()))
    yield from (f"stored and not there: {one}" for one in sorted(found.keys() - truth))
    yield from (f"stored {number} times: {one}" for one, number in found.items() if number > 1)


def lasting(before: Mapping[str, Kept], now: Mapping[str, Kept]) -> Iterator[str]:
    """What was stored before is there under the same id, first seen no later than it was.

    Earlier it may be: an older capture says so, and so does a run whose clock is behind.
    """
    for address, one in before.items():
        found = now.get(address)
        if (
            not found
            or (found.id, found.key) != (one.id, one.key)
            or found.first_seen > one.first_seen
        ):
            yield f"{address} was {one}, is {found}"


def consistent(url: str) -> Iterator[str]:
    """The database in itself: index, foreign keys, changes, ledger, stories, health and notices."""
    with open_store(url) as store:
        held = store.indexed()
        if not held.whole:
            yield f"search index: {held}"
    if url.startswith("sqlite"):
        yield from (f"foreign key: {row}" for row in rows(url, "PRAGMA foreign_key_check"))
        yield from (f"file: {row}" for row in rows(url, "PRAGMA integrity_check") if row != ("ok",))
    for name, query in _CONTRADICTIONS.items():
        yield from (f"{name}: {row}" for row in rows(url, query)[:3])


_NEW = "(SELECT count(*) FROM changes c WHERE c.article = a.number AND c.kind = 'new')"
_CONTRADICTIONS = {
    "an article that is new more or less than once": f"SELECT url, {_NEW} FROM articles a WHERE {_NEW} <> 1",
    "a story of one": "SELECT story, count(*) FROM articles WHERE story IS NOT NULL GROUP BY story"
    " HAVING count(*) = 1",
    "a story whose first article is none": "SELECT url, story FROM articles a WHERE story IS NOT NULL AND NOT"
    " EXISTS (SELECT 1 FROM articles b WHERE b.key = a.story)",
    "a reprint one way": "SELECT article, other FROM reprints r WHERE NOT EXISTS"
    " (SELECT 1 FROM reprints s WHERE s.article = r.other AND s.other = r.article)",
    "a version replaced twice at once": "SELECT article, replaced_at FROM revisions"
    " GROUP BY article, replaced_at HAVING count(*) > 1",
    "an article of the ledger that is not stored": "SELECT p.url FROM pages p WHERE p.outcome = 'article'"
    " AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.source_id = p.source_id AND a.url = p.canonical)"
    " AND NOT EXISTS (SELECT 1 FROM addresses d WHERE d.source_id = p.source_id AND d.url = p.canonical)",
    "a state without a notice": "SELECT source_id, state FROM health h WHERE state <> 'healthy' AND NOT"
    " EXISTS (SELECT 1 FROM notices n WHERE n.source_id = h.source_id AND n.state = h.state)",
    "the same notice twice": "SELECT a.source_id, a.number, b.number FROM notices a JOIN notices b"
    " ON a.source_id = b.source_id AND a.number < b.number AND a.at = b.at",
}  # fmt: skip


def ended(url: str) -> Iterator[str]:
    """No run counts as under way while none is."""
    yield from (f"run {row} still runs" for row in rows(url, _RUNNING))


_RUNNING = (
    "SELECT id, source_id, started_at FROM runs WHERE status = 'running' AND detail <> 'import'"
)


def archived(folder: Path) -> Iterator[str]:
    """Every WARC file reads whole, record by record."""
    for file in folder.rglob("*.warc.gz"):
        yield from (f"{file.name}: {one}" for one in read_file(file) if isinstance(one, Damage))


def recorded(url: str, folder: Path) -> Iterator[str]:
    """Every answer that the ledger names lies where it says."""
    lines = rows(url, "SELECT url, warc_file, warc_offset FROM pages WHERE warc_file IS NOT NULL")
    starts: dict[str, set[int]] = {}
    for address, file, offset in lines:
        if file not in starts:
            found = read_file(folder / file) if (folder / file).exists() else ()
            starts[file] = {_start(one) for one in found if not isinstance(one, Damage)}
        if offset not in starts[file]:
            yield f"{address}: no answer in {file} at {offset}"


def _start(record: Any) -> int:
    page = getattr(record, "page", record)
    return page.warc.offset if page.warc else -1


def free(data: Path) -> Iterator[str]:
    """Nobody holds a lock, and nothing is left on its way to another name."""
    for file in (*data.rglob("*.lock"), *data.rglob(".lock")):
        try:
            FileLock(file).acquire(timeout=0)
        except Timeout:
            yield f"{file.name} is held"
    for pattern in DRAFTS:
        yield from (f"left over: {file.relative_to(data)}" for file in data.rglob(pattern))


def parsed(feeds: Path) -> Iterator[str]:
    """Every file that readers can ask for is whole."""
    for file in feeds.rglob("*.*"):
        if not file.name.startswith(".") and (found := flaw(file)):
            yield found


def flaw(file: Path) -> str:
    """What is wrong with a feed file, "" where nothing is or it is not there."""
    try:
        content = file.read_bytes() if file.is_file() else None
        if content is None:
            return ""
        if file.suffix == ".json":
            json.loads(content)
        elif file.suffix in (".rss", ".atom", ".opml", ".xsl"):
            etree.fromstring(content)
    except FileNotFoundError:
        return ""
    except (ValueError, etree.XMLSyntaxError) as error:
        return f"half published: {file.name}: {error}"
    return ""
