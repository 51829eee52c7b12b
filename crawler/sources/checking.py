"""What a source in sources.toml cannot say; pure."""

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from crawler.sources.lines import Place
from pipeline.geography import Unit, gazetteer
from pipeline.model import Source

ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
PIN = re.compile("sha256:[0-9a-f]{64}")
MAX_DELAY = 3600
ERAS: Mapping[str, Literal["since", "before"]] = {"unit": "since", "unit_before": "before"}
"""The keys that hold codes, and whose."""


def check(source: Source, place: Place) -> None:
    """Raise ConfigError naming file, line and key for what the entry there cannot mean."""
    if not ID.fullmatch(source.id):
        raise place.error("id", f"{source.id!r} is no id: use a-z, 0-9, '-' and '.'")
    _check_addresses(source, place)
    _check_manners(source, place)
    _check_time(source, place)


def _check_addresses(source: Source, place: Place) -> None:
    _check_address(source.url, "url", place)
    for section in source.sections:
        _check_address(section.url, "sections", place)
    for key, addresses in (("feeds", source.feeds), ("sitemaps", source.sitemaps)):
        for address in addresses:
            _check_address(address, key, place)


def _check_address(address: str, key: str, place: Place) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise place.error(key, f"{address!r} is no http(s) address")


def _check_manners(source: Source, place: Place) -> None:
    if source.budget is not None and source.budget < 0:
        raise place.error("budget", f"{source.budget} is no budget: use 0 (none) or more")
    if source.certificate and not PIN.fullmatch(source.certificate):
        raise place.error(
            "certificate", "use sha256: and 64 hex digits, as congtin doctor prints it"
        )
    if source.delay is not None and not 0 <= source.delay <= MAX_DELAY:
        raise place.error("delay", f"{source.delay} is no delay: use seconds, 0 to {MAX_DELAY}")


def _check_time(source: Source, place: Place) -> None:
    first, last = source.active_from, source.active_until
    if first and last and first > last:
        raise place.error("active_from", f"{first} is after active_until, {last}")
    if source.successor == source.id:
        raise place.error("successor", f"{source.id!r} cannot succeed itself")


def check_succession(sources: Mapping[str, Source], places: Mapping[str, Place]) -> None:
    """Raise ConfigError for sources that succeed each other in a circle. `places`: of the entries by id."""
    for name, place in places.items():
        line = [name]
        while (heir := sources[line[-1]].successor) in sources and heir not in line:
            line.append(heir)
        if heir == name:
            circle = " -> ".join((*line, name))
            raise place.error("successor", f"these would succeed each other in a circle: {circle}")


def with_codes(entry: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The entry with official codes where it has units' ids, as `congtin places` prints them ("13573@2025").

    Raises ConfigError for what is no unit of the key's time, with the key where it belongs if there is one.
    """
    codes = {}
    for key in ERAS:
        value = entry.get(key)
        if isinstance(value, str) and value:
            codes[key] = _code(key, value, place)
    return {**entry, **codes}


def _code(key: str, value: str, place: Place) -> str:
    era, known = ERAS[key], gazetteer()
    if unit := known.with_code(value, era):
        return unit.code if known.with_code(unit.code, era) == unit else unit.id
    other = next(name for name in ERAS if name != key)
    when = {"since": "since 2025-07-01", "before": "until 2025-06-30"}
    if unit := known.with_code(value, ERAS[other]):
        theirs = when[ERAS[other]]
        problem = f"{value!r} is {_in_full(unit)}, a unit {theirs}: it belongs in {other}"
    else:
        problem = f"{value!r} is no code of a unit {when[era]}: congtin places NAME tells it"
    raise place.error(key, problem)


def _in_full(unit: Unit) -> str:
    return ", ".join((unit.name, *(above.bare for above in gazetteer().above(unit))))
