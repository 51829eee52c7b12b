"""Names of units, looked up as people type them: whole, begun, or nearly right; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import combinations, pairwise, product

from pipeline.geography.naming import Named, Spelt, fits, names_of, part, readings, spelt
from pipeline.geography.unit import Unit
from pipeline.spelling import folded

_PARTS = re.compile(r"[,;/()\n]+")
_DASHES = re.compile(r"\s[-–—]\s|[,;/()\n]+")
_INNER_KIND = re.compile(
    r"\s+(?=(?:t[ỉi]nh|th[àa]nh\s+ph[ốo]|tp|huy[ệe]n|quận|th[ịi]\s+x[ãa]|th[ịi]\s+tr[ấa]n)[\s.]+\w)",
    re.IGNORECASE,
)
"""Before a kind inside a text: "xã Hợp Lý huyện Lý Nhân tỉnh Hà Nam"."""

_OFFICES = frozenset(
    (
        *(
            "ubnd",
            "hdnd",
            "ubmttq",
            "mttq",
            "bch",
            "uy ban",
            "uy ban nhan dan",
            "hoi dong nhan dan",
        ),
        *("dang uy", "dang bo", "mat tran to quoc", "cong an", "huyen doan", "doan thanh nien"),
    )
)
"""Whose name goes on with that of their unit, kind and all."""
_COMMITTEES = {
    "tinh uy": "tỉnh",
    "thanh uy": "thành phố",
    "huyen uy": "huyện",
    "quan uy": "quận",
    "thi uy": "thị xã",
}
"""The party's -> the kind of unit that it says."""
_OFFICE = 4
"""Words of an office."""
_WORDS = 10
"""Of a text that is parted between words: of more there are too many ways."""

_CLOSE = 8
"""Names that are nearly one."""


def parts_of(text: str) -> Iterator[list[str]]:
    """How a text may fall into a unit's name and those of units above it, the likeliest way first.

    Commas go from the lowest up, slashes, as in addresses, from the highest down; then the other way round.
    At last the same without the offices before names.
    """
    signs = [
        [part for part in way.split(text) if part.strip()] for way in (_PARTS, _DASHES, _INNER_KIND)
    ]
    bare = [list(map(_without_office, parts)) for parts in signs]
    return _ordered([*signs, *bare], (1, -1) if "/" not in text or "," in text else (-1, 1))


def parts_between_words(text: str) -> Iterator[list[str]]:
    """How a text without any sign may be two or three names: "Lý Nhân Hà Nam", in either order."""
    words = _without_office(text).split()
    if len(words) > _WORDS or _DASHES.search(text):
        return iter(())
    ways = [
        [" ".join(words[first:last]) for first, last in pairwise((0, *cuts, len(words)))]
        for length in (2, 3)
        for cuts in combinations(range(1, len(words)), length - 1)
    ]
    return _ordered(ways, (1, -1))


def _ordered(ways: Iterable[list[str]], orders: Iterable[int]) -> Iterator[list[str]]:
    """Each way once, in each order."""
    seen: list[list[str]] = []
    for parts, order in product(ways, orders):
        if parts and parts[::order] not in seen:
            seen.append(parts[::order])
            yield seen[-1]


def _without_office(part: str) -> str:
    """What an office's name says of its unit: "UBND huyện Lý Nhân", "Huyện ủy Lý Nhân" huyện Lý Nhân."""
    words = part.split()
    while length := _office(words):
        head = _head(words, length)
        if head in _COMMITTEES:
            return " ".join((_COMMITTEES[head], *words[length:]))
        words = words[length:]
    return " ".join(words)


def _office(words: Sequence[str]) -> int:
    """How many words an office has that they begin with, and that more follow."""
    lengths = range(min(_OFFICE, len(words) - 1), 0, -1)
    heads = ((length, _head(words, length)) for length in lengths)
    return next((n for n, head in heads if head in _OFFICES or head in _COMMITTEES), 0)


def _head(words: Sequence[str], length: int) -> str:
    return " ".join(map(folded, words[:length]))


class Index:
    """All names of some units. `aliases`: (id, name) of names that no resolution gave."""

    def __init__(self, units: Mapping[str, Unit], aliases: Iterable[tuple[str, str]]) -> None:
        self._by_key: dict[str, list[Named]] = defaultdict(list)
        for unit in units.values():
            for named in names_of(unit):
                self._by_key[named.spelt.key].append(named)
        for unit_id, alias in aliases:
            named = _alias(units[unit_id], alias)
            self._by_key[named.spelt.key].append(named)

    def named(self, text: str) -> list[str]:
        """The ids of the units of that name.

        Where accents were typed and all are right, no others count; nor others of its level where words are
        parted as typed: "Krông Ana" is xã Krông Ana's name, and that of the district written Krông A Na.
        """
        found = [
            (named, asked)
            for asked in readings(text)
            for named in self._by_key.get(asked.key, ())
            if named.answers(asked)
        ]
        found = [pair for pair in found if _has_all_accents(*pair)] or found
        parted = {pair[0].level for pair in found if _has_its_words(*pair)}
        found = [p for p in found if p[0].level not in parted or _has_its_words(*p)]
        return list(dict.fromkeys(named.unit for named, _ in found))

    def beginning(self, text: str) -> list[list[str]]:
        """The ids of units whose names begin with that, words parted as typed, of those that begin with
        its letters, and of those that hold it as a later word.
        """
        asked = spelt(text)
        ranked: list[list[str]] = [[], [], []]
        for key, names in self._by_key.items():
            if asked.key and asked.key in key:
                for named in names:
                    if asked.kind in ("", named.spelt.kind):
                        rank = _rank(asked, named.spelt)
                        if rank is not None:
                            ranked[rank].append(named.unit)
        return ranked

    def near(self, text: str) -> list[list[str]]:
        """The ids of units whose names are nearly that, the nearest first: with other accents, else with
        another letter or two.
        """
        asked = spelt(text)
        keys = [asked.key] if asked.key in self._by_key else self._close(asked)
        names = [[n for n in self._by_key[key] if not n.strict] for key in keys]
        of_kind = [[n for n in each if asked.kind in ("", n.spelt.kind)] for each in names]
        shown = of_kind if any(of_kind) else names
        return [list(dict.fromkeys(n.unit for n in each)) for each in shown]

    def _close(self, asked: Spelt) -> list[str]:
        """Of about that length, and with the same beginning or end: few letters are wrong at both."""
        key = asked.key
        if not key:
            return []
        likely = [
            own
            for own in self._by_key
            if abs(len(own) - len(key)) < 3 and (own[0] == key[0] or own[-2:] == key[-2:])
        ]
        alike = SequenceMatcher(b=asked.letters)

        def likeness(own: str) -> float:
            alike.set_seq1(self._by_key[own][0].spelt.letters)
            return alike.ratio()

        return sorted(get_close_matches(key, likely, n=_CLOSE, cutoff=0.75), key=likeness)[::-1]


def _has_all_accents(named: Named, asked: Spelt) -> bool:
    return asked.letters != asked.key and asked.letters == named.spelt.letters


def _has_its_words(named: Named, asked: Spelt) -> bool:
    own = named.spelt.folded.split(" ")
    return [len(word) for word in own] == [len(word) for word in asked.folded.split(" ")]


def _rank(asked: Spelt, own: Spelt) -> int | None:
    """0 where it begins so, words parted as typed, 1 where letters begin so, 2 where a later word does."""
    if own.key.startswith(asked.key) and fits(asked, part(own, len(asked.key))):
        return 0 if own.folded.startswith(asked.folded) else 1
    wanted, words = (
        (asked.folded, own.folded) if asked.exact == asked.folded else (asked.exact, own.exact)
    )
    return 2 if f" {wanted}" in words else None


def _alias(unit: Unit, alias: str) -> Named:
    """One that begins with a kind is a name only with that kind; any other takes the unit's own."""
    said = spelt(alias)
    if said.kind:
        return Named(unit.id, unit.level, said, strict=True)
    return Named(unit.id, unit.level, replace(said, kind=unit.kind))
