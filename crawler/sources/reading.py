"""sources.toml -> Source. Every mistake is named with its file, line and key."""

import tomllib
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from crawler.sources.checking import check, check_succession, with_codes
from crawler.sources.finding import home_of, near_ids
from crawler.sources.lines import Place, Places
from crawler.sources.periods import has_ended
from crawler.sources.units import with_units, without_replaced
from pipeline.clock import today
from pipeline.errors import ConfigError
from pipeline.model import Source

PORTALS = Path(__file__).with_name("portals")


def load_sources(file: Path) -> dict[str, Source]:
    """The sources that are followed: those of sources.toml by id, in file order; none without the file.

    An entry that has the id of a shipped portal says only what differs from it; one that has its address
    and names no place is of its units. One whose time is over (`active_until`) is not enabled; where only
    the shipped portal says that it is, an `enabled = true` of the entry's own counts more. Raises ConfigError
    naming file, line and key for whatever cannot be taken.
    """
    followed = read_sources(file, shipped())
    day = today()
    return {
        name: replace(
            _placed(source, followed), enabled=source.enabled and not has_ended(source, day)
        )
        for name, source in followed.items()
    }


def load_registry(file: Path) -> dict[str, Source]:
    """Every portal that is known: the shipped ones, as sources.toml has them where it does, then its own.

    A shipped portal whose home is followed under an id of its own is that one, and is there once.
    """
    followed = load_sources(file)
    homes = {home_of(source.url) for source in followed.values()}
    known = {
        name: source
        for name, source in shipped().items()
        if name in followed or home_of(source.url) not in homes
    }
    return known | followed


def _placed(source: Source, followed: Mapping[str, Source]) -> Source:
    """A source that names no place, with the level and units of the shipped portal at its address.

    Not one that began on some day, or beside that portal: the host was another's before.
    """
    twin = _by_home().get(home_of(source.url))
    named = (source.unit, source.unit_before, source.province, source.district, source.commune)
    if twin is None or any(named) or source.active_from or twin.id in followed:
        return source
    level = twin.level if source.level == "unknown" else source.level
    return with_units(replace(source, level=level, unit=twin.unit, unit_before=twin.unit_before))


@cache
def _by_home() -> dict[str, Source]:
    return {home_of(source.url): source for source in shipped().values()}


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
    placed = [(entry, places.entry(number)) for number, entry in enumerate(entries)]
    found = _by_id((_source(entry, place, bases), place) for entry, place in placed)
    check_succession({**bases, **found}, dict(zip(found, (p for _, p in placed), strict=True)))
    return found


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
    if not isinstance(entry.get("id", ""), str):
        raise place.error("id", f"{entry['id']!r} is not a string")
    entry = with_codes(entry, place)
    source: Source = _record(Source, entry, place, _base(entry, place, bases))
    check(source, place)
    return with_units(source)


def _base(entry: dict[str, Any], place: Place, bases: Mapping[str, Source]) -> Source | None:
    """What the entry need not repeat: the shipped portal of its id, if there is one."""
    base = bases.get(str(entry.get("id")))
    if base is None:
        _check_whole(entry, place, bases)
        return None
    if entry.get("enabled") is True and "active_until" not in entry:
        base = replace(base, active_until=None)  # whoever says so follows it, whatever we know
    return without_replaced(base, entry)


def _check_whole(entry: dict[str, Any], place: Place, bases: Mapping[str, Source]) -> None:
    """An entry that was meant to lean on a shipped portal, and leans on none, is told so."""
    missing = [key for key in ("name", "url") if key not in entry]
    wanted = entry.get("id")
    if not missing or not isinstance(wanted, str):
        return
    near = near_ids(bases, wanted)
    if not near and len(missing) == 1:
        return  # a portal of somebody's own
    hint = f" (near: {', '.join(near)})" if near else ""
    raise place.error(
        "id",
        f"no shipped portal has the id {wanted!r}{hint}, so the entry must be whole:"
        f" {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing",
    )


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


def _unquoted(value: Any) -> str:
    """How to write what was meant as a date, "" for what is none."""
    try:
        return f": write {date.fromisoformat(value.strip())} without quotes"
    except (AttributeError, ValueError):
        return ""


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
        hint_ = _unquoted(value) if date in kinds else ""
        raise place.error(key, f"{value!r} is not {wanted}{hint_}")
    return value
