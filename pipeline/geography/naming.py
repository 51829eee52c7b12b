"""How units' names are written: kinds and their short forms, accents, tones; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.geography.unit import Unit
from pipeline.spelling import spellings

KINDS: dict[str, tuple[str, ...]] = {
    "Tỉnh": ("tinh", "t"),
    "Thành phố": ("thanh pho", "tp", "t p", "thanh-pho"),
    "Huyện": ("huyen", "h"),
    "Quận": ("quan", "q"),
    "Thị xã": ("thi xa", "tx", "t x"),
    "Thị trấn": ("thi tran", "tt", "t t"),
    "Xã": ("xa", "x"),
    "Phường": ("phuong", "p"),
    "Đặc khu": ("dac khu", "dk", "đk"),
}
"""Kind -> how it is written without accents, in full first."""
_KIND_OF = {form: kind for kind, forms in KINDS.items() for form in forms}
_LONGEST = 2
"""Words of a kind."""
_DIGITS = re.compile(r"0*(\d+)$")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name as it may be compared: its kind where it is told, its bare name in both spellings."""

    kind: str
    exact: str
    folded: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a unit has or had."""

    unit: str
    spelt: Spelt

    def answers(self, asked: Spelt) -> bool:
        """Whether it is what was asked for: the kind, if told, and such accents as were typed."""
        if asked.kind and asked.kind != self.spelt.kind:
            return False
        words = zip(
            asked.exact.split(), asked.folded.split(), self.spelt.exact.split(), strict=True
        )
        return all(exact in (folded, own) for exact, folded, own in words)


def spelt(name: str) -> Spelt:
    """A name as typed, taken apart: "TP.Phủ Lý", "huyen-ly-nhan", "Q.1"."""
    exact, folded = spellings(name.replace("-", " ").replace("_", " "))
    kind = ""
    for length in range(_LONGEST, 0, -1):
        found = _KIND_OF.get(" ".join(folded[:length]), "")
        if found and len(folded) > length:
            kind, exact, folded = found, exact[length:], folded[length:]
            break
    return Spelt(kind, _joined(exact), _joined(folded))


def names_of(unit: Unit) -> Iterator[Named]:
    """Its name, and those that it had."""
    for name in dict.fromkeys((unit.name, *(former for _, former in unit.former_names))):
        yield Named(unit.id, spelt(name))


def _joined(words: list[str]) -> str:
    """With numbers as they are mostly written: "Phường 05" is "Phường 5"."""
    return " ".join(_DIGITS.sub(r"\1", word) if word.isdigit() else word for word in words)
