"""Pictures and documents of the farm, made from their names: the same name gives the same bytes."""

import struct
import zlib
from random import Random

_WIDTH, _HEIGHT = 480, 300
_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


def picture(name: str) -> bytes:
    """A PNG of 480 x 300: a plain landscape (sky, sun, hills, fields) coloured by the name."""
    random = Random(name)  # noqa: S311 - a picture, no secret
    palette = b"".join(
        bytes(min(255, c + random.randint(-18, 18)) for c in colour) for colour in _COLOURS
    )
    rows = (b"\x00" + row for row in _landscape(random))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    chunks = (
        _chunk(b"IHDR", header),
        _chunk(b"PLTE", palette),
        _chunk(b"IDAT", zlib.compress(b"".join(rows), 6)),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


_COLOURS = (
    (150, 200, 235),
    (190, 222, 240),
    (235, 215, 130),
    (90, 140, 110),
    (70, 120, 70),
    (150, 175, 80),
)


def _landscape(random: Random) -> list[bytes]:
    """Rows of palette indices: two bands of sky with a sun, a hill line, two bands of field."""
    sun, radius = random.randint(80, 400), random.randint(18, 34)
    horizon, furrow = random.randint(130, 170), random.randint(190, 240)
    rows = []
    for y in range(_HEIGHT):
        if y >= horizon:
            rows.append(bytes([3 if y < horizon + 14 else 4 if y < furrow else 5]) * _WIDTH)
            continue
        sky = bytes([0 if y < horizon // 2 else 1])
        half = int(max(0, radius**2 - (y - 60) ** 2) ** 0.5)
        rows.append(sky * (sun - half) + b"\x02" * (2 * half) + sky * (_WIDTH - sun - half))
    return rows


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def document(name: str) -> bytes:
    """A one-page PDF for *.pdf, an empty ZIP container for office files."""
    return _pdf(name) if name.endswith(".pdf") else _EMPTY_ZIP


def _pdf(name: str) -> bytes:
    drawing = f"BT /F1 14 Tf 60 780 Td ({name}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return (
        out + xref + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )
