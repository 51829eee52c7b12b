"""Documents over HTTP: a strong validator of each representation, 304, gzip, a form that browsers show."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from fastapi import Request, Response

from pipeline.publish.delivery.compression import SMALLEST, takes_gzip
from pipeline.publish.feeds.styles import BROWSER_TYPE, POLICY

CURRENT = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"
_LEVEL = 6
_XML = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be sent, and when it last changed."""

    body: bytes
    media_type: str
    changed: datetime | None = None
    caching: str = CURRENT
    links: tuple[tuple[str, str], ...] = ()
    """(rel, address) for the Link header: WebSub looks for hub and self there first."""


def deliver(request: Request, document: Document) -> Response:
    """The document as the asker takes it, or 304 where the asker has it.

    Feeds go as plain XML to browsers (who asks for text/html): only so do they use the style sheet.
    """
    shown = document.media_type in _XML and "text/html" in request.headers.get("accept", "")
    packed = len(document.body) >= SMALLEST and takes_gzip(
        request.headers.get("accept-encoding", "")
    )
    tag = f"{digest(document.body)}{'-xml' if shown else ''}{'-gzip' if packed else ''}"
    headers = _headers(document, f'"{tag}"')
    if _is_known(request, headers["etag"], document.changed):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["content-encoding"] = "gzip"
    body = _packed(document.body) if packed else document.body
    kind = BROWSER_TYPE if shown else document.media_type
    return Response(body, headers=headers | {"content-type": f"{kind}; charset=utf-8"})


def digest(body: bytes) -> str:
    """The content's part of a validator."""
    return hashlib.sha256(body).hexdigest()[:32]


def _headers(document: Document, etag: str) -> dict[str, str]:
    headers = {
        "etag": etag,
        "cache-control": document.caching,
        "vary": "Accept, Accept-Encoding",
        "content-security-policy": POLICY,
    }
    if document.changed:
        headers["last-modified"] = format_datetime(document.changed.astimezone(UTC), usegmt=True)
    if document.links:
        headers["link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in document.links)
    return headers


@lru_cache(maxsize=32)
def _packed(body: bytes) -> bytes:
    """Compressed; the documents asked for most are compressed once."""
    return gzip.compress(body, _LEVEL, mtime=0)


def _is_known(request: Request, etag: str, changed: datetime | None) -> bool:
    """True when the asker's copy is current (RFC 9110, 13.1): If-None-Match goes before the date."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return bool(_tags(tags.split(",")) & {etag, "*"})
    since = _date(request.headers.get("if-modified-since", ""))
    return since is not None and changed is not None and changed.replace(microsecond=0) <= since


def _tags(given: Iterable[str]) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in given}


def _date(text: str) -> datetime | None:
    """An HTTP date; None for anything else, which RFC 9110 says to ignore."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
