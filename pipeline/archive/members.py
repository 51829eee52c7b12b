"""gzip members: the whole ones of a file, found one by one, also behind a damaged stretch."""

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"\x1f\x8b\x08"
RECORD = b"WARC/"
CUT = "the file ends in the middle of a record"
MAX_MEMBER = 64 << 20
"""Bytes one record may inflate to; a larger one is a bomb or no page (RFC 1952 sets no bound)."""
MAX_WASTE = 64 * MAX_MEMBER
WASTE_A_BYTE = 16
"""What broken stretches of a file may cost in all, and for each of its bytes: a header may hold thousands
of further ones as its name, and behind each of them stands the same bomb."""
GIVEN_UP = "too much of it is damaged, or made to look so: what follows is not read"


@dataclass(frozen=True, slots=True)
class Member:
    """One stretch of the file: its inflated bytes, or None and what is wrong with it."""

    offset: int
    length: int
    data: bytes | None
    problem: str = ""
    wasted: int = 0
    """Bytes read and inflated before that was seen."""


def members(stream: BinaryIO, start: int = 0) -> Iterator[Member]:
    """Every member of a gzip file in order, from that byte on. A broken stretch ends where the next opens,
    or with the file where more was wasted on such stretches than damage ever costs.
    """
    size = stream.seek(0, 2)
    if size <= start:
        return
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as file:
        offset, left = start, MAX_WASTE + WASTE_A_BYTE * size
        while offset < size:
            member = _member(file, offset, size)
            left -= member.wasted
            if left < 0:
                yield Member(offset, size - offset, None, GIVEN_UP)
                return
            yield member
            offset += member.length


def _member(file: mmap.mmap, offset: int, size: int) -> Member:
    inflater = zlib.decompressobj(wbits=31)
    parts, inflated, position = [], 0, offset
    try:
        while not inflater.eof and position < size and inflated <= MAX_MEMBER:
            chunk = inflater.unconsumed_tail or file[position : position + 65536]
            if not inflater.unconsumed_tail:
                position += len(chunk)
            parts.append(inflater.decompress(chunk, MAX_MEMBER - inflated + 1))
            inflated += len(parts[-1])
    except zlib.error as error:
        return _broken(file, offset, size, str(error), inflated + position - offset)
    wasted = inflated + position - offset
    if inflated > MAX_MEMBER:
        return _broken(file, offset, size, f"a record of more than {MAX_MEMBER >> 20} MiB", wasted)
    if not inflater.eof:
        return _broken(file, offset, size, CUT, wasted)
    return Member(offset, position - len(inflater.unused_data) - offset, b"".join(parts))


def unpack(data: bytes) -> bytes:
    """The bytes of one member, or what was never packed. Raises ValueError for a damaged or endless one."""
    if not data.startswith(MAGIC):
        return data
    inflater = zlib.decompressobj(wbits=31)
    try:
        inflated = inflater.decompress(data, MAX_MEMBER)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not inflater.eof:
        raise ValueError(CUT)
    return inflated


def _broken(file: mmap.mmap, offset: int, size: int, problem: str, wasted: int) -> Member:
    following = file.find(MAGIC, offset + 1)
    end = following if following > 0 else size
    return Member(offset, end - offset, None, problem, wasted)


def torn_tail(stream: BinaryIO) -> int | None:
    """Where what follows the last whole record begins; None when the file ends with a whole one, or when it
    was not read to its end: whole ones may stand there.

    A torn record may hold a whole gzip file of its own, a sitemap say, so what counts is a record.
    """
    end = offset = 0
    for member in members(stream):
        if member.problem == GIVEN_UP:
            return None
        offset = member.offset + member.length
        if member.data is not None and member.data.startswith(RECORD):
            end = offset
    return end if end < offset else None
