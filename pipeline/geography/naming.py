"""How units' names are written: kinds and their short forms, accents, tones, i and y; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.geography.unit import Level, Unit
from pipeline.spelling import exact, folded, spellings

KINDS: dict[str, tuple[str, ...]] = {
    "Tỉnh": ("tỉnh", "t"),
    "Thành phố": ("thành phố", "tp", "t p", "thànhphố"),
    "Huyện": ("huyện", "h"),
    "Quận": ("quận", "q"),
    "Thị xã": ("thị xã", "tx", "t x", "thịxã"),
    "Thị trấn": ("thị trấn", "tt", "t t", "thịtrấn"),
    "Xã": ("xã", "x"),
    "Phường": ("phường", "p"),
    "Đặc khu": ("đặc khu", "đk", "đ k", "đặckhu"),
}
"""Kind -> how it is written before a name, in full first."""

_KIND_OF = {
    " ".join(map(folded, form.split())): (kind, form.split())
    for kind, forms in KINDS.items()
    for form in forms
}
_LONGEST = 2
"""Words of a kind."""

_Y = re.compile("(?<=[bcdđghklmnpqrstvx])[yýỳỷỹỵ]|(?<=qu)[yýỳỷỹỵ]")
_I_FOR_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_ONE_SPELLING = {"đăk": "đắk", "đak": "đắk", "lăk": "lắk"}
"""Of the Central Highlands, where names are written either way, even in resolutions: Đăk Tô, Đắk Tô."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A name as it may be compared: its kind where it is told, its bare name in both spellings."""

    kind: str
    exact: str
    folded: str
    letters: str
    """The exact one without spaces, since "Kon Tum" is "Kontum" too, and with i for the y of "Mỹ"."""
    key: str
    """The same without accents: what names are looked up by."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a unit has or had, or that people give it."""

    unit: str
    level: Level
    spelt: Spelt
    strict: bool = False
    """Whether it is a name only with its kind: "tỉnh Vũng Tàu"."""

    def answers(self, asked: Spelt) -> bool:
        """Whether it is what was asked for: the kind, if told, and such accents as were typed."""
        if asked.kind != self.spelt.kind and (asked.kind or self.strict):
            return False
        return fits(asked, self.spelt)


def fits(asked: Spelt, own: Spelt) -> bool:
    """Whether it is the same name, kinds aside, but for accents that were left out."""
    if asked.letters == own.letters:
        return True
    return len(asked.letters) == len(asked.key) == len(own.letters) and all(
        letter in (without, accented)
        for letter, without, accented in zip(asked.letters, asked.key, own.letters, strict=True)
    )


def readings(name: str) -> Iterator[Spelt]:
    """What a name as typed may be: "TP.Phủ Lý", "huyen-ly-nhan", "Q1"; with a kind first, then without.

    "Quan Son" is huyện Quan Sơn's name, and would be that of a quận Sơn.
    """
    words, plain = _apart(*spellings(name.replace("-", " ").replace("_", " ")))
    for length in range(_LONGEST, 0, -1):
        kind = _kind(words[:length], plain[:length])
        if kind and len(words) > length:
            yield _spelt(kind, words[length:], plain[length:])
            break
    if words:
        yield _spelt("", words, plain)


def spelt(name: str) -> Spelt:
    """The first of the readings; of nothing, nothing."""
    return next(readings(name), Spelt("", "", "", "", ""))


def names_of(unit: Unit) -> Iterator[Named]:
    """Its name, and those that it had."""
    yield Named(unit.id, unit.level, official(unit.name))
    for _, former in unit.former_names:
        yield Named(unit.id, unit.level, official(former))


def official(name: str) -> Spelt:
    """A name as resolutions have it, kind and all: quicker than `spelt`, and never in doubt."""
    kind, _, bare = name.partition(" ")
    if kind not in KINDS:
        second, _, bare = bare.partition(" ")
        kind = f"{kind} {second}"
    words = bare.replace("-", " ").replace("'", " ").split()
    return _spelt(kind, list(map(exact, words)), list(map(folded, words)))


def part(own: Spelt, size: int) -> Spelt:
    """A name's first letters, as a name."""
    return Spelt(own.kind, own.exact, own.folded, own.letters[:size], own.key[:size])


def _spelt(kind: str, words: Sequence[str], plain: Sequence[str]) -> Spelt:
    exact_, folded_ = (" ".join(map(_number, each)) for each in (words, plain))
    letters, key = exact_.replace(" ", ""), folded_.replace(" ", "")
    if "k" in key:
        for other, one in _ONE_SPELLING.items():
            letters = letters.replace(other, one)
    if "y" in key:
        letters, key = _with_i(letters), _with_i(key)
    return Spelt(kind, exact_, folded_, letters, key)


def _with_i(text: str) -> str:
    """Mĩ for Mỹ, Qui for Quy, as others write: behind a consonant y and i sound alike."""
    return _Y.sub(lambda found: _I_FOR_Y[found[0]], text)


def _number(word: str) -> str:
    """Phường 05 is Phường 5."""
    return (word.lstrip("0") or "0") if word[0] == "0" and word.isdigit() else word


def _apart(words: list[str], plain: list[str]) -> tuple[list[str], list[str]]:
    """With "q1" as "q", "1": the number stands apart from the kind before it."""
    if not words or not words[0][-1].isdigit():
        return words, plain
    letters = words[0].rstrip("0123456789")
    if folded(letters) not in _KIND_OF:
        return words, plain
    number = words[0][len(letters) :]
    return [letters, number, *words[1:]], [folded(letters), number, *plain[1:]]


def _kind(words: Sequence[str], plain: Sequence[str]) -> str:
    """The kind that those words are, in full or short: phương is no phường."""
    kind, form = _KIND_OF.get(" ".join(plain), ("", []))
    return kind if form and fits(_spelt("", words, plain), _spelt("", form, plain)) else ""
