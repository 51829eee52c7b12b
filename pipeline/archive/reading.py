"""WARC files of any writer -> RawPage, whole record by whole record."""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.archive.members import MAGIC, MAX_MEMBER, Member, members
from pipeline.archive.plain import holds_more, records
from pipeline.errors import ArchiveError
from pipeline.model import VIETNAM, RawPage, WarcLocation

ASKED_FOR = "WARC-Congtin-Asked-For"
"""Our header for the address that redirects led away from."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a WARC file that is no whole record, and why."""

    file: Path
    offset: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: damaged at byte {self.offset}: {self.reason}"


def read_file(file: Path, name: str = "") -> Iterator[RawPage | Damage]:
    """Every whole response record of a WARC file in order, and a Damage for each stretch between.

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
                    damages += [a for a in answers if isinstance(a, Damage)]
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


def parse(data: bytes, source_id: str, location: WarcLocation) -> RawPage | None:
    """The answer in one record's bytes; None for a record of another type. Raises ValueError."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), arc2warc=True)))
        return _page(record, source_id, location)
    except BROKEN as error:
        speaks = isinstance(error, (ArchiveLoadFailed, EOFError, zlib.error))
        raise ValueError((speaks and str(error)) or "no readable WARC record") from error


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


def _answers(piece: Member, file: Path, name: str) -> Iterator[RawPage | Damage]:
    """What a piece holds: an answer, a damage, nothing for a record of another type."""
    if piece.data is None:
        yield Damage(file, piece.offset, piece.problem)
        return
    try:
        page = parse(piece.data, "", WarcLocation(name, piece.offset, piece.length))
    except ValueError as error:
        yield Damage(file, piece.offset, str(error))
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
    url = record.rec_headers.get_header("WARC-Target-URI")
    if not url:
        raise ValueError("a response without WARC-Target-URI")
    page = RawPage(
        source_id=source_id,
        url=record.rec_headers.get_header(ASKED_FOR) or url,
        final_url=url,
        status=int(record.http_headers.get_statuscode() or 0),
        headers=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        body=_body(record),
        fetched_at=_date(record.rec_headers.get_header("WARC-Date")),
        warc=location,
    )
    record.raw_stream.read()
    if record.raw_stream.limit:  # warcio ends quietly on a record cut short
        raise EOFError("the record is shorter than it says")
    return page


def _body(record: ArcWarcRecord) -> bytes:
    """The body, unpacked within bounds: a few bytes may unpack to all there is of memory."""
    stream, parts, size = record.content_stream(), [], 0
    while part := stream.read(1 << 20):
        parts.append(part)
        size += len(part)
        if size > MAX_MEMBER:
            raise ValueError(f"a body of more than {MAX_MEMBER >> 20} MiB")
    return b"".join(parts)


def _date(text: str | None) -> datetime:
    """WARC-Date is UTC with or without fractions (WARC 1.1, 5.4)."""
    if not text:
        raise ValueError("a response without WARC-Date")
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(VIETNAM)
