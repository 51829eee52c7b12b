"""RSS 2.0 with content:encoded, Dublin Core, Media RSS and atom:link.

feedgen 1.0.0's traps here: an author without e-mail vanishes, so the author stands in `dc:creator`
alone (with `<author>` beside it the item is invalid); of several enclosures the last counts, and one is
all that RSS readers agree on, so the first stands there and the others are `media:content`; its media
extension puts everything into one `media:group`, which means "the same thing in other sizes", so no
group is named; `load_extension` imports by name for every entry, so classes are registered instead.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension
from feedgen.ext.media import MediaEntryExtension
from lxml import etree

from pipeline.model import Entry
from pipeline.publish.feeds import splice
from pipeline.publish.feeds.channel import Channel, Links
from pipeline.publish.feeds.enclosures import UNKNOWN_LENGTH, Enclosure
from pipeline.publish.feeds.entry import Item, read
from pipeline.publish.feeds.frame import ATOM, GENERATOR, HISTORY, add_links, feed_frame, guidance
from pipeline.publish.xmltext import plain

_NAMES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": HISTORY,
    "media": "http://search.yahoo.com/mrss/",
}
_END = b"</channel></rss>"
_ID = re.compile(rb'<guid isPermaLink="false">([^<]*)</guid>')
_MARK = f"<generator>{GENERATOR}/{splice.RENDERING}</generator>".encode()


def item(entry: Entry, *, summary: bool = False) -> bytes:
    """`<item>` to `</item>`; its prefixes are declared by the document. Raises ValueError as `read`."""
    told = read(entry, summary)
    element = _build(told).rss_entry()
    for copy in told.related:
        link = etree.SubElement(
            element, f"{{{ATOM}}}link", rel="related", href=copy.url, type="text/html"
        )
        if name := plain(copy.publisher):
            link.set("title", name)
    etree.SubElement(element, f"{{{ATOM}}}updated").text = told.updated.isoformat()
    return splice.bare(element, _NAMES)


def document(
    channel: Channel, links: Links, items: Sequence[bytes], updated: datetime | None
) -> bytes:
    """A whole feed; `lastBuildDate` is the last change of content, left out where there was none."""
    root = etree.fromstring(feed_frame("rss", channel, links, updated).rss_str())
    head = root[0]
    for generator in head.findall("generator"):
        generator.text = f"{GENERATOR}/{splice.RENDERING}"
    for date in head.findall("lastBuildDate") if updated is None else ():
        head.remove(date)
    if links.styles:
        subtitle = etree.Element(f"{{{ATOM}}}subtitle", type="xhtml")
        subtitle.append(guidance(channel, "rss"))
        head.insert(0, subtitle)
    add_links(head, "rss", links, channel)
    return splice.join(splice.frame(root, _NAMES), _END, items, links.styles)


def split(body: bytes) -> dict[str, bytes]:
    """Each item of a document of ours by its entry's id; {} where another rendering wrote it."""
    return splice.take_apart(body, b"item", _ID, _END) if splice.written_here(body, _MARK) else {}


def _build(told: Item) -> Any:
    build = FeedEntry()
    build.register_extension("dc", DcEntryExtension)
    build.register_extension("media", MediaEntryExtension)
    build.guid(told.id, permalink=False)
    build.title(plain(told.title))
    build.link(href=told.url)
    build.description(escape(told.summary, quote=False))
    if told.content:
        build.content(told.content, type="html")
    build.dc.dc_creator(told.author)
    if told.publisher:
        build.dc.dc_publisher(told.publisher)
    if told.language not in ("", "vi"):
        build.dc.dc_language(told.language)
    for term in told.terms:
        build.category(term=plain(term))
    if told.published:
        build.pubDate(told.published)
    _enclose(build, told.enclosures)
    return build


def _enclose(build: Any, enclosures: Sequence[Enclosure]) -> None:
    if not enclosures:
        return
    first, *others = enclosures
    build.enclosure(url=first.url, length=UNKNOWN_LENGTH, type=first.type)
    for other in others:
        build.media.content(url=other.url, type=other.type, medium=other.medium, group=None)
