"""Feeds on demand: searches, filters, topics, units, every copy of a story, summaries; paged (RFC 5005)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from pipeline.model import Entry
from pipeline.publish.catalog import FORMATS, Feed
from pipeline.publish.feeds import MEDIA_TYPES, Format, Links, render
from pipeline.publish.uris import uri
from pipeline.store import Store

LARGEST = 50
"""Entries of a page at most."""
LAST_PAGE = 50
"""Deeper pages cost the database much; whoever wants all walks the archive or asks the API."""

_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
"""A search without any condition finds nothing; a feed without any has everything."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A feed that stands in no file."""

    feed: Feed
    query: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    """As the address has them, without the page's number."""
    every_copy: bool = False
    summary: bool = False
    page: int = 1

    def address(self, form: Format, base_url: str, page: int = 1) -> str:
        """Where a page of it is served."""
        parameters = [*self.parameters, *([("page", str(page))] if page > 1 else [])]
        asked = f"?{urlencode(parameters)}" if parameters else ""
        return uri(self.feed.address(form, base_url) + asked)


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished document."""

    body: bytes
    media_type: str
    address: str


def answer(store: Store, asked: Asked, form: Format, base_url: str, size: int) -> Answer:
    """A page of the newest articles that answer, with the way to its neighbours."""
    size = min(size, LARGEST)
    where = replace(asked.feed.where, once=_is_for_first_only(asked))
    found = store.search(
        asked.query,
        replace(where, after=where.after or _BEGINNING),
        order="newest",
        limit=size,
        offset=(asked.page - 1) * size,
        snippets=False,
    )
    entries = [hit.entry for hit in found.hits]
    shown = entries if asked.every_copy else list(once_each(entries))
    last = max(1, min(-(-found.total // size), LAST_PAGE))
    return rendered(shown, asked, form, _links(asked, form, base_url, last), base_url)


def rendered(
    entries: Iterable[Entry], asked: Asked, form: Format, links: Links, base_url: str
) -> Answer:
    """The document of those entries; what is left out is reported when the feeds are published."""
    channel = asked.feed.channel(base_url)
    body = render(form, channel, links, entries, summary=asked.summary).body
    return Answer(body, MEDIA_TYPES[form], links.self_)


def once_each(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Of each story the oldest of these entries, which come newest first."""
    carriers = {entry.story or entry.key: entry.key for entry in entries}
    return (entry for entry in entries if carriers[entry.story or entry.key] == entry.key)


def _is_for_first_only(asked: Asked) -> bool:
    """A portal's or a place's feed has what it printed, though another printed that before."""
    where = asked.feed.where
    placed = where.source_id or where.sources or where.province or where.place or where.unit
    return not asked.every_copy and not placed


def _links(asked: Asked, form: Format, base_url: str, last: int) -> Links:
    def at(page: int) -> str:
        return asked.address(form, base_url, page) if 1 <= page <= last else ""

    return Links(
        self_=asked.address(form, base_url, asked.page),
        alternates=tuple((other, asked.address(other, base_url)) for other in FORMATS),
        first=at(1),
        previous=at(asked.page - 1),
        next=at(asked.page + 1),
        last=at(last),
        styles="../" * asked.feed.name.count("/") or "./",
    )
