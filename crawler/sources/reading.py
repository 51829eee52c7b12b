"""sources.toml -> Source. Every mistake is named with its file, line and key."""

import re
import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.sources.units import with_units
from pipeline.errors import ConfigError
from pipeline.geography import units_of
from pipeline.model import Source

ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
MAX_DELAY = 3600
PORTALS = Path(__file__).with_name("portals")
PIN = re.compile("sha256:[0-9a-f]{64}")
HEAD = re.compile(r"\s*\[\[\s*source\s*\]\]")


def load_sources(file: Path) -> dict[str, Source]:
    """The sources that are followed: those of sources.toml by id, in file order; none without the file.

    An entry that has the id of a shipped portal says only what differs from it. Raises ConfigError naming
    file, line and key for whatever cannot be taken.
    """
    return read_sources(file, shipped())


def load_registry(file: Path) -> dict[str, Source]:
    """Every portal that is known: the shipped ones, as sources.toml has them where it does, then its own."""
    return shipped() | load_sources(file)


@cache
def shipped() -> dict[str, Source]:
    """The portals that come with the program, by id: one file a province in `portals/`."""
    found: dict[str, Source] = {}
    for file in sorted(PORTALS.glob("*.toml")):
        found |= read_sources(file, {})
    return found


def read_sources(file: Path, bases: Mapping[str, Source]) -> dict[str, Source]:
    """The sources of one file; `bases`: what an entry with that id need not repeat."""
    text = _text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}. Mend that line; nothing was changed.") from error
    entries = content.get("source", [])
    places = Places(file, text)
    for key in content:
        if key != "source":
            raise places.top(key, "no such key; each source is a table headed [[source]]")
    if not isinstance(entries, list):
        raise places.top("source", "must be a list of tables, each headed [[source]]")
    return _by_id(
        (_source(e, places.entry(n), bases), places.entry(n)) for n, e in enumerate(entries)
    )


def _text(file: Path) -> str:
    """The file's text, without the mark that Windows' editor sets; "" where there is no file."""
    try:
        content = file.read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}, line {line}: not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}).") from error


def find_source(sources: dict[str, Source], wanted: str) -> Source:
    """The source with that id, address or host. Raises ConfigError listing what is near."""
    if wanted in sources:
        return sources[wanted]
    host = _host(wanted)
    matching = [source for source in sources.values() if host and _host(source.url) == host]
    if len(matching) == 1:
        return matching[0]
    near = [known for known in sources if wanted.lower() in known][:5] or list(sources)[:5]
    hint = f"Known: {', '.join(near)}." if near else "There is none yet: congtin add URL."
    raise ConfigError(f"no source {wanted!r}. {hint} 'congtin sources' lists all.")


def _host(address: str) -> str:
    """The host and port of an address with or without its scheme; "" where it has none."""
    try:
        return urlsplit(address if "//" in address else f"//{address}").netloc.lower()
    except ValueError:
        return ""


class Places:
    """Where things stand in a file, to say so in an error."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self._lines = text.splitlines()
        self._heads = [n for n, line in enumerate(self._lines) if HEAD.match(line)]

    def entry(self, number: int) -> "Place":
        """The lines of the entry of that number, counted from 0."""
        bounds = [*self._heads, len(self._lines)]
        if number >= len(self._heads):  # written as source = [{…}]
            return Place(self.file, self._lines, 0)
        return Place(self.file, self._lines[: bounds[number + 1]], bounds[number])

    def top(self, key: str, problem: str) -> ConfigError:
        """The error for a key of the file itself."""
        return Place(self.file, self._lines, 0).error(key, problem)


class Place:
    """One entry's lines: those from `start` on."""

    def __init__(self, file: Path, lines: list[str], start: int) -> None:
        self.file = file
        self._lines = lines
        self._start = start

    def error(self, key: str, problem: str) -> ConfigError:
        """The error for a key of this entry: at its line, else at the entry's head."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        patterns = (
            rf"\s*{name}\s*=",
            rf"\s*\[+\s*(source\s*\.\s*)?{name}\s*\]",
            rf".*[{{,]\s*{name}\s*=",
        )
        found = (self._find(pattern) for pattern in patterns)
        line = next((line for line in found if line), self._start + 1)
        return ConfigError(f"{self.file}, line {line}, key {key}: {problem}.")

    def _find(self, pattern: str) -> int:
        behind = enumerate(self._lines[self._start :], self._start + 1)
        return next((number for number, text in behind if re.match(pattern, text)), 0)


def _by_id(placed: Iterable[tuple[Source, Place]]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for source, place in placed:
        if source.id in found:
            raise place.error("id", f"{source.id!r} is another source's already. Rename one")
        found[source.id] = source
    return found


def _source(entry: Any, place: Place, bases: Mapping[str, Source]) -> Source:
    if not isinstance(entry, dict):
        raise place.error("source", "each source must be a table headed [[source]]")
    base = bases.get(str(entry.get("id")))
    source: Source = _record(Source, entry, place, base)
    if not ID.fullmatch(source.id):
        raise place.error("id", f"{source.id!r} is no id: use a-z, 0-9, '-' and '.'")
    _check_address(source.url, "url", place)
    for section in source.sections:
        _check_address(section.url, "sections", place)
    for key, addresses in (("feeds", source.feeds), ("sitemaps", source.sitemaps)):
        for address in addresses:
            _check_address(address, key, place)
    if source.budget is not None and source.budget < 0:
        raise place.error("budget", f"{source.budget} is no budget: use 0 (none) or more")
    if source.certificate and not PIN.fullmatch(source.certificate):
        raise place.error(
            "certificate", "use sha256: and 64 hex digits, as congtin doctor prints it"
        )
    if source.delay is not None and not 0 <= source.delay <= MAX_DELAY:
        raise place.error("delay", f"{source.delay} is no delay: use seconds, 0 to {MAX_DELAY}")
    _check_units(source, place)
    return with_units(source)


def _check_units(source: Source, place: Place) -> None:
    before, since = units_of(source.unit, source.unit_before)
    if source.unit and since is None:
        raise place.error(
            "unit", f"{source.unit!r} is no code of a unit since 2025-07-01: congtin places"
        )
    if source.unit_before and before is None:
        raise place.error(
            "unit_before",
            f"{source.unit_before!r} is no code of a unit before 2025-07-01: congtin places",
        )


def _check_address(address: str, key: str, place: Place) -> None:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise place.error(key, f"{address!r} is no http(s) address")


def _record(kind: type[Any], entry: dict[str, Any], place: Place, base: Any = None) -> Any:
    known = {field.name: field for field in fields(kind)}
    hints = typing.get_type_hints(kind)
    for key in entry:
        if key not in known:
            raise place.error(key, f"no such key; known: {', '.join(known)}")
    for name, field in known.items():
        if base is None and name not in entry and _is_required(field):
            raise place.error(name, "is missing")
    given = {key: _value(hints[key], value, key, place) for key, value in entry.items()}
    return kind(**given) if base is None else replace(base, **given)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(hint: Any, value: Any, key: str, place: Place) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        if value not in arguments:
            raise place.error(key, f"{value!r} is none of {', '.join(map(str, arguments))}")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise place.error(key, "must be a list")
        return tuple(_value(arguments[0], item, key, place) for item in value)
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, dict):
            raise place.error(key, "must be a table { … }")
        return _record(hint, value, place)
    return _scalar(hint, value, key, place)


def _scalar(hint: Any, value: Any, key: str, place: Place) -> Any:
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if float in kinds and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        names = {
            str: "a string",
            float: "a number",
            int: "a whole number",
            bool: "true or false",
            date: "a date",
        }
        wanted = next((name for kind, name in names.items() if kind in kinds), str(hint))
        raise place.error(key, f"{value!r} is not {wanted}")
    return value
