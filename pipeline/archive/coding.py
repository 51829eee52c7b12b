"""Bodies are kept as they came, packed by their Content-Encoding; here they are unpacked, within bounds.

warcio knows no Zstandard and fails on Brotli 1.2, and Scrapy asks portals for both.
"""

import io
import zlib
from collections.abc import Callable, Iterator
from typing import Any

CHUNK = 1 << 16


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The body without its Content-Encoding, several undone from the last.

    One that is not what its header says, or an encoding that nobody knows, is left as it is; of one cut
    short there is as much as can be had. Raises ValueError for more than `most` bytes.
    """
    for name in reversed(encoding.lower().split(",")):
        unpack = CODINGS.get(name.strip())
        if unpack and body:
            body = _gathered(unpack(body), body, most)
    return body


def _gathered(chunks: Iterator[bytes], packed: bytes, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                raise TooLong(f"a body of more than {most >> 20} MiB")
    except TooLong:
        raise
    except Exception:  # noqa: BLE001 - each library has errors of its own for bytes it cannot read
        return b"".join(parts) or packed
    return b"".join(parts)


class TooLong(ValueError):
    """A body that unpacks to more than a page can be."""


def _gzip(body: bytes) -> Iterator[bytes]:
    while body:  # members one behind the other
        inflater = zlib.decompressobj(wbits=31)
        yield from _inflated(inflater, body)
        body = inflater.unused_data


def _deflate(body: bytes) -> Iterator[bytes]:
    """With or without zlib's wrapping: both are sent (RFC 9110, 8.4.1.2)."""
    try:
        zlib.decompressobj().decompress(body, 1)
    except zlib.error:
        yield from _inflated(zlib.decompressobj(wbits=-15), body)
    else:
        yield from _inflated(zlib.decompressobj(), body)


def _inflated(inflater: Any, body: bytes) -> Iterator[bytes]:
    while body and not inflater.eof:
        yield inflater.decompress(body, CHUNK)
        body = inflater.unconsumed_tail
    yield inflater.flush(CHUNK)


def _brotli(body: bytes) -> Iterator[bytes]:
    import brotli  # Scrapy installs it

    inflater = brotli.Decompressor()
    chunk = inflater.process(body, output_buffer_limit=CHUNK)
    while chunk:
        yield chunk
        done = inflater.is_finished()
        chunk = b"" if done else inflater.process(b"", output_buffer_limit=CHUNK)


def _zstd(body: bytes) -> Iterator[bytes]:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore] # since 3.14
    except ImportError:
        from backports import zstd  # Scrapy installs it
    with zstd.ZstdFile(io.BytesIO(body)) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
