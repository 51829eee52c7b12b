"""sources.toml -> Source. Every mistake is named with its file, line and key."""

import re
import tomllib
import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import ConfigError
from pipeline.model import Source

ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")


def load_sources(file: Path) -> dict[str, Source]:
    """The sources of a file by id, in file order; none where the file does not exist yet.

    Raises ConfigError naming file, line and key for whatever cannot be taken.
    """
    try:
        text = file.read_text(encoding="utf-8")
        entries = tomllib.loads(text).get("source", [])
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}. Mend that line; nothing was changed.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error}).") from error
    if not isinstance(entries, list):
        raise ConfigError(f'{file}: key "source" must be a list of tables, each headed [[source]].')
    return _by_id([_source(entry, Place(file, text, n)) for n, entry in enumerate(entries)], file)


def find_source(sources: dict[str, Source], wanted: str) -> Source:
    """The source with that id, address or host. Raises ConfigError listing what is near."""
    if wanted in sources:
        return sources[wanted]
    host = urlsplit(wanted if "//" in wanted else f"//{wanted}").netloc
    matching = [source for source in sources.values() if urlsplit(source.url).netloc == host]
    if len(matching) == 1:
        return matching[0]
    near = [known for known in sources if wanted.lower() in known][:5] or list(sources)[:5]
    hint = f"Known: {', '.join(near)}." if near else "There is none yet: congtin add URL."
    raise ConfigError(f"no source {wanted!r}. {hint} 'congtin sources' lists all.")


class Place:
    """Where an entry stands, to say so in an error."""

    def __init__(self, file: Path, text: str, number: int) -> None:
        self.file = file
        self._lines = text.splitlines()
        starts = [n for n, line in enumerate(self._lines) if line.strip().startswith("[[source]]")]
        self._start = starts[number] if number < len(starts) else 0

    def error(self, key: str, problem: str) -> ConfigError:
        """The error for a key of this entry."""
        pattern = re.compile(rf"\s*{re.escape(key)}\s*=")
        behind = enumerate(self._lines[self._start :], self._start + 1)
        line = next((n for n, text in behind if pattern.match(text)), self._start + 1)
        return ConfigError(f"{self.file}, line {line}, key {key}: {problem}.")


def _by_id(sources: list[Source], file: Path) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for source in sources:
        if source.id in found:
            raise ConfigError(f"{file}: two sources have the id {source.id!r}. Rename one.")
        found[source.id] = source
    return found


def _source(entry: Any, place: Place) -> Source:
    if not isinstance(entry, dict):
        raise place.error("source", "each source must be a table headed [[source]]")
    source: Source = _record(Source, entry, place)
    if not ID.fullmatch(source.id):
        raise place.error("id", f"{source.id!r} is no id: use a-z, 0-9, '-' and '.'")
    if urlsplit(source.url).scheme not in ("http", "https") or not urlsplit(source.url).hostname:
        raise place.error("url", f"{source.url!r} is no http(s) address")
    return source


def _record(kind: type[Any], entry: dict[str, Any], place: Place) -> Any:
    known = {field.name: field for field in fields(kind)}
    hints = typing.get_type_hints(kind)
    for key in entry:
        if key not in known:
            raise place.error(key, f"no such key; known: {', '.join(known)}")
    for name, field in known.items():
        if name not in entry and _is_required(field):
            raise place.error(name, "is missing")
    return kind(**{key: _value(hints[key], value, key, place) for key, value in entry.items()})


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
        names = {str: "a string", float: "a number", bool: "true or false", date: "a date"}
        wanted = next((name for kind, name in names.items() if kind in kinds), str(hint))
        raise place.error(key, f"{value!r} is not {wanted}")
    return value
