"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from feed_rules import markup, values

_FEED = set(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors language"
    " expired hubs items".split()
)
_ITEM = set(
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified authors tags language attachments".split()
)
_VALUES = {
    "title": values.words,
    "description": values.words,
    "summary": values.words,
    "content_text": values.words,
    "home_page_url": values.address,
    "feed_url": values.address,
    "next_url": values.address,
    "icon": values.address,
    "url": values.address,
    "image": values.address,
    "id": values.uri,
    "date_published": values.rfc3339,
    "date_modified": values.rfc3339,
    "language": values.language,
    "mime_type": values.mime,
    "name": values.words,
}


def problems(body: bytes, address: str) -> Iterator[str]:
    """Each rule that a document breaks, in words."""
    feed = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    yield from _fields(feed, _FEED, {"version", "title", "items", "feed_url", "authors"})
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version"
    if feed.get("feed_url") != address:
        yield f"feed_url is {feed.get('feed_url')}, not {address}"
    if feed.get("next_url") == feed.get("feed_url"):
        yield "next_url leads to the feed itself"
    for hub in feed.get("hubs", []):
        yield from _fields(hub, {"type", "url"}, {"type", "url"})
    counts = Counter(item.get("id") for item in feed.get("items", []))
    yield from (f"id {name} stands {n} times" for name, n in counts.items() if n > 1)
    for item in feed.get("items", []):
        yield from (f"{item.get('id')}: {wrong}" for wrong in _item(item))


def _item(item: dict[str, Any]) -> Iterator[str]:
    yield from _fields(item, _ITEM, {"id", "url", "title", "date_modified", "authors"})
    if not item.get("content_html") and not item.get("content_text"):
        yield "neither content_html nor content_text"
    yield from markup.problems(item.get("content_html", ""))
    if not all(isinstance(tag, str) and not values.words(tag) for tag in item.get("tags", [])):
        yield "tags are no words"
    for attachment in item.get("attachments", []):
        known = {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}
        yield from _fields(attachment, known, {"url", "mime_type"})


def _fields(thing: dict[str, Any], known: set[str], needed: set[str]) -> Iterator[str]:
    """Unknown, missing, null or wrong; an extension's name begins with "_" and holds an object."""
    yield from (f"no {name}" for name in sorted(needed - set(thing)))
    for name, value in thing.items():
        if name.startswith("_"):
            if not isinstance(value, dict):
                yield f"{name} is no object"
        elif name not in known:
            yield f"{name} has no place here"
        elif name in _VALUES:
            wrong = _VALUES[name](value) if isinstance(value, str) else "no string"
            if wrong:
                yield f"{name}: {wrong}: {str(value)[:80]!r}"
    for author in thing.get("authors", []):
        yield from _fields(author, {"name", "url", "avatar"}, {"name"})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), f"a name twice: {names}"
    return dict(pairs)
