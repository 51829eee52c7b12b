"""Bytes of other scripts with no word of their encoding: what they most probably are. Pure.

Portals of Vietnam never come here; newspapers that name no encoding, or a wrong Latin one, do.
"""

import re
from collections.abc import Callable

TAGS = re.compile(rb"<[^<>]*>")
SAMPLE_BYTES = 200_000
MIXED = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
"""Where a Latin word has an accented letter; words of other scripts seldom touch Latin ones."""
MOST_MIXED = 0.3
FEWEST_LETTERS = 8
BROKEN = 0.02
COMMON_HANZI = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学"
    "法所民得经十三之进着等部度家电力里如高自二理起小现实加都两体制机使点从业本去性好应开还因由其前外天政四日社事平全间关新"
    "這為個國時來們於對會發動過說產種後學經進電裡現實兩體機點從業應開還間關長東車書報記聞"
)
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєўјљњћџґ")
EXPECTED: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("cp932", lambda c: "\u3040" <= c <= "\u30ff", 0.25),
    ("euc_jp", lambda c: "\u3040" <= c <= "\u30ff", 0.25),
    ("cp949", lambda c: "\uac00" <= c <= "\ud7a3", 0.8),
    ("gb18030", COMMON_HANZI.__contains__, 0.2),
    ("big5hkscs", COMMON_HANZI.__contains__, 0.2),
    ("cp1251", CYRILLIC.__contains__, 0.7),
    ("koi8-r", CYRILLIC.__contains__, 0.7),
)
"""Encoding, the letters its texts are full of, and their least share of all letters beyond ASCII."""
LANGUAGE = re.compile(rb"""<html[^<>]*?\slang\s*=\s*["']?([a-z]{2})\b""", re.IGNORECASE)
BY_LANGUAGE = {
    language: encoding
    for encoding, languages in {
        "cp1250": "cs hu pl sk sl hr bs sq ro", "cp1251": "ru uk be bg mk sr kk", "cp1253": "el",
        "cp1254": "tr az ku", "cp1255": "he", "cp1256": "ar fa ur", "cp1257": "et lt lv",
        "cp874": "th", "cp932": "ja", "cp949": "ko", "gb18030": "zh",
    }.items()
    for language in languages.split()
}  # fmt: skip
"""The WHATWG's default encodings for languages whose letters windows-1252 lacks."""


def guess(body: bytes) -> str:
    """The encoding of a body that is no UTF-8 and in no Latin script, "" where nothing is certain."""
    sample = TAGS.sub(b" ", body[:SAMPLE_BYTES])
    shares = [(_share(sample, name, expected), least, name) for name, expected, least in EXPECTED]
    share, least, name = max(shares, key=lambda one: one[0] / one[1])
    if share >= least:
        return name
    language = LANGUAGE.search(body[:SAMPLE_BYTES])
    return BY_LANGUAGE.get(language[1].decode("ascii").lower(), "") if language else ""


def _share(sample: bytes, encoding: str, expected: Callable[[str], bool]) -> float:
    """Of the letters beyond ASCII in `sample`, those that a text in that encoding is full of."""
    text = sample.decode(encoding, "replace")
    letters = [
        letter for letter in text if letter > "\x7f" and (letter.isalnum() or letter == "\ufffd")
    ]
    if len(letters) < FEWEST_LETTERS or letters.count("\ufffd") > BROKEN * len(letters):
        return 0.0
    if len(MIXED.findall(text)) > MOST_MIXED * len(letters):
        return 0.0
    return sum(map(expected, letters)) / len(letters)
