"""Bodies are kept as they came, packed by their Content-Encoding; here they are unpacked, within bounds.

warcio knows no Zstandard and fails on Brotli 1.2, and Scrapy asks portals for both.
"""

import io
import zlib
from collections.abc import Callable, Generator, Iterator
from typing import Any

CHUNK = 1 << 16
PIECE = 1 << 14
"""Bytes handed to zlib at a time: it copies what it leaves of them, at the end of every member."""
MAX_LAYERS = 4
"""Codings one over the other. Crawls take two; a header may name thousands."""


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The body without its Content-Encoding, several undone from the last.

    One that is not what its header says, or an encoding that nobody knows, is left as it is; of one cut
    short there is as much as can be had. Raises ValueError for more than `most` bytes or MAX_LAYERS.
    """
    layers = [name.strip() for name in encoding.lower().split(",") if name.strip()]
    if len(layers) > MAX_LAYERS:
        raise TooLong(f"a body packed {len(layers)} times over")
    for name in reversed(layers):
        unpack = CODINGS.get(name)
        if unpack and body:
            body = _gathered(unpack(body), body, most)
    return body


def _gathered(chunks: Iterator[bytes], packed: bytes, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in filter(None, chunks):
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
    position = 0
    while position < len(body):  # members one behind the other
        position = yield from _inflated(zlib.decompressobj(wbits=31), body, position)


def _deflate(body: bytes) -> Iterator[bytes]:
    """With or without zlib's wrapping: both are sent (RFC 9110, 8.4.1.2)."""
    try:
        zlib.decompressobj().decompress(body, 1)
    except zlib.error:
        yield from _inflated(zlib.decompressobj(wbits=-15), body)
    else:
        yield from _inflated(zlib.decompressobj(), body)


def _inflated(inflater: Any, body: bytes, position: int = 0) -> Generator[bytes, None, int]:
    """What lies packed from that byte on; at last, where it ended."""
    rest = b""
    while not inflater.eof and (rest or position < len(body)):
        piece = rest or body[position : position + PIECE]
        position += 0 if rest else len(piece)
        yield inflater.decompress(piece, CHUNK)
        rest = inflater.unconsumed_tail
    yield inflater.flush(CHUNK)
    return position - len(inflater.unused_data)


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
