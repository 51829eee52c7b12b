"""Entries as RSS 2.0, Atom 1.0 and JSON Feed 1.1. Pure: the same entries give the same bytes.

An item is rendered alone, to bytes; a document is a frame with finished items in it. So one bad entry
never breaks a feed, and a feed of which one article changed is written without rendering the others:
`split` the former document, replace one item, `document` again. feedgen lives in here and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from pipeline.model import Entry
from pipeline.publish.feeds import atom10, jsonfeed, rss20
from pipeline.publish.feeds.channel import MEDIA_TYPES, Channel, Format, Links

__all__ = [
    "MEDIA_TYPES",
    "Channel",
    "Format",
    "Links",
    "Rendered",
    "Skipped",
    "document",
    "item",
    "render",
    "split",
]

_FORMATS: dict[Format, ModuleType] = {"rss": rss20, "atom": atom10, "json": jsonfeed}


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that was left out of a feed, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished feed in UTF-8 and the entries that could not stand in it."""

    body: bytes
    skipped: tuple[Skipped, ...] = ()


def item(form: Format, entry: Entry, *, summary: bool = False) -> bytes:
    """One finished item. `summary`: without the content. Raises ValueError naming why it cannot stand."""
    body: bytes = _FORMATS[form].item(entry, summary=summary)
    return body


def document(
    form: Format,
    channel: Channel,
    links: Links,
    items: Sequence[bytes],
    updated: datetime | None,
) -> bytes:
    """A feed of finished items, newest first as given, each entry once.

    `updated` is the last change of content among them, None where nothing ever changed; it must be aware.
    """
    body: bytes = _FORMATS[form].document(channel, links, items, updated)
    return body


def split(form: Format, body: bytes) -> dict[str, bytes]:
    """The items of a document of ours by entry id, in its order and byte for byte as `item` made them.

    {} for what another version of this program wrote, and for what is cut off: render anew then.
    """
    items: dict[str, bytes] = _FORMATS[form].split(body)
    return items


def render(
    form: Format,
    channel: Channel,
    links: Links,
    entries: Iterable[Entry],
    *,
    summary: bool = False,
) -> Rendered:
    """A feed of these entries at once; what cannot stand in it is left out and reported."""
    items, skipped, updated = [], [], None
    for entry in entries:
        try:
            items.append(item(form, entry, summary=summary))
        except ValueError as error:
            skipped.append(Skipped(entry.key, str(error)))
        else:
            updated = max(updated, entry.updated) if updated else entry.updated
    return Rendered(document(form, channel, links, items, updated), tuple(skipped))
