"""What a breakage did to what is stored, measured against the truth: its right name follows from this."""

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from live_portals.portal import Portal, Truth
from live_portals.visiting import moment, plain

from mutations.portals import author

MANY = 0.5
"""A thing counts as harmed where so many of the new articles have it wrong."""
LATE = timedelta(hours=3)
COLUMNS = "url, title, published_at, published_precision, text, author, images"


def harms(portal: Portal, data: Path, source: str, since: datetime) -> frozenset[str]:
    """What is wrong with the articles published since: "missing", "title", "date", "short", "extra",
    "author", "pictures", "twice" (articles stored again under other addresses)."""
    wanted = {i.number: i for i in portal.public() if since < i.when <= portal.now}
    if not wanted:
        return frozenset()
    truths = {portal.true(i).url: (i, portal.true(i)) for i in wanted.values()}
    stored = _stored(portal, data, source)
    found = [(stored[url], item, true) for url, (item, true) in truths.items() if url in stored]
    missing = 1 - len(found) / len(truths)
    wrong = {"missing"} if missing >= 0.25 else set()
    for name in ("title", "date", "short", "extra", "author", "pictures"):
        if _share(_wrong(name, *one) for one in found) >= MANY:
            wrong.add(name)
    rows = _rows(data, source)
    copies = len(rows) - len({row["title"] for row in rows})
    if copies >= MANY * len(wanted):
        wrong.add("twice")
    return frozenset(wrong)


def _stored(portal: Portal, data: Path, source: str) -> dict[str, dict[str, object]]:
    return {portal.canonical(str(row["url"])): row for row in _rows(data, source)}


def _rows(data: Path, source: str) -> list[dict[str, object]]:
    with contextlib.closing(sqlite3.connect(data / "congtin.db")) as file:
        file.row_factory = sqlite3.Row
        rows = file.execute(f"SELECT {COLUMNS} FROM articles WHERE source_id = ?", [source])
        return [dict(row) for row in rows]


def _wrong(name: str, stored: dict[str, object], item: object, true: Truth) -> bool:
    text = plain(str(stored["text"]))
    if name == "title":
        return plain(str(stored["title"])) != plain(true.title)
    if name == "date":
        return _misdated(stored, true)
    if name == "short":
        return sum(plain(line) in text for line in true.lines) < 0.6 * len(true.lines)
    if name == "extra":
        return len(text) > 1.25 * sum(len(line) for line in true.lines) + 250
    if name == "author":
        return bool(author(item)) and not stored["author"]  # type: ignore[arg-type]
    return item.number % 6 != 0 and not json.loads(str(stored["images"]))  # type: ignore[attr-defined]


def _misdated(stored: dict[str, object], true: Truth) -> bool:
    when = moment(stored["published_at"])  # type: ignore[arg-type]
    if when is None:
        return True
    if stored["published_precision"] == "day":
        return (when + timedelta(hours=7)).date() != true.when.date()
    return abs(when - true.when) > LATE


def _share(flags: Iterable[bool]) -> float:
    given = list(flags)
    return sum(given) / len(given) if given else 0.0
