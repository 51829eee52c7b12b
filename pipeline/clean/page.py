"""One parse of a page, within bounds: the tree and what its head says."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.clean.apart import apart
from pipeline.errors import EmptyPage, NotHtml, TooLarge

MAX_CHARS = 10_000_000
MAX_NODES = 150_000
MAX_DEPTH = 250
MOST_OBJECTS = 1000
"""Objects of JSON-LD; a page of news has ten."""
END_TAGS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""Included files close the document in its middle; browsers go on after that, libxml2 stops."""
FORBIDDEN = bytes([*range(9), 0x0B, *range(0x0E, 0x20)])
NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What XML forbids: lxml reads it, in attribute names too, and then refuses to be given it back."""
MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"RIFF",
)
HTML_TYPES = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "application/octet-stream",
    "text/xml",
)
FEED = re.compile(
    r"\s*+(?:<\?xml[^>]*>\s*+)?(?:(?><!--.*?-->|<\?.*?\?>)\s*)*+<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.DOTALL,
)
TAG = re.compile(r"<\s*(?:!doctype|[a-z][a-z0-9]*)[\s>/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `meta` holds every meta tag's contents by lower-case name or property."""

    url: str
    text: str
    root: Element
    base: str
    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    data: tuple[dict[str, Any], ...] = ()
    """The objects of its JSON-LD, flattened."""
    names: frozenset[str] = frozenset()
    """Every class word and id of the markup."""
    marks: str = ""
    """Every class and id, one text to search in."""
    values: frozenset[str] = frozenset()
    """The other attributes in `MARKED`, "itemprop=author", whole and word by word."""

    def first(self, *names: str) -> str:
        """The first filled meta value of those names, "" where there is none."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")


def refuse_non_html(body: bytes, content_type: str, url: str) -> None:
    """Raise NotHtml for what is declared or starts as something other than markup."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if body.lstrip()[:8].startswith(MAGIC):
        raise NotHtml("the body is a file", url=url)
    if kind and not kind.startswith(HTML_TYPES):
        raise NotHtml(kind, url=url)


def parse(text: str, url: str) -> Page:
    """Parse `text` once. Raises TooLarge beyond the bounds, NotHtml and EmptyPage where no markup is."""
    if len(text) > MAX_CHARS:
        raise TooLarge(f"{len(text)} characters", url=url)
    if not text.strip("\x00\ufeff \t\r\n"):
        raise EmptyPage("no body", url=url)
    if FEED.match(text):
        raise NotHtml("a feed or sitemap", url=url)
    if not TAG.search(text):
        raise NotHtml("no markup", url=url)
    root = _tree(text, url)
    nodes = int(COUNT(root))
    if nodes > MAX_NODES:
        raise TooLarge(f"{nodes} nodes", url=url)
    marks = " ".join({value for find in NAMES.values() for value in find(root)})
    values = {(name, v) for name, find in MARKS.items() if name in text for v in find(root)}
    data = tuple(islice(_json_ld(root), MOST_OBJECTS)) if "ld+json" in text else ()
    return Page(
        url,
        text,
        root,
        _base(root, url),
        _head_title(root),
        _meta(root),
        data,
        names=frozenset(marks.split()),
        marks=marks,
        values=frozenset(f"{name}={word}" for name, v in values for word in (v, *v.split())),
    )


COUNT = etree.XPath("count(//*)")
MARKED = ("class", "id", "itemprop", "data-role", "rel")
"""The attributes that selectors ask for by value."""
NAMES, MARKS = (
    {name: etree.XPath(f"//@{name}", smart_strings=False) for name in names}
    for names in (MARKED[:2], MARKED[2:])
)
"""One path a name: libxml2 takes the square of their number to unite what several find."""


def _tree(text: str, url: str) -> Element:
    """libxml2's tree of the markup, html at its root; raises EmptyPage where nothing can be read.

    Plain elements: lxml.html's ask Python for a class at every one, which costs more than the parse.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    markup = END_TAGS.sub(b"", text.encode("utf-8", "replace").translate(None, FORBIDDEN))
    for noncharacter in NONCHARACTERS:
        markup = markup.replace(noncharacter, b"")
    try:
        root: Element | None = apart(lambda: etree.fromstring(markup, parser))
    except etree.XMLSyntaxError as error:
        raise EmptyPage(str(error), url=url) from error
    if root is None:
        raise EmptyPage("no element", url=url)
    return root


def _base(root: Element, url: str) -> str:
    for element in root.iter("base"):
        href = element.get("href", "")
        if href:
            try:
                base = urljoin(url, href)
                return base if urlsplit(base).scheme in ("http", "https") else url
            except ValueError:
                return url
    return url


def _head_title(root: Element) -> str:
    """The first filled title outside drawings: svg icons carry titles too."""
    for element in root.iter("title"):
        parent = element.getparent()
        if parent is None or parent.tag in ("head", "body", "html"):
            text = " ".join("".join(element.itertext()).split())
            if text:
                return text
    return ""


def _meta(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _json_ld(root: Element) -> Iterator[dict[str, Any]]:
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or ""):
            try:
                loaded = json.loads("".join(element.itertext()), strict=False)
            except (ValueError, RecursionError):
                continue  # broken JSON-LD says nothing; the page itself still speaks
            yield from _objects(loaded, 0)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _objects(value.get(key), depth + 1)
    elif isinstance(value, list):
        for item in value[:50]:
            yield from _objects(item, depth + 1)
