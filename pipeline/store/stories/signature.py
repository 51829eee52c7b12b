"""A text's signature: near-duplicate texts share some of its bands; pure.

MinHash (rensa) over runs of words without accents and case, so that a tone placed otherwise, capitals,
quotes and line breaks change nothing. Two texts that share the part j of their runs share at least one of
the bands with the probability 1 - (1 - j²)³²: 0.99 for j = 0.37, 0.9999 for j = 0.5.

The bands are stored, so another `SLOTS`, `RUN`, `SEED` or version of rensa's algorithm asks for a migration
that makes them anew (tests/test_store_signature.py holds them still).
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from rensa import RMinHash

from pipeline import spelling
from pipeline.remembering import WORD, remembered

RUN = 4
"""Words of a run."""

SLOTS, ROWS, SEED = 64, 2, 20250701
BANDS = SLOTS // ROWS

BARE = 0.95
"""Words without accents in a text that is written without any; a third of Vietnamese words have none."""

FEWEST = 30
"""Different runs of a text that is compared at all: a shorter one says too little to be told from another."""

LONGEST = 20_000
"""Words of a text that count."""

_WORD = re.compile(r"(?:[^\W_]+[\u0300-\u036f]*)+")
_SIGN = re.compile(r"[.!?:;\n\"“”«»()–…-]")
_LETTERS = [chr(code) for code in range(ord("A"), ord("ỹ") + 1)]
_SMALL = "".join(filter(str.islower, _LETTERS))
_LARGE = "".join(filter(str.isupper, _LETTERS))
_GLUED = re.compile(rf"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[{_SMALL}])(?=[{_LARGE}])")
"""Where pasted blocks lost the space between them ("năm 2024Đồng chí"), and "16h30" parts alike."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as typed and without accents, and its runs of words."""

    typed: tuple[str, ...]
    begins: tuple[bool, ...]
    """Whether it begins a sentence, a line, or what stands behind a sign: a capital says nothing there."""
    folded: tuple[str, ...]
    runs: frozenset[str]

    @property
    def is_bare(self) -> bool:
        """Whether it is written without accents."""
        return sum(map(str.isascii, self.typed)) > BARE * len(self.typed)

    @property
    def is_capitals(self) -> bool:
        """Whether it is written in capitals, which say nothing then."""
        return sum(map(str.isupper, self.typed)) > len(self.typed) / 2


def words_of(text: str) -> Words:
    """The words of a text, in their order, and the runs of `RUN` words in it."""
    text = spelling.visible(text)
    typed: list[str] = []
    folded: list[str] = []
    begins: list[bool] = []
    last = 0
    for match in _WORD.finditer(text):
        parts, bare = _parts(match[0])
        is_first = not typed or bool(_SIGN.search(text, last, match.start()))
        begins += (is_first, *(True for _ in parts[1:]))
        typed += parts
        folded += bare
        last = match.end()
    del typed[LONGEST:], begins[LONGEST:], folded[LONGEST:]
    return Words(tuple(typed), tuple(begins), tuple(folded), frozenset(_joined(folded)))


def runs_of(text: str) -> frozenset[str]:
    """`words_of(text).runs`, in a fourth of the time."""
    parts = (_parts(word)[1] for word in _WORD.findall(spelling.visible(text)))
    return frozenset(_joined(list(chain.from_iterable(parts))[:LONGEST]))


def _joined(folded: Sequence[str]) -> Iterator[str]:
    """The runs of the text from its first word on."""
    return map(" ".join, zip(*(folded[start:] for start in range(RUN)), strict=False))


@remembered(65_536, WORD)
def _parts(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words glued together in it, as typed and without accents; 05/06 is 5/6."""
    parts = tuple(filter(None, _GLUED.split(word)))
    return parts, tuple(map(_bare, parts))


def _bare(word: str) -> str:
    return spelling.folded(word).lstrip("0") or "0" if word[0].isdigit() else spelling.folded(word)


def bands(runs: frozenset[str]) -> tuple[int, ...]:
    """The text's bands, signed 32-bit numbers; none where it is too short to be compared."""
    if len(runs) < FEWEST:
        return ()
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update(list(runs))
    slots = sketch.digest()
    return tuple(_band(slots[first : first + ROWS], first) for first in range(0, SLOTS, ROWS))


def _band(rows: Sequence[int], first: int) -> int:
    """One number of a band's rows and its place, mixed as FNV does."""
    mixed = 0xCBF29CE484222325 ^ first
    for row in rows:
        mixed = ((mixed ^ row) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return ((mixed >> 32) ^ (mixed & 0xFFFFFFFF)) - (1 << 31)


def packed(values: Sequence[int]) -> bytes:
    """The bands as stored: four bytes each."""
    return struct.pack(f"<{len(values)}i", *values)


def unpacked(stored: bytes) -> tuple[int, ...]:
    """The bands as `packed` stored them."""
    return struct.unpack(f"<{len(stored) // 4}i", stored)
