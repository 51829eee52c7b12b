"""UTF-8 that was once read as a Latin encoding and stored so ("Huyá»‡n") -> its letters. Pure."""

import re
from html import unescape

_SIGNS = {
    bytes([code]).decode("cp1252"): code
    for code in range(0x80, 0x100)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
CODES = {chr(code): code for code in range(0x80, 0x100)} | _SIGNS
"""Both flavours: the byte behind every Latin-1 character and every windows-1252 one."""
_TAIL = "[" + "".join(sign for sign, code in CODES.items() if code < 0xC0) + "]"
SEQUENCE = re.compile(
    f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}",
)
MARKS = {
    "»": re.compile(f"á»{_TAIL}"),
    "º": re.compile(f"áº{_TAIL}"),
    "Ã": re.compile("Ã[©¡³ª¨¼¶¤±§¢´¹½£µ\xa0\xad]"),
    "€": re.compile("â€"),
    "Ð": re.compile("Ð[°¾µ¸½]"),
}
"""A rare character and what every such text of some length has around it, hardly any other text."""
QUOTES = re.compile("â€[\u0153\u2122\u201c\u201d\u02dc\xa6\x93\x94\x98\x99\x9c\x9d]")
ENTITIES = ("&aacute;&ordm;", "&Atilde;&", "&acirc;&euro;")
NAMED = re.compile("&(?!(?:lt|gt|amp|quot);)[A-Za-z]{2,8};")
UNSEEN = "\xa0\xad\u200b\ufeff"
FEWEST = 2
"""Different sequences that prove it: one alone may be the end of a quotation («khá»…)."""
SURROGATES = re.compile(
    r"&#(?:x(d[89ab][0-9a-f]{2});&#x(d[c-f][0-9a-f]{2})|(5[5-6]\d{3});&#(5[67]\d{3}));",
    re.IGNORECASE,
)
"""An emoji as two references, as Java and .NET editors write it: browsers and libxml2 show U+FFFD."""


def mend(text: str) -> str:
    """`text` (a page's markup) with double-encoded UTF-8 read once more, where that is certain."""
    if "&#" in text:
        text = SURROGATES.sub(_one_character, text)
    if any(mark in text for mark in ENTITIES):
        text = NAMED.sub(_letter, text)
    for _ in range(2):  # some texts went through it twice
        if not _suspect(text) or not _certain(text):
            break
        text = SEQUENCE.sub(_read_again, text)
    return text


def _suspect(text: str) -> bool:
    return any(rare in text and mark.search(text) for rare, mark in MARKS.items())


def _certain(text: str) -> bool:
    if QUOTES.search(text):
        return True
    sequences: set[str] = set(SEQUENCE.findall(text))
    return sum(_letters(sequence) != sequence for sequence in sequences) >= FEWEST


def _read_again(match: re.Match[str]) -> str:
    return _letters(match[0])


def _letters(sequence: str) -> str:
    """What the bytes behind `sequence` are in UTF-8; itself where they are none, or no print."""
    try:
        letters = bytes(CODES[sign] for sign in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return sequence
    if letters.isprintable() or letters in UNSEEN or "\x80" <= sequence[-1] <= "\x9f":
        return letters
    return sequence


def _letter(match: re.Match[str]) -> str:
    return unescape(match[0])


def _one_character(match: re.Match[str]) -> str:
    high, low = (
        (int(match[1], 16), int(match[2], 16)) if match[1] else (int(match[3]), int(match[4]))
    )
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
