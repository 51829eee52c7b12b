"""The operators' feed: an entry for each notice, in Atom. No readers' feed, and listed among none of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from html import escape
from typing import Any
from urllib.parse import quote

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from pipeline.model import Notice, Source
from pipeline.publish.feeds.channel import MEDIA_TYPES
from pipeline.publish.feeds.entry import local
from pipeline.publish.feeds.frame import BEGINNING, GENERATOR
from pipeline.publish.markup import sanitise, web_address
from pipeline.publish.uris import uri
from pipeline.publish.words.health import STATES
from pipeline.publish.words.notices import evidence, headline, page, said
from pipeline.publish.xmltext import shorten
from pipeline.store.identity.minting import AUTHORITY

PATH = "/operators/feed.atom"
TITLE = "Congtin, for its operators: how sources are"
_ABOUT = (
    "Each change of a source's state, with evidence and the next step. News stand in other feeds."
)
_LONGEST = 200


def operators_feed(
    notices: Sequence[Notice], sources: Mapping[str, Source], base_url: str
) -> bytes:
    """The notices, newest first, as an Atom document."""
    base = base_url.rstrip("/")
    feed = FeedGenerator()
    feed.id(f"tag:{AUTHORITY}:operators")
    feed.title(TITLE)
    feed.subtitle(_ABOUT)
    feed.language("en")
    feed.generator(GENERATOR)
    feed.author({"name": GENERATOR})
    feed.updated(local(max((notice.at for notice in notices), default=BEGINNING)))
    feed.link(href=uri(base + PATH), rel="self", type=MEDIA_TYPES["atom"])
    feed.link(href=uri(f"{base}/sources"), rel="alternate", type="text/html")
    for notice in notices:
        feed.add_entry(_entry(notice, sources.get(notice.source_id), base), order="append")
    document: bytes = feed.atom_str()
    return document


def identity(notice: Notice) -> str:
    """Of the change itself: the same after a move to another database, where notices have other numbers."""
    at = f"{notice.at.astimezone(UTC):%Y%m%dT%H%M%S}"
    return f"tag:{AUTHORITY}:operators/{quote(notice.source_id, safe='')}/{at}/{notice.state}"


def _entry(notice: Notice, source: Source | None, base: str) -> Any:
    entry = FeedEntry()
    entry.id(identity(notice))
    entry.title(shorten(headline(notice, source), _LONGEST))
    entry.link(href=uri(page(notice, base)), rel="alternate", type="text/html")
    entry.updated(local(notice.at))
    entry.published(local(notice.at))
    entry.category(term=notice.state)
    entry.summary("; ".join(evidence(notice)) or said(notice.next_step) or notice.state)
    entry.content(_content(notice, source), type="html")
    return entry


def _content(notice: Notice, source: Source | None) -> str:
    """Sanitised last: evidence quotes what portals print."""
    parts = []
    if source:
        name, address = escape(said(source.name)), web_address(source.url)
        parts.append(
            f'<p><a href="{escape(address)}">{name}</a></p>' if address else f"<p>{name}</p>"
        )
    former = f", before: {notice.former} ({STATES[notice.former]})" if notice.former else ""
    parts.append(f"<p>{notice.state} ({STATES[notice.state]}){former}</p>")
    lines = "".join(f"<li>{escape(line)}</li>" for line in evidence(notice))
    parts.append(f"<ul>{lines}</ul>" if lines else "")
    if notice.next_step:
        parts.append(f"<p>Next: {escape(said(notice.next_step))}</p>")
    return sanitise("".join(parts))
