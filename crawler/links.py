"""A page's links: to articles, to listings, to feeds. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawler.addresses import Shape, shape
from crawler.platforms import Platform
from pipeline.model import Section
from pipeline.normalise.urls import normalise_url, same_site

FEED_TYPES = ("application/rss+xml", "application/atom+xml")
FEED_LINK = re.compile(
    r"(/rss/?|\.rss|/feed/?|/rss\.\w+|\.atom|/rss/[^?]*\.(xml|aspx|rss))$", re.IGNORECASE
)
BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """One address of a page with the longest text that any of its anchors has."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Links:
    """A page's links on its own site, each address once, in page order."""

    articles: tuple[Link, ...]
    listings: tuple[Link, ...]
    feeds: tuple[str, ...]


def parse_html(body: bytes | str, encoding: str = "utf-8") -> html.HtmlElement:
    """A page's tree; an empty one for an empty or unreadable body."""
    parser = html.HTMLParser(
        encoding=encoding if isinstance(body, bytes) else None, huge_tree=False
    )
    try:
        return html.document_fromstring(body or "<html></html>", parser=parser)
    except (etree.ParserError, ValueError):
        return html.document_fromstring("<html></html>")


def read_links(tree: html.HtmlElement, url: str, platform: Platform | None = None) -> Links:
    """Every link of a page that stays on its site, sorted by what the address looks like."""
    articles, listings = [], []
    for link in anchors(tree, url):
        kind = shape(link.url, link.text, platform)
        if kind is Shape.ARTICLE:
            articles.append(link)
        elif kind is Shape.LISTING:
            listings.append(link)
    return Links(tuple(articles), tuple(listings), tuple(feeds(tree, url)))


def anchors(tree: html.HtmlElement, url: str) -> list[Link]:
    """Each address on the page's own site once, normalised, with its longest anchor text."""
    base = base_url(tree, url)
    texts: dict[str, str] = {}
    for anchor in tree.iter("a"):
        address = resolve(base, anchor.get("href", ""))
        if address and same_site(address, url):
            texts[address] = max(texts.get(address, ""), _text(anchor), key=len)
    return [Link(address, text) for address, text in texts.items()]


def base_url(tree: html.HtmlElement, url: str) -> str:
    """What relative links count from: `<base href>` where there is one."""
    base = tree.find(".//base[@href]")
    return urljoin(url, base.get("href", "").strip()) if base is not None else url


def resolve(base: str, href: str) -> str:
    """The normalised absolute http(s) address of a link; "" where it is none."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        address = normalise_url(urljoin(base, href))
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def feeds(tree: html.HtmlElement, url: str) -> Iterator[str]:
    """Addresses of the RSS and Atom feeds that a page declares or links to."""
    base = base_url(tree, url)
    declared = (
        link.get("href", "")
        for link in tree.iter("link")
        if link.get("type", "").lower() in FEED_TYPES
    )
    linked = (a.get("href", "") for a in tree.iter("a") if FEED_LINK.search(a.get("href", "")))
    found = (resolve(base, href) for href in (*declared, *linked))
    yield from dict.fromkeys(f for f in found if f and same_site(f, url))


def sections(links: Iterable[Link]) -> tuple[Section, ...]:
    """Listing links that a menu names: with a text of words, no pager's number."""
    return tuple(
        Section(link.text, link.url)
        for link in links
        if re.search(r"[^\W\d_]{2}", link.text) and len(link.text) < 80
    )


def _text(anchor: html.HtmlElement) -> str:
    """What a reader sees of an anchor: its words, else its title, else its picture's alt text."""
    own = BLANK.sub(" ", anchor.text_content()).strip()
    if own:
        return own
    alternatives = [anchor.get("title", ""), *(img.get("alt", "") for img in anchor.iter("img"))]
    return next((t.strip() for t in alternatives if t.strip()), "")
