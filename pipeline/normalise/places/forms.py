"""The words that say what kind of unit a name is of: "huyện", "TP.", "các xã, thị trấn", "Thành ủy"; pure."""

from dataclasses import dataclass

from pipeline.geography import Level
from pipeline.normalise.places.kinds import LEVELS
from pipeline.normalise.places.words import Words

_ONE = {"tỉnh": "Tỉnh", "huyện": "Huyện", "quận": "Quận", "xã": "Xã", "phường": "Phường"}
_TWO = {
    ("thành", "phố"): "Thành phố",
    ("thị", "xã"): "Thị xã",
    ("thị", "trấn"): "Thị trấn",
    ("đặc", "khu"): "Đặc khu",
}
_OFFICES = frozenset(("ủy", "đoàn"))
"""Behind a kind's first word, the committee of that unit: "Thành ủy Phủ Lý", "Huyện đoàn Lý Nhân"."""
_OFFICE_OF = {**_ONE, "thành": "Thành phố", "thị": "Thị xã"}
_SHORT = {"tp": "Thành phố", "tx": "Thị xã", "tt": "Thị trấn"}
_LETTERS = {"H": "Huyện", "Q": "Quận", "X": "Xã", "P": "Phường", "T": "Tỉnh"}
_SPACED_OUT = {("T", "P"): "Thành phố", ("T", "X"): "Thị xã", ("T", "T"): "Thị trấn"}
STARTS = frozenset((*_OFFICE_OF, "đặc", *_SHORT, *map(str.lower, _LETTERS), "tphcm"))
_MANY = frozenset(
    "các những nhiều hai ba bốn năm sáu bảy tám chín mười mấy cả đều giữa mọi số".split()
)
_BETWEEN = frozenset((",", "/", "-", "–", ";", ", ", " - ", " – ", "; ", " / ", " ", "\u00a0"))
_AND = frozenset(("và", "hoặc", "cùng"))
_LISTED = 6
"""Kinds that one form may list."""
_QUALIFIERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "đảo": ((),),
    "biên": (("giới",),),
    "miền": (("núi",),),
    "vùng": (("cao", "biên", "giới"), ("cao",), ("biên",)),
    "ven": (("biển",),),
    "biển": ((),),
    "cảng": ((),),
    "trẻ": ((),),
    "nghèo": ((),),
    "cũ": ((),),
    "mới": ((),),
    "anh": (("hùng",),),
}
"""What may stand between kind and name, by its first word, the longest first: "huyện đảo Cô Tô"."""


@dataclass(frozen=True, slots=True)
class Form:
    """Kinds as the text says them, from word `first` up to before word `name`, where names would begin."""

    kinds: frozenset[str]
    first: int
    name: int
    plural: bool = False
    short: bool = False
    """One letter or two, which may stand for something else."""
    old: bool = False

    @property
    def levels(self) -> frozenset[Level]:
        """Of the units that it may be of."""
        return frozenset(level for kind in self.kinds for level in LEVELS[kind])


def form_at(words: Words, i: int) -> Form | None:
    """The form that begins there, with all the kinds it lists: "các xã, thị trấn:"."""
    one = _kind_at(words, i)
    if one is None:
        return None
    kinds, name, short = {one[0]}, one[1], one[2]
    last, many = one[0], is_many(words, i)
    for _ in range(_LISTED if name > i else 0):
        after = _next_kind(words, name)
        if after is None:
            break
        kind, name, short = after
        if LEVELS[kind].isdisjoint(LEVELS[last]):
            kinds, many = set(), is_many(words, name - 1)
        kinds.add(kind)
        last = kind
    name, old = _past_qualifiers(words, name)
    many = many or words.gap(name - 1).strip() == ":"
    return Form(frozenset(kinds), i, name, plural=many, short=short, old=old)


def is_many(words: Words, i: int) -> bool:
    """Whether the word before says that several units follow: "các", "hai", "02"."""
    before = words.key(i - 1)
    if not words.joined(i - 1):
        return False
    return before in _MANY or (before.isdigit() and before != "1" and len(before) < 3)


def _next_kind(words: Words, i: int) -> tuple[str, int, bool] | None:
    """Another kind of the same list, where nothing but a sign or an "and" stands between."""
    if words.key(i) in _AND and words.joined(i):
        i += 1
    elif words.gap(i - 1) not in _BETWEEN:
        return None
    found = _kind_at(words, i)
    return found if found and not found[2] else None


def _kind_at(words: Words, i: int) -> tuple[str, int, bool] | None:
    """(kind, the word behind it, whether it is a short form)."""
    here, there = words.key(i), words.key(i + 1)
    close = words.joined(i)
    if here == "tphcm":
        return "Thành phố", i, False
    if close and here in _OFFICE_OF and _is_office(words, i + 1):
        return _OFFICE_OF[here], i + 2, False
    if close and (kind := _TWO.get((here, there))):
        urban = words.key(i - 1) == "đô" and words.joined(i - 1)
        return None if urban else (kind, i + 2, False)
    if here in _ONE:
        return None if _is_other_word(words, i) else (_ONE[here], i + 1, False)
    return _abbreviation(words, i)


def _is_other_word(words: Words, i: int) -> bool:
    """Of "xã hội", where capital letters do not tell it from a name, and of "hợp tác xã"."""
    if words.key(i) != "xã":
        return False
    society = words.key(i + 1) == "hội" and words.shouted(i + 1) and words.joined(i)
    return society or (words.key(i - 1) == "tác" and words.joined(i - 1))


def _is_office(words: Words, i: int) -> bool:
    """As in "Xã đoàn Hợp Lý", not in "xã Đoàn Kết"; capital letters do not tell, of a commune a name."""
    if words.key(i) == "đoàn" and words.capital(i):
        return words.shouted(i) and words.key(i - 1) != "xã"
    return words.key(i) in _OFFICES


def _abbreviation(words: Words, i: int) -> tuple[str, int, bool] | None:
    raw, gap = words.raw[i] if i < len(words) else "", words.gap(i)
    if kind := _SHORT.get(raw.lower()):
        dotted = gap.startswith(".")
        known = words.joined(i) or dotted
        return (kind, i + 1, raw.lower() == "tt" and not dotted) if known else None
    if not gap.startswith(".") or len(raw) != 1:
        return None
    if gap == "." and i + 1 < len(words):
        pair = _SPACED_OUT.get((raw, words.raw[i + 1]))
        if pair and words.gap(i + 1)[:1] in {".", " "}:
            return pair, i + 2, False
    if words.capital(i - 1) and not words.shouted(i - 1) and words.joined(i - 1):
        return None
    return (_LETTERS[raw], i + 1, True) if raw in _LETTERS else None


def _past_qualifiers(words: Words, name: int) -> tuple[int, bool]:
    """Where the name begins behind "đảo", "biên giới"; whether "cũ" was among them."""
    for rest in _QUALIFIERS.get(words.key(name), ()):
        end = name + 1 + len(rest)
        if tuple(words.keys[name + 1 : end]) == rest:
            if words.capital(name) and not words.shouted(name):
                continue
            return end, words.keys[name] == "cũ"
    return name, False
