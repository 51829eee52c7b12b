"""What every format says of one entry, made ready once: whole, absolute, sanitised, fit for XML."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape

from pipeline.model import VIETNAM, Entry, Precision, Reprint
from pipeline.publish.feeds.enclosures import Enclosure, enclosures
from pipeline.publish.markup import feed_html, sanitise, web_address
from pipeline.publish.uris import uri
from pipeline.publish.xmltext import one_line, shorten

_SUMMARY = 400
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FIRST_YEAR = 1970
"""No page of the web is older, and readers count seconds from there."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another portal's printing of the same article."""

    url: str
    publisher: str
    title: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a feed tells it. Text is of one line and fit for XML, addresses are http(s) URIs."""

    id: str
    key: str
    title: str
    url: str
    author: str
    source_id: str
    publisher: str
    summary: str
    content: str
    """Sanitised HTML; "" where only the summary was asked for."""
    updated: datetime
    published: datetime | None
    precision: Precision | None
    terms: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    story: str
    related: tuple[Related, ...]
    language: str
    """As the article states it: "vi" of nearly all, "" unknown."""
    gone: datetime | None


@lru_cache(maxsize=4)
def read(entry: Entry, summary: bool) -> Item:
    """The entry made ready. Raises ValueError, naming why, for one that no valid feed can carry.

    The last few are kept, for each is asked for by three formats; sanitising is half of the cost.
    """
    article = entry.article
    related = tuple(filter(None, map(_related, entry.also)))
    gone = _when(entry.gone_at)
    publisher = one_line(entry.source_name) or one_line(entry.source_id)
    return Item(
        id=_id(entry),
        key=one_line(entry.key),
        title=_title(entry),
        url=_address(entry),
        author=one_line(article.author or "") or publisher or _address(entry),
        source_id=one_line(entry.source_id),
        publisher=publisher,
        summary=_summary(entry),
        content="" if summary else _content(entry, related, gone),
        updated=local(entry.updated),
        published=local(article.published_at) if article.published_at else None,
        precision=article.published_precision,
        terms=_terms(entry),
        enclosures=enclosures(article),
        story=one_line(entry.story or ""),
        related=related,
        language=_language(article.language or ""),
        gone=gone,
    )


def local(moment: datetime) -> datetime:
    """In +07:00 and whole seconds. Raises ValueError for a naive datetime, which would mean a guess.

    A date without a time stands at midnight of +07:00, and so keeps its day.
    """
    if moment.tzinfo is None:
        raise ValueError(f"the time {moment.isoformat()} has no zone")
    try:
        there = moment.astimezone(VIETNAM).replace(microsecond=0)
    except OverflowError:
        raise ValueError(f"the time {moment.isoformat()} is out of range") from None
    if there.year < _FIRST_YEAR:
        raise ValueError(f"the time {moment.isoformat()} is out of range")
    return there


def _when(moment: datetime | None) -> datetime | None:
    """`local`, None for a time that cannot be told: an aside is no reason to leave the entry out."""
    try:
        return local(moment) if moment else None
    except ValueError:
        return None


def _id(entry: Entry) -> str:
    if not _SCHEME.match(identity := uri(entry.id)):
        raise ValueError(f"its id {entry.id!r} is no URI")
    return identity


def _title(entry: Entry) -> str:
    if not (title := one_line(entry.article.title)):
        raise ValueError("it has no title")
    return title


def _address(entry: Entry) -> str:
    if not (address := web_address(entry.article.url)):
        raise ValueError(f"{entry.article.url!r} is no absolute http(s) address")
    return uri(address)


def _terms(entry: Entry) -> tuple[str, ...]:
    """Section and tags, each once."""
    words = (one_line(word) for word in (entry.article.section or "", *entry.article.tags))
    return tuple(dict.fromkeys(word for word in words if word))


def _summary(entry: Entry) -> str:
    """The lead, else the opening of the text, else the title: never empty."""
    article = entry.article
    return (
        one_line(article.lead or "") or shorten(article.text, _SUMMARY) or one_line(article.title)
    )


def _language(code: str) -> str:
    return code if _LANGUAGE.fullmatch(code) else ""


def _related(copy: Reprint) -> Related | None:
    """None for a copy whose address no reader could open."""
    if not (address := uri(web_address(copy.url))):
        return None
    name = one_line(copy.source_name) or one_line(copy.source_id)
    return Related(address, name, one_line(copy.title), _when(copy.published_at))


def _content(entry: Entry, related: tuple[Related, ...], gone: datetime | None) -> str:
    """The whole article, whether its portal took it down, and who else printed it."""
    markup = feed_html(entry.article)
    if gone:
        markup += f"<p><em>Cổng đã gỡ bài này (thấy ngày {gone:%d/%m/%Y}).</em></p>"
    if related:
        copies = "".join(map(_copy, related))
        markup += f"<p>Cũng đăng trên:</p><ul>{copies}</ul>"
    return sanitise(markup) if gone or related else markup


def _copy(copy: Related) -> str:
    words = f'<a href="{escape(copy.url)}">{escape(copy.publisher or copy.url)}</a>'
    return f"<li>{words}{f' ({copy.published:%d/%m/%Y})' if copy.published else ''}</li>"
