# ruff: noqa: E501 (an attack a line)
"""Texts that would hold up a regular expression: each repetition in it fed until it would backtrack."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import islice
from re import _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

Found = dict[str, re.Pattern[Any]]
REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}
ENDS = ("", "\x00", "!", "\n", "a", "0")
"""What stands behind the pumped part, so that the whole does not match."""


def modules(*packages: str) -> Iterator[ModuleType]:
    """Every module of these packages."""
    for package in packages:
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not info.name.endswith(("__main__", ".env")) and ".versions." not in info.name:
                yield importlib.import_module(info.name)


def patterns(*packages: str) -> Found:
    """Every compiled pattern that a module keeps, by its module and name, each pattern once."""
    found: Found = {}
    seen: set[tuple[str, int]] = set()
    for module in modules(*packages):
        for name, value in vars(module).items():
            for number, pattern in enumerate(_in(value)):
                if (str(pattern.pattern), pattern.flags) not in seen:
                    seen.add((str(pattern.pattern), pattern.flags))
                    found[f"{module.__name__}.{name}[{number}]"] = pattern
    return found


def _in(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _in(one, depth - 1)
    elif depth and isinstance(value, dict):
        yield from _in((*value.keys(), *value.values()), depth - 1)
    elif depth and hasattr(type(value), "__dataclass_fields__") and not isinstance(value, type):
        names = type(value).__dataclass_fields__
        yield from _in(tuple(getattr(value, name, None) for name in names), depth - 1)


def pumped(pattern: re.Pattern[Any], size: int) -> Iterator[str]:
    """Texts of about `size` letters, a few for each repetition without a close bound."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    for before, body in _repeats(parsed, ""):
        for pump in dict.fromkeys(islice(_samples(body), 4)):
            if pump:
                for end in ENDS:
                    yield before + pump * (size // len(pump)) + end
                yield (before + pump) * (size // len(before + pump))


def _repeats(items: Any, before: str) -> Iterator[tuple[str, Any]]:
    """(a text that matches what stands before it, what is repeated) of every repetition inside."""
    for op, argument in items:
        if op in REPEATS:
            low, high, body = argument
            if high == _constants.MAXREPEAT or high > 20:
                yield before, body
            yield from _repeats(body, before)
            before += _sample(body) * min(low, 50)
            continue
        for inner in _inside(op, argument):
            yield from _repeats(inner, before)
        before += _one(op, argument)


def _inside(op: Any, argument: Any) -> list[Any]:
    if op is _constants.BRANCH:
        return list(argument[1])
    if op is _constants.SUBPATTERN:
        return [argument[3]]
    if op in (_constants.ASSERT, _constants.ASSERT_NOT):
        return [argument[1]]
    if op is _constants.ATOMIC_GROUP:
        return [argument]
    return []


def _samples(items: Any) -> Iterator[str]:
    """Some texts that match: one for each alternative, or letter of a class."""
    if len(items) == 1:
        op, argument = items[0]
        if op is _constants.IN:
            yield from (_of(item) for item in argument)
        elif op is _constants.BRANCH:
            for branch in argument[1]:
                yield from _samples(branch)
        elif op is _constants.SUBPATTERN:
            yield from _samples(argument[3])
        elif op in REPEATS:
            yield from _samples(argument[2])
        elif op is _constants.ANY:
            yield from ("a", " ", "<")
    yield _sample(items)


def _sample(items: Any) -> str:
    return "".join(_one(op, argument) for op, argument in items)


def _one(op: Any, argument: Any) -> str:
    """A text that one node of a pattern matches, as good as may be."""
    if op is _constants.LITERAL:
        return chr(argument)
    if op is _constants.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if op is _constants.ANY:
        return "a"
    if op is _constants.IN:
        return _class(argument)
    if op in REPEATS:
        return _sample(argument[2]) * max(1, min(argument[0], 50))
    if op is _constants.BRANCH:
        return _sample(argument[1][0])
    if op is _constants.SUBPATTERN:
        return _sample(argument[3])
    if op is _constants.ATOMIC_GROUP:
        return _sample(argument)
    return ""


def _class(argument: Any) -> str:
    if argument[0][0] is _constants.NEGATE:
        refused = re.compile("[" + "".join(re.escape(_of(item)) for item in argument[1:]) + "]")
        return next((c for c in "a0 -<é" if not refused.match(c)), "z")
    return _of(argument[0])


def _of(item: Any) -> str:
    op, argument = item
    if op is _constants.LITERAL:
        return chr(argument)
    if op is _constants.RANGE:
        return chr(argument[0])
    if op is _constants.CATEGORY:
        named = str(argument)
        for word, sign in (("NOT_DIGIT", "a"), ("DIGIT", "0"), ("NOT_SPACE", "a"), ("SPACE", " "), ("NOT_WORD", "-")):  # fmt: skip
            if word in named:
                return sign
        return "a"
    return "a"
