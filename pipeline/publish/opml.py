"""The list of all feeds as OPML 2.0, for a reader's import."""

from collections.abc import Iterable

from lxml import etree

from pipeline.publish.catalog import Feed
from pipeline.publish.xmltext import one_line


def opml(groups: Iterable[tuple[str, Iterable[Feed]]], base_url: str) -> bytes:
    """One outline per named group, one per feed. Without dates, so the same feeds give the same bytes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Cổng tin"
    body = etree.SubElement(root, "body")
    for name, feeds in groups:
        group = etree.SubElement(body, "outline", text=name)
        for feed in feeds:
            _outline(group, feed, base_url)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def _outline(group: etree._Element, feed: Feed, base_url: str) -> None:
    channel = feed.channel(base_url)
    title = one_line(feed.title)
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "xmlUrl": channel.rss,
        "htmlUrl": channel.page,
        "language": "vi",
    }
    etree.SubElement(group, "outline", attributes)
