"""Vietnamese typed before Unicode, whose letters arrive as Latin-1 ones -> Unicode. Pure.

Pages pasted from old Word files carry TCVN3 (fonts .VnTime …), VNI (VNI-Times …) or VISCII letters as
"§¶ng bé huyÖn", "Ñaûng boä huyeän" or "Ðäng bµ huy®n". A text is rewritten only where nearly every
word with such letters becomes a Vietnamese syllable that it was not before: French, German, Czech or
proper Vietnamese with foreign names in it never do.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from pipeline.clean.encoding.syllables import is_syllable

WORD = re.compile("(?:[^\\W\\d_]|[\x80-\x9f\xa1-\xbf\xd7\xf7€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›])+")
"""Letters, and the signs that stand for letters in one of the old code pages."""
GATE = re.compile(
    "[\xa1-\xaf\xb1\xb3-\xb6\xb8-\xbf\xc4-\xc7\xcb\xce-\xd2\xd6-\xd8\xdb-\xdf\xe4-\xe7\xeb\xee-\xf2\xf6-\xf8\xfb-\xff]"
)
"""What no Vietnamese word has in Unicode (ò aside): a text without three of these is left alone."""
UNICODE = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9]")
"""Letters of Vietnamese alone: a line with one of them is in Unicode already."""
QUOTES = "‘’“”‚„‹›•–—…†‡ˆ˜‰™€"
ASCII_LETTER = re.compile("[A-Za-z]")
FEWEST_SIGNS = 3
FEWEST = 4
"""Different words that must become syllables before a text counts as typed in an old code page."""
SHARE = 0.75
SAMPLE = 200_000
"""Characters that decide; longer texts are typed as they begin."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One old code page: what each of its letters, or pairs of letter and mark, is in Unicode."""

    name: str
    letters: Mapping[str, str]
    pieces: re.Pattern[str]
    capitals: Mapping[int, str]
    """Letters where windows-1252 has quotes and dashes: read as letters only inside a syllable."""

    def rewrite(self, text: str) -> str:
        """Every word of `text` in Unicode."""
        return WORD.sub(lambda match: self.word(match[0]), text)

    def word(self, word: str) -> str:
        """One word in Unicode."""
        if word.isascii():
            return word
        for whole in (word, word.strip(QUOTES)) if self.capitals else ():
            full = self._plain(whole.translate(self.capitals))
            if full != self._plain(whole) and ASCII_LETTER.search(whole) and is_syllable(full):
                return word.replace(whole, full)
        return self._plain(word)

    def _plain(self, word: str) -> str:
        return normalize("NFC", self.pieces.sub(lambda match: self.letters[match[0]], word))


def _scheme(name: str, letters: dict[str, str], capitals: dict[int, str] | None = None) -> Scheme:
    longest_first = sorted(letters, key=len, reverse=True)
    return Scheme(
        name, letters, re.compile("|".join(map(re.escape, longest_first))), capitals or {}
    )


def _rows(rows: dict[int, str]) -> dict[str, str]:
    """Rows of letters by the code of their first -> a table of single letters."""
    return {chr(first + n): letter for first, row in rows.items() for n, letter in enumerate(row)}


def _vni() -> dict[str, str]:
    """VNI writes a letter and after it one that stands for its marks: a + ù is á, a + á is ấ."""
    tones = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
    breve = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
    roof = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
    letters = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    toned = {letter: letter for letter in "aeouyi"} | {"ô": "ơ", "ö": "ư"}
    series = [(toned, tones), ({"a": "ă"}, breve), ({"a": "â", "e": "ê", "o": "ô"}, roof)]
    for bases, marks in series:
        letters |= {typed + m: base + marks[m] for typed, base in bases.items() for m in marks}
    lower = {typed: normalize("NFC", letter) for typed, letter in letters.items()}
    return lower | {typed.upper(): letter.upper() for typed, letter in lower.items()}


def _windows_1252(table: dict[str, str]) -> dict[int, str]:
    """The letters of 80 to 9F, under the signs that windows-1252 has there too."""
    high = {sign: letter for sign, letter in table.items() if "\x80" <= sign <= "\x9f"}
    signs = {sign.encode("latin-1").decode("cp1252", "ignore"): x for sign, x in high.items()}
    return {ord(sign): letter for sign, letter in (high | signs).items() if sign}


TCVN3 = _scheme("tcvn3", _rows({
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò", 0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}))  # fmt: skip
VNI = _scheme("vni", _vni())
_VISCII = _rows({
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ", 0xC4: "ẢĂẳẵ", 0xCB: "Ẻ",
    0xCE: "ĨỳĐứ", 0xD5: "ạỷừử", 0xDB: "ỹỵ", 0xDE: "ỡư", 0xE4: "ảăữẫ", 0xEB: "ẻ", 0xEE: "ĩỉđự",
    0xF6: "ỏọụ", 0xFB: "ũủ", 0xFE: "ợỮ",
})  # fmt: skip
VISCII = _scheme("viscii", {s: x for s, x in _VISCII.items() if s > "\xa0"}, _windows_1252(_VISCII))
WINDOWS_1258 = _scheme("windows-1258", {
    "Ð": "Đ", "ð": "đ", "Ã": "Ă", "ã": "ă", "Õ": "Ơ", "õ": "ơ", "Ý": "Ư", "ý": "ư",
    "Ì": "\u0300", "ì": "\u0301", "Þ": "\u0303", "Ò": "\u0309", "ò": "\u0323",
})  # fmt: skip
SCHEMES = (TCVN3, VNI, VISCII, WINDOWS_1258)


def typed_in(lines: Iterable[str], *, fewest: int = FEWEST) -> Scheme | None:
    """The old code page that `lines` are typed in, None for any other text.

    Lines with proper Vietnamese letters count neither way: menus and captions are often Unicode
    around a pasted body.
    """
    text = "\n".join(lines)[:SAMPLE]
    if len(GATE.findall(text)) < FEWEST_SIGNS:
        return None
    words = [word for line in text.split("\n") if not UNICODE.search(line) for word in _words(line)]
    judged = [(*_evidence(words, scheme), scheme) for scheme in SCHEMES]
    good, bad, best = max(judged, key=lambda one: (len(set(one[0])), -len(one[1])))
    enough = len(set(good)) >= fewest and len(good) >= SHARE * (len(good) + len(bad))
    return best if enough else None


def rewriter(line: str, scheme: Scheme) -> Callable[[str], str]:
    """What rewrites this line (and its markup) of a text typed in `scheme`; nothing where it is not.

    In a line with Unicode words, too ("Ảnh: BÖnh viÖn cung cÊp"), those stay; where they are many, only
    words that are no syllables as they stand are rewritten.
    """
    words = _words(line)
    ready = [word for word in words if UNICODE.search(word)]
    good, bad = _evidence([word for word in words if word not in ready], scheme)
    if len(good) <= 2 * len(bad):
        return str
    if not ready:
        return scheme.rewrite
    signs = {word for word in WORD.findall(line) if word not in ready}
    chosen = signs if len(good) >= 2 * len(ready) else set(good)
    return lambda text: WORD.sub(
        lambda match: scheme.word(match[0]) if match[0] in chosen else match[0], text
    )


def _words(line: str) -> list[str]:
    """The words with a letter or sign beyond ASCII; a sign alone (½, ©, «) says nothing."""
    return [w for w in WORD.findall(line) if not w.isascii() and ASCII_LETTER.search(w)]


def _evidence(words: list[str], scheme: Scheme) -> tuple[list[str], list[str]]:
    """The words that become syllables only when rewritten, and those that speak against it.

    Ð typed for Đ is common in Unicode texts too, so that it proves nothing.
    """
    good, bad = [], []
    for word in words:
        before = is_syllable(word.strip(QUOTES).replace("ð", "đ").replace("Ð", "Đ"))
        after = is_syllable(scheme.word(word).strip(QUOTES))
        if after and not before:
            good.append(word)
        elif not after:
            bad.append(word)
    return good, bad
