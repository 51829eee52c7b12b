"""The published feed files over HTTP: right types, strong ETag, 304, HEAD."""

import hashlib
import os
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from pipeline.publish.files import OPML
from pipeline.publish.website import Here

_PATH = re.compile(r"(?:all|(?:sources|provinces)/[A-Za-z0-9][A-Za-z0-9._-]*)\.(?:rss|atom)")
_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
}
_UNPUBLISHED = (
    "Bản tin này chưa được xuất bản. Hãy chạy lệnh `congtin publish`. / "
    "This feed has not been published yet: run `congtin publish`."
)

router = APIRouter(include_in_schema=False)


@router.get("/feeds/{path:path}")
def feed(request: Request, site: Here, path: str) -> Response:
    """One file under the feeds directory as it was published."""
    if path != OPML and not _PATH.fullmatch(path):
        raise HTTPException(404)
    content, changed = _read(site.config.feeds / path)
    headers = {
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "last-modified": format_datetime(changed, usegmt=True),
        "cache-control": "public, max-age=300",
    }
    if _known(request, headers["etag"], changed):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_TYPES[Path(path).suffix], headers=headers)


def _read(file: Path) -> tuple[bytes, datetime]:
    """The bytes and when they last changed, both of the same file even while it is replaced."""
    try:
        with file.open("rb") as handle:
            seconds = int(os.fstat(handle.fileno()).st_mtime)
            return handle.read(), datetime.fromtimestamp(seconds, UTC)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise HTTPException(404, _UNPUBLISHED) from None


def _known(request: Request, etag: str, changed: datetime) -> bool:
    """True when the asker's copy is current (RFC 9110, 13.1): If-None-Match goes before the date."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return bool(given & {etag, "*"})
    since = _date(request.headers.get("if-modified-since", ""))
    return since is not None and changed <= since


def _date(text: str) -> datetime | None:
    """An HTTP date; None for anything else, which RFC 9110 says to ignore."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
