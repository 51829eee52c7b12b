"""The list of all feeds as OPML 2.0, for a reader's import."""

from collections.abc import Iterable, Mapping

from lxml import etree

from pipeline.publish.catalog import Catalog, Feed
from pipeline.publish.xmltext import one_line

Group = tuple[str, Iterable[Mapping[str, str]]]
"""Its name, and each of its outlines' attributes."""


def opml(catalog: Catalog, base_url: str) -> bytes:
    """One outline per group, one per feed. Without dates, so the same feeds give the same bytes."""
    base = base_url.rstrip("/")
    groups = ((g.name, (_outline(feed, base) for feed in g.feeds)) for g in catalog.groups)
    return document("Cổng tin", groups)


def document(
    title: str, groups: Iterable[Group], namespaces: Mapping[str, str] | None = None
) -> bytes:
    """OPML 2.0 of groups. `namespaces`: prefix -> URI of those that attributes' names are in."""
    root = etree.Element("opml", nsmap=dict(namespaces or {}), version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for name, outlines in groups:
        group = etree.SubElement(body, "outline", text=name, title=name)
        for attributes in outlines:
            etree.SubElement(group, "outline", dict(attributes))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text


def _outline(feed: Feed, base_url: str) -> dict[str, str]:
    title = one_line(feed.title)
    return {
        "type": "rss",
        "text": title,
        "title": title,
        "description": one_line(feed.description),
        "xmlUrl": feed.address("rss", base_url),
        "htmlUrl": base_url + feed.page,
        "language": "vi",
    }
