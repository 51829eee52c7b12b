"""Portals as OPML 2.0, for feed readers and for other registries, and OPML read back; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from pipeline.errors import ConfigError
from pipeline.model import Source
from pipeline.publish.publishing.opml import document
from pipeline.publish.xmltext import one_line
from pipeline.store.identity.minting import AUTHORITY

NAMESPACE = f"tag:{AUTHORITY}:registry"
"""Of the attributes that OPML has no name for: id, level, unit, unit-before, feeds (further ones), enabled
("false" where it is not), and feed ("ours" where xmlUrl is one that Congtin makes, not the portal's own).
"""
ELSEWHERE = "Khác"
"""The group of portals without a province."""
MAX_BYTES = 5_000_000
MAX_OUTLINES = 5_000
"""Far beyond every list of feeds that anybody reads."""
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry of an OPML file that names an address; what it does not say is empty."""

    name: str
    html: str = ""
    feeds: tuple[str, ...] = ()
    id: str = ""
    level: str = ""
    unit: str = ""
    unit_before: str = ""
    enabled: bool = True


def written(sources: Iterable[Source], feeds: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The portals grouped by their present province, in their order; always the same bytes for the same.

    `feeds`: id -> the address of the feed that Congtin makes of it, for those without a feed of their own.
    """
    groups: dict[str, list[dict[str, str]]] = {}
    for source in sources:
        groups.setdefault(source.province or ELSEWHERE, []).append(
            _attributes(source, feeds.get(source.id, ""))
        )
    return document("Cổng tin", groups.items(), {"congtin": NAMESPACE})


def _attributes(source: Source, ours: str) -> dict[str, str]:
    name = one_line(source.name)
    address = source.feeds[0] if source.feeds else ours
    feed = {"type": "rss", "xmlUrl": address} if address else {}
    own = {
        "id": source.id,
        "level": source.level,
        "unit": source.unit,
        "unit-before": source.unit_before,
        "feeds": " ".join(source.feeds[1:]),
        "feed": "ours" if ours and not source.feeds else "",
        "enabled": "" if source.enabled else "false",
    }
    named = {f"{{{NAMESPACE}}}{key}": one_line(value) for key, value in own.items() if value}
    return {**feed, "text": name, "title": name, "htmlUrl": source.url} | named


def read(body: bytes, name: str, base_url: str = "") -> list[Outline]:
    """The outlines of an OPML file that name an address, from us or from any feed reader, in their order.

    Feeds of the Congtin at `base_url` are no portal's own, also where a reader gives them back unmarked.

    Raises ConfigError naming the file for what is no OPML, or more than anybody needs. A document type
    is refused: OPML has none, and entities are how a small file grows without end or reads others.
    """
    if len(body) > MAX_BYTES:
        raise ConfigError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB; no list of feeds is.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ConfigError(f"{name}, line {error.lineno}: no XML ({error.msg}).") from error
    if root.getroottree().docinfo.doctype:
        raise ConfigError(f"{name}: it declares a document type; OPML has none, so it is not read.")
    if etree.QName(root).localname.lower() != "opml":
        raise ConfigError(f"{name}: no OPML, its root is <{etree.QName(root).localname}>.")
    ours = f"{base_url.rstrip('/')}/feeds/" if base_url else ""
    outlines = [one for found in _elements(root, name) if (one := _outline(found, ours))]
    if not outlines:
        raise ConfigError(f"{name}: no outline with an xmlUrl or htmlUrl in it.")
    return outlines


def _elements(root: etree._Element, name: str) -> Iterator[Mapping[str, str]]:
    """Each outline's attributes, their names in lower case, as readers differ in them."""
    for number, element in enumerate(root.iter("outline", "{*}outline")):
        if number >= MAX_OUTLINES:
            raise ConfigError(f"{name}: more than {MAX_OUTLINES} outlines. Split it.")
        yield {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}


def _outline(attributes: Mapping[str, str], ours: str) -> Outline | None:
    """None for a folder, and for what only includes another file."""

    def own(key: str) -> str:
        return one_line(attributes.get(f"{{{NAMESPACE}}}{key}", ""))

    feed = attributes.get("xmlurl", "")
    if own("feed") == "ours" or (ours and feed.startswith(ours)):
        feed = ""
    link = attributes.get("url", "") if attributes.get("type", "").lower() == "link" else ""
    html = attributes.get("htmlurl", "") or link
    if not feed and not html:
        return None
    feeds = tuple(dict.fromkeys(url for url in (feed, *own("feeds").split()) if url))
    name = one_line(attributes.get("text", "") or attributes.get("title", ""))[:MAX_NAME]
    units = own("unit"), own("unit-before")
    enabled = own("enabled").lower() != "false"
    return Outline(name, html, feeds, own("id"), own("level"), *units, enabled)
