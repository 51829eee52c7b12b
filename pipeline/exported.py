"""What `congtin export --format jsonl` wrote, read again line by line: hostile until it is checked."""

import gzip
import json
import re
import types
import zlib
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pipeline.errors import ConfigError
from pipeline.model import VIETNAM, Article, Entry
from pipeline.normalise.html import sanitise

LONGEST_LINE = 32 << 20
"""Characters: no article is as long."""
ID = re.compile(r"tag:[^\s:]{1,200}:\S{1,300}/([a-z0-9]{8,64})")
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What no text of ours holds: it would end an XML document or steer a terminal."""
WEB = ("http://", "https://")
WORDS = {str: "a text", float: "a number", int: "a whole number"}
DERIVED = frozenset(("story", "also"))
"""What each database finds out for itself."""


def read_export(file: Path) -> Iterator[tuple[int, Entry | ValueError]]:
    """Each line's number with its entry, or with what is wrong with it; in constant memory.

    Raises ConfigError where the file cannot be read to its end.
    """
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rb") as lines:
            number = 0
            while line := lines.readline(LONGEST_LINE):
                number += 1
                if line.strip():
                    yield number, _read(line)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"{file}: cannot be read: {reason}.") from error


def _read(line: bytes) -> Entry | ValueError:
    try:
        return parse_entry(json.loads(line))
    except RecursionError:
        return ValueError("no entry: too deep")
    except ValueError as error:
        is_json = not isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
        return error if is_json else ValueError("no JSON: is it an export in JSON Lines?")


def parse_entry(told: Any) -> Entry:
    """The entry of `Entry.to_dict()`, its markup sanitised. Raises ValueError that names the field."""
    if not isinstance(told, dict):
        raise ValueError("no entry: an object with its fields is expected")
    values = {name: value for name, value in told.items() if name not in DERIVED}
    article = _record(Article, values | {"provenance": _findings(told.get("provenance"))}, "")
    entry: Entry = _record(Entry, values | {"article": article}, "")
    identity = ID.fullmatch(entry.id)
    _require(identity is not None and identity[1] == entry.key, "id", "no tag: URI with its key")
    _require(NAME.fullmatch(entry.source_id) is not None, "source_id", "no id of a source")
    _require(article.url.startswith(WEB), "url", "no address of the web")
    clean = sanitise(article.html, article.url)
    return replace(entry, article=replace(article, html=clean))


def _findings(told: Any) -> list[dict[str, Any]]:
    """Rules by field, as `Article.to_dict()` gives them."""
    if told is None:
        return []
    _require(isinstance(told, dict), "provenance", "an object is expected")
    _require(all(isinstance(one, dict) for one in told.values()), "provenance", "no rules by field")
    return [{"field": name} | one for name, one in told.items()]


def _record(kind: type, told: dict[str, Any], where: str) -> Any:
    """The dataclass; fields that it does not know are left out."""
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        path = f"{where}{field.name}"
        if field.name in told:
            values[field.name] = _value(hints[field.name], told[field.name], path)
        else:
            _require(field.default is not MISSING, path, "is missing")
    return kind(**values)


def _value(kind: Any, told: Any, path: str) -> Any:
    """The value of that type, or ValueError."""
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        if told is None:
            return None
        return _value(next(one for one in get_args(kind) if one is not type(None)), told, path)
    if origin is tuple:
        _require(isinstance(told, list), path, "a list is expected")
        return tuple(_value(get_args(kind)[0], one, path) for one in told)
    if is_dataclass(kind) and isinstance(kind, type):
        return _nested(kind, told, path)
    if kind is datetime:
        return _moment(told, path)
    if origin is Literal:
        _require(told in get_args(kind), path, f"one of {', '.join(get_args(kind))} is expected")
        return told
    number = kind is float and isinstance(told, int) and not isinstance(told, bool)
    _require(isinstance(told, kind) or number, path, f"{WORDS.get(kind, kind)} is expected")
    if isinstance(told, str):
        _require(not CONTROL.search(told), path, "control characters")
    if isinstance(told, float):
        _require(isfinite(told), path, "no number")
    return told


def _nested(kind: type, told: Any, path: str) -> Any:
    if isinstance(told, kind):
        return told
    _require(isinstance(told, dict), path, "an object is expected")
    return _record(kind, told, f"{path}.")


def _moment(told: Any, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
        aware = moment.astimezone(VIETNAM)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{path}: no time such as 2024-03-05T08:30:00+07:00") from None
    _require(moment.tzinfo is not None, path, "a time without its offset")
    return aware


def _require(holds: bool, path: str, problem: str) -> None:
    if not holds:
        raise ValueError(f"{path}: {problem}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
