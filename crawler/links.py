"""A page's links: to articles, to listings, to feeds. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from crawler.addresses import Shape, is_dated, is_paged, shape
from crawler.platforms import Platform
from pipeline.clean.encoding.decoding import decode
from pipeline.clean.page import Page, parse, refuse_non_html
from pipeline.model import RawPage, Section
from pipeline.normalise.urls import normalise_url, same_site

FEED_TYPES = ("application/rss+xml", "application/atom+xml")
FEED_LINK = re.compile(
    r"(/rss/?|\.rss|/feed/?|/rss\.\w+|\.atom|/rss/[^?]*\.(xml|aspx|rss))$", re.IGNORECASE
)
COMMENTS = re.compile(r"/comments?/|/binh-luan/|[?&]feed=comments", re.IGNORECASE)
"""WordPress declares a feed of comments beside that of articles."""
BLANK = re.compile(r"\s+")
MENU = re.compile(
    r"(^|[\s_-])(top|main|sub|mega|left|side)?(menu|nav|navbar|navigation)", re.IGNORECASE
)
"""Class or id of a menu: Bootstrap, Superfish, SharePoint, DNN, Liferay and own ones."""
MENU_SHARE = 0.9
MENU_WORDS = 10
"""Words of a link text from which on it is no section's name: newspapers put their newest into menus."""


CACHED = 20_000
"""Addresses remembered: every page of a portal repeats its menus."""
KIN = 3
"""Articles on a page that an address must be built like to count as one of them."""
KIN_WORDS = 3
NUMBERS = re.compile(r"\d+")
WORDS = re.compile(r"[^/.?=&0-]+(-[^/.?=&0-]+)*")


@dataclass(frozen=True, slots=True)
class Link:
    """One address of a page with the longest text that any of its anchors has."""

    url: str
    text: str
    in_menu: bool = False
    """Whether it stands in menus alone."""


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
    """Every link of a page that stays on its site, sorted by what the address looks like.

    What a menu names may be a section with a long name, so it counts as a listing in case of doubt:
    a listing's first page is looked at for an article too, an article's page for no further pages.
    """
    articles, listings = [], []
    for link in anchors(page):
        kind = shape(link.url, link.text, platform)
        if kind is Shape.ARTICLE and not _is_section(link):
            articles.append(link)
        elif kind is not Shape.SKIP:
            listings.append(link)
    kin = _kin(articles, listings)
    articles += kin
    others = (link for link in listings if link not in kin)
    return Links(tuple(articles), tuple(others), tuple(feeds(page)))


def _kin(articles: list[Link], others: list[Link]) -> list[Link]:
    """Links whose address is built like that of articles on the same page: short titles hide them."""
    forms = Counter(form(link.url) for link in articles)
    return [
        link
        for link in others
        if not link.in_menu
        and forms[form(link.url)] >= KIN
        and len(link.text.split()) >= KIN_WORDS
        and not is_paged(link.url)
    ]


def form(url: str) -> str:
    """How an address is built: its words and numbers left out, the rest as it stands."""
    parts = urlsplit(url)
    path = WORDS.sub("w", NUMBERS.sub("0", parts.path))
    return f"{path}?{'&'.join(sorted(pair.partition('=')[0] for pair in parts.query.split('&')))}"


def _is_section(link: Link) -> bool:
    return link.in_menu and len(link.text.split()) < MENU_WORDS and not is_dated(link.url)


def anchors(page: Page) -> list[Link]:
    """Each address on the page's own site once, normalised, with its longest anchor text."""
    texts: dict[str, str] = {}
    outside: set[str] = set()
    menus = set(_menu_anchors(page.root))
    for anchor in page.root.iter("a"):
        address = resolve(page.base, anchor.get("href", ""))
        if address and same_site(address, page.url):
            texts[address] = max(texts.get(address, ""), _text(anchor), key=len)
            if anchor not in menus:
                outside.add(address)
    return [Link(address, text, address not in outside) for address, text in texts.items()]


def _menu_anchors(root: Element) -> Iterator[Element]:
    """Anchors in menus, told by the element or its class. What holds all links is the page's frame."""
    most = MENU_SHARE * sum(1 for _ in root.iter("a"))
    for element in root.iter("nav", "ul", "div", "td", "table", "aside", "header"):
        if element.tag == "nav" or MENU.search(
            f"{element.get('class', '')} {element.get('id', '')}"
        ):
            found = list(element.iter("a"))
            if len(found) <= most:
                yield from found


def resolve(base: str, href: str) -> str:
    """The normalised absolute http(s) address of a link; "" where it is none."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return ""
    if href.startswith(("/", "http:", "https:")):
        base = base[: base.find("/", 8) + 1] or base  # one answer for every page of a site
    return _absolute(base, href)


@lru_cache(maxsize=CACHED)
def _absolute(base: str, href: str) -> str:
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
    own = (feed for feed in found if feed and same_site(feed, page.url))
    yield from dict.fromkeys(feed for feed in own if not COMMENTS.search(feed))


def sections(links: Iterable[Link]) -> tuple[Section, ...]:
    """Listing links that a menu names: with a text of words, and no page of another listing."""
    return tuple(
        Section(link.text, link.url)
        for link in links
        if re.search(r"[^\W\d_]{2}", link.text) and len(link.text) < 80 and not is_paged(link.url)
    )


def _text(anchor: Element) -> str:
    """What a reader sees of an anchor: its words, else its title, else its picture's alt text."""
    own = BLANK.sub(" ", "".join(anchor.itertext())).strip()
    if own:
        return own
    alternatives = [anchor.get("title", ""), *(img.get("alt", "") for img in anchor.iter("img"))]
    return next((t.strip() for t in alternatives if t.strip()), "")
