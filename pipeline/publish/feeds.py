"""Entries as RSS 2.0 and Atom 1.0. Pure: the same entries give the same bytes. feedgen lives here.

feedgen 1.0.0 writes the elements; its traps are stepped around here, each with a test:

- It flips the process's locale for every date, under the feet of every other thread: `format_datetime`
  takes that function's place below.
- It prepends entries, writes "now" where no change date is given, and lets one bad entry kill the feed:
  the frame is written first, then each entry is rendered alone and appended in the order given.
- One forbidden character raises: all text passes `xmltext`.
- RSS `<link>` is the last link added, so `self` goes first; Atom entry links lose `rel` and `type`, so
  they are put back on the element; an author without e-mail vanishes from RSS, so RSS gets
  `dc:creator` alone (with `<author>` beside it the item is invalid); Atom content of type "CDATA" is
  invalid, so it is "html" in both.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import quote

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from pipeline.model import VIETNAM, Entry
from pipeline.publish.markup import feed_html, web_address
from pipeline.publish.xmltext import fit, one_line, shorten

feedgen.feed.formatRFC2822 = feedgen.entry.formatRFC2822 = format_datetime

_ATOM = "{http://www.w3.org/2005/Atom}"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom's `updated` of a feed in which nothing ever changed; never "now"."""
_SUMMARY = 400
_URL_SAFE = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself. `id` is a permanent tag: URI; the three addresses are absolute."""

    id: str
    title: str
    description: str
    page: str
    """The web page with the same articles."""
    rss: str
    atom: str
    """Where the feed itself is served (rel="self")."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that was left out of a feed, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished feed in UTF-8 and the entries that could not stand in it."""

    body: bytes
    skipped: tuple[Skipped, ...] = ()


def rss(channel: Channel, entries: Sequence[Entry]) -> Rendered:
    """RSS 2.0 with full content, newest first as given; `lastBuildDate` is the last change of content."""
    items, kept, skipped = _render(entries, _rss_item)
    frame = _frame(channel, channel.rss, "application/rss+xml", kept)
    root = etree.fromstring(frame.rss_str())
    if not kept:
        _remove_now(root)
    root[0].extend(items)
    return Rendered(_serialise(root), skipped)


def atom(channel: Channel, entries: Sequence[Entry]) -> Rendered:
    """Atom 1.0 with full content, newest first as given; `updated` is the last change of content."""
    items, kept, skipped = _render(entries, _atom_entry)
    frame = _frame(channel, channel.atom, "application/atom+xml", kept)
    root = etree.fromstring(frame.atom_str())
    root.extend(items)
    return Rendered(_serialise(root), skipped)


def _frame(channel: Channel, address: str, media_type: str, kept: Sequence[Entry]) -> Any:
    """The feed without entries."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.id(fit(channel.id))
    feed.title(one_line(channel.title))
    feed.description(one_line(channel.description))
    feed.language("vi")
    feed.generator("Congtin")
    feed.author({"name": "Congtin"})
    feed.link(href=_uri(address), rel="self", type=media_type)
    feed.link(href=_uri(channel.page), rel="alternate", type="text/html")
    feed.updated(_local(max((entry.updated for entry in kept), default=_BEGINNING)))
    return feed


def _remove_now(root: Any) -> None:
    """An empty channel has no date of change; RSS may leave it out, feedgen cannot."""
    for element in root.findall("channel/lastBuildDate"):
        element.getparent().remove(element)


def _render(
    entries: Iterable[Entry], build: Callable[[Entry], Any]
) -> tuple[list[Any], list[Entry], tuple[Skipped, ...]]:
    """The elements, the entries they stand for, and the entries left out."""
    elements, kept, skipped = [], [], []
    for entry in entries:
        try:
            elements.append(build(entry))
        except ValueError as error:
            skipped.append(Skipped(entry.key, str(error)))
        else:
            kept.append(entry)
    return elements, kept, tuple(skipped)


def _rss_item(entry: Entry) -> Any:
    item = _entry(entry)
    item.description(escape(_summary(entry), quote=False))
    item.content(fit(feed_html(entry.article)), type="html")
    item.dc.dc_creator(_author(entry))
    if entry.article.published_at:
        item.pubDate(_local(entry.article.published_at))
    return item.rss_entry()


def _atom_entry(entry: Entry) -> Any:
    item = _entry(entry)
    item.summary(_summary(entry))
    item.content(fit(feed_html(entry.article)), type="html")
    item.author({"name": _author(entry)})
    if entry.article.published_at:
        item.published(_local(entry.article.published_at))
    element = item.atom_entry()
    for link in element.findall("link"):
        link.set("rel", "alternate")
        link.set("type", "text/html")
    return _into_atom(element)


def _entry(entry: Entry) -> Any:
    """What both formats share. Raises ValueError for an entry that no valid feed can carry."""
    title, address = one_line(entry.article.title), web_address(entry.article.url)
    if not title:
        raise ValueError("it has no title")
    if not address:
        raise ValueError(f"{entry.article.url!r} is no absolute http(s) address")
    item = FeedEntry()
    item.load_extension("dc")
    item.guid(fit(entry.id), permalink=False)
    item.title(title)
    item.link(href=_uri(address))
    item.updated(_local(entry.updated))
    item.dc.dc_publisher(one_line(entry.source_name) or entry.source_id)
    for term in _terms(entry):
        item.category(term=term)
    return item


def _terms(entry: Entry) -> list[str]:
    """Section and tags, each once."""
    words = (one_line(word) for word in (entry.article.section or "", *entry.article.tags))
    return list(dict.fromkeys(word for word in words if word))


def _summary(entry: Entry) -> str:
    """The lead, else the opening of the text, else the title: never empty."""
    article = entry.article
    return (
        one_line(article.lead or "") or shorten(article.text, _SUMMARY) or one_line(article.title)
    )


def _author(entry: Entry) -> str:
    """The byline, else the portal: Atom asks for an author on every entry."""
    return one_line(entry.article.author or "") or one_line(entry.source_name) or entry.source_id


def _local(moment: datetime) -> datetime:
    """In +07:00 and whole seconds. Raises ValueError for a naive datetime, which would mean a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"the time {moment.isoformat()} has no zone")
    try:
        return moment.astimezone(VIETNAM).replace(microsecond=0)
    except OverflowError:
        raise ValueError(f"the time {moment.isoformat()} is out of range") from None


def _uri(address: str) -> str:
    """An IRI as a URI: what RSS and Atom links ask for."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(fit(address), safe=_URL_SAFE))


def _into_atom(element: Any) -> Any:
    """Feedgen names Atom elements without a namespace and counts on text output; a tree needs it."""
    for node in element.iter():
        if isinstance(node.tag, str) and not node.tag.startswith("{"):
            node.tag = _ATOM + node.tag
    return element


def _serialise(root: Any) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["atom", "content", "dc"])
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return body + b"\n"
