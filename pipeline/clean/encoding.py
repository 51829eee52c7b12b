"""A page's bytes -> its text, whatever the header says. Pure."""

import codecs
import re
from unicodedata import normalize

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w:.-]+)|encoding\s*=\s*["']([\w.-]+)""", re.IGNORECASE
)
HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
HEAD_BYTES = 4096
LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
"""Browsers read all of these as windows-1252 (WHATWG Encoding)."""
VIETNAMESE = {"cp1258", "windows-1258", "x-cp1258"}
TONES_1258 = re.compile(
    rb"[aeiouyAEIOUY\xe2\xe3\xea\xf4\xf5\xfd\xc2\xc3\xca\xd4\xd5\xdd][\xcc\xd2\xde\xec\xf2]"
)
MOSTLY = 0.999
"""A long page with a few broken bytes (a cut comment, one pasted string) is still UTF-8."""


def decode(body: bytes, content_type: str = "") -> str:
    """The page as text, NFC.

    A byte-order mark decides; then valid UTF-8 counts as such whatever is declared, since portals
    declare wrongly more often than other encodings form valid UTF-8 by chance; then the declared
    encoding (header before markup); then what fits. Never raises: unreadable bytes become U+FFFD.
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return _text(body[len(mark) :], name)
    if wide := _bare_utf16(body):
        return _text(body, wide)
    try:
        return _nfc(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _text(body, _legacy(body, _declared(body, content_type)))


def _text(body: bytes, encoding: str) -> str:
    return _nfc(body.decode(encoding, "replace"))


def _nfc(text: str) -> str:
    return text if text.isascii() else normalize("NFC", text)


def _bare_utf16(body: bytes) -> str:
    """UTF-16 without a mark shows as every other byte being zero."""
    head = body[:400]
    if len(head) < 8 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _declared(body: bytes, content_type: str) -> str:
    names = [match[1] for match in HEADER.finditer(content_type)]
    found = DECLARED.finditer(body[:HEAD_BYTES])
    names += [(match[1] or match[2]).decode("ascii", "replace") for match in found]
    for name in names:
        try:
            return codecs.lookup(name.strip().lower()).name
        except LookupError:
            continue
    return ""


def _legacy(body: bytes, declared: str) -> str:
    """The encoding of a body that is not valid UTF-8 throughout."""
    if _mostly_utf8(body):
        return "utf-8"
    if declared.replace("_", "-") in LATIN | {"cp1252", "utf-8", ""}:
        return "cp1258" if _looks_1258(body) else "cp1252"
    if declared.startswith(("utf-16", "utf-32")):
        # a page that could declare this in ASCII is not in it
        return "cp1258" if _looks_1258(body) else "cp1252"
    return declared


def _mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    wide = sum(1 for c in text if ord(c) > 127)
    broken = text.count("\ufffd")
    return broken * 20 < wide and broken <= max(3, len(text) * (1 - MOSTLY))


def _looks_1258(body: bytes) -> bool:
    """In windows-1258 a tone mark is a byte of its own after its vowel, and đ (F0) is everywhere."""
    tones = len(TONES_1258.findall(body))
    return tones >= 2 or (tones == 1 and b"\xf0" in body)
