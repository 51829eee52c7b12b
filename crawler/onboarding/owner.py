"""Which units a portal is of: what its name says, and what its host's labels say; pure, never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawler.sources.units import with_units
from pipeline.geography import Unit, gazetteer, units_of
from pipeline.geography.hosts import units_of_host
from pipeline.model import Source

KIND = re.compile(
    r"(?<!\w)(tỉnh|thành phố|tp\.?|huyện|quận|thị xã|tx\.?|thị trấn|tt\.?|xã|phường|đặc khu)\s+(?=\w)"
    r"(?!hội\b|đoàn\b|ủy\b|uỷ\b)",
    re.IGNORECASE,
)
"""What a unit's name begins with; "xã hội" is society, "quận đoàn" an association."""
WORD = re.compile(r"[\w'’]+(?:\s*-\s*[\w'’]+)?|\d+")
END = re.compile(r"[,;:|()–—/]|\s-\s|[-.](?=\s)|$")
LONGEST = 6
"""Words of a unit's name: "Phường Phú Mỹ" has two, "Đặc khu Hoàng Sa" two, ethnic names more."""


def named_units(name: str) -> tuple[tuple[Unit, ...], ...]:
    """The units that a portal's name speaks of, in its order; several where it does not say which.

    A unit that is followed by one above it is only looked for there: "huyện Châu Thành, tỉnh Tiền Giang".
    """
    forms = list(_forms(unicodedata.normalize("NFC", " ".join(name.split()))))
    found = []
    for place, options in enumerate(forms):
        upper = [form for later in forms[place + 1 :] for form in later[:1]]
        found.append(_units(options, upper))
    return tuple(units for units in found if units)


def _forms(name: str) -> Iterator[list[str]]:
    """Of each name of a unit what it may be, the longest form first that is one: "huyện Lý Nhân"."""
    for match in KIND.finditer(name):
        rest = name[match.end() :]
        end = END.search(rest)
        words = rest[: end.start() if end else None].split()[:LONGEST]
        kind = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}.get(
            match[1].lower().rstrip("."), match[1]
        )
        tried = (f"{kind} {' '.join(words[:n])}" for n in range(len(words), 0, -1))
        if options := [form for form in tried if gazetteer().find(form)]:
            yield options


def _units(options: Iterable[str], upper: Iterable[str]) -> tuple[Unit, ...]:
    above = list(upper)
    for form in options:
        for over in above:
            if found := gazetteer().find(f"{form}, {over}"):
                return found
        if found := gazetteer().find(form):
            return found
    return ()


def with_owner(source: Source) -> Source:
    """The source with its units' codes and names, where its name and its host's labels leave no doubt.

    What it says already stays. A unit of now is only taken from the name: the host may well be that of a
    district which is no more. A district's host was the district's before whoever has it now.
    """
    at_host = frozenset(units_of_host(source.url))
    told = _told(source, at_host)
    before = _one(unit for unit in told if not unit.stands)
    since = _one(unit for unit in told if unit.stands)
    if before is None and not any(not unit.stands for unit in told):
        before = _one(
            unit
            for unit in map(gazetteer().unit, sorted(at_host))
            if unit and unit.level == "district" and (since is None or _has_land_of(since, unit))
        )
    return with_units(
        replace(
            source,
            unit=source.unit or (since.code if since else ""),
            unit_before=source.unit_before or (before.id if before else ""),
        )
    )


def _told(source: Source, at_host: frozenset[str]) -> tuple[Unit, ...]:
    """The units that may be meant by what a portal calls itself, the first that it names."""
    first = next(iter(named_units(source.name)), ())
    here = tuple(unit for unit in first if unit.id in at_host)
    return here or first


def _has_land_of(unit: Unit, district: Unit) -> bool:
    return unit.level == "province" or district in gazetteer().districts_before(unit)


def _one(units: Iterable[Unit]) -> Unit | None:
    found = tuple(dict.fromkeys(units))
    return found[0] if len(found) == 1 else None


def other_owner(source: Source, title: str) -> Unit | None:
    """The unit that a page calls itself by where it names none of the source's; None where it names one, or
    where that cannot be told. A unit above the source's own says nothing: portals name their province.
    """
    own = [unit for unit in units_of(source.unit, source.unit_before) if unit]
    named = named_units(title)
    ours = {name for unit in own for name in _names(unit)}
    if not own or any(name in ours for units in named for unit in units for name in _names(unit)):
        return None
    above = {over.name for unit in own for over in _above(unit)}
    others = (units[0] for units in named if units[0].name not in above)
    return next(others, None)


def _names(unit: Unit) -> set[str]:
    return {unit.name.casefold(), *(name.casefold() for _, name in unit.former_names)}


def _above(unit: Unit) -> tuple[Unit, ...]:
    return (*gazetteer().above(unit), gazetteer().province_now(unit))
