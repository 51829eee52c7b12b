"""What a portal lists for machines: RSS and Atom feeds, sitemaps and their indexes. Pure."""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree

from pipeline.clean.apart import apart
from pipeline.normalise.urls import is_web, normalise_url

MAX_SITEMAP = 50 << 20
"""Bytes of one sitemap, unpacked (sitemaps.org: 50 MB)."""
MAX_TAGS = 2_000_000
"""Tags of a document that is read, 50,000 pages with twenty each: the shortest takes 120 bytes of memory."""
CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
BARE_AMPERSAND = re.compile(rb"&(?!(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);)")
NOT_UTF_16 = re.compile(rb"""^(<\?xml[^>]*encoding=["'])utf-16[^"']*""", re.IGNORECASE)
"""A declaration that reads as ASCII is not in UTF-16: .NET's StringWriter says so of every string."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Addresses in document order, and further sitemaps of a sitemap index."""

    articles: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    """When an address is said to have been changed last: sitemaps' lastmod, Atom's updated."""
    published: Mapping[str, str] = field(default_factory=dict)
    """When an entry is said to have been published: RSS' pubDate, Atom's published, news sitemaps."""
    titles: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """What a feed prints of an entry: its text or summary."""

    def is_since(self, url: str, first: datetime) -> bool:
        """Whether an entry is said to be published at a moment or later; False where nothing is said:
        a time of change tells nothing, many sitemaps name the moment they were asked.
        """
        text = self.published.get(url, "")
        moment = moment_told(text) or http_date(text)
        return bool(moment) and datetime.fromisoformat(moment) >= first


def read_feed(body: bytes) -> Listed:
    """The entries' addresses of an RSS 0.9 to 2.0, RDF or Atom feed; none for anything else."""
    root = _parse(body)
    if root is None or _name(root) not in ("rss", "RDF", "feed"):
        return Listed(())
    site = _site(root)
    entries = [
        (_absolute(site, link), entry)
        for entry in root.iter("{*}item", "{*}entry")
        if (link := _entry_link(entry))
    ]
    return Listed(
        _unique(url for url, _ in entries),
        told=_texts(entries, "{*}updated"),
        published=_texts(entries, "{*}pubDate", "{*}published", "{*}date"),
        titles=_texts(entries, "{*}title"),
        words=_texts(entries, "{*}encoded", "{*}content", "{*}description", "{*}summary"),
    )


def read_sitemap(body: bytes) -> Listed:
    """The pages of a sitemap, or the sitemaps of an index (sitemaps.org 0.9); gzip is unpacked."""
    root = _parse(_unpacked(body))
    if root is None:
        return Listed(())
    entries = [
        (normalise_url((loc.text or "").strip()), loc.getparent())
        for loc in root.iterfind("{*}*/{*}loc")
    ]
    addresses, told = _unique(url for url, _ in entries), _texts(entries, "{*}lastmod")
    if _name(root) == "sitemapindex":
        return Listed((), addresses, told)
    if _name(root) != "urlset":
        return Listed(())
    return Listed(
        addresses,
        told=told,
        published=_texts(entries, "{*}news/{*}publication_date"),
        titles=_texts(entries, "{*}news/{*}title"),
    )


def _texts(entries: Iterable[tuple[str, etree._Element | None]], *paths: str) -> dict[str, str]:
    """Of each address, the text of the first element there is at one of the paths."""
    found = {}
    for url, entry in entries:
        texts = (entry.findtext(path) for path in paths) if entry is not None else ()
        if text := next((t.strip() for t in texts if t and t.strip()), ""):
            found[url] = text
    return found


def _site(feed: etree._Element) -> str:
    """The address of the feed's own site, which relative links count from; "" where it says none."""
    links = ((link.get("href") or link.text or "").strip() for link in feed.iter("{*}link"))
    return next(filter(is_web, links), "")


def _entry_link(entry: etree._Element) -> str:
    """Atom says it in `href` of the alternate link, RSS in the text of `link`, else in a guid."""
    for link in entry.iterfind("{*}link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href", "")
        if link.text and link.text.strip():
            return link.text.strip()
    guid = entry.find("{*}guid")
    text = (guid.text or "").strip() if guid is not None else ""
    return text if text.startswith("http") else ""


def moment_told(text: str) -> str:
    """A time as sitemaps and Atom write it (W3C date and time), in UTC and so that texts compare as
    times do; "" for what is none. A bare day counts from its beginning.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except OverflowError:
        return ""


def http_date(text: str) -> str:
    """An RSS date (RFC 822) as `moment_told` writes it; "" for what is none."""
    try:
        return moment_told(parsedate_to_datetime(text).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _parse(body: bytes) -> etree._Element | None:
    """The document's root; None where it is no XML, or has more than MAX_TAGS. Entities are never expanded,
    nothing is fetched.

    What is not well-formed is mended first: libxml2 alone would swallow the "&" of an address.
    """
    if body.count(b"<") > MAX_TAGS:
        return None
    body = NOT_UTF_16.sub(rb"\1utf-8", body.strip())
    root = _read(body, recover=False)
    if root is not None:
        return root
    pieces = CDATA.split(body)
    pieces[::2] = [BARE_AMPERSAND.sub(b"&amp;", piece) for piece in pieces[::2]]
    return _read(b"".join(pieces), recover=True)


def _read(body: bytes, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        return apart(lambda: etree.fromstring(body, parser))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_SITEMAP)
    except zlib.error:
        return b""


def _name(root: etree._Element) -> str:
    """Without its namespace; a mended document may have names that lxml's QName refuses: "urlset:"."""
    return root.tag.rpartition("}")[2] if isinstance(root.tag, str) else ""


def _absolute(site: str, link: str) -> str:
    try:
        return normalise_url(urljoin(site, link))
    except ValueError:  # "http://[x": one such link must not cost the others
        return ""


def _unique(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(is_web, addresses)))
