"""The frame of a feed: what feedgen writes of a feed without entries, and what it cannot write.

feedgen 1.0.0's traps here:

- RSS `<link>` is the last link added, so the page goes last; of all other links RSS gets `self` alone,
  so they are added to the tree (`atom:link`).
- It writes "now" where no change date is given: an Atom feed in which nothing ever changed says 1970,
  an RSS channel leaves the date out.
- It flips the process's locale for every date, under the feet of every other thread: `format_datetime`
  takes that function's place.
"""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.feed import FeedGenerator
from lxml import etree

from pipeline.publish.feeds.channel import MEDIA_TYPES, Channel, Format, Links
from pipeline.publish.feeds.entry import local
from pipeline.publish.feeds.splice import RENDERING
from pipeline.publish.uris import uri
from pipeline.publish.xmltext import fit, one_line, plain

feedgen.feed.formatRFC2822 = feedgen.entry.formatRFC2822 = format_datetime

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
GENERATOR = "Congtin"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom's `updated` of a feed in which nothing ever changed; never "now"."""


def feed_frame(form: Format, channel: Channel, links: Links, updated: datetime | None) -> Any:
    """A feed of feedgen's with everything but entries and the links around it."""
    text = plain if form == "rss" else one_line
    feed = FeedGenerator()
    feed.id(fit(channel.id))
    feed.title(text(channel.title) or GENERATOR)
    feed.description(text(channel.told(form)) or GENERATOR)
    feed.language("vi")
    feed.generator(GENERATOR, version=RENDERING)
    feed.author({"name": GENERATOR})
    feed.updated(local(updated or BEGINNING))
    if channel.icon:
        feed.icon(uri(channel.icon))
    feed.link(href=uri(links.self_), rel="self", type=MEDIA_TYPES[form])
    feed.link(href=uri(channel.page), rel="alternate", type="text/html")
    return feed


def add_links(parent: Any, form: Format, links: Links, channel: Channel) -> None:
    """The other formats, the hub, RFC 5005's neighbours and markers, added to a channel or feed; and the
    feeds in which one of an abolished unit goes on.
    """
    for name, address in channel.heirs_in(form):
        _link(parent, "related", address, MEDIA_TYPES[form], title=name)
    for other, address in links.alternates:
        if other != form:
            _link(parent, "alternate", address, MEDIA_TYPES[other])
    for rel, address in links.relations():
        _link(parent, rel, address, "" if rel == "hub" else MEDIA_TYPES[form])
    for marker, holds in (("archive", links.is_archive), ("complete", links.is_complete)):
        if holds:
            etree.SubElement(parent, f"{{{HISTORY}}}{marker}")


def guidance(channel: Channel, form: Format) -> Any:
    """For a person who opens the feed in a browser: what it is, and links that can be clicked.

    XHTML, because that is what a browser without XSLT still makes links of.
    """
    block = etree.Element(f"{{{XHTML}}}div", nsmap={None: XHTML})
    etree.SubElement(block, f"{{{XHTML}}}p").text = one_line(channel.description) or GENERATOR
    line = etree.SubElement(block, f"{{{XHTML}}}p")
    line.text = (
        "Đây là bản tin để đọc bằng trình đọc tin: chép địa chỉ của trang này và dán vào đó. "
    )
    targets = ((channel.page, "Đọc trên trang web"), (channel.help, "Cách đăng ký bản tin"))
    for address, words in targets:
        if address:
            link = etree.SubElement(line, f"{{{XHTML}}}a", href=uri(address))
            link.text, link.tail = words, " "
    if channel.heirs:
        line = etree.SubElement(block, f"{{{XHTML}}}p")
        line.text = "Theo dõi tiếp: "
        for name, address in channel.heirs_in(form):
            link = etree.SubElement(line, f"{{{XHTML}}}a", href=uri(address))
            link.text, link.tail = one_line(name), " "
    return block


def _link(parent: Any, rel: str, address: str, media_type: str, title: str = "") -> None:
    link = etree.SubElement(parent, f"{{{ATOM}}}link", href=uri(address), rel=rel)
    if media_type:
        link.set("type", media_type)
    if title:
        link.set("title", one_line(title))
