"""Archive pages (RFC 5005) in files: never changed at their address, and read again where memory was lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from pipeline.publish.catalog import Feed
from pipeline.publish.publishing.documents import key_of
from pipeline.publish.publishing.items import ARCHIVED
from pipeline.publish.publishing.membership import seconds
from pipeline.publish.publishing.state import KeptFeed, Place, State
from pipeline.publish.publishing.writing import write

_ATOM = "{http://www.w3.org/2005/Atom}"
_ITEMS = {"rss": b"<item>", "atom": b"<entry>"}


def adopt(state: State, directory: Path, feed: Feed, kept: KeptFeed) -> KeptFeed:
    """Take the archive pages that stand in files as what they are, where the state knows of none."""
    number = 0
    while (path := directory / feed.archive("atom", number + 1)).is_file():
        number += 1
        state.put_places(kept.id, _places(path, number))
    return replace(kept, pages=number, written=number)


def _places(path: Path, number: int) -> Iterator[Place]:
    """What an Atom archive page holds. Nothing of a page that cannot be read: it is published again."""
    try:
        root = etree.parse(path).getroot()
    except etree.XMLSyntaxError:
        return
    for entry in root.iter(f"{_ATOM}entry"):
        identity, updated = entry.findtext(f"{_ATOM}id"), entry.findtext(f"{_ATOM}updated")
        if identity and updated:
            moment = datetime.fromisoformat(updated).astimezone(UTC)
            yield Place(key_of(identity), number, 0, 0, seconds(moment))


def rebase(directory: Path, feed: Feed, kept: KeptFeed, base_url: str) -> None:
    """Print another base address in the archive pages: at their new addresses they are new documents.

    The articles stay byte for byte; only what stands before the first of them names addresses of ours.
    """
    old, new = (f"{base.rstrip('/')}/".encode() for base in (kept.base, base_url))
    for form in ARCHIVED:
        for number in range(1, kept.pages + 1):
            path = feed.archive(form, number)
            if (directory / path).is_file():
                head, mark, items = (directory / path).read_bytes().partition(_ITEMS[form])
                if new + f"feeds/{path}".encode() not in head:  # a killed run had done it
                    write(directory / path, head.replace(old, new) + mark + items)
