"""What one answer looks like as a WARC/1.1 record: whole, or a `revisit` of one that is kept already."""

import base64
import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive.fields import Kept
from pipeline.config import VERSION
from pipeline.model import RawPage

ASKED_FOR = "WARC-Congtin-Asked-For"
"""Our header for the address that redirects led away from."""
ORIGINAL = "WARC-Congtin-Refers-To-Place"
"""Our header of a revisit: file, offset and length of the record that holds the payload."""
TAKEN_FROM = "WARC-Source-URI"
"""Where somebody else's capture was fetched from (the name that cdx_toolkit uses)."""
DECHUNKED = "X-Congtin-Transfer-Encoding"
"""The body is kept without the chunks it came in, so its header must not promise them."""
FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def digest_of(payload: bytes) -> str:
    """A payload's digest as WARC files write it: SHA-1 in base32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode(
        "ascii"
    )


def warcinfo(name: str, source_id: str, about: Mapping[str, str]) -> bytes:
    """The record that opens a file: which program wrote it, for whom, by which rules.

    `about`: further fields of the standard, "operator" and "http-header-user-agent" say.
    """
    info = {
        "software": f"Congtin/{VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": FORMAT,
        "robots": "classic",
        "isPartOf": source_id,
        **about,
    }
    buffer = io.BytesIO()
    writer = _writer(buffer)
    writer.write_record(writer.create_warcinfo_record(name, info))
    return buffer.getvalue()


def response(page: RawPage, *, taken_from: str = "") -> bytes:
    """The whole answer as a gzip member; headers and body as they came over the wire."""
    buffer = io.BytesIO()
    writer = _writer(buffer)
    record = writer.create_warc_record(
        page.final_url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=_http(page),
        warc_headers_dict=_own(page, taken_from),
    )
    writer.write_record(record)
    return buffer.getvalue()


def revisit(page: RawPage, kept: Kept, *, taken_from: str = "") -> bytes:
    """The answer's headers alone, as a gzip member: its payload is that of the record kept."""
    place = f"{kept.place.file} {kept.place.offset} {kept.place.length}"
    own = _own(page, taken_from) | {"WARC-Refers-To": kept.id, ORIGINAL: place}
    buffer = io.BytesIO()
    writer = _writer(buffer)
    record = writer.create_revisit_record(
        page.final_url,
        digest_of(page.body),
        kept.url,
        kept.date,
        http_headers=_http(page),
        warc_headers_dict={name: value for name, value in own.items() if value},
    )
    writer.write_record(record)
    return buffer.getvalue()


def _writer(buffer: io.BytesIO) -> WARCWriter:
    return WARCWriter(buffer, gzip=True, warc_version="1.1")  # 1.0 has no fractions of seconds


def _own(page: RawPage, taken_from: str) -> dict[str, str]:
    own = {"WARC-Date": warc_date(page.fetched_at)}
    if page.ip:
        own["WARC-IP-Address"] = page.ip
    if page.url != page.final_url:
        own[ASKED_FOR] = page.url
    if taken_from:
        own[TAKEN_FROM] = taken_from
    return own


def warc_date(when: datetime) -> str:
    """UTC to the microsecond (WARC 1.1, 5.4)."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _http(page: RawPage) -> StatusAndHeaders:
    """Status line and headers. Scrapy keeps no reason phrase, so it is the standard's (RFC 9110, 15)."""
    phrases = {int(status): status.phrase for status in HTTPStatus}
    headers = [
        (DECHUNKED if name.lower() == "transfer-encoding" else name, value)
        for name, value in page.headers
    ]
    line = f"{page.status} {phrases.get(page.status, '')}"
    return StatusAndHeaders(line, headers, protocol="HTTP/1.1")
