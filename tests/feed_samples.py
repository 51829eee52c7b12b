"""Feeds of our own making for the tests of what feed documents hold."""

from collections.abc import Sequence
from typing import Any

import feedparser
from lxml import etree
from sample_entries import NOON

from pipeline.model import Entry, Reprint
from pipeline.publish.feeds import Channel, Format, Links, Rendered, render

FORMATS: tuple[Format, ...] = ("rss", "atom", "json")
XML: tuple[Format, ...] = ("rss", "atom")
BASE = "https://tin.example.vn/feeds/all"
CHANNEL = Channel(
    id="tag:congtin,2025:feeds/all",
    title="Tin mới nhất – Cổng tin",
    description="Tin mới nhất từ các cổng.",
    page="https://tin.example.vn/",
    help="https://tin.example.vn/subscribe",
    icon="https://tin.example.vn/static/icon.svg",
)
COPY = Reprint(
    key="k9",
    source_id="dak-lak",
    source_name="Báo Đắk Lắk",
    url="https://baodaklak.example.vn/tin?a=1&b=2",
    title="Khánh thành nhà văn hóa",
    published_at=NOON,
)
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "h": "http://www.w3.org/1999/xhtml",
    "m": "http://search.yahoo.com/mrss/",
}


def links(form: Format, **fields: Any) -> Links:
    """Of the feed of everything, with the other formats beside it."""
    alternates = tuple((other, f"{BASE}.{other}") for other in FORMATS)
    return Links(**{"self_": f"{BASE}.{form}", "alternates": alternates, "styles": "./"} | fields)


def feed(
    form: Format, entries: Sequence[Entry], *, summary: bool = False, **around: Any
) -> Rendered:
    """A feed of these entries; `around` are links."""
    return render(form, CHANNEL, links(form, **around), entries, summary=summary)


def tree(rendered: Rendered) -> Any:
    """Its XML."""
    return etree.fromstring(rendered.body, etree.XMLParser(huge_tree=True))


def texts(rendered: Rendered, path: str) -> list[str]:
    """What an XPath finds, with the prefixes of `NAMES`."""
    return [str(found) for found in tree(rendered).xpath(path, namespaces=NAMES)]


def parsed(rendered: Rendered) -> Any:
    """As a feed reader sees RSS and Atom."""
    read = feedparser.parse(rendered.body)
    assert read.bozo == 0, read.get("bozo_exception")
    return read
