"""The list of all feeds as OPML 2.0, for a reader's import."""

from lxml import etree

from pipeline.publish.catalog import Catalog, Feed
from pipeline.publish.xmltext import one_line


def opml(catalog: Catalog, base_url: str) -> bytes:
    """One outline per group, one per feed. Without dates, so the same feeds give the same bytes."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Cổng tin"
    body = etree.SubElement(root, "body")
    for group in catalog.groups:
        outline = etree.SubElement(body, "outline", text=group.name, title=group.name)
        for feed in group.feeds:
            _outline(outline, feed, base_url.rstrip("/"))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def _outline(group: etree._Element, feed: Feed, base_url: str) -> None:
    title = one_line(feed.title)
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "description": one_line(feed.description),
        "xmlUrl": feed.address("rss", base_url),
        "htmlUrl": base_url + feed.page,
        "language": "vi",
    }
    etree.SubElement(group, "outline", attributes)
