"""WARC files of any writer -> RawPage, whole record by whole record."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.archive.coding import TooLong, unpacked
from pipeline.archive.members import MAGIC, MAX_MEMBER, Member, members
from pipeline.archive.plain import holds_more, records
from pipeline.archive.records import ASKED_FOR, ORIGINAL
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, RawPage, WarcLocation

FIRST_LINE = 64 << 10
"""Bytes within which a record's first line ends: "WARC/1.1", or an address with some numbers (ARC)."""
MOST_BEFORE = 100
"""Damages before the first whole record that are told."""
WORDS = 200
"""Letters of a reason that may quote the record."""
NOT_MODIFIED = "server-not-modified"
"""The profile of a revisit that a server answered with 304: it says nothing new of the page."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a WARC file that gives no answer, and why: no whole record, or more than is read."""

    file: Path
    offset: int
    reason: str
    is_too_long: bool = False
    """Whether the record may well be sound, and only its body is beyond what a page may be."""

    @property
    def what(self) -> str:
        """What is the matter at that byte, in a word or a few."""
        return "longer than a page may be" if self.is_too_long else "damaged"

    def __str__(self) -> str:
        return f"{self.file}: {self.what} at byte {self.offset}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Revisit:
    """An answer whose payload another record holds: the same bytes had come before."""

    page: RawPage
    """Without its body; without status and headers (0 and none) where the record keeps none."""
    digest: str
    url: str
    """The other record's address and date, where it is said."""
    date: str
    place: WarcLocation | None
    """Where we put it ourselves."""


def read_file(file: Path, name: str = "") -> Iterator[RawPage | Revisit | Damage]:
    """Every whole answer of a WARC file in order, and a Damage for each stretch between.

    `name` is the file's name in the archive, for the pages' locations. `source_id` is left empty.
    Raises ArchiveError when the file cannot be opened or holds no WARC record at all.
    """
    damages: list[Damage] = []
    found = False
    try:
        with file.open("rb") as stream:
            for piece in _pieces(stream):
                answers = list(_answers(piece, file, name or file.name))
                found = found or len(answers) != 1 or not isinstance(answers[0], Damage)
                if not found:
                    broken = [a for a in answers if isinstance(a, Damage)]
                    damages += broken[: MOST_BEFORE - len(damages)]
                    continue
                yield from damages
                damages.clear()
                yield from answers
    except OSError as error:
        raise ArchiveError(f"{file}: {error.strerror}. Name a readable WARC file.") from error
    if not found:
        reason = damages[0].reason if damages else "it is empty"
        raise ArchiveError(f"{file}: no WARC file ({reason}).")


def _pieces(stream: BinaryIO) -> Iterator[Member]:
    return members(stream) if stream.read(3) == MAGIC else records(stream)


def parse(data: bytes, source_id: str, location: WarcLocation) -> RawPage | Revisit | None:
    """The answer in one record's bytes; None for a record of another type. Raises ValueError."""
    if not data.startswith(MAGIC) and len(data) > FIRST_LINE and b"\n" not in data[:FIRST_LINE]:
        raise ValueError("no readable WARC record")  # warcio takes a second for each 12 MB of such
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), arc2warc=True)))
        if record.rec_type == "revisit":
            return _revisit(record, source_id, location)
        return _page(record, source_id, location)
    except BROKEN as error:
        speaks = isinstance(error, (ArchiveLoadFailed, EOFError, zlib.error))
        raise ValueError((speaks and str(error)[:WORDS]) or "no readable WARC record") from error


BROKEN = (
    ArchiveLoadFailed,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    StopIteration,
    TypeError,
    zlib.error,
)
"""What warcio and the dates in it raise for bytes that are no record, besides ValueError."""


def _answers(piece: Member, file: Path, name: str) -> Iterator[RawPage | Revisit | Damage]:
    """What a piece holds: an answer, a damage, nothing for a record of another type."""
    if piece.data is None:
        yield Damage(file, piece.offset, piece.problem)
        return
    try:
        page = parse(piece.data, "", WarcLocation(name, piece.offset, piece.length))
    except ValueError as error:
        yield Damage(file, piece.offset, str(error), isinstance(error, TooLong))
        return
    if page:
        yield page
    if holds_more(piece.data):
        yield Damage(file, piece.offset, PACKED)


PACKED = (
    "several records packed as one, of which only the first can be read: "
    "unpack the file with gunzip and name the unpacked one"
)


def _page(record: ArcWarcRecord, source_id: str, location: WarcLocation) -> RawPage | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    page = replace(_bare(record, source_id, location), body=_body(record))
    record.raw_stream.read()
    if record.raw_stream.limit:  # warcio ends quietly on a record cut short
        raise EOFError("the record is shorter than it says")
    return page


def _revisit(record: ArcWarcRecord, source_id: str, location: WarcLocation) -> Revisit | None:
    named = record.rec_headers.get_header
    if NOT_MODIFIED in named("WARC-Profile", ""):
        return None
    return Revisit(
        _bare(record, source_id, location),
        digest=named("WARC-Payload-Digest", ""),
        url=named("WARC-Refers-To-Target-URI", "").strip("<>"),
        date=named("WARC-Refers-To-Date", ""),
        place=_place(named(ORIGINAL, "")),
    )


def _bare(record: ArcWarcRecord, source_id: str, location: WarcLocation) -> RawPage:
    """The answer without its body."""
    named, http = record.rec_headers.get_header, record.http_headers
    url = _address(named("WARC-Target-URI"))
    if not url:
        raise ValueError(f"a {record.rec_type} without WARC-Target-URI")
    return RawPage(
        source_id=source_id,
        url=_address(named(ASKED_FOR)) or url,
        final_url=url,
        status=int(http.get_statuscode() or 0) if http else 0,
        headers=tuple((str(name), str(value)) for name, value in http.headers) if http else (),
        body=b"",
        fetched_at=_date(named("WARC-Date")),
        warc=location,
        ip=named("WARC-IP-Address") or "",
    )


def _address(text: str | None) -> str:
    """Without wget's brackets, which are against the standard. Raises ValueError for one of the web that
    cannot be taken apart ("http://[x", "http://a:b/"): nobody who gets the page should have to ask.
    """
    url = (text or "").strip("<>")
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and not (parts.hostname and parts.port != 0):
        raise ValueError("an address without a host")
    return url


def _place(text: str) -> WarcLocation | None:
    """Our own header's value; a file that lies nowhere in the archive is none of ours."""
    file, _, numbers = text.partition(" ")
    offset, _, length = numbers.partition(" ")
    inside = file and not file.startswith("/") and ".." not in file.split("/")
    if not (inside and offset.isdecimal() and length.isdecimal()):
        return None
    return WarcLocation(file, int(offset), min(int(length), MAX_MEMBER))


def _body(record: ArcWarcRecord) -> bytes:
    """The body, unpacked within bounds: a few bytes may unpack to all there is of memory."""
    http = record.http_headers.get_header
    stream = record.raw_stream
    if (http("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    parts, size = [], 0
    while part := stream.read(1 << 20):
        parts.append(part)
        size += len(part)
        if size > MAX_MEMBER:
            raise TooLong(f"a body of more than {MAX_MEMBER >> 20} MiB")
    return unpacked(b"".join(parts), http("Content-Encoding") or "", MAX_MEMBER)


def _date(text: str | None) -> datetime:
    """WARC-Date is UTC with or without fractions (WARC 1.1, 5.4)."""
    if not text:
        raise ValueError("a response without WARC-Date")
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(VIETNAM)
