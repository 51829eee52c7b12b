"""One parse of a page, within bounds: the tree and what its head says."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from pipeline.errors import EmptyPage, NotHtml, TooLarge

MAX_CHARS = 10_000_000
MAX_NODES = 150_000
MAX_DEPTH = 250
END_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Included files close the document in its middle; browsers go on after that, libxml2 stops."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.DOTALL,
)
TAG = re.compile(r"<\s*(?:!doctype|[a-z][a-z0-9]*)[\s>/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. `meta` holds every meta tag's contents by lower-case name or property."""

    url: str
    text: str
    root: HtmlElement
    base: str
    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    data: tuple[dict[str, Any], ...] = ()
    """The objects of its JSON-LD, flattened."""
    names: frozenset[str] = frozenset()
    """Every class word and id of the markup."""

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
    _check_size(root, url)
    meta = _meta(root)
    values: list[str] = root.xpath("//@class | //@id")
    names = frozenset(name for value in set(values) for name in value.split())
    data = tuple(_json_ld(root))
    return Page(url, text, root, _base(root, url), _head_title(root), meta, data, names)


def _tree(text: str, url: str) -> HtmlElement:
    """libxml2's tree of the markup; it raises only where nothing at all can be read."""
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    markup = END_TAGS.sub("", FORBIDDEN.sub("", text)).encode("utf-8", "replace")
    try:
        root: HtmlElement = lxml_html.document_fromstring(
            markup, parser=parser, ensure_head_body=True
        )
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise EmptyPage(str(error), url=url) from error
    return root


def _check_size(root: HtmlElement, url: str) -> None:
    depth = nodes = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise TooLarge(f"{nodes} nodes, {depth} deep", url=url)


def _base(root: HtmlElement, url: str) -> str:
    for element in root.iter("base"):
        href = element.get("href", "")
        if href:
            try:
                base = urljoin(url, href)
                return base if urlsplit(base).scheme in ("http", "https") else url
            except ValueError:
                return url
    return url


def _head_title(root: HtmlElement) -> str:
    """The first filled title outside drawings: svg icons carry titles too."""
    for element in root.iter("title"):
        parent = element.getparent()
        if parent is None or parent.tag in ("head", "body", "html"):
            text = " ".join("".join(element.itertext()).split())
            if text:
                return text
    return ""


def _meta(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _json_ld(root: HtmlElement) -> Iterator[dict[str, Any]]:
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
