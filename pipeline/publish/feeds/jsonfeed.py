"""JSON Feed 1.1 (jsonfeed.org/version/1.1). Each item is one line, so a document is easily taken apart."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pipeline.model import Entry
from pipeline.publish.feeds import splice
from pipeline.publish.feeds.channel import Channel, Links
from pipeline.publish.feeds.entry import Item, Related, local, read
from pipeline.publish.feeds.frame import GENERATOR
from pipeline.publish.uris import uri
from pipeline.publish.xmltext import fit, one_line

_VERSION = "https://jsonfeed.org/version/1.1"
_ITEMS = b',"items":[\n'
_END = b"\n]}\n"
_ID = re.compile(rb'\{"id":("(?:[^"\\]|\\.)*")')
_MARK = f'"_congtin":{{"rendering":"{splice.RENDERING}"'.encode()


def item(entry: Entry, *, summary: bool = False) -> bytes:
    """One object on one line. Raises ValueError as `read`."""
    told = read(entry, summary)
    content = {"content_html": told.content} if told.content else {"content_text": told.summary}
    pictures = [found.url for found in told.enclosures if found.medium == "image"]
    return _line(
        {"id": told.id, "url": told.url, "title": told.title}
        | content
        | {
            "summary": told.summary,
            "image": pictures[0] if pictures else None,
            "date_published": told.published and told.published.isoformat(),
            "date_modified": told.updated.isoformat(),
            "authors": [{"name": told.author}],
            "tags": told.terms,
            "language": told.language,
            "attachments": [
                _present({"url": found.url, "mime_type": found.type, "title": found.title})
                for found in told.enclosures
            ],
            "_congtin": _own(told),
        }
    )


def document(
    channel: Channel, links: Links, items: Sequence[bytes], updated: datetime | None
) -> bytes:
    """A whole feed. JSON Feed has no date of its own, so `updated` stands in the extension."""
    head = _line(
        {
            "version": _VERSION,
            "title": one_line(channel.title) or GENERATOR,
            "home_page_url": uri(channel.page),
            "feed_url": uri(links.self_),
            "description": one_line(channel.told("json")),
            "next_url": uri(links.next or links.prev_archive),
            "icon": uri(channel.icon),
            "authors": [{"name": GENERATOR}],
            "language": "vi",
            "hubs": [{"type": "WebSub", "url": uri(links.hub)}] if links.hub else None,
            "_congtin": _extension(channel, links, updated),
        }
    )
    return head.removesuffix(b"}") + _ITEMS + b",\n".join(items) + _END


def split(body: bytes) -> dict[str, bytes]:
    """Each item of a document of ours by its entry's id; {} where another rendering wrote it."""
    head, mark, rest = body.partition(_ITEMS)
    if not mark or not splice.written_here(head, _MARK) or not rest.endswith(_END):
        return {}
    found = {}
    for line in filter(None, rest.removesuffix(_END).split(b",\n")):
        if not (match := _ID.match(line)):
            return {}
        found[json.loads(match.group(1))] = line
    return found


def _extension(channel: Channel, links: Links, updated: datetime | None) -> dict[str, Any]:
    """What the other formats can say and JSON Feed cannot."""
    return {"rendering": splice.RENDERING} | _present(
        {
            "id": fit(channel.id),
            "updated": updated and local(updated).isoformat(),
            "alternates": {form: uri(url) for form, url in links.alternates if form != "json"},
            "links": {rel: uri(url) for rel, url in links.relations() if rel != "hub"},
            "related": [
                {"title": name, "url": uri(address)} for name, address in channel.heirs_in("json")
            ],
            "archive": links.is_archive,
            "complete": links.is_complete,
        }
    )


def _own(told: Item) -> dict[str, Any]:
    return _present(
        {
            "key": told.key,
            "source": _present({"id": told.source_id, "name": told.publisher}),
            "date_precision": told.precision,
            "gone_at": told.gone and told.gone.isoformat(),
            "story": told.story,
            "also": [_copy(copy) for copy in told.related],
        }
    )


def _copy(copy: Related) -> dict[str, Any]:
    return _present(
        {
            "url": copy.url,
            "publisher": copy.publisher,
            "title": copy.title,
            "date_published": copy.published and copy.published.isoformat(),
        }
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is not there."""
    return {name: value for name, value in fields.items() if value}


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(_present(fields), ensure_ascii=False, separators=(",", ":")).encode()
