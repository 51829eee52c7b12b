"""One capture -> RawPage: from the Wayback Machine as it was captured, or out of a WARC file."""

from dataclasses import replace
from urllib.parse import quote

from crawler.captures.asking import Asker, Reply
from crawler.captures.index import Capture
from pipeline.archive.coding import unpacked
from pipeline.archive.members import MAX_MEMBER
from pipeline.archive.reading import parse
from pipeline.errors import PipelineError
from pipeline.model import RawPage, WarcLocation

RAW = "id_"
"""Wayback's modifier for the bytes as they came; without it links are rewritten and a toolbar is added."""
ORIGINAL = "x-archive-orig-"
REWRITTEN = (
    b"<!-- BEGIN WAYBACK TOOLBAR INSERT",
    b"/_static/js/wombat.js",
    b"/_static/js/bundle-playback.js",
)
"""What Wayback and pywb put into pages that they rewrite."""
FRAMING = ("content-encoding", "transfer-encoding", "content-length")
"""Headers of how the body was sent. It is kept unpacked, so they are kept as the archive's word only."""
SAFE = "%/:=&?~#+!$,;'@()*[]"


class NotToBeHad(PipelineError):
    """A capture that the index lists and the archive does not give."""

    reason = "not-to-be-had"


def fetch(capture: Capture, asker: Asker, *, replay: str, files: str) -> tuple[RawPage, str]:
    """The page of a capture at its own moment, and the address it was taken from. `source_id` is empty.

    `replay`, `files`: as `sources_of` gives them. Raises CaptureError and NotToBeHad.
    """
    if files:
        return _from_file(capture, asker, files)
    return _from_wayback(capture, asker, replay)


def _from_wayback(capture: Capture, asker: Asker, replay: str) -> tuple[RawPage, str]:
    address = f"{replay.rstrip('/')}/{capture.stamp}{RAW}/{quote(capture.url, safe=SAFE)}"
    reply = asker.get(address)
    if reply.status_code != capture.status:
        raise NotToBeHad(f"HTTP {reply.status_code}", url=address)
    headers = _headers(reply)
    packed = next((v for k, v in headers if k.lower() == "content-encoding"), "")
    try:  # some captures are sent as they were packed for their crawler, under its header alone
        body = unpacked(reply.body, reply.header("content-encoding"), MAX_MEMBER)
        body = unpacked(body, packed, MAX_MEMBER)
    except ValueError as error:
        raise NotToBeHad(str(error), url=address) from error
    if any(mark in body for mark in REWRITTEN):
        raise NotToBeHad("the archive gave a rewritten page", url=address)
    return _page(capture, headers, body), address


def _headers(reply: Reply) -> tuple[tuple[str, str], ...]:
    """The headers as the portal sent them: those that Wayback marks, or all where it marks none."""
    marked = [(k, v) for k, v in reply.headers if k.lower().startswith(ORIGINAL)]
    given = [(name[len(ORIGINAL) :], value) for name, value in marked] or list(reply.headers)
    if not any(name.lower() == "content-type" for name, _ in given):
        given.append(("Content-Type", reply.header("content-type")))
    return tuple(given)


def _from_file(capture: Capture, asker: Asker, files: str) -> tuple[RawPage, str]:
    address = f"{files.rstrip('/')}/{quote(capture.file, safe=SAFE, errors='replace')}"
    if not capture.file or not 0 < capture.length <= MAX_MEMBER:
        raise NotToBeHad("the index does not say where it lies", url=capture.url)
    last = capture.offset + capture.length - 1
    reply = asker.get(address, headers={"Range": f"bytes={capture.offset}-{last}"})
    if reply.status_code not in (200, 206):
        raise NotToBeHad(f"HTTP {reply.status_code}", url=address)
    data = reply.body if reply.status_code == 206 else reply.body[capture.offset : last + 1]
    place = WarcLocation(capture.file, capture.offset, capture.length)
    try:
        page = parse(data, "", place)
    except ValueError as error:
        raise NotToBeHad(str(error), url=address) from error
    if not isinstance(page, RawPage):
        raise NotToBeHad("no response stands there", url=address)
    return replace(_page(capture, page.headers, page.body), status=page.status, ip=page.ip), address


def _page(capture: Capture, headers: tuple[tuple[str, str], ...], body: bytes) -> RawPage:
    kept = tuple(
        (f"X-Archive-Orig-{name}" if name.lower() in FRAMING else name, value)
        for name, value in headers
    )
    return RawPage(
        source_id="",
        url=capture.url,
        final_url=capture.url,
        status=capture.status,
        headers=kept,
        body=body,
        fetched_at=capture.at,
    )
