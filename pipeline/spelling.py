"""Two spellings of a Vietnamese word, for search and names: as typed (`exact`), without accents (`folded`).

The index of both databases holds words in these spellings, so a change here asks for a migration
that calls `pipeline.store.searching.index.rebuild`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pipeline.remembering import WORD, remembered

LONGEST = 64
"""Letters of a word that count: beyond them stand addresses and encoded data, not words."""

_INVISIBLE = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]+")
_WORD = re.compile(r"(?:[^\W_]+[\u0300-\u036f]*)+")
_D = str.maketrans("ðɖ", "đđ")
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONE = f"[{_GRAVE}{_ACUTE}{_HOOK}{_TILDE}{_DOT}]"
_OPEN = re.compile(f"(o)([ae])({_TONE})$|(?<!q)(u)(y)({_TONE})$")
_QUY = re.compile(f"(qu)({_TONE})(y)$")


def words(text: str, first: int = 0) -> Iterator[tuple[str, int, int]]:
    """Each word of the text from there on as it stands, with its start and end. Signs part words."""
    for match in _WORD.finditer(text, first):
        yield match[0], match.start(), match.end()


def visible(text: str) -> str:
    """The text in NFC without zero-width characters and soft hyphens, which part no words."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


@remembered(65_536, WORD)
def exact(word: str) -> str:
    """A word as typed, in one spelling: NFC, lower case, ð as đ, hoà as hòa, qúy as quý."""
    lower = unicodedata.normalize("NFC", word).lower().translate(_D)
    return _place_tone(unicodedata.normalize("NFC", lower))[:LONGEST]


def _place_tone(word: str) -> str:
    """Old style: in an open syllable ending oa, oe, uy the tone stands on the first vowel, not after q."""
    apart = unicodedata.normalize("NFD", word)
    apart = _OPEN.sub(_on_first_vowel, apart)
    return unicodedata.normalize("NFC", _QUY.sub(r"\1\3\2", apart))


def _on_first_vowel(match: re.Match[str]) -> str:
    first, second, tone = (part for part in match.groups() if part)
    return first + tone + second


@remembered(65_536, WORD)
def folded(word: str) -> str:
    """A word without accents: marks stripped, đ and ð as d."""
    apart = unicodedata.normalize("NFD", exact(word).replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def accents(letter: str) -> str:
    """The letters that are this one without accents, small and large; of Latin, Greek and Cyrillic."""
    return _accented().get(letter, letter)


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    found: dict[str, str] = {}
    for letter in filter(str.isalnum, map(chr, (*range(0x530), *range(0x1E00, 0x2000)))):
        plain = folded(letter)
        found[plain] = found.get(plain, "") + letter
    return found


def spellings(text: str) -> tuple[list[str], list[str]]:
    """The words of a text in both spellings, position by position."""
    found = _WORD.findall(visible(text))
    return list(map(exact, found)), list(map(folded, found))
