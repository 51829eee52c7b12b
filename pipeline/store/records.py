"""Plain data to dataclasses and back, by their type hints: what JSON columns hold."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, dates as ISO 8601: ready for a JSON column."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def revive(kind: Any, value: Any) -> Any:
    """The value of that type from its plain form. Unknown keys are left out, missing ones keep defaults."""
    if get_origin(kind) in (types.UnionType, Union):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        return revive_fields(kind, value)
    if get_origin(kind) is tuple:
        return tuple(revive(get_args(kind)[0], item) for item in value)
    if kind in (date, datetime):
        return value if isinstance(value, date) else kind.fromisoformat(value)
    return value


def revive_fields(kind: type, values: dict[str, Any]) -> Any:
    """The dataclass with its fields revived one by one; those whose plain form is their own stay."""
    hints = _hints(kind)
    return kind(
        **{
            name: value if hints[name] is None else revive(hints[name], value)
            for name, value in values.items()
            if name in hints
        }
    )


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The type of each field; None where a plain value is the value itself."""
    hints = get_type_hints(kind).items()
    return {name: None if _is_plain(hint) else hint for name, hint in hints}


def _is_plain(kind: Any) -> bool:
    parts = get_args(kind) if get_origin(kind) in (types.UnionType, Union) else (kind,)
    simple = (str, int, float, bool, type(None))
    return all(part in simple or get_origin(part) is Literal for part in parts)


def storable(value: Any) -> Any:
    """The value without NUL and lone surrogates, which no UTF-8 database takes and no reader sees."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value
