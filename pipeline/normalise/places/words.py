"""A text as words that names can be looked up by: in one spelling, with what stands between them; pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.remembering import WORD, remembered
from pipeline.spelling import exact, visible

_APOSTROPHES = "'’‘`´ʼ"
_WORD = re.compile(rf"([^\W_]+(?:[{_APOSTROPHES}][^\W\d_]+)*)")
_SPACE = frozenset((" ", "\u00a0"))
_NO_APOSTROPHE = str.maketrans("", "", _APOSTROPHES)
_Y_AS_I = re.compile("(?<![aeioư\u0300-\u036f])(?<![^q]u)(?<!^u)y([\u0300-\u036f]?)$")
"""The vowel of an open syllable, which is written either way: Lý/Lí, Quỳ/Quì; not that of "thủy"."""
_SPELLINGS = {
    **dict.fromkeys(("đăk", "đắc", "đăc", "đak", "đác", "dak", "dăk"), "đắk"),
    **dict.fromkeys(("lăk", "lắc", "lăc", "lak"), "lắk"),
    **dict.fromkeys(("rlâp", "rlap"), "rlấp"),
    **dict.fromkeys(("drăk", "đrăk", "drắk", "đrắk"), "đrắk"),
    **dict.fromkeys(("păk", "pắc", "păc", "pak"), "pắk"),
    **dict.fromkeys(("mđrắk", "mđrăk", "mdrăk", "mdrak", "mđrak"), "mdrắk"),
    "cạn": "kạn",
    "căng": "cang",
}
"""Syllables of names of the highlands as they are written too."""


@dataclass(slots=True)
class Words:
    """Word by word: as it stands, its key, where it begins and ends in the text."""

    text: str
    raw: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    """What stands behind each word, up to the next; behind the last one a line's end."""

    def __len__(self) -> int:
        return len(self.raw)

    def gap(self, i: int) -> str:
        """What stands behind word i; a line's end beyond the text's ends."""
        return self.gaps[i] if 0 <= i < len(self.gaps) else "\n"

    def joined(self, i: int) -> bool:
        """Whether nothing but a space parts word i from the next."""
        return 0 <= i < len(self.gaps) and self.gaps[i] in _SPACE

    def key(self, i: int) -> str:
        """The key of word i; "" beyond the text's ends."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def capital(self, i: int) -> bool:
        """Whether word i begins as names do."""
        return 0 <= i < len(self.raw) and self.raw[i][0].isupper()

    def shouted(self, i: int) -> bool:
        """Whether word i is in capital letters, where they tell nothing of names."""
        return 0 <= i < len(self.raw) and len(self.raw[i]) > 1 and self.raw[i].isupper()

    def shown(self, first: int, last: int) -> str:
        """Words first to last as they are written, on one line."""
        return " ".join(self.text[self.starts[first] : self.ends[last]].split())


def words_of(lines: Sequence[str]) -> Words:
    """The words of a text."""
    text = visible("\n".join(lines))
    parts = _WORD.split(text)
    raw, gaps = parts[1::2], parts[2::2]
    edges = list(accumulate(map(len, parts)))
    if gaps:
        gaps[-1] += "\n"
    return Words(text, raw, list(map(key, raw)), edges[0:-1:2], edges[1::2], gaps)


@remembered(4_096, WORD)
def first_key(name: str) -> str:
    """The key of a name's first syllable."""
    return words_of((name,)).keys[0]


@remembered(65_536, WORD)
def key(word: str) -> str:
    """A syllable in one spelling: case, where tones are set, apostrophes, y or i, zeros before numbers."""
    if word.isdigit():
        return word.lstrip("0") or word
    plain = exact(word.translate(_NO_APOSTROPHE))
    if plain in _SPELLINGS:
        return _SPELLINGS[plain]
    apart = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", _Y_AS_I.sub(r"i\1", apart))
