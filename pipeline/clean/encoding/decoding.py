"""A page's bytes -> its text, whatever the header says. Pure."""

import codecs
import re

from pipeline.clean.encoding.guess import guess
from pipeline.clean.encoding.labels import codec_of
from pipeline.clean.encoding.legacy import SCHEMES, typed_in
from pipeline.clean.encoding.mojibake import mend
from pipeline.composed import compose

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
UNTRUSTED = ("", "cp1252", "utf-8", "utf-16")
"""Servers' defaults; and what a body that is not UTF-8, or declares it in ASCII, cannot be."""
OLD_VIETNAMESE = {scheme.name: scheme for scheme in SCHEMES}
MOSTLY = 0.999
"""A long page with a few broken bytes (a cut comment, one pasted string) is still UTF-8."""
SIGNS = frozenset(b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa9\xab\xae\xb0\xb2\xbb")
"""Quotes, dashes and signs of windows-1252 that people paste into pages of another encoding."""


def decode(body: bytes, content_type: str = "") -> str:
    """The page as text, NFC.

    A byte-order mark decides; then valid UTF-8 counts as such whatever is declared, since portals
    declare wrongly more often than other encodings form valid UTF-8 by chance; then the declared
    encoding (header before markup); then what fits. Text encoded twice is read twice. Never raises;
    bytes that mean nothing are left out, so that no U+FFFD stands which the page did not print.
    """
    return settle(_read(body, content_type))


def settle(text: str) -> str:
    """A page's text, however it was read: composed (NFC), and what was encoded twice read twice."""
    text = mend(text)
    return compose(text)


def _read(body: bytes, content_type: str) -> str:
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "ignore")
    if wide := _bare_utf16(body):
        return body.decode(wide, "ignore")
    if b"\x1b$" in body and body.isascii():
        return body.decode("iso2022_jp", "ignore")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(body, _declared(body, content_type))


def _bare_utf16(body: bytes) -> str:
    """UTF-16 without a mark shows as every other byte being zero."""
    head = body[:400]
    if len(head) < 8 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _declared(body: bytes, content_type: str) -> str:
    """The first declared encoding that a body of such bytes can be in, "" for none."""
    names = [match[1] for match in HEADER.finditer(content_type)]
    found = DECLARED.finditer(body[:HEAD_BYTES])
    names += [(match[1] or match[2]).decode("ascii", "replace") for match in found]
    return next((name for name in map(codec_of, names) if name not in UNTRUSTED), "")


def _legacy(body: bytes, declared: str) -> str:
    """The text of a body that is not valid UTF-8 throughout."""
    if _mostly_utf8(body):
        return body.decode("utf-8", "pipeline.mended")
    if declared in OLD_VIETNAMESE:
        return OLD_VIETNAMESE[declared].rewrite(body.decode("latin-1"))
    if declared:
        return body.decode(declared, "ignore")
    latin = body.decode("cp1252", "ignore")
    if scheme := typed_in([latin], fewest=2):
        return scheme.rewrite(latin)
    other = guess(body)
    return body.decode(other, "ignore") if other else latin


def _mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    wide = sum(1 for c in text if ord(c) > 127)
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    return broken * 20 < wide and broken <= max(3, len(text) * (1 - MOSTLY))


def _mended(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8: the sign it is in windows-1252, nothing for a letter cut in two."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    alone = len(broken) == 1 and broken[0] in SIGNS and error.object[error.start - 1] < 0x80
    return broken.decode("cp1252") if alone else "", error.end


codecs.register_error("pipeline.mended", _mended)
