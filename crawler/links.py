"""A page's links: to articles, to listings, to feeds. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler.addresses import Shape, shape
from crawler.platforms import Platform
from pipeline.clean.encoding import decode
from pipeline.clean.page import Page, parse, refuse_non_html
from pipeline.model import RawPage, Section
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


def read_page(raw: RawPage) -> Page:
    """A page's tree within bounds. Raises PipelineError for what is no readable HTML."""
    content_type = raw.header("content-type")
    refuse_non_html(raw.body, content_type, raw.final_url)
    return parse(decode(raw.body, content_type), raw.final_url)


def read_links(page: Page, platform: Platform | None = None) -> Links:
    """Every link of a page that stays on its site, sorted by what the address looks like."""
    articles, listings = [], []
    for link in anchors(page):
        kind = shape(link.url, link.text, platform)
        if kind is Shape.ARTICLE:
            articles.append(link)
        elif kind is Shape.LISTING:
            listings.append(link)
    return Links(tuple(articles), tuple(listings), tuple(feeds(page)))


def anchors(page: Page) -> list[Link]:
    """Each address on the page's own site once, normalised, with its longest anchor text."""
    texts: dict[str, str] = {}
    for anchor in page.root.iter("a"):
        address = resolve(page.base, anchor.get("href", ""))
        if address and same_site(address, page.url):
            texts[address] = max(texts.get(address, ""), _text(anchor), key=len)
    return [Link(address, text) for address, text in texts.items()]


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


def feeds(page: Page) -> Iterator[str]:
    """Addresses of the RSS and Atom feeds that a page declares or links to."""
    declared = (
        link.get("href", "")
        for link in page.root.iter("link")
        if link.get("type", "").lower() in FEED_TYPES
    )
    hrefs = (anchor.get("href", "") for anchor in page.root.iter("a"))
    linked = (href for href in hrefs if FEED_LINK.search(href))
    found = (resolve(page.base, href) for href in (*declared, *linked))
    yield from dict.fromkeys(f for f in found if f and same_site(f, page.url))


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
