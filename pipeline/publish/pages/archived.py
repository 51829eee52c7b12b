"""The page as its portal gave it, out of the archive.

It is hostile: its own bytes are served under a policy that makes a browser treat them as a picture of a
page. Nothing in it runs, loads, sends or moves the window; our own page shows it in a frame.
"""

import re

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from pipeline.archive import Archive
from pipeline.clean.encoding.decoding import decode
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, PageVisit, RawPage
from pipeline.publish.api.queries import Key
from pipeline.publish.delivery.headers import HEADERS
from pipeline.publish.pages.articles import stored
from pipeline.publish.website import Here, Site, speech_of

_FRAME = HEADERS["content-security-policy"] + "; frame-src 'self'"
_SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_LOST = "Không có bản lưu của bài này. / Nothing is archived of this article."
_DROPPED = (
    "Bản lưu của bài này đã hết hạn lưu trữ và được xoá ngày {day}; bài viết vẫn còn nguyên. / "
    "The archived page was dropped by this archive's retention on {day}; the article itself is kept."
)

_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_.:-]+)[\"']?\s*(?:;|$)")

router = APIRouter(include_in_schema=False)


@router.get("/articles/{key}/archived", response_class=HTMLResponse)
def archived(request: Request, site: Here, key: Key) -> HTMLResponse:
    """The archived page in a frame, with where and when it was."""
    entry = stored(site, key)
    capture = _capture(site, key)
    heading = speech_of(request)("Trang đã lưu")
    response = site.page(request, "archived.html", entry=entry, capture=capture, heading=heading)
    response.headers["content-security-policy"] = _FRAME
    return response


@router.get("/articles/{key}/archived/page")
def page(site: Here, key: Key) -> Response:
    """The bytes as they came, harmless."""
    return harmless(_answer(site, key))


@router.get("/articles/{key}/archived/source")
def source(site: Here, key: Key) -> Response:
    """Its markup as plain text."""
    raw = _answer(site, key)
    text = decode(raw.body, raw.header("content-type"))
    return Response(
        text.encode("utf-8", "replace"),
        media_type="text/plain; charset=utf-8",
        headers={"content-security-policy": _SANDBOX},
    )


def _capture(site: Site, key: str) -> PageVisit:
    entry = stored(site, key)
    capture = site.store.capture(entry.source_id, entry.article.url)
    if capture is None:
        gone = site.store.dropped(entry.source_id, entry.article.url)
        if gone and gone.dropped_at:
            day = f"{gone.dropped_at.astimezone(VIETNAM):%Y-%m-%d}"
            raise HTTPException(410, _DROPPED.format(day=day))
        raise HTTPException(404, _LOST)
    return capture


def _answer(site: Site, key: str) -> RawPage:
    capture = _capture(site, key)
    assert capture.warc is not None
    try:
        return Archive(site.config.archive).read(capture.warc, capture.source_id)
    except ArchiveError:
        raise HTTPException(404, _LOST) from None


def harmless(raw: RawPage) -> Response:
    """The answer's own bytes as HTML, under a policy that locks it in.

    Bytes that are UTF-8 are read as such whatever they declare, as `pipeline.clean.encoding` does; others
    in the charset of the answer, else as the page itself says.
    """
    declared = _CHARSET.search(raw.header("content-type"))
    charset = "utf-8" if _is_utf8(raw.body) else declared and declared[1]
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return Response(raw.body, headers={"content-security-policy": _SANDBOX, "content-type": kind})


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
