"""Atom 1.0 (RFC 4287).

feedgen 1.0.0's traps here: links of an entry lose `rel`, `type`, `title` and `length`, so they are put
back on the element; content of type "CDATA" is invalid, so it is "html"; it prints "now" for an entry
without `updated`, so that is always given.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension
from lxml import etree

from pipeline.model import Entry
from pipeline.publish.feeds import splice
from pipeline.publish.feeds.channel import Channel, Links
from pipeline.publish.feeds.entry import Item, read
from pipeline.publish.feeds.frame import ATOM, GENERATOR, HISTORY, add_links, feed_frame, guidance

_NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "fh": HISTORY}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_END = b"</feed>"
_ID = re.compile(rb"<id>([^<]*)</id>")
_MARK = f'<generator version="{splice.RENDERING}">{GENERATOR}</generator>'.encode()


def item(entry: Entry, *, summary: bool = False) -> bytes:
    """`<entry>` to `</entry>`; its document declares the namespaces. Raises ValueError as `read`."""
    told = read(entry, summary)
    links = _links(told)
    element = _build(told, links).atom_entry()
    for node, link in zip(element.findall("link"), links, strict=True):
        node.attrib.update(link)
    if told.language not in ("", "vi"):
        for name in ("title", "summary", "content"):
            for node in element.findall(name):
                node.set(_LANG, told.language)
    return splice.bare(element, _NAMES)


def document(
    channel: Channel, links: Links, items: Sequence[bytes], updated: datetime | None
) -> bytes:
    """A whole feed; `updated` is the last change of content, 1970 where there was none."""
    root = etree.fromstring(feed_frame("atom", channel, links, updated).atom_str())
    add_links(root, "atom", links, channel)
    if links.styles:
        root.append(guidance(channel, "atom"))
    return splice.join(splice.frame(root, _NAMES, ATOM), _END, items, links.styles)


def split(body: bytes) -> dict[str, bytes]:
    """Each entry of a document of ours by its id; {} where another rendering wrote it."""
    return splice.take_apart(body, b"entry", _ID, _END) if splice.written_here(body, _MARK) else {}


def _build(told: Item, links: list[dict[str, str]]) -> Any:
    build = FeedEntry()
    build.register_extension("dc", DcEntryExtension)
    build.id(told.id)
    build.title(told.title)
    build.link([dict(link) for link in links])
    build.updated(told.updated)
    build.summary(told.summary)
    if told.content:
        build.content(told.content, type="html")
    build.author({"name": told.author})
    if told.publisher:
        build.dc.dc_publisher(told.publisher)
    for term in told.terms:
        build.category(term=term)
    if told.published:
        build.published(told.published)
    return build


def _links(told: Item) -> list[dict[str, str]]:
    """The original article, its pictures and files, and where else it was printed."""
    links = [{"href": told.url, "rel": "alternate", "type": "text/html"}]
    for found in told.enclosures:
        link = {"href": found.url, "rel": "enclosure", "type": found.type, "title": found.title}
        links.append({name: value for name, value in link.items() if value})
    for copy in told.related:
        link = {"href": copy.url, "rel": "related", "type": "text/html", "title": copy.publisher}
        links.append({name: value for name, value in link.items() if value})
    return links
