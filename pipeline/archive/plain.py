"""Records of an uncompressed WARC file: the whole ones, found one by one, also behind a damaged stretch."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.archive.fields import DIGITS
from pipeline.archive.members import CUT, MAX_MEMBER, RECORD, Member

MAX_HEAD = 64 << 10
"""Bytes of a record's header lines; the longest addresses are far below."""
CHUNK = 1 << 20
NEAR = 1 << 12
"""Bytes in which the next record is looked for first; twice as many each time."""


def records(stream: BinaryIO, start: int = 0) -> Iterator[Member]:
    """Every record in order, from that byte on. A broken stretch ends where the next record opens."""
    size = stream.seek(0, 2)
    offset = start
    while offset < size:
        record = _record(stream, offset, size)
        yield record
        offset += record.length


def holds_more(data: bytes) -> bool:
    """Whether more stands behind a record than the empty lines that end it."""
    stream = io.BytesIO(data)
    length = _content_length(_head(stream))
    return length is not None and RECORD in data[stream.tell() + length :][:CHUNK]


def _record(stream: BinaryIO, offset: int, size: int) -> Member:
    """The record at an offset: it runs to where its header says it ends."""
    stream.seek(offset)
    head = _head(stream)
    length = _content_length(head)
    if length is None:
        return _broken(stream, offset, size, "no WARC record")
    end = offset + len(head) + length
    if end > size:
        return _broken(stream, offset, size, CUT)
    if length > MAX_MEMBER:
        return Member(offset, end - offset, None, f"a record of more than {MAX_MEMBER >> 20} MiB")
    data = head + stream.read(length)
    return Member(offset, len(data) + _blank_lines(stream), data)


def _blank_lines(stream: BinaryIO) -> int:
    """Bytes of the line ends behind a record: two by the standard, none or more with some writers."""
    behind = stream.read(64)
    return len(behind) - len(behind.lstrip(b"\r\n"))


def _broken(stream: BinaryIO, offset: int, size: int, problem: str) -> Member:
    following = _next_record(stream, offset + 1, size)
    stream.seek(offset)
    cut = following == size and stream.read(len(RECORD)) == RECORD
    return Member(offset, following - offset, None, CUT if cut else problem)


def _next_record(stream: BinaryIO, start: int, size: int) -> int:
    """Where the next line opens a record; the file's end where none does."""
    mark = b"\n" + RECORD
    position, reach = start, NEAR
    while position < size:
        stream.seek(position)
        found = stream.read(reach + len(mark)).find(mark)
        if found >= 0:
            return position + found + 1
        position, reach = position + reach, min(2 * reach, CHUNK)
    return size


def _head(stream: BinaryIO) -> bytes:
    """The header lines up to and with the empty one behind them; "" where there are no such lines.

    No line among them opens another record: without that, heads that never end would be read over and over.
    """
    lines: list[bytes] = []
    size = 0
    while (line := stream.readline(MAX_HEAD)) and not (lines and line.startswith(RECORD)):
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > MAX_HEAD:
            break
    return b""


def _content_length(head: bytes) -> int | None:
    """None where the lines are no record's header."""
    if not head.startswith(RECORD):
        return None
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        digits = value.strip()
        if name.strip().lower() == b"content-length" and digits.isdigit():
            return int(digits) if len(digits) <= DIGITS else None
    return None
