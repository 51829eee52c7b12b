"""WARC files of any writer -> RawPage, whole record by whole record."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.archive.members import MAGIC, Member, members
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
    Raises ArchiveError when the file cannot be opened or holds no WARC record at its start.
    """
    try:
        with file.open("rb") as stream:
            pieces = members(stream) if stream.read(3) == MAGIC else _plain(stream)
            for number, piece in enumerate(pieces):
                answer = _answer(piece, file, name or file.name)
                if number == 0 and isinstance(answer, Damage):
                    raise ArchiveError(f"{file}: no WARC file ({answer.reason}).")
                if answer:
                    yield answer
    except OSError as error:
        raise ArchiveError(f"{file}: {error.strerror}. Name a readable WARC file.") from error


def parse(data: bytes, source_id: str, location: WarcLocation) -> RawPage | None:
    """The answer in one record's bytes; None for a record of another type. Raises ValueError."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), arc2warc=True)))
        return _page(record, source_id, location)
    except (ArchiveLoadFailed, StopIteration, AttributeError, IndexError, EOFError) as error:
        raise ValueError(str(error) or "no WARC record") from error


def _answer(piece: Member, file: Path, name: str) -> RawPage | Damage | None:
    if piece.data is None:
        return Damage(file, piece.offset, piece.problem)
    try:
        return parse(piece.data, "", WarcLocation(name, piece.offset, piece.length))
    except ValueError as error:
        return Damage(file, piece.offset, str(error))


def _plain(stream: BinaryIO) -> Iterator[Member]:
    """Records of an uncompressed file: each runs to where the next header says it ends."""
    stream.seek(0)
    while head := _head(stream):
        start = stream.tell() - len(head)
        length = _content_length(head)
        body = stream.read(length + 4) if length is not None else b""
        if length is None or len(body) < length:
            yield Member(start, len(head), None, "the file ends in the middle of a record")
            return
        yield Member(start, len(head) + len(body), head + body)


def _head(stream: BinaryIO) -> bytes:
    """The header lines up to and with the empty one behind them."""
    lines = []
    while line := stream.readline():
        lines.append(line)
        if not line.strip():
            break
    return b"".join(lines)


def _content_length(head: bytes) -> int | None:
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _page(record: ArcWarcRecord, source_id: str, location: WarcLocation) -> RawPage | None:
    if record.rec_type != "response" or record.http_headers is None:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    page = RawPage(
        source_id=source_id,
        url=record.rec_headers.get_header(ASKED_FOR) or url,
        final_url=url,
        status=int(record.http_headers.get_statuscode() or 0),
        headers=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        body=record.content_stream().read(),
        fetched_at=_date(record.rec_headers.get_header("WARC-Date")),
        warc=location,
    )
    record.raw_stream.read()
    if record.raw_stream.limit:  # warcio ends quietly on a record cut short
        raise EOFError("the record is shorter than it says")
    return page


def _date(text: str) -> datetime:
    """WARC-Date is UTC with or without fractions (WARC 1.1, 5.4)."""
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(VIETNAM)
