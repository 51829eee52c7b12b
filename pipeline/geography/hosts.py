"""Whose portal an address is, from the names in its host: "lynhan.hanam.gov.vn"; pure.

Most portals are called after their unit within their province, some communes after their district too
("hungtan-hungnguyen.nghean.gov.vn"). What is not certain is left open.
"""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from pipeline.geography.gazetteer import gazetteer
from pipeline.geography.unit import MERGER, Unit
from pipeline.remembering import remembered
from pipeline.spelling import folded, spellings

_ENDINGS = re.compile(r"\.(?:gov|org|com|net|edu)?\.?vn$")
_SILENT = frozenset(("www", "old", "cu", "moi", "new", "web", "portal", "cong", "congtin", "cttdt"))
"""Labels and beginnings that name nobody."""
_KINDS = {
    "tinh": "Tỉnh",
    "thanhpho": "Thành phố",
    "tp": "Thành phố",
    "huyen": "Huyện",
    "quan": "Quận",
    "thixa": "Thị xã",
    "tx": "Thị xã",
    "thitran": "Thị trấn",
    "tt": "Thị trấn",
    "xa": "Xã",
    "phuong": "Phường",
    "p": "Phường",
    "dackhu": "Đặc khu",
    "tinhuy": "Tỉnh",
    "thanhuy": "Thành phố",
    "huyenuy": "Huyện",
    "quanuy": "Quận",
    "thiuy": "Thị xã",
    "tinhdoan": "Tỉnh",
    "huyendoan": "Huyện",
    "ubndtinh": "Tỉnh",
    "ubndhuyen": "Huyện",
    "ubndquan": "Quận",
    "ubndxa": "Xã",
    "ubndphuong": "Phường",
    "ubnd": "",
    "hdnd": "",
    "danguy": "",
}
"""What stands before a name, in a word with it -> the kind of unit that it says."""
_BEFORE_NAMES = re.compile(f"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?=.)")
_PROVINCES = {
    "hochiminhcity": "hochiminh",
    "hcmcity": "hochiminh",
    "tphcm": "hochiminh",
    "hcm": "hochiminh",
    "thuathienhue": "hue",
    "brvt": "bariavungtau",
}
"""Other words for a province -> its name."""
Name = tuple[str, str]
"""A kind, "" where any will do, and a name without accents, spaces and signs."""


@remembered(4_096)
def units_of_host(url: str) -> tuple[str, ...]:
    """The ids of the unit of before and of that since, either or both; () where that is not certain.

    `url`: an address or a host. Of a department's, "soyte.hanam.gov.vn", nothing: it is no unit's own.
    """
    labels = _labels(url)
    if not labels:
        return ()
    provinces = _provinces(labels[-1])
    if provinces and len(labels) == 1:
        return tuple(unit.id for unit in provinces)
    if not provinces:
        return _only_one(labels) if len(labels) == 1 else ()
    return tuple(unit.id for province in provinces if (unit := _in_province(labels[:-1], province)))


@remembered(4_096)
def provinces_of_host(url: str) -> tuple[str, ...]:
    """The ids of the provinces, of before and since, that a host's last name says."""
    labels = _labels(url)
    return tuple(unit.id for unit in _provinces(labels[-1])) if labels else ()


def _labels(url: str) -> list[str]:
    """What of the host may be names, the lowest unit's first."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return []
    bare = _ENDINGS.sub("", folded(host.rstrip(".")))
    if bare == host:
        return []
    return [label for label in bare.split(".") if label and label not in _SILENT]


def _provinces(label: str) -> list[Unit]:
    """The province of before and that of now of that name."""
    found: dict[str, Unit] = {}
    for _, name in _readings(label):
        for unit in _named().get(_PROVINCES.get(name, name), ()):
            if unit.level == "province":
                found.setdefault(unit.id, unit)
    return sorted(found.values(), key=lambda unit: unit.stands)


def _in_province(labels: list[str], province: Unit) -> Unit | None:
    """The unit that the labels name, district last, where it is the only one of that name."""
    if len(labels) == 1:
        return _of_one_label(labels[0], province)
    if len(labels) == 2 and (upper := _of_one_label(labels[1], province)):
        return _of_one_label(labels[0], upper)
    return None


def _of_one_label(label: str, within: Unit) -> Unit | None:
    for name in _readings(label):
        found = [unit for unit in _fitting(name) if within in gazetteer().above(unit)]
        if highest := _last([unit for unit in found if unit.level == "district"]) or found:
            return highest[0] if len(highest) == 1 else None
    commune, _, district = label.partition("-")
    upper = _of_one_label(district, within) if district else None
    return _of_one_label(commune, upper) if upper else None


def _only_one(labels: list[str]) -> tuple[str, ...]:
    """The district of that name in the whole country: "thanhxuan.gov.vn"."""
    for name in _readings(labels[0]):
        if found := _last([unit for unit in _fitting(name) if unit.level == "district"]):
            return (found[0].id,) if len(found) == 1 else ()
    return ()


def _last(districts: list[Unit]) -> list[Unit]:
    """Those that stood until the merger, where there are such: thành phố Hoa Lư, no more huyện Hoa Lư."""
    return [unit for unit in districts if unit.until == MERGER] or districts


def _readings(label: str) -> Iterator[Name]:
    """The label as a name, and as one with something before it: "huyendakto", "ubndxahoply"."""
    plain = label.replace("-", "").replace("_", "")
    yield "", plain
    if found := _BEFORE_NAMES.match(plain):
        yield _KINDS[found[1]], plain[found.end() :]


def _fitting(name: Name) -> list[Unit]:
    kind, bare = name
    units = _named().get(bare.lstrip("0") or bare, ())
    return [u for u in units if u.level != "province" and (not kind or u.kind == kind)]


@cache
def _named() -> dict[str, tuple[Unit, ...]]:
    """A name in one word, as hosts have it, -> the units of that name."""
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in gazetteer().units.values():
        names = (unit.bare,) if not unit.bare.isdigit() else (f"{unit.kind}{unit.bare}", unit.bare)
        for name in names:
            word = "".join(spellings(name)[1])
            found[word] = (*found.get(word, ()), unit)
    return found
